"""The ExpressRoute path between on-premises and a virtual network, and FastPath.

The customer's edge router, the Microsoft edge and the gateway hand packets on
unchanged. Which of them a packet visits is a documented order of names, one for
each direction and, on the way into Azure, for FastPath.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from attrs import define, field, frozen

from azsim.engine.routes import NO_ROUTE
from azsim.facts import Facts, registry, words
from azsim.model.packet import Packet
from azsim.model.rules import Rule
from azsim.model.verdict import Drop, Pass, Verdict
from azsim.text import Advice, Text, did_you_mean, listed

Direction = Literal["in", "out"]

CE_ROUTER: Final = "CE router"
MSEE: Final = "MSEE"
GATEWAY: Final = "ExpressRoute gateway"
ROUTERS: Final = (CE_ROUTER, MSEE, GATEWAY)

SCALABLE_SKU: Final = "ErGwScale"
FASTPATH_RESOURCE: Final = "connection"

NO_ROUTES_EXCHANGED: Final = Rule(
    "circuit.no-routes-exchanged",
    Text(
        "no route is exchanged without an ExpressRoute gateway",
        "ExpressRoute ゲートウェイがなければルートは交換されない",
    ),
)
NO_GATEWAY: Final = Rule(
    "circuit.no-gateway",
    Text(
        "there is no ExpressRoute gateway",
        "ExpressRoute ゲートウェイがない",
    ),
)
SKU_WITHOUT_FASTPATH: Final = Rule(
    "fastpath.sku-without",
    Text(
        "the gateway SKU doesn't support FastPath",
        "ゲートウェイの SKU が FastPath をサポートしていない",
    ),
)
TOO_FEW_SCALE_UNITS: Final = Rule(
    "fastpath.too-few-scale-units",
    Text(
        "the gateway has too few scale units for FastPath",
        "FastPath を使うにはゲートウェイのスケール ユニットが足りない",
    ),
)
ON_THE_CONNECTION_ONLY: Final = Rule(
    "fastpath.on-the-connection-only",
    Text(
        "FastPath is enabled on the connection only",
        "FastPath は接続リソースでしか有効にできない",
    ),
)

_NEXT_HOP = Rule("circuit.next-hop", Text("next hop {next}", "次ホップ: {next}"))
_NEXT_HOP_FASTPATH = Rule(
    "circuit.next-hop-by-fastpath",
    Text(
        "FastPath: next hop {next}, past the gateway",
        "FastPath によりゲートウェイをバイパス、次ホップ: {next}",
    ),
)
_TO_THE_MACHINE = Text("the virtual machine", "仮想マシン")
_TO_THE_CLIENT = Text("the client", "クライアント")


@frozen
class Gateway:
    """An ExpressRoute gateway as it was ordered; None is what nobody has said."""

    sku: str | None = None
    scale_units: int | None = None


@define
class Circuit:
    """A circuit, the gateway it ends at, and the connection between the two.

    ``gateway`` is None once it was deleted; ``fastpath`` is set on the connection.
    """

    facts: Facts
    gateway: Gateway | None = field(factory=Gateway)
    fastpath: bool = False
    _hops: dict[str, tuple[str, ...]] = field(factory=dict, init=False)

    def hops(self, direction: Direction) -> tuple[str, ...]:
        """The names of the nodes that a packet visits in *direction*, in order."""
        if direction == "out":
            fact_id = "expressroute.path-out"
        elif self.fastpath:
            fact_id = "expressroute.path-in-fastpath"
        else:
            fact_id = "expressroute.path-in"
        if fact_id not in self._hops:
            self._hops[fact_id] = self.facts.names(fact_id)
        return self._hops[fact_id]

    def next_hop(self, at: str | None, direction: Direction) -> str | None:
        """The node after *at*, or the first where *at* is None; None for the end of the path.

        A packet that has come where the path doesn't lead is at its end too.
        """
        hops = self.hops(direction)
        if at is None:
            return hops[0]
        following = hops.index(at) + 1 if at in hops else len(hops)
        return hops[following] if following < len(hops) else None

    def has_routes(self) -> bool:
        """Whether on-premises and the virtual network know the way to each other."""
        if self.gateway is not None:
            return True
        self.facts.rests_on("expressroute.gateway-exchanges-routes")
        return False

    def rule(self, at: str, direction: Direction) -> Rule:
        """Why a packet at the node *at* goes where it goes."""
        following = self.next_hop(at, direction)
        if following is not None:
            return _NEXT_HOP.fill(next=words.of(following))
        if direction == "out":
            return _NEXT_HOP.fill(next=_TO_THE_CLIENT)
        template = _NEXT_HOP_FASTPATH if self.fastpath else _NEXT_HOP
        return template.fill(next=_TO_THE_MACHINE)

    def refuses_fastpath(self, resource: str) -> Rule | None:
        """Why FastPath can't be enabled on *resource*, or None where it can."""
        self.facts.rests_on("fastpath.configured-on")
        if resource != FASTPATH_RESOURCE:
            return ON_THE_CONNECTION_ONLY
        if self.gateway is None:
            return NO_GATEWAY
        if self.gateway.sku is None:
            raise Advice(_NO_SKU)
        if self.gateway.sku not in self.facts.names("fastpath.gateway-skus"):
            return SKU_WITHOUT_FASTPATH
        if self.gateway.sku != SCALABLE_SKU:
            return None
        if self.gateway.scale_units is None:
            raise Advice(_NO_SCALE_UNITS)
        if self.gateway.scale_units < self.facts.number("fastpath.least-scale-units"):
            return TOO_FEW_SCALE_UNITS
        return None


@define(eq=False)
class Router:
    """A node on the path; ``direction`` tells a packet's, or None where it isn't from here."""

    name: str
    circuit: Circuit
    direction: Callable[[Packet], Direction | None]
    _passes: dict[tuple[Direction, bool], Rule] = field(factory=dict, init=False)

    def translate(self, packet: Packet, now: int) -> Verdict:
        """Hand the packet on, where a route for it was exchanged."""
        direction = self.direction(packet)
        if direction is None:
            return Drop(NO_ROUTE.fill(destination=packet.destination))
        if not self.circuit.has_routes():
            return Drop(NO_ROUTES_EXCHANGED)
        key = (direction, self.circuit.fastpath)
        rule = self._passes.get(key)
        if rule is None:
            rule = self._passes[key] = self.circuit.rule(self.name, direction)
        return Pass(packet, rule)


def known_sku(written: str) -> str:
    """The gateway SKU as Azure writes it.

    :raises Advice: where Azure has no such SKU for an ExpressRoute gateway.
    """
    fact = registry()["fastpath.gateway-skus"]
    assert isinstance(fact.value, tuple)
    skus = [str(sku) for sku in (*fact.value, *fact.others)]
    for sku in skus:
        if sku.lower() == written.lower():
            return sku
    raise Advice(
        Text(
            'No ExpressRoute gateway SKU is called "{written}".{hint} The SKUs are {skus}.',
            "ExpressRoute ゲートウェイに「{written}」という SKU はない。{hint}SKU は {skus} である。",
        ).fill(written=written, hint=did_you_mean(written, skus), skus=listed(skus))
    )


_NO_SKU = Text(
    "Whether FastPath can be enabled depends on the SKU of the gateway, which no step gives. "
    "Write before it: Given the ExpressRoute gateway SKU is ErGw3AZ",
    "FastPath を有効にできるかどうかはゲートウェイの SKU で決まるが、SKU を述べるステップがない。"
    "その前に次のように書く: 前提 ExpressRoute ゲートウェイの SKU は ErGw3AZ である",
)
_NO_SCALE_UNITS = Text(
    "Whether FastPath can be enabled depends on the scale units of the gateway, which no step "
    "gives. Write before it: Given the ExpressRoute gateway has 10 scale units",
    "FastPath を有効にできるかどうかはゲートウェイのスケール ユニットの数で決まるが、"
    "それを述べるステップがない。その前に次のように書く: "
    "前提 ExpressRoute ゲートウェイのスケール ユニットは 10 個である",
)
