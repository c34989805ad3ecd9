"""What services with front ends share: their addresses, their members, their endpoints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import ip_network
from typing import Generic, TypeVar

from attrs import define, field, frozen

from azsim.deploy.control_plane import Unrefused
from azsim.deploy.machines import Machine, Machines
from azsim.deploy.networks import VirtualNetworks
from azsim.deploy.world import World
from azsim.engine.routes import AddressSpace, SharedBorder
from azsim.facts import Facts
from azsim.facts.profile import Profile, duration
from azsim.functions.egress import Egress
from azsim.hosts.host import Host
from azsim.model.resources.balancing import BackEndPool, FrontEnd
from azsim.model.resources.identity import Resource, ResourceId
from azsim.model.resources.network import PublicIpAddress, PublicIpPrefix, PublicIpSku
from azsim.model.rules import Rule
from azsim.text import Text
from azsim.units import MINUTE

R = TypeVar("R", bound=Resource)

IDLE_TIMEOUT_RANGE = Rule(
    "public-ip.idle-timeout",
    Text(
        "the idle timeout of a public IP is from {least} to {most} minutes",
        "パブリック IP のアイドル タイムアウトは {least} 分から {most} 分までである",
    ),
)


class Limits(Profile):
    """The idle timeouts that a public IP may have for what comes in."""

    shortest_idle_timeout = duration("public-ip.idle-timeout.shortest")
    longest_idle_timeout = duration("public-ip.idle-timeout.longest")


def idle_timeouts(facts: Facts) -> tuple[int, int]:
    """The shortest and the longest one, in nanoseconds."""
    limits = Limits(facts)
    return limits.shortest_idle_timeout, limits.longest_idle_timeout


def idle_timeout_range(facts: Facts) -> Rule:
    """The reason for which Azure refuses another one."""
    shortest, longest = idle_timeouts(facts)
    return IDLE_TIMEOUT_RANGE.fill(least=shortest // MINUTE, most=longest // MINUTE)


@define(eq=False)
class PublicIpAddresses:
    """Deploys public IP addresses: each is what others name it for."""

    facts: Facts
    records: dict[str, PublicIpAddress] = field(factory=dict, init=False)

    def refusal(self, before: PublicIpAddress | None, after: PublicIpAddress) -> Rule | None:
        """An idle timeout that is too short or too long."""
        if after.idle_timeout is None:
            return None
        shortest, longest = idle_timeouts(self.facts)
        if shortest <= after.idle_timeout <= longest:
            return None
        return idle_timeout_range(self.facts)

    def apply(self, before: PublicIpAddress | None, after: PublicIpAddress) -> None:
        """Keep what the address is."""
        self.records[str(after.id).casefold()] = after

    def at(self, address: str) -> PublicIpAddress | None:
        """The resource that *address* is, or None."""
        return next((each for each in self.records.values() if each.ip_address == address), None)

    def get(self, id: ResourceId) -> PublicIpAddress | None:
        """The resource *id*, or None where it isn't there."""
        return self.records.get(str(id).casefold())

    def called(self, fqdn: str) -> PublicIpAddress | None:
        """The resource that has the DNS name *fqdn*, or None."""
        known = ((each.fqdn or "", each) for each in self.records.values())
        return next((each for name, each in known if name.casefold() == fqdn.casefold()), None)

    def address_of(self, id: ResourceId) -> str:
        """The address that the resource *id* is."""
        address = self.records[str(id).casefold()].ip_address
        assert address is not None, "a scenario says every address"
        return address

    def said_sku_of(self, id: ResourceId) -> PublicIpSku | None:
        """The SKU of the resource *id*, where it is said."""
        return self.records[str(id).casefold()].sku

    def sku_of(self, id: ResourceId) -> PublicIpSku:
        """The SKU of the resource *id*: today's, where none is said."""
        return self.said_sku_of(id) or PublicIpSku.STANDARD


@define(eq=False)
class PublicIpPrefixes(Unrefused):
    """Deploys public IP prefixes."""

    records: dict[str, str] = field(factory=dict, init=False)

    def apply(self, before: PublicIpPrefix | None, after: PublicIpPrefix) -> None:
        """Keep which addresses it has."""
        assert after.ip_prefix is not None, "a scenario says every address"
        self.records[str(after.id).casefold()] = after.ip_prefix


@frozen
class Member:
    """A member of a back-end pool: one address of a machine."""

    machine: Machine
    address: str

    @property
    def egress(self) -> Egress:
        """Its outbound side."""
        return self.machine.interfaces[self.address]


@define(eq=False)
class Services(Unrefused, Generic[R]):
    """What deployers of services with front ends share."""

    world: World
    machines: Machines
    networks: VirtualNetworks
    addresses: PublicIpAddresses
    prefixes: PublicIpPrefixes

    def border(self) -> SharedBorder:
        """The ways of a service: into a virtual network, or out to the internet."""
        return self.networks.border()

    def space_of(self, address: str) -> AddressSpace:
        """Where *address* lies: in the virtual network, or on the internet."""
        private = self.world.is_private(address)
        return self.networks.space_of(address) if private else self.world.internet

    def front_ends(self, parts: Iterable[FrontEnd]) -> list[str]:
        """The addresses of front ends."""
        return [address for each in parts for address in self.addresses_of(each)]

    def address_of(self, front_end: FrontEnd) -> str:
        """The address of a front end."""
        if front_end.private_ip_address is not None:
            return front_end.private_ip_address
        assert front_end.public_ip_address is not None, "a prefix has several addresses"
        return self.addresses.address_of(front_end.public_ip_address)

    def addresses_of(self, front_end: FrontEnd) -> list[str]:
        """The addresses of a front end: those of its prefix, where it has one."""
        prefix = self.prefixes.records.get(str(front_end.public_ip_prefix).casefold())
        if prefix is None:
            return [self.address_of(front_end)]
        return [str(each) for each in ip_network(prefix)]

    def said_of(self, front_end: FrontEnd) -> str:
        """What a scenario says of a front end: its address, or its prefix."""
        prefix = self.prefixes.records.get(str(front_end.public_ip_prefix).casefold())
        return self.address_of(front_end) if prefix is None else prefix

    def members(self, pools: Iterable[BackEndPool]) -> list[Member]:
        """The members that pools name by their addresses."""
        addresses = [each.ip_address for pool in pools for each in pool.addresses]
        return [Member(self.machines.at(address), address) for address in addresses]

    def endpoint(self, name: str, addresses: Sequence[str]) -> Host:
        """The endpoint of a service's sessions and probes."""
        host = Host(name, tuple(addresses), self.world.facts, self.world.packet_ids)
        self.world.run(host)
        return host
