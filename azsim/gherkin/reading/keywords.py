"""The keywords of Gherkin in both languages: those of sentences, and all that azsim writes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from gherkin.dialect import DIALECTS

from azsim.text import Text, same

Keyword = Literal["given", "when", "then"]

STEP_KEYWORDS: Mapping[Keyword, Text] = {
    "given": Text("Given", "前提"),
    "when": Text("When", "もし"),
    "then": Text("Then", "ならば"),
}

KEYWORDS: Mapping[str, Text] = {
    "feature": Text("Feature", "機能"),
    "rule": Text("Rule", "ルール"),
    "background": Text("Background", "背景"),
    "scenario": Text("Scenario", "シナリオ"),
    "scenarioOutline": Text("Scenario Outline", "シナリオアウトライン"),
    "examples": Text("Examples", "例"),
    "given": Text("Given", "前提"),
    "when": Text("When", "もし"),
    "then": Text("Then", "ならば"),
    "and": Text("And", "かつ"),
    "but": Text("But", "但し"),
}


def keyword_in_both(keyword: str, dialect: str) -> Text:
    """*keyword*, as written in a file in *dialect*, in both languages.

    One that is neither English nor Japanese there, such as an asterisk, stays as it is.
    """
    known: Any = DIALECTS[dialect]
    for kind, words in KEYWORDS.items():
        if keyword != "*" and keyword in (each.strip() for each in known[kind]):
            return Text(
                keyword if dialect == "en" else words.en,
                keyword if dialect == "ja" else words.ja,
            )
    return same(keyword)
