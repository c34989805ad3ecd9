"""Everything that runs in a scenario, and the control plane that changes it."""

from __future__ import annotations

from attrs import define, field

from azsim.deploy.app_service import AppServicePlans
from azsim.deploy.application_groups import ApplicationGroups
from azsim.deploy.classic import CloudServices
from azsim.deploy.control_plane import ControlPlane
from azsim.deploy.default_access import DefaultAccess
from azsim.deploy.firewalls import Firewalls
from azsim.deploy.gateway_guards import GatewayGuards
from azsim.deploy.hybrid import (
    Circuits,
    Connections,
    OnPremisesNetworks,
    VirtualNetworkGateways,
)
from azsim.deploy.interface_records import InterfaceRecords
from azsim.deploy.load_balancers import LoadBalancers
from azsim.deploy.machine_skus import MachineSkus
from azsim.deploy.machines import Machine, Machines
from azsim.deploy.names import TrafficManagerProfiles
from azsim.deploy.nat_gateways import NatGateways
from azsim.deploy.network_interfaces import NetworkInterfaces
from azsim.deploy.networks import (
    DEFAULT_NETWORK,
    VirtualNetworks,
)
from azsim.deploy.power import Power
from azsim.deploy.proxies import ApplicationGateways, TcpProxies
from azsim.deploy.public_ips import InstanceAddresses
from azsim.deploy.route_tables import RouteTables
from azsim.deploy.scale_sets import ScaleSets
from azsim.deploy.security_groups import SecurityGroups
from azsim.deploy.servers import WebServers
from azsim.deploy.services import PublicIpAddresses, PublicIpPrefixes
from azsim.deploy.storage import StorageAccounts
from azsim.deploy.virtual_machines import VirtualMachines
from azsim.deploy.world import World
from azsim.engine.routes import AddressSpace
from azsim.model.resources.app_service import AppServicePlan
from azsim.model.resources.application_gateway import ApplicationGateway
from azsim.model.resources.balancing import LoadBalancer
from azsim.model.resources.classic import CloudService
from azsim.model.resources.compute import ScaleSet, VirtualMachine
from azsim.model.resources.hybrid import (
    Connection,
    ExpressRouteCircuit,
    OnPremisesNetwork,
    VirtualNetworkGateway,
)
from azsim.model.resources.names import TrafficManagerProfile
from azsim.model.resources.network import (
    NetworkInterface,
    PublicIpAddress,
    PublicIpPrefix,
    RouteTable,
    VirtualNetwork,
)
from azsim.model.resources.outbound import Firewall, NatGateway
from azsim.model.resources.security import NetworkSecurityGroup
from azsim.model.resources.servers import StorageAccount, TcpProxy, WebServer


@define(eq=False)
class Cloud:
    """The parts of one scenario's cloud, each of which deploys one kind of resource."""

    world: World
    plane: ControlPlane = field(init=False)
    machines: Machines = field(init=False)
    classic: CloudServices = field(init=False)
    app_service: AppServicePlans = field(init=False)
    networks: VirtualNetworks = field(init=False)
    default_access: DefaultAccess = field(init=False)
    power: Power = field(init=False)
    scale_sets: ScaleSets = field(init=False)
    load_balancers: LoadBalancers = field(init=False)
    application_gateways: ApplicationGateways = field(init=False)
    tcp_proxies: TcpProxies = field(init=False)
    profiles: TrafficManagerProfiles = field(init=False)
    circuits: Circuits = field(init=False)
    instance_addresses: InstanceAddresses = field(init=False)
    security_groups: SecurityGroups = field(init=False)
    firewalls: Firewalls = field(init=False)
    nat_gateways: NatGateways = field(init=False)

    def __attrs_post_init__(self) -> None:
        world = self.world
        machines = self.machines = Machines(world)
        skus = MachineSkus(world.facts)
        networks = self.networks = VirtualNetworks(world, skus)
        scale_sets = self.scale_sets = ScaleSets(world.facts)
        addresses, prefixes = PublicIpAddresses(world.facts), PublicIpPrefixes()
        records, groups = InterfaceRecords(), ApplicationGroups(world.facts)
        interfaces = NetworkInterfaces(addresses, skus, records, networks, groups)
        self.classic = CloudServices(world, machines)
        self.app_service = AppServicePlans(world, machines, networks)
        self.load_balancers = LoadBalancers(
            world, machines, networks, addresses, prefixes, skus, records, scale_sets
        )
        access = self.default_access = DefaultAccess(
            world, networks, self.load_balancers, scale_sets
        )
        self.power = Power(world.facts, self.load_balancers, access)
        self.application_gateways = ApplicationGateways(
            world, machines, networks, addresses, prefixes
        )
        self.tcp_proxies = TcpProxies(world, machines, networks, addresses, prefixes)
        self.profiles = TrafficManagerProfiles(world, addresses)
        self.circuits = Circuits(world, networks)
        self.instance_addresses = InstanceAddresses(world, machines, addresses)
        self.security_groups = SecurityGroups(
            world, machines, networks, self.load_balancers, self.instance_addresses, groups
        )
        self.nat_gateways = NatGateways(
            world, machines, networks, addresses, prefixes, skus, records
        )
        self.firewalls = Firewalls(world, networks, addresses, self.nat_gateways)
        route_tables = RouteTables(world, machines, networks)
        self.plane = ControlPlane(
            world.requests,
            {
                AppServicePlan: self.app_service,
                ApplicationGateway: self.application_gateways,
                CloudService: self.classic,
                Connection: Connections(self.circuits),
                ExpressRouteCircuit: self.circuits,
                Firewall: self.firewalls,
                LoadBalancer: self.load_balancers,
                NatGateway: self.nat_gateways,
                NetworkInterface: interfaces,
                NetworkSecurityGroup: self.security_groups,
                OnPremisesNetwork: OnPremisesNetworks(self.circuits),
                PublicIpAddress: addresses,
                PublicIpPrefix: prefixes,
                RouteTable: route_tables,
                ScaleSet: scale_sets,
                StorageAccount: StorageAccounts(world, networks),
                TcpProxy: self.tcp_proxies,
                TrafficManagerProfile: self.profiles,
                VirtualMachine: VirtualMachines(
                    world, machines, networks, interfaces, scale_sets, access
                ),
                VirtualNetwork: networks,
                VirtualNetworkGateway: VirtualNetworkGateways(self.circuits),
                WebServer: WebServers(machines),
            },
        )
        self.plane.on_change += [
            networks.settle,
            self.load_balancers.settle,
            self.instance_addresses.settle,
            self.security_groups.settle,
            GatewayGuards(self.application_gateways, self.security_groups).settle,
            route_tables.settle,
            self.nat_gateways.settle,
            self.firewalls.settle,
        ]

    def default_network(self) -> AddressSpace:
        """The virtual network of whatever names none, made where there is none yet."""
        if not self.networks.spaces:
            private = self.world.facts.names("network.private-addresses")
            network = VirtualNetwork(id=DEFAULT_NETWORK, address_space=private)
            self.plane.describe(network)
        return self.networks.default()

    def remove(self, machine: Machine) -> None:
        """*machine* is gone, and its name and its address are free again."""
        self.default_access.forget(machine)
        self.scale_sets.forget(machine)
        self.nat_gateways.forget(machine)
        self.machines.remove(machine)
