"""What TCP, ICMP echo and ESP count, worked out from the trace.

A packet of the model has no sequence number. Its number follows from what its
sender has sent and received until then, as it does in a real end of a connection:
SYN and FIN count 1, data their bytes. A packet keeps its numbers through every
rewrite, so that it can be found again on the other side of a translation, and what
was lost on the way is missing in a capture behind the loss.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from zlib import crc32

from attrs import define, field

from azsim.model.events import Delivered, Event, PacketEvent
from azsim.model.packet import FiveTuple, Packet
from azsim.model.payload import Keepalive
from azsim.tools.payload_bytes import payload_bytes
from azsim.tools.wire import Numbers

_OTHER_END = 0x5555_5555


def sequence_numbers(events: Iterable[Event]) -> dict[int, Numbers]:
    """The numbers of each packet in the trace, by the packet's id."""
    counting = _Counting()
    for event in events:
        if not isinstance(event, PacketEvent):
            continue
        if event.packet.id not in counting.numbers:
            counting.sent(event.packet)
        if isinstance(event, Delivered):
            counting.received(event.packet)
    return counting.numbers


@define
class _End:
    """One end of a TCP connection.

    ``next`` is the number of the next byte it sends, ``expected`` that of the next
    it receives, ``opening`` its first number as long as its SYN isn't acknowledged,
    and ``challenged`` the number in an acknowledgement that came in its place.
    """

    next: int
    expected: int | None = None
    opening: int | None = None
    challenged: int | None = None


@define
class _Counting:
    numbers: dict[int, Numbers] = field(factory=dict, init=False)
    _ends: dict[FiveTuple, _End] = field(factory=dict, init=False)
    _called: dict[FiveTuple, int] = field(factory=dict, init=False)
    _count: defaultdict[FiveTuple, int] = field(factory=lambda: defaultdict(int), init=False)
    _asked: defaultdict[FiveTuple, deque[int]] = field(
        factory=lambda: defaultdict(deque), init=False
    )

    def sent(self, packet: Packet) -> None:
        """Number a packet that its sender has just sent."""
        flow = packet.five_tuple
        if packet.protocol == "TCP":
            numbers = self._segment(packet, flow)
        elif packet.protocol == "ICMP" and self._asked[flow]:
            numbers = Numbers(self._asked[flow].popleft(), reply=True)
        else:
            self._count[flow] += 1
            numbers = Numbers(self._count[flow], index=_index(flow))
        self.numbers[packet.id] = numbers

    def received(self, packet: Packet) -> None:
        """Let the end at which the packet has arrived know its numbers."""
        flow = packet.five_tuple.reversed()
        numbers = self.numbers[packet.id]
        if packet.protocol == "ICMP" and not numbers.reply:
            self._asked[flow].append(numbers.sequence)
        elif packet.protocol == "TCP" and packet.flags == "SYN":
            self._called[flow] = numbers.sequence + 1
        elif packet.protocol == "TCP" and flow in self._ends:
            self._take_in(self._ends[flow], packet, numbers)
        elif packet.protocol == "TCP" and numbers.acknowledged is not None:
            following = numbers.sequence + _length(packet)
            self._ends[flow] = _End(numbers.acknowledged, following)

    def _segment(self, packet: Packet, flow: FiveTuple) -> Numbers:
        match packet.flags:
            case "SYN":
                end = self._ends.get(flow)
                if end is None or end.opening is None:
                    end = self._ends[flow] = _End(_first(packet), opening=_first(packet))
                assert end.opening is not None
                end.next = end.opening + 1
                return Numbers(end.opening)
            case "SYN ACK":
                expected = self._called.get(flow)
                end = self._ends.get(flow)
                if end is None or end.opening is None or end.expected != expected:
                    end = self._ends[flow] = _End(_first(packet), expected, _first(packet))
                assert end.opening is not None
                end.next = end.opening + 1
                return Numbers(end.opening, end.expected)
            case "RST":
                return self._reset(flow)
        end = self._ends.get(flow) or self._join(packet, flow)
        sequence = end.next
        if isinstance(packet.payload, Keepalive):
            sequence -= 1
        end.next += _length(packet)
        return Numbers(sequence, end.expected)

    def _reset(self, flow: FiveTuple) -> Numbers:
        end = self._ends.get(flow)
        if end is not None and end.challenged is not None:
            # The answer to an acknowledgement of something else carries its number alone,
            # and the SYN is still to be sent again.
            challenged, end.challenged = end.challenged, None
            return Numbers(challenged)
        if end is not None:
            end.opening = None
            return Numbers(end.next, end.expected)
        # Sent by another than the end, in its name: the number that its peer waits for.
        peer = self._ends.get(flow.reversed())
        if peer is None:
            return Numbers(0)
        return Numbers(peer.expected or 0, peer.next)

    def _join(self, packet: Packet, flow: FiveTuple) -> _End:
        """An end whose handshake isn't in the trace: any numbers do, if both ends hold to them."""
        first = _first(packet)
        end = self._ends[flow] = _End(first + 1, (first ^ _OTHER_END) + 1)
        return end

    def _take_in(self, end: _End, packet: Packet, numbers: Numbers) -> None:
        if packet.flags == "RST":
            end.opening = None
            return
        following = numbers.sequence + _length(packet)
        if end.opening is not None and packet.flags == "SYN ACK":
            end.opening, end.expected = None, following
        elif end.opening is not None and end.expected is None:
            end.challenged = numbers.acknowledged
        else:
            end.opening = None
            end.expected = max(end.expected or 0, following)


def _length(packet: Packet) -> int:
    flag = 1 if "SYN" in packet.flags or "FIN" in packet.flags else 0
    return flag + len(payload_bytes(packet.payload, packet.protocol))


def _index(flow: FiveTuple) -> int:
    return crc32(f"{flow.source}>{flow.destination}".encode()) | Numbers().index


def _first(packet: Packet) -> int:
    # Spread over the whole space of numbers, and the same for the same scenario.
    return packet.id * 0x9E3779B1 & 0xFFFFFFFF
