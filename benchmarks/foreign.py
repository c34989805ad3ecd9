"""Feature files of somebody else's project, none of whose sentences is known: a shop's."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from pathlib import Path

# So many files of so many steps; and so many sentences, which differ in more than their values.
FILES, STEPS, SENTENCES = 800, 23, 4_500
_WHO = [
    "I",
    "the store",
    "the customer",
    "this product",
    "the administrator",
    "my order",
    "the channel",
    "this promotion",
    "the visitor",
]
_DOES = [
    "adds",
    "browses",
    "sees",
    "removes",
    "has already created",
    "specifies the code of",
    "is priced like",
    "ships everywhere with",
    "is not able to change",
    "completed the order with",
    "limits the usage of",
    "is logged in for",
    "operates on",
    "filters by",
    "goes to the page of",
    "proceeds with",
    "sorts the list by",
    "still has",
]
_WHAT = [
    "product",
    "cart",
    "order",
    "shipping method",
    "tax category",
    "taxon",
    "payment",
    "coupon",
    "review",
    "address",
    "currency",
    "locale",
    "variant",
    "option",
    "image",
    "attribute",
]
_HOW = [
    "",
    ' named "{name}"',
    ' in the "{name}" channel',
    " on the list",
    ' with "{name}" and "{other}"',
    " of this customer",
    ' priced at "${number}.00"',
    " in the summary",
    ' from "{name}" to "{other}"',
    " with {number} items",
]
_NAMES = ["T-Shirt", "Sticker", "United States", "Banana", "Mugs", "Free", "English", "SUPER2017"]
# The keywords of a scenario, and which third of the sentences they take.
_KEYWORDS = (("Given", 0), ("And", 0), ("When", 1), ("And", 1), ("Then", 2), ("And", 2))


def write(folder: Path) -> None:
    """The files, with prose below their titles and tags above their scenarios."""
    folder.mkdir(parents=True)
    steps = _steps()
    for number in range(FILES):
        lines = [f"Feature: Number {number}", "  In order to sell", "  As an administrator"]
        for step in range(STEPS):
            keyword, third = _KEYWORDS[step % len(_KEYWORDS)]
            if step % len(_KEYWORDS) == 0:
                lines += ["", "  @ui", f"  Scenario: Step {step} of {number}"]
            lines.append(f"    {keyword} {next(steps[third])}")
        path = folder / f"file{number:03}.feature"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _steps() -> list[Iterator[str]]:
    """Steps without end, from each third of the sentences."""
    chance = random.Random(1)
    sentences = chance.sample(list(itertools.product(_WHO, _DOES, _WHAT, _HOW)), SENTENCES)
    return [_of(sentences[third::3], random.Random(third)) for third in range(3)]


def _of(sentences: list[tuple[str, str, str, str]], chance: random.Random) -> Iterator[str]:
    while True:
        who, does, what, how = chance.choice(sentences)
        values = {
            "name": chance.choice(_NAMES),
            "other": chance.choice(_NAMES),
            "number": chance.randrange(1, 500),
        }
        yield f"{who} {does} the {what}{how.format(**values)}"
