"""Outbound rules of load balancers, and the SNAT ports that machines have by them."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_network

from attrs import define, evolve, frozen

from azsim.azure import describing
from azsim.deploy.cloud import Cloud
from azsim.deploy.load_balancer_outbound import NO_RULE_CARRIES
from azsim.deploy.outbound_rule_checks import NOT_A_MULTIPLE, TOO_MANY_PORTS
from azsim.model.resources.balancing import BackEndAddress, LoadBalancer, OutboundRule
from azsim.model.resources.checks import Protocol
from azsim.model.resources.identity import Resource, ResourceId
from azsim.model.resources.network import VirtualNetwork
from azsim.model.rules import Rule
from azsim.text import Advice, Text
from azsim.units import format_count, format_duration

NO_OUTBOUND_RULE = Text(
    '"{name}" has no outbound rule. Describe one first: Given "{name}" has an outbound rule',
    '「{name}」にアウトバウンド規則がない。先に記述する: 前提 "{name}" にアウトバウンド規則がある',
)
BEHIND = Text(
    '"{machine}" is in the back-end pool of "{name}" already.',
    "「{machine}」はすでに「{name}」のバックエンド プールに入っている。",
)
NOT_BEHIND = Text(
    '"{machine}" isn\'t in the back-end pool of "{name}".',
    "「{machine}」は「{name}」のバックエンド プールに入っていない。",
)
NO_INSTANCES = Text(
    "An outbound rule for 0 instances has no use: write 1 or more.",
    "0 台用のアウトバウンド規則は使えない。1 以上を書く。",
)


TOO_LARGE = Text(
    "{prefix} has more than {most} addresses, and such a prefix isn't modelled. Write a smaller one, such "
    "as 203.0.113.32/28.",
    "{prefix} のアドレスは {most} 個より多く、そのようなプレフィックスはモデル化していない。203.0.113.32/28 の"
    "ような小さいものを書く。",
)
MOST_ADDRESSES = 256


@frozen
class DescribedRule:
    """An outbound rule as a sentence describes it; what it doesn't say is None.

    ``front_ends`` are addresses and prefixes.
    """

    front_ends: Sequence[str] = ()
    protocol: Protocol | None = None
    ports: int | None = None
    idle_timeout: int | None = None
    tcp_reset: bool = False


@define(eq=False)
class LoadBalancerOutbound:
    """What a scenario says about outbound connections from behind a load balancer."""

    cloud: Cloud

    def describe(self, name: str, *rules: DescribedRule) -> None:
        """Outbound rules that a load balancer has.

        :raises Advice: where Azure refuses them, and for a front end that is something else's.
        """
        self.cloud.plane.describe(*self._with(name, rules))

    def describe_for(self, name: str, instances: int) -> None:
        """An outbound rule with as many ports for each of *instances* as there are.

        :raises Advice: for 0 instances.
        """
        if not instances:
            raise Advice(NO_INSTANCES)
        self.describe(name, DescribedRule(ports=self.largest_legal(name, instances)))

    def ask_for(self, name: str, rule: DescribedRule) -> None:
        """Ask Azure for one more outbound rule."""
        request = Text("add an outbound rule to {name}", "{name} にアウトバウンド規則を追加する")
        if rule.ports is not None:
            request = Text(
                "add an outbound rule with {ports} ports per instance to {name}",
                "インスタンスあたりのポートが {ports} 個のアウトバウンド規則を {name} に追加する",
            ).fill(ports=format_count(rule.ports), name="{name}")
        if rule.idle_timeout is not None:
            request = Text(
                "add an outbound rule with an idle timeout of {duration} to {name}",
                "アイドル タイムアウトが {duration}のアウトバウンド規則を {name} に追加する",
            ).fill(duration=format_duration(rule.idle_timeout), name="{name}")
        *public, changed = self._with(name, [rule])
        self.cloud.plane.describe(*public)
        self.cloud.plane.ask(request.fill(name=name), changed)

    def ask_to_change(self, name: str, ports: int) -> None:
        """Ask Azure for another number of ports per instance in the outbound rule.

        :raises Advice: where there is none.
        """
        record = self._find(name)
        if not record.outbound_rules:
            raise Advice(NO_OUTBOUND_RULE.fill(name=name))
        [*others, last] = record.outbound_rules
        changed = evolve(last, allocated_outbound_ports=ports)
        request = Text(
            "set the outbound rule of {name} to {ports} ports per instance",
            "{name} のアウトバウンド規則のインスタンスあたりのポートを {ports} 個にする",
        ).fill(name=name, ports=format_count(ports))
        self.cloud.plane.ask(request, evolve(record, outbound_rules=(*others, changed)))

    def ask_for_none(self, name: str) -> None:
        """Ask Azure to remove the outbound rules of a load balancer.

        :raises Advice: where there is none.
        """
        record = self._find(name)
        if not record.outbound_rules:
            raise Advice(NO_OUTBOUND_RULE.fill(name=name))
        request = Text(
            "remove the outbound rules of {name}", "{name} のアウトバウンド規則を削除する"
        ).fill(name=name)
        self.cloud.plane.ask(request, evolve(record, outbound_rules=()))

    def configure_by_address(self, name: str) -> None:
        """The members of a load balancer's pool are there by their IP addresses.

        :raises Advice: where there is no such load balancer, and where Azure refuses it.
        """
        record = self._find(name)
        pools = tuple(
            evolve(
                pool,
                addresses=tuple(
                    evolve(each, virtual_network=self._network()) for each in pool.addresses
                ),
            )
            for pool in record.back_end_pools
        )
        self.cloud.plane.describe(evolve(record, back_end_pools=pools))

    def ask_to_join(self, name: str, machine: str, *, by_address: bool = False) -> None:
        """Ask Azure to add a machine to the back-end pool of a load balancer, by its IP address or not.

        :raises Advice: where there is no such load balancer or machine, or it is in the pool already.
        """
        record = self._find(name)
        found = self.cloud.machines.find(machine)
        [pool, *others] = record.back_end_pools
        if any(each.ip_address == found.address for each in pool.addresses):
            raise Advice(BEHIND.fill(name=name, machine=machine))
        newcomer = BackEndAddress(
            name=found.name,
            ip_address=found.address,
            virtual_network=self._network() if by_address else None,
        )
        joined = evolve(pool, addresses=(*pool.addresses, newcomer))
        request = Text(
            "add {machine} to the back-end pool of {name}",
            "{name} のバックエンド プールに {machine} を追加する",
        ).fill(machine=machine, name=name)
        self.cloud.plane.ask(request, evolve(record, back_end_pools=(joined, *others)))

    def _network(self) -> ResourceId:
        return next(iter(self.cloud.plane.description.of_kind(VirtualNetwork))).id

    def ask_to_leave(self, name: str, machine: str) -> None:
        """Ask Azure to remove a machine from the back-end pool of a load balancer.

        :raises Advice: where there is no such load balancer, or it isn't in front of the machine.
        """
        record = self._find(name)
        addresses = self.cloud.machines.find(machine).interfaces
        without = describing.without_members(record, addresses)
        if without == record:
            raise Advice(NOT_BEHIND.fill(name=name, machine=machine))
        request = Text(
            "remove {machine} from the back-end pool of {name}",
            "{name} のバックエンド プールから {machine} を取り除く",
        ).fill(machine=machine, name=name)
        self.cloud.plane.ask(request, without)

    def describe_disabled(self, name: str) -> None:
        """The load-balancing rules of a load balancer don't translate outbound connections."""
        self.cloud.plane.describe(self._disabled(name))

    def ask_to_disable(self, name: str) -> None:
        """Ask Azure that its load-balancing rules translate no outbound connections."""
        request = Text(
            "disable outbound SNAT on the load-balancing rules of {name}",
            "{name} の負荷分散規則でアウトバウンド SNAT を無効にする",
        ).fill(name=name)
        self.cloud.plane.ask(request, self._disabled(name))

    def largest_legal(self, name: str, instances: int | None = None) -> int:
        """The most ports per instance that a rule on every front end may say.

        :raises Advice: where there is no such load balancer.
        """
        record, outbound = self._find(name), self.cloud.load_balancers.outbound
        front_ends = record.outbound_rules[-1:] or ()
        names = [each for rule in front_ends for each in rule.front_ends]
        names = names or [each.name for each in record.front_ends]
        [pool, *_] = record.back_end_pools
        return outbound.checks.largest_legal(record, names, instances or len(pool.addresses))

    def not_carried(self, name: str, protocol: str) -> Rule:
        """The reason for which a packet of *protocol* is dropped that no rule carries."""
        return NO_RULE_CARRIES.fill(balancer=name, protocol=protocol)

    def no_multiple(self, ports: int, block: int) -> Rule:
        """The reason for which a number of ports is refused that isn't a multiple."""
        return Rule(
            NOT_A_MULTIPLE.id,
            NOT_A_MULTIPLE.text.fill(ports=format_count(ports), block=format_count(block)),
        )

    def too_many(self, needed: int, available: int) -> Rule:
        """The reason for which more ports are refused than there are."""
        return Rule(
            TOO_MANY_PORTS.id,
            TOO_MANY_PORTS.text.fill(
                needed=format_count(needed), available=format_count(available)
            ),
        )

    def _find(self, name: str) -> LoadBalancer:
        return self.cloud.plane.find(LoadBalancer, name)

    def _disabled(self, name: str) -> LoadBalancer:
        record = self._find(name)
        rules = record.load_balancing_rules
        if rules is None:
            return evolve(record, disable_outbound_snat=True)
        disabled = (evolve(each, disable_outbound_snat=True) for each in rules)
        return evolve(record, load_balancing_rules=tuple(disabled))

    def _with(self, name: str, rules: Sequence[DescribedRule]) -> list[Resource]:
        """The load balancer with *rules* as well, and the addresses that are new."""
        record, new = self._find(name), list[Resource]()
        services = self.cloud.load_balancers
        names = {services.said_of(each): each.name for each in record.front_ends}
        for rule in rules:
            number = len(record.outbound_rules) + 1
            front_ends = [] if rule.front_ends else [each.name for each in record.front_ends]
            for address in dict.fromkeys(rule.front_ends):
                if address not in names:
                    _check_prefix(address)
                    record, names[address], made = describing.outbound_front_end(
                        self.cloud, record, address
                    )
                    new += made
                front_ends.append(names[address])
            [pool, *_] = record.back_end_pools
            made_rule = OutboundRule(
                name=f"outbound rule {number}",
                front_ends=tuple(front_ends),
                back_end_pool=pool.name,
                protocol=rule.protocol or Protocol.ALL,
                allocated_outbound_ports=rule.ports,
                idle_timeout=rule.idle_timeout,
                enable_tcp_reset=rule.tcp_reset,
            )
            record = evolve(record, outbound_rules=(*record.outbound_rules, made_rule))
        return [*new, record]


def _check_prefix(address: str) -> None:
    """See that *address*, where it is a prefix, isn't one of a whole network.

    :raises Advice: where it has too many addresses.
    """
    if "/" in address and ip_network(address).num_addresses > MOST_ADDRESSES:
        raise Advice(TOO_LARGE.fill(prefix=address, most=MOST_ADDRESSES))
