"""Packets on the wire: read back field by field, and their checksums by another rule."""

from __future__ import annotations

from ipaddress import IPv4Address
from struct import unpack

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from azsim.model.packet import Flags, Packet
from azsim.model.payload import (
    Data,
    DnsAnswer,
    DnsQuery,
    DnsRecord,
    HttpRequest,
    HttpResponse,
    Keepalive,
    Payload,
    Tls,
)
from azsim.text import Advice
from azsim.tools.payload_bytes import http_bytes, payload_bytes
from azsim.tools.tls_records import certificate_bytes, records_bytes
from azsim.tools.wire import PROTOCOL_NUMBERS, Numbers, checksum, packet_bytes

ADDRESSES = st.integers(0, 2**32 - 1).map(lambda value: str(IPv4Address(value)))
PORTS = st.integers(0, 65_535)
PACKETS = st.builds(
    Packet,
    st.integers(1, 10**9),
    st.sampled_from(sorted(PROTOCOL_NUMBERS)),
    ADDRESSES,
    PORTS,
    ADDRESSES,
    PORTS,
    st.sampled_from(["", "SYN", "SYN ACK", "ACK", "FIN ACK", "RST"]),
    st.none() | st.builds(Data, st.text(max_size=60)) | st.just(Keepalive()),
)
NUMBERS = st.builds(
    Numbers, st.integers(0, 2**40), st.none() | st.integers(0, 2**40), st.booleans()
)


def folded(content: bytes) -> int:
    """The sum in one's complement, word by word with the carry put back."""
    content += b"\0" * (len(content) % 2)
    total = 0
    for at in range(0, len(content), 2):
        total += content[at] << 8 | content[at + 1]
        total = (total & 0xFFFF) + (total >> 16)
    return total


def parts(packet: bytes) -> tuple[bytes, bytes]:
    return packet[:20], packet[20:]


def tcp(flags: Flags, numbers: Numbers, payload: Payload | None = None) -> tuple[int, ...]:
    packet = Packet(
        1,
        "TCP",
        "10.0.0.4",
        50_000,
        "198.51.100.7",
        443,
        flags,
        payload,
    )
    found: tuple[int, ...] = unpack(">HHIIBBHHH", packet_bytes(packet, numbers)[20:40])
    return found


@given(PACKETS, NUMBERS)
def test_every_checksum_verifies_and_every_length_is_right(
    packet: Packet, numbers: Numbers
) -> None:
    """A receiver that adds up header, pseudo header and content gets all ones."""
    header, content = parts(packet_bytes(packet, numbers))
    assert folded(header) == 0xFFFF
    assert unpack(">H", header[2:4])[0] == 20 + len(content)
    assert header[9] == PROTOCOL_NUMBERS[packet.protocol]
    assert str(IPv4Address(header[12:16])) == packet.source
    assert str(IPv4Address(header[16:20])) == packet.destination
    pseudo = header[12:20] + bytes([0, header[9]]) + len(content).to_bytes(2, "big")
    match packet.protocol:
        case "TCP":
            assert folded(pseudo + content) == 0xFFFF
        case "UDP":
            assert folded(pseudo + content) == 0xFFFF
            assert content[6:8] != b"\0\0"
            assert unpack(">H", content[4:6])[0] == len(content)
        case "ICMP":
            assert folded(content) == 0xFFFF


@given(st.binary(max_size=200))
@example(b"\xff\xff")
@example(b"\x00\x01\xff\xfe")
@example(b"")
def test_the_checksum_is_the_complement_of_the_folded_sum(content: bytes) -> None:
    """The remainder is only a quicker way to fold."""
    assert checksum(content) == 0xFFFF - folded(content)


def test_a_udp_checksum_of_zero_is_written_as_ones() -> None:
    """Zero would tell the receiver that nothing was summed."""
    text = "\x00\x00"
    base = Packet(1, "UDP", "0.0.0.0", 0, "0.0.0.0", 0, payload=Data(text))
    missing = 0xFFFF - folded(packet_bytes(base)[20:26] + bytes([0, 17, 0, 10]))
    exact = Packet(1, "UDP", "0.0.0.0", missing, "0.0.0.0", 0, payload=Data(text))
    assert packet_bytes(exact)[26:28] == b"\xff\xff"


def test_a_packet_keeps_its_identification_through_a_rewrite() -> None:
    """It is how an engineer finds a packet on the other side of a translation."""
    inside = Packet(70_000, "TCP", "10.0.0.4", 50_000, "198.51.100.7", 443, "SYN")
    outside = Packet(70_000, "TCP", "203.0.113.10", 1_024, "198.51.100.7", 443, "SYN")
    assert packet_bytes(inside)[4:6] == packet_bytes(outside)[4:6] == (70_000 & 0xFFFF).to_bytes(2)


@pytest.mark.parametrize(
    ("flags", "bits"), [("SYN", 0x02), ("SYN ACK", 0x12), ("ACK", 0x10), ("FIN ACK", 0x11)]
)
def test_the_flags_of_a_segment(flags: Flags, bits: int) -> None:
    """SYN carries the largest segment as its only option."""
    segment = tcp(flags, Numbers(7, 9))
    assert segment[:4] == (50_000, 443, 7, 9)
    assert segment[4] >> 4 == (6 if "SYN" in flags else 5)
    assert segment[5] == bits


def test_a_reset_acknowledges_only_what_it_knows() -> None:
    """A RST without acknowledgement has neither the flag nor a number."""
    assert tcp("RST", Numbers(7))[3:6] == (0, 0x50, 0x04)
    assert tcp("RST", Numbers(7, 9))[3:6] == (9, 0x50, 0x14)


def test_data_are_pushed_and_a_keepalive_is_empty() -> None:
    """PSH is set with data only."""
    assert tcp("ACK", Numbers(1, 1), Data("x"))[5] == 0x18
    assert tcp("ACK", Numbers(1, 1), Keepalive())[5] == 0x10
    assert payload_bytes(Keepalive(), "TCP") == b""


def test_an_echo_is_a_request_or_a_reply() -> None:
    """Both carry the number and what Windows pings with."""
    ping = Packet(1, "ICMP", "10.0.0.4", 0, "198.51.100.7", 0)
    assert packet_bytes(ping, Numbers(3))[20:22] == b"\x08\x00"
    assert packet_bytes(ping, Numbers(3, reply=True))[20:22] == b"\x00\x00"
    assert packet_bytes(ping, Numbers(3))[24:] == (
        b"\x00\x01\x00\x03abcdefghijklmnopqrstuvwabcdefghi"
    )


def test_esp_shows_its_index_and_number() -> None:
    """The rest is opaque and a multiple of four bytes."""
    packet = Packet(1, "ESP", "10.0.0.4", 0, "198.51.100.7", 0, payload=Data("x"))
    content = packet_bytes(packet, Numbers(5, index=0x1234))[20:]
    assert unpack(">II", content[:8]) == (0x1234, 5)
    assert len(content) % 4 == 0


def test_gre_carries_an_ipv4_packet() -> None:
    """Its header has no options, and what is inside is well-formed."""
    packet = Packet(1, "GRE", "10.0.0.4", 0, "198.51.100.7", 0, payload=Data("x"))
    content = packet_bytes(packet)[20:]
    assert content[:4] == b"\x00\x00\x08\x00"
    assert folded(content[4:24]) == 0xFFFF


def test_a_payload_that_fits_no_packet_is_refused() -> None:
    """The advice names both sizes."""
    packet = Packet(1, "UDP", "10.0.0.4", 1, "198.51.100.7", 1, payload=Data("x" * 65_508))
    with pytest.raises(Advice, match="65,536 bytes") as refused:
        packet_bytes(packet)
    assert "65,535 バイトまで" in refused.value.text.ja
    largest = Packet(1, "UDP", "10.0.0.4", 1, "198.51.100.7", 1, payload=Data("x" * 65_507))
    assert len(packet_bytes(largest)) == 65_535


def test_http_is_written_as_text() -> None:
    """A length stands where a body would be expected."""
    assert http_bytes(HttpRequest("www.contoso.com", "/a")) == (
        b"GET /a HTTP/1.1\r\nHost: www.contoso.com\r\n\r\n"
    )
    assert http_bytes(HttpResponse(503, "Service Unavailable")) == (
        b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
    )
    assert b"Content-Length" not in http_bytes(HttpResponse(204, "No Content"))
    assert b"Content-Length: 0" in http_bytes(HttpRequest("h", method="POST"))


# DNS, decoded by rules of its own

LABELS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=63)
NAMES = st.lists(LABELS, min_size=1, max_size=4).map(".".join).filter(lambda name: len(name) <= 253)
RECORDS = st.builds(
    lambda name, data, ttl: DnsRecord(name, "A", data, ttl), NAMES, ADDRESSES, PORTS
) | st.builds(lambda name, data, ttl: DnsRecord(name, "CNAME", data, ttl), NAMES, NAMES, PORTS)


def read_name(message: bytes, at: int) -> tuple[str, int]:
    labels: list[str] = []
    while length := message[at]:
        if length >= 0xC0:
            target = unpack(">H", message[at : at + 2])[0] & 0x3FFF
            assert target < at, "a pointer leads backward"
            return ".".join([*labels, read_name(message, target)[0]]), at + 2
        labels.append(message[at + 1 : at + 1 + length].decode())
        at += 1 + length
    return ".".join(labels), at + 1


def read_answer(message: bytes) -> tuple[int, int, str, list[DnsRecord]]:
    number, flags, questions, answers, *_ = unpack(">6H", message[:12])
    assert questions == 1
    name, at = read_name(message, 12)
    at += 4
    records = []
    for _ in range(answers):
        owner, at = read_name(message, at)
        kind, _class, ttl, length = unpack(">2HIH", message[at : at + 10])
        at += 10
        if kind == 1:
            data = str(IPv4Address(message[at : at + length]))
        else:
            data, end = read_name(message, at)
            assert end == at + length
        records.append(DnsRecord(owner, "A" if kind == 1 else "CNAME", data, ttl))
        at += length
    assert at == len(message)
    return number, flags, name, records


@given(PORTS, NAMES, st.lists(RECORDS, max_size=6))
def test_a_dns_answer_is_read_back_as_it_was(
    number: int, name: str, records: list[DnsRecord]
) -> None:
    """Names, addresses and times to live survive, whatever was compressed."""
    message = payload_bytes(DnsAnswer(number, name, tuple(records)), "UDP")
    flags = 0x8180 if records else 0x8183
    assert read_answer(message) == (number, flags, name, records)


def test_a_dns_query_asks_for_recursion() -> None:
    """Over TCP its length stands before it."""
    query = payload_bytes(DnsQuery(0x1234, "www.contoso.com"), "UDP")
    assert query == (
        b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00"
        b"\x03www\x07contoso\x03com\x00\x00\x01\x00\x01"
    )
    framed = payload_bytes(DnsQuery(0x1234, "www.contoso.com"), "TCP")
    assert framed == len(query).to_bytes(2) + query
    assert payload_bytes(DnsQuery(1, "www.contoso.com."), "UDP")[12:] == query[12:]
    assert payload_bytes(DnsQuery(1, "a", "CNAME"), "UDP")[-4:] == b"\x00\x05\x00\x01"


@pytest.mark.parametrize(
    "name", ["a..b", ".a", "a/b", "a b", "x" * 64, "日" * 64, ".".join(["x" * 60] * 5)]
)
def test_a_name_that_dns_cannot_carry_is_refused(name: str) -> None:
    """Instead of a message that no server would understand."""
    with pytest.raises(Advice, match="not a name that DNS can carry"):
        payload_bytes(DnsQuery(1, name), "UDP")


def test_a_name_beyond_ascii_is_written_in_its_ascii_form() -> None:
    """As browsers do it."""
    assert b"\x0exn--wgv71a119e" in payload_bytes(DnsQuery(1, "日本語.jp"), "UDP")


# TLS


def read_records(content: bytes) -> list[tuple[int, bytes]]:
    records = []
    while content:
        kind, version, length = unpack(">BHH", content[:5])
        assert version == 0x0303
        assert len(content) >= 5 + length
        records.append((kind, content[5 : 5 + length]))
        content = content[5 + length :]
    return records


def test_a_handshake_is_made_of_records() -> None:
    """What comes before encryption says what it is, the rest doesn't."""
    hello = read_records(records_bytes(Tls(("ClientHello",))))
    assert [(kind, body[0]) for kind, body in hello] == [(22, 1)]
    server = read_records(records_bytes(Tls(("ServerHello", "Certificate", "CertificateRequest"))))
    assert [(kind, body[0]) for kind, body in server] == [
        (22, kind) for kind in (2, 11, 12, 13, 14)
    ]
    client = read_records(records_bytes(Tls(("ClientKeyExchange", "CertificateVerify"))))
    assert [(kind, body[0]) for kind, body in client] == [(22, 16), (22, 15)]
    finished = read_records(records_bytes(Tls(("Finished",))))
    assert [kind for kind, _ in finished] == [20, 22]
    assert read_records(records_bytes(Tls(("Alert",)))) == [(21, b"\x02\x28")]


def test_a_client_without_certificate_sends_an_empty_list() -> None:
    """With one, its subject can be read in the capture."""
    [(_, empty)] = read_records(records_bytes(Tls(("Certificate",))))
    assert empty == b"\x0b\x00\x00\x03\x00\x00\x00"
    [(_, named)] = read_records(records_bytes(Tls(("Certificate",), certificate="CN=client1")))
    assert b"\x0c\x07client1" in named


def test_application_data_are_opaque_and_as_long_as_what_they_carry() -> None:
    """Records hold 16 KiB at most."""
    carried = HttpRequest("www.contoso.com")
    tls = Tls(("ApplicationData",), carries=carried)
    [(kind, body)] = read_records(payload_bytes(tls, "TCP"))
    assert kind == 23
    assert len(body) == len(http_bytes(carried)) + 24
    assert b"contoso" not in body
    assert [len(body) for _, body in read_records(records_bytes(tls, 20_000))] == [16_384, 3_640]


def test_a_certificate_nests_to_its_last_byte() -> None:
    """A walk through its DER ends exactly at its end."""

    def walk(content: bytes) -> int:
        values = 0
        while content:
            tag, length, at = content[0], content[1], 2
            if length & 0x80:
                at += length & 0x7F
                length = int.from_bytes(content[2:at], "big")
            value = content[at : at + length]
            assert len(value) == length
            values += 1 + (walk(value) if tag in (0x30, 0x31, 0xA0) else 0)
            content = content[at + length :]
        return values

    assert walk(certificate_bytes("CN=client1")) == 28
    assert walk(certificate_bytes("x" * 300)) == 28
