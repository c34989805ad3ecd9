"""Random packets through each method for outbound connections and through its reference: they agree.

``AZSIM_EXAMPLES=5000`` plays as many random runs of each method, other ones each time.
"""

from __future__ import annotations

import itertools
import os
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import pytest
from attrs import define, field
from outbound_reference import Place, Reference, Rules, Story

from azsim.engine.clock import Clock
from azsim.engine.draws import Draws
from azsim.engine.schedule import Schedule
from azsim.facts import Facts, Value
from azsim.functions.firewall.firewall import FirewallWithin
from azsim.functions.firewall.half import PrivateAddresses
from azsim.functions.firewall.to_the_internet import FirewallToTheInternet
from azsim.functions.instance_address import InstanceAddress
from azsim.functions.nat.gateway import NatGateway
from azsim.functions.nat.profiles import NatGatewayProfile, StandardV2
from azsim.functions.snat.flows import (
    NO_FLOW,
    FlowSettings,
    TranslatedFlow,
    Translator,
)
from azsim.functions.snat.masquerading import UNSOLICITED, Snat
from azsim.functions.snat.profiles import (
    AppService,
    Classic,
    ClassicInstanceLevel,
    DefaultOutboundAccess,
    LoadBalancerRule,
    PortProfile,
    PublicIp,
)
from azsim.model.packet import FiveTuple, Flags, Packet
from azsim.model.payload import Data, Keepalive, Payload
from azsim.model.verdict import Drop, Pass, Verdict
from azsim.proving.variants import VARIANTS, put_in
from azsim.units import SECOND

EXAMPLES = os.environ.get("AZSIM_EXAMPLES")
RUNS = int(EXAMPLES or 80)
OPERATIONS = 200
ONE, TWO = "203.0.113.50", "203.0.113.51"
PRIVATE = "10.0.9.5"
MACHINES = ("10.0.0.4", "10.0.0.5")
# One more often than the others, so that all of its ports are taken.
SERVERS = [("198.51.100.7", 443)] * 3 + [("198.51.100.7", 8443), ("198.51.100.8", 443)]
WAITS = (1, 1, 2, 5, 14, 15, 16, 29, 30, 49, 64, 65, 120, 239, 240, 299, 300, 359, 360, 600)
PAYLOADS: dict[str, tuple[Flags, Payload | None]] = {
    "SYN": ("SYN", None),
    "SYN ACK": ("SYN ACK", None),
    "ACK": ("ACK", None),
    "FIN ACK": ("FIN ACK", None),
    "RST": ("RST", None),
    "data": ("", Data()),
    "keepalive": ("", Keepalive()),
}
OF_CLIENT = ("SYN", "SYN", "SYN", "ACK", "ACK", "data", "keepalive", "FIN ACK", "FIN ACK", "RST")
OF_SERVER = ("SYN ACK", "data", "data", "keepalive", "FIN ACK", "FIN ACK", "RST")


@define(eq=False)
class Sender:
    """An interface with its flow table."""

    name: str
    address: str
    flows: dict[FiveTuple, TranslatedFlow] = field(factory=dict)


Changed = Mapping[str, Value]
Make = Callable[[list[Sender], int, Changed], Translator]


class Method(NamedTuple):
    """How the engine's is made, and the rules of the reference."""

    make: Make
    rules: Rules


def ports_of(*addresses: str, count: int = 4) -> tuple[tuple[str, tuple[Place, ...]], ...]:
    """By address, its ports from 1024 on."""
    return tuple((each, tuple((each, 1024 + n) for n in range(count))) for each in addresses)


OWN = tuple(
    (machine, tuple((ONE, 1024 + 4 * number + n) for n in range(4)))
    for number, machine in enumerate(MACHINES)
)
SNAT = Rules("of its own", OWN, has_cone=True)


def snat(profile: type[PortProfile], settings: FlowSettings | None = None) -> Make:
    """SNAT with four ports for each of two machines."""
    facts: dict[str, Value] = {
        "classic.ports-by-pool-size": ((2, 4),),
        "outbound.ports-by-pool-size": ((2, 4),),
        "app-service.ports": 4,
    }

    def make(senders: list[Sender], seed: int, changed: Changed) -> Translator:
        made = Snat("SNAT", ONE, profile(Facts({**facts, **changed})))
        made.set_pool(senders, len(senders))
        if settings is not None:
            made.set(settings)
        return made

    return make


def nat(profile: type[NatGatewayProfile], *addresses: str, **few: Value) -> Make:
    """A NAT gateway with few ports, of which fewer lead to one destination."""
    facts = {f"nat-gateway.{name.replace('_', '-')}": value for name, value in few.items()}

    def make(senders: list[Sender], seed: int, changed: Changed) -> Translator:
        made = NatGateway("nat", profile(Facts({**facts, **changed})), Draws(seed))
        made.have(addresses)
        for sender in senders:
            made.admit(sender)
        return made

    return make


def own_address(
    profile: Callable[[Facts], Any],
) -> Make:
    """An address of the first machine's own."""
    return lambda senders, seed, changed: InstanceAddress(ONE, senders[0], profile(Facts(changed)))


def firewall(senders: list[Sender], seed: int, changed: Changed) -> Translator:
    """A firewall with two addresses of few ports."""
    facts, draws = Facts(changed), Draws(seed)
    private = PrivateAddresses(facts, draws, lambda: ["10.0.9.5"])
    made = FirewallToTheInternet("fw", [ONE, TWO], private, facts, draws)
    made.change_to([ONE, TWO], 3, None)
    for sender in senders:
        made.serve(sender)  # type: ignore[arg-type]
    return made


def within(senders: list[Sender], seed: int, changed: Changed) -> Translator:
    """A firewall with one private address, between networks that it translates all the same."""
    facts, draws = Facts(changed), Draws(seed)
    private = PrivateAddresses(facts, draws, lambda: [PRIVATE])
    made = FirewallWithin(
        FirewallToTheInternet("fw", [ONE], private, facts, draws), "10.0.9.4", facts
    )
    for sender in senders:
        made.serve(sender)  # type: ignore[arg-type]
    return made


NAT = Rules(
    "any",
    ports_of(ONE, count=6),
    fins=2,
    fin_hold=65,
    rst_hold=16,
    udp_hold=65,
    half_open=30,
    is_kept_by_both=True,
    opens_on_hold="another port",
    resets_late=True,
    udp_scope="address and port",
    most_toward=3,
)
FEW = {"ports": 6, "connections_to_one_destination": 3}
ALONE = Rules(
    "same",
    ports_of(ONE),
    fins=2,
    rst_hold=240,
    protocols=("TCP", "UDP", "ICMP", "ESP"),
    counts_ports=False,
)
CLASSIC = Rules("of its own", OWN, fins=2, udp_scope="address and port")
METHODS: dict[str, Method] = {
    "classic endpoint": Method(snat(Classic), CLASSIC),
    "classic instance-level address": Method(
        own_address(ClassicInstanceLevel), replace(ALONE, rst_hold=15)
    ),
    "load-balancing rule": Method(snat(LoadBalancerRule), SNAT),
    "outbound rule with TCP reset": Method(
        snat(LoadBalancerRule, FlowSettings(360 * SECOND, tcp_reset=True)),
        replace(SNAT, idle=360, resets_at_idle=True),
    ),
    "default outbound access": Method(snat(DefaultOutboundAccess), SNAT),
    "App Service": Method(
        snat(AppService), replace(SNAT, has_cone=False, udp_scope="address and port")
    ),
    "public IP of the machine": Method(own_address(PublicIp), ALONE),
    "NAT gateway": Method(nat(NatGatewayProfile, ONE, **FEW), NAT),
    "NAT gateway with two addresses and a limit": Method(
        nat(NatGatewayProfile, ONE, TWO, **FEW, connections=5),
        replace(NAT, places=ports_of(ONE, TWO, count=6), most_open=5),
    ),
    "StandardV2 NAT gateway": Method(
        nat(StandardV2, ONE, **FEW), replace(NAT, protocols=("TCP", "UDP", "ICMP"))
    ),
    "firewall": Method(firewall, Rules("lowest", ports_of(ONE, TWO, count=3), resets_at_idle=True)),
    "firewall between networks": Method(
        within,
        Rules("lowest", ports_of(PRIVATE, count=400), idle=300, udp_idle=300, counts_ports=False),
    ),
}


NOTHING: Changed = {}
PLANTED: list[tuple[str, str, Value]] = [
    ("classic endpoint", "classic.fin-hold", 241 * SECOND),
    ("classic instance-level address", "classic.idle-timeout", 239 * SECOND),
    ("load-balancing rule", "outbound.rst-hold", 16 * SECOND),
    ("load-balancing rule", "outbound.port-scope.udp", ("destination address", "destination port")),
    ("outbound rule with TCP reset", "outbound.fin-from", "both ends"),
    ("default outbound access", "outbound.idle-timeout", 241 * SECOND),
    ("App Service", "app-service.ports", 5),
    ("App Service", "app-service.rst-hold", 14 * SECOND),
    ("public IP of the machine", "public-ip.idle-timeout", 241 * SECOND),
    ("NAT gateway", "nat-gateway.fin-hold", 64 * SECOND),
    ("NAT gateway", "nat-gateway.fin-from", "either end"),
    ("NAT gateway", "nat-gateway.rst-hold", 15 * SECOND),
    ("NAT gateway", "nat-gateway.udp-hold", 66 * SECOND),
    ("NAT gateway", "nat-gateway.half-open", 31 * SECOND),
    ("NAT gateway", "nat-gateway.idle-timeout", 239 * SECOND),
    ("NAT gateway", "nat-gateway.udp-idle-timeout", 241 * SECOND),
    ("NAT gateway", "nat-gateway.connections-to-one-destination", 4),
    ("NAT gateway with two addresses and a limit", "nat-gateway.connections", 6),
    ("NAT gateway with two addresses and a limit", "nat-gateway.ports", 7),
    ("StandardV2 NAT gateway", "nat-gateway.v2.protocols", ("TCP", "UDP")),
    ("firewall", "firewall.idle-timeout.internet", 241 * SECOND),
    ("firewall between networks", "firewall.idle-timeout.private", 299 * SECOND),
]


class Play:
    """One run of random packets through both."""

    def __init__(self, method: Method, seed: str, changed: Changed = NOTHING) -> None:
        self.draw = random.Random(seed)
        self.rules = method.rules
        self.machines = MACHINES[:1] if self.rules.ports == "same" else MACHINES
        senders = [Sender(f"vm{n}", address) for n, address in enumerate(MACHINES, start=1)]
        self.engine = method.make(senders, self.draw.randrange(1 << 30), changed)
        self.engine.carried_by(self.carry, itertools.count(1))
        self.reference = Reference(self.rules)
        self.clock = Clock()
        self.schedule = Schedule(self.clock)
        self.schedule.watch(self.engine)
        self.told: list[FiveTuple] = []
        self.outsides: list[FiveTuple] = []
        self.flows: list[FiveTuple] = []
        self.lines: list[str] = []

    def carry(self, translator: Translator, packets: Sequence[Packet]) -> None:
        self.told += [each.five_tuple for each in packets]

    @property
    def now(self) -> int:
        return self.clock.now // SECOND

    def run(self) -> None:
        for _ in range(OPERATIONS):
            what = self.draw.random()
            if what < 0.15:
                self.wait(self.some_time())
            elif what < 0.7 or not self.outsides:
                self.client_sends()
            else:
                self.server_sends()
            self.compare()

    def some_time(self) -> int:
        """Often until a flow or its hold ends, or just before."""
        draw = self.draw
        ends = [story.read()[-1][0] - self.now for story in self.reference.live]
        if not ends or draw.random() < 0.5:
            return draw.choice(WAITS)
        return max(1, draw.choice(ends) - draw.choice((0, 1)))

    def wait(self, seconds: int) -> None:
        self.lines.append(f"{seconds} s pass")
        self.schedule.advance_to(self.clock.now + seconds * SECOND)
        self.reference.look(self.now)

    def client_sends(self) -> None:
        flow = self.any_flow()
        what = self.draw.choice(OF_CLIENT) if flow.protocol == "TCP" else "data"
        self.sends(flow, what)
        if what == "SYN" and self.draw.random() < 0.7:
            self.sends(flow, "ACK")

    def sends(self, flow: FiveTuple, what: str) -> None:
        self.lines.append(f"{' '.join(map(str, flow))}: {what}")
        verdict = self.engine.translate(packet(flow, what), self.clock.now)
        expected = self.reference.from_client(flow, what, self.now)
        if not isinstance(verdict, Pass):
            self.agree(outcome(verdict), expected)
            return
        left = verdict.packet.five_tuple
        self.agree(left[3:], flow[3:])
        if isinstance(expected, Story):
            self.agree(left, expected.outside)
        elif isinstance(expected, str) or left[1:3] not in expected:
            self.agree(left, expected)
        else:
            self.reference.open(flow, what, (left.source, left.source_port), self.now)
            self.outsides = [*self.outsides[-7:], left]
            self.flows = [*self.flows[-3:], flow]

    def server_sends(self) -> None:
        outside = self.draw.choice(self.outsides)
        is_known = any(story.outside == outside for story in self.reference.live)
        if self.rules.ports == "same" and not is_known:
            # What nothing waits for comes in, and is no answer.
            return
        what = self.draw.choice(OF_SERVER) if outside.protocol == "TCP" else "data"
        self.lines.append(f"{' '.join(map(str, outside))}: the server sends {what}")
        verdict = self.engine.translate(packet(outside.reversed(), what), self.clock.now)
        expected = self.reference.from_server(outside, what, self.now)
        if isinstance(verdict, Pass) and isinstance(expected, Story):
            self.agree(verdict.packet.five_tuple, expected.flow.reversed())
        else:
            self.agree(outcome(verdict), expected)

    def any_flow(self) -> FiveTuple:
        """One of few, so that most have been there before, and often one of the last."""
        draw = self.draw
        if self.flows and draw.random() < 0.5:
            return draw.choice(self.flows)
        others = (
            "UDP",
            *self.rules.protocols,
            *(("ICMP",) if self.rules.ports != "lowest" else ()),
        )
        protocol: Any = "TCP" if draw.random() < 0.7 else draw.choice(others)
        server, port = draw.choice(SERVERS)
        own = draw.choice((50_000, 50_001, 50_002, 50_003))
        has_ports = protocol in ("TCP", "UDP")
        return FiveTuple(
            protocol,
            draw.choice(self.machines),
            0 if protocol == "ESP" else own,
            server,
            port if has_ports else 0,
        )

    def compare(self) -> None:
        self.agree(sorted(self.told), sorted(self.reference.told))
        if self.rules.counts_ports:
            for machine in self.machines:
                for protocol in ("TCP", "UDP"):
                    found = self.engine.in_use(machine, protocol)
                    self.agree(found, self.reference.in_use(machine, protocol))

    def agree(self, found: object, expected: object) -> None:
        if found != expected:
            story = "\n".join(self.lines)
            raise AssertionError(f"{story}\nazsim: {found}\nthe reference: {expected}")


def packet(flow: FiveTuple, what: str) -> Packet:
    """A packet of *flow*."""
    flags, payload = PAYLOADS[what]
    return Packet(1, *flow, flags if flow.protocol == "TCP" else "", payload)


def outcome(verdict: Verdict) -> str:
    """What became of a packet, in the reference's words."""
    if not isinstance(verdict, Drop):
        return "passed"
    if verdict.answers:
        return "reset"
    return "no flow" if verdict.reason in (NO_FLOW, UNSOLICITED) else "refused"


@pytest.mark.parametrize("name", METHODS)
def test_the_engine_and_the_reference_agree(name: str) -> None:
    kind = "again" if EXAMPLES is None else str(random.random())
    for run in range(RUNS):
        Play(METHODS[name], f"{name} {run} {kind}").run()


def test_a_hundred_thousand_operations_are_compared() -> None:
    assert EXAMPLES is not None or len(METHODS) * RUNS * OPERATIONS >= 100_000


@pytest.mark.parametrize(("name", "fact", "value"), PLANTED)
def test_a_planted_bug_is_found(name: str, fact: str, value: Value) -> None:
    with pytest.raises(AssertionError, match="the reference:"):
        play_all(name, {fact: value})


def test_a_behaviour_that_is_otherwise_is_found() -> None:
    kept_by_either_end = VARIANTS["nat-gateway.udp-kept-by", "either-end"]
    with put_in(kept_by_either_end), pytest.raises(AssertionError, match="the reference:"):
        play_all("NAT gateway")


def play_all(name: str, changed: Changed = NOTHING) -> None:
    """As many runs of the method as are played otherwise."""
    for run in range(RUNS):
        Play(METHODS[name], f"{name} {run}", changed).run()
