"""Azure Firewalls, and the addresses that what they let out leaves from."""

from __future__ import annotations

import ipaddress
import itertools
from typing import Final

from attrs import define, field

from azsim.deploy import private_addresses
from azsim.deploy.control_plane import ControlPlane
from azsim.deploy.nat_gateways import NAT_GATEWAY, NatGateways
from azsim.deploy.networks import VirtualNetworks
from azsim.deploy.services import PublicIpAddresses
from azsim.deploy.world import World
from azsim.engine.nodes import Node
from azsim.engine.routes import AddressSpace, Border, Hop
from azsim.functions.egress import Egress
from azsim.functions.firewall.firewall import Firewall, FirewallWithin
from azsim.functions.firewall.half import PrivateAddresses
from azsim.functions.firewall.profiles import FirewallLimits
from azsim.functions.firewall.rules import InboundRules, Rules
from azsim.functions.firewall.to_the_internet import FirewallToTheInternet, Gateway
from azsim.functions.outbound_platforms import ResourceManagerPlatform
from azsim.functions.snat.flows import TranslatedFlow
from azsim.model.packet import Packet
from azsim.model.resources.outbound import Firewall as FirewallRecord
from azsim.model.rules import Rule
from azsim.model.verdict import Drop
from azsim.text import Text
from azsim.units import format_count, format_duration

TOO_MANY_ADDRESSES: Final = Rule(
    "firewall.too-many-addresses",
    Text(
        "a firewall has at most {most} public IP addresses",
        "ファイアウォールのパブリック IP アドレスは {most} 個までである",
    ),
)
TOO_FEW_INSTANCES: Final = Rule(
    "firewall.too-few-instances",
    Text(
        "a firewall has at least {least} instances",
        "ファイアウォールのインスタンスは {least} 台以上である",
    ),
)
TIMEOUT_TOO_LONG: Final = Rule(
    "firewall.idle-timeout-too-long",
    Text(
        "the idle timeout of a firewall can be extended to {longest} at most",
        "ファイアウォールのアイドル タイムアウトは {longest}までしか延長できない",
    ),
)
NAT_PORT_TOO_LARGE: Final = Rule(
    "firewall.nat-port-too-large",
    Text(
        "a DNAT rule of a firewall takes ports up to {most}",
        "ファイアウォールの DNAT 規則のポートは {most} までである",
    ),
)


@define(eq=False)
class RunningFirewall:
    """A firewall as it runs; ``ports`` are the SNAT ports of each public address on all *instances*."""

    node: Firewall
    ports: int = 0
    instances: int = 0
    interface: Egress | None = None
    ways: Border | None = None

    def next_hop(self, at: Node, packet: Packet, now: int) -> Hop | Drop:
        """To the NAT gateway where one translates the packet; elsewhere straight."""
        assert self.ways is not None, "it has begun"
        if self.interface is not None and packet.source == self.node.address:
            [gateway] = self.interface.first_method()
            return Hop(gateway)
        return self.ways.next_hop(at, packet, now)

    @property
    def name(self) -> str:
        """What it is called."""
        return self.node.name


@define(eq=False)
class Firewalls:
    """Deploys Azure Firewalls."""

    world: World
    networks: VirtualNetworks
    addresses: PublicIpAddresses
    gateways: NatGateways
    running: dict[str, RunningFirewall] = field(factory=dict, init=False)
    _limits: FirewallLimits = field(init=False)
    _platform: ResourceManagerPlatform = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._limits = FirewallLimits(self.world.facts)
        self._platform = ResourceManagerPlatform(self.world.facts)

    def refusal(self, before: FirewallRecord | None, after: FirewallRecord) -> Rule | None:
        """More addresses, fewer instances, a longer idle timeout or a larger port than there can be.

        A private address that nothing gets is refused as well.
        """
        limits = self._limits
        if len(after.ip_configurations) > limits.most_addresses:
            return TOO_MANY_ADDRESSES.fill(most=format_count(limits.most_addresses))
        if after.instances is not None and after.instances < limits.least_instances:
            return TOO_FEW_INSTANCES.fill(least=format_count(limits.least_instances))
        longest = limits.longest_idle_timeout
        if after.idle_timeout is not None and after.idle_timeout > longest:
            return TIMEOUT_TOO_LONG.fill(longest=format_duration(longest))
        if any(each.port > limits.largest_nat_port for each in after.nat_rules):
            return NAT_PORT_TOO_LARGE.fill(most=format_count(limits.largest_nat_port))
        return private_addresses.refusal(after.ip_configurations, self.networks, self.world.facts)

    def apply(self, before: FirewallRecord | None, after: FirewallRecord) -> None:
        """Let the firewall run as *after* says.

        :raises Advice: for a name or an address that is something else's.
        """
        public = [
            self.addresses.address_of(each.public_ip_address)
            for each in after.ip_configurations
            if each.public_ip_address is not None
        ]
        running = self.running.get(after.name)
        if running is None:
            running = self.running[after.name] = self._begin(after, public)
        to_the_internet = running.node.to_the_internet
        for address in public:
            if address not in to_the_internet.own_addresses:
                self.world.own(self.world.internet, address, to_the_internet)
        running.instances = after.instances or self._limits.least_instances
        running.ports = self._limits.ports * running.instances
        to_the_internet.change_to(public, running.ports, after.idle_timeout)
        rules = Rules(after.name, self.world.facts, after.rules)
        running.node.change_to(rules, after.private_ranges)
        to_the_internet.inbound_rules = InboundRules(after.nat_rules, rules)

    def settle(self, plane: ControlPlane) -> None:
        """Let each firewall go on through the NAT gateway of its subnet, where that has one."""
        for record in plane.description.of_kind(FirewallRecord):
            running, subnet = self.running[record.name], record.ip_configurations[0].subnet
            assert subnet is not None, "the first configuration names the subnet"
            gateway = self.gateways.of_subnet(plane.description, subnet)
            if gateway is None:
                running.node.to_the_internet.go_on_through(None)
                continue
            if running.interface is None:
                running.interface = Egress(
                    record.name,
                    running.node.address,
                    self.networks.of_subnet(subnet),
                    self._platform,
                    self.world.draws,
                )
            gateway.admit(running.interface)
            running.interface.offer(NAT_GATEWAY, [gateway])
            running.node.to_the_internet.go_on_through(Gateway(gateway, running.interface))

    def drain(self, flow: TranslatedFlow) -> None:
        """The instance that carries *flow* goes, and drains before."""

        def disconnect() -> None:
            if flow.ended is None:
                flow.translator.release(flow, "removed")

        self.world.schedule.after(self._limits.drain, disconnect)

    def _begin(self, record: FirewallRecord, public: list[str]) -> RunningFirewall:
        world, first = self.world, record.ip_configurations[0]
        assert first.subnet is not None, "the first configuration names the subnet"
        assert first.private_ip_address is not None, "a scenario says every address"
        world.names.check_free(record.name)
        space = self.networks.of_subnet(first.subnet)
        ways = Border(space, world.internet)
        address = first.private_ip_address
        private = PrivateAddresses(
            world.facts, world.draws, lambda: self._own_addresses(space, node)
        )
        to_the_internet = FirewallToTheInternet(
            record.name, public, private, world.facts, world.draws, world.trace
        )
        within = FirewallWithin(to_the_internet, address, world.facts, world.trace)
        node = Firewall(to_the_internet, within, space, world.facts, world.trace)
        world.own(space, node.address, node)
        running = RunningFirewall(node, ways=ways)
        world.open_to_internet(to_the_internet, running)
        world.run_translator(node)
        world.run_translator(within)
        world.names.add(record.name, running)
        return running

    def _own_addresses(self, space: AddressSpace, node: Firewall) -> list[str]:
        """An address for each instance: the next ones of its subnet that nobody has."""
        count = self.running[node.name].instances
        after = ipaddress.IPv4Address(node.address)
        following = (str(after + number) for number in itertools.count(1))
        found = list(
            itertools.islice((each for each in following if each not in space.owners), count)
        )
        for each in found:
            self.world.own(space, each, node.within)
        return found
