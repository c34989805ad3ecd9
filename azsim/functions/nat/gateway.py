"""NAT gateway: all machines of its subnets leave from its public addresses.

No machine has ports of its own. A flow takes one where it finds it: of an address that chance
chooses, a port that nobody uses, and only without one a port that is used toward other
destinations. It keeps it while packets pass, and for a while after its end, in which nothing else
has the port toward the same destination.

==========  ===========================  ==============================================
queue       a flow gets there by         and leaves it
==========  ===========================  ==============================================
handshake   the SYN of its sender        when nobody has completed it in time
idle        the handshake, refreshing    when the idle timeout is over, in silence
FIN, RST    FIN or RST, as documented    when the hold after it is over
UDP         idling, where it is UDP      when the hold after it is over
==========  ===========================  ==============================================

Whoever speaks on a TCP connection that was given up in silence gets an RST.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import attrs

from azsim.engine.draws import Draws
from azsim.engine.expiry import Entry, ExpiryQueue
from azsim.engine.trace import UNRECORDED, Recorder
from azsim.facts.decides import decides
from azsim.functions.nat.inventory import Deck, Destination, NatFlow
from azsim.functions.nat.profiles import NatGatewayProfile
from azsim.functions.snat.flows import (
    BACK_TO_THE_SOURCE,
    NO_FLOW,
    Sender,
    TranslatedFlow,
    Translator,
)
from azsim.functions.snat.masquerading import EXHAUSTED, UNSOLICITED
from azsim.model.events import (
    End,
    HoldCause,
    OthersCarried,
    PortRefused,
    PortReleased,
    PortsShared,
    PortTaken,
    ReleaseCause,
    Sign,
)
from azsim.model.packet import FiveTuple, Packet, Protocol
from azsim.model.rules import Rule
from azsim.model.verdict import Drop, Pass, Verdict
from azsim.text import Text, listed
from azsim.units import format_count

SOURCE_REWRITTEN = Rule(
    "nat-gateway.source-rewritten", Text("SNAT by a NAT gateway", "NAT ゲートウェイによる SNAT")
)
CARRIES_ONLY = Rule(
    "nat-gateway.carries-only",
    Text(
        "the NAT gateway carries only {protocols}",
        "NAT ゲートウェイは {protocols} しか扱わない",
    ),
)
TOO_MANY_TO_ONE = Rule(
    "nat-gateway.too-many-to-one-destination",
    Text(
        "a NAT gateway carries no more than {most} connections to one destination for each public IP",
        "NAT ゲートウェイが一つの宛先に対して扱える接続はパブリック IP ごとに {most} 本までである",
    ),
)
TOO_MANY = Rule(
    "nat-gateway.too-many-connections",
    Text(
        "a NAT gateway carries no more than {most} connections",
        "NAT ゲートウェイが扱える接続は {most} 本までである",
    ),
)


class _Answers(Entry):
    """The timer of the answers of a UDP flow: each direction has one of its own."""

    __slots__ = ("flow",)

    def __init__(self, flow: TranslatedFlow) -> None:
        self.queue = None
        self.flow = flow


class NatGateway(Translator):
    """The flows of all machines behind one NAT gateway."""

    def __init__(
        self, name: str, profile: NatGatewayProfile, draws: Draws, recorder: Recorder = UNRECORDED
    ) -> None:
        super().__init__(name, "", profile, recorder)
        self._nat = profile
        self._draws = draws
        self._addresses: tuple[str, ...] = ()
        self._decks: dict[str, list[Deck]] = {}
        self._senders: dict[str, Sender] = {}
        self._numbers: dict[str, int] = {}
        self._active = 0
        self._has_told_ports = False
        self._handshake = self._queue("handshake")
        self._udp_hold = self._queue("UDP idle timeout", "UDP")
        self._answers = ExpiryQueue[_Answers](
            "idle timeout",
            partial(self.kept_for, "idle timeout", "UDP"),
            lambda timer, now: self._idle_out(timer.flow, now),
        )
        self.timers.append(self._answers)
        self._timers_of_answers: dict[TranslatedFlow, _Answers] = {}
        # As the five-tuples of answers, of which a plain tuple is no less.
        self._given_up: set[tuple[object, ...]] = set()

    # Addresses and machines

    @property
    def addresses(self) -> Sequence[str]:
        """The public addresses, of which chance chooses one for each new flow."""
        return self._addresses

    @property
    def ports_per_address(self) -> int:
        """How many SNAT ports each of the addresses has."""
        return self._nat.ports

    @decides
    def have(self, addresses: Sequence[str]) -> None:
        """Let new flows leave from *addresses*. Flows from others are gone."""
        for decks in self._decks.values():
            for deck in [each for each in decks if each.address not in addresses]:
                self._nat.shows("nat-gateway.removed-address-ends-flows")
                for holders in list(deck.toward.values()):
                    for flow in list(holders.values()):
                        self.release(flow, "removed")
                self._active -= deck.others.total()
                decks.remove(deck)
        self._addresses = tuple(addresses)
        self._has_told_ports = False

    def admit(self, sender: Sender) -> None:
        """Let *sender* open flows."""
        if self._senders.get(sender.address) is not sender:
            self._senders[sender.address] = sender
            self._numbers.setdefault(sender.address, len(self._numbers) + 1)

    def carry_for_others(
        self, protocol: Protocol, count: int, destination: Destination | None
    ) -> None:
        """Carry *count* flows more of machines that nobody names, spread over the addresses.

        They go to *destination*; with None, wherever no named machine goes.
        """
        decks = self._decks_of(protocol)
        for place, deck in enumerate(decks):
            deck.others[destination] += count // len(decks) + (place < count % len(decks))
        self._active += count
        self._tell_ports()
        if self._recorder is not None:
            self._recorder.add(OthersCarried, self.name, protocol, count, destination)

    def room_for_others(self, protocol: str, destination: Destination | None) -> int:
        """How many such flows more its limits allow."""
        left = self._nat.most_flows - self._active
        return left if destination is None else min(left, self._room(protocol, destination))

    # Ports

    @property
    def inventory(self) -> int:
        """How many ports there are for one protocol, at all addresses."""
        return len(self._addresses) * self._nat.ports

    def used(self, protocol: str) -> int:
        """How many of them somebody uses, in flows and in holds."""
        return sum(deck.used for deck in self._decks.get(protocol, ()))

    def in_use(self, instance: str, protocol: str) -> int:
        """How many ports the machine with that address uses, in flows and in holds."""
        number = self._numbers.get(instance, 0)
        return sum(deck.in_use[number] for deck in self._decks.get(protocol, ()))

    def free_toward(self, flow: FiveTuple) -> int:
        """How many more flows like *flow* could be opened now."""
        return self.room_for_others(flow.protocol, (flow.destination, flow.destination_port))

    # One flow

    def why_not(self, flow: FiveTuple) -> Rule:
        """Which of its limits keeps *flow* from being opened now."""
        profile = self._nat
        if self._active >= profile.most_flows:
            return TOO_MANY.fill(most=format_count(profile.most_flows))
        if profile.ports <= profile.most_toward_one:
            return EXHAUSTED
        return TOO_MANY_TO_ONE.fill(most=format_count(profile.most_toward_one))

    def open(self, flow: FiveTuple, now: int) -> NatFlow | None:
        """Let a new *flow* leave; None where one of the limits is reached."""
        if self._recorder is not None:
            self._tell_ports()
        protocol, source, source_port, destination, destination_port = flow
        key = "NAT gateway", protocol, source, destination, destination_port
        for_address, for_port = self._draws.two(key, source_port)
        where = destination, destination_port
        deck = self._deck_for(protocol, where, for_address)
        if deck is None:
            if self._recorder is not None:
                self._recorder.add(PortRefused, self.name, flow)
            return None
        held = deck.take(flow, where, self._numbers[source], for_port)
        self._nat.shows("nat-gateway.port-choice")
        if self._given_up:
            answers = protocol, destination, destination_port, deck.address, held.number
            self._given_up.discard(answers)
        self._senders[source].flows[flow] = held
        self._active += 1
        if protocol == "TCP":
            self._handshake.put(held, now)
        else:
            self._begin_without_handshake(held, now)
        if self._recorder is not None:
            in_use = self.in_use(source, protocol)
            self._recorder.add(PortTaken, self.name, flow, held.outside, in_use)
        return held

    def _tell_ports(self) -> None:
        """Write down how many ports there are, before the first flow that asks for one."""
        if self._recorder is None or self._has_told_ports:
            return
        toward_one = len(self._addresses) * self._nat.most_toward
        self._recorder.add(
            PortsShared,
            self.name,
            self.inventory,
            toward_one,
            connections=self._nat.most_flows,
        )
        self._has_told_ports = True

    def reopen(self, flow: TranslatedFlow, now: int) -> TranslatedFlow | None:
        """A new SYN of the same five-tuple came: during a hold it opens a flow from another port."""
        return self.open(flow.inside, now) if flow.in_hold else flow

    @decides
    def _deck_for(self, protocol: Protocol, destination: Destination, drawn: float) -> Deck | None:
        """The address that a flow to *destination* is to leave from, of those that have room for it."""
        if self._active >= self._nat.most_flows:
            return None
        decks: Sequence[Deck] = self._decks.get(protocol, ())
        if len(decks) != len(self._addresses):
            decks = self._decks_of(protocol)
        if len(decks) > 1:
            self._nat.shows("nat-gateway.address-choice")
        first = decks[int(drawn * len(decks))]
        if self._has_room(first, destination):
            return first
        roomy = [deck for deck in decks if self._has_room(deck, destination)]
        return roomy[int(drawn * len(roomy))] if roomy else None

    @decides
    def _has_room(self, deck: Deck, destination: Destination) -> bool:
        """Whether one more flow to *destination* can leave from the address of *deck*."""
        self._nat.shows("nat-gateway.on-demand")
        return deck.held_toward(destination) < self._nat.most_toward

    def _room(self, protocol: str, destination: Destination) -> int:
        """How many more flows to *destination* can leave, from all addresses together."""
        decks = self._decks_of(protocol)
        return sum(self._nat.most_toward - deck.held_toward(destination) for deck in decks)

    def _decks_of(self, protocol: str) -> Sequence[Deck]:
        """The ports of each address for *protocol*."""
        decks = self._decks.get(protocol)
        if decks is None:
            decks = self._decks[protocol] = []
        if len(decks) != len(self._addresses):
            known = {deck.address for deck in decks}
            decks += [
                Deck(self, address, self._nat.first_port, self._nat.ports)
                for address in self._addresses
                if address not in known
            ]
        return decks

    # Packets

    def translate(self, packet: Packet, now: int) -> Verdict:
        """Rewrite the source of what leaves, and the destination of what comes back."""
        if packet.destination in self._addresses:
            return self._inward(packet, now)
        return self._outward(packet, now)

    def _outward(self, packet: Packet, now: int) -> Verdict:
        if packet.protocol not in self._nat.protocols:
            return Drop(CARRIES_ONLY.fill(protocols=listed(self._nat.protocols)))
        if (held_up := self.holds_up(packet)) is not None:
            return Drop(held_up)
        flow = packet.five_tuple
        held = self._senders[flow.source].flows.get(flow)
        starts = packet.protocol != "TCP" or packet.flags == "SYN"
        if held is None or (starts and held.in_hold):
            if not starts:
                return self._reset(packet)
            held = self.open(flow, now)
            if held is None:
                return Drop(self.why_not(flow))
        self.notice(held, packet, "client", now)
        # What is kept of ICMP is its query identifier: its packets have no ports.
        port = held.port if packet.source_port else 0
        changed = attrs.evolve(packet, source=held.address, source_port=port)
        return Pass(changed, SOURCE_REWRITTEN)

    def _inward(self, packet: Packet, now: int) -> Verdict:
        flow = packet.five_tuple
        held = self.find_return(flow)
        if held is None or held.queue is self._udp_hold:
            return self._reset(packet) if flow in self._given_up else self._unexpected(packet)
        self.notice(held, packet, "server", now)
        inside = held.inside
        changed = attrs.evolve(
            packet, destination=inside.source, destination_port=inside.source_port
        )
        return Pass(changed, BACK_TO_THE_SOURCE)

    def find_return(self, flow: FiveTuple) -> NatFlow | None:
        """The flow that a packet from outside belongs to, or None."""
        for deck in self._decks.get(flow.protocol, ()):
            if deck.address == flow.destination:
                holders = deck.toward.get((flow.source, flow.source_port), {})
                return holders.get(flow.destination_port)
        return None

    @decides
    def _unexpected(self, packet: Packet) -> Verdict:
        """What comes from outside and answers nothing."""
        self._nat.shows("nat-gateway.no-unsolicited-inbound")
        return Drop(UNSOLICITED)

    @decides
    def _reset(self, packet: Packet) -> Verdict:
        """Tell whoever speaks on a connection that isn't there, by RST."""
        if packet.protocol != "TCP" or packet.flags == "RST":
            return Drop(NO_FLOW)
        self._nat.shows("nat-gateway.resets-late-packets")
        back = Packet(next(self._packet_ids), *packet.five_tuple.reversed(), "RST")
        return Drop(NO_FLOW, (back,))

    # The life of a flow

    def notice(self, flow: TranslatedFlow, packet: Packet, end: End, now: int) -> None:
        """A packet of the flow came from *end*."""
        if flow.queue is self._handshake and packet.flags != "RST":
            self._handshake.put(flow, now)
            if end == "client" and packet.flags == "ACK":
                self.establish(flow, now)
        super().notice(flow, packet, end, now)

    def establish(self, flow: TranslatedFlow, now: int) -> None:
        """The handshake of *flow* is over, and its idle timer begins."""
        flow.established = True
        if flow.queue is self._handshake:
            self._idle_tcp.put(flow, now)

    @decides
    def touch(self, flow: TranslatedFlow, sign: Sign, end: End, now: int) -> bool:
        """*sign* of life came from *end*; whether a timer of an open flow starts again by it."""
        if flow.queue is self._idle_other:
            self._nat.shows("nat-gateway.udp-kept-by")
            if end == "server":
                self._answers.put(self._timers_of_answers[flow], now)
                return True
        return super().touch(flow, sign, end, now)

    def _begin_without_handshake(self, flow: NatFlow, now: int) -> None:
        self._idle_other.put(flow, now)
        timer = self._timers_of_answers[flow] = _Answers(flow)
        self._answers.put(timer, now)

    def _hold(
        self, flow: TranslatedFlow, queue: ExpiryQueue[TranslatedFlow], cause: HoldCause, now: int
    ) -> None:
        self._active -= 1
        self._nat.shows("nat-gateway.hold-counts")
        super()._hold(flow, queue, cause, now)

    def _idle_out(self, flow: TranslatedFlow, now: int) -> None:
        """Give *flow* up in silence; the port of a UDP flow is kept for a while."""
        if flow.inside.protocol == "TCP":
            self._given_up.add(tuple(flow.answers))
            super()._idle_out(flow, now)
        else:
            self._forget_answers(flow)
            self._hold(flow, self._udp_hold, "UDP idle timeout", now)

    def release(self, flow: TranslatedFlow, why: ReleaseCause) -> None:
        """*flow* is gone, because of *why*."""
        if flow.is_open:
            self._active -= 1
        if self._timers_of_answers:
            self._forget_answers(flow)
        super().release(flow, why)

    def _released(self, flow: TranslatedFlow, why: ReleaseCause) -> None:
        assert isinstance(flow, NatFlow)
        source = flow.inside.source
        table = self._senders[source].flows
        # During its hold, another flow may have come in its place.
        if table.get(flow.inside) is flow:
            del table[flow.inside]
        flow.deck.give_back(flow, self._numbers[source])
        if self._recorder is not None:
            in_use = self.in_use(source, flow.inside.protocol)
            self._recorder.add(PortReleased, self.name, flow.inside, flow.outside, why, in_use)

    def _forget_answers(self, flow: TranslatedFlow) -> None:
        timer = self._timers_of_answers.pop(flow, None)
        if timer is not None:
            self._answers.remove(timer)

    # Timers

    def kept_for(self, cause: ReleaseCause, protocol: str) -> int:
        """How long a flow of *protocol* is kept after *cause* begins, in nanoseconds."""
        if cause == "handshake":
            return self._nat.handshake
        if cause == "UDP idle timeout":
            return self._nat.udp_hold
        if cause == "idle timeout" and protocol != "TCP":
            return self._nat.udp_idle_timeout
        return super().kept_for(cause, protocol)
