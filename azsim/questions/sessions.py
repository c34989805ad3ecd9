"""The TCP sessions that the last request used."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from azsim.model.events import Delivered, Event, PacketEvent, Sent
from azsim.model.packet import FiveTuple
from azsim.questions.exchange import last_request
from azsim.text import Text

COLUMNS = (
    Text("opened by", "開始元"),
    Text("source", "送信元"),
    Text("destination", "宛先"),
)


@frozen
class Session:
    """A TCP session whose handshake was answered, as its opener sees it."""

    opened_by: str
    source: str
    destination: str


def sessions(events: Sequence[Event]) -> list[Session]:
    """The sessions in the order in which they were opened."""
    asked: dict[FiveTuple, str] = {}
    found: list[Session] = []
    for each in last_request(events):
        if isinstance(each, Sent) and each.packet.flags == "SYN":
            asked[each.packet.five_tuple] = each.where
        elif isinstance(each, Delivered) and each.packet.flags == "SYN ACK":
            flow = each.packet.five_tuple.reversed()
            if asked.pop(flow, None) == each.where:
                found.append(
                    Session(
                        each.where,
                        f"{flow.source}:{flow.source_port}",
                        f"{flow.destination}:{flow.destination_port}",
                    )
                )
    return found


def shared_by(events: Sequence[Event], server: str) -> bool:
    """Whether the SYN that opened the last request's first session arrived at *server*."""
    syns = [
        each
        for each in last_request(events)
        if isinstance(each, PacketEvent) and each.packet.flags == "SYN"
    ]
    first = next((each.packet.id for each in syns if isinstance(each, Sent)), None)
    return any(
        isinstance(each, Delivered) and each.where == server and each.packet.id == first
        for each in syns
    )
