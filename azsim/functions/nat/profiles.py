"""The facts by which a NAT gateway decides, one class for each SKU."""

from __future__ import annotations

from functools import cached_property

from azsim.facts.profile import duration, names, number, text
from azsim.functions.snat.profiles import FlowProfile, fins_from


class NatGatewayProfile(FlowProfile):
    """A NAT gateway of the SKU Standard."""

    protocols = names("nat-gateway.protocols")
    idle_timeout = duration("nat-gateway.idle-timeout")
    udp_idle_timeout = duration("nat-gateway.udp-idle-timeout")
    handshake = duration("nat-gateway.half-open")
    fin_hold = duration("nat-gateway.fin-hold")
    rst_hold = duration("nat-gateway.rst-hold")
    udp_hold = duration("nat-gateway.udp-hold")
    fin_from = text("nat-gateway.fin-from")
    reset_by = names("nat-gateway.idle-reset.by")
    reset_from = names("nat-gateway.idle-reset.ends")
    first_port = number("nat-gateway.first-port")
    ports = number("nat-gateway.ports")
    most_toward_one = number("nat-gateway.connections-to-one-destination")
    most_flows = number("nat-gateway.connections")
    most_addresses = number("nat-gateway.addresses")
    address_skus = names("nat-gateway.address-skus")
    refused_subnets = names("nat-gateway.refused-subnets")
    refused_delegations = names("nat-gateway.refused-delegations")
    shortest_idle_timeout = duration("nat-gateway.idle-timeout.shortest")
    longest_idle_timeout = duration("nat-gateway.idle-timeout.longest")
    attaching = text("nat-gateway.attaching")

    hold_is_per_destination = "nat-gateway.hold-is-per-destination"
    fragments = "nat-gateway.fragments"

    @cached_property
    def closing(self) -> frozenset[int]:
        """Those of either end or of both, whichever is asked for."""
        return fins_from(self.fin_from)

    @cached_property
    def most_toward(self) -> int:
        """How many ports of one address may be held toward one destination."""
        return min(self.most_toward_one, self.ports)


class StandardV2(NatGatewayProfile):
    """A NAT gateway of the SKU StandardV2."""

    protocols = names("nat-gateway.v2.protocols")
    address_skus = names("nat-gateway.v2.address-skus")
    refused_delegations = names("nat-gateway.v2.refused-delegations")
    attaching = text("nat-gateway.v2.attaching")
