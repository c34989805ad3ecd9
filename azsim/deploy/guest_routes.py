"""By which of its network interfaces a machine sends, as the routes of its operating system say."""

from __future__ import annotations

from collections.abc import Callable

from attrs import define, field, frozen

from azsim.facts import Facts
from azsim.facts.decides import decides
from azsim.facts.profile import Profile, text
from azsim.hosts.serving import nobody_notices
from azsim.model.packet import FiveTuple
from azsim.model.rules import Rule
from azsim.text import Text
from azsim.units import within

Felt = Callable[[], None]

WRONG_INTERFACE = Rule(
    "guest.wrong-interface",
    Text(
        "it leaves by a network interface that doesn't have its source address",
        "送信元アドレスを持たないネットワーク インターフェイスから送信された",
    ),
)


class GuestProfile(Profile):
    """What is documented of routes in operating systems."""

    platform = text("network.platform-address")


@frozen
class Card:
    """A network interface as the operating system has it: its addresses, and the prefixes of its subnet.

    The first address is that of its primary IP configuration.
    """

    name: str
    addresses: tuple[str, ...]
    prefixes: tuple[str, ...]


@define(eq=False)
class GuestRoutes:
    """The routes of a machine with the network interfaces ``cards``, the primary one first.

    ``default`` is the interface that the default route leads through: the primary one, unless
    somebody has changed that. Who describes a route is told by a call when a packet takes it.
    """

    facts: Facts
    cards: tuple[Card, ...]
    default: Card = field(init=False)
    _default_felt: Felt = field(default=nobody_notices, init=False)
    _by_source: Felt | None = field(default=None, init=False)
    _profile: GuestProfile = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.default = self.cards[0]
        self._profile = GuestProfile(self.facts)

    @property
    def goes_by_source(self) -> bool:
        """Whether each packet leaves by the interface that has its source address."""
        return self._by_source is not None

    def go_by_source(self, felt: Felt) -> None:
        """From now on each packet leaves by the interface that has its source address."""
        self._by_source = felt

    def lead_through(self, card: Card, felt: Felt) -> None:
        """From now on the default route leads through *card*."""
        self.default, self._default_felt = card, felt

    def card(self, address: str) -> Card | None:
        """The interface that has *address*, if any."""
        return next((each for each in self.cards if address in each.addresses), None)

    def source_toward(self, destination: str) -> str:
        """The address that a program sends from to *destination*, unless it binds another one."""
        return self._primary_address(self._leaves_by(destination, self.default))

    def stray(self, flow: FiveTuple) -> Rule | None:
        """Why packets of *flow* get nowhere, because of the interface that they leave by."""
        owner = self.card(flow.source)
        if owner is None or self._leaves_by(flow.destination, owner) is owner:
            return None
        if self._by_source is not None:
            self._by_source()
            return None
        if flow.destination == self._profile.platform:
            return self._answers_a_probe_elsewhere()
        return self._has_no_gateway()

    def _leaves_by(self, destination: str, preferred: Card) -> Card:
        """Where the routes lead: *preferred* where they lead by several interfaces."""
        connected = [each for each in self.cards if within(destination, each.prefixes)]
        if connected:
            return preferred if preferred in connected else connected[0]
        if destination == self._profile.platform:
            return self._to_platform()
        self._default_felt()
        return self.default

    @decides
    def _primary_address(self, card: Card) -> str:
        self.facts.rests_on("network-interface.primary-outbound")
        return card.addresses[0]

    @decides
    def _to_platform(self) -> Card:
        self.facts.rests_on("network-interface.platform-route")
        return self.cards[0]

    @decides
    def _answers_a_probe_elsewhere(self) -> Rule | None:
        self.facts.rests_on("load-balancer.probe-answer-interface")
        return WRONG_INTERFACE

    @decides
    def _has_no_gateway(self) -> Rule | None:
        self.facts.rests_on("network-interface.secondary-gateway")
        return WRONG_INTERFACE
