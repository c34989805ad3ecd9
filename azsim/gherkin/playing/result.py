"""How far a scenario came, and what stopped it."""

from __future__ import annotations

from typing import Literal

from attrs import Factory, define

from azsim.gherkin.playing.scenario import Debt
from azsim.gherkin.reading.document import Case

Error = Literal["mismatch", "refusal", "advice", "crash"]
State = Literal["passed", "failed", "unreached"]
Outcome = Literal["passed", "failed", "skipped"]


class Misworded(Exception):
    """Steps that no sentence says, or more than one."""


class Unmentioned(Exception):
    """A debt that no later step has settled."""

    def __init__(self, debt: Debt) -> None:
        super().__init__(debt.text.en)
        self.debt = debt


@define(eq=False)
class ScenarioResult:
    """How far a scenario came, and what stopped it.

    ``failed`` is the step that failed; ``misworded`` holds the steps without one
    sentence, in which case no step was called. ``durations`` are those of the steps that
    were called, in nanoseconds.
    """

    case: Case
    states: list[State] = Factory(list)
    durations: list[int] = Factory(list)
    error: Error | None = None
    failed: int | None = None
    exception: BaseException | None = None
    misworded: list[int] = Factory(list)

    def __attrs_post_init__(self) -> None:
        self.states = ["unreached"] * len(self.case.steps)

    def fail(self, step: int | None, error: Error, exception: BaseException) -> None:
        """Keep what stopped the scenario at *step*."""
        self.error, self.failed, self.exception = error, step, exception
        if step is not None:
            self.states[step] = "failed"
