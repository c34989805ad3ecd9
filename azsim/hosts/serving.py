"""What a host does with those who ask something of it."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import Generic, Literal, TypeVar

from attrs import define, field, frozen

from azsim.engine.expiry import nobody_waits
from azsim.hosts.application import Connection
from azsim.model.payload import Data, DnsQuery, HttpRequest, Payload, Tls

T = TypeVar("T")

Manner = Literal["answers", "refuses connections", "doesn't answer", "resets connections"]
"""A host that refuses connections answers a SYN with RST. One that doesn't answer lets everything
that arrives fall. One that resets connections takes them, and answers a request with RST."""


def nobody_notices() -> None:
    """Where nobody described how a host serves, nobody waits for it to be felt."""


@frozen
class Trait(Generic[T]):
    """One thing about how a host serves; ``felt`` is called when somebody meets it."""

    value: T
    felt: Callable[[], None] = nobody_notices


ANSWERS: Trait[Manner] = Trait("answers")
OK = Trait(200)
AT_ONCE = Trait(0)
NOT_ONCE: Trait[int | None] = Trait(None)


@define(eq=False)
class Serving:
    """How a host serves: its manner, the status of its responses, and the time that it takes.

    Each is as hosts are by themselves, unless somebody has described it.
    """

    manner: Trait[Manner] = ANSWERS
    status: Trait[int] = OK
    answer_after: Trait[int] = AT_ONCE
    first_answer_after: Trait[int | None] = NOT_ONCE
    """How long the next request waits for its answer; None once it has come."""
    ignored: dict[str, Callable[[], None]] = field(factory=dict)
    """Addresses that get no answer, each with what is called when something comes from there."""

    @property
    def likeness(self) -> tuple[object, ...]:
        """Equal for hosts that serve alike."""
        traits = tuple((each.value, each.felt is nobody_notices) for each in self._traits())
        return *traits, *sorted(self.ignored)

    def begin_anew(self) -> None:
        """Be as hosts are by themselves: what was described before is replaced."""
        for each in self._traits():
            each.felt()
        self.manner, self.status = ANSWERS, OK
        self.answer_after, self.first_answer_after = AT_ONCE, NOT_ONCE

    def _traits(self) -> tuple[Trait[Manner], Trait[int], Trait[int], Trait[int | None]]:
        return self.manner, self.status, self.answer_after, self.first_answer_after

    def meets(self, manner: Manner) -> bool:
        """Whether a newcomer or a request meets *manner*, and so feels it."""
        if self.manner.value != manner:
            return False
        self.manner.felt()
        return True

    def ignores(self, address: str) -> bool:
        """Whether what comes from *address* gets no answer, which is felt then."""
        if (felt := self.ignored.get(address)) is None:
            return False
        felt()
        return True

    def delay(self) -> int:
        """How long the answer to the next request takes; each request asks once."""
        first = self.first_answer_after
        if first.value is not None:
            self.first_answer_after = Trait(None, first.felt)
            first.felt()
            return first.value
        self.answer_after.felt()
        return self.answer_after.value

    def respond(self) -> int:
        """The status code of the next response, which whoever gets it feels."""
        self.status.felt()
        return self.status.value


class LateAnswers:
    """Requests whose answers take their time; each is handed to *answer* when its time is over."""

    def __init__(self, answer: Callable[[Connection, Payload, int], None]) -> None:
        self._answer = answer
        self._announce: Callable[[], None] = nobody_waits
        self._waiting: list[tuple[int, int, Connection, Payload]] = []
        self._serial = 0

    def put(self, connection: Connection, payload: Payload, due: int) -> None:
        """Let the request *payload* be answered at *due*."""
        heapq.heappush(self._waiting, (due, self._serial, connection, payload))
        self._serial += 1
        self._announce()

    def announce_to(self, wake: Callable[[], None]) -> None:
        """Let *wake* be called whenever a request may be answered before all others."""
        self._announce = wake

    @property
    def due(self) -> int | None:
        """When a request is answered next, or None."""
        return self._waiting[0][0] if self._waiting else None

    def next_deadline(self) -> int | None:
        """When a request is answered next, or None."""
        return self.due

    def expire(self, now: int) -> int | None:
        """Answer each request whose wait is over at *now*; when the next one is answered."""
        while self._waiting and self._waiting[0][0] <= now:
            _, _, connection, payload = heapq.heappop(self._waiting)
            self._answer(connection, payload, now)
        return self.due


def is_request(connection: Connection, payload: Payload) -> bool:
    """Whether *payload* asks this end of *connection* for something, as a handshake doesn't."""
    if connection.role == "client":
        return False
    if isinstance(payload, Tls):
        return payload.carries is not None
    return isinstance(payload, Data | DnsQuery | HttpRequest)
