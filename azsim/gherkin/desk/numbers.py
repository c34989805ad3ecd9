"""The numbers that a text gives its scenarios to begin with, and where each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import frozen

from azsim.gherkin.desk.desk import Desk
from azsim.gherkin.reading.dialects import lines_of
from azsim.gherkin.reading.document import Step, of
from azsim.gherkin.reading.keywords import Keyword
from azsim.gherkin.reading.source import parse_text
from azsim.gherkin.vocabulary.parts import names_in
from azsim.gherkin.vocabulary.vocabulary import Match

_NUMBER = re.compile(r"(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)(?: ?(?P<unit>[^0-9\s.,:/\"]+))?")


@frozen
class Number:
    """A value of the ``type`` of that name which is a ``number``, perhaps with a ``unit``, in a step.

    ``line`` and ``column`` count from 1; ``end`` is behind its last digit. ``step`` is what its
    sentence is for, and ``words`` is the step with an ellipsis in its place.
    """

    line: int
    column: int
    end: int
    type: str
    number: str
    unit: str
    step: Keyword
    words: str


def numbers_in(desk: Desk, text: str) -> list[Number]:
    """Every number that steps of *text* hold, in their order; what stands in a table isn't one of them."""
    lines = lines_of(text)
    document = of(parse_text(desk.path, text))
    steps = {step.line: step for case in document.cases for step in case.steps}
    found: list[Number] = []
    for line, step in sorted(steps.items()):
        matches = desk.vocabulary.find(step.kind, step.text)
        # With values of a row in it, the step isn't what is written.
        if len(matches) == 1 and lines[line - 1].rstrip().endswith(step.text):
            indent = lines[line - 1].rindex(step.text)
            found += _numbers(step, matches[0], indent)
    return found


def _numbers(step: Step, match: Match, indent: int) -> Iterator[Number]:
    at = 0
    for name in names_in(match.sentence.expression):
        value = match.texts[name]
        # No part of a longer number.
        place = re.compile(rf"(?<![0-9.,]){re.escape(value)}(?![0-9])").search(step.text, at)
        if place is None:
            return
        at = place.end()
        number = _NUMBER.fullmatch(value)
        if number is not None:
            start, end = place.start(), place.start() + number.end("number")
            words = f"{step.text[:start]}…{step.text[end:]}"
            yield Number(
                step.line,
                indent + start + 1,
                indent + end + 1,
                name,
                number["number"],
                number["unit"] or "",
                step.kind,
                words,
            )
