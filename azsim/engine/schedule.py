"""What is to happen, and when.

Actions and deadlines wait on two heaps. A deadline is pushed when its owner
announces that it has one earlier than it has told before. When it comes to the
top, its owner lets expire what is due, and tells the next one: one that has moved
away meanwhile, as an idle timer does with every packet, costs nothing until then.
So whoever has timers announces what becomes earlier, and may keep silent about
what becomes later.
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

    def expire(self, now: int) -> int | None:
        """Let everything expire whose deadline is *now* or earlier; the next deadline.

        There may be nothing: the deadline that was told before may have moved away.
        """

    def announce_to(self, wake: Action) -> None:
        """Let *wake* be called whenever the next deadline is earlier than the one that was told."""


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
        clock, actions, deadlines = self._clock, self._actions, self._deadlines
        counts, at_once, now = self._counts, 0, clock.now
        while True:
            by = actions[0][0] if actions and actions[0][0] < time else time
            if deadlines and deadlines[0][0] <= by:
                first = deadlines[0]
                due, place = first
                if due == counts[place]:
                    if due > now:
                        clock.move_to(due)
                        now = due
                    # Meanwhile it stays due: what expires may send packets, and they settle.
                    deadline = self._timed[place].expire(now)
                    if due == counts[place]:
                        counts[place] = None
                    self._push(place, deadline)
                if deadlines and deadlines[0] is first:
                    heapq.heappop(deadlines)
            elif actions and by == actions[0][0]:
                _, _, action = heapq.heappop(actions)
                at_once = at_once + 1 if by == now else 0
                if at_once > MOST_AT_ONCE:
                    raise RuntimeError(f"at {by} ns, packets never come to rest")
                clock.move_to(by)
                now = by
                action()
            else:
                clock.move_to(time)
                return

    def settle(self) -> None:
        """Play what is due at this very instant."""
        self.advance_to(self._clock.now)

    def next_due(self) -> int | None:
        """When something falls due next, or None where nothing waits."""
        action, deadlines = self._actions[0][0] if self._actions else None, self._deadlines
        while deadlines and (action is None or deadlines[0][0] < action):
            told, place = heapq.heappop(deadlines)
            if told == self._counts[place]:
                self._counts[place] = None
                deadline = self._timed[place].next_deadline()
                self._push(place, deadline)
                if deadline == told:
                    return told
        return action

    def _wake(self, place: int) -> None:
        self._push(place, self._timed[place].next_deadline())

    def _push(self, place: int, deadline: int | None) -> None:
        """Push the *deadline* of the timers at *place* where it is earlier than before."""
        if deadline is not None:
            counts = self._counts[place]
            if counts is None or deadline < counts:
                self._counts[place] = deadline
                heapq.heappush(self._deadlines, (deadline, place))
