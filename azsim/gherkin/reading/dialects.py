"""Gherkin's keywords in a language, and what a line is by them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from gherkin.dialect import DIALECTS

from azsim.terminal.language import reader_language
from azsim.text import Language, is_japanese

HEADER = re.compile(r"^\s*[#＃]\s*language\s*([:：])\s*(\S*)", re.IGNORECASE)
TITLES = ("feature", "rule", "background", "scenarioOutline", "scenario", "examples")
STEPS = ("given", "when", "then", "and", "but")
# What stands around a text below a step.
SEPARATORS = ('"""', "```")
# Where the first keyword of a dialect isn't the one that people use.
_USUAL = {
    ("en", "scenario"): "Scenario",
    ("ja", "feature"): "機能",
    ("ja", "and"): "かつ",
    ("ja", "but"): "但し",
}


def lines_of(text: str) -> list[str]:
    """The lines of *text* as the official parser counts them.

    ``str.splitlines`` would also split at a form feed and at Unicode's own separators.
    """
    return [line.rstrip("\r") for line in text.split("\n")]


def headers(lines: Sequence[str]) -> Iterator[str]:
    """The languages that are named above the first line of Gherkin, where alone they count."""
    for line in lines:
        header = HEADER.match(line)
        if header is not None:
            yield header[2]
        elif line.strip() and not line.lstrip().startswith("#"):
            return


def dialect_of(lines: Sequence[str]) -> str:
    return next((found for found in headers(lines) if found in DIALECTS), "en")


def language_of(source: str) -> Language:
    """The language for messages about a file: that of its header, else of its words."""
    lines = lines_of(source)
    dialect = next((found for found in headers(lines) if found in DIALECTS), None)
    if dialect is not None:
        return "ja" if dialect == "ja" else "en"
    # English features may hold a Japanese name, and Japanese ones English keywords.
    words = [line for line in lines if line.strip() and not line.lstrip().startswith(("#", "@"))]
    if not words:
        return reader_language()
    return "ja" if sum(map(is_japanese, words)) * 2 > len(words) else "en"


def outline_keywords(dialect: str) -> Sequence[str]:
    """How a scenario outline begins."""
    return DIALECTS[dialect]["scenarioOutline"]


@cache
def words_of(dialect: str, kind: str) -> tuple[str, ...]:
    spec = DIALECTS[dialect]
    found = spec[kind]  # type: ignore[literal-required]
    return tuple(sorted((word for word in found if word != "* "), key=len, reverse=True))


def usual(dialect: str, kind: str) -> str:
    """The keyword that people use, which is never ``*``."""
    found: Sequence[str] = DIALECTS[dialect][kind]  # type: ignore[literal-required]
    return _USUAL.get((dialect, kind)) or next(word for word in found if word != "* ")


def kind_of(line: str, dialect: str) -> str | None:
    """What *line* is in Gherkin, or None where it is plain text."""
    text = line.strip()
    for title in TITLES:
        if any(text.startswith(f"{word}:") for word in words_of(dialect, title)):
            return title
    # A keyword alone is a step, which says nothing.
    if text.startswith("* ") or any(
        f"{text} ".startswith(word) for kind in STEPS for word in words_of(dialect, kind)
    ):
        return "step"
    for sign, name in (("|", "table"), ("@", "tag"), ("#", "comment")):
        if text.startswith(sign):
            return name
    return "docstring" if text.startswith(SEPARATORS) else None
