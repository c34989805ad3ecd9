"""Events as JSON lines: the same scenario gives the same bytes, wherever it is played.

These are the lines of the file whose header :mod:`azsim.gherkin.evidence` writes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, get_args

import attrs

from azsim.model.events import Event, Happened
from azsim.model.packet import FiveTuple, Packet
from azsim.model.payload import Payload
from azsim.model.rules import Rule
from azsim.text import Text

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

_COMMON: Final = len(attrs.fields(Happened))


def lines(events: Iterable[Event]) -> Iterator[str]:
    """One line for each event, without a line end.

    Its keys are sequence, ns (the time), kind (the name of the class, as ``port-taken``) and
    where, then the event's own fields by their names. A rule or a reason, whatever its field,
    is ``rule``, its id, with its English ``text`` behind it; both are null where there is none.
    A packet has its id, and like a flow protocol, source, destination and, where there are
    any, flags and payload; an address has its port behind a colon where the protocol has ports.
    """
    for each in events:
        kind, names = _SHAPES[type(each)]
        own = "".join(_field(name, getattr(each, name)) for name in names)
        yield (
            f'{{"sequence":{each.sequence},"ns":{each.time},"kind":"{kind}",'
            f'"where":{_quoted(each.where)}{own}}}'
        )


def _shape(event: type[Happened]) -> tuple[str, tuple[str, ...]]:
    """The kind of the events of a class, and the names of their own fields."""
    kind = re.sub("(?<=[a-z])(?=[A-Z])", "-", event.__name__).lower()
    return kind, tuple(field.name for field in attrs.fields(event)[_COMMON:])


_SHAPES: Final = {event: _shape(event) for event in get_args(Event)}


def _field(name: str, value: object) -> str:
    match value:
        case Rule():
            return _rule(value)
        case None if name in ("rule", "reason", "refused"):
            return ',"rule":null,"text":null'
        case Packet() | FiveTuple():
            return f',"{name}":{_flow(value)}'
        case Text():
            return f',"{name}":{_quoted(value.en)}'
    return f',"{name}":{_encode(value)}'


def _flow(flow: Packet | FiveTuple) -> str:
    id, extra = "", ""
    if isinstance(flow, Packet):
        id = f'"id":{flow.id},'
        if flow.flags:
            extra = f',"flags":"{flow.flags}"'
        if flow.payload is not None:
            extra += f',"payload":{_payload(flow.payload)}'
    source = f"{flow.source}:{flow.source_port}" if flow.source_port else flow.source
    destination = (
        f"{flow.destination}:{flow.destination_port}" if flow.destination_port else flow.destination
    )
    return (
        f'{{{id}"protocol":"{flow.protocol}","source":"{source}",'
        f'"destination":"{destination}"{extra}}}'
    )


@lru_cache(maxsize=4096)
def _quoted(text: str) -> str:
    return _encode(text)


@lru_cache(maxsize=4096)
def _rule(rule: Rule) -> str:
    return f',"rule":"{rule.id}","text":{_encode(rule.text.en)}'


@lru_cache(maxsize=4096)
def _payload(payload: Payload) -> str:
    return _encode(_named(payload))


def _named(payload: Payload) -> dict[str, object]:
    """The fields of *payload* behind its kind, without those that hold None."""
    values: dict[str, object] = {"kind": type(payload).__name__}
    for field in attrs.fields(type(payload)):
        value = getattr(payload, field.name)
        if value is None:
            continue
        if isinstance(value, tuple):
            value = [attrs.asdict(item) if attrs.has(type(item)) else item for item in value]
        elif attrs.has(type(value)):
            value = _named(value)
        values[field.name] = value
    return values
