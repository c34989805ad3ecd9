"""A machine that plays random scenarios on a :class:`Snat` and on the reference model.

Whatever it does is a sentence of the vocabulary. Where the two disagree, it fails with
the scenario that leads there, whose last step says what the reference expects.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import ClassVar, Literal, TypeVar

from attrs import define, field
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from reference import Reference, Story

from azsim.engine.clock import Clock
from azsim.engine.schedule import Schedule
from azsim.facts import Facts, Value
from azsim.functions.snat.flows import NO_FLOW, TranslatedFlow
from azsim.functions.snat.masquerading import EXHAUSTED, UNSOLICITED, Snat
from azsim.functions.snat.profiles import Classic, LoadBalancerRule
from azsim.model.packet import FiveTuple, Flags, Packet, Protocol
from azsim.model.payload import Data, Keepalive, Payload
from azsim.model.verdict import Drop, Pass, Verdict
from azsim.units import MILLISECOND, SECOND, format_duration

T = TypeVar("T")

PUBLIC = "203.0.113.10"
PLATFORMS = ("classic", "outbound")
TIERS = ((2, 8), (4, 4), (8, 2))
MOST = TIERS[-1][0]
SERVERS = ("198.51.100.7", "198.51.100.8")
DESTINATIONS = [(server, port) for server in SERVERS for port in (443, 8443)]
NAMES = [f"vm{number}" for number in range(1, MOST + 1)]
ADDRESSES = {name: f"10.0.0.{number}" for number, name in enumerate(NAMES, start=4)}
NO_TIME = 0
DURATIONS = [MILLISECOND, *(n * SECOND for n in (1, 14, 15, 225, 239, 240, 480))]
PROTOCOLS: tuple[Protocol, ...] = ("TCP", "UDP")

PAUSE = st.sampled_from([NO_TIME] * len(DURATIONS) + DURATIONS)
WHICH = st.integers(0, 7)
SIGNS: dict[str, tuple[tuple[Protocol, ...], Payload]] = {
    "a keepalive": ((), Keepalive()),
    "application data": (("UDP",), Data()),
}
ENDS = st.sampled_from(["client", "server"])

Kind = Literal["Given", "When", "Then"]
End = Literal["client", "server"]
Both = tuple[TranslatedFlow, Story]


@define(eq=False)
class Sender:
    """An interface with its flow table."""

    name: str
    address: str
    flows: dict[FiveTuple, TranslatedFlow] = field(factory=dict)


class Disagreement(AssertionError):
    """The two models differ; the message is the scenario that shows it."""


def some(count: int, one: str, more: str) -> str:
    """``1 connection`` and ``2 connections``."""
    return f"{count:,} {one if count == 1 else more}"


def pick(of: Sequence[T], which: int) -> T:
    """One of a sequence whose length isn't known beforehand."""
    return of[which % len(of)]


class SnatMachine(RuleBasedStateMachine):
    """Random operations on both models; *changed* plants a bug into the engine's."""

    changed: ClassVar[Mapping[str, Value]] = {}
    load_balancer: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        facts = Facts(
            {f"{each}.ports-by-pool-size": TIERS for each in PLATFORMS} | {**self.changed}
        )
        profile = LoadBalancerRule if self.load_balancer else Classic
        self.snat = Snat("SNAT", PUBLIC, profile(facts))
        self.senders = {address: Sender(name, address) for name, address in ADDRESSES.items()}
        self.reference = Reference(TIERS, self.load_balancer)
        self.clock = Clock()
        self.schedule = Schedule(self.clock)
        self.schedule.watch(self.snat)
        self.mappings: list[Both] = []
        self.that: Both | None = None
        self.lines: list[tuple[Kind, str]] = []
        self.ids = itertools.count(1)
        self.ports = itertools.count(49_152)
        self.vms: list[str] = []
        self.members: list[str] = []
        self.factor = Fraction(1)

    # What it does

    @initialize(count=st.integers(1, 3))
    def describe(self, count: int) -> None:
        self.vms = NAMES[:count]
        self.say("Given", self.background(count))
        self.resize()

    @rule(vm=WHICH, to=WHICH, count=st.integers(1, 5), pause=PAUSE)
    def open_connections(self, vm: int, to: int, count: int, pause: int) -> None:
        what = "a TCP connection" if count == 1 else f"{count} TCP connections"
        self.open("TCP", pick(self.vms, vm), what, pick(DESTINATIONS, to), count)
        self.pass_time(pause)

    @rule(vm=WHICH, to=WHICH, count=st.integers(1, 3), pause=PAUSE)
    def open_udp_flows(self, vm: int, to: int, count: int, pause: int) -> None:
        what = "a UDP flow" if count == 1 else f"{count} UDP flows"
        self.open("UDP", pick(self.vms, vm), what, pick(DESTINATIONS, to), count)
        self.pass_time(pause)

    @rule(vm=WHICH, to=WHICH, pause=PAUSE)
    def open_from_one_port(self, vm: int, to: int, pause: int) -> None:
        name, there = pick(self.vms, vm), pick(DESTINATIONS, to)
        flow = FiveTuple("TCP", ADDRESSES[name], 50_000, *there)
        before = [story for _, story in self.mappings if story.flow == flow]
        # A client uses a port again once it has closed its connection.
        if not before or before[-1].end()[1] in ("FIN", "RST"):
            self.open("TCP", name, "a TCP connection from port 50000", there, 1, flow)
            self.pass_time(pause)

    @precondition(lambda self: self.open_flows("TCP"))
    @rule(
        count=st.integers(1, 3), ending=st.sampled_from(["FIN from both ends", "RST"]), pause=PAUSE
    )
    def end_some(self, count: int, ending: str, pause: int) -> None:
        ending_now = self.open_flows("TCP")[:count]
        if len(ending_now) == 1:
            self.that = ending_now[0]
            self.say("When", f"one of the connections ends with {ending}")
        else:
            self.say("When", f"{len(ending_now)} of the connections end with {ending}")
        for each in ending_now:
            if ending == "RST":
                self.send(each, "client", "RST")
            else:
                self.send(each, "client", "FIN ACK")
                self.send(each, "server", "FIN ACK")
        self.pass_time(pause)

    @precondition(lambda self: self.open_flows("TCP"))
    @rule(end=ENDS, which=WHICH, pause=PAUSE)
    def fin_from_one_end(self, end: End, which: int, pause: int) -> None:
        sender, flow = self.single_out(end, which, "TCP")
        self.say("When", f"{sender} sends a FIN on one of the connections")
        self.send(flow, end, "FIN ACK")
        self.pass_time(pause)

    @precondition(lambda self: self.open_flows("TCP"))
    @rule(end=ENDS, which=WHICH, alive=st.sampled_from(list(SIGNS)), pause=PAUSE)
    def sign_of_life(self, end: End, which: int, alive: str, pause: int) -> None:
        sender, flow = self.single_out(end, which, "TCP", *SIGNS[alive][0])
        self.say("When", f"{sender} sends {alive} on one of the connections")
        self.send(flow, end, "ACK", SIGNS[alive][1])
        self.pass_time(pause)

    @precondition(lambda self: self.that is not None and self.that[1].flow.protocol == "TCP")
    @rule(end=ENDS, pause=PAUSE)
    def late_packet(self, end: End, pause: int) -> None:
        assert self.that is not None
        if self.that[1].flow.source not in self.members:
            return
        self.say("When", f"{self.sender(self.that, end)} sends a late packet on that connection")
        self.send(self.that, end, "ACK", Data())
        self.pass_time(pause)

    @rule(duration=st.sampled_from(DURATIONS))
    def wait(self, duration: int) -> None:
        self.pass_time(duration)

    @rule(count=st.integers(1, MOST))
    def scale(self, count: int) -> None:
        if count == len(self.vms) or math.ceil(count * self.factor) > MOST:
            return
        verb = "grows" if count > len(self.vms) else "shrinks"
        self.vms = NAMES[:count]
        self.say("When", f"the deployment {verb} to {some(count, 'instance', 'instances')}")
        self.resize()

    @rule(factor=st.sampled_from([Fraction(2), Fraction(3, 2), Fraction(1)]))
    def redeploy(self, factor: Fraction) -> None:
        if factor == self.factor or math.ceil(len(self.vms) * factor) > MOST:
            return
        self.factor = factor
        times = "twice" if factor == 2 else f"{float(factor)} times"
        starts = f"a redeployment starts and reports {times} the number of instances"
        self.say("When", "the redeployment ends" if factor == 1 else starts)
        self.resize()

    # What always holds

    @invariant()
    def public_five_tuples_are_unique(self) -> None:
        live = [held for held, _ in self.mappings if held.ended is None]
        public = {(held.inside.protocol, held.port, *held.inside[3:]) for held in live}
        assert len(public) == len(live), self.scenario()

    @invariant()
    def ports_are_conserved(self) -> None:
        live = [(held.inside, held.port) for held, _ in self.mappings if held.ended is None]
        for vm, to in itertools.product(self.vms, DESTINATIONS):
            for protocol in PROTOCOLS:
                toward = FiveTuple(protocol, ADDRESSES[vm], 0, *to)
                there = self.reference.destination(toward)
                held = len({p for each, p in live if self.reference.destination(each) == there})
                allocated = self.snat.allocated(toward.source, protocol)
                assert self.snat.free_toward(toward) + held == allocated, self.scenario()
                assert self.snat.in_use(toward.source, protocol) <= allocated, self.scenario()

    @invariant()
    def ports_belong_to_one_instance(self) -> None:
        own = [port for each in self.snat.instances.values() for p in each.ranges for port in p]
        assert len(own) == len(set(own)), self.scenario()

    # Where the models are compared

    def compare(self) -> None:
        """Ports in use, and which flows are open, at this instant."""
        now = self.clock.now
        for held, story in self.mappings:
            over, why = story.end()
            expected = "open" if story.is_open(now) else "in hold" if now < over else why
            found = held.ended or ("open" if held.is_open else "in hold")
            if found != expected:
                self.disagree(found, expected, self.then_ports(story.flow.source))
        for vm in self.vms:
            for protocol in PROTOCOLS:
                found_ports = self.snat.in_use(ADDRESSES[vm], protocol)
                if found_ports != self.reference.ports_in_use(ADDRESSES[vm], protocol, now):
                    self.disagree(found_ports, "", self.then_ports(ADDRESSES[vm]))

    def then_ports(self, address: str) -> str:
        """The sentence that says how many ports and flows the reference has."""
        name = next((name for name in self.vms if ADDRESSES[name] == address), self.vms[0])
        used = self.reference.ports_in_use(ADDRESSES[name], "TCP", self.clock.now)
        found = self.snat.in_use(ADDRESSES[name], "TCP")
        if used != found:
            return f'"{name}" uses {some(used, "TCP SNAT port", "TCP SNAT ports")}'
        used = self.reference.ports_in_use(ADDRESSES[name], "UDP", self.clock.now)
        if used != self.snat.in_use(ADDRESSES[name], "UDP"):
            return f'"{name}" uses {some(used, "UDP SNAT port", "UDP SNAT ports")}'
        flows = [story for _, story in self.mappings if story.flow.source == ADDRESSES[name]]
        still = sum(story.is_open(self.clock.now) for story in flows)
        verb = "is" if still == 1 else "are"
        return f'{some(still, "connection", "connections")} of "{name}" {verb} still open'

    def disagree(self, found: object, expected: object, then: str) -> None:
        self.say("Then", then)
        said = f": azsim says {found}, the reference {expected}" if expected else f": {found}"
        raise Disagreement(f"the models disagree{said}\n\n{self.scenario()}")

    def scenario(self) -> str:
        """What was done, as a feature file."""
        text = ["Scenario: Two models of SNAT disagree"]
        before: Kind | None = None
        for kind, line in self.lines:
            text.append(f"  {'And' if kind == before else kind} {line}")
            before = kind
        return "\n".join(text)

    # Within

    def background(self, count: int) -> str:
        if self.load_balancer:
            servers = some(count, "healthy back-end server", "healthy back-end servers")
            return f'a public load balancer "lb" with front-end IP {PUBLIC} and {servers}'
        instances = some(count, "instance", "instances")
        return (
            f"a classic deployment with {instances} behind the load-balanced endpoint {PUBLIC}:80"
        )

    def say(self, kind: Kind, line: str) -> None:
        self.lines.append((kind, line))

    def pass_time(self, duration: int) -> None:
        """Let time pass, and look at both models wherever one of them does something."""
        self.compare()
        start, until = self.clock.now, self.clock.now + duration
        if duration:
            self.say("When", "")
        while self.clock.now < until:
            now = self.clock.now
            stops = [each.end()[0] for each in self.reference.held(now)]
            stops += [self.snat.next_deadline() or until, until]
            self.schedule.advance_to(min(stop for stop in stops if stop > now))
            passed = format_duration(self.clock.now - start).en
            verb = "passes" if passed.startswith("1 ") else "pass"
            self.lines[-1] = ("When", f"{passed} {verb}")
            self.compare()

    def open_flows(self, *protocols: str) -> list[Both]:
        """The flows that are open in the reference, the oldest first."""
        now = self.clock.now
        flows = [each for each in self.mappings if each[1].flow.protocol in protocols]
        return [each for each in flows if each[1].is_open(now)]

    def sender(self, each: Both, end: End) -> str:
        """What a sentence calls that end of a flow."""
        flow = each[1].flow
        names = {address: name for name, address in ADDRESSES.items()}
        return f'"{names[flow.source]}"' if end == "client" else flow.destination

    def single_out(self, end: End, which: int, *protocols: str) -> tuple[str, Both]:
        """Pick a sender, and the oldest open flow of which it is that end."""
        first: dict[str, Both] = {}
        for each in self.open_flows(*protocols):
            first.setdefault(self.sender(each, end), each)
        sender = pick(list(first), which)
        self.that = first[sender]
        return sender, self.that

    def resize(self) -> None:
        members = [ADDRESSES[vm] for vm in self.vms]
        reported = math.ceil(len(members) * self.factor)
        self.reference.resize(members, reported, self.clock.now)
        gone = [address for address in self.members if address not in members]
        self.members = members
        self.snat.set_pool(
            [self.senders[address] for address in members],
            reported,
            [self.senders[address] for address in gone],
        )
        share = self.reference.share(reported)
        if any(self.snat.allocated(each, "TCP") != share for each in members):
            allocated = [self.snat.allocated(each, "TCP") for each in members]
            then = f"each instance has {share} preallocated TCP SNAT ports"
            self.disagree(allocated, share, then)
        self.compare()

    def open(
        self,
        protocol: Protocol,
        vm: str,
        what: str,
        to: tuple[str, int],
        count: int,
        known: FiveTuple | None = None,
    ) -> None:
        """Let *vm* open that many flows, each from a new port unless it is *known*."""
        self.say("When", f'"{vm}" opens {what} to {to[0]}:{to[1]}')
        now, refused, that = self.clock.now, 0, None
        flags: Flags = "SYN" if protocol == "TCP" else ""
        payload = None if protocol == "TCP" else Data()
        for _ in range(count):
            flow = known or FiveTuple(protocol, ADDRESSES[vm], next(self.ports), *to)
            verdict = self.snat.translate(Packet(next(self.ids), *flow, flags, payload), now)
            story = self.reference.open(flow, now)
            if isinstance(verdict, Drop) or story is None:
                both = verdict == Drop(EXHAUSTED) and story is None
                if not both:
                    good = count if story is not None else count - refused - 1
                    self.disagree(verdict, story, f"{good} connections succeed")
                refused += 1
                that = None
                continue
            mapping = self.senders[flow.source].flows.get(flow)
            assert mapping is not None, self.scenario()
            that = (mapping, story)
            if that not in self.mappings:
                self.mappings.append(that)
            source = self.left_from(verdict)
            if source != (PUBLIC, story.port):
                seen = f"{flow.destination} sees the connection come from {PUBLIC}:{story.port}"
                self.disagree(f"port {source[1]}", f"port {story.port}", seen)
        self.that = that or self.that
        if refused:
            if refused < count:
                passed = count - refused
                self.say("Then", f"{some(passed, 'connection succeeds', 'connections succeed')}")
            failing = some(refused, "connection fails", "connections fail")
            self.say("Then", f"{failing} because SNAT ports are exhausted")

    def left_from(self, verdict: Verdict) -> tuple[str, int]:
        assert isinstance(verdict, Pass), self.scenario()
        return verdict.packet.source, verdict.packet.source_port

    def send(self, each: Both, end: End, flags: Flags, payload: Payload | None = None) -> None:
        """Let one end send a packet, and compare where it goes and what it changes."""
        _, story = each
        now, flow = self.clock.now, story.flow
        event = {"FIN ACK": "FIN", "RST": "RST"}.get(flags, "sign")
        if end == "client":
            packet = Packet(next(self.ids), *flow, flags, payload)
            live = [other for other in self.reference.held(now) if other.flow == flow]
            reason = NO_FLOW
        else:
            back = FiveTuple(*flow.reversed()[:3], PUBLIC, story.port)
            packet = Packet(next(self.ids), *back, flags, payload)
            owner = self.reference.of_packet_from(back, now)
            live = [] if owner is None else [owner]
            reason = UNSOLICITED
        verdict = self.snat.translate(packet, now)
        if not live:
            self.say("Then", f"the traffic is dropped because {reason.text.en}")
            if verdict != Drop(reason):
                self.disagree(verdict, reason, self.then_ports(flow.source))
            return
        live[0].events.append((now, event, end))
        if not isinstance(verdict, Pass):
            self.disagree(verdict, "that it passes", "the traffic is delivered")
            return
        there = verdict.packet.five_tuple
        expected = (
            flow._replace(source=PUBLIC, source_port=live[0].port)
            if end == "client"
            else live[0].flow.reversed()
        )
        if there != expected:
            self.disagree(there, expected, "the traffic is delivered")


class BehindLoadBalancer(SnatMachine):
    """The same operations by the facts of Load Balancer, and several UDP flows of one socket."""

    load_balancer = True

    @rule(vm=WHICH, to=WHICH, pause=PAUSE)
    def open_udp_from_one_port(self, vm: int, to: int, pause: int) -> None:
        name, there = pick(self.vms, vm), pick(DESTINATIONS, to)
        flow = FiveTuple("UDP", ADDRESSES[name], 50_000, *there)
        # Another packet of a flow is a sign of life, and opens nothing.
        if all(story.flow != flow for story in self.reference.held(self.clock.now)):
            self.open("UDP", name, "a UDP flow from port 50000", there, 1, flow)
            self.pass_time(pause)
