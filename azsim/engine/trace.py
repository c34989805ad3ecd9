"""The one source of evidence: everything that happened, in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, Final, ParamSpec, Protocol

from azsim.engine.clock import Clock
from azsim.model.events import Event

Fields = ParamSpec("Fields")


class Recorder(Protocol):
    """Whom a function tells what it did.

    ``on`` tells beforehand whether anybody listens, and stays as it is.
    """

    on: bool

    def add(
        self,
        event: Callable[Concatenate[int, int, str, Fields], Event],
        where: str,
        *args: Fields.args,
        **fields: Fields.kwargs,
    ) -> None:
        """Write down an *event* of the present instant at the place *where*."""


class Trace:
    """Events in the order in which they happened.

    A trace that is switched off keeps nothing and costs one comparison.
    """

    def __init__(self, clock: Clock, *, on: bool = True) -> None:
        self.on = on
        self._clock = clock
        self._events: list[Event] = []

    def add(
        self,
        event: Callable[Concatenate[int, int, str, Fields], Event],
        where: str,
        *args: Fields.args,
        **fields: Fields.kwargs,
    ) -> None:
        """Write down an *event* of the present instant, a class and its own fields."""
        if self.on:
            events = self._events
            events.append(event(len(events), self._clock.now, where, *args, **fields))

    @property
    def events(self) -> tuple[Event, ...]:
        """All that happened so far."""
        return tuple(self._events)

    def __len__(self) -> int:
        return len(self._events)

    def since(self, mark: int) -> list[Event]:
        """What happened after the trace had *mark* events."""
        return self._events[mark:]


UNRECORDED: Final[Recorder] = Trace(Clock(), on=False)
"""Where nobody listens."""
