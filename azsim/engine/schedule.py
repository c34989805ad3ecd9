"""What is to happen, and when.

Actions and deadlines wait on two heaps. A deadline is pushed when its owner
announces that it has one earlier than before, and asked for again when it comes
to the top: one that has moved away meanwhile, as an idle timer does with every
packet, costs nothing until then. So whoever has timers announces what becomes
earlier, and may keep silent about what becomes later.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from functools import partial
from typing import Protocol

from azsim.engine.clock import Clock

Action = Callable[[], None]

MOST_AT_ONCE = 1_000_000
"""More actions than this, each at the instant of the one before, are a loop: two nodes that
answer each other for ever."""


class Timed(Protocol):
    """Something with timers of its own, which it asks for and never sleeps."""

    def next_deadline(self) -> int | None:
        """The instant at which something expires next, or None."""

    def expire(self, now: int) -> object:
        """Let everything expire whose deadline is *now* or earlier."""

    def announce_to(self, wake: Action) -> None:
        """Let *wake* be called whenever the next deadline has become earlier."""


class Schedule:
    """Plays actions and timers in the order of time.

    At one instant, timers go before actions, timers in the order in which they
    are watched, and actions in the order of scheduling.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._actions: list[tuple[int, int, Action]] = []
        self._serial = 0
        self._timed: list[Timed] = []
        self._deadlines: list[tuple[int, int]] = []
        # The deadline on the heap that counts for each, by its place in _timed.
        self._counts: list[int | None] = []

    def after(self, delay: int, action: Action) -> None:
        """Play *action* when *delay* nanoseconds have passed."""
        heapq.heappush(self._actions, (self._clock.now + delay, self._serial, action))
        self._serial += 1

    def watch(self, *timed: Timed) -> None:
        """Let the timers of each of *timed* expire on time from now on."""
        for place, each in enumerate(timed, start=len(self._timed)):
            self._timed.append(each)
            self._counts.append(None)
            each.announce_to(partial(self._wake, place))
            self._wake(place)

    def advance(self, duration: int) -> None:
        """Let *duration* nanoseconds pass, and everything happen that falls due."""
        self.advance_to(self._clock.now + duration)

    def advance_to(self, time: int) -> None:
        """Let time pass until *time*, and everything happen that falls due by then."""
        at_once = 0
        while True:
            next_action = self._actions[0][0] if self._actions else time + 1
            by = time if time < next_action else next_action
            deadlines = self._deadlines
            timer = self._earliest(by) if deadlines and deadlines[0][0] <= by else None
            if timer is not None:
                deadline, timed = timer
                if deadline > self._clock.now:
                    self._clock.move_to(deadline)
                timed.expire(self._clock.now)
            elif next_action <= time:
                due, _, action = heapq.heappop(self._actions)
                at_once = at_once + 1 if due == self._clock.now else 0
                if at_once > MOST_AT_ONCE:
                    raise RuntimeError(f"at {due} ns, packets never come to rest")
                self._clock.move_to(due)
                action()
            else:
                self._clock.move_to(time)
                return

    def settle(self) -> None:
        """Play what is due at this very instant."""
        self.advance_to(self._clock.now)

    def next_due(self) -> int | None:
        """When something falls due next, or None where nothing waits."""
        next_action = self._actions[0][0] if self._actions else None
        timer = self._earliest(next_action)
        return next_action if timer is None else timer[0]

    def _wake(self, place: int) -> None:
        """Push the deadline of the timers at *place* where it is earlier than before."""
        deadline, counts = self._timed[place].next_deadline(), self._counts[place]
        if deadline is not None and (counts is None or deadline < counts):
            self._counts[place] = deadline
            heapq.heappush(self._deadlines, (deadline, place))

    def _earliest(self, by: int | None) -> tuple[int, Timed] | None:
        """The earliest deadline that is *by* then or earlier, and whose it is."""
        heap = self._deadlines
        while heap and (by is None or heap[0][0] <= by):
            pushed, place = heap[0]
            if pushed == self._counts[place]:
                deadline = self._timed[place].next_deadline()
                if deadline == pushed:
                    return pushed, self._timed[place]
                self._counts[place] = deadline
                if deadline is not None:
                    heapq.heapreplace(heap, (deadline, place))
                    continue
            heapq.heappop(heap)
        return None
