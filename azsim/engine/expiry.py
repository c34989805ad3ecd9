"""Entries that expire a constant delay after they were last refreshed.

A release timer of Azure is one of a few constants, so the entries of a queue
expire in the order in which they were put in. A linked list finds the next one,
and refreshes one in the middle, in constant time, however many there are.
"""

from __future__ import annotations


class Entry:
    """Something that waits in at most one :class:`ExpiryQueue`."""

    __slots__ = ("_next", "_previous", "queue", "since")

    def __init__(self) -> None:
        self.queue: ExpiryQueue | None = None
        self.since = 0
        self._previous: Entry = self
        self._next: Entry = self


class ExpiryQueue:
    """Entries in the order of ``since``, the oldest first.

    The delay isn't stored here: it is a documented fact that its owner reads
    when it first decides by it.
    """

    __slots__ = ("_ends", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self._ends = Entry()

    @property
    def oldest(self) -> Entry | None:
        """The entry that expires next, or None where the queue is empty."""
        first = self._ends._next
        return None if first is self._ends else first

    def put(self, entry: Entry, now: int) -> None:
        """Let *entry* wait here from *now* on; it leaves the queue that it waited in."""
        ends = self._ends
        if entry.queue is self and entry._next is ends:
            entry.since = now
            return
        if entry.queue is not None:
            entry._previous._next = entry._next
            entry._next._previous = entry._previous
        last = ends._previous
        entry._previous = last
        entry._next = ends
        last._next = entry
        ends._previous = entry
        entry.queue = self
        entry.since = now

    @staticmethod
    def remove(entry: Entry) -> None:
        """Take *entry* out of the queue that it waits in, if any."""
        if entry.queue is not None:
            entry._previous._next = entry._next
            entry._next._previous = entry._previous
            entry._previous = entry._next = entry
            entry.queue = None
