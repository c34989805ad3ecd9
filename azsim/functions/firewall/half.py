"""What the halves of a firewall share: whose flows they are, and how answers find back."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Hashable, Sequence
from functools import cached_property

import attrs
from attrs import define, field

from azsim.engine.draws import Draws
from azsim.engine.trace import Recorder
from azsim.facts import Facts
from azsim.functions.egress import Egress
from azsim.functions.firewall.profiles import PASSED, TRANSLATED, BetweenNetworks
from azsim.functions.snat.flows import (
    BACK_TO_THE_SOURCE,
    NO_FLOW,
    TranslatedFlow,
    Translator,
)
from azsim.functions.snat.masquerading import EXHAUSTED, UNSOLICITED
from azsim.functions.snat.profiles import LoadBalancerRule
from azsim.model.events import ReleaseCause
from azsim.model.packet import FiveTuple, Packet
from azsim.model.verdict import Drop, Pass, Verdict
from azsim.text import Advice, Text
from azsim.units import LARGEST_PORT

OTHER_PROTOCOLS = Text(
    "What {name} does with {protocol} isn't modelled: firewalls carry TCP and UDP here.",
    "{name} での {protocol} の扱いはモデル化していない。ファイアウォールで扱うのは TCP と UDP である。",
)


@define(eq=False, weakref_slot=False)
class FirewallFlow(TranslatedFlow):
    """A flow through a firewall, with the address and the port that it leaves the firewall from.

    ``onward`` is the flow of the NAT gateway that translates it, where one does.
    """

    translator: Half
    _address: str
    _port: int
    onward: TranslatedFlow | None = None

    @property
    def back(self) -> FiveTuple:
        """The five-tuple of the packets that come back, as the firewall gets them."""
        return super().answers

    @property
    def answers(self) -> FiveTuple:
        """The five-tuple of the packets that come back, as the destination sends them."""
        return self.back if self.onward is None else self.onward.answers

    @property
    def address(self) -> str:
        """The address that the flow leaves from."""
        return self._address

    @property
    def port(self) -> int:
        """The port of that address."""
        return self._port


@define
class _Toward:
    """The ports of one address toward one destination, counted from 0."""

    used: int = 0
    returned: list[int] = field(factory=list)

    def take(self, most: int) -> int | None:
        """The lowest that is free of *most*; None where none is."""
        if self.returned:
            return heapq.heappop(self.returned)
        if self.used == most:
            return None
        self.used += 1
        return self.used - 1


class SharedPorts:
    """Ports of addresses that all sources share, toward each destination."""

    def __init__(self, profile: LoadBalancerRule) -> None:
        self._profile = profile
        self._toward: dict[tuple[str, Hashable], _Toward] = {}

    def take(self, flow: FiveTuple, address: str, most: int) -> int | None:
        """The lowest free port of *address* toward the destination of *flow*; None where none is.

        An address has *most* of them.
        """
        index = self._of(flow, address).take(most)
        return None if index is None else self._profile.first_port + index

    def give_back(self, flow: FirewallFlow) -> None:
        """The port of *flow* is free again."""
        returned = self._of(flow.back.reversed(), flow.address).returned
        heapq.heappush(returned, flow.port - self._profile.first_port)

    def _of(self, flow: FiveTuple, address: str) -> _Toward:
        whoever = FiveTuple(flow.protocol, address, 0, flow.destination, flow.destination_port)
        scope = self._profile.scope[flow.protocol](whoever)
        return self._toward.setdefault((flow.protocol, scope), _Toward())


def _as(packet: Packet, flow: FiveTuple) -> Packet:
    """*packet* with the addresses and ports of *flow*."""
    return attrs.evolve(
        packet,
        source=flow.source,
        source_port=flow.source_port,
        destination=flow.destination,
        destination_port=flow.destination_port,
    )


class PrivateAddresses:
    """The private addresses of a firewall's instances, which *find* gives once they are needed."""

    def __init__(self, facts: Facts, draws: Draws, find: Callable[[], Sequence[str]]) -> None:
        self._profile = BetweenNetworks(facts)
        self._draws = draws
        self._find = find
        self._ports = SharedPorts(self._profile)

    @cached_property
    def all(self) -> Sequence[str]:
        """All of them."""
        return self._find()

    def take(self, flow: FiveTuple) -> tuple[str, int] | None:
        """An address for *flow*, and a free port of it toward its destination; None where none is."""
        self._profile.shows("firewall.private-address-choice")
        address = self._draws.choose(self.all, "private address", flow)
        port = self._ports.take(flow, address, LARGEST_PORT + 1 - self._profile.first_port)
        return None if port is None else (address, port)

    def give_back(self, flow: FirewallFlow) -> None:
        """The port of *flow* is free again."""
        self._ports.give_back(flow)


class Half(Translator):
    """Some of the flows of a firewall, with the timers that they have in common."""

    refusal = EXHAUSTED
    rewrites_ports = False

    def __init__(
        self, name: str, address: str, profile: LoadBalancerRule, recorder: Recorder
    ) -> None:
        super().__init__(name, address, profile, recorder)
        self._tables: dict[str, dict[FiveTuple, TranslatedFlow]] = {}
        self._by_answers: dict[FiveTuple, FirewallFlow] = {}

    def serve(self, interface: Egress) -> None:
        """Know the flow table of *interface*, whose flows lead here."""
        self._tables[interface.address] = interface.flows

    @property
    def all_flows(self) -> Sequence[TranslatedFlow]:
        """Every flow, in the order in which they were opened."""
        return list(self._by_answers.values())

    def knows(self, answers: FiveTuple) -> bool:
        """Whether *answers* belong to one of the flows."""
        return answers in self._by_answers

    def translate(self, packet: Packet, now: int) -> Verdict:
        """Let what leaves and what comes back pass, with the addresses that it has outside."""
        if packet.protocol not in ("TCP", "UDP"):
            raise Advice(OTHER_PROTOCOLS.fill(name=self.name, protocol=packet.protocol))
        back = self._by_answers.get(packet.five_tuple)
        if back is not None:
            self.notice(back, packet, "server", now)
            return Pass(_as(packet, back.inside.reversed()), BACK_TO_THE_SOURCE)
        table = self._tables.get(packet.source)
        if table is None:
            return Drop(UNSOLICITED)
        flow = packet.five_tuple
        held = table.get(flow)
        if held is None:
            if packet.protocol == "TCP" and packet.flags != "SYN":
                return Drop(NO_FLOW)
            held = self.open(flow, now)
            if held is None:
                return Drop(self.refusal)
        elif packet.flags == "SYN":
            self.reopen(held, now)
        self.notice(held, packet, "client", now)
        assert isinstance(held, FirewallFlow)
        rule = PASSED if held.address == flow.source else TRANSLATED
        return Pass(_as(packet, held.back.reversed()), rule)

    def _keep(self, flow: FirewallFlow, now: int) -> FirewallFlow:
        self._by_answers[flow.back] = self._tables[flow.inside.source][flow.inside] = flow
        self._begin(flow, now)
        return flow

    def _released(self, flow: TranslatedFlow, why: ReleaseCause) -> None:
        del self._tables[flow.inside.source][flow.inside]
        assert isinstance(flow, FirewallFlow)
        del self._by_answers[flow.back]
