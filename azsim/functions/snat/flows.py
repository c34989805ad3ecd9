"""SNAT with port masquerading: many private addresses behind one public address.

Each instance owns a number of the ports of the public address. A flow takes the
lowest of them that no other flow of the instance uses toward the same
destination, keeps it while packets pass, and gives it back when one of three
constant times is over: after FIN, after RST, or without any traffic.

One flow is held by one :class:`Mapping`, which waits in exactly one queue:

==============  ====================  ==========================================
queue           a flow gets there by  and leaves it
==============  ====================  ==========================================
idle            opening, refreshing   when the idle timeout is over
FIN             FIN from both ends    when the hold after FIN is over
RST             RST from either end   when the hold after RST is over
==============  ====================  ==========================================
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Hashable
from collections.abc import Mapping as Names

import attrs

from azsim.engine.expiry import Entry, ExpiryQueue
from azsim.engine.trace import UNRECORDED, Recorder
from azsim.functions.snat.port_allocation import after_growth, tier_of
from azsim.functions.snat.port_ranges import PortRanges, split
from azsim.functions.snat.profiles import FIN_FROM, Rules
from azsim.model.events import (
    End,
    FlowReopened,
    HoldBegan,
    PoolResized,
    PortRefused,
    PortReleased,
    PortTaken,
    ReleaseCause,
    Sign,
    TimerRestarted,
)
from azsim.model.packet import FiveTuple, Packet
from azsim.model.payload import Keepalive
from azsim.model.rules import Rule
from azsim.model.verdict import Drop, Pass, Verdict
from azsim.text import Text

SOURCE_REWRITTEN = Rule(
    "snat.source-rewritten", Text("SNAT with port masquerading", "ポート マスカレードによる SNAT")
)
BACK_TO_THE_SOURCE = Rule(
    "snat.return-traffic", Text("return traffic of a flow", "フローの戻りトラフィック")
)
ONLY_TCP_AND_UDP = Rule(
    "snat.only-tcp-and-udp",
    Text(
        "port masquerading carries only TCP and UDP",
        "ポート マスカレードは TCP と UDP しか扱わない",
    ),
)
EXHAUSTED = Rule("snat.exhausted", Text("SNAT ports are exhausted", "SNAT ポートが枯渇している"))
NO_FLOW = Rule(
    "snat.no-flow",
    Text(
        "its flow has timed out or was never opened",
        "属するフローがタイムアウトしたか、一度も開かれていない",
    ),
)
UNSOLICITED = Rule(
    "snat.unsolicited",
    Text("no flow of the deployment expects it", "デプロイのどのフローの応答でもない"),
)


class Mapping(Entry):
    """One flow and the port that it holds.

    ``fins`` tells which ends have sent FIN. ``ended`` tells why the port was
    given back; None while it is held.
    """

    __slots__ = ("bucket", "ended", "fins", "index", "inside")

    def __init__(self, inside: FiveTuple, bucket: _Bucket, index: int) -> None:
        # What else an entry has is set when it is put into a queue, at once.
        self.queue = None
        self.inside = inside
        self.bucket = bucket
        self.index = index
        self.fins = 0
        self.ended: ReleaseCause | None = None

    @property
    def port(self) -> int:
        """The port of the public address that the flow leaves from."""
        return self.bucket.inventory.instance.port(self.index)

    @property
    def is_open(self) -> bool:
        """Whether packets of the flow pass and refresh it."""
        return self.queue is not None and self.queue.name == "idle timeout"

    @property
    def in_hold(self) -> bool:
        """Whether the flow is over and only its port is still kept."""
        return self.queue is not None and self.queue.name != "idle timeout"

    @property
    def timed_out(self) -> bool:
        """Whether the platform dropped the flow in silence, unknown to both ends."""
        return self.ended in ("idle timeout", "reclaimed")


class _Bucket:
    """Who holds which port of an instance toward one destination.

    ``holders`` is as long as the highest port that was ever used here, so that a
    destination costs nothing for the ports that it never used.
    """

    __slots__ = ("holders", "inventory", "returned")

    def __init__(self, inventory: _Inventory) -> None:
        self.inventory = inventory
        self.holders: list[Mapping | None] = []
        self.returned: list[int] = []

    def take(self, flow: FiveTuple) -> Mapping | None:
        """Let *flow* hold the lowest port that is free; None where none is."""
        inventory = self.inventory
        if self.returned:
            index = heapq.heappop(self.returned)
        elif len(self.holders) < inventory.instance.size:
            index = len(self.holders)
            self.holders.append(None)
            if index == len(inventory.users):
                inventory.users.append(0)
        else:
            return None
        mapping = self.holders[index] = Mapping(flow, self, index)
        if not inventory.users[index]:
            inventory.in_use += 1
        inventory.users[index] += 1
        return mapping

    def share(self, flow: FiveTuple) -> Mapping | None:
        """Let *flow* hold the first port beside another flow."""
        self.returned.append(0)
        return self.take(flow)

    def free(self, mapping: Mapping) -> None:
        """Take the port of *mapping* back."""
        index, inventory = mapping.index, self.inventory
        if self.holders[index] is mapping:
            self.holders[index] = None
            heapq.heappush(self.returned, index)
        inventory.users[index] -= 1
        if not inventory.users[index]:
            inventory.in_use -= 1

    def cut(self, size: int) -> None:
        del self.holders[size:]
        self.returned = sorted(index for index in self.returned if index < size)


class _Inventory:
    """The ports of one instance for one protocol, and how many flows use each."""

    __slots__ = ("buckets", "in_use", "instance", "users")

    def __init__(self, instance: _Instance) -> None:
        self.instance = instance
        self.buckets: list[_Bucket] = []
        self.users: list[int] = []
        self.in_use = 0

    def holders_from(self, index: int) -> list[Mapping]:
        return [
            holder
            for bucket in self.buckets
            for holder in bucket.holders[index:]
            if holder is not None
        ]


class _Instance:
    """The ports of one instance at the public address, in the order in which they are used."""

    __slots__ = ("address", "inventories", "ranges", "size")

    def __init__(self, address: str, ranges: list[range]) -> None:
        self.address = address
        self.ranges = ranges
        self.size = sum(map(len, ranges))
        self.inventories: dict[str, _Inventory] = {}

    def port(self, index: int) -> int:
        for part in self.ranges:
            if index < len(part):
                return part[index]
            index -= len(part)
        raise IndexError(index)

    def index(self, port: int) -> int | None:
        passed = 0
        for part in self.ranges:
            if port in part:
                return passed + port - part.start
            passed += len(part)
        return None


_Timer = tuple[ExpiryQueue[Mapping], Mapping, int, ReleaseCause]
"""A queue, its oldest entry, how long that waits, and why its port is then given back."""


class Snat:
    """The flows of all instances behind one public address.

    It tells *recorder* what it does about ports. Only signs of life that come with a packet
    are told; for flows that are followed as flows there would be one for every request.
    """

    def __init__(self, address: str, rules: Rules, recorder: Recorder = UNRECORDED) -> None:
        self.address = address
        self.name = f"SNAT {address}"
        self.refused = 0
        self._rules = rules
        # Asked once, since most of what is played records nothing.
        self._recorder = recorder if recorder.on else None
        self._free_ranges: PortRanges | None = None
        self._tier: int | None = None
        self._instances: dict[str, _Instance] = {}
        self._buckets: dict[Hashable, _Bucket] = {}
        self._flows: dict[FiveTuple, Mapping] = {}
        self._idle_tcp = ExpiryQueue[Mapping]("idle timeout")
        self._idle_other = ExpiryQueue[Mapping]("idle timeout")
        self._fin = ExpiryQueue[Mapping]("FIN")
        self._rst = ExpiryQueue[Mapping]("RST")

    # The instances and their ports

    def resize(self, members: Names[str, str], reported: int) -> list[Mapping] | None:
        """Let *members* share the address, in a pool that reports that many instances.

        *members* gives each private address the name of its instance.

        :returns: the mappings that lost their ports, or None where the table of
            pool sizes ends before *reported*.
        """
        tiers = self._rules.tiers
        tier = tier_of(reported, tiers)
        if tier is None:
            return None
        if self._free_ranges is None:
            self._free_ranges = PortRanges(self._rules.first_port)
        staying = set(members)
        lost: list[Mapping] = []
        for address in [each for each in self._instances if each not in staying]:
            lost += self._reclaim(self._instances.pop(address), 0, "removed")
        self._buckets = {
            scope: bucket
            for scope, bucket in self._buckets.items()
            if bucket.inventory.instance.address in staying
        }
        before = tier if self._tier is None else self._tier
        ports = tiers[tier][1]
        for instance in self._instances.values():
            if tier > before:
                kept = after_growth(instance.size, tier - before, self._rules.reclaimed_share)
                if self._rules.growth_times_out_flows:
                    lost += self._reclaim(instance, kept, "reclaimed")
                instance.size = kept
            elif tier < before:
                if not self._rules.shrinking_keeps_flows:
                    lost += self._reclaim(instance, 0, "reclaimed")
                held = sum(map(len, instance.ranges))
                instance.ranges = instance.ranges + self._free_ranges.take(max(0, ports - held))
                instance.size = max(ports, held)
        for address in members:
            if address not in self._instances:
                self._instances[address] = _Instance(address, self._free_ranges.take(ports))
        self._tier = tier
        self._tell_resize(members, reported, lost)
        return lost

    def _reclaim(self, instance: _Instance, keep: int, ending: ReleaseCause) -> list[Mapping]:
        """Take all but *keep* of its ports away from *instance*, and the flows on them."""
        assert self._free_ranges is not None
        lost: list[Mapping] = []
        for inventory in instance.inventories.values():
            held = inventory.holders_from(keep)
            for mapping in held:
                self._release(mapping, ending)
            for bucket in inventory.buckets:
                bucket.cut(keep)
            lost += held
        instance.ranges, rest = split(instance.ranges, keep)
        self._free_ranges.give_back(rest)
        return lost

    @property
    def members(self) -> tuple[str, ...]:
        """The private addresses of the instances that share the public one."""
        return tuple(self._instances)

    def size(self, instance: str) -> int:
        """How many ports *instance* has of each protocol that is carried."""
        return self._instances[instance].size

    def allocated(self, instance: str, protocol: str) -> int:
        """How many ports are preallocated to *instance* for *protocol*."""
        return self.size(instance) if protocol in self._rules.protocols else 0

    def in_use(self, instance: str, protocol: str) -> int:
        """How many of its ports *instance* uses, in flows and in holds."""
        member = self._instances.get(instance)
        return 0 if member is None else self._inventory(member, protocol).in_use

    def free_toward(self, flow: FiveTuple) -> int:
        """How many more flows like *flow* would find a port."""
        instance = self._instances[flow.source]
        bucket = self._buckets.get(self._rules.scope(flow))
        busy = sum(each is not None for each in bucket.holders) if bucket else 0
        return instance.size - busy

    # One flow

    def open(self, flow: FiveTuple, now: int) -> Mapping | None:
        """Give a new *flow* a port, or None where none is free toward its destination."""
        scope = self._rules.scope(flow)
        bucket = self._buckets.get(scope)
        if bucket is None:
            bucket = self._buckets[scope] = self._new_bucket(flow)
        mapping = bucket.take(flow)
        if mapping is None and not self._rules.exhaustion_refuses:
            mapping = bucket.share(flow)
        if mapping is None:
            self.refused += 1
            if self._recorder is not None:
                self._recorder.add(PortRefused, self.name, flow)
            return None
        self._flows[flow] = mapping
        self._idle(flow).put(mapping, now)
        if self._recorder is not None:
            self._recorder.add(
                PortTaken, self.name, flow, self._outside(mapping), mapping.bucket.inventory.in_use
            )
        return mapping

    def find(self, flow: FiveTuple) -> Mapping | None:
        """What *flow*, as its instance sends it, holds; None where it holds nothing."""
        return self._flows.get(flow)

    def find_return(self, flow: FiveTuple) -> Mapping | None:
        """The mapping that a packet from outside belongs to, or None."""
        for instance in self._instances.values():
            index = instance.index(flow.destination_port)
            if index is not None:
                inside = FiveTuple(
                    flow.protocol, instance.address, 0, flow.source, flow.source_port
                )
                bucket = self._buckets.get(self._rules.scope(inside))
                holders = bucket.holders if bucket is not None else []
                holder = holders[index] if index < len(holders) else None
                if holder is not None and holder.inside[3:] == inside[3:]:
                    return holder
        return None

    def touch(self, mapping: Mapping, sign: Sign, end: End, now: int) -> bool:
        """*sign* of life came from *end*; whether the timer starts again by it."""
        queue = mapping.queue
        if queue is None:
            return False
        if (queue is self._fin or queue is self._rst) and (
            not self._rules.late_packet_prolongs_hold
        ):
            return False
        if (sign, end) not in self._rules.refreshing:
            return False
        queue.put(mapping, now)
        return True

    def fin(self, mapping: Mapping, end: End, now: int) -> None:
        """*end* sent FIN; when both have, the hold after FIN begins."""
        if mapping.queue is self._idle_tcp:
            mapping.fins |= FIN_FROM[end]
            needed = self._rules.fin_ends
            if mapping.fins & needed == needed and "FIN" in self._rules.tcp_release:
                self._fin.put(mapping, now)
                if self._recorder is not None:
                    self._recorder.add(HoldBegan, self.name, mapping.inside, "FIN")

    def reset(self, mapping: Mapping, now: int) -> None:
        """Either end sent RST: the hold after RST begins."""
        if mapping.is_open and "RST" in self._rules.tcp_release:
            self._rst.put(mapping, now)
            if self._recorder is not None:
                self._recorder.add(HoldBegan, self.name, mapping.inside, "RST")

    def reopen(self, mapping: Mapping, now: int) -> None:
        """A new SYN of the same five-tuple came during a hold."""
        if mapping.in_hold and self._rules.reopen_in_hold:
            mapping.fins = 0
            self._idle(mapping.inside).put(mapping, now)
            if self._recorder is not None:
                self._recorder.add(FlowReopened, self.name, mapping.inside)

    # Packets

    def translate(self, packet: Packet, now: int) -> Verdict:
        """Rewrite the source of what leaves, and the destination of what comes back."""
        if packet.destination == self.address:
            return self._inward(packet, now)
        return self._outward(packet, now)

    def _outward(self, packet: Packet, now: int) -> Verdict:
        if packet.protocol not in self._rules.protocols:
            return Drop(ONLY_TCP_AND_UDP)
        flow = packet.five_tuple
        mapping = self._flows.get(flow)
        if mapping is None:
            is_opening = packet.protocol != "TCP" or packet.flags == "SYN"
            if not is_opening and not self._rules.late_packet_revives:
                return Drop(NO_FLOW)
            mapping = self.open(flow, now)
            if mapping is None:
                return Drop(EXHAUSTED)
        elif packet.flags == "SYN":
            self.reopen(mapping, now)
        self._notice(mapping, packet, "client", now)
        changed = attrs.evolve(packet, source=self.address, source_port=mapping.port)
        return Pass(changed, SOURCE_REWRITTEN)

    def _inward(self, packet: Packet, now: int) -> Verdict:
        mapping = self.find_return(packet.five_tuple)
        if mapping is None:
            return Drop(UNSOLICITED)
        self._notice(mapping, packet, "server", now)
        inside = mapping.inside
        changed = attrs.evolve(
            packet, destination=inside.source, destination_port=inside.source_port
        )
        return Pass(changed, BACK_TO_THE_SOURCE)

    def _notice(self, mapping: Mapping, packet: Packet, end: End, now: int) -> None:
        if packet.flags == "FIN ACK":
            self.fin(mapping, end, now)
        elif packet.flags == "RST":
            self.reset(mapping, now)
        elif isinstance(packet.payload, Keepalive):
            self._take_sign(mapping, "TCP keepalive", end, now)
        elif packet.payload is not None:
            self._take_sign(mapping, "application data", end, now)

    def _take_sign(self, mapping: Mapping, sign: Sign, end: End, now: int) -> None:
        if self.touch(mapping, sign, end, now) and self._recorder is not None:
            self._recorder.add(TimerRestarted, self.name, mapping.inside, sign, end)

    # Timers

    def next_deadline(self) -> int | None:
        """The instant at which a port is given back next, or None."""
        deadlines = [oldest.since + delay for _, oldest, delay, _ in self._timers()]
        return min(deadlines) if deadlines else None

    def expire(self, now: int) -> list[Mapping]:
        """Give back every port whose time is over at *now*; the flows that held them."""
        released = []
        for queue, first, delay, why in self._timers():
            oldest: Mapping | None = first
            while oldest is not None and oldest.since + delay <= now:
                self._release(oldest, why)
                if self._recorder is not None:
                    self._tell_release(self._recorder, oldest, why)
                released.append(oldest)
                oldest = queue.oldest
        return released

    def _timers(self) -> list[_Timer]:
        """Each queue in which something waits."""
        rules = self._rules
        timers: list[_Timer] = []
        if (oldest := self._fin.oldest) is not None:
            timers.append((self._fin, oldest, rules.fin_hold, "FIN"))
        if (oldest := self._rst.oldest) is not None:
            timers.append((self._rst, oldest, rules.rst_hold, "RST"))
        if (oldest := self._idle_tcp.oldest) is not None and "idle timeout" in rules.tcp_release:
            timers.append((self._idle_tcp, oldest, rules.idle_timeout, "idle timeout"))
        if (oldest := self._idle_other.oldest) is not None and "idle timeout" in rules.udp_release:
            timers.append((self._idle_other, oldest, rules.idle_timeout, "idle timeout"))
        return timers

    def _idle(self, flow: FiveTuple) -> ExpiryQueue[Mapping]:
        return self._idle_tcp if flow.protocol == "TCP" else self._idle_other

    def _new_bucket(self, flow: FiveTuple) -> _Bucket:
        inventory = self._inventory(self._instances[flow.source], flow.protocol)
        bucket = _Bucket(inventory)
        inventory.buckets.append(bucket)
        return bucket

    def _inventory(self, instance: _Instance, protocol: str) -> _Inventory:
        key = protocol if self._rules.counts_protocols_apart else ""
        inventory = instance.inventories.get(key)
        if inventory is None:
            inventory = instance.inventories[key] = _Inventory(instance)
        return inventory

    def _release(self, mapping: Mapping, ending: ReleaseCause) -> None:
        if mapping.queue is not None:
            mapping.queue.remove(mapping)
        mapping.ended = ending
        if self._flows.get(mapping.inside) is mapping:
            del self._flows[mapping.inside]
        mapping.bucket.free(mapping)

    # What is told

    def _outside(self, mapping: Mapping) -> FiveTuple:
        protocol, _, _, destination, port = mapping.inside
        return FiveTuple(protocol, self.address, mapping.port, destination, port)

    def _tell_resize(
        self, members: Names[str, str], reported: int, lost: Collection[Mapping]
    ) -> None:
        if self._recorder is None:
            return
        allocated = next((each.size for each in self._instances.values()), 0)
        named = tuple((name, address) for address, name in members.items())
        self._recorder.add(PoolResized, self.name, reported, allocated, len(lost), named)
        for mapping in lost:
            assert mapping.ended is not None
            self._tell_release(self._recorder, mapping, mapping.ended)

    def _tell_release(self, recorder: Recorder, mapping: Mapping, why: ReleaseCause) -> None:
        in_use = mapping.bucket.inventory.in_use
        recorder.add(PortReleased, self.name, mapping.inside, why, in_use)
