"""The SKU of what a machine belongs to: load balancers and public IP addresses of one SKU only."""

from __future__ import annotations

from collections.abc import Collection

from attrs import define, field

from azsim.facts import Facts
from azsim.facts.decides import decides
from azsim.model.resources.identity import ResourceId
from azsim.model.rules import Rule
from azsim.text import Text

MIXED_SKUS = Rule(
    "machine.mixed-skus",
    Text(
        "a virtual machine can't belong to the Basic and the Standard SKU at once",
        "仮想マシンは Basic と Standard の SKU に同時には属せない",
    ),
)


@define(eq=False)
class MachineSkus:
    """Which resources the machines belong to that have a SKU, by private addresses."""

    facts: Facts
    _belongs: dict[ResourceId, tuple[str, frozenset[str]]] = field(factory=dict, init=False)

    def refusal(self, id: ResourceId, sku: str, addresses: Collection[str]) -> Rule | None:
        """Why machines at *addresses* can't belong to the resource *id* of that SKU."""
        for other, (its_sku, those) in self._belongs.items():
            if other != id and its_sku != sku and not those.isdisjoint(addresses):
                return self._mixed()
        return None

    def belong(self, id: ResourceId, sku: str, addresses: Collection[str]) -> None:
        """Machines at *addresses*, and no others, belong to the resource *id* of that SKU."""
        self._belongs[id] = sku, frozenset(addresses)

    @decides
    def _mixed(self) -> Rule | None:
        self.facts.rests_on("public-ip.one-sku")
        return MIXED_SKUS
