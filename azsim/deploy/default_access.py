"""Default outbound access: who gets it, and from whom something takes it away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import define, field

from azsim.deploy.load_balancer_outbound import LOAD_BALANCING_RULE, OUTBOUND_RULE
from azsim.deploy.load_balancers import LoadBalancers
from azsim.deploy.machines import Machine
from azsim.deploy.networks import VirtualNetworks
from azsim.deploy.public_ips import PUBLIC_IP
from azsim.deploy.scale_sets import ScaleSets
from azsim.deploy.world import World
from azsim.engine.routes import Border
from azsim.facts.decides import decides
from azsim.functions.egress import Egress
from azsim.functions.outbound_platforms import ResourceManagerPlatform
from azsim.functions.snat.masquerading import Snat
from azsim.functions.snat.profiles import DefaultOutboundAccess
from azsim.model.resources.identity import ResourceId
from azsim.model.rules import Rule
from azsim.text import Text

DEFAULT_ACCESS: Final = "default outbound access"
_BY_RULES: Final = (OUTBOUND_RULE, LOAD_BALANCING_RULE)

PRIVATE_SUBNET = Rule(
    "default-access.private-subnet",
    Text("its subnet is private", "サブネットがプライベートである"),
)
FLEXIBLE = Rule(
    "default-access.flexible-scale-set",
    Text(
        "it is an instance of a Flexible scale set",
        "Flexible スケール セットのインスタンスである",
    ),
)
WITH_ITS_GROUP = Rule(
    "default-access.with-its-group",
    Text(
        "another instance of its scale set is behind a Standard load balancer",
        "同じスケール セットの別のインスタンスが Standard ロード バランサーの背後にある",
    ),
)
PUBLIC_IP_BESIDE = Rule(
    "default-access.public-ip-beside",
    Text(
        "another of its IP configurations has a public IP",
        "別の IP 構成にパブリック IP がある",
    ),
)


@define(eq=False)
class DefaultAccess:
    """Gives virtual machines default outbound access, as Azure does by itself.

    It keeps in which kind of subnet each interface of a machine was started: a later change of the
    subnet counts for a machine once it has been deallocated and started again.
    """

    world: World
    networks: VirtualNetworks
    load_balancers: LoadBalancers
    scale_sets: ScaleSets
    _profile: DefaultOutboundAccess = field(init=False)
    _subnets: dict[Machine, Mapping[str, ResourceId]] = field(factory=dict, init=False)
    _in_private: set[Egress] = field(factory=set, init=False)
    _free: Iterator[str] | None = field(default=None, init=False)

    def __attrs_post_init__(self) -> None:
        self._profile = DefaultOutboundAccess(self.world.facts)

    def start(self, machine: Machine, subnets: Mapping[str, ResourceId]) -> None:
        """*machine* is started; the settings of the *subnets* of its addresses count from now on."""
        self._subnets[machine] = subnets
        for address, subnet in subnets.items():
            egress = machine.interfaces[address]
            self._in_private.discard(egress)
            if self.networks.is_private(subnet):
                self._in_private.add(egress)

    def stop(self, machine: Machine) -> None:
        """*machine* is deallocated: its address is given back."""
        for egress in machine.interfaces.values():
            egress.offer(DEFAULT_ACCESS, [])

    def start_again(self, machine: Machine) -> None:
        """*machine* is started again in the subnets that it was in."""
        self.start(machine, self._subnets[machine])

    def forget(self, machine: Machine) -> None:
        """*machine* is no more."""
        self.stop(machine)
        del self._subnets[machine]
        self._in_private.difference_update(machine.interfaces.values())

    def knows(self, machine: Machine) -> bool:
        """Whether *machine* is a virtual machine of a virtual network."""
        return machine in self._subnets

    def started_in(self, subnet: ResourceId) -> list[Machine]:
        """The machines that were started in *subnet*."""
        return [machine for machine, own in self._subnets.items() if subnet in own.values()]

    def withheld(self, machine: Machine, egress: Egress) -> Rule | None:
        """Why *egress* of *machine* has no default outbound access, even without another way out."""
        return (
            self._by_subnet(machine, egress)
            or self._by_scale_set(machine)
            or self.load_balancers.without_default_access(machine, egress)
            or self._by_group(machine)
            or self._by_public_ip_beside(machine, egress)
        )

    def lead_out(self, machine: Machine) -> None:
        """Give *machine* default outbound access, where it has no better way out.

        Azure does so by itself, and picks the address.
        """
        for egress in machine.interfaces.values():
            self._lead_out(machine, egress)

    def _lead_out(self, machine: Machine, egress: Egress) -> None:
        if not isinstance(egress.platform, ResourceManagerPlatform):
            return
        if DEFAULT_ACCESS not in egress.platform.methods:
            return
        if self.withheld(machine, egress) is not None:
            egress.offer(DEFAULT_ACCESS, [])
            return
        first = egress.first_of([*egress.methods, DEFAULT_ACCESS])
        either = first in _BY_RULES and self.load_balancers.leaves_either_way(egress)
        if DEFAULT_ACCESS not in egress.methods:
            if first != DEFAULT_ACCESS and not either:
                return
            self._give(egress)
        if either and first is not None:
            own, lent = egress.methods[DEFAULT_ACCESS], egress.methods[first]
            egress.offer(first, list(dict.fromkeys((*lent, *own))))

    def _give(self, egress: Egress) -> None:
        snat = self._shared() or self._next_address(egress)
        snat.set_pool([egress], 1)
        self.world.facts.rests_on("outbound.default-access.pool")
        egress.offer(DEFAULT_ACCESS, [snat])

    @decides
    def _shared(self) -> Snat | None:
        """The address of somebody else that is given once more, if any."""
        self.world.facts.rests_on("default-outbound-access.address-of-each")
        return None

    def _next_address(self, egress: Egress) -> Snat:
        world = self.world
        if self._free is None:
            first = world.facts.text("outbound.default-access.address")
            self._free = world.free_public_addresses(first)
        address = next(self._free)
        snat = Snat(f"SNAT {address}", address, self._profile, world.trace)
        world.open_to_internet(snat, Border(egress.space, world.internet))
        return snat

    def is_private_by_default(self, api_version: str) -> bool:
        """Whether subnets of a new network are private, where a request in that version says nothing.

        *api_version* is the day on which it was released, such as 2026-05-01.
        """
        return api_version > self._profile.private_after

    def _by_subnet(self, machine: Machine, egress: Egress) -> Rule | None:
        subnet = self._subnets.get(machine, {}).get(egress.address)
        if subnet is None or not self._is_in_private(egress, subnet):
            return None
        routes = egress.routes
        if routes is not None and routes.leads_to_the_internet():
            return self._in_spite_of_routes()
        return self._private_subnet()

    def _by_public_ip_beside(self, machine: Machine, egress: Egress) -> Rule | None:
        others = (each for each in machine.interfaces.values() if each is not egress)
        if not any(PUBLIC_IP in each.methods for each in others):
            return None
        return self._taken_by_public_ip()

    @decides
    def _taken_by_public_ip(self) -> Rule | None:
        self.world.facts.rests_on("default-outbound-access.public-ip-beside")
        return PUBLIC_IP_BESIDE

    @decides
    def _by_scale_set(self, machine: Machine) -> Rule | None:
        if not self.scale_sets.is_in_flexible(machine):
            return None
        self.world.facts.rests_on("default-outbound-access.flexible-scale-set")
        return FLEXIBLE

    @decides
    def _by_group(self, machine: Machine) -> Rule | None:
        """The instances of a scale set follow the one that a Standard load balancer stands before."""
        group = self.scale_sets.group_of(machine)
        if not any(self.load_balancers.without_default_access(each, each.egress) for each in group):
            return None
        self.world.facts.rests_on("default-outbound-access.group")
        return WITH_ITS_GROUP

    @decides
    def _is_in_private(self, egress: Egress, subnet: ResourceId) -> bool:
        """Whether the *subnet* of *egress* was private when its machine was started."""
        then = egress in self._in_private
        if then != self.networks.is_private(subnet):
            self.world.facts.rests_on("default-outbound-access.change-takes-effect")
        return then

    @decides
    def _private_subnet(self) -> Rule | None:
        self.world.facts.rests_on("default-outbound-access.private-subnet")
        return PRIVATE_SUBNET

    @decides
    def _in_spite_of_routes(self) -> Rule | None:
        self.world.facts.rests_on("default-outbound-access.internet-routes")
        return PRIVATE_SUBNET
