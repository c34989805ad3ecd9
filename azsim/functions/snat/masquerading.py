"""SNAT with port masquerading: many private addresses behind one public address.

Each instance owns a number of the ports of the public address. A flow takes the
lowest of them that no other flow of the instance uses toward the same
destination, keeps it while packets pass, and gives it back when one of three
constant times is over: after FIN, after RST, or without any traffic.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Hashable, Iterator, Sequence

import attrs

from azsim.engine.trace import UNRECORDED, Recorder
from azsim.facts.decides import decides
from azsim.functions.snat.flows import (
    BACK_TO_THE_SOURCE,
    NO_FLOW,
    Sender,
    TranslatedFlow,
    Translator,
)
from azsim.functions.snat.port_allocation import after_growth, tier_of
from azsim.functions.snat.port_ranges import PortRanges
from azsim.functions.snat.ports import Bucket, InstancePorts, Inventory, Mapping
from azsim.functions.snat.profiles import PortProfile
from azsim.model.events import (
    PoolResized,
    PortRefused,
    PortReleased,
    PortTaken,
    ReleaseCause,
)
from azsim.model.packet import FiveTuple, Packet
from azsim.model.rules import Rule
from azsim.model.verdict import Drop, Pass, Verdict
from azsim.text import Advice, Text

SOURCE_REWRITTEN = Rule(
    "snat.source-rewritten", Text("SNAT with port masquerading", "ポート マスカレードによる SNAT")
)
ONLY_TCP_AND_UDP = Rule(
    "snat.only-tcp-and-udp",
    Text(
        "port masquerading carries only TCP and UDP",
        "ポート マスカレードは TCP と UDP しか扱わない",
    ),
)
EXHAUSTED = Rule("snat.exhausted", Text("SNAT ports are exhausted", "SNAT ポートが枯渇している"))
UNSOLICITED = Rule(
    "snat.unsolicited",
    Text("no flow of the deployment expects it", "デプロイのどのフローの応答でもない"),
)


class Snat(Translator):
    """The flows of all instances behind one public address.

    The pool is measured when the first flow asks for a port, and from then on whenever
    it changes.
    """

    refusal = EXHAUSTED

    def __init__(
        self, name: str, address: str, profile: PortProfile, recorder: Recorder = UNRECORDED
    ) -> None:
        super().__init__(name, address, profile, recorder)
        self._ports = profile
        self._members: Sequence[Sender] = ()
        self._reported = 0
        self._tier: int | None = None
        self._free_ranges: PortRanges | None = None
        self._instances: dict[str, InstancePorts] = {}
        self._buckets: dict[Hashable, Bucket] = {}
        # Where each range of ports begins, in ascending order, and whose it is.
        self._starts: list[int] = []
        self._owners: list[InstancePorts] = []

    # The instances and their ports

    def set_pool(
        self, members: Sequence[Sender], reported: int, gone: Collection[Sender] = ()
    ) -> None:
        """Let *members* share the address, in a pool that reports that many instances.

        Who has *gone* loses its flows. Who isn't among the members for another reason keeps
        the ports of its open flows, and gets no others.
        """
        same = (list(members), reported) == (list(self._members), self._reported)
        if same and not gone:
            return
        self._members, self._reported = members, reported
        if self._tier is not None:
            self._measure(gone)

    def prepare(self) -> None:
        """Measure the pool, where nobody has yet."""
        if self._tier is None:
            self._measure()

    @property
    def is_used(self) -> bool:
        """Whether a flow has ever asked for a port."""
        return self._tier is not None

    def allocated(self, instance: str, protocol: str) -> int:
        """How many ports are preallocated to *instance* for *protocol*."""
        self.prepare()
        return self._instances[instance].size if protocol in self._ports.protocols else 0

    def in_use(self, instance: str, protocol: str) -> int:
        """How many of its ports *instance* uses, in flows and in holds."""
        ports = self._instances.get(instance)
        return 0 if ports is None else self._inventory(ports, protocol).in_use

    def free_toward(self, flow: FiveTuple) -> int:
        """How many more flows like *flow* would find a port."""
        self.prepare()
        bucket = self._buckets.get(self._ports.scope[flow.protocol](flow))
        return self._instances[flow.source].size - (bucket.busy if bucket else 0)

    # One flow

    def open(self, flow: FiveTuple, now: int) -> Mapping | None:
        """Give a new *flow* a port, or None where none is free toward its destination."""
        scope = self._ports.scope[flow.protocol](flow)
        bucket = self._buckets.get(scope)
        if bucket is None:
            bucket = self._buckets[scope] = self._new_bucket(flow)
        mapping = bucket.take(flow)
        if mapping is None:
            self._ports.shows(self._ports.exhaustion_refuses)
            self._ports.shows(self._ports.exhaustion_signal)
            if self._recorder is not None:
                self._recorder.add(PortRefused, self.name, flow)
            return None
        inventory = bucket.inventory
        inventory.instance.sender.flows[flow] = mapping
        self._begin(mapping, now)
        if self._recorder is not None:
            self._recorder.add(PortTaken, self.name, flow, mapping.outside, inventory.in_use)
        return mapping

    # Packets

    def translate(self, packet: Packet, now: int) -> Verdict:
        """Rewrite the source of what leaves, and the destination of what comes back."""
        if packet.destination in self.addresses:
            return self._inward(packet, now)
        return self._outward(packet, now)

    def _outward(self, packet: Packet, now: int) -> Verdict:
        if packet.protocol not in self._ports.protocols:
            return Drop(ONLY_TCP_AND_UDP)
        self.prepare()
        flow = packet.five_tuple
        held = self._instances[flow.source].sender.flows.get(flow)
        if held is None:
            if packet.protocol == "TCP" and packet.flags != "SYN":
                self._ports.shows(self._ports.late_packet_revives)
                return Drop(NO_FLOW)
            held = self.open(flow, now)
            if held is None:
                return Drop(EXHAUSTED)
        elif packet.flags == "SYN":
            self.reopen(held, now)
        self.notice(held, packet, "client", now)
        changed = attrs.evolve(packet, source=held.address, source_port=held.port)
        return Pass(changed, SOURCE_REWRITTEN)

    def _inward(self, packet: Packet, now: int) -> Verdict:
        mapping = self.find_return(packet.five_tuple)
        if mapping is None:
            return Drop(UNSOLICITED)
        self.notice(mapping, packet, "server", now)
        inside = mapping.inside
        changed = attrs.evolve(
            packet, destination=inside.source, destination_port=inside.source_port
        )
        return Pass(changed, BACK_TO_THE_SOURCE)

    def expects(self, flow: FiveTuple) -> bool:
        """Whether packets of *flow*, as they come from outside, answer one of the flows."""
        return self.find_return(flow) is not None

    def find_return(self, flow: FiveTuple) -> Mapping | None:
        """The mapping that a packet from outside belongs to, or None."""
        place = bisect_right(self._starts, flow.destination_port) - 1
        if place < 0:
            return None
        instance = self._owners[place]
        index = instance.index(flow.destination_port)
        if index is None:
            return None
        inside = FiveTuple(flow.protocol, instance.sender.address, 0, flow.source, flow.source_port)
        bucket = self._buckets.get(self._ports.scope[flow.protocol](inside))
        if bucket is None or index >= len(bucket.holders):
            return None
        holder = bucket.holders[index]
        return holder if holder is not None and holder.answers == flow else None

    # Measuring the pool

    def _measure(self, gone: Collection[Sender] = ()) -> None:
        """Let each member have the ports that the table gives for the size of the pool."""
        tiers = self._ports.tiers
        tier = tier_of(self._reported, tiers)
        if tier is None:
            most = f"{tiers[-1][0]:,}"
            raise Advice(
                Text(
                    f"A pool of {self._reported:,} instances isn't modelled: the documented table "
                    f"of SNAT ports ends at {most}.",
                    f"{self._reported:,} 台のプールはモデル化していない。"
                    f"文書の SNAT ポートの表は {most} 台までである。",
                )
            )
        if self._free_ranges is None:
            self._free_ranges = PortRanges(self._ports.first_port)
        grown = 0 if self._tier is None else tier - self._tier
        self._tier = tier
        lost = [(flow, why) for flow, why in self._losing(grown, gone)]
        self._tell_size(tiers[tier][1], grown, len(lost))
        for flow, why in lost:
            self.release(flow, why)
        self._give_back(gone)
        self._hand_out(tiers[tier][1], grown)

    @decides
    def _losing(
        self, grown: int, gone: Collection[Sender]
    ) -> Iterator[tuple[TranslatedFlow, ReleaseCause]]:
        """Which flows go: of those who have gone, and on the ports that are reclaimed from the
        others where the pool has *grown* by tiers.
        """
        left = {member.address for member in gone}
        for member in gone:
            instance = self._instances.get(member.address)
            if instance is not None:
                yield from ((flow, "removed") for flow in instance.holders_from(0))
        if grown > 0:
            # Somebody else may have come to the address of one who has gone.
            reclaimed = (each for each in self._reclaimed(grown) if each.inside.source not in left)
            yield from ((flow, "reclaimed") for flow in reclaimed)

    @decides
    def _reclaimed(self, tiers: int) -> Iterator[TranslatedFlow]:
        """Reclaim ports for each of *tiers* that the pool grew by; the flows on them."""
        self._ports.shows(self._ports.growth_times_out_flows)
        self._ports.shows(self._ports.reclaimed_half)
        for member in self._members:
            instance = self._instances.get(member.address)
            if instance is not None:
                share = self._ports.reclaimed_share
                instance.size = after_growth(instance.size, tiers, share)
                yield from instance.holders_from(instance.size)

    def _give_back(self, gone: Collection[Sender]) -> None:
        """Make the ports free that were taken away, or whose instance isn't here any more."""
        assert self._free_ranges is not None
        staying = {member.address for member in self._members}
        staying -= {member.address for member in gone}
        for address, instance in list(self._instances.items()):
            instance.leaves = address not in staying
            if instance.leaves and instance.is_idle:
                self._forget(instance)
            else:
                self._free_ranges.give_back(instance.cut())

    def _forget(self, instance: InstancePorts) -> None:
        assert self._free_ranges is not None
        self._free_ranges.give_back(instance.ranges)
        del self._instances[instance.sender.address]
        self._buckets = {
            scope: bucket
            for scope, bucket in self._buckets.items()
            if bucket.inventory.instance is not instance
        }

    def _hand_out(self, ports: int, grown: int) -> None:
        """Let newcomers have their ports, and everybody more where the pool has shrunk."""
        assert self._free_ranges is not None
        if grown < 0:
            self._ports.shows(self._ports.shrinking_keeps_flows)
        for member in self._members:
            instance = self._instances.get(member.address)
            if instance is None:
                taken = self._free_ranges.take(ports)
                self._instances[member.address] = InstancePorts(self, member, taken)
            elif grown < 0:
                more = self._free_ranges.take(max(0, ports - instance.size))
                instance.ranges = instance.ranges + more
                instance.size = sum(map(len, instance.ranges))
        pairs = sorted(
            (part.start, instance)
            for instance in self._instances.values()
            for part in instance.ranges
        )
        self._starts = [start for start, _ in pairs]
        self._owners = [instance for _, instance in pairs]

    def _new_bucket(self, flow: FiveTuple) -> Bucket:
        self.prepare()
        self._ports.shows(self._ports.port_choice)
        inventory = self._inventory(self._instances[flow.source], flow.protocol)
        bucket = Bucket(inventory)
        inventory.buckets.append(bucket)
        return bucket

    def _inventory(self, instance: InstancePorts, protocol: str) -> Inventory:
        key = protocol if self._ports.counts_protocols_apart else ""
        inventory = instance.inventories.get(key)
        if inventory is None:
            inventory = instance.inventories[key] = Inventory(instance)
        return inventory

    def _released(self, flow: TranslatedFlow, why: ReleaseCause) -> None:
        assert isinstance(flow, Mapping)
        bucket = flow.bucket
        instance = bucket.inventory.instance
        del instance.sender.flows[flow.inside]
        bucket.free(flow)
        if self._recorder is not None:
            in_use = bucket.inventory.in_use
            self._recorder.add(PortReleased, self.name, flow.inside, why, in_use)
        if instance.leaves and instance.is_idle:
            self._forget(instance)

    def _tell_size(self, ports: int, grown: int, lost: int) -> None:
        if self._recorder is None:
            return
        named = tuple((member.name, member.address) for member in self._members)
        first = next((self._instances.get(address) for _, address in named), None)
        size = ports if first is None else first.size
        allocated = (max(ports, size) if grown < 0 else size) if named else 0
        self._recorder.add(PoolResized, self.name, self._reported, allocated, lost, named)
