"""The TCP sessions that the last request used."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from azsim.model.observation import Observation
from azsim.model.packet import FiveTuple, Packet
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


def sessions(observations: Sequence[Observation]) -> list[Session]:
    """The sessions in the order in which they were opened."""
    asked: dict[FiveTuple, str] = {}
    found: list[Session] = []
    for each in last_request(observations):
        packet = each.after if each.kind == "send" else each.before
        if not isinstance(packet, Packet):
            continue
        if each.kind == "send" and packet.flags == "SYN":
            asked[packet.five_tuple] = each.where
        elif each.kind == "deliver" and packet.flags == "SYN ACK":
            flow = packet.five_tuple.reversed()
            if asked.pop(flow, None) == each.where:
                found.append(
                    Session(
                        each.where,
                        f"{flow.source}:{flow.source_port}",
                        f"{flow.destination}:{flow.destination_port}",
                    )
                )
    return found


def shared_by(observations: Sequence[Observation], server: str) -> bool:
    """Whether the SYN that opened the last request's first session arrived at *server*."""
    syns = [
        (each, packet)
        for each in last_request(observations)
        if isinstance(packet := each.after if each.kind == "send" else each.before, Packet)
        and packet.flags == "SYN"
    ]
    first = next((packet.id for each, packet in syns if each.kind == "send"), None)
    return any(
        each.kind == "deliver" and each.where == server and packet.id == first
        for each, packet in syns
    )
