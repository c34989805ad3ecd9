"""Route tables of subnets, and the firewalls and other appliances that they lead to."""

from __future__ import annotations

from collections.abc import Sequence

from azsim.azure import Azure
from azsim.functions.user_routes import TO_AN_APPLIANCE, TO_THE_GATEWAY
from azsim.gherkin import Column, Rows, expect, given, one_of, parameter_type, then, when
from azsim.model.resources.network import NextHopType
from azsim.model.resources.outbound import (
    FirewallAction,
    FirewallNatRule,
    FirewallProtocol,
    FirewallRule,
    FirewallRuleKind,
)
from azsim.model.rules import words
from azsim.steps.security_groups import ANY, any_unless_said, english, parts, ports
from azsim.steps.types import unquoted
from azsim.text import Advice, Text, listed
from azsim.units import format_count, parse_address, parse_count, parse_network, parse_port

parameter_type(
    name="firewall",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text("the name of an Azure Firewall", "Azure Firewall の名前"),
    example=Text('"fw"', '"fw"'),
)
NEXT_HOPS = {
    NextHopType.VIRTUAL_APPLIANCE: Text("virtual appliance", "仮想アプライアンス"),
    NextHopType.VIRTUAL_NETWORK_GATEWAY: Text(
        "virtual network gateway", "仮想ネットワーク ゲートウェイ"
    ),
    NextHopType.VIRTUAL_NETWORK: Text("virtual network", "仮想ネットワーク"),
    NextHopType.INTERNET: Text("internet", "インターネット"),
    NextHopType.NONE: Text("none", "なし"),
}


def next_hop(cell: str) -> NextHopType:
    """The type of a next hop.

    :raises Advice: for another word.
    """
    for kind, told in NEXT_HOPS.items():
        if cell.lower() in (told.en, told.ja):
            return kind
    known = listed(list(NEXT_HOPS.values()))
    raise Advice(
        Text(
            '"{cell}" is no type of a next hop. There are {known}.',
            "「{cell}」はネクスト ホップの種類ではない。使えるのは {known} である。",
        ).fill(cell=cell, known=known)
    )


ROUTES = (
    Column("prefix", Text("address prefix", "アドレス プレフィックス"), parse=parse_network),
    Column(
        "type",
        Text("next hop type", "ネクスト ホップの種類"),
        parse=next_hop,
        translate=one_of(list(NEXT_HOPS.values())),
    ),
    Column(
        "address",
        Text("next hop address", "ネクスト ホップ アドレス"),
        required=False,
        parse=parse_address,
    ),
)
KINDS = (Text("network", "ネットワーク"), Text("application", "アプリケーション"))
ACTIONS = (Text("Allow", "許可"), Text("Deny", "拒否"))


def addresses_or_none(found: Sequence[str]) -> Text:
    """A list of addresses, where there are any."""
    return listed(found) if found else Text("none", "なし")


RULES = (
    Column("name", Text("name", "名前")),
    Column(
        "kind",
        Text("type", "種類"),
        parse=lambda cell: FirewallRuleKind(english(cell, *KINDS)),
        translate=one_of(KINDS),
    ),
    Column("priority", Text("priority", "優先順位"), parse=parse_count),
    Column(
        "action",
        Text("action", "アクション"),
        required=False,
        parse=lambda cell: FirewallAction(english(cell, *ACTIONS)),
        translate=one_of(ACTIONS),
    ),
    Column(
        "protocol",
        Text("protocol", "プロトコル"),
        parse=lambda cell: FirewallProtocol(english(cell, ANY)),
        translate=one_of([ANY]),
    ),
    any_unless_said("sources", Text("source", "送信元"), parts),
    any_unless_said("destinations", Text("destination", "宛先"), parts),
    any_unless_said("destination_ports", Text("destination port", "宛先ポート"), ports),
)
NAT_RULES = (
    Column("name", Text("name", "名前")),
    Column(
        "protocol",
        Text("protocol", "プロトコル"),
        required=False,
        parse=lambda cell: FirewallProtocol(english(cell, ANY)),
        translate=one_of([ANY]),
    ),
    any_unless_said("sources", Text("source", "送信元"), parts),
    Column("ip_address", Text("public IP", "パブリック IP"), parse=parse_address),
    Column("port", Text("port", "ポート"), parse=parse_port),
    Column("translated_ip_address", Text("private IP", "プライベート IP"), parse=parse_address),
    Column("translated_port", Text("private port", "プライベート ポート"), parse=parse_port),
)


def nat_rules(datatable: Rows) -> list[FirewallNatRule]:
    """The DNAT rules of a table; what it leaves out is TCP from anywhere."""
    return [
        FirewallNatRule(**{key: value for key, value in row.items() if value is not None})
        for row in datatable
    ]


BECAME = Text("what became of the traffic", "トラフィックの結果")


# Given


@given(
    "the route table of the subnet {subnet}:",
    "サブネット {subnet} のルート テーブルは次のとおり:",
    table=ROUTES,
)
def a_route_table(azure: Azure, subnet: str, datatable: Rows) -> None:
    """User-defined routes, beside those that Azure makes. It comes before the first connection.

    ユーザー定義ルートであり、Azure が作成するルートに加わる。最初の接続より前に書く。
    """
    azure.routing.add_routes(
        subnet, [(row["prefix"], row["type"], row["address"]) for row in datatable]
    )


@given(
    "the subnet {subnet} sends internet traffic to {private_address}",
    "サブネット {subnet} はインターネット宛てのトラフィックを {private_address} へ送る",
)
def to_an_appliance(azure: Azure, subnet: str, private_address: str) -> None:
    """By a route to 0.0.0.0/0 whose next hop is the virtual appliance, such as a firewall, at the
    private address.

    そのプライベート アドレスの仮想アプライアンス (ファイアウォールなど) をネクスト ホップとする 0.0.0.0/0 への
    ルートがある。
    """
    azure.routing.lead_internet_to(subnet, private_address)


@given(
    "the subnet {subnet} sends internet traffic to the virtual network gateway",
    "サブネット {subnet} はインターネット宛てのトラフィックを仮想ネットワーク ゲートウェイへ送る",
)
def to_the_gateway(azure: Azure, subnet: str) -> None:
    """Forced tunnelling: by a route to 0.0.0.0/0 whose next hop is the virtual network gateway.

    強制トンネリング。仮想ネットワーク ゲートウェイをネクスト ホップとする 0.0.0.0/0 へのルートがある。
    """
    azure.routing.lead_internet_to_gateway(subnet)


@given(
    "an Azure Firewall {firewall} at {private_address} with public IP {public_addresses}",
    "プライベート IP が {private_address} の Azure Firewall {firewall} があり、パブリック IP は {public_addresses} である",
)
def a_firewall(
    azure: Azure, firewall: str, private_address: str, public_addresses: list[str]
) -> None:
    """It has two instances. Until its rules are listed, network rules allow whatever the scenario sends.

    インスタンスは 2 台である。規則を列挙しない限り、シナリオが送るものはすべてネットワーク規則で許可されている。
    """
    azure.routing.add_firewall(firewall, private_address, public_addresses)


@given(
    "an Azure Firewall {firewall} at {private_address} with {count} public IP address/addresses",
    "プライベート IP が {private_address} の Azure Firewall {firewall} があり、パブリック IP は {count} 個である",
)
def a_large_firewall(azure: Azure, firewall: str, private_address: str, count: int) -> None:
    """Nobody has to name the public IP addresses. It has two instances.

    パブリック IP アドレスは示さなくてよい。インスタンスは 2 台である。
    """
    azure.routing.add_firewall_with(firewall, private_address, count)


@given("{firewall} runs on {count} instances", "{firewall} のインスタンスは {count} 台である")
def firewall_instances(azure: Azure, firewall: str, count: int) -> None:
    """Azure scales a firewall by its load; it has two instances or more.

    ファイアウォールの台数は負荷に応じて Azure が変える。インスタンスは 2 台以上である。
    """
    azure.routing.set_instances(firewall, count)


@given(
    "the SNAT private ranges of the firewall {firewall} are {prefixes}",
    "ファイアウォール {firewall} の SNAT プライベート IP アドレス範囲は {prefixes} である",
)
def private_ranges(azure: Azure, firewall: str, prefixes: list[str]) -> None:
    """Network rules translate what goes anywhere else: 255.255.255.255/32 means always, 0.0.0.0/0
    never. They take the place of those that a firewall has by itself.

    ネットワーク規則では、それ以外の宛先が変換される。255.255.255.255/32 は「常に」、0.0.0.0/0 は「しない」を
    意味する。既定の範囲に取って代わる。
    """
    azure.routing.set_private_ranges(firewall, prefixes)


@given(
    "the rules of the firewall {firewall}:",
    "ファイアウォール {firewall} の規則は次のとおり:",
    table=RULES,
)
def firewall_rules(azure: Azure, firewall: str, datatable: Rows) -> None:
    """Nothing else passes. A rule has the priority of its collection; without an action it allows, and
    a column that is left out means Any.

    これら以外は通過しない。規則の優先順位は、その規則コレクションのものである。アクションを省くと許可、ほかの
    列を省くと「すべて」を意味する。
    """
    rules = [
        FirewallRule(**{key: value for key, value in row.items() if value is not None})
        for row in datatable
    ]
    azure.routing.set_rules(firewall, rules)


@given(
    "the DNAT rules of the firewall {firewall}:",
    "ファイアウォール {firewall} の DNAT 規則は次のとおり:",
    table=NAT_RULES,
)
def dnat_rules(azure: Azure, firewall: str, datatable: Rows) -> None:
    """What comes in to a public IP and a port goes on to a private IP and its port. Without a protocol
    it is TCP, and without a source it is any.

    パブリック IP とポートで受信したものを、プライベート IP とそのポートへ送る。プロトコルを省くと TCP、送信元を
    省くと「すべて」を意味する。
    """
    azure.routing.set_nat_rules(firewall, nat_rules(datatable))


# When


@when(
    "{firewall} scales in to {count} instances, without the one that carries that connection",
    "{firewall} がスケールインして {count} 台になり、その接続を処理するインスタンスがなくなる",
)
def scale_in(azure: Azure, firewall: str, count: int) -> None:
    """Azure does so when the load is low, and picks the instance. It drains before it goes.

    負荷が低いときに Azure が行い、なくなるインスタンスは Azure が選ぶ。なくなる前にドレインが行われる。
    """
    azure.routing.scale_in(firewall, count, azure.outbound.that)


@when(
    "these DNAT rules are added to the firewall {firewall}:",
    "ファイアウォール {firewall} に次の DNAT 規則を追加する:",
    table=NAT_RULES,
)
def add_dnat_rules(azure: Azure, firewall: str, datatable: Rows) -> None:
    """Azure is asked for more rules of the firewall.

    ファイアウォールに規則を追加するよう Azure に求める。
    """
    azure.routing.add_nat_rules(firewall, nat_rules(datatable))


@when(
    "the route table is removed from the subnet {subnet}",
    "サブネット {subnet} からルート テーブルを取り外す",
)
def remove_routes(azure: Azure, subnet: str) -> None:
    """Azure's own routes are left. It comes before the first connection.

    Azure 自身のルートだけが残る。最初の接続より前に書く。
    """
    azure.routing.remove_routes(subnet)


@when(
    "the idle timeout of {firewall} is extended to {duration} by a support request",
    "サポート リクエストにより {firewall} のアイドル タイムアウトを {duration}に延長する",
)
def extend_idle_timeout(azure: Azure, firewall: str, duration: int) -> None:
    """That of TCP connections to the internet; between private networks it is fixed.

    インターネットへの TCP 接続のものである。プライベート ネットワーク間のものは変更できない。
    """
    azure.routing.extend_idle_timeout(firewall, duration)


@when(
    "{count} public IP address/addresses is/are added to {firewall}",
    "{firewall} にパブリック IP アドレスを {count} 個追加する",
)
def more_addresses(azure: Azure, firewall: str, count: int) -> None:
    """Each brings as many SNAT ports as the others have. Nobody has to name them.

    アドレスごとに SNAT ポートが同じ数だけ増える。アドレスは示さなくてよい。
    """
    azure.routing.add_addresses(firewall, count)


# Then


@then(
    "the traffic goes to the virtual appliance {address}",
    "トラフィックは仮想アプライアンス {address} へ送られる",
)
def goes_to_an_appliance(azure: Azure, address: str) -> None:
    """By a route. What the appliance does with it isn't modelled, so it gets no further.

    ルートによって送られる。アプライアンスがその後どう扱うかはモデル化しておらず、そこから先へは進まない。
    """
    wanted = TO_AN_APPLIANCE.fill(address=address)
    expect.equal(BECAME, wanted, azure.seen.fate(), show=words)


@then(
    "the traffic goes on-premises through the virtual network gateway",
    "トラフィックは仮想ネットワーク ゲートウェイを経由してオンプレミスへ送られる",
)
def goes_on_premises(azure: Azure) -> None:
    """By a route. What becomes of it on-premises isn't modelled, so it gets no further.

    ルートによって送られる。オンプレミスでの扱いはモデル化しておらず、そこから先へは進まない。
    """
    expect.equal(BECAME, TO_THE_GATEWAY, azure.seen.fate(), show=words)


@then(
    "{firewall} has {count} SNAT ports toward each destination",
    "{firewall} が一つの宛先に使える SNAT ポートは {count} 個である",
)
def firewall_ports(azure: Azure, firewall: str, count: int) -> None:
    """Those of all its public IP addresses and instances.

    すべてのパブリック IP アドレスとインスタンスの分を合わせた数である。
    """
    what = Text(
        "SNAT ports of {firewall} toward a destination",
        "{firewall} が一つの宛先に使える SNAT ポート",
    ).fill(firewall=firewall)
    expect.equal(what, format_count(count), azure.routing.ports(firewall))


@then(
    "{internet_server} sees the connection come from an address of the subnet {subnet}",
    "{internet_server} から見た接続の送信元は、サブネット {subnet} のアドレスである",
)
def seen_from_subnet(azure: Azure, internet_server: str, subnet: str) -> None:
    """Whichever it is: nobody can say which private address of a firewall it will be.

    どのアドレスでもよい。ファイアウォールのどのプライベート アドレスになるかは、事前には分からない。
    """
    what = Text(
        "source addresses outside the subnet {subnet}", "サブネット {subnet} の外の送信元アドレス"
    ).fill(subnet=subnet)
    outside = azure.seen.sources_outside(internet_server, subnet)
    expect.equal(what, [], outside, show=addresses_or_none)
