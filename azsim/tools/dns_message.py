"""DNS messages in the format of RFC 1035."""

from __future__ import annotations

import ipaddress
from struct import pack

from azsim.model.payload import DnsAnswer, DnsQuery, DnsRecord
from azsim.text import Advice, Text

_TYPES = {"A": 1, "CNAME": 5}
_INTERNET = 1

_RECURSION_DESIRED = 0x0100
_ANSWER = 0x8180  # a response; recursion was desired and is available
_NO_SUCH_NAME = 3

_LONGEST_LABEL = 63
_LONGEST_NAME = 253
_POINTER = 0xC000
_FARTHEST_POINTER = 0x3FFF


def query_bytes(query: DnsQuery) -> bytes:
    """A query with one question.

    :raises Advice: for a name that DNS can't carry.
    """
    message = bytearray(pack(">6H", query.id & 0xFFFF, _RECURSION_DESIRED, 1, 0, 0, 0))
    _append_question(message, query.name, query.type, {})
    return bytes(message)


def answer_bytes(answer: DnsAnswer) -> bytes:
    """A recursive resolver's response; without records it says that the name doesn't exist.

    :raises Advice: for a name that DNS can't carry.
    """
    flags = _ANSWER if answer.records else _ANSWER | _NO_SUCH_NAME
    message = bytearray(pack(">6H", answer.id & 0xFFFF, flags, 1, len(answer.records), 0, 0))
    known: dict[str, int] = {}
    _append_question(message, answer.name, "A", known)
    for record in answer.records:
        _append_record(message, record, known)
    return bytes(message)


def _append_question(message: bytearray, name: str, kind: str, known: dict[str, int]) -> None:
    _append_name(message, name, known)
    message += pack(">2H", _TYPES[kind], _INTERNET)


def _append_record(message: bytearray, record: DnsRecord, known: dict[str, int]) -> None:
    _append_name(message, record.name, known)
    message += pack(">2HIH", _TYPES[record.type], _INTERNET, record.ttl, 0)
    start = len(message)
    if record.type == "A":
        message += ipaddress.IPv4Address(record.data).packed
    else:
        _append_name(message, record.data, known)
    message[start - 2 : start] = pack(">H", len(message) - start)


def _append_name(message: bytearray, name: str, known: dict[str, int]) -> None:
    """Append *name*; an ending that stands earlier in the message is pointed to."""
    rest = name.removesuffix(".")
    _check(rest)
    while rest:
        if rest in known:
            message += pack(">H", _POINTER | known[rest])
            return
        if len(message) <= _FARTHEST_POINTER:
            known[rest] = len(message)
        label, _, rest = rest.partition(".")
        octets = _label_bytes(label, name)
        message += bytes([len(octets)]) + octets
    message.append(0)


def _check(name: str) -> None:
    labels = name.split(".")
    if name and (len(name) > _LONGEST_NAME or not all(labels)):
        raise _no_name(name)


def _label_bytes(label: str, name: str) -> bytes:
    try:
        octets = label.encode("ascii") if label.isascii() else label.encode("idna")
    except UnicodeError:
        raise _no_name(name) from None
    if len(octets) > _LONGEST_LABEL:
        raise _no_name(name)
    return octets


def _no_name(name: str) -> Advice:
    return Advice(
        Text(
            f'"{name}" is not a name that DNS can carry. Write labels of 1 to {_LONGEST_LABEL} '
            f"characters with dots between them, {_LONGEST_NAME} characters in all at most, such "
            "as www.contoso.com.",
            f"「{name}」は DNS の名前として送れない。www.contoso.com のように、1 文字から "
            f"{_LONGEST_LABEL} 文字までのラベルをピリオドで区切り、全体を {_LONGEST_NAME} 文字"
            "以内で書く。",
        )
    )
