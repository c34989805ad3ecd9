"""The SKU of what a machine belongs to: load balancers and public IP addresses of one SKU only."""

from __future__ import annotations

from collections.abc import Collection

from attrs import define, field

from azsim.facts import Facts
from azsim.facts.decides import decides
from azsim.model.resources.identity import ResourceId
from azsim.model.rules import Rule
from azsim.text import Text
from azsim.units import within

MIXED_SKUS = Rule(
    "machine.mixed-skus",
    Text(
        "a virtual machine can't belong to the Basic and the Standard SKU at once",
        "仮想マシンは Basic と Standard の SKU に同時には属せない",
    ),
)
BASIC_BESIDE_NAT_GATEWAY = Rule(
    "nat-gateway.basic-in-subnet",
    Text(
        "a subnet with a NAT gateway can't have Basic load balancers or Basic public IP addresses",
        "NAT ゲートウェイのあるサブネットでは、Basic のロード バランサーとパブリック IP アドレスを使えない",
    ),
)
OTHER_SKU_OF_FRONT_END = Rule(
    "load-balancer.public-ip-sku",
    Text(
        "a load balancer and its public IP addresses have the same SKU",
        "ロード バランサーとそのパブリック IP アドレスの SKU は同じでなければならない",
    ),
)

_BASIC = "Basic"


@define(eq=False)
class MachineSkus:
    """Which resources the machines belong to that have a SKU, by private addresses."""

    facts: Facts
    _belongs: dict[ResourceId, tuple[str, frozenset[str]]] = field(factory=dict, init=False)
    _machines: dict[str, frozenset[str]] = field(factory=dict, init=False)
    _nat_gateways: dict[ResourceId, tuple[str, ...]] = field(factory=dict, init=False)

    def refusal(self, id: ResourceId, sku: str, addresses: Collection[str]) -> Rule | None:
        """Why machines at *addresses* can't belong to the resource *id* of that SKU."""
        prefixes = tuple(each for those in self._nat_gateways.values() for each in those)
        beside = sku == _BASIC and any(within(each, prefixes) for each in addresses)
        if beside and (refused := self._beside_nat_gateway()) is not None:
            return refused
        whole = {one for each in addresses for one in self._machines.get(each, (each,))}
        for other, (its_sku, those) in self._belongs.items():
            if other != id and its_sku != sku and not those.isdisjoint(whole):
                return self._mixed()
        return None

    def machine_refusal(self, addresses: Collection[str]) -> Rule | None:
        """Why one machine can't have all of *addresses*."""
        skus = {sku for sku, those in self._belongs.values() if not those.isdisjoint(addresses)}
        return self._mixed() if len(skus) > 1 else None

    def are_one_machine(self, addresses: Collection[str]) -> None:
        """All of *addresses* are those of one machine."""
        self._machines.update(dict.fromkeys(addresses, frozenset(addresses)))

    def belong(self, id: ResourceId, sku: str, addresses: Collection[str]) -> None:
        """Machines at *addresses*, and no others, belong to the resource *id* of that SKU."""
        self._belongs[id] = sku, frozenset(addresses)

    def nat_gateway_refusal(self, prefixes: tuple[str, ...]) -> Rule | None:
        """Why machines whose addresses lie in *prefixes* can't have a NAT gateway."""
        basic = [those for sku, those in self._belongs.values() if sku == _BASIC]
        if any(within(each, prefixes) for those in basic for each in those):
            return self._beside_nat_gateway()
        return None

    def have_nat_gateway(self, id: ResourceId, prefixes: tuple[str, ...]) -> None:
        """Machines of the network or subnet *id*, in *prefixes*, have one; without any, no longer."""
        self._nat_gateways[id] = prefixes

    def of_front_ends(self, sku: str, addresses: Collection[str]) -> Rule | None:
        """Why a load balancer of one *sku* can't have public addresses of the SKUs *addresses*."""
        return self._other_sku() if set(addresses) - {sku} else None

    @decides
    def _other_sku(self) -> Rule | None:
        self.facts.rests_on("load-balancer.public-ip-sku")
        return OTHER_SKU_OF_FRONT_END

    @decides
    def _beside_nat_gateway(self) -> Rule | None:
        self.facts.rests_on("nat-gateway.no-basic-in-subnet")
        return BASIC_BESIDE_NAT_GATEWAY

    @decides
    def _mixed(self) -> Rule | None:
        self.facts.rests_on("public-ip.one-sku")
        return MIXED_SKUS
