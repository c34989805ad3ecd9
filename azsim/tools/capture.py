"""Packet captures: what an interface at each place has seen, as a view of the trace.

A place has one interface, called by its name. A place that translates addresses has
two, ``NAME (inside)`` and ``NAME (outside)``: inside are the addresses from before the
translation of a source, outside the one address that stands for them. A packet that
passes untranslated is seen once, on the inside unless it carries an outside address.

Flows that are followed as a whole leave no packets, and stand in no capture. The clock of
a capture ends in 2554; a file from which later packets are missing says so in its comment.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from attrs import evolve, frozen

from azsim.model.events import Delivered, Dropped, Event, PacketEvent, Passed, Sent
from azsim.model.packet import Packet
from azsim.text import Advice, Text
from azsim.tools import pcapng
from azsim.tools.payload_words import payload_words
from azsim.tools.sequence_numbers import sequence_numbers
from azsim.tools.wire import UNCOUNTED, Numbers, packet_bytes
from azsim.units import format_duration

Side = Literal["inside", "outside"]

#: The first instant of every scenario, 2026-01-01T00:00:00Z, in nanoseconds after 1970.
START = 1_767_225_600_000_000_000

TOO_LATE = "Left out: {count} packets after 2554-07-21, where the clock of a capture ends."

SIDES: dict[Side, Text] = {
    "inside": Text("inside", "内側"),
    "outside": Text("outside", "外側"),
}
COLUMNS: dict[str, Text] = {
    "time": Text("time", "時刻"),
    "protocol": Text("protocol", "プロトコル"),
    "source": Text("source", "送信元"),
    "destination": Text("destination", "宛先"),
    "flags": Text("flags", "フラグ"),
    "what": Text("what", "内容"),
}
_DROPPED = Text("dropped: {reason}", "破棄: {reason}")


@frozen
class Frame:
    """One packet as one interface has seen it; ``time`` in ns since the scenario's start.

    ``side`` is None where the place translates nothing, and ``comment`` the rule by
    which the place did something with the packet. ``routers`` is how many have passed it
    on until then: a translation or a load balancer of the platform is none.
    """

    time: int
    where: str
    side: Side | None
    packet: Packet
    direction: pcapng.Direction
    comment: Text | None = None
    routers: int = 0

    @property
    def interface(self) -> str:
        """The name of the interface."""
        return self.where if self.side is None else f"{self.where} ({self.side})"


@frozen
class CapturedRow:
    """A line of a capture as a table shows it, one field for each of ``COLUMNS``.

    An address has its port behind a colon where the protocol has ports.
    """

    time: Text
    protocol: str
    source: str
    destination: str
    flags: str
    what: Text


def frames(events: Iterable[Event]) -> list[Frame]:
    """Every packet at every interface that has seen it, in the order of the trace."""
    of_packets = [event for event in events if isinstance(event, PacketEvent)]
    outside = _outside_addresses(of_packets)
    seen: list[Frame] = []
    routers: Counter[int] = Counter()
    for event in of_packets:
        if isinstance(event, Passed) and _sides(event.before, event.after) is None:
            routers[event.after.id] += 1
        for frame in _frames_of(event, outside, routers):
            last = seen[-1] if seen else None
            if isinstance(event, Dropped) and last and _is_same(last, frame):
                # It goes no farther than the interface by which it would have left.
                seen[-1] = evolve(last, comment=frame.comment)
            else:
                seen.append(frame)
    return seen


def capture(events: Iterable[Event], where: frozenset[str] | None = None) -> bytes:
    """A pcapng file of what was seen at the places *where*, by default at all of them.

    A place that has seen nothing has an interface without packets. An analyzer takes a
    packet that it meets at two places for a retransmission: see :func:`captures`.

    :raises Advice: for a payload that fits no packet, or a name that DNS can't carry.
    """
    kept = list(events)
    chosen = [frame for frame in frames(kept) if where is None or frame.where in where]
    silent = sorted((where or frozenset()) - {frame.where for frame in chosen})
    return _file(chosen, sequence_numbers(kept), silent)


def captures(events: Iterable[Event]) -> dict[str, bytes]:
    """A pcapng file for each place that saw a packet, in the order in which they first did.

    :raises Advice: for a payload that fits no packet, or a name that DNS can't carry.
    """
    kept = list(events)
    numbers = sequence_numbers(kept)
    seen: dict[str, list[Frame]] = {}
    for frame in frames(kept):
        seen.setdefault(frame.where, []).append(frame)
    return {where: _file(chosen, numbers) for where, chosen in seen.items()}


def _file(
    chosen: Sequence[Frame], numbers: Mapping[int, Numbers], silent: Sequence[str] = ()
) -> bytes:
    names = [*dict.fromkeys(frame.interface for frame in chosen), *silent]
    index = {name: number for number, name in enumerate(names)}
    held = [frame for frame in chosen if START + frame.time <= pcapng.LAST]
    left_out = len(chosen) - len(held)
    comment = TOO_LATE.format(count=left_out) if left_out else None
    blocks = [pcapng.section("azsim", comment), *map(pcapng.interface, names)]
    for frame in held:
        content = packet_bytes(frame.packet, numbers.get(frame.packet.id, UNCOUNTED), frame.routers)
        rule = None if frame.comment is None else frame.comment.en
        at = START + frame.time
        blocks.append(pcapng.packet(index[frame.interface], at, content, frame.direction, rule))
    return b"".join(blocks)


def captured_rows(
    events: Iterable[Event], where: str, side: Side | None = None
) -> list[CapturedRow]:
    """What was seen at the place *where*, on one *side* of its translation or on both.

    :raises Advice: where a side is asked of a place that has translated nothing.
    """
    chosen = [frame for frame in frames(events) if frame.where == where]
    if side is not None and not any(frame.side for frame in chosen):
        raise Advice(
            Text(
                '"{where}" has translated no packet, so that its capture has no inside and no '
                "outside. Ask for the capture without a side.",
                "「{where}」はパケットを一つも変換しておらず、そのキャプチャに内側と外側の区別は"
                "ない。内側か外側かを書かずに指定する。",
            ).fill(where=where)
        )
    return [_row(frame) for frame in chosen if side is None or frame.side == side]


def _row(frame: Frame) -> CapturedRow:
    packet = frame.packet
    return CapturedRow(
        format_duration(frame.time),
        packet.protocol,
        _endpoint(packet.source, packet.source_port),
        _endpoint(packet.destination, packet.destination_port),
        packet.flags,
        payload_words(packet.payload),
    )


def _endpoint(address: str, port: int) -> str:
    return f"{address}:{port}" if port else address


def _frames_of(
    event: PacketEvent, outside: dict[str, set[str]], routers: Mapping[int, int]
) -> Iterator[Frame]:
    where = event.where

    def frame(
        packet: Packet,
        side: Side | None,
        direction: pcapng.Direction,
        comment: Text | None = None,
    ) -> Frame:
        passed = routers.get(packet.id, 0)
        return Frame(event.time, where, side, packet, direction, comment, passed)

    def side_of(packet: Packet) -> Side | None:
        if where not in outside:
            return None
        return "outside" if {packet.source, packet.destination} & outside[where] else "inside"

    match event:
        case Sent(packet=packet):
            yield frame(packet, side_of(packet), "out")
        case Delivered(packet=packet):
            yield frame(packet, side_of(packet), "in")
        case Dropped(packet=packet):
            comment = _DROPPED.fill(reason=event.reason.text)
            yield frame(packet, side_of(packet), "in", comment)
        case Passed(before=before, after=after):
            rule, sides = event.rule.text, _sides(before, after)
            if sides is None:
                yield frame(after, side_of(after), "unknown", rule)
            else:
                yield frame(before, sides[0], "in", rule)
                yield frame(after, sides[1], "out", rule)


def _sides(before: Packet, after: Packet) -> tuple[Side, Side] | None:
    """On which side a packet came and left, or None where it wasn't translated."""
    if (before.source, before.source_port) != (after.source, after.source_port):
        return "inside", "outside"
    if before.five_tuple != after.five_tuple:
        return "outside", "inside"
    return None


def _outside_addresses(events: Sequence[PacketEvent]) -> dict[str, set[str]]:
    """By place, the addresses that it shows on the outside of its translation."""
    shown: dict[str, set[str]] = defaultdict(set)
    for event in events:
        if isinstance(event, Passed) and (sides := _sides(event.before, event.after)) is not None:
            shown[event.where].add(
                event.after.source if sides[0] == "inside" else event.before.destination
            )
    return dict(shown)


def _is_same(last: Frame, frame: Frame) -> bool:
    return (
        last.where == frame.where
        and last.time == frame.time
        and last.direction != "in"
        and last.packet == frame.packet
    )
