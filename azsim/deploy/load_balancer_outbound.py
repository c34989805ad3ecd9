"""Outbound connections of machines behind a load balancer, by its outbound or load-balancing rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from attrs import define, field, frozen

from azsim.deploy import aks
from azsim.deploy.outbound_rule_checks import BOTH, PROTOCOLS, OutboundRuleChecks
from azsim.deploy.services import Services
from azsim.engine.routes import Table
from azsim.facts.decides import decides
from azsim.functions.egress import Egress
from azsim.functions.snat.flows import LEFT_TO_THE_PLATFORM, FlowSettings
from azsim.functions.snat.masquerading import Snat
from azsim.functions.snat.outbound_rules import OutboundRules
from azsim.functions.snat.pools import ByPoolSize, Fixed, Plan, Pool
from azsim.functions.snat.port_ranges import AddressPorts
from azsim.functions.snat.profiles import LoadBalancerRule
from azsim.model.resources.balancing import (
    BackEndPool,
    LoadBalancer,
    LoadBalancerSku,
    LoadBalancingRule,
    OutboundRule,
)
from azsim.model.resources.checks import folded
from azsim.model.rules import Rule
from azsim.text import Text

OUTBOUND_RULE: Final = "outbound rule"
LOAD_BALANCING_RULE: Final = "load-balancing rule"

NO_RULE_CARRIES = Rule(
    "load-balancer.protocol-not-translated",
    Text('no rule of "{balancer}" carries {protocol}', "「{balancer}」に {protocol} の規則がない"),
)
SNAT_DISABLED = Rule(
    "load-balancer.outbound-snat-disabled",
    Text(
        "outbound SNAT is disabled on the load-balancing rules and there is no outbound rule",
        "負荷分散規則でアウトバウンド SNAT が無効であり、アウトバウンド規則もない",
    ),
)


@frozen
class Way:
    """A way out: the machines of ``pool`` leave through front ends, by a ``method``.

    ``carries`` holds, by the address of a front end, the protocols that leave there. Where the
    platform has picked the front end, ``picked_from`` are all that it might have picked.
    """

    method: str
    pool: BackEndPool
    plan: Plan
    carries: Mapping[str, tuple[str, ...]]
    settings: FlowSettings = LEFT_TO_THE_PLATFORM
    picked_from: tuple[str, ...] = ()

    def overlaps(self, other: Way, address: str) -> bool:
        """Whether both hand out the same ports of *address*."""
        return not set(self.carries[address]).isdisjoint(other.carries.get(address, ()))


@define(eq=False)
class RunningWay:
    """A way as it runs."""

    pool: Pool
    snats: dict[str, Snat] = field(factory=dict)


@define(eq=False)
class Outbound:
    """What the machines behind one load balancer leave through.

    ``offered`` are, by member and method, the translators that it lends.
    """

    ways: dict[str, RunningWay] = field(factory=dict)
    ports: dict[tuple[str, tuple[str, ...]], AddressPorts] = field(factory=dict)
    offered: dict[tuple[Egress, str], list[Snat]] = field(factory=dict)

    def snats(self) -> Iterator[Snat]:
        """All of them."""
        for way in self.ways.values():
            yield from way.snats.values()


@define(eq=False)
class OutboundConnections:
    """Lets machines leave by outbound and load-balancing rules."""

    services: Services[LoadBalancer]
    checks: OutboundRuleChecks = field(init=False)
    _profile: LoadBalancerRule = field(init=False)
    _rules: OutboundRules = field(init=False)
    _running: dict[str, Outbound] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self.checks = OutboundRuleChecks(self.services)
        self._profile = LoadBalancerRule(self.services.world.facts)
        self._rules = OutboundRules(self.services.world.facts)

    def goes_by_table(self, record: LoadBalancer) -> bool:
        """Whether the table by pool size says how many ports a machine has.

        Where an outbound rule leads a pool out, nothing asks for what load-balancing rules would give.
        """
        ways = list(self._ways(record))
        led_out = {way.pool.name for way in ways if way.method == OUTBOUND_RULE}
        return any(
            isinstance(way.plan, ByPoolSize)
            and (way.method == OUTBOUND_RULE or way.pool.name not in led_out)
            for way in ways
        )

    @property
    def largest_pool(self) -> int:
        """The largest pool of the documented table."""
        return self._profile.tiers[-1][0]

    # What runs

    def lead_out(self, name: str, record: LoadBalancer, node: Table) -> Outbound:
        """Let the machines behind a load balancer leave as *record* says."""
        running = self._running.setdefault(name, Outbound())
        ways = dict(self._named(self._ways(record)))
        for (address, _), ports in running.ports.items():
            ports.listen(self._listening(record, address))
        for key, way in ways.items():
            self._let(running, key, way, list(ways.values()), record, node)
        for key in running.ways.keys() - ways.keys():
            gone = running.ways.pop(key)
            gone.pool.share_out(Fixed(0), [])
        self._offer(running, ways)
        return running

    def _let(
        self,
        running: Outbound,
        key: str,
        way: Way,
        ways: Sequence[Way],
        record: LoadBalancer,
        node: Table,
    ) -> None:
        known = running.ways.get(key)
        if known is None:
            known = running.ways[key] = RunningWay(Pool(self._profile, []))
        for address in way.carries:
            if address not in known.snats:
                ports = self._ports(running, way, ways, address, record)
                known.snats[address] = self._snat(running, record, address, key, ports, node)
        reason = NO_RULE_CARRIES if any(way.carries.values()) else SNAT_DISABLED

        def otherwise(protocol: str) -> Rule:
            return reason.fill(balancer=record.name, protocol=protocol)

        for address, snat in known.snats.items():
            snat.let_out(way.carries.get(address, ()), otherwise)
            snat.picked_from = way.picked_from
            snat.set(way.settings)
        behind = self.services.members([way.pool])
        if len({each.machine for each in behind}) < len(behind):
            self.services.world.facts.rests_on("outbound.pool-counts-configurations")
        members = [each.egress for each in behind]
        known.pool.serve(members, len(members))
        known.pool.share_out(way.plan, [known.snats[each] for each in way.carries])

    def _ports(
        self,
        running: Outbound,
        way: Way,
        ways: Sequence[Way],
        address: str,
        record: LoadBalancer,
    ) -> AddressPorts:
        """The ports of *address*: each protocol has its own, so that ways share those they share."""
        shared = any(way.overlaps(other, address) for other in ways if other is not way)
        key = address, BOTH if shared else way.carries[address]
        if key not in running.ports:
            running.ports[key] = AddressPorts(self._profile, self._listening(record, address))
        return running.ports[key]

    def _listening(self, record: LoadBalancer, address: str) -> frozenset[int]:
        """The ports of *address* where rules let flows in."""
        found = (
            self.checks.listening(record, each.name)
            for each in record.front_ends
            if address in self.services.addresses_of(each)
        )
        return next(found, frozenset())

    def _snat(
        self,
        running: Outbound,
        record: LoadBalancer,
        address: str,
        key: str,
        ports: AddressPorts,
        node: Table,
    ) -> Snat:
        world, taken = self.services.world, {each.name for each in running.snats()}
        names = (record.name, f"{record.name} {address}", f"{record.name} {address} {key}")
        name = next(each for each in names if each not in taken)
        snat = Snat(name, address, self._profile, world.trace, ports)
        world.routes.attach(snat, node)
        world.run_translator(snat)
        return snat

    def _offer(self, running: Outbound, ways: Mapping[str, Way]) -> None:
        """Let each member know of all that it may leave through, by each load balancer."""
        before, running.offered = running.offered, {}
        for key, way in ways.items():
            snats = [running.ways[key].snats[address] for address in way.carries]
            for member in self.services.members([way.pool]):
                running.offered.setdefault((member.egress, way.method), []).extend(snats)
        for egress, method in {**before, **running.offered}:
            lent = (each.offered.get((egress, method), ()) for each in self._running.values())
            egress.offer(method, [snat for snats in lent for snat in snats])

    @staticmethod
    def _named(ways: Iterable[Way]) -> Iterator[tuple[str, Way]]:
        """Ways by their pool: one that goes over to other rules stays the same way."""
        seen: dict[str, int] = {}
        for way in ways:
            number = seen[way.pool.name] = seen.get(way.pool.name, 0) + 1
            yield (way.pool.name if number == 1 else f"{way.pool.name} {number}"), way

    # The ways out that a record describes

    def _ways(self, record: LoadBalancer) -> Iterator[Way]:
        by_rule = [self._by_outbound_rule(record, rule) for rule in record.outbound_rules]
        yield from by_rule
        served = {way.pool.name for way in by_rule}
        for pool in record.back_end_pools:
            carries = self._by_load_balancing(record, pool)
            if carries and (pool.name not in served or any(carries.values())):
                plan, found = ByPoolSize(self._profile), tuple(carries)
                by_chance = False
                if record.sku == LoadBalancerSku.BASIC and len(found) > 1:
                    carries, by_chance = self._picked(record, carries)
                picked_from = found if by_chance else ()
                yield Way(LOAD_BALANCING_RULE, pool, plan, carries, picked_from=picked_from)

    def _by_outbound_rule(self, record: LoadBalancer, rule: OutboundRule) -> Way:
        parts = map(record.front_end, rule.front_ends)
        addresses = [address for each in parts for address in self.services.addresses_of(each)]
        carries = dict.fromkeys(addresses, PROTOCOLS[rule.protocol])
        settings = FlowSettings(rule.idle_timeout, rule.enable_tcp_reset)
        if rule.idle_timeout is not None:
            self._rules.rests_on(self._rules.idle_timeout_protocols)
        pool = record.back_end_pool(rule.back_end_pool)
        return Way(OUTBOUND_RULE, pool, self._plan(rule), carries, settings)

    @decides
    def _plan(self, rule: OutboundRule) -> Plan:
        if rule.allocated_outbound_ports:
            return Fixed(rule.allocated_outbound_ports)
        self._rules.rests_on(self._rules.zero)
        return ByPoolSize(self._profile)

    def _by_load_balancing(
        self, record: LoadBalancer, pool: BackEndPool
    ) -> dict[str, tuple[str, ...]]:
        """By address, the protocols that the load-balancing rules of *pool* let out.

        Where they let nothing out, that is so at the first of their front ends.
        """
        if record.is_internal:
            return {}
        rules = record.load_balancing_rules
        if rules is None:
            open_ones = [each for each in record.front_ends if not each.outbound_only]
            protocols: tuple[str, ...] = () if record.disable_outbound_snat else BOTH
            found = {
                address: protocols
                for each in open_ones
                for address in self.services.addresses_of(each)
            }
        else:
            found = {}
            for rule in rules:
                if folded(rule.back_end_pool) == folded(pool.name):
                    for address in self.services.addresses_of(record.front_end(rule.front_end)):
                        more = self._let_out_by(record, rule)
                        found[address] = tuple(dict.fromkeys((*found.get(address, ()), *more)))
        if any(found.values()):
            return {address: carried for address, carried in found.items() if carried}
        return self._kept_in(found) if found else {}

    @decides
    def _kept_in(self, carries: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        """Front ends that let nothing out are in the way of what ranks below them: one is enough."""
        self._rules.rests_on(self._rules.without_snat)
        return dict([next(iter(carries.items()))])

    @decides
    def _picked(
        self, record: LoadBalancer, carries: dict[str, tuple[str, ...]]
    ) -> tuple[dict[str, tuple[str, ...]], bool]:
        """The one of several front ends that a Basic load balancer picks, and whether by chance.

        It then stays with that one.
        """
        running = self._running.get(record.name, Outbound())
        before = [each.address for each in running.snats() if each.address in carries]
        if before and record.name == aks.LOAD_BALANCER:
            return self._first_of_services(carries, before), False
        self._rules.rests_on(self._rules.basic_picks_one)
        draws = self.services.world.draws
        picked = (before or [draws.choose(list(carries), "outbound front end", tuple(carries))])[0]
        return {picked: carries[picked]}, True

    @decides
    def _first_of_services(
        self, carries: dict[str, tuple[str, ...]], before: Sequence[str]
    ) -> dict[str, tuple[str, ...]]:
        """The front end of the Service that an AKS cluster had first."""
        self._rules.rests_on("aks.basic-first-service")
        return {before[0]: carries[before[0]]}

    @decides
    def _let_out_by(self, record: LoadBalancer, rule: LoadBalancingRule) -> tuple[str, ...]:
        """The protocols that a load-balancing rule lets out."""
        if rule.disable_outbound_snat:
            return ()
        if record.sku == LoadBalancerSku.BASIC:
            return BOTH
        self._rules.rests_on(self._rules.protocols_of_rules)
        return PROTOCOLS[rule.protocol]
