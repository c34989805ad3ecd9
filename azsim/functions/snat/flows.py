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
from collections.abc import Hashable, Sequence
from typing import Literal

import attrs

from azsim.engine.expiry import Entry, ExpiryQueue
from azsim.facts.decides import decides
from azsim.functions.snat.port_allocation import after_growth, tier_of
from azsim.functions.snat.port_ranges import PortRanges, split
from azsim.functions.snat.profiles import FIN_FROM, SnatProfile
from azsim.model.packet import FiveTuple, Packet
from azsim.model.payload import Keepalive
from azsim.model.verdict import Drop, Pass, Verdict
from azsim.text import Text

End = Literal["client", "server"]
Sign = Literal["TCP keepalive", "application data"]
Ending = str
"""Why a port was given back: FIN, RST, idle timeout, reclaimed or removed."""

SOURCE_REWRITTEN = Text("SNAT with port masquerading", "ポート マスカレードによる SNAT")
BACK_TO_THE_SOURCE = Text("return traffic of a flow", "フローの戻りトラフィック")
ONLY_TCP_AND_UDP = Text(
    "port masquerading carries only TCP and UDP",
    "ポート マスカレードは TCP と UDP しか扱わない",
)
EXHAUSTED = Text("SNAT ports are exhausted", "SNAT ポートが枯渇している")
NO_FLOW = Text(
    "its flow has timed out or was never opened",
    "属するフローがタイムアウトしたか、一度も開かれていない",
)
UNSOLICITED = Text("no flow of the deployment expects it", "デプロイのどのフローの応答でもない")


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
        self.ended: Ending | None = None

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

    @decides
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

    def free(self, mapping: Mapping) -> None:
        """Take the port of *mapping* back."""
        index, inventory = mapping.index, self.inventory
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
        *before, last = self.ranges
        for part in before:
            if index < len(part):
                return part[index]
            index -= len(part)
        return last[index]

    def index(self, port: int) -> int | None:
        passed = 0
        for part in self.ranges:
            if port in part:
                return passed + port - part.start
            passed += len(part)
        return None


class Snat:
    """The flows of all instances behind one public address."""

    def __init__(self, address: str, rules: SnatProfile) -> None:
        self.address = address
        self.name = f"SNAT {address}"
        self.refused = 0
        self._rules = rules
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

    def resize(self, members: Sequence[str], reported: int) -> list[Mapping] | None:
        """Let *members* share the address, in a pool that reports that many instances.

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
                self._rules.rests_on(self._rules.growth_times_out_flows)
                self._rules.rests_on(self._rules.reclaimed_half)
                kept = after_growth(instance.size, tier - before, self._rules.reclaimed_share)
                lost += self._reclaim(instance, kept, "reclaimed")
                instance.size = kept
            elif tier < before:
                self._rules.rests_on(self._rules.shrinking_keeps_flows)
                held = sum(map(len, instance.ranges))
                instance.ranges = instance.ranges + self._free_ranges.take(max(0, ports - held))
                instance.size = max(ports, held)
        for address in members:
            if address not in self._instances:
                self._instances[address] = _Instance(address, self._free_ranges.take(ports))
        self._tier = tier
        return lost

    @decides
    def _reclaim(self, instance: _Instance, keep: int, ending: Ending) -> list[Mapping]:
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
        if mapping is None:
            self._rules.rests_on(self._rules.exhaustion_refuses)
            self._rules.rests_on(self._rules.exhaustion_signal)
            self.refused += 1
            return None
        self._flows[flow] = mapping
        self._idle(flow).put(mapping, now)
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

    def touch(self, mapping: Mapping, sign: Sign, end: End, now: int) -> None:
        """*sign* of life came from *end*: the idle timer starts again."""
        queue = mapping.queue
        if queue is None:
            return
        if queue is self._fin or queue is self._rst:
            self._rules.rests_on(self._rules.late_packet_prolongs_hold)
            return
        if (sign, end) in self._rules.refreshing:
            queue.put(mapping, now)

    def fin(self, mapping: Mapping, end: End, now: int) -> None:
        """*end* sent FIN; when both have, the hold after FIN begins."""
        if mapping.queue is self._idle_tcp:
            mapping.fins |= FIN_FROM[end]
            needed = self._rules.needed_fins
            if mapping.fins & needed == needed:
                self._rules.rests_on(self._rules.tcp_release)
                self._rules.rests_on(self._rules.hold_is_per_destination)
                self._fin.put(mapping, now)

    def reset(self, mapping: Mapping, now: int) -> None:
        """Either end sent RST: the hold after RST begins."""
        if mapping.is_open:
            self._rules.rests_on(self._rules.tcp_release)
            self._rules.rests_on(self._rules.hold_is_per_destination)
            self._rst.put(mapping, now)

    def reopen(self, mapping: Mapping, now: int) -> None:
        """A new SYN of the same five-tuple came during a hold."""
        if mapping.in_hold:
            self._rules.rests_on(self._rules.reopen_in_hold)
            mapping.fins = 0
            self._idle(mapping.inside).put(mapping, now)

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
            if not is_opening:
                self._rules.rests_on(self._rules.late_packet_revives)
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
            self.touch(mapping, "TCP keepalive", end, now)
        elif packet.payload is not None:
            self.touch(mapping, "application data", end, now)

    # Timers

    def next_deadline(self) -> int | None:
        """The instant at which a port is given back next, or None."""
        deadlines = [oldest.since + delay for _, oldest, delay in self._timers()]
        return min(deadlines) if deadlines else None

    def expire(self, now: int) -> list[Mapping]:
        """Give back every port whose time is over at *now*; the flows that held them."""
        rules, released = self._rules, []
        for queue, first, delay in self._timers():
            if first.since + delay <= now:
                is_udp = queue is self._idle_other
                rules.rests_on(rules.udp_release if is_udp else rules.tcp_release)
                rules.rests_on(rules.boundary)
            oldest: Mapping | None = first
            while oldest is not None and oldest.since + delay <= now:
                self._release(oldest, queue.name)
                released.append(oldest)
                oldest = queue.oldest
        return released

    @decides
    def _timers(self) -> list[tuple[ExpiryQueue[Mapping], Mapping, int]]:
        """Each queue in which something waits, its oldest entry, and how long that waits."""
        rules, timers = self._rules, []
        if (oldest := self._fin.oldest) is not None:
            timers.append((self._fin, oldest, rules.fin_hold))
        if (oldest := self._rst.oldest) is not None:
            timers.append((self._rst, oldest, rules.rst_hold))
        if (oldest := self._idle_tcp.oldest) is not None:
            timers.append((self._idle_tcp, oldest, rules.idle_timeout))
        if (oldest := self._idle_other.oldest) is not None:
            timers.append((self._idle_other, oldest, rules.idle_timeout))
        return timers

    def _idle(self, flow: FiveTuple) -> ExpiryQueue[Mapping]:
        return self._idle_tcp if flow.protocol == "TCP" else self._idle_other

    def _new_bucket(self, flow: FiveTuple) -> _Bucket:
        self._rules.rests_on(self._rules.port_choice)
        inventory = self._inventory(self._instances[flow.source], flow.protocol)
        bucket = _Bucket(inventory)
        inventory.buckets.append(bucket)
        return bucket

    def _inventory(self, instance: _Instance, protocol: str) -> _Inventory:
        inventory = instance.inventories.get(protocol)
        if inventory is None:
            inventory = instance.inventories[protocol] = _Inventory(instance)
        return inventory

    def _release(self, mapping: Mapping, ending: Ending) -> None:
        assert mapping.queue is not None
        mapping.queue.remove(mapping)
        mapping.ended = ending
        if self._flows.get(mapping.inside) is mapping:
            del self._flows[mapping.inside]
        mapping.bucket.free(mapping)
