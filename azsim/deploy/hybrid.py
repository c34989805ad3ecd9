"""ExpressRoute: the circuit, its gateway and connection, and the network on-premises behind it."""

from __future__ import annotations

from attrs import define, field

from azsim.deploy.control_plane import Unrefused
from azsim.deploy.networks import VirtualNetworks
from azsim.deploy.world import World
from azsim.engine.routes import AddressSpace
from azsim.functions.circuit import Circuit, Gateway
from azsim.functions.circuit_latency import Latency
from azsim.functions.circuit_path import CircuitPath, Side
from azsim.hosts.host import Host
from azsim.model.resources.hybrid import (
    Connection,
    ExpressRouteCircuit,
    OnPremisesNetwork,
    VirtualNetworkGateway,
)
from azsim.model.rules import Rule

ON_THE_CONNECTION = "connection"


@define(eq=False)
class Circuits(Unrefused):
    """Deploys ExpressRoute circuits, of which a scenario has one."""

    world: World
    networks: VirtualNetworks
    path: CircuitPath | None = field(default=None, init=False)
    clients: dict[str, Host] = field(factory=dict, init=False)

    def apply(self, before: ExpressRouteCircuit | None, after: ExpressRouteCircuit) -> None:
        """Lay the circuit between on-premises and the virtual network."""
        if self.path is not None:
            return
        world = self.world
        on_premises, virtual = AddressSpace("on-premises"), self.networks.default()
        world.spaces.append(on_premises)
        latency = Latency(world.facts, world.draws)
        path = self.path = CircuitPath(Circuit(world.facts), latency, on_premises, virtual)
        on_premises.links.append(Side(path, virtual))
        virtual.links.append(Side(path, on_premises))
        for name, router in path.routers.items():
            world.names.add(name, router)
            world.routes.attach(router, path)

    @property
    def circuit(self) -> Circuit:
        """The circuit, which is there."""
        assert self.path is not None
        return self.path.circuit

    def delete_gateway(self) -> None:
        """The gateway is deleted, and its connection with it."""
        self.circuit.gateway, self.circuit.fastpath = None, False


@define(eq=False)
class VirtualNetworkGateways(Unrefused):
    """Deploys ExpressRoute gateways."""

    circuits: Circuits

    def apply(self, before: VirtualNetworkGateway | None, after: VirtualNetworkGateway) -> None:
        """Let the gateway be of its SKU."""
        self.circuits.circuit.gateway = Gateway(after.sku, after.scale_units)


@define(eq=False)
class Connections:
    """Deploys the connection of a gateway with the circuit."""

    circuits: Circuits

    def refusal(self, before: Connection | None, after: Connection) -> Rule | None:
        """Why FastPath can't be enabled, where it is to be."""
        if not after.express_route_gateway_bypass:
            return None
        return self.circuits.circuit.refuses_fastpath(ON_THE_CONNECTION)

    def apply(self, before: Connection | None, after: Connection) -> None:
        """Enable or disable FastPath."""
        self.circuits.circuit.fastpath = after.express_route_gateway_bypass


@define(eq=False)
class OnPremisesNetworks(Unrefused):
    """Deploys networks on-premises."""

    circuits: Circuits

    def apply(self, before: OnPremisesNetwork | None, after: OnPremisesNetwork) -> None:
        """Let the clients be there.

        :raises Advice: for an address that is taken.
        """
        circuits = self.circuits
        assert circuits.path is not None
        for address in after.clients:
            if address not in circuits.clients:
                host = circuits.world.host(address, circuits.path.on_premises, address)
                circuits.clients[address] = host
