"""Entries that expire a certain delay after they were last refreshed, the same for all of a queue.

A release timer of Azure is one of a few constants, so the entries of a queue
expire in the order in which they were put in. A linked list finds the next one,
and refreshes one in the middle, in constant time, however many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, Protocol, TypeVar

from attrs import define, field

from azsim.engine.schedule import Timed

E = TypeVar("E", bound="Entry")


@define(eq=False, weakref_slot=False)
class Entry:
    """Something that waits in at most one :class:`ExpiryQueue`.

    All but ``queue`` is set when it is put into one.
    """

    queue: ExpiryQueue[Any] | None = field(default=None, init=False, repr=False)
    since: int = field(init=False, repr=False)
    _before: Any = field(init=False, repr=False)
    _after: Any = field(init=False, repr=False)


def earlier(one: int | None, other: int) -> int:
    """The earlier of two deadlines, of which the first may be missing."""
    return other if one is None or other < one else one


def nobody_waits() -> None:
    """Where no schedule watches, nothing has to be announced."""


class ExpiryQueue(Generic[E]):
    """Entries in the order of ``since``; ``oldest`` expires next.

    *delay* says how many nanoseconds each waits. It is asked once something waits, as it is a documented
    fact that a scenario rests on from then on, or a setting, after whose change one has to `look_again`.
    *over* is told of an entry whose wait is over, and of the present instant; it has the entry removed, or
    put into a queue anew.
    ``due`` is the deadline that was told last, and nothing expires before it; None where none was told.
    ``announce`` is called where something begins to wait then, and where `look_again` finds an earlier one.
    """

    __slots__ = ("_delay", "_newest", "_over", "_waits", "announce", "due", "name", "oldest")

    def __init__(
        self, name: str, delay: Callable[[], int], over: Callable[[E, int], object]
    ) -> None:
        self.name = name
        self.announce: Callable[[], None] = nobody_waits
        self.due: int | None = None
        self.oldest: E | None = None
        self._newest: E | None = None
        self._delay = delay
        self._waits: int | None = None
        self._over = over

    def put(self, entry: E, now: int) -> None:
        """Let *entry* wait here from *now* on; it leaves the queue that it waited in."""
        entry.since = now
        newest, queue = self._newest, entry.queue
        if queue is not None:
            if entry is newest:
                return
            queue.remove(entry)
        entry.queue = self
        entry._before = newest
        entry._after = None
        self._newest = entry
        if newest is not None:
            newest._after = entry
            return
        self.oldest = entry
        if self.due is None:
            self.announce()

    def remove(self, entry: E) -> None:
        """Take *entry* out of this queue."""
        before, after = entry._before, entry._after
        if before is None:
            self.oldest = after
        else:
            before._after = after
        if after is None:
            self._newest = before
        else:
            after._before = before
        entry.queue = None

    def look_again(self) -> None:
        """The delay may be another one from now on."""
        self._waits = None
        told, due = self.due, self.next_deadline()
        if due is not None and (told is None or due < told):
            self.announce()

    # As a schedule watches it

    def announce_to(self, wake: Callable[[], None]) -> None:
        """Let *wake* be called whenever the next to expire becomes an earlier one than was told."""
        self.announce = wake

    def next_deadline(self) -> int | None:
        """The instant at which an entry expires next, or None."""
        oldest = self.oldest
        due = self.due = None if oldest is None else oldest.since + self._wait()
        return due

    def expire(self, now: int) -> int | None:
        """Let every entry expire whose wait is over at *now*; the next deadline."""
        oldest = self.oldest
        if oldest is not None:
            wait = self._waits or self._wait()
            while oldest is not None:
                due = oldest.since + wait
                if due > now:
                    self.due = due
                    return due
                self._over(oldest, now)
                oldest = self.oldest
        self.due = None
        return None

    def _wait(self) -> int:
        """How long each waits, which is asked once until somebody looks again."""
        waits = self._waits
        if waits is None:
            waits = self._waits = self._delay()
        return waits


def earliest(timers: Iterable[Timed]) -> int | None:
    """The instant at which any of *timers* has something that expires next, or None."""
    deadline = None
    for each in timers:
        due = each.next_deadline()
        if due is not None:
            deadline = earlier(deadline, due)
    return deadline


class Queue(Timed, Protocol):
    """Timers of one kind, of which none expires before ``due``."""

    @property
    def due(self) -> int | None:
        """The deadline that was told last; None where none was."""


class Timers:
    """Something with several ``timers``: a schedule watches each of them.

    Whoever drives it without a schedule asks it for all of them at once.
    """

    __slots__ = ()

    timers: Sequence[Queue]

    def announce_to(self, wake: Callable[[], None]) -> None:
        """Let *wake* be called whenever the next deadline of one of them becomes earlier."""
        for each in self.timers:
            each.announce_to(wake)

    def next_deadline(self) -> int | None:
        """The instant at which something expires next, or None."""
        return earliest(self.timers)

    def expire(self, now: int) -> int | None:
        """Let everything expire whose deadline is *now* or earlier; the next deadline."""
        for each in self.timers:
            due = each.due
            if due is None or due <= now:
                each.expire(now)
        # What has expired may have begun to wait in a queue that comes before its own.
        deadline = None
        for each in self.timers:
            due = each.due
            if due is not None and (deadline is None or due < deadline):
                deadline = due
        return deadline
