"""The editor knows the keywords of both languages as Gherkin does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from gherkin.dialect import Dialect

STEPS = Path(__file__).parents[2] / "playground" / "editor" / "steps.js"


def keywords(language: str, kind: str) -> set[str]:
    """Those of a *kind* that the editor has for *language*."""
    if not STEPS.is_file():
        pytest.skip("the editor's sources lie in the checkout")
    table = re.search(rf"  {language}: {{(.*?)\n  }},", STEPS.read_text("utf-8"), re.DOTALL)
    assert table is not None
    found = re.search(rf"{kind}: \[(.*?)\]", table[1])
    assert found is not None
    return set(re.findall(r'"([^"]+)"', found[1]))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_steps(language: str) -> None:
    dialect = Dialect.for_name(language)
    assert keywords(language, "given") == {*dialect.given_keywords} - {"* "}
    assert keywords(language, "when") == {*dialect.when_keywords} - {"* "}
    assert keywords(language, "then") == {*dialect.then_keywords} - {"* "}
    assert keywords(language, "more") == {*dialect.and_keywords, *dialect.but_keywords}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_headings(language: str) -> None:
    dialect = Dialect.for_name(language)
    assert keywords(language, "headings") == {
        *dialect.feature_keywords,
        *dialect.rule_keywords,
        *dialect.background_keywords,
        *dialect.scenario_keywords,
        *dialect.scenario_outline_keywords,
        *dialect.examples_keywords,
    }
