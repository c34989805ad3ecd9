"""The flows of a firewall to the internet, which leave from its public addresses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from attrs import frozen

from azsim.engine.draws import Draws
from azsim.engine.trace import UNRECORDED, Recorder
from azsim.facts import Facts
from azsim.facts.decides import decides
from azsim.functions.egress import Egress
from azsim.functions.firewall.half import FirewallFlow, Half, PrivateAddresses, SharedPorts
from azsim.functions.firewall.profiles import ToTheInternet
from azsim.functions.firewall.rules import InboundRules
from azsim.functions.snat.flows import FlowSettings, TranslatedFlow, Translator
from azsim.functions.snat.profiles import Finishing
from azsim.model.events import (
    End,
    PortRefused,
    PortReleased,
    PortsShared,
    PortTaken,
    ReleaseCause,
    Sign,
)
from azsim.model.packet import FiveTuple, Packet
from azsim.model.verdict import Drop, Verdict
from azsim.text import Advice, Text
from azsim.units import LARGEST_PORT, format_count

TOO_MANY_ONWARD = Text(
    "More than {most} connections to one destination through {name} and the NAT gateway of its subnet aren't "
    "modelled: how many a firewall sends from each of its private addresses isn't documented.",
    "{name} とそのサブネットの NAT ゲートウェイを経由する同じ宛先への接続が {most} 本を超える場合はモデル化して"
    "いない。ファイアウォールがプライベート アドレスごとに何本送るかは文書にない。",
)


@frozen
class Gateway:
    """A NAT gateway of the firewall's subnet, and the interface by which the firewall uses it."""

    translator: Translator
    interface: Egress


class InboundFlow(FirewallFlow):
    """A flow from the internet that a DNAT rule leads to *destination*, from a private address."""

    __slots__ = ("_destination",)

    def __init__(
        self,
        inside: FiveTuple,
        translator: FirewallToTheInternet,
        address: str,
        port: int,
        destination: tuple[str, int],
    ) -> None:
        super().__init__(inside, translator, address, port)
        self._destination = destination

    @property
    def back(self) -> FiveTuple:
        """The five-tuple of the packets that come back from the destination."""
        return FiveTuple(self.inside.protocol, *self._destination, self.address, self.port)


class FirewallToTheInternet(Half):
    """The flows of a firewall to the internet, which leave from its public addresses.

    What comes in from there passes by a DNAT rule.
    """

    rewrites_ports = True

    def __init__(
        self,
        name: str,
        addresses: Sequence[str],
        private: PrivateAddresses,
        facts: Facts,
        draws: Draws,
        recorder: Recorder = UNRECORDED,
    ) -> None:
        self._ports = ToTheInternet(facts)
        self.private = private
        self.inbound_rules = InboundRules()
        super().__init__(name, addresses[0], self._ports, recorder)
        self._addresses = tuple(addresses)
        self._draws = draws
        self._shared = SharedPorts(self._ports)
        # By machine and protocol, how many flows leave from each port of an address.
        self._used: dict[tuple[str, str], Counter[tuple[str, int]]] = defaultdict(Counter)
        self._ports_of_address = 0
        self._has_told_ports = False
        self._gateway: Gateway | None = None

    def go_on_through(self, gateway: Gateway | None) -> None:
        """From now on new flows go on through *gateway*, of the firewall's subnet, where there is one."""
        self._gateway = gateway

    def change_to(self, addresses: Sequence[str], ports: int, idle_timeout: int | None) -> None:
        """From now on it has *addresses*, each with so many *ports*, and that idle timeout."""
        self._addresses, self._ports_of_address = tuple(addresses), ports
        self._has_told_ports = False
        self.set(FlowSettings(idle_timeout, tcp_reset=True))

    def inbound(self, flow: FiveTuple) -> TranslatedFlow | None:
        """What came in as *flow*, as the client sends it, while it is known."""
        return self._tables.get(flow.source, {}).get(flow)

    def translate(self, packet: Packet, now: int) -> Verdict:
        """The same, and let come in what a DNAT rule names."""
        flow = packet.five_tuple
        if packet.destination in self._addresses and not self.knows(flow):
            refusal = self.inbound_rules.refusal(flow)
            if refusal is not None:
                return Drop(refusal)
            self._tables.setdefault(packet.source, {})
        return super().translate(packet, now)

    @property
    def own_addresses(self) -> Sequence[str]:
        """The public addresses of the firewall itself."""
        return self._addresses

    @property
    def ports_per_address(self) -> int:
        """How many SNAT ports each of its own addresses has."""
        return self._ports_of_address

    @property
    def onward(self) -> Translator | None:
        """What translates its flows instead of it, where its subnet has a NAT gateway."""
        return None if self._gateway is None else self._gateway.translator

    @property
    def addresses(self) -> Sequence[str]:
        """The public addresses, of which chance chooses one for each new flow."""
        gateway = self._gateway
        return self._addresses if gateway is None else gateway.translator.addresses

    def open(self, flow: FiveTuple, now: int) -> FirewallFlow | None:
        """Let a new *flow* leave from a public address that has a port for it, or come in."""
        if flow.destination in self._addresses:
            return self._let_in(flow, now)
        if self._gateway is not None:
            return self._open_onward(flow, self._gateway, now)
        self._ports.shows(self._ports.port_choice)
        self._tell_ports()
        for address in self._in_order(flow):
            port = self._take(flow, address)
            if port is not None:
                self._used[flow.source, flow.protocol][address, port] += 1
                held = self._keep(FirewallFlow(flow, self, address, port), now)
                if self._recorder is not None:
                    in_use = self.in_use(flow.source, flow.protocol)
                    self._recorder.add(PortTaken, self.name, flow, held.outside, in_use)
                return held
        self._ports.shows(self._ports.exhaustion_refuses)
        if self._recorder is not None:
            self._recorder.add(PortRefused, self.name, flow)
        return None

    def _tell_ports(self) -> None:
        """Write down how many ports there are, before the first flow that asks for one."""
        if self._recorder is None or self._has_told_ports:
            return
        ports = len(self._addresses) * self._ports_of_address
        by_address = "destination port" not in self._ports.udp_scope
        self._recorder.add(PortsShared, self.name, ports, ports, by_address)
        self._has_told_ports = True

    def _let_in(self, flow: FiveTuple, now: int) -> InboundFlow | None:
        """Let a new *flow* come in, to where its DNAT rule leads it."""
        inwards = self.inbound_rules.inwards(flow)
        source = self._source_inside(inwards)
        if source is None:
            return None
        destination = inwards.destination, inwards.destination_port
        opened = InboundFlow(flow, self, *source, destination)
        self._keep(opened, now)
        return opened

    @decides
    def _source_inside(self, inwards: FiveTuple) -> tuple[str, int] | None:
        """The address and the port from which *inwards* goes on to a machine."""
        self._ports.shows("firewall.dnat-translates-the-source")
        return self.private.take(inwards)

    @decides
    def _open_onward(self, flow: FiveTuple, gateway: Gateway, now: int) -> FirewallFlow | None:
        """Let a new *flow* leave from the firewall's private address, through *gateway*."""
        self._ports.rests_on("firewall.nat-gateway")
        source = gateway.interface.address
        most = LARGEST_PORT + 1 - self._ports.first_port
        port = self._shared.take(flow, source, most)
        if port is None:
            raise Advice(TOO_MANY_ONWARD.fill(most=format_count(most), name=self.name))
        inner = FiveTuple(flow.protocol, source, port, flow.destination, flow.destination_port)
        onward = gateway.translator.open(inner, now)
        opened = FirewallFlow(flow, self, source, port, onward)
        if onward is None:
            self._shared.give_back(opened)
            return None
        return self._keep(opened, now)

    def fin(self, flow: TranslatedFlow, end: Finishing, now: int) -> None:
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
        """The lowest free port of *address* toward the destination of *flow*."""
        return self._shared.take(flow, address, self._ports_of_address)

    def _in_order(self, flow: FiveTuple) -> Iterator[str]:
        """The public addresses, the one that chance chooses first, and then the next ones."""
        self._ports.shows(self._ports.address_choice)
        first = self._draws.choose(range(len(self._addresses)), "outbound address", flow)
        yield from self._addresses[first:]
        yield from self._addresses[:first]

    def in_use(self, instance: str, protocol: str) -> int:
        """How many ports the flows of the machine at *instance* use."""
        return len(self._used[instance, protocol])

    def _released(self, flow: TranslatedFlow, why: ReleaseCause) -> None:
        super()._released(flow, why)
        assert isinstance(flow, FirewallFlow)
        if isinstance(flow, InboundFlow):
            self.private.give_back(flow)
            return
        self._shared.give_back(flow)
        if flow.onward is not None:
            return
        used = self._used[flow.inside.source, flow.inside.protocol]
        used[flow.address, flow.port] -= 1
        if not used[flow.address, flow.port]:
            del used[flow.address, flow.port]
        if self._recorder is not None:
            in_use = self.in_use(flow.inside.source, flow.inside.protocol)
            self._recorder.add(PortReleased, self.name, flow.inside, flow.outside, why, in_use)


def _onward(flow: TranslatedFlow) -> TranslatedFlow | None:
    """The flow of a gateway that *flow* goes on in, while the gateway knows it."""
    assert isinstance(flow, FirewallFlow)
    onward = flow.onward
    return onward if onward is not None and onward.ended is None else None
