"""Azure Firewalls, and the addresses that what they let out leaves from."""

from __future__ import annotations

from typing import Final

from attrs import define, field

from azsim.deploy.control_plane import ControlPlane
from azsim.deploy.nat_gateways import NAT_GATEWAY, NatGateways
from azsim.deploy.networks import VirtualNetworks
from azsim.deploy.services import PublicIpAddresses
from azsim.deploy.world import World
from azsim.engine.nodes import Node
from azsim.engine.routes import Border, Hop
from azsim.functions.egress import Egress
from azsim.functions.firewall import Firewall, FirewallLimits, FirewallToTheInternet, Gateway
from azsim.functions.outbound_platforms import ResourceManagerPlatform
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


@define(eq=False)
class RunningFirewall:
    """A firewall as it runs; ``ports`` are the SNAT ports of each public address."""

    node: Firewall
    ports: int = 0
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
        """More addresses, fewer instances or a longer idle timeout than a firewall can have."""
        limits = self._limits
        if len(after.ip_configurations) > limits.most_addresses:
            return TOO_MANY_ADDRESSES.fill(most=format_count(limits.most_addresses))
        if after.instances is not None and after.instances < limits.least_instances:
            return TOO_FEW_INSTANCES.fill(least=format_count(limits.least_instances))
        longest = limits.longest_idle_timeout
        if after.idle_timeout is not None and after.idle_timeout > longest:
            return TIMEOUT_TOO_LONG.fill(longest=format_duration(longest))
        return None

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
            if address not in to_the_internet.addresses:
                self.world.own(self.world.internet, address, to_the_internet)
        instances = after.instances or self._limits.least_instances
        running.ports = self._limits.ports * instances
        to_the_internet.change_to(public, running.ports, after.idle_timeout)

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

    def _begin(self, record: FirewallRecord, public: list[str]) -> RunningFirewall:
        world, first = self.world, record.ip_configurations[0]
        assert first.subnet is not None, "the first configuration names the subnet"
        assert first.private_ip_address is not None, "a scenario says every address"
        world.names.check_free(record.name)
        space = self.networks.of_subnet(first.subnet)
        ways = Border(space, world.internet)
        to_the_internet = FirewallToTheInternet(
            record.name, public, world.facts, world.draws, world.trace
        )
        node = Firewall(
            record.name, first.private_ip_address, to_the_internet, world.facts, world.trace
        )
        world.own(space, node.address, node)
        running = RunningFirewall(node, ways=ways)
        world.open_to_internet(to_the_internet, running)
        world.run_translator(node)
        world.names.add(record.name, running)
        return running
