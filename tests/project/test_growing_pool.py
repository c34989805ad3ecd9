"""The story of a pool that grows is what its parts say, and what its commands print."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from folder import ROOT, Folder

from azsim.livingdocs.own_deployment import TEMPLATE
from azsim.livingdocs.story import markdown, story
from azsim.text import Language

pytestmark = pytest.mark.once

BOTH = pytest.mark.parametrize("language", get_args(Language))


def page(language: Language) -> Path:
    return ROOT / "docs" / ("growing-a-pool.md" if language == "en" else "growing-a-pool.ja.md")


@BOTH
def test_the_file_is_the_story(language: Language) -> None:
    """Where it isn't: ``page(language).write_text(markdown(language), "utf-8")``."""
    assert page(language).read_text("utf-8") == markdown(language)


@BOTH
def test_the_commands_print_what_the_story_shows(language: Language, folder: Folder) -> None:
    shown = [(each.command, each.printed(language)) for each in story().steps if each.command]
    assert len(shown) == 3
    for command, printed in shown:
        _, *arguments = command.split()
        result = folder.azsim(*arguments, "--lang", language, COLUMNS="80")
        assert (result.out, result.code, result.err) == (f"{printed}\n", 1, "")


def test_the_change_is_one_of_the_template() -> None:
    [change] = [each for each in story().steps if each.removed is not None]
    assert change.removed in (ROOT / TEMPLATE).read_text("utf-8").splitlines()
    assert change.added is not None
    assert re.findall(r"\d+", change.added)[0] == "51"


@BOTH
def test_a_number_in_the_story_is_one_that_a_command_prints(language: Language) -> None:
    told = story()
    printed = " ".join(each.printed(language) for each in told.steps if each.command)
    prose = [
        told.title,
        told.lead,
        *(part for each in told.steps for part in (each.title, each.says)),
    ]
    numbers = {each for text in prose for each in re.findall(r"[0-9][0-9,]*", text.to(language))}
    # One machine more, and the exit code that tells of it.
    assert numbers - {"1"} <= set(re.findall(r"[0-9][0-9,]*", printed))
