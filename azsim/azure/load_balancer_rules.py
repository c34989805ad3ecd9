"""The load-balancing rules of load balancers, and what is said of all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import define, evolve

from azsim.azure import describing
from azsim.azure.describing import BalancerKind
from azsim.deploy.cloud import Cloud
from azsim.model.resources.balancing import (
    InboundNatRule,
    LoadBalancer,
    LoadBalancingRule,
    LoadDistribution,
)
from azsim.model.resources.checks import Protocol
from azsim.model.resources.network import PublicIpAddress
from azsim.text import Advice, Text, listed
from azsim.units import format_duration

ALREADY_NAMED = Text(
    '"{balancer}" has two rules "{rule}". Give one of them another name in the column "name".',
    "「{balancer}」に規則「{rule}」が二つある。列「名前」で一方に別の名前を付ける。",
)
NO_SUCH_FRONT_END = Text(
    '"{balancer}" has no front-end IP {address}. What there is: {known}.',
    "「{balancer}」にフロントエンド IP {address} はない。あるのは {known} である。",
)

NO_PUBLIC_FRONT_END = Text(
    "No public load balancer has the front-end IP {address}.",
    "フロントエンド IP {address} を持つパブリック ロード バランサーはない。",
)
NO_NAT_RULE = Text(
    '"{balancer}" has no inbound NAT rule. Write before it: Given "{balancer}" has an inbound NAT rule from '
    'TCP port 50001 to port 3389 of "vm1"',
    "「{balancer}」にインバウンド NAT 規則がない。その前に次のように書く: 前提 "
    '"{balancer}" に TCP ポート 50001 を "vm1" のポート 3389 に転送するインバウンド NAT 規則がある',
)


@define(eq=False)
class LoadBalancerRules:
    """What a scenario says about load-balancing rules."""

    cloud: Cloud

    # What there is

    def add_load_balancer(
        self,
        name: str,
        front_end: str,
        machines: Sequence[str],
        kind: BalancerKind,
    ) -> None:
        """A load balancer with *machines* as its back-end servers.

        :raises Advice: where others are described and one of these isn't, and for a front end of the
            other kind.
        """
        servers = describing.servers(self.cloud, machines)
        describing.load_balancer(self.cloud, name, front_end, servers, kind)

    def add_load_balancer_with_rule(
        self, name: str, protocol: str, machines: Sequence[str], kind: BalancerKind
    ) -> None:
        """A load balancer of which one only says that it has a rule for a protocol.

        Its front-end IP and the port of its rule are the model's.

        :raises Advice: where others are described and one of these isn't.
        """
        cloud = self.cloud
        facts = cloud.world.facts
        servers = describing.servers(cloud, machines)
        if kind.is_internal:
            front_end = facts.text("load-balancer.internal-front-end.address")
        else:
            front_end = cloud.world.free_public_address(
                facts.text("load-balancer.front-end.address")
            )
        port = facts.number("load-balancer.front-end.port")
        rule = _rule({"protocol": Protocol(protocol), "front_end_port": port})
        describing.load_balancer(cloud, name, front_end, servers, kind, [rule])

    def list_rules(self, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """These are the load-balancing rules of a load balancer, beside those listed so far.

        :raises Advice: where Azure refuses one of them.
        """
        self.cloud.plane.describe(self._with_rules(name, rows))

    def add_nat_rule(self, name: str, protocol: str, ports: tuple[int, int], to: int) -> None:
        """An inbound NAT rule: each server of the pool gets one of the front-end ports.

        :raises Advice: where Azure refuses it.
        """
        self.cloud.plane.describe(self._with_nat_range(name, protocol, ports, to))

    def add_nat_rule_to_machine(
        self, name: str, protocol: str, port: int, machine: str, to: int
    ) -> None:
        """An inbound NAT rule from a front-end port to a port of one machine.

        :raises Advice: where there is no such machine, and where Azure refuses the rule.
        """
        with_rule = self._with_nat_rule(
            name,
            name=f"{protocol}-{port}-{machine}",
            protocol=Protocol(protocol),
            back_end_port=to,
            front_end_port=port,
            back_end_address=self.cloud.machines.find(machine).address,
        )
        self.cloud.plane.describe(with_rule)

    def list_none(self, name: str) -> None:
        """A load balancer has no load-balancing rules.

        :raises Advice: where there is no such load balancer.
        """
        found = self.cloud.plane.find(LoadBalancer, name)
        self.cloud.plane.describe(evolve(found, load_balancing_rules=()))

    def say_of_all(self, name: str, **say: Any) -> None:
        """Something that every load-balancing rule of a load balancer says.

        :raises Advice: where Azure refuses it.
        """
        self.cloud.plane.describe(describing.with_rules_that(self.cloud, name, **say))

    # What is asked of Azure

    def ask_for_nat_rule(self, name: str, protocol: str, ports: tuple[int, int], to: int) -> None:
        """Ask Azure for an inbound NAT rule that gives each server of the pool a front-end port."""
        request = Text(
            "add an inbound NAT rule to {name}", "{name} にインバウンド NAT 規則を追加する"
        ).fill(name=name)
        self.cloud.plane.ask(request, self._with_nat_range(name, protocol, ports, to))

    def ask_for_rules(self, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Ask Azure to add load-balancing rules to a load balancer."""
        changed = self._with_rules(name, rows)
        request = Text("add {rules} to {name}", "{name} に負荷分散規則 {rules} を追加する").fill(
            name=name, rules=listed(f'"{_rule(row).name}"' for row in rows)
        )
        self.cloud.plane.ask(request, changed)

    def ask_for_idle_timeout(self, name: str, idle_timeout: int) -> None:
        """Ask Azure for another idle timeout of every load-balancing rule of a load balancer."""
        request = Text(
            "set the idle timeout of {name} to {duration}",
            "{name} のアイドル タイムアウトを {duration}に設定する",
        ).fill(name=name, duration=format_duration(idle_timeout))
        changed = describing.with_rules_that(self.cloud, name, idle_timeout=idle_timeout)
        self.cloud.plane.ask(request, changed)

    def ask_for_front_end_idle_timeout(self, address: str, idle_timeout: int) -> None:
        """Ask Azure for another idle timeout of the public IP address that a front end has.

        :raises Advice: where no public load balancer has it.
        """
        plane = self.cloud.plane
        public = self.cloud.load_balancers.addresses.at(address)
        found = [] if public is None else self.balancers_with(public)
        if public is None or not found:
            raise Advice(NO_PUBLIC_FRONT_END.fill(address=address))
        request = Text(
            "set the idle timeout of the front-end IP {address} to {duration}",
            "フロントエンド IP {address} のアイドル タイムアウトを {duration}に設定する",
        ).fill(address=address, duration=format_duration(idle_timeout))
        plane.ask(request, evolve(public, idle_timeout=idle_timeout), *found)

    def balancers_with(self, public: PublicIpAddress) -> list[LoadBalancer]:
        """The load balancers that have *public* as a front-end IP."""
        return [
            balancer
            for balancer in self.cloud.plane.description.of_kind(LoadBalancer)
            if any(each.public_ip_address == public.id for each in balancer.front_ends)
        ]

    def ask_for_nat_idle_timeout(self, name: str, idle_timeout: int) -> None:
        """Ask Azure for another idle timeout of every inbound NAT rule of a load balancer.

        :raises Advice: where it has none.
        """
        described = self.cloud.plane.find(LoadBalancer, name)
        if not described.inbound_nat_rules:
            raise Advice(NO_NAT_RULE.fill(balancer=name))
        request = Text(
            "set the idle timeout of the inbound NAT rules of {name} to {duration}",
            "{name} のインバウンド NAT 規則のアイドル タイムアウトを {duration}に設定する",
        ).fill(name=name, duration=format_duration(idle_timeout))
        rules = tuple(
            evolve(each, idle_timeout=idle_timeout) for each in described.inbound_nat_rules
        )
        self.cloud.plane.ask(request, evolve(described, inbound_nat_rules=rules))

    def ask_for_tcp_reset(self, name: str) -> None:
        """Ask Azure for TCP reset on every load-balancing rule of a load balancer."""
        request = Text("enable TCP reset on {name}", "{name} で TCP リセットを有効にする").fill(
            name=name
        )
        changed = describing.with_rules_that(self.cloud, name, enable_tcp_reset=True)
        self.cloud.plane.ask(request, changed)

    def ask_for_distribution(self, name: str, mode: LoadDistribution) -> None:
        """Ask Azure for another distribution mode of a load balancer."""
        request = Text(
            "change the distribution mode of {name}", "{name} の分散モードを変更する"
        ).fill(name=name)
        changed = describing.with_rules_that(self.cloud, name, load_distribution=mode)
        self.cloud.plane.ask(request, changed)

    # Within

    def _with_rules(self, name: str, rows: Sequence[Mapping[str, Any]]) -> LoadBalancer:
        described = self.cloud.plane.find(LoadBalancer, name)
        rules = list(described.load_balancing_rules or ())
        for row in rows:
            rule = _rule({**row, "front_end": self._front_end(described, row.get("front_end"))})
            if any(each.name == rule.name for each in rules):
                raise Advice(ALREADY_NAMED.fill(balancer=name, rule=rule.name))
            rules.append(rule)
        return evolve(described, load_balancing_rules=tuple(rules))

    def _with_nat_range(
        self, name: str, protocol: str, ports: tuple[int, int], to: int
    ) -> LoadBalancer:
        first, last = ports
        return self._with_nat_rule(
            name,
            name=f"{protocol}-{first}-{last}",
            protocol=Protocol(protocol),
            back_end_port=to,
            front_end_port_range_start=first,
            front_end_port_range_end=last,
            back_end_pool=describing.POOL,
        )

    def _with_nat_rule(self, balancer: str, **said: Any) -> LoadBalancer:
        described = self.cloud.plane.find(LoadBalancer, balancer)
        rule = InboundNatRule(front_end=described.front_ends[0].name, **said)
        return evolve(described, inbound_nat_rules=(*described.inbound_nat_rules, rule))

    def _front_end(self, described: LoadBalancer, address: str | None) -> str:
        """The name of the front end at *address*, by default of the first one."""
        if address is None:
            return described.front_ends[0].name
        deployer = self.cloud.load_balancers
        for each in described.front_ends:
            if address in deployer.addresses_of(each):
                return each.name
        known = listed(deployer.front_ends(described.front_ends))
        raise Advice(NO_SUCH_FRONT_END.fill(balancer=described.name, address=address, known=known))


def _rule(said: Mapping[str, Any]) -> LoadBalancingRule:
    """The record of a rule; what isn't *said* is as Azure's portal fills it in."""
    given = {key: value for key, value in said.items() if value is not None}
    port = given["front_end_port"]
    given.setdefault("name", f"{given['protocol'].value}-{port}")
    given.setdefault("front_end", "front end 1")
    given.setdefault("back_end_port", port)
    return LoadBalancingRule(back_end_pool=describing.POOL, **given)
