"""The trace as JSON lines: the same scenario gives the same bytes, wherever it is played.

The first line names the format and the scenario, each other line is one observation.
A key whose value is missing holds null or, where it says so below, isn't there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache

import attrs

from azsim.model.observation import Observation
from azsim.model.packet import FiveTuple, Packet
from azsim.model.payload import Payload
from azsim.text import Text

#: The version of the format; it grows when a reader of older lines would misread new ones.
FORMAT = 1

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def header(scenario: str, line: int, row: int | None = None) -> str:
    """The first line: the feature file, relative to what was run, and the *line* in it.

    *row* is the line of the row of an outline's examples, None elsewhere.
    """
    return _encode({"format": FORMAT, "scenario": scenario, "line": line, "row": row})


def lines(observations: Iterable[Observation]) -> Iterator[str]:
    """One line for each observation, without a line end.

    Its keys are sequence, ns, kind, packet (the id, null where there is no single
    packet), where, before, after, rule (in English) and, where there are any, details.
    Before and after hold protocol, source, destination and, where there are any, flags
    and payload; an address has its port behind a colon where the protocol has ports.
    """
    for each in observations:
        carried = each.before or each.after
        packet = carried.id if isinstance(carried, Packet) else "null"
        rule = "null" if each.rule is None else _quoted(each.rule.en)
        details = f',"details":{_details(each.details)}' if each.details else ""
        yield (
            f'{{"sequence":{each.sequence},"ns":{each.time},"kind":"{each.kind}",'
            f'"packet":{packet},"where":{_quoted(each.where)},"before":{_flow(each.before)},'
            f'"after":{_flow(each.after)},"rule":{rule}{details}}}'
        )


def _flow(flow: Packet | FiveTuple | None) -> str:
    if flow is None:
        return "null"
    extra = ""
    if isinstance(flow, Packet):
        if flow.flags:
            extra = f',"flags":"{flow.flags}"'
        if flow.payload is not None:
            extra += f',"payload":{_payload(flow.payload)}'
    source = f"{flow.source}:{flow.source_port}" if flow.source_port else flow.source
    destination = (
        f"{flow.destination}:{flow.destination_port}" if flow.destination_port else flow.destination
    )
    return (
        f'{{"protocol":"{flow.protocol}","source":"{source}","destination":"{destination}"{extra}}}'
    )


@lru_cache(maxsize=4096)
def _quoted(text: str) -> str:
    return _encode(text)


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


def _details(details: tuple[tuple[str, object], ...]) -> str:
    return _encode({name: _plain(value) for name, value in details})


def _plain(value: object) -> object:
    match value:
        case None | bool() | int() | str():
            return value
        case Text():
            return value.en
        case list() | tuple():
            return [_plain(item) for item in value]
        case dict():
            return {str(key): _plain(item) for key, item in value.items()}
        case set() | frozenset():
            return sorted(map(str, value))
    return str(value)
