"""What the page on what isn't modelled says is what azsim says."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import frozen
from folder import ROOT, Folder

import azsim.steps
from azsim.gherkin import Played, play
from azsim.gherkin.vocabulary.vocabulary import Vocabulary, gather
from azsim.text import Language


@frozen
class Page:
    """One of the two pages, and the Gherkin words of its language."""

    path: Path
    language: Language
    start: str
    scenario: str
    alone: str
    between: str

    @property
    def text(self) -> str:
        return self.path.read_text("utf-8")

    @property
    def first_steps(self) -> list[str]:
        """What comes before every step of the table that doesn't stand alone."""
        [block] = re.findall(r"^```gherkin\n(.*?)^```$", self.text, re.DOTALL | re.MULTILINE)
        return block.splitlines()

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Each step, and the answer to it."""
        return re.findall(r"^\| `(.*?)` \| (.*?) \|$", self.text, re.MULTILINE)

    def feature(self) -> str:
        """A scenario for each row, named by its number."""
        lines = [self.start]
        for number, (step, _) in enumerate(self.rows):
            before = [] if step.startswith(self.alone) else self.first_steps
            lines += [f"  {self.scenario}: {number}", *(f"    {each}" for each in (*before, step))]
        return "\n".join(lines)

    def answer(self, played: Played) -> str:
        """What stands below the step that failed, in one line."""
        _, _, below = played.message.partition("✗")
        _, *lines = below.splitlines()
        return self.between.join(line.strip() for line in lines)


ENGLISH = Page(
    ROOT / "docs" / "not-modelled.md", "en", "Feature: Refused", "Scenario", "Given", " "
)
JAPANESE = Page(
    ROOT / "docs" / "not-modelled.ja.md", "ja", "# language: ja\n機能: 拒否", "シナリオ", "前提", ""
)


@pytest.mark.parametrize("page", [ENGLISH, JAPANESE], ids=["en", "ja"])
def test_each_step_is_answered_as_the_page_says(page: Page, folder: Folder) -> None:
    plays = play([folder.write("refused.feature", page.feature())])
    assert plays.problems == ()
    assert [
        (step, page.answer(played))
        for (step, _), played in zip(page.rows, plays.played, strict=True)
    ] == page.rows
    assert {played.error for played in plays.played} == {"advice", "refusal"}


def test_both_pages_have_the_same_rows() -> None:
    assert len(ENGLISH.rows) == len(JAPANESE.rows) > 15
    for (english, _), (japanese, _) in zip(ENGLISH.rows, JAPANESE.rows, strict=True):
        assert values(english) == values(japanese)


@pytest.mark.parametrize("page", [ENGLISH, JAPANESE], ids=["en", "ja"])
def test_what_no_sentence_says_is_listed_whole(page: Page) -> None:
    vocabulary = gather(importlib.import_module(name) for name in azsim.steps.MODULES)
    _, _, table = page.text.rpartition("| --- | --- | --- |\n")
    assert table.splitlines() == list(listed(vocabulary, page.language))


def listed(vocabulary: Vocabulary, language: Language) -> Iterator[str]:
    """A row for each thing that isn't modelled."""
    for each in vocabulary.not_modelled:
        nearest = f"`{each.nearest.to(language)}`" if each.nearest else ""
        yield f"| {each.name.to(language)} | {each.why.to(language)} | {nearest} |"


def values(step: str) -> list[str]:
    """The quoted texts, addresses and numbers in *step*, in no order."""
    return sorted(re.findall(r'"[^"]*"|[0-9][0-9.:]*', step.replace("twice", "2")))
