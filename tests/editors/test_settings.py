"""What the Cucumber extension reads of the vocabulary is written so that it can."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from azsim.gherkin.catalogue.survey import survey

ROOT = Path(__file__).parent.parent.parent


def test_the_extension_knows_every_type(settings: Any) -> None:
    """It reads a pattern that is one text; a list of several has to stand in the settings."""
    kinds = survey([]).vocabulary.types.values()
    lists = {kind.name for kind in kinds if len(kind.patterns) > 1}
    assert lists == {kind["name"] for kind in settings["cucumber.parameterTypes"]}


def test_the_extension_finds_the_steps_and_the_features(settings: Any) -> None:
    steps = {path.name for glob in settings["cucumber.glue"] for path in ROOT.glob(glob)}
    where = {kind.where for kind in survey([]).vocabulary.definitions}
    assert {Path(each.rpartition(":")[0]).name for each in where} <= steps
    assert all(list(ROOT.glob(glob)) for glob in settings["cucumber.features"])


@pytest.mark.parametrize("page", ["editors.md", "editors.ja.md"])
def test_the_pages_show_settings_for_other_folders(settings: Any, page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    shown = json.loads(text.partition("```json")[2].partition("```")[0])
    assert set(settings) <= set(shown)
    assert shown["cucumber.parameterTypes"] == settings["cucumber.parameterTypes"]
