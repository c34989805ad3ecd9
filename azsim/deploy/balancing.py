"""Load balancers, application gateways and TCP proxies, with the servers behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import define, field

from azsim.deploy import probing
from azsim.deploy.machines import Machine, Machines
from azsim.deploy.networks import VirtualNetworks
from azsim.deploy.world import World
from azsim.engine.nodes import Node
from azsim.engine.routes import AddressSpace, Border
from azsim.functions.health_probe import HttpProbe, Prober, TcpProbe
from azsim.functions.load_balancer import LoadBalancer as Balancer
from azsim.functions.load_balancer import Server
from azsim.functions.proxy import ApplicationGateway as Gateway
from azsim.functions.proxy import Backend, Instance, Proxy, TcpProxy
from azsim.functions.snat.masquerading import Snat
from azsim.functions.snat.profiles import LoadBalancerRule
from azsim.hosts.host import Host
from azsim.model.resources import balancing as records
from azsim.model.rules import Rule
from azsim.text import Advice, Text

LOAD_BALANCING_RULE: Final = "load-balancing rule"
# What an application gateway asks for with a default probe.
PROBED_HOST: Final = "127.0.0.1"


@define(eq=False)
class Balancing:
    """What the deployers of this module share."""

    world: World
    machines: Machines
    networks: VirtualNetworks

    def border(self, network: str) -> Border:
        """The ways of a service: into a virtual network, or out to the internet."""
        return Border(self.networks.space(network), self.world.internet)

    def space_of(self, address: str, network: str) -> AddressSpace:
        """Where *address* lies: in the virtual network, or on the internet."""
        private = self.world.is_private(address)
        return self.networks.space(network) if private else self.world.internet

    def members(self, names: Sequence[str]) -> list[Machine]:
        """The machines of those *names*."""
        return [self.machines.find(name) for name in names]

    def host(self, name: str, addresses: Sequence[str]) -> Host:
        """The endpoint of the sessions and probes of a service."""
        host = Host(name, tuple(addresses), self.world.facts, self.world.packet_ids)
        self.world.run(host)
        return host
