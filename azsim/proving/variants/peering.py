"""Peering of virtual networks, if it were otherwise."""

from __future__ import annotations

from collections.abc import Callable

from azsim.deploy.networks import VirtualNetworks
from azsim.model.resources.network import VirtualNetwork
from azsim.proving.variants.variant import otherwise

Peers = Callable[[VirtualNetworks, VirtualNetwork], list[VirtualNetwork]]


@otherwise("peering.connects", "stays-apart", VirtualNetworks, "_peers_of")
def stays_apart(self: VirtualNetworks, network: VirtualNetwork) -> list[VirtualNetwork]:
    """None."""
    return []


@otherwise("peering.not-transitive", "transitive", VirtualNetworks, "_peers_of")
def transitive(
    self: VirtualNetworks, network: VirtualNetwork, *, real: Peers
) -> list[VirtualNetwork]:
    """Those of its peers as well."""
    near = real(self, network)
    beyond = [each for peer in near for each in real(self, peer) if each is not network]
    return [*near, *(each for each in beyond if each not in near)]


@otherwise("peering.from-both-sides", "one-side-is-enough", VirtualNetworks, "_is_answered")
def one_side_is_enough(
    self: VirtualNetworks, network: VirtualNetwork, other: VirtualNetwork
) -> bool:
    """Whatever the other one has."""
    return True


@otherwise("peering.forwarded-traffic", "takes-anything", VirtualNetworks, "_takes_forwarded")
def takes_anything(self: VirtualNetworks, network: VirtualNetwork, other: VirtualNetwork) -> bool:
    """Whatever its peering says."""
    return True
