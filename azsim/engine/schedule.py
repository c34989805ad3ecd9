"""What is to happen, and when."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import Protocol

from azsim.engine.clock import Clock

Action = Callable[[], None]

MOST_AT_ONCE = 100_000
"""More actions than this, each at the instant of the one before, are a loop: two nodes that
answer each other for ever."""


class Timed(Protocol):
    """Something with timers of its own, which it asks for and never sleeps."""

    def next_deadline(self) -> int | None:
        """The instant at which something expires next, or None."""

    def expire(self, now: int) -> object:
        """Let everything expire whose deadline is *now* or earlier."""


class Schedule:
    """Plays actions and timers in the order of time; ties in the order of scheduling."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._actions: list[tuple[int, int, Action]] = []
        self._serial = 0
        self._timed: list[Timed] = []

    def after(self, delay: int, action: Action) -> None:
        """Play *action* when *delay* nanoseconds have passed."""
        heapq.heappush(self._actions, (self._clock.now + delay, self._serial, action))
        self._serial += 1

    def watch(self, timed: Timed) -> None:
        """Let the timers of *timed* expire on time from now on."""
        self._timed.append(timed)

    def advance(self, duration: int) -> None:
        """Let *duration* nanoseconds pass, and everything happen that falls due."""
        self.advance_to(self._clock.now + duration)

    def advance_to(self, time: int) -> None:
        """Let time pass until *time*, and everything happen that falls due by then."""
        at_once = 0
        while True:
            due, timed = time + 1, None
            for candidate in self._timed:
                deadline = candidate.next_deadline()
                if deadline is not None and deadline < due:
                    due, timed = deadline, candidate
            if self._actions and self._actions[0][0] < due:
                due, _, action = heapq.heappop(self._actions)
                at_once = at_once + 1 if due == self._clock.now else 0
                if at_once > MOST_AT_ONCE:
                    raise RuntimeError(f"at {due} ns, packets never come to rest")
                self._clock.move_to(due)
                action()
            elif timed is not None:
                self._clock.move_to(max(due, self._clock.now))
                timed.expire(self._clock.now)
            else:
                self._clock.move_to(time)
                return

    def settle(self) -> None:
        """Play what is due at this very instant."""
        self.advance_to(self._clock.now)

    def next_due(self) -> int | None:
        """When something falls due next, or None where nothing waits."""
        due = [each.next_deadline() for each in self._timed]
        if self._actions:
            due.append(self._actions[0][0])
        return min((each for each in due if each is not None), default=None)
