"""Load balancers, with the servers behind them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from typing import Final

from attrs import define, evolve, field

from azsim.deploy import load_balancer_refusals, pools_by_address, private_addresses
from azsim.deploy.balanced import Balanced
from azsim.deploy.control_plane import ControlPlane
from azsim.deploy.interface_records import InterfaceRecords
from azsim.deploy.load_balancer_outbound import (
    LOAD_BALANCING_RULE,
    OUTBOUND_RULE,
    OutboundConnections,
)
from azsim.deploy.load_balancer_refusals import serving
from azsim.deploy.machine_skus import MachineSkus
from azsim.deploy.machines import Machine
from azsim.deploy.scale_sets import ScaleSets
from azsim.deploy.secondary_configurations import of_secondary
from azsim.deploy.server_probes import ProbeProfile, ProbeSettings
from azsim.deploy.services import Member, Services
from azsim.facts.decides import decides
from azsim.functions.balanced_flows import BalancingRule, Server
from azsim.functions.egress import Egress
from azsim.functions.load_balancer import LoadBalancer as Balancer
from azsim.functions.server_health import PoolHealth
from azsim.model.resources.balancing import (
    AdminState,
    InboundNatPool,
    InboundNatRule,
    LoadBalancer,
    LoadBalancerSku,
    LoadBalancingRule,
    LoadDistribution,
    NoHealthyBackEndsBehavior,
    Probe,
)
from azsim.model.rules import Rule
from azsim.text import Advice, Text
from azsim.units import format_count

TOO_MANY = Rule(
    "load-balancer.too-many-servers",
    Text(
        "more than {most} back-end servers aren't modelled",
        "azsim で扱えるバックエンド サーバーは {most} 台までである",
    ),
)
SHARED_BACK_END_PORT = Rule(
    "load-balancer.shared-back-end-port",
    Text(
        "two front ends can't share a back-end port without floating IP",
        "フローティング IP なしでは二つのフロントエンドでバックエンド ポートを共有できない",
    ),
    Text(
        'Enable it first: floating IP is enabled on "{balancer}". A front-end IP for outbound connections alone '
        'is a row of another table: the outbound rules of "{balancer}":',
        'その前に有効にする: "{balancer}" でフローティング IP が有効である。送信接続だけに使うフロントエンド IP は次の表に'
        '書く: "{balancer}" のアウトバウンド規則は次のとおり:',
    ),
)
SHARED_BY_TWO = Rule(
    "load-balancer.shared-server",
    Text(
        "two public load balancers can't share a back-end port of a machine",
        "二つのパブリック ロード バランサーで一台のマシンのバックエンド ポートを共有できない",
    ),
)
BEHIND_INTERNAL = Rule(
    "default-access.behind-internal",
    Text(
        "it is behind a Standard internal load balancer",
        "Standard の内部ロード バランサーの背後にある",
    ),
)
BEHIND_PUBLIC = Rule(
    "default-access.behind-public",
    Text(
        "it is behind a Standard public load balancer",
        "Standard のパブリック ロード バランサーの背後にある",
    ),
)
NO_OUTBOUND_BY_RULES = Rule(
    "default-access.no-outbound-by-rules",
    Text(
        "no rule of its Standard load balancer lets it out",
        "Standard のロード バランサーに送信に使える規則がない",
    ),
)


BY_A_PREFIX: Final = Text(
    'The rule "{rule}" takes in what comes to "{front_end}", which is a public IP prefix. What comes in by a '
    "whole prefix isn't modelled; outbound rules are.",
    "規則「{rule}」はパブリック IP プレフィックスのフロントエンド「{front_end}」で受信する。プレフィックス全体での受信は"
    "モデル化していない。アウトバウンド規則はモデル化している。",
)


DEFAULT_PROBE: Final = "health probe"
"""The probe of a load balancer of which nobody has described any."""


@define(eq=False)
class LoadBalancers(Services[LoadBalancer]):
    """Deploys load balancers."""

    skus: MachineSkus
    interfaces: InterfaceRecords
    scale_sets: ScaleSets
    running: dict[str, Balanced] = field(factory=dict, init=False)
    _records: dict[str, LoadBalancer] = field(factory=dict, init=False)
    _mappings: dict[tuple[str, str], dict[str, int]] = field(factory=dict, init=False)
    outbound: OutboundConnections = field(init=False)
    _probe_profile: ProbeProfile = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.outbound = OutboundConnections(self)
        self._probe_profile = ProbeProfile(self.world.facts)

    def refusal(self, before: LoadBalancer | None, after: LoadBalancer) -> Rule | None:
        """Rules, front ends that share back-end ports, a pool beyond the table of ports.

        :raises Advice: where a rule takes something in at a whole prefix, which isn't modelled.
        """
        _check_prefixes(after)
        after = self.interfaces.with_members(after, self.machines.has)
        if (refused := self._of_front_ends(after)) is not None:
            return refused
        if (refused := load_balancer_refusals.of_rules(after, self.world.facts)) is not None:
            return refused
        if (refused := load_balancer_refusals.of_probes(after, self.world.facts)) is not None:
            return refused
        if (refused := pools_by_address.of_pools(after, self.world.facts)) is not None:
            return refused
        secondary = self.interfaces.secondary
        if (refused := of_secondary(after, self.world.facts, secondary, self.machines)) is not None:
            return refused
        if (refused := self.outbound.checks.refusal(after)) is not None:
            return refused
        if (refused := self.skus.refusal(after.id, _sku(after), _addresses(after))) is not None:
            return refused
        is_basic = after.sku is LoadBalancerSku.BASIC
        if is_basic and (refused := self.scale_sets.behind_basic(_addresses(after))) is not None:
            return refused
        had, has = (0 if each is None else _pool_size(each) for each in (before, after))
        most = self.outbound.largest_pool
        if 0 < had < has and has > most and self.outbound.goes_by_table(after):
            return TOO_MANY.fill(most=format_count(most))
        if load_balancer_refusals.shares_back_end_port(after):
            return self._refuse_sharing(SHARED_BACK_END_PORT.fill(balancer=after.name))
        others = [each for each in self._records.values() if each.id != after.id]
        if any(_share_ports(after, each) for each in others):
            return self._refuse_sharing(SHARED_BY_TWO)
        return None

    def _of_front_ends(self, record: LoadBalancer) -> Rule | None:
        """Why Azure refuses the address of a front end of *record*, if it does."""
        parts, facts = record.front_ends, self.world.facts
        if (refused := private_addresses.refusal(parts, self.networks, facts)) is not None:
            return refused
        public = (each.public_ip_address for each in parts if each.public_ip_address is not None)
        said = filter(None, map(self.addresses.said_sku_of, public))
        return self.skus.of_front_ends(_sku(record), set(said))

    @decides
    def _refuse_sharing(self, reason: Rule) -> Rule | None:
        self.world.facts.rests_on("load-balancer.back-end-port-reuse")
        return reason

    def apply(self, before: LoadBalancer | None, after: LoadBalancer) -> None:
        """Let the load balancer run as *after* says.

        :raises Advice: for a name or an address that is something else's.
        """
        before = None if before is None else self._records[before.name]
        after = self.interfaces.with_members(after, self.machines.has)
        running = self.running.get(after.name)
        front_ends = self.front_ends(serving(after))
        outbound_only = self.front_ends(each for each in after.front_ends if each.outbound_only)
        if running is None:
            self.world.names.check_free(after.name)
            for address in front_ends:
                self.world.check_free(self.space_of(address), address)
            node = build_load_balancer(self, after.name, front_ends)
            running = self.running[after.name] = Balanced(self.world, node)
            self.world.names.add(after.name, running)
            self.world.probed.append(running.probers)
            self.world.routes.attach(node, node)
            for address in front_ends:
                self.world.own(self.space_of(address), address, node)
        self._records[after.name] = after
        self.skus.belong(after.id, _sku(after), _addresses(after))
        self.world.facts.rests_on("security-group.unsaid")
        self._change_front_ends(running, front_ends)
        for address in outbound_only:
            if self.world.internet.owners.get(address) is not running.node:
                self.world.own(self.world.internet, address, running.node)
        running.members = self.members(after.back_end_pools)
        self._set_probes(running, after)
        rules = (evolve(each, idle_timeout=self._idle_timeout(each)) for each in self._rules(after))
        running.node.go_by(tuple(rules))
        standard = self.sku(after.name) is LoadBalancerSku.STANDARD
        running.node.pings.answers = standard and not after.is_internal
        if before is not None and _admin_states(before) != _admin_states(after):
            for probe in running.settings:
                running.node.health_changed(probe)
        leads_out = self.outbound.lead_out(after.name, after, running.node)
        running.node.outbound = list(leads_out.snats())

    def in_front_of(self, machine: Machine) -> list[Balanced]:
        """The load balancers that have *machine* behind them."""
        return [each for each in self.running.values() if machine in each.servers]

    def settle(self, plane: ControlPlane) -> None:
        """Let members in that name a pool or a rule in their IP configurations, once they run."""
        for record in plane.description.of_kind(LoadBalancer):
            if (
                self.interfaces.with_members(record, self.machines.has)
                != self._records[record.name]
            ):
                self.apply(record, record)

    def sku(self, name: str) -> LoadBalancerSku:
        """The SKU of the load balancer *name*: today's, where none is said."""
        return self._records[name].sku or LoadBalancerSku.STANDARD

    def is_internal(self, name: str) -> bool:
        """Whether the front ends of the load balancer *name* are private."""
        return self._records[name].is_internal

    def without_default_access(self, machine: Machine, egress: Egress) -> Rule | None:
        """Why a pool that *machine* is in takes default outbound access from its *egress*, if one does."""
        for name, record in self._records.items():
            behind = machine in self.running[name].servers and not self._keeps_access(
                record, machine
            )
            if behind and self.sku(name) is LoadBalancerSku.STANDARD:
                reason = self._behind_internal if record.is_internal else self._behind_public
                return reason(egress)
        return None

    @decides
    def _keeps_access(self, record: LoadBalancer, machine: Machine) -> bool:
        """Whether *machine* is behind it by its IP address, which takes nothing away."""
        own = _addresses(record).intersection(machine.interfaces)
        if not own <= pools_by_address.addresses(record):
            return False
        self.world.facts.rests_on("load-balancer.pool-by-address.default-access")
        return True

    def leaves_either_way(self, egress: Egress) -> bool:
        """Whether *egress* may leave by default outbound access as well as by a front end."""
        here = (pools_by_address.addresses(each) for each in self._records.values())
        if not any(egress.address in those for those in here):
            return False
        self.world.facts.rests_on("load-balancer.pool-by-address.default-access")
        return True

    @decides
    def _behind_internal(self, egress: Egress) -> Rule | None:
        self.world.facts.rests_on("load-balancer.internal.outbound")
        return BEHIND_INTERNAL

    @decides
    def _behind_public(self, egress: Egress) -> Rule | None:
        self.world.facts.rests_on("default-outbound-access.behind-public-standard")
        lets_out = {OUTBOUND_RULE, LOAD_BALANCING_RULE} & egress.methods.keys()
        return BEHIND_PUBLIC if lets_out else NO_OUTBOUND_BY_RULES

    def _set_probes(self, running: Balanced, record: LoadBalancer) -> None:
        keeps = self.sku(record.name) is LoadBalancerSku.STANDARD
        probes: dict[str, Probe | None] = {each.name: each for each in record.probes}
        if not probes:
            probes[DEFAULT_PROBE] = None
        running.settings.clear()
        for name, probe in probes.items():
            running.settings[name] = ProbeSettings(probe, self._probe_profile)
            health = running.node.health.setdefault(name, PoolHealth(self.world.facts, keeps))
            behavior = None if probe is None else probe.no_healthy_back_ends_behavior
            health.takes_all = behavior is NoHealthyBackEndsBehavior.ALL_PROBED_UP

    def _rules(self, record: LoadBalancer) -> Iterator[BalancingRule]:
        """The rules as they run; where nobody listed load-balancing rules, one for everything."""
        for inbound in record.inbound_nat_rules:
            yield from self._nat(inbound, record)
        if record.load_balancing_rules is None:
            for front_end in serving(record):
                yield BalancingRule(
                    self.address_of(front_end),
                    self._servers(record.back_end_pools[0].name, record),
                    distribution=record.load_distribution or LoadDistribution.FIVE_TUPLE,
                    floating_ip=record.floating_ip,
                    idle_timeout=record.idle_timeout,
                    tcp_reset=record.enable_tcp_reset,
                    probe=record.probes[0].name if record.probes else DEFAULT_PROBE,
                )
            return
        for rule in record.load_balancing_rules:
            yield BalancingRule(
                self.address_of(record.front_end(rule.front_end)),
                self._servers(rule.back_end_pool, record),
                rule.protocol,
                rule.front_end_port,
                rule.back_end_port,
                rule.name,
                rule.load_distribution or LoadDistribution.FIVE_TUPLE,
                rule.enable_floating_ip,
                rule.idle_timeout,
                rule.enable_tcp_reset,
                rule.probe,
            )

    @decides
    def _idle_timeout(self, rule: BalancingRule) -> int | None:
        """How long idle connections are kept: as its front-end IP says, or else as *rule* does."""
        public = self.addresses.at(rule.front_end)
        if public is None or public.idle_timeout is None:
            return rule.idle_timeout
        self.world.facts.rests_on("load-balancer.idle-timeout.front-end-first")
        return public.idle_timeout

    def _nat(self, rule: InboundNatRule, record: LoadBalancer) -> Iterator[BalancingRule]:
        """An inbound NAT rule as it runs: its machine, or each server of its pool, has a port."""
        address = self.address_of(record.front_end(rule.front_end))
        if rule.back_end_address is None:
            self.world.facts.rests_on("load-balancer.nat.port-of-each")
            servers = self._servers(rule.back_end_pool, record)
            mappings = self._mappings.setdefault((record.name, rule.name), {})
            self._map(mappings, rule.front_end_ports, [each.address for each in servers])
            servers = tuple(each for each in servers if each.address in mappings)
            ports = [mappings[each.address] for each in servers]
        else:
            only = Member(self.machines.at(rule.back_end_address), rule.back_end_address)
            servers = (_server(self._nat_target(only, record)),)
            ports = list(rule.front_end_ports)
        for port, server in zip(ports, servers, strict=True):
            yield BalancingRule(
                address,
                (server,),
                rule.protocol,
                port,
                rule.back_end_port,
                rule.name,
                floating_ip=rule.enable_floating_ip,
                idle_timeout=rule.idle_timeout,
                tcp_reset=rule.enable_tcp_reset,
                is_inbound_nat=True,
            )

    @decides
    def _map(
        self, mappings: dict[str, int], ports: Collection[int], servers: Sequence[str]
    ) -> None:
        """Keep the front-end port of each of *servers* that has one, and give the others a free one."""
        for gone in mappings.keys() - set(servers):
            self.world.facts.rests_on("load-balancer.nat.mappings-persist")
            del mappings[gone]
        free = [each for each in ports if each not in mappings.values()]
        newcomers = [each for each in servers if each not in mappings]
        mappings |= zip(newcomers, free, strict=False)

    def _servers(self, pool: str | None, record: LoadBalancer) -> tuple[Server, ...]:
        members = () if pool is None else record.back_end_pool(pool).addresses
        return tuple(
            _server(Member(self.machines.at(each.ip_address), each.ip_address), each.admin_state)
            for each in members
        )

    @decides
    def _nat_target(self, member: Member, record: LoadBalancer) -> Member:
        """Where an inbound NAT rule for one machine leads."""
        self.world.facts.rests_on("load-balancer.nat.one-machine")
        return member

    def remove(self, record: LoadBalancer) -> None:
        """The load balancer is deleted, and its name is free again."""
        members = (evolve(each, addresses=()) for each in record.back_end_pools)
        self.apply(
            record,
            evolve(record, front_ends=(), back_end_pools=tuple(members), load_balancing_rules=()),
        )
        running = self.running.pop(record.name)
        del self._records[record.name]
        self.world.names.remove(record.name)
        self.world.probed.remove(running.probers)

    def _change_front_ends(self, running: Balanced, front_ends: Sequence[str]) -> None:
        node = running.node
        for address in [each for each in node.front_ends if each not in front_ends]:
            node.remove_front_end(address)
            self.world.give_back(self.space_of(address), address)
        for address in front_ends:
            if address not in node.front_ends:
                self.world.own(self.space_of(address), address, node)
                node.front_ends.append(address)


def _server(member: Member, admin_state: AdminState | None = None) -> Server:
    machine = member.machine
    return Server(
        machine.name,
        member.address,
        machine.host,
        admin_state or AdminState.NONE,
        partial(machine.answers_front_ends, member.address),
    )


def _admin_states(record: LoadBalancer) -> list[AdminState | None]:
    return [each.admin_state for pool in record.back_end_pools for each in pool.addresses]


def _pool_size(record: LoadBalancer) -> int:
    return sum(len(pool.addresses) for pool in record.back_end_pools)


def _share_ports(one: LoadBalancer, other: LoadBalancer) -> bool:
    """Whether both are public, or both internal, and have a server in common."""
    return one.is_internal is other.is_internal and _share_servers(one, other)


def _share_servers(one: LoadBalancer, other: LoadBalancer) -> bool:
    members, others = (
        {member.ip_address for pool in each.back_end_pools for member in pool.addresses}
        for each in (one, other)
    )
    return not members.isdisjoint(others)


# What the service is. Whoever asks what would be if it were something else replaces this.


def build_load_balancer(services: LoadBalancers, name: str, front_ends: list[str]) -> Balancer:
    """A load balancer: it ends no session."""
    facts = services.world.facts
    facts.rests_on("load-balancer.terminates-sessions")
    world = services.world
    balancer = Balancer(name, list(front_ends), facts, services.border())
    balancer.carried_by(world.network.send, world.packet_ids)
    world.schedule.watch(balancer)
    return balancer


def _check_prefixes(record: LoadBalancer) -> None:
    rules: list[LoadBalancingRule | InboundNatRule | InboundNatPool] = [
        *(record.load_balancing_rules or ()),
        *record.inbound_nat_rules,
        *record.inbound_nat_pools,
    ]
    for rule in rules:
        if record.front_end(rule.front_end).public_ip_prefix is not None:
            raise Advice(BY_A_PREFIX.fill(rule=rule.name, front_end=rule.front_end))


def _sku(record: LoadBalancer) -> str:
    return (record.sku or LoadBalancerSku.STANDARD).value


def _addresses(record: LoadBalancer) -> set[str]:
    """The private addresses of the machines behind it."""
    return {member.ip_address for pool in record.back_end_pools for member in pool.addresses}
