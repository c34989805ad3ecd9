"""What a host does with those who ask something of it."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from typing import Literal

from attrs import define, field

from azsim.hosts.application import Connection
from azsim.model.payload import Data, DnsQuery, HttpRequest, Payload, Tls

Manner = Literal["answers", "refuses connections", "doesn't answer"]


def nobody_notices() -> None:
    """Where nobody described how a host serves, nobody waits for it to be felt."""


@define(eq=False)
class Serving:
    """How a host serves: its manner, and the requests that it takes its time for.

    A host that refuses connections answers a SYN with RST. One that doesn't answer
    lets everything that arrives fall. ``felt`` is called when somebody meets a host that
    isn't as hosts are by themselves.
    """

    manner: Manner = "answers"
    first_answer_after: int = 0
    felt: Callable[[], None] = nobody_notices
    _late: list[tuple[int, int, Connection, Payload]] = field(factory=list, init=False)
    _serial: int = field(default=0, init=False)

    def delay(self) -> int:
        """How long the answer to the next request takes; each request asks once."""
        delay, self.first_answer_after = self.first_answer_after, 0
        if delay:
            self.felt()
        return delay

    def postpone(self, connection: Connection, payload: Payload, due: int) -> None:
        """Let the request *payload* be answered at *due*."""
        heapq.heappush(self._late, (due, self._serial, connection, payload))
        self._serial += 1

    def next_deadline(self) -> int | None:
        """When a request is answered that had to wait, or None."""
        return self._late[0][0] if self._late else None

    def due(self, now: int) -> Iterator[tuple[Connection, Payload]]:
        """The requests whose wait is over at *now*, which wait no longer."""
        while self._late and self._late[0][0] <= now:
            _, _, connection, payload = heapq.heappop(self._late)
            yield connection, payload


def is_request(connection: Connection, payload: Payload) -> bool:
    """Whether *payload* asks this end of *connection* for something, as a handshake doesn't."""
    if connection.role == "client":
        return False
    if isinstance(payload, Tls):
        return payload.carries is not None
    return isinstance(payload, Data | DnsQuery | HttpRequest)
