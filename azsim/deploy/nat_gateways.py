"""NAT gateways, and the machines that leave through them."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from typing import Final

from attrs import define, field

from azsim.deploy.control_plane import ControlPlane
from azsim.deploy.interface_records import InterfaceRecords
from azsim.deploy.machine_skus import MachineSkus
from azsim.deploy.machines import Machine, Machines
from azsim.deploy.networks import VirtualNetworks
from azsim.deploy.services import PublicIpAddresses, PublicIpPrefixes
from azsim.deploy.world import World
from azsim.facts.decides import decides
from azsim.functions.egress import Egress
from azsim.functions.nat.gateway import NatGateway
from azsim.functions.nat.profiles import NatGatewayProfile, StandardV2
from azsim.functions.snat.flows import FlowSettings
from azsim.model.resources.description import Description
from azsim.model.resources.identity import ResourceId
from azsim.model.resources.network import NetworkInterface, Subnet
from azsim.model.resources.outbound import NatGateway as NatGatewayRecord
from azsim.model.resources.outbound import NatGatewaySku
from azsim.model.rules import Rule
from azsim.text import Text, listed
from azsim.units import format_count, format_duration

NAT_GATEWAY: Final = "NAT gateway"

TOO_MANY_ADDRESSES = Rule(
    "nat-gateway.too-many-addresses",
    Text(
        "a NAT gateway has at most {most} public IP addresses",
        "NAT ゲートウェイのパブリック IP アドレスは {most} 個までである",
    ),
)
IDLE_TIMEOUT_RANGE = Rule(
    "nat-gateway.idle-timeout-range",
    Text(
        "the TCP idle timeout of a NAT gateway is {shortest} to {longest}",
        "NAT ゲートウェイの TCP アイドル タイムアウトは {shortest}から {longest}までである",
    ),
)
UDP_TIMEOUT_IS_FIXED = Rule(
    "nat-gateway.udp-idle-timeout-is-fixed",
    Text(
        "the UDP idle timeout of a NAT gateway is fixed",
        "NAT ゲートウェイの UDP アイドル タイムアウトは固定されている",
    ),
)
WRONG_ADDRESS_SKU = Rule(
    "nat-gateway.wrong-address-sku",
    Text(
        "the SKU of the NAT gateway needs public IP addresses of the SKU {sku}",
        "NAT ゲートウェイの SKU に対して {sku} SKU のパブリック IP アドレスが必要である",
    ),
)
REFUSED_SUBNET = Rule(
    "nat-gateway.refused-subnet",
    Text(
        "a NAT gateway can't be attached to a gateway subnet",
        "NAT ゲートウェイはゲートウェイ サブネットに接続できない",
    ),
)
REFUSED_DELEGATION = Rule(
    "nat-gateway.refused-delegation",
    Text(
        "no {sku} NAT gateway can be attached to a subnet that is delegated to this service",
        "このサービスに委任されたサブネットに {sku} の NAT ゲートウェイは接続できない",
    ),
)


@define(eq=False)
class RunningNatGateway:
    """A NAT gateway as it runs, and the machines that are behind it."""

    node: NatGateway
    profile: NatGatewayProfile
    machines: list[Machine] = field(factory=list)

    @property
    def name(self) -> str:
        """What it is called."""
        return self.node.name


@define(eq=False)
class NatGateways:
    """Deploys NAT gateways."""

    world: World
    machines: Machines
    networks: VirtualNetworks
    addresses: PublicIpAddresses
    prefixes: PublicIpPrefixes
    skus: MachineSkus
    interfaces: InterfaceRecords
    running: dict[ResourceId, RunningNatGateway] = field(factory=dict, init=False)
    _records: dict[ResourceId, NatGatewayRecord] = field(factory=dict, init=False)
    _standard: NatGatewayProfile = field(init=False)
    _standard_v2: StandardV2 = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._standard = NatGatewayProfile(self.world.facts)
        self._standard_v2 = StandardV2(self.world.facts)
        self.networks.attaching_refusal = self._refusal_of_subnet

    # What Azure says

    def refusal(self, before: NatGatewayRecord | None, after: NatGatewayRecord) -> Rule | None:
        """Too many addresses, those of another SKU, an idle timeout out of its range, Basic machines."""
        profile = self._profile(after)
        if len(self._addresses_of(after)) > profile.most_addresses:
            return TOO_MANY_ADDRESSES.fill(most=format_count(profile.most_addresses))
        for id in after.public_ip_addresses:
            sku = self.addresses.records[str(id).casefold()].sku
            if sku is not None and sku.value not in profile.address_skus:
                return WRONG_ADDRESS_SKU.fill(sku=listed(profile.address_skus))
        timeout = after.idle_timeout
        shortest, longest = profile.shortest_idle_timeout, profile.longest_idle_timeout
        if timeout is not None and not shortest <= timeout <= longest:
            return idle_timeout_range(shortest, longest)
        if after.virtual_network is None:
            return None
        return self.skus.nat_gateway_refusal(self.networks.address_space(after.virtual_network))

    def attaching_refusal(self, subnet: Subnet, gateway: NatGatewayRecord) -> Rule | None:
        """Why *gateway* can't be attached to *subnet*, if it can't."""
        profile = self._profile(gateway)
        if subnet.name in profile.refused_subnets:
            return REFUSED_SUBNET
        refused = {each.casefold() for each in profile.refused_delegations}
        if not refused.isdisjoint(each.casefold() for each in subnet.delegations):
            return REFUSED_DELEGATION.fill(sku=gateway.sku or NatGatewaySku.STANDARD)
        return None

    def _refusal_of_subnet(self, subnet: Subnet) -> Rule | None:
        assert subnet.nat_gateway is not None, "it names one"
        gateway = self._records.get(subnet.nat_gateway)
        return None if gateway is None else self.attaching_refusal(subnet, gateway)

    # What runs

    def apply(self, before: NatGatewayRecord | None, after: NatGatewayRecord) -> None:
        """Let the NAT gateway run as *after* says.

        :raises Advice: for a name or an address that is something else's.
        """
        world = self.world
        self._records[after.id] = after
        if after.virtual_network is not None:
            space = self.networks.address_space(after.virtual_network)
            self.skus.have_nat_gateway(after.id, space)
        running = self.running.get(after.id)
        if running is None:
            world.names.check_free(after.name)
            profile = self._profile(after)
            node = NatGateway(after.name, profile, world.draws, world.trace)
            running = self.running[after.id] = RunningNatGateway(node, profile)
            world.names.add(after.name, running)
            world.routes.attach(node, self.networks.border())
            world.run_translator(node)
        node, addresses = running.node, self._addresses_of(after)
        had = node.addresses
        for address in addresses:
            if address not in had:
                world.own(world.internet, address, node)
        for address in had:
            if address not in addresses:
                del world.internet.owners[address]
        node.have(addresses)
        node.set(FlowSettings(idle_timeout=after.idle_timeout))

    def settle(self, plane: ControlPlane) -> None:
        """Let machines leave through the NAT gateway that their subnet or their network has."""
        if not self.running:
            return
        attached, secondary = dict(_attached(plane.description)), self.interfaces.secondary
        for machine in self.machines.all():
            for address, egress in machine.interfaces.items():
                running = self.running.get(attached.get(address, ResourceId("none")))
                if running is not None and address in secondary:
                    running = self._for_secondary(running)
                offered = [] if running is None else [running.node]
                if running is None or not running.node.addresses:
                    if running is not None:
                        self.world.facts.rests_on("nat-gateway.without-address")
                    self._leave(egress)
                elif egress.methods.get(NAT_GATEWAY) != offered:
                    running.machines.append(machine)
                    running.node.admit(egress)
                    if running.profile.attaching == "open connections break":
                        for flow in list(egress.flows.values()):
                            flow.translator.release(flow, "interrupted")
                    egress.offer(NAT_GATEWAY, offered)

    @decides
    def _for_secondary(self, gateway: RunningNatGateway) -> RunningNatGateway | None:
        """What a secondary IP configuration leaves through where its subnet has *gateway*."""
        self.world.facts.rests_on("nat-gateway.every-configuration")
        return gateway

    def _leave(self, egress: Egress) -> None:
        """The interface has no NAT gateway, or no longer: flows through one end."""
        for node in egress.methods.get(NAT_GATEWAY, ()):
            self.world.facts.rests_on("nat-gateway.detaching-ends-flows")
            for flow in [each for each in egress.flows.values() if each.translator is node]:
                node.release(flow, "interrupted")
        egress.offer(NAT_GATEWAY, [])

    def forget(self, machine: Machine) -> None:
        """*machine* is no more."""
        for running in self.running.values():
            running.machines = [each for each in running.machines if each is not machine]

    def of_subnet(self, description: Description, subnet: ResourceId) -> NatGateway | None:
        """The NAT gateway that a subnet or its network has, where that has an address."""
        found = description.subnets().get(subnet)
        if found is None or found.nat_gateway is None:
            return None
        node = self.running[found.nat_gateway].node
        return node if node.addresses else None

    def _profile(self, record: NatGatewayRecord) -> NatGatewayProfile:
        is_v2 = record.sku == NatGatewaySku.STANDARD_V2
        return self._standard_v2 if is_v2 else self._standard

    def _addresses_of(self, record: NatGatewayRecord) -> list[str]:
        """Its addresses, and every one of its prefixes."""
        single = [self.addresses.address_of(id) for id in record.public_ip_addresses]
        ranges = [self.prefixes.records[str(id).casefold()] for id in record.public_ip_prefixes]
        return single + [str(each) for prefix in ranges for each in ipaddress.IPv4Network(prefix)]


def idle_timeout_range(shortest: int, longest: int) -> Rule:
    """The reason for which Azure refuses an idle timeout outside of that range."""
    return IDLE_TIMEOUT_RANGE.fill(
        shortest=format_duration(shortest), longest=format_duration(longest)
    )


def _attached(description: Description) -> Iterator[tuple[str, ResourceId]]:
    """Private addresses, each with the NAT gateway of its subnet or of its whole network."""
    of_networks = {
        gateway.virtual_network: gateway.id
        for gateway in description.of_kind(NatGatewayRecord)
        if gateway.virtual_network is not None
    }
    of_subnets = {
        id: subnet.nat_gateway
        for id, subnet in description.subnets().items()
        if subnet.nat_gateway is not None
    }
    for interface in description.of_kind(NetworkInterface):
        for each in interface.ip_configurations:
            if each.private_ip_address is None or each.subnet is None:
                continue
            gateway = of_subnets.get(each.subnet) or of_networks.get(each.subnet.resource)
            if gateway is not None:
                yield each.private_ip_address, gateway
