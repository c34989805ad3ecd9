"""Virtual networks of Resource Manager."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from attrs import define, field

from azsim.deploy.control_plane import ControlPlane
from azsim.deploy.machine_skus import MachineSkus
from azsim.deploy.world import World
from azsim.engine.routes import AddressSpace, SharedBorder
from azsim.facts.decides import decides
from azsim.model.resources.identity import ResourceId
from azsim.model.resources.network import Subnet, VirtualNetwork
from azsim.model.rules import Rule
from azsim.units import within

DEFAULT_NETWORK: Final = "virtual network"


@define(eq=False)
class VirtualNetworks:
    """Deploys virtual networks: each is an address space of its own.

    ``attaching_refusal`` says why Azure refuses the NAT gateway that a subnet names, if it does.
    """

    world: World
    skus: MachineSkus
    spaces: dict[str, AddressSpace] = field(factory=dict, init=False)
    attaching_refusal: Callable[[Subnet], Rule | None] = field(
        default=lambda subnet: None, init=False
    )
    _records: dict[ResourceId, VirtualNetwork] = field(factory=dict, init=False)

    def refusal(self, before: VirtualNetwork | None, after: VirtualNetwork) -> Rule | None:
        """A NAT gateway on a subnet that takes none, or whose machines belong to something Basic."""
        attached = [each for each in after.subnets if each.nat_gateway is not None]
        refused = next(filter(None, map(self.attaching_refusal, attached)), None)
        if refused is not None:
            return refused
        refusals = (self.skus.nat_gateway_refusal(each.address_prefixes) for each in attached)
        return next(filter(None, refusals), None)

    def apply(self, before: VirtualNetwork | None, after: VirtualNetwork) -> None:
        """Let the network be there."""
        self._records[after.id] = after
        for each in after.subnets:
            prefixes = () if each.nat_gateway is None else each.address_prefixes
            self.skus.have_nat_gateway(after.id.part("subnets", each.name), prefixes)
        if after.name not in self.spaces:
            self.spaces[after.name] = self.world.new_space(after.name)

    def address_space(self, network: ResourceId) -> tuple[str, ...]:
        """The prefixes of a network."""
        return self._records[network].address_space

    def border(self) -> SharedBorder:
        """The ways of what stands before the virtual networks: into one of them, or to the internet."""
        return SharedBorder(self.spaces.values, self.world.internet)

    def space_of(self, address: str) -> AddressSpace:
        """The virtual network that *address* lies in; the first one where it lies in none."""
        records = self._records.values()
        names = (each.name for each in records if within(address, each.address_space))
        name = next(names, None)
        return self.default() if name is None else self.spaces[name]

    def settle(self, plane: ControlPlane) -> None:
        """Let each network reach those that it is peered with."""
        records = list(self._records.values())
        if len(records) == 1:
            return
        for each in records:
            peers, space = self._peers_of(each), self.spaces[each.name]
            near = [self.spaces[other.name] for other in peers]
            space.peers = near
            space.apart = [
                other
                for name, other in self.spaces.items()
                if name != each.name and other not in near
            ]
            space.forwarders = [
                self.spaces[other.name] for other in peers if self._takes_forwarded(each, other)
            ]

    @decides
    def _peers_of(self, network: VirtualNetwork) -> list[VirtualNetwork]:
        """The networks with which *network* is peered from both sides, and none beyond them."""
        self.world.facts.rests_on("peering.connects")
        self.world.facts.rests_on("peering.not-transitive")
        return [each for each in self._named_by(network) if self._is_answered(each, network)]

    @decides
    def _is_answered(self, network: VirtualNetwork, other: VirtualNetwork) -> bool:
        """Whether *network* has a peering with *other* as well."""
        self.world.facts.rests_on("peering.from-both-sides")
        return other in self._named_by(network)

    @decides
    def _takes_forwarded(self, network: VirtualNetwork, other: VirtualNetwork) -> bool:
        """Whether *network* takes what *other* forwards from elsewhere."""
        self.world.facts.rests_on("peering.forwarded-traffic")
        return any(
            each.allow_forwarded_traffic
            for each in network.peerings
            if each.remote_virtual_network == other.id
        )

    def _named_by(self, network: VirtualNetwork) -> list[VirtualNetwork]:
        remote = (each.remote_virtual_network for each in network.peerings)
        return [self._records[each] for each in remote if each in self._records]

    def prefixes_near(self, network: VirtualNetwork) -> tuple[str, ...]:
        """The address space of a network, and those of the networks that it is peered with."""
        near = [network, *self._peers_of(network)]
        return tuple(prefix for each in near for prefix in each.address_space)

    def default(self) -> AddressSpace:
        """The virtual network of whatever names none: the first that is there."""
        return next(iter(self.spaces.values()))

    def of_subnet(self, subnet: ResourceId) -> AddressSpace:
        """The address space that a subnet is a part of."""
        return self.spaces[subnet.resource.name]

    def prefixes(self, subnet: ResourceId) -> tuple[str, ...]:
        """The prefixes of a subnet; those of its network where that has no subnets."""
        found = self._subnet(subnet)
        return self.address_space(subnet.resource) if found is None else found.address_prefixes

    def is_private(self, subnet: ResourceId) -> bool:
        """Whether default outbound access of a subnet is disabled."""
        found = self._subnet(subnet)
        return found is not None and found.default_outbound_access is False

    def is_made_up(self, subnet: ResourceId) -> bool:
        """Whether nobody says which prefixes a subnet has."""
        found = self._subnet(subnet)
        return found is not None and found.is_made_up

    def _subnet(self, id: ResourceId) -> Subnet | None:
        found = self._records[id.resource].subnets
        return next((each for each in found if each.name.casefold() == id.name.casefold()), None)
