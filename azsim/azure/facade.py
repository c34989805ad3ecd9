"""One scenario's Azure: its cloud, and a part for each thing that steps speak of."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from azsim.deploy.cloud import Cloud
from azsim.deploy.requests import Account, nobody_keeps_account
from azsim.deploy.world import World
from azsim.facts import Facts, Value

if TYPE_CHECKING:
    from azsim.azure.aks import Aks
    from azsim.azure.app_service import AppService
    from azsim.azure.commands import Commands
    from azsim.azure.connections import Connections
    from azsim.azure.deployment import Deployment
    from azsim.azure.deployments import Deployments
    from azsim.azure.ends import Ends
    from azsim.azure.expressroute import ExpressRoute
    from azsim.azure.guests import Guests
    from azsim.azure.load_balancer_outbound import LoadBalancerOutbound
    from azsim.azure.load_balancer_rules import LoadBalancerRules
    from azsim.azure.load_balancing import LoadBalancing
    from azsim.azure.nat_gateway import NatGateways
    from azsim.azure.network_interfaces import NetworkInterfaces
    from azsim.azure.networks import Networks
    from azsim.azure.outbound_methods import OutboundMethods
    from azsim.azure.pings import Pings
    from azsim.azure.public_ips import PublicIps
    from azsim.azure.routing import Routing
    from azsim.azure.scale_sets import ScaleSets
    from azsim.azure.security_groups import SecurityGroups
    from azsim.azure.seen import Seen
    from azsim.azure.server_health import ServersHealth
    from azsim.azure.servers import Servers
    from azsim.azure.traffic_manager import TrafficManager
    from azsim.azure.workloads import Workloads


class Azure:
    """Everything that a scenario can describe, do and see.

    A part is imported and comes into being when it is first asked for. *changed* holds facts with
    another value than the documented one, for a proof; *owe* is told of every
    refusal that a later step has to mention.
    """

    def __init__(
        self,
        *,
        seed: int = 0,
        changed: Mapping[str, Value] | None = None,
        tracing: bool = True,
        owe: Account = nobody_keeps_account,
    ) -> None:
        self.world = World(Facts(changed), seed, tracing, owe)
        self.cloud = Cloud(self.world)

    @cached_property
    def deployment(self) -> Deployment:
        """Classic deployments."""
        from azsim.azure.deployment import Deployment

        return Deployment(self.cloud)

    @cached_property
    def deployments(self) -> Deployments:
        """Deployments from files."""
        from azsim.azure.deployments import Deployments

        return Deployments(self.cloud)

    @cached_property
    def aks(self) -> Aks:
        """The AKS cluster."""
        from azsim.azure.aks import Aks

        return Aks(self.cloud)

    @cached_property
    def app_service(self) -> AppService:
        """App Service plans."""
        from azsim.azure.app_service import AppService

        return AppService(self.cloud)

    @cached_property
    def networks(self) -> Networks:
        """The virtual network, its subnets and the machines in them."""
        from azsim.azure.networks import Networks

        return Networks(self.cloud)

    @cached_property
    def network_interfaces(self) -> NetworkInterfaces:
        """Machines with several network interfaces or IP configurations."""
        from azsim.azure.network_interfaces import NetworkInterfaces

        return NetworkInterfaces(self.cloud)

    @cached_property
    def scale_sets(self) -> ScaleSets:
        """Scale sets, which grow and shrink."""
        from azsim.azure.scale_sets import ScaleSets

        return ScaleSets(self.cloud)

    @cached_property
    def nat_gateways(self) -> NatGateways:
        """NAT gateways of subnets."""
        from azsim.azure.nat_gateway import NatGateways

        return NatGateways(self.cloud)

    @cached_property
    def public_ips(self) -> PublicIps:
        """Public IP addresses of machines."""
        from azsim.azure.public_ips import PublicIps

        return PublicIps(self.cloud)

    @cached_property
    def routing(self) -> Routing:
        """Route tables, and the firewalls that they lead to."""
        from azsim.azure.routing import Routing

        return Routing(self.cloud)

    @cached_property
    def outbound(self) -> Connections:
        """The flows that machines open."""
        from azsim.azure.connections import Connections

        return Connections(self.cloud)

    @cached_property
    def ends(self) -> Ends:
        """What the ends of those flows send."""
        from azsim.azure.ends import Ends

        return Ends(self.outbound)

    @cached_property
    def outbound_methods(self) -> OutboundMethods:
        """The methods by which a machine might leave."""
        from azsim.azure.outbound_methods import OutboundMethods

        return OutboundMethods(self.outbound)

    @cached_property
    def seen(self) -> Seen:
        """What is to be seen of those flows."""
        from azsim.azure.seen import Seen

        return Seen(self.outbound)

    @cached_property
    def workloads(self) -> Workloads:
        """Applications that send many requests."""
        from azsim.azure.workloads import Workloads

        return Workloads(self.outbound, self.seen)

    @cached_property
    def commands(self) -> Commands:
        """What an engineer types on an instance."""
        from azsim.azure.commands import Commands

        return Commands(self.outbound)

    @cached_property
    def load_balancing(self) -> LoadBalancing:
        """Load balancers, application gateways, TCP proxies and their probes."""
        from azsim.azure.load_balancing import LoadBalancing

        return LoadBalancing(self.cloud, self.outbound.speak_of, self.outbound.mention_request)

    @cached_property
    def load_balancer_rules(self) -> LoadBalancerRules:
        """The load-balancing rules of load balancers."""
        from azsim.azure.load_balancer_rules import LoadBalancerRules

        return LoadBalancerRules(self.cloud)

    @cached_property
    def pings(self) -> Pings:
        """Pings of front ends."""
        from azsim.azure.pings import Pings

        return Pings(self.cloud)

    @cached_property
    def security_groups(self) -> SecurityGroups:
        """Network security groups and their rules."""
        from azsim.azure.security_groups import SecurityGroups

        return SecurityGroups(self.cloud)

    @cached_property
    def load_balancer_outbound(self) -> LoadBalancerOutbound:
        """Outbound rules of load balancers."""
        from azsim.azure.load_balancer_outbound import LoadBalancerOutbound

        return LoadBalancerOutbound(self.cloud)

    @cached_property
    def server_health(self) -> ServersHealth:
        """Health probes of load balancers, and what they have found."""
        from azsim.azure.server_health import ServersHealth

        return ServersHealth(self.cloud)

    @cached_property
    def servers(self) -> Servers:
        """How servers serve."""
        from azsim.azure.servers import Servers

        return Servers(self.cloud, self.outbound.mention_request)

    @cached_property
    def guests(self) -> Guests:
        """What machines run."""
        from azsim.azure.guests import Guests

        return Guests(self.cloud)

    @cached_property
    def traffic_manager(self) -> TrafficManager:
        """Traffic Manager profiles and the clients that resolve their names."""
        from azsim.azure.traffic_manager import TrafficManager

        return TrafficManager(self.cloud)

    @cached_property
    def expressroute(self) -> ExpressRoute:
        """An ExpressRoute circuit, its gateway and FastPath."""
        from azsim.azure.expressroute import ExpressRoute

        return ExpressRoute(self.cloud)
