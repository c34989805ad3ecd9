"""One row of the table of results."""

from __future__ import annotations

from attrs import frozen


@frozen
class Line:
    """What was measured, and whether its goal is reached; without a goal it is only shown."""

    what: str
    measured: str
    compared: str = ""
    goal: str = ""
    holds: bool | None = None

    def cells(self) -> tuple[str, ...]:
        """As a row of the table."""
        held = {True: "yes", False: "NO", None: ""}[self.holds]
        return self.what, self.measured, self.compared, self.goal, held
