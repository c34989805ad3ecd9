"""What a console shows of a step beside its words: where its values stand, what is below it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypedDict

import pytest

from azsim.gherkin.reading.document import Case, Step
from azsim.gherkin.vocabulary.vocabulary import Vocabulary

Wish = Literal["failures", "every step"]


class StepDetails(TypedDict):
    """Of one step: the spans of its ``values``, and the ``table`` and ``docstring`` below it."""

    values: list[tuple[int, int]]
    table: list[list[str]]
    docstring: str | None


def ask_for_details(config: pytest.Config, wish: Wish, *, with_values: bool) -> None:
    """Let the reports tell of the steps of failures, or of every step.

    Workers of pytest-xdist inherit the options.
    """
    config.option.azsim_details = wish
    config.option.azsim_values = with_values


def details_of(
    case: Case, vocabulary: Vocabulary, config: pytest.Config, *, failed: bool
) -> list[StepDetails] | None:
    """Of each step, where a console has asked for those of such a scenario."""
    wish: Wish | None = getattr(config.option, "azsim_details", None)
    if wish is None or (wish == "failures" and not failed):
        return None
    with_values = config.option.azsim_values
    return [
        {
            "values": list(_values(step, vocabulary)) if with_values else [],
            "table": [list(row) for row in step.table or ()],
            "docstring": step.docstring,
        }
        for step in case.steps
    ]


def _values(step: Step, vocabulary: Vocabulary) -> Iterator[tuple[int, int]]:
    # Taking an expression apart is a matter of consoles with colours.
    from azsim.gherkin.vocabulary.located import located

    matches = vocabulary.find(step.kind, step.text)
    if len(matches) == 1:
        try:
            spans = located(matches[0].sentence.expression, matches[0].texts, step.text)
        except (LookupError, ValueError):
            return
        yield from sorted(spans.values())
