"""The same feature files for every Gherkin runner, and the same sentences with empty bodies."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from attrs import evolve, frozen

Keyword = Literal["Given", "When", "Then"]

KEYWORDS: tuple[Keyword, ...] = ("Given", "When", "Then")
STEPS = ("Given", "Given", "When", "When", "Then", "Then")
PER_FILE = 20
_ADJECTIVES = [
    "blue",
    "brisk",
    "calm",
    "clear",
    "cold",
    "deep",
    "eager",
    "early",
    "faint",
    "fair",
    "grand",
    "green",
    "late",
    "light",
    "long",
    "loud",
    "mild",
    "near",
    "new",
    "old",
    "plain",
    "proud",
    "quick",
    "quiet",
    "rare",
]
_NOUNS = [
    "branch",
    "cable",
    "circuit",
    "cluster",
    "door",
    "frame",
    "gate",
    "hall",
    "host",
    "lane",
    "line",
    "link",
    "mast",
    "node",
    "office",
    "panel",
    "path",
    "plant",
    "port",
    "rack",
    "relay",
    "ring",
    "room",
    "route",
    "shelf",
    "site",
    "stack",
    "street",
    "switch",
    "tower",
]


@frozen
class Sentence:
    """One parametrised sentence; no two have the same fixed words."""

    keyword: Keyword
    before: str
    between: str
    after: str

    def filled(self, vm: str, count: str) -> str:
        """With *vm* and *count* in their places."""
        return f"{self.before}{vm}{self.between}{count}{self.after}"


def sentences(size: int) -> list[Sentence]:
    """A vocabulary of *size* sentences, a third of them for each keyword."""
    return [_sentence(index) for index in range(size)]


def _sentence(index: int) -> Sentence:
    keyword = KEYWORDS[index % 3]
    words = f"{_ADJECTIVES[index % 25]} {_NOUNS[index // 25 % 30]}"
    if index % 2:
        return Sentence(keyword, "", " opens ", f" connections through the {words}")
    return Sentence(keyword, f"the {words} of ", " has ", " ports")


def renamed(vocabulary: list[Sentence]) -> list[Sentence]:
    """*vocabulary*, with other words in its first sentence."""
    first, *others = vocabulary
    return [evolve(first, after=f"{first.after} today"), *others]


def write_features(
    folder: Path,
    scenarios: int,
    vocabulary: list[Sentence],
    begin: Literal["same", "other"] | None = None,
) -> None:
    """*scenarios* of six steps each, drawn from *vocabulary*, twenty in a file.

    With *begin* each begins with the first sentence as well, with the *same* values or with
    *other* ones.
    """
    folder.mkdir(parents=True)
    chance = random.Random(1)
    by_keyword = {word: [each for each in vocabulary if each.keyword == word] for word in KEYWORDS}
    for first in range(0, scenarios, PER_FILE):
        lines = [f"Feature: Suite {first}"]
        for number in range(first, min(first + PER_FILE, scenarios)):
            lines += ["", f"  Scenario: Number {number}"]
            if begin is not None:
                value = number if begin == "other" else 1
                text = vocabulary[0].filled(f'"vm{value}"', str(value))
                lines.append(f"    {vocabulary[0].keyword} {text}")
            for word in STEPS:
                sentence = chance.choice(by_keyword[word])
                text = sentence.filled(f'"vm{chance.randrange(1000)}"', str(chance.randrange(5000)))
                lines.append(f"    {word} {text}")
        (folder / f"suite{first:05}.feature").write_text("\n".join(lines) + "\n", encoding="utf-8")


def azsim_sentences(vocabulary: list[Sentence], *, shipped: bool) -> str:
    """A conftest.py for azsim; without *shipped* these are the only sentences."""
    lines = ["from azsim.gherkin import given, parameter_type, then, when"]
    if not shipped:
        lines += [
            "import azsim.gherkin.vocabulary.installed",
            'azsim.gherkin.vocabulary.installed.GROUP = "none"',
        ]
    lines += [
        """parameter_type(name="amount", regexp="[0-9]+", transformer=int)""",
        """parameter_type(name="machine", regexp='"[^"]*"')""",
    ]
    for number, each in enumerate(vocabulary):
        text = each.filled("{machine}", "{amount}")
        lines.append(f"@{each.keyword.lower()}({text!r})\ndef step{number}(machine, amount): pass")
    return "\n".join(lines) + "\n"


def pytest_bdd_sentences(vocabulary: list[Sentence]) -> str:
    """A conftest.py for pytest-bdd."""
    lines = ["from pytest_bdd import given, parsers, then, when"]
    for number, each in enumerate(vocabulary):
        text = each.filled('"{vm}"', "{count:d}")
        lines.append(
            f"@{each.keyword.lower()}(parsers.parse({text!r}))\ndef step{number}(vm, count): pass"
        )
    return "\n".join(lines) + "\n"


def behave_sentences(vocabulary: list[Sentence]) -> str:
    """A module of steps for behave."""
    lines = ["from behave import given, then, when"]
    for number, each in enumerate(vocabulary):
        text = each.filled('"{vm}"', "{count:d}")
        lines.append(
            f"@{each.keyword.lower()}({text!r})\ndef step{number}(context, vm, count): pass"
        )
    return "\n".join(lines) + "\n"


def cucumber_js_sentences(vocabulary: list[Sentence]) -> str:
    """A module of steps for cucumber-js."""
    return "\n".join(_javascript(vocabulary)) + "\n"


def _javascript(vocabulary: list[Sentence]) -> Iterator[str]:
    yield 'const {Given, When, Then} = require("@cucumber/cucumber");'
    for each in vocabulary:
        yield f"{each.keyword}({each.filled('{string}', '{int}')!r}, function (vm, count) {{}});"
