"""An Azure Firewall, through which the routes of a subnet lead what its machines send.

It looks at the destination: flows to the internet leave from one of the firewall's public
addresses, and flows to a private address pass as they are. The two have idle timeouts of
their own, and only those to the internet are told when it is over.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence

import attrs
from attrs import define, field, frozen

from azsim.engine.draws import Draws
from azsim.engine.trace import UNRECORDED, Recorder
from azsim.facts import Facts
from azsim.facts.decides import decides
from azsim.facts.profile import Profile, duration, networks, number
from azsim.functions.egress import Egress, Router
from azsim.functions.snat.flows import (
    BACK_TO_THE_SOURCE,
    NO_FLOW,
    FlowSettings,
    TranslatedFlow,
    Translator,
)
from azsim.functions.snat.masquerading import EXHAUSTED, UNSOLICITED
from azsim.functions.snat.profiles import LoadBalancerRule
from azsim.model.events import End, ReleaseCause, Sign
from azsim.model.packet import FiveTuple, Packet
from azsim.model.rules import Rule
from azsim.model.verdict import Drop, Pass, Verdict
from azsim.text import Advice, Text
from azsim.units import LARGEST_PORT

TRANSLATED = Rule(
    "firewall.translated", Text("SNAT by the firewall", "ファイアウォールによる SNAT")
)
PASSED = Rule("firewall.passed", Text("passed by the firewall", "ファイアウォールを通過"))
OTHER_PROTOCOLS = Text(
    "What {name} does with {protocol} isn't modelled: firewalls carry TCP and UDP here.",
    "{name} での {protocol} の扱いはモデル化していない。ファイアウォールで扱うのは TCP と UDP である。",
)


class FirewallLimits(Profile):
    """How many ports and addresses a firewall has, and what it takes for private."""

    ports = number("firewall.ports-per-address")
    least_instances = number("firewall.least-instances")
    most_addresses = number("firewall.most-addresses")
    longest_idle_timeout = duration("firewall.longest-idle-timeout")
    private = networks("firewall.private-destinations")


class ToTheInternet(LoadBalancerRule):
    """Flows of a firewall to the internet; ports are held as behind a load balancer."""

    idle_timeout = duration("firewall.idle-timeout.internet")
    address_choice = "firewall.address-choice"
    exhaustion_refuses = "firewall.exhaustion-refuses"
    port_choice = "firewall.ports-of-instances"
    hold_is_per_destination = "firewall.ports-as-load-balancer"
    reset_at_idle = "firewall.resets-at-idle"


class BetweenNetworks(LoadBalancerRule):
    """Flows of a firewall between private networks."""

    idle_timeout = duration("firewall.idle-timeout.private")
    tcp_release = "firewall.silent-between-networks"


class FirewallFlow(TranslatedFlow):
    """A flow through a firewall, with the address and the port that it leaves the firewall from.

    ``onward`` is the flow of the NAT gateway that translates it, where one does.
    """

    __slots__ = ("_address", "_port", "_translator", "onward")

    def __init__(
        self,
        inside: FiveTuple,
        translator: _Half,
        address: str,
        port: int,
        onward: TranslatedFlow | None = None,
    ) -> None:
        super().__init__(inside)
        self._translator = translator
        self._address = address
        self._port = port
        self.onward = onward

    @property
    def back(self) -> FiveTuple:
        """The five-tuple of the packets that come back, as the firewall gets them."""
        return super().answers

    @property
    def answers(self) -> FiveTuple:
        """The five-tuple of the packets that come back, as the destination sends them."""
        return self.back if self.onward is None else self.onward.answers

    @property
    def translator(self) -> _Half:
        """The half of the firewall that the flow goes through."""
        return self._translator

    @property
    def address(self) -> str:
        """The address that the flow leaves from."""
        return self._address

    @property
    def port(self) -> int:
        """The port of that address."""
        return self._port


@frozen
class Gateway:
    """A NAT gateway of the firewall's subnet, and the interface by which the firewall uses it."""

    translator: Translator
    interface: Egress


@define
class _Toward:
    """The ports of one public address toward one destination, counted from 0."""

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


class _Half(Translator):
    """What both halves of a firewall share: whose flows they are, and how answers find back."""

    refusal = EXHAUSTED
    rewrites_ports = False
    carries = PASSED

    def __init__(
        self, name: str, address: str, profile: LoadBalancerRule, recorder: Recorder
    ) -> None:
        super().__init__(name, address, profile, recorder)
        self._tables: dict[str, dict[FiveTuple, TranslatedFlow]] = {}
        self._by_answers: dict[FiveTuple, FirewallFlow] = {}

    def serve(self, interface: Egress) -> None:
        """Know the flow table of *interface*, whose flows lead here."""
        self._tables[interface.address] = interface.flows

    def translate(self, packet: Packet, now: int) -> Verdict:
        """Let what leaves and what comes back pass, with the addresses that it has outside."""
        if packet.protocol not in ("TCP", "UDP"):
            raise Advice(OTHER_PROTOCOLS.fill(name=self.name, protocol=packet.protocol))
        back = self._by_answers.get(packet.five_tuple)
        if back is not None:
            self.notice(back, packet, "server", now)
            inside = back.inside
            changed = attrs.evolve(
                packet, destination=inside.source, destination_port=inside.source_port
            )
            return Pass(changed, BACK_TO_THE_SOURCE)
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
        changed = attrs.evolve(packet, source=held.address, source_port=held.port)
        return Pass(changed, self.carries)

    def _keep(self, flow: FirewallFlow, now: int) -> FirewallFlow:
        self._by_answers[flow.back] = self._tables[flow.inside.source][flow.inside] = flow
        self._begin(flow, now)
        return flow

    def _released(self, flow: TranslatedFlow, why: ReleaseCause) -> None:
        del self._tables[flow.inside.source][flow.inside]
        assert isinstance(flow, FirewallFlow)
        del self._by_answers[flow.back]


class FirewallToTheInternet(_Half):
    """The flows of a firewall to the internet, which leave from its public addresses."""

    carries = TRANSLATED
    rewrites_ports = True

    def __init__(
        self,
        name: str,
        addresses: Sequence[str],
        facts: Facts,
        draws: Draws,
        recorder: Recorder = UNRECORDED,
    ) -> None:
        self._ports = ToTheInternet(facts)
        super().__init__(name, addresses[0], self._ports, recorder)
        self._addresses = tuple(addresses)
        self._draws = draws
        self._toward: dict[tuple[str, Hashable], _Toward] = {}
        # By machine and protocol, how many flows leave from each port of an address.
        self._used: dict[tuple[str, str], Counter[tuple[str, int]]] = defaultdict(Counter)
        self._ports_of_address = 0
        self._gateway: Gateway | None = None

    def go_on_through(self, gateway: Gateway | None) -> None:
        """From now on new flows go on through *gateway*, of the firewall's subnet, where there is one."""
        self._gateway = gateway

    def change_to(self, addresses: Sequence[str], ports: int, idle_timeout: int | None) -> None:
        """From now on it has *addresses*, each with so many *ports*, and that idle timeout."""
        self._addresses, self._ports_of_address = tuple(addresses), ports
        self.set(FlowSettings(idle_timeout, tcp_reset=True))

    @property
    def addresses(self) -> Sequence[str]:
        """The public addresses, of which chance chooses one for each new flow."""
        gateway = self._gateway
        return self._addresses if gateway is None else gateway.translator.addresses

    def open(self, flow: FiveTuple, now: int) -> FirewallFlow | None:
        """Let a new *flow* leave from a public address that has a port for it."""
        if self._gateway is not None:
            return self._open_onward(flow, self._gateway, now)
        self._ports.shows(self._ports.port_choice)
        for address in self._in_order(flow):
            index = self._take(flow, address)
            if index is not None:
                port = self._ports.first_port + index
                self._used[flow.source, flow.protocol][address, port] += 1
                return self._keep(FirewallFlow(flow, self, address, port), now)
        self._ports.shows(self._ports.exhaustion_refuses)
        return None

    @decides
    def _open_onward(self, flow: FiveTuple, gateway: Gateway, now: int) -> FirewallFlow | None:
        """Let a new *flow* leave from the firewall's private address, through *gateway*."""
        self._ports.rests_on("firewall.nat-gateway")
        source = gateway.interface.address
        index = self._ports_toward(flow, source).take(LARGEST_PORT)
        port = self._ports.first_port + (index or 0)
        inner = FiveTuple(flow.protocol, source, port, flow.destination, flow.destination_port)
        onward = gateway.translator.open(inner, now)
        if onward is None:
            return None
        return self._keep(FirewallFlow(flow, self, source, port, onward), now)

    def fin(self, flow: TranslatedFlow, end: End, now: int) -> None:
        """*end* sent FIN, of which a gateway knows as well."""
        super().fin(flow, end, now)
        if (onward := _onward(flow)) is not None:
            onward.translator.fin(onward, end, now)

    def reset(self, flow: TranslatedFlow, now: int) -> None:
        """Either end sent RST, of which a gateway knows as well."""
        super().reset(flow, now)
        if (onward := _onward(flow)) is not None:
            onward.translator.reset(onward, now)

    def establish(self, flow: TranslatedFlow, now: int) -> None:
        """The handshake is over, of which a gateway knows as well."""
        super().establish(flow, now)
        if (onward := _onward(flow)) is not None:
            onward.translator.establish(onward, now)

    def touch(self, flow: TranslatedFlow, sign: Sign, end: End, now: int) -> bool:
        """A sign of life came, which a gateway gets as well."""
        if (onward := _onward(flow)) is not None:
            onward.translator.touch(onward, sign, end, now)
        return super().touch(flow, sign, end, now)

    @decides
    def _take(self, flow: FiveTuple, address: str) -> int | None:
        """The lowest free port of *address* toward the destination of *flow*, counted from 0."""
        return self._ports_toward(flow, address).take(self._ports_of_address)

    def _in_order(self, flow: FiveTuple) -> Iterator[str]:
        """The public addresses, the one that chance chooses first, and then the next ones."""
        self._ports.shows(self._ports.address_choice)
        first = self._draws.choose(range(len(self._addresses)), "outbound address", flow)
        yield from self._addresses[first:]
        yield from self._addresses[:first]

    def _ports_toward(self, flow: FiveTuple, address: str) -> _Toward:
        # All sources share the ports of an address.
        whoever = FiveTuple(flow.protocol, address, 0, flow.destination, flow.destination_port)
        scope = self._ports.scope[flow.protocol](whoever)
        return self._toward.setdefault((flow.protocol, scope), _Toward())

    def in_use(self, instance: str, protocol: str) -> int:
        """How many ports the flows of the machine at *instance* use."""
        return len(self._used[instance, protocol])

    def _released(self, flow: TranslatedFlow, why: ReleaseCause) -> None:
        super()._released(flow, why)
        toward = self._ports_toward(flow.inside, flow.address)
        heapq.heappush(toward.returned, flow.port - self._ports.first_port)
        if _onward(flow) is not None:
            return
        used = self._used[flow.inside.source, flow.inside.protocol]
        used[flow.address, flow.port] -= 1
        if not used[flow.address, flow.port]:
            del used[flow.address, flow.port]


def _onward(flow: TranslatedFlow) -> TranslatedFlow | None:
    """The flow of a gateway that *flow* goes on in, while the gateway knows it."""
    assert isinstance(flow, FirewallFlow)
    onward = flow.onward
    return onward if onward is not None and onward.ended is None else None


class Firewall(_Half, Router):
    """A firewall at a private address, with its flows between private networks."""

    def __init__(
        self,
        name: str,
        address: str,
        to_the_internet: FirewallToTheInternet,
        facts: Facts,
        recorder: Recorder = UNRECORDED,
    ) -> None:
        super().__init__(name, address, BetweenNetworks(facts), recorder)
        self.to_the_internet = to_the_internet
        self._limits = FirewallLimits(facts)

    def lead(self, flow: FiveTuple, interface: Egress) -> Translator:
        """The half that *flow* goes through, by its destination."""
        half = self if self._passes_as_it_is(flow.destination) else self.to_the_internet
        half.serve(interface)
        return half

    def translate(self, packet: Packet, now: int) -> Verdict:
        """Let what the firewall's address gets from a gateway go back to whom it belongs."""
        if packet.destination == self.address:
            return self.to_the_internet.translate(packet, now)
        return super().translate(packet, now)

    @decides
    def _passes_as_it_is(self, destination: str) -> bool:
        """Whether flows to *destination* aren't translated."""
        return self._limits.private[destination]

    def open(self, flow: FiveTuple, now: int) -> FirewallFlow:
        """Let a new *flow* pass, from its own address and port."""
        return self._keep(FirewallFlow(flow, self, flow.source, flow.source_port), now)
