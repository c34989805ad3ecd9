"""NAT gateways, ExpressRoute and its gateways as records."""

from __future__ import annotations

from azsim.model.resources.hybrid import (
    Connection,
    ConnectionType,
    ExpressRouteCircuit,
    GatewayType,
    VirtualNetworkGateway,
)
from azsim.model.resources.identity import Resource, ResourceId
from azsim.model.resources.outbound import NatGateway, NatGatewaySku
from azsim.readers.records.body import Body
from azsim.text import Text

NO_SUBNET = Text("its subnet isn't known", "サブネットがわからない")


def nat_gateway(id: ResourceId, body: Body) -> Resource | None:
    """A NAT gateway."""
    sku = body.object_at("sku")
    return NatGateway(
        id=id,
        sku=None if sku is None else sku.word("name", NatGatewaySku),
        public_ip_addresses=_ipv4(body, "publicIpAddresses"),
        public_ip_prefixes=_ipv4(body, "publicIpPrefixes"),
        idle_timeout=body.minutes("idleTimeoutInMinutes"),
        virtual_network=body.reference("sourceVirtualNetwork"),
    )


def _ipv4(body: Body, key: str) -> tuple[ResourceId, ...]:
    return tuple(each for each in body.references(key) if each not in body.reading.ipv6)


def express_route_circuit(id: ResourceId, body: Body) -> Resource | None:
    """An ExpressRoute circuit."""
    provider = body.object_at("serviceProviderProperties")
    bandwidth = None if provider is None else provider.number("bandwidthInMbps")
    return ExpressRouteCircuit(id=id, bandwidth=bandwidth)


def virtual_network_gateway(id: ResourceId, body: Body) -> Resource | None:
    """A gateway of a virtual network."""
    kind = body.word("gatewayType", GatewayType)
    subnet = next((each.reference("subnet") for each in body.objects("ipConfigurations")), None)
    if kind is None or subnet is None:
        body.tell(NO_SUBNET)
        return None
    sku = body.object_at("sku")
    return VirtualNetworkGateway(
        id=id, subnet=subnet, gateway_type=kind, sku=None if sku is None else sku.text("name")
    )


def connection(id: ResourceId, body: Body) -> Resource | None:
    """A connection of a gateway."""
    kind = body.word("connectionType", ConnectionType)
    gateway = body.reference("virtualNetworkGateway1")
    if kind is None or gateway is None:
        return None
    return Connection(
        id=id,
        connection_type=kind,
        virtual_network_gateway=gateway,
        peer=body.reference("peer") or body.reference("virtualNetworkGateway2"),
        express_route_gateway_bypass=body.flag("expressRouteGatewayBypass") or False,
        routing_weight=body.number("routingWeight"),
    )
