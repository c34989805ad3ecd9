"""The way between on-premises and a virtual network over ExpressRoute, with or without FastPath."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from azsim.explaining.answers import CircuitPath
from azsim.explaining.outbound import told
from azsim.facts import Facts
from azsim.functions.circuit import FASTPATH_RESOURCE, Circuit, Gateway
from azsim.model.resources.hybrid import Connection, ConnectionType, VirtualNetworkGateway
from azsim.model.resources.identity import Resource
from azsim.text import Advice


def paths(resources: Iterable[Resource], facts: Facts) -> Iterator[CircuitPath]:
    """The path of each ExpressRoute connection, asked of the circuit itself."""
    known = list(resources)
    gateways = {each.id: each for each in known if isinstance(each, VirtualNetworkGateway)}
    for each in known:
        is_circuit = (
            isinstance(each, Connection) and each.connection_type is ConnectionType.EXPRESSROUTE
        )
        if is_circuit:
            assert isinstance(each, Connection)
            yield _path(each, gateways.get(each.virtual_network_gateway), facts)


def _path(
    connection: Connection, record: VirtualNetworkGateway | None, facts: Facts
) -> CircuitPath:
    gateway = Gateway() if record is None else Gateway(record.sku, record.scale_units)
    circuit = Circuit(facts, gateway)
    why_not, is_known = None, True
    with facts.heard() as heard:
        if connection.express_route_gateway_bypass:
            try:
                refused = circuit.refuses_fastpath(FASTPATH_RESOURCE)
            except Advice:
                # Neither its SKU nor its scale units need be in the input.
                is_known = False
            else:
                why_not = None if refused is None else refused.text
                circuit.fastpath = refused is None
        hops = circuit.hops("in"), circuit.hops("out")
    return CircuitPath(
        connection=connection.name,
        gateway=connection.virtual_network_gateway.name,
        sku=None if record is None else record.sku,
        fastpath=circuit.fastpath if is_known else None,
        why_not_fastpath=why_not,
        inwards=hops[0],
        outwards=hops[1],
        facts=told(heard),
    )
