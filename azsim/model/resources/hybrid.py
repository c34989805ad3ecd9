"""What connects a virtual network with a network on-premises."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen
from attrs.converters import optional

from azsim.model.resources.checks import Word, addresses, folded, networks, number
from azsim.model.resources.identity import Resource, ResourceId, resource_id
from azsim.text import Text


class GatewayType(Word):
    """What a virtual network gateway connects by."""

    EXPRESSROUTE = "ExpressRoute"
    VPN = "Vpn"


class ConnectionType(Word):
    """What a connection leads to."""

    EXPRESSROUTE = "ExpressRoute"
    IPSEC = "IPsec"
    VIRTUAL_NETWORKS = "Vnet2Vnet"


@frozen(kw_only=True)
class ExpressRouteCircuit(Resource):
    """An ExpressRoute circuit between the CE router and the MSEEs; ``bandwidth`` in Mbit/s."""

    KIND: ClassVar[Text] = Text("ExpressRoute circuit", "ExpressRoute 回線")

    bandwidth: int | None = field(default=None, validator=number(Text("bandwidth", "帯域幅"), 1))


@frozen(kw_only=True)
class VirtualNetworkGateway(Resource):
    """A gateway in the subnet of a virtual network that is kept for it.

    ``sku`` is the SKU's name, such as ErGw3Az. ``scale_units`` belong to SKUs that scale.
    """

    KIND: ClassVar[Text] = Text("virtual network gateway", "仮想ネットワーク ゲートウェイ")

    subnet: ResourceId = field(converter=resource_id)
    gateway_type: GatewayType = field(converter=GatewayType)
    sku: str | None = field(default=None, eq=folded)
    scale_units: int | None = field(
        default=None, validator=number(Text("number of scale units", "スケール ユニットの数"), 1)
    )


@frozen(kw_only=True)
class Connection(Resource):
    """A connection of a gateway with a circuit, its ``peer``, or with another gateway.

    ``express_route_gateway_bypass`` is FastPath.
    """

    KIND: ClassVar[Text] = Text("connection", "接続")

    connection_type: ConnectionType = field(converter=ConnectionType)
    virtual_network_gateway: ResourceId = field(converter=resource_id)
    peer: ResourceId | None = field(default=None, converter=optional(resource_id))
    express_route_gateway_bypass: bool = False
    routing_weight: int | None = field(
        default=None, validator=number(Text("routing weight", "ルーティングの重み"), 0)
    )


@frozen(kw_only=True)
class OnPremisesNetwork(Resource):
    """A network on-premises behind the CE router of a circuit, and who is in it.

    ``clients`` are the addresses of its machines. ``address_prefixes`` are what it advertises;
    empty where nobody said, and then the clients' own addresses are.
    """

    KIND: ClassVar[Text] = Text("on-premises network", "オンプレミス ネットワーク")

    circuit: ResourceId | None = field(default=None, converter=optional(resource_id))
    clients: tuple[str, ...] = field(default=(), converter=addresses)
    address_prefixes: tuple[str, ...] = field(default=(), converter=networks)
