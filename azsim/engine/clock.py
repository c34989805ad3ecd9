"""The one place where time moves."""

from __future__ import annotations


class Clock:
    """Virtual time in whole nanoseconds since the start of the scenario."""

    __slots__ = ("_now",)

    def __init__(self) -> None:
        self._now = 0

    @property
    def now(self) -> int:
        """The present instant."""
        return self._now

    def move_to(self, time: int) -> None:
        """Make *time* the present.

        :raises ValueError: where *time* lies in the past.
        """
        if time < self._now:
            raise ValueError(f"time never goes back: now {self._now} ns, asked for {time} ns")
        self._now = time
