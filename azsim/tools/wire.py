"""A packet of the model as the bytes of an IPv4 packet, with every checksum right."""

from __future__ import annotations

import socket
from functools import lru_cache
from struct import pack

from attrs import frozen

from azsim.model.packet import Flags, Packet, Protocol
from azsim.model.payload import Fragmented
from azsim.text import Advice, Text
from azsim.tools.payload_bytes import payload_bytes
from azsim.units import format_count

PROTOCOL_NUMBERS: dict[Protocol, int] = {"ICMP": 1, "TCP": 6, "UDP": 17, "GRE": 47, "ESP": 50}

_FIN, _SYN, _RST, _PSH, _ACK = 0x01, 0x02, 0x04, 0x08, 0x10
_FLAG_BITS: dict[Flags, int] = {
    "": 0,
    "SYN": _SYN,
    "SYN ACK": _SYN | _ACK,
    "ACK": _ACK,
    "FIN ACK": _FIN | _ACK,
    "RST": _RST,
}

_TTL = 128
_WINDOW = 64_240
_LARGEST_SEGMENT = b"\x02\x04\x05\xb4"  # the option that a SYN carries: 1,460 bytes
_ECHO_REQUEST, _ECHO_REPLY = 8, 0
_PING = b"abcdefghijklmnopqrstuvwabcdefghi"  # what a Windows ping sends
_IPV4 = 0x0800
_EXPERIMENT = 253  # the protocol number that RFC 3692 keeps for experiments
_LARGEST = 0xFFFF


@frozen
class Numbers:
    """What a packet's header counts, which the packet of the model doesn't hold.

    ``sequence`` is TCP's number of the first byte, or the number of an ICMP echo or
    an ESP packet; ``acknowledged`` is the next byte that a TCP sender expects, or
    None where it acknowledges nothing; ``reply`` tells an echo reply from a request;
    ``index`` is the security parameters index of ESP. Of a number that is larger than
    its field the lower bits are written.
    """

    sequence: int = 0
    acknowledged: int | None = None
    reply: bool = False
    index: int = 0x100  # the smallest that isn't reserved (RFC 4303)


UNCOUNTED = Numbers()


def packet_bytes(packet: Packet, numbers: Numbers = UNCOUNTED, routers: int = 0) -> bytes:
    """The IPv4 packet. Its identification is the packet's id, the same after each rewrite.

    *routers* is how many have passed it on, each of which takes one from its time to live.

    :raises Advice: where the payload doesn't fit, or a name can't be carried by DNS.
    """
    source, destination = _packed(packet.source), _packed(packet.destination)
    body = payload_bytes(packet.payload, packet.protocol)
    match packet.protocol:
        case "TCP":
            content = _tcp(packet, numbers, body)
            content = _sealed(content, 16, _pseudo(source, destination, 6, len(content)))
        case "UDP":
            content = _udp(packet, body)
            seed = _pseudo(source, destination, 17, len(content))
            content = _sealed(content, 6, seed, never_zero=True)
        case "ICMP":
            content = _sealed(_icmp(packet, numbers, body), 2)
        case "ESP":
            content = _esp(numbers, body)
        case "GRE":
            inner = _ipv4(packet, _EXPERIMENT, source, destination, body, 0)
            content = pack(">2H", 0, _IPV4) + inner
    protocol = PROTOCOL_NUMBERS[packet.protocol]
    return _ipv4(packet, protocol, source, destination, content, routers)


def checksum(content: bytes) -> int:
    """The Internet checksum of RFC 1071; 0 where *content* holds its right checksum already."""
    if len(content) % 2:
        content += b"\x00"
    total = int.from_bytes(content, "big")
    # A sum in one's complement is the remainder by 0xFFFF, written 0xFFFF where that is 0.
    return 0xFFFF if total == 0 else 0xFFFF - (total % 0xFFFF or 0xFFFF)


def _ipv4(
    packet: Packet, protocol: int, source: bytes, destination: bytes, content: bytes, routers: int
) -> bytes:
    length = 20 + len(content)
    if length > _LARGEST:
        raise Advice(
            Text(
                "The payload doesn't fit into one packet: {length} bytes with its headers, and "
                "an IPv4 packet has {largest} at most. Send it in several parts.",
                "ペイロードが 1 個のパケットに収まらない。ヘッダーを含めて {length} バイトあり、"
                "IPv4 パケットは {largest} バイトまでである。いくつかに分けて送る。",
            ).fill(length=format_count(length), largest=format_count(_LARGEST))
        )
    identification = packet.id & 0xFFFF
    header = pack(
        ">BBHHHBBH4s4s",
        0x45,
        0,
        length,
        identification,
        # More fragments follow the first one, which is what stands here; otherwise don't fragment.
        0x2000 if isinstance(packet.payload, Fragmented) else 0x4000,
        max(_TTL - routers, 0),
        protocol,
        0,
        source,
        destination,
    )
    return _sealed(header, 10) + content


def _tcp(packet: Packet, numbers: Numbers, body: bytes) -> bytes:
    options = _LARGEST_SEGMENT if "SYN" in packet.flags else b""
    bits = _FLAG_BITS[packet.flags] | (_PSH if body else 0)
    if packet.flags == "RST" and numbers.acknowledged is not None:
        bits |= _ACK
    header = pack(
        ">HHIIBBHHH",
        packet.source_port,
        packet.destination_port,
        numbers.sequence & 0xFFFFFFFF,
        (numbers.acknowledged or 0) & 0xFFFFFFFF,
        (20 + len(options)) // 4 << 4,
        bits,
        0 if packet.flags == "RST" else _WINDOW,
        0,
        0,
    )
    return header + options + body


def _udp(packet: Packet, body: bytes) -> bytes:
    length = min(8 + len(body), _LARGEST)
    return pack(">4H", packet.source_port, packet.destination_port, length, 0) + body


def _icmp(packet: Packet, numbers: Numbers, body: bytes) -> bytes:
    port = packet.destination_port if numbers.reply else packet.source_port
    kind = _ECHO_REPLY if numbers.reply else _ECHO_REQUEST
    return pack(">BBHHH", kind, 0, 0, port or 1, numbers.sequence & 0xFFFF) + (body or _PING)


def _esp(numbers: Numbers, body: bytes) -> bytes:
    sealed = body + bytes(16 + -len(body) % 4)
    return pack(">II", numbers.index & 0xFFFFFFFF, numbers.sequence & 0xFFFFFFFF) + sealed


def _pseudo(source: bytes, destination: bytes, protocol: int, length: int) -> bytes:
    return source + destination + pack(">HH", protocol, length & 0xFFFF)


def _sealed(content: bytes, at: int, pseudo: bytes = b"", *, never_zero: bool = False) -> bytes:
    value = checksum(pseudo + content)
    if never_zero and value == 0:
        value = 0xFFFF  # in UDP, 0 would say that there is no checksum
    return content[:at] + pack(">H", value) + content[at + 2 :]


@lru_cache(maxsize=4096)
def _packed(address: str) -> bytes:
    return socket.inet_aton(address)
