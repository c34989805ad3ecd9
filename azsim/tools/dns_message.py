"""DNS messages in the format of RFC 1035."""

from __future__ import annotations

import ipaddress
from struct import pack

from azsim.model.dns_name import labels
from azsim.model.payload import DnsAnswer, DnsQuery, DnsRecord

_TYPES = {"A": 1, "CNAME": 5}
_INTERNET = 1

_RECURSION_DESIRED = 0x0100
_ANSWER = 0x8180  # a response; recursion was desired and is available
_NO_SUCH_NAME = 3

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
    for octets in labels(rest):
        if rest in known:
            message += pack(">H", _POINTER | known[rest])
            return
        if len(message) <= _FARTHEST_POINTER:
            known[rest] = len(message)
        message += bytes([len(octets)]) + octets
        rest = rest.partition(".")[2]
    message.append(0)
