"""What leads readers in: questions, services side by side, groups of sentences, what words mean.

``questions.toml`` and ``comparison.toml`` speak of the features that come with azsim, and name the
page where an answer stands; values in them are those of facts. ``groups.toml`` has
the groups, ``glossary.toml`` the words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from attrs import frozen

from azsim.facts import registry, show_value
from azsim.text import Text

_FACT = re.compile(r"\{([a-z0-9.-]+)\}")


@frozen
class Question:
    """What a reader asks, the short answer, and the address of the page that shows it.

    The address is below the features that come with azsim.
    """

    asked: Text
    answer: Text
    place: str


@frozen
class Cell:
    """What is true of one service, and the address of the page that shows it, as above."""

    text: Text
    place: str


@frozen
class Aspect:
    """One row of a comparison, with a cell for each column."""

    name: Text
    cells: tuple[Cell, ...]


@frozen
class Comparison:
    """Things side by side, each of which is a column; the place of one may be a whole service."""

    title: Text
    columns: tuple[Cell, ...]
    rows: tuple[Aspect, ...]


@frozen
class Term:
    """A word that means something particular on the site."""

    id: str
    term: Text
    meaning: Text


@cache
def glossary() -> tuple[Term, ...]:
    """The words that need a word of explanation."""
    return tuple(
        Term(each["id"], Text(each["en"][0], each["ja"][0]), _text((each["en"][1], each["ja"][1])))
        for each in _toml("glossary.toml")["term"]
    )


@cache
def groups() -> Mapping[str, Text]:
    """What groups of sentences are called, by the modules that declare them."""
    return {module: Text(*name) for module, name in _toml("groups.toml").items()}


@cache
def questions() -> tuple[Question, ...]:
    """What readers come with, the most frequent first."""
    return tuple(
        Question(
            _text((each["en"][0], each["ja"][0])),
            _text((each["en"][1], each["ja"][1])),
            each["answer"],
        )
        for each in _toml("questions.toml")["question"]
    )


@cache
def comparisons() -> tuple[Comparison, ...]:
    """What tells services apart, and what tells ways to the internet apart."""
    return tuple(_comparison(each) for each in _toml("comparison.toml")["table"])


def _comparison(table: dict[str, Any]) -> Comparison:
    columns = table["column"]
    return Comparison(
        Text(*table["title"]),
        tuple(Cell(Text(*each["name"]), each["page"]) for each in columns),
        tuple(
            Aspect(
                Text(row["en"], row["ja"]),
                tuple(Cell(_text(row[at]["text"]), row[at]["proof"]) for at in _ids(columns)),
            )
            for row in table["row"]
        ),
    )


def _ids(columns: Sequence[Mapping[str, str]]) -> list[str]:
    return [each["id"] for each in columns]


def with_values(words: Text) -> Text:
    """*words* with the value of each fact that stands in braces in them."""
    return Text(
        _FACT.sub(lambda found: show_value(registry()[found[1]]).en, words.en),
        _FACT.sub(lambda found: show_value(registry()[found[1]]).ja, words.ja),
    )


def _text(both: Sequence[str]) -> Text:
    return with_values(Text(*both))


@cache
def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("azsim.livingdocs").joinpath(name).read_text("utf-8"))
