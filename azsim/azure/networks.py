"""Virtual networks with their subnets, and the machines that stand in them."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from attrs import define

from azsim.azure import describing
from azsim.deploy.cloud import Cloud
from azsim.model.resources.network import Subnet, VirtualNetwork
from azsim.text import Advice, Text, listed

TOO_LATE = Text(
    'The virtual network "{name}" comes too late: what the steps before describe stands in the one that '
    "is there already. Describe the virtual network first; a second one isn't modelled.",
    "仮想ネットワーク「{name}」を後から追加することはできない。これより前のステップで記述したものは、"
    "すでにある仮想ネットワークの中にある。仮想ネットワークを最初に書く。二つ目の仮想ネットワークは"
    "モデル化していない。",
)
OUTSIDE = Text(
    "The subnet {subnet} ({prefix}) doesn't lie within {space}, the address space of its virtual network.",
    "サブネット {subnet} ({prefix}) は、仮想ネットワークのアドレス空間 {space} に含まれていない。",
)
OVERLAP = Text(
    "The subnets {one} and {other} overlap.", "サブネット {one} と {other} の範囲が重なっている。"
)
NOT_IN_SUBNET = Text(
    "{address} isn't an address of the subnet {subnet}, which has {prefix}.",
    "{address} はサブネット {subnet} ({prefix}) のアドレスではない。",
)


@define(eq=False)
class Networks:
    """What a scenario says about its virtual network."""

    cloud: Cloud

    def describe(self, name: str, space: str, subnets: Sequence[tuple[str, str]]) -> None:
        """A virtual network with its *subnets*, each by its name and its prefix.

        :raises Advice: where there is one already, and for subnets that don't fit.
        """
        if self.cloud.networks.spaces:
            raise Advice(TOO_LATE.fill(name=name))
        _check_prefixes(space, subnets)
        self.cloud.plane.describe(
            VirtualNetwork(
                id=name,
                address_space=(space,),
                subnets=tuple(
                    Subnet(name=subnet, address_prefixes=(prefix,)) for subnet, prefix in subnets
                ),
            )
        )

    def add_machine(self, name: str, address: str, subnet: str) -> None:
        """A virtual machine in a subnet.

        :raises Advice: where there is no such subnet, and for an address outside of it.
        """
        _, found = describing.subnet(self.cloud, subnet)
        if not describing.lies_in(found, address):
            prefix = listed(found.address_prefixes)
            raise Advice(NOT_IN_SUBNET.fill(address=address, subnet=found.name, prefix=prefix))
        describing.virtual_machine(self.cloud, name, address)


def _check_prefixes(space: str, subnets: Sequence[tuple[str, str]]) -> None:
    whole = ipaddress.IPv4Network(space)
    before: list[tuple[str, ipaddress.IPv4Network]] = []
    for name, prefix in subnets:
        network = ipaddress.IPv4Network(prefix)
        if not network.subnet_of(whole):
            raise Advice(OUTSIDE.fill(subnet=name, prefix=prefix, space=space))
        for other, taken in before:
            if network.overlaps(taken):
                raise Advice(OVERLAP.fill(one=other, other=name))
        before.append((name, network))
