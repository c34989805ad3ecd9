"""Captures of played conversations, read back by a reader of the tests' own."""

from __future__ import annotations

from collections.abc import Callable
from struct import unpack
from typing import TYPE_CHECKING

import pytest
from attrs import evolve, fields, frozen

from azsim.engine.routes import AddressSpace
from azsim.model.events import Delivered, Dropped, Event, FlowOpened, Passed, Sent
from azsim.model.packet import FiveTuple, Packet
from azsim.model.payload import Data, DnsQuery, HttpRequest, Keepalive
from azsim.model.rules import Rule
from azsim.model.verdict import DELIVERED
from azsim.text import Advice, Text
from azsim.tools import pcapng
from azsim.tools.capture import (
    COLUMNS,
    START,
    CapturedRow,
    capture,
    captured_rows,
    captures,
    frames,
)
from azsim.tools.sequence_numbers import sequence_numbers
from azsim.units import MINUTE, SECOND

if TYPE_CHECKING:
    from conftest import Played


@frozen
class Seen:
    """A packet block as the tests read it."""

    interface: str
    time: int
    content: bytes
    direction: int
    comment: str | None

    @property
    def numbers(self) -> tuple[int, int]:
        """TCP's sequence and acknowledgement numbers."""
        sequence, acknowledged = unpack(">II", self.content[24:32])
        return sequence, acknowledged


def options(content: bytes) -> dict[int, bytes]:
    found = {}
    while content:
        code, length = unpack("<HH", content[:4])
        if code == 0:
            assert content == bytes(4)
            break
        found[code] = content[4 : 4 + length]
        content = content[4 + (length + 3) // 4 * 4 :]
    return found


def read(content: bytes) -> tuple[list[str], list[Seen]]:
    """The interfaces and the packets of a pcapng file."""
    interfaces: list[str] = []
    packets: list[Seen] = []
    first = True
    while content:
        kind, length = unpack("<II", content[:8])
        assert length % 4 == 0
        body, end = content[8 : length - 4], content[length - 4 : length]
        assert unpack("<I", end) == (length,)
        content = content[length:]
        assert (kind == 0x0A0D0D0A) == first
        if first:
            assert unpack("<IHHQ", body[:16]) == (0x1A2B3C4D, 1, 0, 2**64 - 1)
            assert options(body[16:])[4] == b"azsim"
            first = False
        elif kind == 1:
            assert unpack("<HHI", body[:8]) == (101, 0, 0)
            found = options(body[8:])
            assert found[9] == b"\x09"
            interfaces.append(found[2].decode())
        else:
            assert kind == 6
            number, high, low, captured, original = unpack("<5I", body[:20])
            assert captured == original
            found = options(body[20 + (captured + 3) // 4 * 4 :])
            comment = found[1].decode() if 1 in found else None
            packets.append(
                Seen(
                    interfaces[number],
                    (high << 32) + low,
                    body[20 : 20 + captured],
                    unpack("<I", found[2])[0],
                    comment,
                )
            )
    return interfaces, packets


def relative(events: tuple[Event, ...]) -> list[tuple[str, int, int | None]]:
    """Flags with both numbers, each counted from its end's first number."""
    numbers = sequence_numbers(events)
    first: dict[bool, int] = {}
    found: list[tuple[str, int, int | None]] = []
    for event in events:
        if not isinstance(event, Sent):
            continue
        packet = event.packet
        mine = numbers[packet.id]
        from_server = packet.source == "198.51.100.7"
        if "SYN" in packet.flags:
            first[from_server] = mine.sequence
        known = mine.acknowledged
        found.append(
            (
                packet.flags,
                mine.sequence - first[from_server],
                None if known is None else known - first[not from_server],
            )
        )
    return found


def test_each_side_of_a_translation_is_an_interface(played: Played) -> None:
    """The same packet stands in both captures, with the addresses of that side."""
    played.connect(played.flow())
    interfaces, packets = read(capture(played.events, frozenset({"snat"})))
    assert interfaces == ["snat (inside)", "snat (outside)"]
    inside = [each for each in packets if each.interface == "snat (inside)"]
    outside = [each for each in packets if each.interface == "snat (outside)"]
    assert [each.numbers for each in inside] == [each.numbers for each in outside]
    assert [each.content[4:6] for each in inside] == [each.content[4:6] for each in outside]
    assert [each.direction for each in inside] == [1, 2, 1]
    assert [each.direction for each in outside] == [2, 1, 2]
    assert inside[0].content[12:16] == bytes([10, 0, 0, 4])
    assert outside[0].content[12:16] == bytes([203, 0, 113, 10])
    assert inside[0].comment == "source rewritten"


def test_a_host_has_one_interface(played: Played) -> None:
    """It sees what it sends and what it receives."""
    played.connect(played.flow())
    interfaces, packets = read(capture(played.events, frozenset({"vm1"})))
    assert interfaces == ["vm1"]
    assert [each.direction for each in packets] == [2, 1, 2]
    assert [each.comment for each in packets] == [None, None, None]


def test_all_places_are_captured_by_default(played: Played) -> None:
    """In the order in which they first saw a packet."""
    played.connect(played.flow())
    interfaces, _ = read(capture(played.events))
    assert interfaces == ["vm1", "snat (inside)", "snat (outside)", "server"]


def test_each_place_has_a_file_of_its_own(played: Played) -> None:
    """The same as when the place alone was asked for."""
    played.connect(played.flow())
    files = captures(played.events)
    assert list(files) == ["vm1", "snat", "server"]
    for place, content in files.items():
        assert content == capture(played.events, frozenset({place}))


def test_a_place_that_saw_nothing_has_an_empty_interface(played: Played) -> None:
    """Nothing was seen there, and the capture shows it."""
    played.connect(played.flow())
    assert read(capture(played.events, frozenset({"vm2"}))) == (["vm2"], [])


def test_time_is_the_scenarios_time_in_nanoseconds(played: Played) -> None:
    """It starts with the year 2026."""
    played.world.pass_time(1)
    connection = played.connect(played.flow())
    played.world.pass_time(4 * MINUTE)
    played.say(connection, Keepalive())
    _, packets = read(capture(played.events, frozenset({"server"})))
    assert packets[0].time == START + 1 == 1_767_225_600_000_000_001
    assert packets[-1].time == START + 1 + 4 * MINUTE


def test_the_same_conversation_gives_the_same_bytes(play: Callable[[], Played]) -> None:
    """Nothing of the machine or the moment gets in."""
    files = []
    for played in (play(), play()):
        connection = played.connect(played.flow(port=80))
        played.say(connection, HttpRequest("www.contoso.com"))
        files.append(capture(played.events))
    assert files[0] == files[1]


def test_sequence_numbers_of_a_conversation(played: Played) -> None:
    """SYN and FIN count one, data their bytes, a keepalive repeats the last number."""
    connection = played.connect(played.flow(port=80))
    played.say(connection, Data("four"))
    played.say(connection, HttpRequest("h"))
    played.say(connection, Keepalive())
    played.close_both(connection)
    request, response = 4 + 27, 38
    assert relative(played.events) == [
        ("SYN", 0, None),
        ("SYN ACK", 0, 1),
        ("ACK", 1, 1),
        ("ACK", 1, 1),
        ("ACK", 5, 1),
        ("ACK", 1, 1 + request),
        ("ACK", request, 1 + response),
        ("ACK", 1 + response, 1 + request),
        ("FIN ACK", 1 + request, 1 + response),
        ("ACK", 1 + response, 2 + request),
        ("FIN ACK", 1 + response, 2 + request),
        ("ACK", 2 + request, 2 + response),
    ]


def test_a_reset_ends_at_the_number_that_was_reached(played: Played) -> None:
    """Later connections start at another number."""
    connection = played.connect(played.flow())
    played.say(connection, Data("ping"))
    played.world.send(played.vm, played.vm.abort(connection))
    assert relative(played.events)[-1] == ("RST", 5, 5)


def test_a_port_reused_after_a_silent_drop_meets_the_old_connection(played: Played) -> None:
    """The challenge acknowledges the old numbers, the RST takes one, the SYN comes again."""
    flow = played.flow()
    connection = played.connect(flow)
    played.say(connection, Data("ping"))
    del played.vm.connections[flow]
    before = len(played.events)
    played.connect(flow)
    played.world.pass_time(5 * SECOND)
    numbers = sequence_numbers(played.events)
    sent = [
        (each.packet.flags, numbers[each.packet.id])
        for each in played.events[before:]
        if isinstance(each, Sent)
    ]
    assert [flags for flags, _ in sent] == ["SYN", "ACK", "RST", "SYN", "SYN ACK", "ACK"]
    syn, challenge, reset, again, accepted, established = (number for _, number in sent)
    assert reset.sequence == challenge.acknowledged
    assert reset.acknowledged is None
    assert again == syn
    assert accepted.acknowledged == syn.sequence + 1
    assert established.sequence == syn.sequence + 1
    assert established.acknowledged == accepted.sequence + 1


def test_a_reset_in_the_name_of_an_end_has_the_number_that_its_peer_expects(
    played: Played,
) -> None:
    """A middlebox that resets a connection is believed only with the right number."""
    flow = played.flow()
    connection = played.connect(flow)
    played.say(connection, Data("ping"))
    forged = Packet(next(played.world.packet_ids), *flow.reversed(), "RST")
    played.world.trace.add(Sent, "gateway", forged)
    played.world.trace.add(Delivered, "vm1", forged, DELIVERED)
    assert played.vm.connections[flow].state == "ESTABLISHED"
    numbers = sequence_numbers(played.events)
    last = next(
        numbers[each.packet.id]
        for each in reversed(played.events[:-2])
        if each.where == "vm1" and isinstance(each, Delivered)
    )
    assert numbers[forged.id].sequence == last.sequence + len("pong")


def test_a_trace_may_begin_in_the_middle(played: Played) -> None:
    """Numbers still follow each other where the handshake was cut off."""
    connection = played.connect(played.flow())
    mark = len(played.events)
    played.say(connection, Data("ping"))
    played.say(connection, Data("ping"))
    rest = played.events[mark:]
    numbers = list(sequence_numbers(rest).values())
    assert numbers[2].sequence == numbers[0].sequence + 4
    assert numbers[1].acknowledged == numbers[0].sequence + 4
    assert read(capture(rest))[1]


def test_echo_replies_carry_the_number_of_their_request(played: Played) -> None:
    """Requests count from one."""
    flow = played.flow("ICMP", 0)
    played.datagram(flow, Data("ping"))
    played.datagram(flow, Data("ping"))
    numbers = list(sequence_numbers(played.events).values())
    assert [(each.sequence, each.reply) for each in numbers] == [
        (1, False),
        (1, True),
        (2, False),
        (2, True),
    ]


def test_a_dropped_packet_stands_on_the_side_where_it_came(played: Played) -> None:
    """The comment says why it went no farther."""
    played.connect(played.flow())
    played.translator.exhausted = True
    played.connect(played.flow())
    last = frames(played.events)[-1]
    assert last.interface == "snat (inside)"
    assert last.comment == Text("dropped: no port is left", "破棄: ポートが残っていない")


def test_a_packet_without_a_route_is_seen_once_where_it_was_sent(played: Played) -> None:
    """It doesn't look like a packet that was repeated."""
    stranger = played.world.host("vm9", AddressSpace("elsewhere"), "10.0.0.9", listens=False)
    _, packets = stranger.connect(FiveTuple("TCP", "10.0.0.9", 50_000, "10.9.9.9", 443))
    played.world.send(stranger, packets)
    [frame] = frames(played.events)
    assert (frame.interface, frame.direction) == ("vm9", "out")
    assert frame.comment is not None
    assert frame.comment.en == "dropped: no route leads to 10.9.9.9"


def test_a_packet_that_passes_unchanged_is_seen_once() -> None:
    """A place that never translates has no sides."""
    packet = Packet(1, "UDP", "10.0.0.4", 1, "10.0.0.5", 2)
    rule = Rule("test.routed", Text("routed", "ルーティング"))
    [frame] = frames([Passed(0, 0, "router", packet, packet, rule)])
    assert (frame.interface, frame.direction, frame.comment) == ("router", "unknown", rule.text)


def test_each_router_takes_one_from_the_time_to_live_and_a_translation_none() -> None:
    packet = Packet(1, "ICMP", "10.0.0.4", 0, "198.51.100.7", 0)
    outside = evolve(packet, source="203.0.113.10")
    rule = Rule("test.rule", Text("a rule", "規則"))
    events = [
        Sent(0, 0, "vm1", packet),
        Passed(1, 0, "router", packet, packet, rule),
        Passed(2, 0, "nat", packet, outside, rule),
        Passed(3, 0, "router", outside, outside, rule),
        Delivered(4, 0, "server", outside, rule),
        Sent(5, 0, "vm1", evolve(packet, id=2)),
    ]
    seen = read(capture(events))[1]
    assert [each.content[8] for each in seen] == [128, 127, 127, 127, 126, 126, 128]


def test_a_packet_later_than_the_clock_of_a_capture_is_left_out_and_that_is_said() -> None:
    packet = Packet(1, "ICMP", "10.0.0.4", 0, "10.0.0.5", 0)
    held = pcapng.LAST - START
    content = capture([Sent(0, held, "vm1", packet), Sent(1, held + 1, "vm1", packet)])
    [seen] = read(content)[1]
    assert seen.time == pcapng.LAST
    assert b"Left out: 1 packets after 2554" in content


def test_flows_that_are_followed_as_a_whole_are_left_out() -> None:
    """A workload leaves no packets."""
    flow = FiveTuple("TCP", "10.0.0.4", 50_000, "198.51.100.7", 443)
    assert frames([FlowOpened(0, 0, "snat", flow, flow)]) == []


def test_a_table_compares_both_sides(played: Played) -> None:
    """The outside shows the public address, the inside the private one."""
    flow = played.flow("UDP", 53)
    played.datagram(flow, DnsQuery(1, "www.contoso.com"))
    inside = captured_rows(played.events, "snat", "inside")
    outside = captured_rows(played.events, "snat", "outside")
    when, server = Text("0 seconds", "0 秒"), "198.51.100.7:53"
    query = Text("DNS query for www.contoso.com", "www.contoso.com の DNS クエリ")
    answer = Text(
        "DNS answer: pool.example.net, 198.51.100.9", "DNS 応答: pool.example.net, 198.51.100.9"
    )
    assert inside == [
        CapturedRow(when, "UDP", "10.0.0.4:50001", server, "", query),
        CapturedRow(when, "UDP", server, "10.0.0.4:50001", "", answer),
    ]
    assert outside == [
        CapturedRow(when, "UDP", "203.0.113.10:1024", server, "", query),
        CapturedRow(when, "UDP", server, "203.0.113.10:1024", "", answer),
    ]
    assert captured_rows(played.events, "snat")[:2] == [inside[0], outside[0]]
    assert list(COLUMNS) == [field.name for field in fields(CapturedRow)]


def test_a_side_of_a_place_without_translation_is_refused(played: Played) -> None:
    """Rather than guessed."""
    played.connect(played.flow())
    with pytest.raises(Advice, match='"vm1" has translated no packet') as refused:
        captured_rows(played.events, "vm1", "outside")
    assert "「vm1」はパケットを一つも変換しておらず" in refused.value.text.ja
    assert len(captured_rows(played.events, "vm1")) == 3


def test_a_destination_that_is_translated_comes_from_outside() -> None:
    """As behind a load balancer: the front address is outside, the instance inside."""
    front = Packet(1, "TCP", "198.51.100.7", 5, "203.0.113.10", 80, "SYN")
    behind = Packet(1, "TCP", "198.51.100.7", 5, "10.0.0.4", 80, "SYN")
    refused = Packet(2, "TCP", "198.51.100.7", 5, "203.0.113.10", 81, "SYN")
    rule = Rule("test.rule", Text("rule", "規則"))
    seen = frames(
        [
            Passed(0, 0, "lb", front, behind, rule),
            Dropped(1, 0, "lb", refused, rule),
        ]
    )
    assert [each.interface for each in seen] == ["lb (outside)", "lb (inside)", "lb (outside)"]
