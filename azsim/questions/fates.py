"""What became of clients' requests: a response, an RST, or silence for a reason."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import define

from azsim.hosts.host import REFUSED, RESET
from azsim.model.events import Delivered, Dropped, Event, RequestBegan, Sent
from azsim.model.packet import Packet
from azsim.model.payload import HttpResponse, Tls
from azsim.model.rules import Rule
from azsim.text import Text

RESPONDED = Rule("request.responded", Text("a response arrives", "応答が届く"))
WAITING = Rule("request.waiting", Text("no response has come so far", "応答はまだ届いていない"))

End = tuple[str, int]


@define
class Fate:
    """What became by now of a request that *client* began at *began*.

    ``got_no_answer`` says that nobody has answered its attempt to connect.
    """

    client: str
    began: int
    reason: Rule = WAITING
    got_no_answer: bool = True


def of_requests(events: Iterable[Event]) -> list[Fate]:
    """What became of each request of *events*, in order.

    What is dropped beyond a proxy is the proxy's loss, and the client goes on waiting.
    """
    fates: list[Fate] = []
    by_end: dict[End, Fate] = {}
    starts: Fate | None = None
    for each in events:
        if isinstance(each, RequestBegan):
            starts = Fate(each.where, each.time)
            fates.append(starts)
        elif isinstance(each, Sent) and starts is not None and each.where == starts.client:
            by_end[each.packet.source, each.packet.source_port] = starts
            starts = None
        elif isinstance(each, Dropped | Delivered):
            fate = _of(each.packet, by_end)
            if fate is not None:
                _happens(fate, each)
    return fates


def _of(packet: Packet, by_end: dict[End, Fate]) -> Fate | None:
    sent = by_end.get((packet.source, packet.source_port))
    return sent or by_end.get((packet.destination, packet.destination_port))


def _happens(fate: Fate, event: Dropped | Delivered) -> None:
    if isinstance(event, Dropped):
        fate.reason = event.reason
    elif event.where == fate.client:
        if event.packet.flags == "RST":
            fate.reason = REFUSED if fate.got_no_answer else RESET
        elif _is_response(event.packet):
            fate.reason = RESPONDED
        fate.got_no_answer = False


def _is_response(packet: Packet) -> bool:
    payload = packet.payload
    return isinstance(payload.carries if isinstance(payload, Tls) else payload, HttpResponse)
