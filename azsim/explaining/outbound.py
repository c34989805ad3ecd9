"""How machines reach the internet: asked of the functions that would carry their flows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from attrs import define, field

from azsim.azure.connections import Connections
from azsim.azure.outbound_methods import ROUTE, USED, OutboundMethods
from azsim.deploy.cloud import Cloud
from azsim.deploy.default_access import DEFAULT_ACCESS
from azsim.deploy.machines import Machine
from azsim.explaining.answers import Outbound, PortCount, PublicAddress, Rung, Timer
from azsim.explaining.chain import chain
from azsim.explaining.denials import denials
from azsim.facts import registry
from azsim.facts.profile import Parameter
from azsim.functions.egress import Egress, Refused
from azsim.functions.firewall.to_the_internet import FirewallToTheInternet
from azsim.functions.nat.gateway import NatGateway
from azsim.functions.snat.flows import Translator
from azsim.functions.snat.masquerading import Snat
from azsim.functions.snat.pools import ByPoolSize, Fixed
from azsim.hosts.serving import nobody_notices
from azsim.model.events import ReleaseCause
from azsim.model.packet import FiveTuple
from azsim.model.resources.network import PublicIpAddress, PublicIpPrefix
from azsim.model.resources.security import Direction
from azsim.text import Text
from azsim.units import format_count, within

ANYWHERE: Final = "198.51.100.7"
"""A server on the internet, of which there are many."""
HTTPS: Final = 443
SOME_PORT: Final = 50_000
PROTOCOLS: Final = ("TCP", "UDP")
METHODS: Final = "outbound.methods"
BY_DEFAULT: Final = "by default"
WHERE_BOUND: Final = "where bound"
WHERE_ROUTED: Final = "where routed"

BY_TABLE = Text(
    "{instances} in the pool: by the table of default SNAT ports",
    "プールは {instances} 台: 既定の SNAT ポートの表による",
)
BY_RULE = Text(
    "{instances} × {each} = {needed} of {available}",
    "{instances} × {each} = {needed} / {available}",
)
AND_OTHERS = Text(
    "{told}, and {ports} of default outbound access",
    "{told}、ほかに既定の送信アクセスの {ports} 個",
)
ON_DEMAND = Text(
    "{addresses} × {ports}, taken on demand by whoever needs one",
    "{addresses} × {ports} 個を、必要とするマシンが必要なときに使う",
)
OF_FIREWALL = Text(
    "{addresses} × {ports}, shared by all that goes through the firewall",
    "{addresses} × {ports} 個を、ファイアウォールを通るすべてで共有する",
)
_Timed = tuple[str, str, ReleaseCause]


@define(eq=False)
class OutboundAnswers:
    """Answers about the machines of *cloud*; ``made_up`` are the addresses that nobody has given out."""

    cloud: Cloud
    made_up: frozenset[str]
    _methods: OutboundMethods = field(init=False)
    _named: Mapping[str, str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._methods = OutboundMethods(Connections(self.cloud))
        self._named = dict(self._names())

    def of(self, name: str, address: str | None = None) -> Outbound:
        """How the machine *name* reaches the internet from its private *address*, or from its first."""
        machine = self.cloud.machines.find(name)
        egress = machine.egress if address is None else machine.interface(address)
        facts = self.cloud.world.facts
        ladder = tuple(
            Rung(_english(method), state)
            for method, state in self._methods.ladder(name, egress.address)
        )
        method = next((each.method for each in ladder if each.state == USED), None)
        flow = _to_a_server(egress.address)
        with facts.heard() as heard:
            machine.stray(flow)
            way = egress.way(flow)
        with facts.heard() as heard_by_groups, _led_through(machine, egress.address):
            drop = self.cloud.world.routes.let_out(machine.host, flow, starts=True)
            denied = denials(self.cloud, machine, Direction.OUTBOUND, flow, drop)
        if denied is not None:
            heard |= heard_by_groups
        if way is None or isinstance(way, Refused):
            # A route may lead beyond what is known here: that is a way, though not its end.
            method = method if method == ROUTE.en else None
            why_not = way.reason.text if isinstance(way, Refused) else None
            if isinstance(way, Refused) and way.where in self.cloud.firewalls.running:
                # The way is known to its end, and a rule there keeps the flow.
                denied, why_not = denied or why_not, None
            if method is None:
                with facts.heard() as heard_of_none:
                    why_not = self._methods.why_none(name, egress.address)
                heard |= heard_of_none
            return Outbound(
                method=method,
                through=way.where if isinstance(way, Refused) and denied is not None else None,
                why_not=why_not,
                denied=denied,
                chain=chain(self.cloud, machine, egress.address, method),
                ladder=ladder,
                facts=told((METHODS, *heard)),
            )
        translators = _translators(egress, way)
        return Outbound(
            method=method,
            through=self._through(way, method),
            chain=chain(self.cloud, machine, egress.address, method),
            ladder=ladder,
            addresses=tuple(map(self.address, _addresses(translators))),
            ports=tuple(_ports(egress, translators, each) for each in PROTOCOLS)
            if way.rewrites_ports
            else (),
            counting=_counting(egress, translators),
            pool=_pool(translators),
            timers=tuple(_timers(way)),
            resets=way.settings.tcp_reset,
            denied=denied,
            facts=told((METHODS, *heard, *_facts_of_ports(way))),
        )

    def sends(self, name: str, address: str) -> str:
        """When a connection of the machine *name* leaves from its private *address*."""
        machine = self.cloud.machines.find(name)
        if machine.source_toward(ANYWHERE) == address:
            return BY_DEFAULT
        return WHERE_BOUND if machine.stray(_to_a_server(address)) is None else WHERE_ROUTED

    def address(self, address: str) -> PublicAddress:
        """*address* with the resource that it belongs to."""
        if self.cloud.world.is_private(address):
            return PublicAddress(None, address)
        name = self._named.get(address)
        is_of_prefix = False
        if name is None:
            held = (each for block, each in self._prefixes() if within(address, (block,)))
            name = next(held, None)
            is_of_prefix = name is not None
        is_known = name is not None and address not in self.made_up
        return PublicAddress(name, address if is_known else None, is_of_prefix)

    # Within

    def _through(self, way: Translator, method: str | None) -> str | None:
        if method == DEFAULT_ACCESS:
            return None
        for name, balanced in self.cloud.load_balancers.running.items():
            if way in balanced.node.outbound:
                return name
        if isinstance(way, NatGateway | FirewallToTheInternet):
            return way.name
        return self._named.get(way.address)

    def _names(self) -> Iterator[tuple[str, str]]:
        for each in self.cloud.plane.description.of_kind(PublicIpAddress):
            if each.ip_address is not None:
                yield each.ip_address, each.name

    def _prefixes(self) -> Iterator[tuple[str, str]]:
        for each in self.cloud.plane.description.of_kind(PublicIpPrefix):
            if each.ip_prefix is not None:
                yield each.ip_prefix, each.name


def told(facts: Iterable[str]) -> tuple[str, ...]:
    """*facts* but for those that a scenario only needs in order to run."""
    return tuple(each for each in dict.fromkeys(facts) if not registry()[each].incidental)


@contextmanager
def _led_through(machine: Machine, address: str) -> Iterator[None]:
    """Meanwhile the default route leads through the interface with *address*, so that its groups decide."""
    guest = machine.guest
    card = None if guest is None else guest.card(address)
    if guest is None or card is None:
        yield
        return
    before = guest.default
    guest.lead_through(card, nobody_notices)
    try:
        yield
    finally:
        guest.lead_through(before, nobody_notices)


def _to_a_server(source: str) -> FiveTuple:
    """A connection from the private address *source* to some server on the internet."""
    return FiveTuple("TCP", source, SOME_PORT, ANYWHERE, HTTPS)


def _english(words: Text) -> str:
    """What a record calls a method: its English name, which words.toml has in Japanese."""
    return words.en


def _translators(egress: Egress, way: Translator) -> Sequence[Translator]:
    """All that new flows may go through, of which *way* is one."""
    found = egress.first_method()
    return found if way in found else (way,)


def _ports(egress: Egress, translators: Sequence[Translator], protocol: str) -> PortCount:
    first = _last(translators[0])
    if isinstance(first, NatGateway | FirewallToTheInternet):
        return PortCount(protocol, shared=len(first.addresses) * first.ports_per_address)
    counts = {
        one: one.allocated(egress.address, protocol) for one in translators if isinstance(one, Snat)
    }
    default = egress.methods.get(DEFAULT_ACCESS, ())
    of_default = sum(counts[each] for each in counts if each in default)
    each = sum(counts.values())
    beside = 0 if of_default == each else of_default
    return PortCount(protocol, each=each or None, beside=beside)


def _counting(egress: Egress, translators: Sequence[Translator]) -> Text | None:
    first = _last(translators[0])
    if isinstance(first, NatGateway | FirewallToTheInternet):
        shared = ON_DEMAND if isinstance(first, NatGateway) else OF_FIREWALL
        return shared.fill(
            addresses=format_count(len(first.addresses)),
            ports=format_count(first.ports_per_address),
        )
    if not isinstance(first, Snat):
        return None
    plan, instances = first.pool.plan, first.pool.reported
    if isinstance(plan, ByPoolSize):
        return BY_TABLE.fill(instances=format_count(instances))
    if isinstance(plan, Fixed):
        snats = [each for each in translators if isinstance(each, Snat)]
        of_rule = [each for each in snats if each.pool is first.pool]
        told = BY_RULE.fill(
            instances=format_count(instances),
            each=format_count(plan.ports),
            needed=format_count(instances * plan.ports),
            available=format_count(sum(each.available for each in of_rule)),
        )
        others = sum(each.allocated(egress.address, "TCP") for each in snats if each not in of_rule)
        return told if not others else AND_OTHERS.fill(told=told, ports=format_count(others))
    return None


def _last(way: Translator) -> Translator:
    """What hands out the ports: *way*, or what it goes on through."""
    onward = way.onward if isinstance(way, FirewallToTheInternet) else None
    return way if onward is None else onward


def _pool(translators: Sequence[Translator]) -> int | None:
    """How many instances the ports are counted for."""
    first = _last(translators[0])
    return first.pool.reported if isinstance(first, Snat) else None


def _addresses(translators: Sequence[Translator]) -> list[str]:
    known = [address for each in translators for address in (each.choices or each.addresses)]
    return list(dict.fromkeys(known))


_TIMERS: Final[tuple[_Timed, ...]] = (
    ("idle timeout", "TCP", "idle timeout"),
    ("idle timeout", "UDP", "idle timeout"),
    ("hold after FIN", "TCP", "FIN"),
    ("hold after RST", "TCP", "RST"),
)
_FIELDS: Final[Mapping[str, str]] = {
    "idle timeout": "idle_timeout",
    "hold after FIN": "fin_hold",
    "hold after RST": "rst_hold",
}


def _timers(way: Translator) -> Iterator[Timer]:
    for what, protocol, cause in _TIMERS:
        if what != "idle timeout" and not way.rewrites_ports:
            continue
        fact = _fact(way, "udp_idle_timeout" if protocol == "UDP" else _FIELDS[what])
        is_set = (
            what == "idle timeout" and protocol == "TCP" and way.settings.idle_timeout is not None
        )
        yield Timer(what, protocol, way.kept_for(cause, protocol), fact, is_set)


def _fact(way: Translator, name: str) -> str:
    """The id of the fact that a field of the profile of *way* holds."""
    held = getattr(type(way.profile), name, None)
    if not isinstance(held, Parameter):
        held = type(way.profile).idle_timeout
    return str(held.fact_id)


def _facts_of_ports(way: Translator) -> list[str]:
    if isinstance(way, NatGateway):
        return [_fact(way, "ports")]
    if isinstance(way, Snat):
        by_table = isinstance(way.pool.plan, ByPoolSize)
        return [_fact(way, "tiers" if by_table else "ports_per_address")]
    return []
