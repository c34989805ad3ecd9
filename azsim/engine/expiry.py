"""Entries that expire a constant delay after they were last refreshed.

A release timer of Azure is one of a few constants, so the entries of a queue
expire in the order in which they were put in. A linked list finds the next one,
and refreshes one in the middle, in constant time, however many there are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from attrs import define, field

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

    The delay isn't stored here: it is a documented fact that its owner reads
    when it first decides by it. *announce* is called when something begins to wait
    where nothing did: in no other way does the next to expire become an earlier one.
    """

    __slots__ = ("_newest", "announce", "name", "oldest")

    def __init__(self, name: str) -> None:
        self.name = name
        self.announce: Callable[[], None] = nobody_waits
        self.oldest: E | None = None
        self._newest: E | None = None

    def put(self, entry: E, now: int) -> None:
        """Let *entry* wait here from *now* on; it leaves the queue that it waited in."""
        entry.since = now
        if entry.queue is not None:
            if entry is self._newest:
                return
            entry.queue.remove(entry)
        newest = self._newest
        entry.queue = self
        entry._before = newest
        entry._after = None
        self._newest = entry
        if newest is None:
            self.oldest = entry
            self.announce()
        else:
            newest._after = entry

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
