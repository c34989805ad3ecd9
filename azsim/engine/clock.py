"""The one place where time moves."""

from __future__ import annotations


class Clock:
    """Virtual time in whole nanoseconds since the start of the scenario.

    ``now`` is the present instant, which only `move_to` changes.
    """

    __slots__ = ("now",)

    def __init__(self) -> None:
        self.now = 0

    def move_to(self, time: int) -> None:
        """Make *time* the present.

        :raises ValueError: where *time* lies in the past.
        """
        if time < self.now:
            raise ValueError(f"time never goes back: now {self.now} ns, asked for {time} ns")
        self.now = time
