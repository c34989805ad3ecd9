"""What became of a request: a response, an RST, or silence for a reason."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from azsim.hosts.host import REFUSED, RESET
from azsim.model.events import Delivered, Dropped, Event, Sent
from azsim.model.packet import Packet
from azsim.model.rules import Rule
from azsim.questions.exchange import response
from azsim.text import Text

RESPONDED = Rule("request.responded", Text("a response arrives", "応答が届く"))
WAITING = Rule("request.waiting", Text("no response has come so far", "応答はまだ届いていない"))

End = tuple[str, int]


@frozen
class Fate:
    """What became of a request by now, and whether its attempt to connect has got no answer."""

    reason: Rule
    got_no_answer: bool = False


def of_request(events: Iterable[Event], client: str) -> Fate:
    """What became by now of the request that *client* sends first in *events*.

    What is dropped beyond a proxy is the proxy's loss, and the client goes on waiting.
    """
    events = list(events)
    if response(events, client) is not None:
        return Fate(RESPONDED)
    end: End | None = None
    is_established = False
    lost: Rule | None = None
    for each in events:
        match each:
            case Sent(where=where, packet=packet) if end is None and where == client:
                end = packet.source, packet.source_port
            case Dropped(packet=packet, reason=reason) if _is_of(packet, end):
                lost = reason
            case Delivered(where=where, packet=packet) if where == client and _is_of(packet, end):
                if packet.flags == "RST":
                    return Fate(RESET if is_established else REFUSED)
                is_established = True
    return Fate(lost or WAITING, not is_established)


def _is_of(packet: Packet, end: End | None) -> bool:
    return end in (
        (packet.source, packet.source_port),
        (packet.destination, packet.destination_port),
    )
