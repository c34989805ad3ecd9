"""Public IP prefixes that are named and not declared: one made-up address takes the place of each."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from azsim.model.resources.balancing import FrontEnd, LoadBalancer
from azsim.model.resources.identity import Resource, ResourceId
from azsim.model.resources.network import PublicIpAddress, PublicIpPrefix
from azsim.model.resources.outbound import NatGateway
from azsim.readers.declared import Doubt
from azsim.text import Text

PREFIX_ELSEWHERE = Text(
    "the public IP prefix {name} isn't in the input: how many addresses it has isn't known, and one was "
    "made up",
    "パブリック IP プレフィックス {name} は入力になく、アドレスの数がわからない。仮のアドレスを一つ使う",
)


def with_prefixes(resources: Iterable[Resource], doubts: list[Doubt]) -> list[Resource]:
    """*resources*, which name only prefixes that are among them."""
    known = list(resources)
    there = {each.id for each in known if isinstance(each, PublicIpPrefix)}
    made: dict[ResourceId, PublicIpAddress] = {}

    def lacks(user: Resource, prefix: ResourceId | None) -> bool:
        if prefix is None or prefix in there:
            return False
        doubts.append(Doubt(user.name, PREFIX_ELSEWHERE.fill(name=prefix.name), about=user.name))
        made.setdefault(prefix, PublicIpAddress(id=f"{prefix.name} address"))
        return True

    def of_gateway(each: NatGateway) -> NatGateway:
        lacking = [prefix for prefix in each.public_ip_prefixes if lacks(each, prefix)]
        return evolve(
            each,
            public_ip_addresses=(
                *each.public_ip_addresses,
                *(made[prefix].id for prefix in lacking),
            ),
            public_ip_prefixes=tuple(
                prefix for prefix in each.public_ip_prefixes if prefix in there
            ),
        )

    def of_front_end(user: Resource, each: FrontEnd) -> FrontEnd:
        prefix = each.public_ip_prefix
        if prefix is None or not lacks(user, prefix):
            return each
        return evolve(each, public_ip_prefix=None, public_ip_address=made[prefix].id)

    def whole(each: Resource) -> Resource:
        if isinstance(each, NatGateway):
            return of_gateway(each)
        if isinstance(each, LoadBalancer):
            parts = tuple(of_front_end(each, part) for part in each.front_ends)
            return evolve(each, front_ends=parts)
        return each

    found = [whole(each) for each in known]
    return [*found, *made.values()]
