"""What the runner puts on pytest's reports, which carry it from process to process.

Reports travel as JSON's own types do, so these are dictionaries and lists, and no records.
"""

from __future__ import annotations

from typing import Any, TypedDict

from azsim.gherkin.playing.result import Error, State
from azsim.gherkin.playing.step_details import StepDetails
from azsim.text import Language


class PlaceFacts(TypedDict):
    """Which scenario, or which mistake in a feature file, a report is about.

    ``serial`` counts in the order of collection, ``turn`` in that of playing, among ``total``;
    ``left_out`` are those that aren't to be played.
    ``path`` starts from the folder that pytest was called in, ``file`` from the PATH of the
    command line.
    """

    serial: int
    turn: int
    total: int
    left_out: int
    path: str
    file: str
    line: int
    row: int | None
    name: str
    keyword: str
    rule: str | None
    feature: str
    feature_keyword: str
    language: Language


class ReportFacts(PlaceFacts, total=False):
    """What is known when a report is made: how the steps went, and at the end what is attached.

    Of each of the ``steps`` there is its keyword, its text, its line and its state. ``notes`` say
    what is wrong, by the number of the step, or under None what is wrong beside the steps. The
    ``details`` of the steps are there for a console that has asked for them.
    ``messages`` is for whoever writes Cucumber messages.
    """

    steps: list[tuple[str, str, int, State]]
    details: list[StepDetails] | None
    error: Error | None
    failed: int | None
    notes: dict[int | None, str]
    attachments: dict[str, str | bytes]
    messages: dict[str, Any]


def facts_of(report: Any) -> ReportFacts | None:
    """What *report* says about a scenario or a mistake; None where it is about neither."""
    found: ReportFacts | None = getattr(report, "azsim", None)
    return found
