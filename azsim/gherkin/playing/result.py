"""How far a scenario came, and what stopped it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from attrs import Factory, define, frozen

from azsim.gherkin.playing.scenario import Debt
from azsim.gherkin.reading.document import Case

Error = Literal["mismatch", "refusal", "advice", "crash"]
State = Literal["passed", "failed", "unreached"]
# What was expected to fail is told apart: it has failed (xfailed) or passed (xpassed).
Outcome = Literal["passed", "failed", "skipped", "xfailed", "xpassed"]


class Misworded(Exception):
    """Steps that no sentence says, or more than one."""


class Unmentioned(Exception):
    """A debt that no later step has settled."""

    def __init__(self, debt: Debt) -> None:
        super().__init__(debt.text.en)
        self.debt = debt


@frozen
class Subtest:
    """A failed subtest of pytest's, and why; ``name`` is None for what stopped the step itself."""

    name: str | None
    error: Error
    exception: BaseException


class FailedSubtests(Exception):
    """Subtests that failed, which pytest keeps from whoever called them."""

    def __init__(self, subtests: Sequence[Subtest]) -> None:
        super().__init__(", ".join(str(each.exception) for each in subtests))
        self.subtests = tuple(subtests)

    @property
    def error(self) -> Error:
        """What kind of failure they are together: a bug where one of them is."""
        kinds = [each.error for each in self.subtests]
        return "crash" if "crash" in kinds else kinds[0]


@define(eq=False)
class ScenarioResult:
    """How far a scenario came, and what stopped it.

    ``failed`` is the step that failed; ``misworded`` holds the steps without one
    sentence, in which case no step was called. ``durations`` are those of the steps that
    were called, in nanoseconds. ``subtests`` are those that have failed and that no step was
    told to have failed by yet, each with its name.
    """

    case: Case
    states: list[State] = Factory(list)
    durations: list[int] = Factory(list)
    error: Error | None = None
    failed: int | None = None
    exception: BaseException | None = None
    misworded: list[int] = Factory(list)
    subtests: list[tuple[str, BaseException]] = Factory(list)

    def __attrs_post_init__(self) -> None:
        self.states = ["unreached"] * len(self.case.steps)

    def fail(self, step: int | None, error: Error, exception: BaseException) -> None:
        """Keep what stopped the scenario at *step*."""
        self.error, self.failed, self.exception = error, step, exception
        if step is not None:
            self.states[step] = "failed"
