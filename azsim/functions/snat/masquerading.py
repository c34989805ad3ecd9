"""SNAT with port masquerading: many private addresses behind one public address.

Each instance owns a number of the ports of the public address. A flow takes the
lowest of them that no other flow of the instance uses toward the same
destination, keeps it while packets pass, and gives it back when one of three
constant times is over: after FIN, after RST, or without any traffic.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Hashable, Sequence
from operator import itemgetter

import attrs

from azsim.engine.trace import UNRECORDED, Recorder
from azsim.functions.snat.flows import (
    BACK_TO_THE_SOURCE,
    NO_FLOW,
    Sender,
    TranslatedFlow,
    Translator,
)
from azsim.functions.snat.pools import Pool
from azsim.functions.snat.port_ranges import AddressPorts
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
from azsim.text import Text

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
        self,
        name: str,
        address: str,
        profile: PortProfile,
        recorder: Recorder = UNRECORDED,
        address_ports: AddressPorts | None = None,
    ) -> None:
        super().__init__(name, address, profile, recorder)
        self.is_ready = False
        self._ports = profile
        self._address_ports = address_ports or AddressPorts(profile)
        self.pool = Pool(profile, [self])
        self.instances: dict[str, InstancePorts] = {}
        self._buckets: dict[Hashable, Bucket] = {}
        self._lets_out: Collection[str] | None = None
        self._kept_in: Callable[[str], Rule] = lambda _: ONLY_TCP_AND_UDP
        # Where each range of ports begins, in ascending order, and whose it is.
        self._starts: list[int] = []
        self._owners: list[InstancePorts] = []

    # The instances and their ports

    def set_pool(
        self, members: Sequence[Sender], reported: int, gone: Collection[Sender] = ()
    ) -> None:
        """Let *members* share the address, as `Pool.serve` says."""
        self.pool.serve(members, reported, gone)

    def let_out(self, protocols: Collection[str], otherwise: Callable[[str], Rule]) -> None:
        """Only flows of *protocols* may leave; *otherwise* says of another one why it may not."""
        self._lets_out, self._kept_in = protocols, otherwise

    @property
    def lets_out_nothing(self) -> bool:
        """Whether flows of no protocol may leave."""
        return self._lets_out is not None and not self._lets_out

    @property
    def choices(self) -> Sequence[str]:
        """The addresses of which the platform picked this one; none where there was no other."""
        return self.picked_from

    def prepare(self) -> None:
        """Measure the pool, where nobody has yet."""
        self.pool.measure()

    @property
    def is_used(self) -> bool:
        """Whether a flow has ever asked for a port."""
        return self.pool.is_measured

    def allocated(self, instance: str, protocol: str) -> int:
        """How many ports are preallocated to *instance* for *protocol*."""
        self.prepare()
        return self.instances[instance].size if self._lets(protocol) else 0

    @property
    def available(self) -> int:
        """How many ports the address has for all instances together."""
        return self._address_ports.total

    def in_use(self, instance: str, protocol: str) -> int:
        """How many of its ports *instance* uses, in flows and in holds."""
        ports = self.instances.get(instance)
        # Whoever only asks changes nothing, not even the order in which ports are taken away.
        inventory = None if ports is None else ports.inventories.get(self._counted_as(protocol))
        return 0 if inventory is None else inventory.in_use

    def free_toward(self, flow: FiveTuple) -> int:
        """How many more flows like *flow* would find a port."""
        self.prepare()
        if not self._lets(flow.protocol):
            return 0
        bucket = self._buckets.get(self._ports.scope[flow.protocol](flow))
        return self.instances[flow.source].size - (bucket.busy if bucket else 0)

    def has_room(self, flow: FiveTuple) -> bool:
        """Whether *flow* would find a port."""
        self.prepare()
        if not self._lets(flow.protocol):
            return False
        bucket = self._buckets.get(self._ports.scope[flow.protocol](flow))
        return self.instances[flow.source].size > 0 if bucket is None else bucket.has_room(flow)

    def why_not(self, flow: FiveTuple) -> Rule:
        """Why *flow* can't be opened."""
        protocol, lets_out = flow.protocol, self._lets_out
        if protocol not in self._ports.protocols:
            return ONLY_TCP_AND_UDP
        return EXHAUSTED if lets_out is None or protocol in lets_out else self._kept_in(protocol)

    def _lets(self, protocol: str) -> bool:
        lets_out = self._lets_out
        return protocol in self._ports.protocols and (lets_out is None or protocol in lets_out)

    # One flow

    def open(self, flow: FiveTuple, now: int) -> Mapping | None:
        """Give a new *flow* a port, or None where none is free toward its destination."""
        if self._lets_out is not None and flow.protocol not in self._lets_out:
            return None
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
        (self._idle_tcp if flow.protocol == "TCP" else self._idle_other).put(mapping, now)
        if self._recorder is not None:
            self._recorder.add(PortTaken, self.name, flow, mapping.outside, inventory.in_use)
        return mapping

    # Packets

    def translate(self, packet: Packet, now: int) -> Verdict:
        """Rewrite the source of what leaves, and the destination of what comes back."""
        # An instance may speak to the very address that it leaves from, such as a load balancer's.
        if packet.destination in self.addresses and packet.source not in self.instances:
            return self._inward(packet, now)
        return self._outward(packet, now)

    def _outward(self, packet: Packet, now: int) -> Verdict:
        if packet.protocol not in self._ports.protocols:
            return Drop(ONLY_TCP_AND_UDP)
        if (held_up := self.holds_up(packet)) is not None:
            return Drop(held_up)
        self.prepare()
        flow = packet.five_tuple
        held = self.instances[flow.source].sender.flows.get(flow)
        if held is None:
            if packet.protocol == "TCP" and packet.flags != "SYN":
                self._ports.shows(self._ports.late_packet_revives)
                return Drop(NO_FLOW)
            held = self.open(flow, now)
            if held is None:
                return Drop(self.why_not(flow))
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
        return next((each for each in bucket.at(index) if each.answers == flow), None)

    # Measuring the pool

    def keep(self, staying: Collection[str]) -> None:
        """Make the ports free that were taken away, or whose instance isn't *staying*."""
        for address, instance in list(self.instances.items()):
            instance.leaves = address not in staying
            if instance.leaves and instance.is_idle:
                self._forget(instance)
            else:
                self._address_ports.free.give_back(instance.cut())

    def hand_out(self, member: Sender, ports: int) -> int:
        """Let *member* have so many more ports, or as many as there are; how many those are."""
        taken = self._address_ports.free.take(ports)
        instance = self.instances.get(member.address)
        if instance is None:
            self.instances[member.address] = InstancePorts(self, member, taken)
        else:
            instance.extend(taken)
        return sum(map(len, taken))

    def look_up_anew(self) -> None:
        """Ports have changed hands: whom an answer is for is looked up accordingly."""
        pairs = sorted(
            ((part.start, each) for each in self.instances.values() for part in each.ranges),
            key=itemgetter(0),
        )
        self._starts = [start for start, _ in pairs]
        self._owners = [instance for _, instance in pairs]

    def tell_size(
        self, members: Sequence[Sender], reported: int, allocated: int, lost: int
    ) -> None:
        """The ports were allocated anew, and *lost* flows go."""
        if self._recorder is not None:
            named = tuple((member.name, member.address) for member in members)
            self._recorder.add(PoolResized, self.name, reported, allocated, lost, named)

    def withdraw(self) -> None:
        """Nobody has ports here any more: the flows on them time out."""
        for instance in list(self.instances.values()):
            for flow in instance.holders_from(0):
                self.release(flow, "reclaimed")
        self.keep(())
        self.look_up_anew()

    def _forget(self, instance: InstancePorts) -> None:
        self._address_ports.free.give_back(instance.ranges)
        del self.instances[instance.sender.address]
        self._buckets = {
            scope: bucket
            for scope, bucket in self._buckets.items()
            if bucket.inventory.instance is not instance
        }

    def _new_bucket(self, flow: FiveTuple) -> Bucket:
        self.prepare()
        self._ports.shows(self._ports.port_choice)
        inventory = self._inventory(self.instances[flow.source], flow.protocol)
        is_cone = flow.protocol != "TCP" and self._ports.udp_cone is not None
        if is_cone:
            self._ports.shows(self._ports.udp_cone)
        bucket = Bucket(inventory, is_cone)
        inventory.buckets.append(bucket)
        return bucket

    def _counted_as(self, protocol: str) -> str:
        return protocol if self._ports.counts_protocols_apart else ""

    def _inventory(self, instance: InstancePorts, protocol: str) -> Inventory:
        key = self._counted_as(protocol)
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
            self._recorder.add(PortReleased, self.name, flow.inside, flow.outside, why, in_use)
        if instance.leaves and instance.is_idle:
            self._forget(instance)
