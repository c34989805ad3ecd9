"""DNS queries and answers in a trace."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from azsim.model.events import Delivered, Event, Sent
from azsim.model.payload import DnsAnswer, DnsQuery
from azsim.text import Text

COLUMNS = (
    Text("name", "名前"),
    Text("type", "種類"),
    Text("data", "データ"),
)


@frozen
class Record:
    """One record of an answer."""

    name: str
    type: str
    data: str


def last_message(events: Iterable[Event]) -> DnsAnswer | None:
    """The last answer that arrived, or None where none did."""
    answer: DnsAnswer | None = None
    for each in events:
        if isinstance(each, Delivered) and isinstance(each.packet.payload, DnsAnswer):
            answer = each.packet.payload
    return answer


def last_answer(events: Iterable[Event]) -> list[Record] | None:
    """The records of the last answer that arrived, or None where none did."""
    answer = last_message(events)
    if answer is None:
        return None
    return [Record(each.name, each.type, each.data) for each in answer.records]


def addresses(records: Iterable[Record]) -> list[str]:
    """The addresses among *records*."""
    return [each.data for each in records if each.type == "A"]


def queries(events: Iterable[Event]) -> list[str]:
    """The names that were asked for, in order."""
    return [
        each.packet.payload.name
        for each in events
        if isinstance(each, Sent) and isinstance(each.packet.payload, DnsQuery)
    ]
