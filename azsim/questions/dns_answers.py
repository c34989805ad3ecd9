"""DNS queries and answers in a trace."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from azsim.model.observation import Observation
from azsim.model.packet import Packet
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


def last_message(observations: Iterable[Observation]) -> DnsAnswer | None:
    """The last answer that arrived, or None where none did."""
    answer: DnsAnswer | None = None
    for each in observations:
        payload = each.before.payload if isinstance(each.before, Packet) else None
        if each.kind == "deliver" and isinstance(payload, DnsAnswer):
            answer = payload
    return answer


def last_answer(observations: Iterable[Observation]) -> list[Record] | None:
    """The records of the last answer that arrived, or None where none did."""
    answer = last_message(observations)
    if answer is None:
        return None
    return [Record(each.name, each.type, each.data) for each in answer.records]


def addresses(records: Iterable[Record]) -> list[str]:
    """The addresses among *records*."""
    return [each.data for each in records if each.type == "A"]


def queries(observations: Iterable[Observation]) -> list[str]:
    """The names that were asked for, in order."""
    return [
        each.after.payload.name
        for each in observations
        if each.kind == "send"
        and isinstance(each.after, Packet)
        and isinstance(each.after.payload, DnsQuery)
    ]
