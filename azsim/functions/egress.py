"""How the flows of one network interface leave it, and how answers find back.

The first packet of a flow walks down the ladder, and its flow keeps the way that was found:

====  ====================================================  ==================================
rung  where                                                 the packet goes
====  ====================================================  ==================================
1     the flow has left through a translator already        through the same translator
2     a route of the subnet's route table leads elsewhere   through the appliance that it names,
                                                            or out of the model
3     the flow came in from another network                 back through where it came from
4     the platform doesn't translate what goes there: to a  to its owner, untranslated
      private address, or into a connected network
5     the interface has a method for outbound connections   through a translator of the first
                                                            such method in the documented order
6     elsewhere                                             nowhere: it is dropped
====  ====================================================  ==================================
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple, Protocol

from attrs import define, field, frozen

from azsim.engine.draws import Draws
from azsim.engine.nodes import Node, Rewriter
from azsim.engine.routes import AddressSpace, Hop
from azsim.facts.decides import decides
from azsim.functions.snat.flows import TranslatedFlow, Translator
from azsim.model.packet import FiveTuple, Packet
from azsim.model.resources.network import NextHopType
from azsim.model.rules import Rule
from azsim.model.verdict import Drop, Verdict
from azsim.text import Text

NO_METHOD = Rule(
    "egress.no-method",
    Text(
        "no method for outbound connections is left to the instance",
        "インスタンスに送信接続の方法が残っていない",
    ),
)


NOT_PEERED = Rule(
    "egress.not-peered",
    Text(
        "no peering connects the two virtual networks",
        "二つの仮想ネットワークがピアリングで接続されていない",
    ),
)


class Platform(Protocol):
    """What a platform documents about outbound connections."""

    @property
    def methods(self) -> Sequence[str]:
        """Methods for outbound connections, in the order of precedence."""

    @property
    def choice(self) -> Sequence[str]:
        """The facts about which of several translators a flow leaves through."""

    @property
    def takes_turns(self) -> bool:
        """Whether a flow leaves through the first translator that has room; by chance otherwise."""

    def is_translated(self, address: str, space: AddressSpace) -> bool:
        """Whether flows to *address* from the network *space* are translated at all."""

    def rests_on(self, fact_id: str) -> None:
        """What happens now is the behaviour *fact_id*."""


class Refused(NamedTuple):
    """A flow can't leave, because of *reason*, as decided at the place *where*.

    ``last`` is the node that its packets still get to, and that drops them; None where they don't
    leave the interface. A tuple, as each flow makes one where ports are used up.
    """

    where: str
    reason: Rule
    last: Node | None = None


@frozen
class Edge:
    """A place that packets get to and no further, as *reason* says."""

    name: str
    reason: Rule

    def translate(self, packet: Packet, now: int) -> Verdict:
        """It gets no further."""
        return Drop(self.reason)


def stopped_at(name: str, reason: Rule) -> Refused:
    """A flow whose packets get to *name* and no further, because of *reason*."""
    return Refused(name, reason, Edge(name, reason))


class Router(ABC):
    """A node that a route can name as its next hop, and that sends flows on."""

    @abstractmethod
    def lead(self, flow: FiveTuple, interface: Egress) -> Translator | Refused:
        """What a new *flow* of *interface* goes through there."""

    @abstractmethod
    def is_met_halfway(self, flow: FiveTuple) -> bool:
        """Whether answers to *flow*, if any, come back to it without a route at the other end."""


class SubnetRoutes(Protocol):
    """The routes that a subnet has beside those that Azure makes by itself."""

    def lead(self, flow: FiveTuple, interface: Egress) -> Translator | Refused | None:
        """Where a new *flow* of *interface* goes; None where Azure's own routes decide."""

    def appliance_toward(self, address: str, space: AddressSpace) -> str | None:
        """The address of the appliance that what is sent from *space* to *address* goes to, if any."""

    def next_hop_of_default_route(self) -> NextHopType | None:
        """Where a route to 0.0.0.0/0 leads; None where there is none."""

    def leads_to_the_internet(self) -> bool:
        """Whether a route leads past appliances, by the next hop type Internet."""

    def next_hops(self) -> Sequence[str | None]:
        """The addresses of the appliances that routes lead to; None stands for a gateway."""


@define(eq=False)
class Egress:
    """The outbound side of one interface, with its flow table.

    ``space`` is the network that the interface is in. ``methods`` holds, by the name of a
    method, the translators that the interface may leave through by it; where there are
    several, each flow draws one of them. They change by `offer`; ``ever_offered`` are all that
    there have been, through which flows may still go. ``routes`` are those of the subnet's route
    table, None where it has none.
    """

    name: str
    address: str
    space: AddressSpace
    platform: Platform
    draws: Draws
    routes: SubnetRoutes | None = field(default=None, init=False)
    methods: dict[str, Sequence[Translator]] = field(factory=dict, init=False)
    flows: dict[FiveTuple, TranslatedFlow] = field(factory=dict, init=False)
    ever_offered: dict[Translator, None] = field(factory=dict, init=False)
    _first: Sequence[Translator] = field(default=(), init=False)
    _ways_back: dict[FiveTuple, Node] = field(factory=dict, init=False)

    def offer(self, method: str, translators: Sequence[Translator]) -> None:
        """From now on new flows may leave through *translators* by *method*; by none, not at all."""
        if translators:
            self.methods[method] = translators
            self.ever_offered.update(dict.fromkeys(translators))
        else:
            self.methods.pop(method, None)
        first = self.first_of(self.methods)
        self._first = () if first is None else self.methods[first]

    def prepare(self) -> None:
        """Let what the next flow may leave through be ready, before its first packet is sent."""
        for translator in self._first:
            if not translator.is_ready:
                translator.prepare()

    def came_in(self, packet: Packet, last: Node) -> None:
        """A flow from elsewhere arrived through *last*, and its answers go back there.

        An RST opens none: a translator sends it on a flow that it has just given up.
        """
        if packet.flags == "RST":
            return
        answers = packet.five_tuple.reversed()
        if answers in self.flows:
            return
        if _rewrites(last, answers) or not self.space.reaches(packet.source):
            self._ways_back[answers] = last

    def next_hop(self, at: Node, packet: Packet, now: int) -> Hop | Drop:
        """Where *packet* goes from the interface."""
        flow = packet.five_tuple
        back = self._way_back(flow)
        if back is not None and not self.is_led_elsewhere(flow):
            return Hop(back)
        way = self.way(flow)
        if isinstance(way, Refused):
            return Drop(way.reason) if way.last is None else Hop(way.last)
        if way is not None:
            return Hop(way)
        return self.space.next_hop(at, packet, now)

    def _way_back(self, flow: FiveTuple) -> Node | None:
        """Where *flow* came in from, unless that was a public address that knows it no more."""
        back = self._ways_back.get(flow)
        return None if isinstance(back, Translator) and not _rewrites(back, flow) else back

    def way(self, flow: FiveTuple) -> Translator | Refused | None:
        """What *flow* leaves through; None where it goes as it is."""
        held = self.flows.get(flow)
        return self._first_way(flow) if held is None else held.translator

    def _first_way(self, flow: FiveTuple) -> Translator | Refused | None:
        """What *flow* leaves through, of which no packet has left yet."""
        led = None if self.routes is None else self.routes.lead(flow, self)
        if led is not None:
            return led
        if not self.platform.is_translated(flow.destination, self.space):
            is_apart = self.space.owner_apart(flow.destination) is not None
            return Refused(self.name, NOT_PEERED) if is_apart else None
        candidates = self._first
        if not candidates:
            return Refused(self.name, NO_METHOD)
        if len(candidates) == 1:
            return candidates[0]
        if self.platform.takes_turns:
            return next((each for each in candidates if each.has_room(flow)), candidates[0])
        return self._choose(candidates, flow)

    def open(
        self, flow: FiveTuple, now: int, through: Translator | None = None
    ) -> TranslatedFlow | Refused | None:
        """Open *flow* without a packet: None where it goes as it is.

        It is asked what the first packet asks, in the same order, and `prepare` comes first. *through* is the translator
        that the flow is to draw, where several might be drawn.
        """
        for translator in self._first:
            if not translator.is_ready:
                translator.prepare()
        held = self.flows.get(flow)
        if held is not None:
            through = held.translator
            return through.reopen(held, now) or Refused(through.name, through.why_not(flow))
        way = through or self._first_way(flow)
        if way is None or isinstance(way, Refused):
            return way
        return way.open(flow, now) or Refused(way.name, way.why_not(flow))

    @decides
    def _choose(self, candidates: Sequence[Translator], flow: FiveTuple) -> Translator:
        for fact_id in self.platform.choice:
            self.platform.rests_on(fact_id)
        return self.draws.choose(candidates, "outbound address", flow)

    def drawn_from(self, translator: Translator | None) -> Sequence[str]:
        """The addresses that chance chose from for a flow that is new now, through *translator*.

        There are none where there was no choice.
        """
        if translator is None:
            return ()
        candidates = self._first
        if len(candidates) == 1 or translator not in candidates:
            return translator.choices
        return [address for each in candidates for address in (each.choices or each.addresses)]

    def appliance_toward(self, address: str) -> str | None:
        """The address of the appliance that a route leads to *address* through, if one does."""
        return None if self.routes is None else self.routes.appliance_toward(address, self.space)

    def is_led_elsewhere(self, flow: FiveTuple) -> bool:
        """Whether a route of the subnet decides where *flow* goes, and no method does."""
        return self.routes is not None and self.routes.lead(flow, self) is not None

    def first_method(self) -> Sequence[Translator]:
        """The translators of the first method that the interface has; none where it has none."""
        return self._first

    def translators(self) -> Iterator[Translator]:
        """Every translator that the interface might leave through."""
        for translators in self.methods.values():
            yield from translators

    def first_of(self, methods: Collection[str]) -> str | None:
        """Which of *methods* the platform prefers; None where it knows none of them."""
        return next((each for each in self.platform.methods if each in methods), None)


def _rewrites(node: Node, answers: FiveTuple) -> bool:
    """Whether *answers* go back to *node* whoever they are for, because it rewrites them."""
    return isinstance(node, Rewriter) and node.awaits(answers)
