"""Route tables of subnets, and the firewalls and other appliances that they lead to."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, evolve

from azsim.azure import describing
from azsim.azure.flows import Flow
from azsim.deploy.cloud import Cloud
from azsim.deploy.firewalls import RunningFirewall
from azsim.model.resources.network import (
    NextHopType,
    PublicIpAddress,
    Route,
    RouteTable,
    Subnet,
)
from azsim.model.resources.outbound import (
    Firewall,
    FirewallIpConfiguration,
    FirewallNatRule,
    FirewallRule,
)
from azsim.text import Advice, Text, listed
from azsim.units import format_count, format_duration

RouteRow = tuple[str, NextHopType, str | None]
"""A prefix, what the next hop is, and its address where it is an appliance."""

FIREWALL_SUBNET = "AzureFirewallSubnet"
EVERYTHING = "0.0.0.0/0"

AFTER_FLOWS = Text(
    'Machines of the subnet "{subnet}" have connections already. What a new route does to those isn\'t '
    "modelled: describe the routes before.",
    "サブネット「{subnet}」のマシンにはすでに接続がある。既存の接続に対する新しいルートの影響はモデル化して"
    "いない。ルートを先に書く。",
)
NO_ROUTES = Text(
    'The subnet "{subnet}" has no route table.', "サブネット「{subnet}」にルート テーブルはない。"
)
SAME_PREFIX = Text(
    'The route table of the subnet "{subnet}" has two routes to {prefix}.',
    "サブネット「{subnet}」のルート テーブルに {prefix} へのルートが二つある。",
)
NEEDS_ADDRESS = Text(
    "The route to {prefix} leads to a virtual appliance: write its address in the column next hop address.",
    "{prefix} へのルートは仮想アプライアンスに向いている。ネクスト ホップ アドレスの列にアドレスを書く。",
)
HAS_NO_ADDRESS = Text(
    "Only a virtual appliance has a next hop address, and the route to {prefix} leads to none.",
    "ネクスト ホップ アドレスがあるのは仮想アプライアンスだけであり、{prefix} へのルートは"
    "仮想アプライアンスに向いていない。",
)
ELSEWHERE = Text(
    "An Azure Firewall stands in a subnet called {needed}, and {address} lies in {subnet}.",
    "Azure Firewall は {needed} という名前のサブネットに置く。{address} は {subnet} に含まれている。",
)
ONE_LESS = Text(
    'An instance goes at a time, and "{name}" has {count}. Say one less.',
    "なくなるインスタンスは一度に 1 台であり、「{name}」には {count} 台ある。1 台少ない数を書く。",
)
ONE_CONNECTION = Text(
    'Which connections of several an instance of "{name}" carries isn\'t documented. Let one connection be '
    "open through it, the one that the steps before speak of.",
    "「{name}」のどのインスタンスがどの接続を処理するかは文書にない。経由する接続を、前のステップの 1 本だけに"
    "する。",
)
NOT_ITS_OWN = Text(
    'The DNAT rule "{rule}" names {address}, and the public IP addresses of "{name}" are {own}.',
    "DNAT 規則「{rule}」に {address} とあるが、「{name}」のパブリック IP アドレスは {own} である。",
)
IN_USE = Text(
    'Connections pass through "{name}" already. What a change of its rules or ranges does to those isn\'t '
    "modelled: describe them before.",
    "「{name}」を経由する接続がすでにある。規則や範囲の変更が既存の接続に与える影響はモデル化していない。"
    "先に書く。",
)
NO_ADDRESS = Text(
    "An Azure Firewall has 1 public IP address or more here.",
    "Azure Firewall のパブリック IP アドレスは 1 個以上である。",
)
NOT_PUBLIC = Text(
    "{address} is a private address; a public IP address of the firewall is needed here.",
    "{address} はプライベート アドレスである。ここにはファイアウォールのパブリック IP アドレスを書く。",
)


@define(eq=False)
class Routing:
    """What a scenario says about route tables and firewalls."""

    cloud: Cloud

    # Routes

    def add_routes(self, name: str, rows: Sequence[RouteRow]) -> None:
        """Routes of the route table that a subnet has.

        :raises Advice: where there is no such subnet, or a connection from it already, and for
            routes that can't be.
        """
        network, subnet = describing.subnet(self.cloud, name)
        self._check_no_flows(subnet)
        id = f"route table of {subnet.name}"
        before = self.cloud.plane.get(RouteTable, id)
        routes = [] if before is None else list(before.routes)
        for prefix, kind, address in rows:
            is_appliance = kind == NextHopType.VIRTUAL_APPLIANCE
            if is_appliance != (address is not None):
                raise Advice(
                    (NEEDS_ADDRESS if is_appliance else HAS_NO_ADDRESS).fill(prefix=prefix)
                )
            if any(each.address_prefix == prefix for each in routes):
                raise Advice(SAME_PREFIX.fill(subnet=subnet.name, prefix=prefix))
            routes.append(
                Route(
                    name=f"route {len(routes) + 1}",
                    address_prefix=prefix,
                    next_hop_type=kind,
                    next_hop_ip_address=address,
                )
            )
        table = RouteTable(id=id, routes=tuple(routes))
        has_table = evolve(subnet, route_table=table.id)
        self.cloud.plane.describe(table, describing.with_subnet(network, has_table))

    def lead_internet_to(self, subnet: str, address: str) -> None:
        """A route of a subnet by which everything goes to the appliance at *address*.

        :raises Advice: as for `add_routes`.
        """
        self.add_routes(subnet, [(EVERYTHING, NextHopType.VIRTUAL_APPLIANCE, address)])

    def lead_internet_to_gateway(self, subnet: str) -> None:
        """A route of a subnet by which everything goes to the virtual network gateway.

        :raises Advice: as for `add_routes`.
        """
        self.add_routes(subnet, [(EVERYTHING, NextHopType.VIRTUAL_NETWORK_GATEWAY, None)])

    def remove_routes(self, name: str) -> None:
        """Ask Azure to take the route table from a subnet.

        :raises Advice: where there is no such subnet, it has no route table, or there is a connection
            from it already.
        """
        network, subnet = describing.subnet(self.cloud, name)
        if subnet.route_table is None:
            raise Advice(NO_ROUTES.fill(subnet=subnet.name))
        self._check_no_flows(subnet)
        request = Text(
            "remove the route table from the subnet {subnet}",
            "サブネット {subnet} からルート テーブルを取り外す",
        ).fill(subnet=subnet.name)
        without = evolve(subnet, route_table=None)
        self.cloud.plane.ask(request, describing.with_subnet(network, without))

    # Firewalls

    def add_firewall(self, name: str, address: str, public: Sequence[str]) -> None:
        """A firewall at a private address, with its public ones.

        :raises Advice: for names and addresses that are something else's or of the wrong kind, and
            where Azure refuses it.
        """
        self.cloud.default_network()
        subnet = describing.subnet_of(self.cloud, address)
        if subnet.name not in (FIREWALL_SUBNET, describing.SUBNET):
            raise Advice(
                ELSEWHERE.fill(needed=FIREWALL_SUBNET, address=address, subnet=subnet.name)
            )
        for each in public:
            if self.cloud.world.is_private(each):
                raise Advice(NOT_PUBLIC.fill(address=each))
        addresses = _public_addresses(name, public)
        first, *others = _configurations(addresses)
        first = evolve(first, subnet=subnet, private_ip_address=address)
        self.cloud.plane.describe(*addresses, Firewall(id=name, ip_configurations=(first, *others)))

    def add_firewall_with(self, name: str, address: str, count: int) -> None:
        """A firewall with *count* public addresses that nobody names.

        :raises Advice: for a count of 0, and where Azure refuses it.
        """
        if not count:
            raise Advice(NO_ADDRESS)
        self.add_firewall(name, address, describing.unnamed_addresses(self.cloud, count))

    def add_addresses(self, name: str, count: int) -> None:
        """Ask Azure for *count* more public addresses of a firewall.

        :raises Advice: where there is no such firewall.
        """
        found = self.cloud.plane.find(Firewall, name)
        have = len(found.ip_configurations)
        addresses = _public_addresses(name, describing.unnamed_addresses(self.cloud, count), have)
        request = Text(
            "add {count} public IP addresses to {name}",
            "{name} にパブリック IP アドレスを {count} 個追加する",
        ).fill(name=name, count=format_count(count))
        configurations = (*found.ip_configurations, *_configurations(addresses, have))
        self.cloud.plane.ask(request, *addresses, evolve(found, ip_configurations=configurations))

    def set_instances(self, name: str, count: int) -> None:
        """A firewall runs on so many instances.

        :raises Advice: where there is no such firewall, and for fewer than one has.
        """
        found = self.cloud.plane.find(Firewall, name)
        self.cloud.plane.describe(evolve(found, instances=count))

    def set_private_ranges(self, name: str, ranges: Sequence[str]) -> None:
        """The destinations for which network rules of a firewall don't translate.

        :raises Advice: where there is no such firewall, or something has passed already.
        """
        found = self._unused(name)
        self.cloud.plane.describe(evolve(found, private_ranges=tuple(ranges)))

    def set_rules(self, name: str, rules: Sequence[FirewallRule]) -> None:
        """The network rules and application rules of a firewall: all that it lets pass.

        :raises Advice: where there is no such firewall, or something has passed already.
        """
        found = self._unused(name)
        self.cloud.plane.describe(evolve(found, rules=tuple(rules)))

    def set_nat_rules(self, name: str, rules: Sequence[FirewallNatRule]) -> None:
        """The DNAT rules of a firewall: all that it lets in.

        :raises Advice: where there is no such firewall, it doesn't have a public address that a rule
            names, or something has passed already.
        """
        found = self._unused(name)
        self._check_public(found, rules)
        self.cloud.plane.describe(evolve(found, nat_rules=tuple(rules)))

    def add_nat_rules(self, name: str, rules: Sequence[FirewallNatRule]) -> None:
        """Ask Azure for more DNAT rules of a firewall.

        :raises Advice: where there is no such firewall, or it doesn't have a public address that a rule
            names.
        """
        found = self.cloud.plane.find(Firewall, name)
        self._check_public(found, rules)
        request = Text(
            'add {rules} to the DNAT rules of "{name}"', "「{name}」の DNAT 規則に{rules}を追加する"
        ).fill(name=name, rules=listed(f'"{each.name}"' for each in rules))
        self.cloud.plane.ask(request, evolve(found, nat_rules=(*found.nat_rules, *rules)))

    def extend_idle_timeout(self, name: str, duration: int) -> None:
        """Ask Microsoft for another idle timeout of what goes to the internet, in nanoseconds.

        :raises Advice: where there is no such firewall.
        """
        found = self.cloud.plane.find(Firewall, name)
        request = Text(
            "extend the idle timeout of {name} to {duration}",
            "{name} のアイドル タイムアウトを {duration}に延長する",
        ).fill(name=name, duration=format_duration(duration))
        self.cloud.plane.ask(request, evolve(found, idle_timeout=duration))

    def scale_in(self, name: str, count: int, flow: Flow) -> None:
        """Azure takes the instance away that carries *flow*, so that *count* are left.

        :raises Advice: where there is no such firewall, it has no more instances than that, or *flow* isn't
            the only connection through it.
        """
        found = self.cloud.plane.find(Firewall, name)
        running = self.cloud.firewalls.running[found.name]
        if running.instances != count + 1:
            raise Advice(ONE_LESS.fill(name=found.name, count=format_count(running.instances)))
        translated = flow.translated
        if (
            translated is None
            or translated.ended is not None
            or running.node.all_flows != [translated]
        ):
            raise Advice(ONE_CONNECTION.fill(name=found.name))
        request = Text(
            "scale {name} in to {count} instances", "{name} のインスタンスを {count} 台に減らす"
        ).fill(name=name, count=format_count(count))
        if self.cloud.plane.ask(request, evolve(found, instances=count)):
            self.cloud.firewalls.drain(translated)

    def ports(self, name: str) -> str:
        """How many SNAT ports a firewall has toward each destination.

        :raises Advice: where there is no such firewall.
        """
        found = self.cloud.world.names.find(name, RunningFirewall)
        return format_count(found.ports * len(found.node.to_the_internet.own_addresses))

    # Within

    def _unused(self, name: str) -> Firewall:
        found = self.cloud.plane.find(Firewall, name)
        if self.cloud.firewalls.running[found.name].node.all_flows:
            raise Advice(IN_USE.fill(name=found.name))
        return found

    def _check_public(self, found: Firewall, rules: Sequence[FirewallNatRule]) -> None:
        addresses = [
            self.cloud.firewalls.addresses.address_of(each.public_ip_address)
            for each in found.ip_configurations
            if each.public_ip_address is not None
        ]
        for rule in rules:
            if rule.ip_address not in addresses:
                raise Advice(
                    NOT_ITS_OWN.fill(
                        rule=rule.name,
                        address=rule.ip_address,
                        name=found.name,
                        own=listed(addresses),
                    )
                )

    def _check_no_flows(self, subnet: Subnet) -> None:
        for machine in self.cloud.machines.all():
            for address, egress in machine.interfaces.items():
                if describing.lies_in(subnet, address) and egress.flows:
                    raise Advice(AFTER_FLOWS.fill(subnet=subnet.name))


def _public_addresses(name: str, public: Sequence[str], have: int = 0) -> list[PublicIpAddress]:
    return [
        PublicIpAddress(id=f"{name} public IP {number}", ip_address=each)
        for number, each in enumerate(public, start=have + 1)
    ]


def _configurations(
    addresses: Sequence[PublicIpAddress], have: int = 0
) -> list[FirewallIpConfiguration]:
    return [
        FirewallIpConfiguration(name=f"configuration {number}", public_ip_address=each.id)
        for number, each in enumerate(addresses, start=have + 1)
    ]
