"""A scenario may be played several times in one run, until it passes or nobody asks again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import define

from azsim.gherkin.playing import compat
from azsim.gherkin.playing.report_facts import ReportFacts
from azsim.gherkin.playing.result import Outcome


@define
class Attempt:
    """One play of a scenario: the *report* of its steps, and that of the *end* of its fixtures."""

    report: Any
    end: Any = None

    @property
    def facts(self) -> ReportFacts:
        """What is known of its steps."""
        found: ReportFacts = self.report.azsim
        return found

    @property
    def is_played_again(self) -> bool:
        """Whether another attempt follows."""
        reports = (self.report, self.end)
        return any(each is not None and compat.will_be_played_again(each) for each in reports)

    @property
    def outcome(self) -> Outcome:
        """How it went, its fixtures included."""
        if self.is_played_again or self.report.failed:
            return "failed"
        if self.end is not None and self.end.failed:
            return "failed"
        return compat.outcome_of(self.report)

    @property
    def output(self) -> dict[str, str]:
        """What its steps and fixtures printed and logged, by what pytest calls it."""
        return output_of(self.report if self.end is None else self.end)


def output_of(report: Any) -> dict[str, str]:
    """What was printed and logged up to *report*: ``stdout``, ``stderr`` and ``log``."""
    found = {"stdout": report.capstdout, "stderr": report.capstderr, "log": report.caplog}
    return {name: text for name, text in found.items() if text.strip()}


def is_over(attempts: Sequence[Attempt]) -> bool:
    """Whether nothing more is going to be told of a scenario that was played like that."""
    return bool(attempts) and attempts[-1].end is not None and not attempts[-1].is_played_again
