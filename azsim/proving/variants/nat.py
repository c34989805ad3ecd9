"""A NAT gateway, if it were otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import get_args

import attrs

from azsim.deploy.machine_skus import MachineSkus
from azsim.functions.nat.gateway import NatGateway
from azsim.functions.nat.inventory import Deck, Destination, NatFlow
from azsim.functions.snat.flows import BACK_TO_THE_SOURCE, NO_FLOW, TranslatedFlow
from azsim.model.events import End, Sign
from azsim.model.packet import Packet, Protocol
from azsim.model.rules import Rule
from azsim.model.verdict import Drop, Pass, Verdict
from azsim.proving.variants.variant import otherwise


@otherwise("nat-gateway.on-demand", "allocates-beforehand", NatGateway, "_has_room")
def allocates_beforehand(
    self: NatGateway,
    deck: Deck,
    destination: Destination,
    *,
    real: Callable[[NatGateway, Deck, Destination], bool],
) -> bool:
    """Half of what there is toward a destination stays with the others."""
    share = self._nat.most_toward // 2
    return real(self, deck, destination) and deck.held_toward(destination) < share


@otherwise("nat-gateway.port-choice", "shares-at-once", Deck, "_pick")
def shares_at_once(self: Deck, holders: dict[int, NatFlow], drawn: float) -> int:
    """The first port that nothing holds toward the destination."""
    place = 0
    while self._first + place in holders:
        place += 1
    return place


@otherwise("nat-gateway.address-choice", "first-address", NatGateway, "_deck_for")
def first_address(
    self: NatGateway,
    protocol: Protocol,
    destination: Destination,
    drawn: float,
    *,
    real: Callable[[NatGateway, Protocol, Destination, float], Deck | None],
) -> Deck | None:
    """The first address."""
    return real(self, protocol, destination, 0.0)


@otherwise("nat-gateway.removed-address-ends-flows", "flows-stay", NatGateway, "have")
def flows_stay(self: NatGateway, addresses: Sequence[str]) -> None:
    """Nobody loses a flow."""
    self._addresses = tuple(addresses)


@otherwise("nat-gateway.hold-is-per-destination", "held-for-all", NatGateway, "_has_room")
def held_for_all(
    self: NatGateway,
    deck: Deck,
    destination: Destination,
    *,
    real: Callable[[NatGateway, Deck, Destination], bool],
) -> bool:
    """Where no port is free, one on hold doesn't serve."""
    return real(self, deck, destination) and deck.used < self._nat.ports


@otherwise("nat-gateway.udp-kept-by", "either-end", NatGateway, "touch")
def kept_by_either_end(
    self: NatGateway,
    flow: TranslatedFlow,
    sign: Sign,
    end: End,
    now: int,
    *,
    real: Callable[[NatGateway, TranslatedFlow, Sign, End, int], bool],
) -> bool:
    """What comes from one end counts as if it came from the other as well."""
    from_either = [real(self, flow, sign, each, now) for each in get_args(End)]
    return any(from_either)


@otherwise("nat-gateway.resets-late-packets", "drops-in-silence", NatGateway, "_reset")
def drops_in_silence(self: NatGateway, packet: Packet) -> Verdict:
    """Nobody is told."""
    return Drop(NO_FLOW)


@otherwise("nat-gateway.no-unsolicited-inbound", "lets-in", NatGateway, "_unexpected")
def lets_in(self: NatGateway, packet: Packet) -> Verdict:
    """The first of its machines gets it, without anything that it would answer."""
    machine = next(iter(self._senders))
    return Pass(attrs.evolve(packet, destination=machine, payload=None), BACK_TO_THE_SOURCE)


@otherwise("nat-gateway.no-basic-in-subnet", "beside-basic", MachineSkus, "_beside_nat_gateway")
def beside_basic(self: MachineSkus) -> Rule | None:
    """Both are accepted."""
    return None
