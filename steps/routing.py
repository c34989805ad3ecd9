"""Route tables of subnets, and the firewalls and other appliances that they lead to."""

from __future__ import annotations

from azsim.azure import Azure
from azsim.functions.user_routes import TO_AN_APPLIANCE, TO_THE_GATEWAY
from azsim.gherkin import Column, Rows, expect, given, one_of, parameter_type, then, when
from azsim.model.resources.network import NextHopType
from azsim.model.rules import words
from azsim.steps.types import unquoted
from azsim.text import Advice, Text, listed
from azsim.units import format_count, parse_address, parse_network

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
    "the subnet {subnet} sends internet traffic to {address}",
    "サブネット {subnet} はインターネット宛てのトラフィックを {address} へ送る",
)
def to_an_appliance(azure: Azure, subnet: str, address: str) -> None:
    """By a route to 0.0.0.0/0 whose next hop is the virtual appliance, such as a firewall, at the
    private address.

    そのプライベート アドレスの仮想アプライアンス (ファイアウォールなど) をネクスト ホップとする 0.0.0.0/0 への
    ルートがある。
    """
    azure.routing.lead_internet_to(subnet, address)


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
    "an Azure Firewall {firewall} at {address} with public IP {addresses}",
    "プライベート IP が {address} の Azure Firewall {firewall} があり、パブリック IP は {addresses} である",
)
def a_firewall(azure: Azure, firewall: str, address: str, addresses: list[str]) -> None:
    """It has two instances, and its network rules allow whatever the scenario sends.

    インスタンスは 2 台で、シナリオが送るものはすべてネットワーク規則で許可されている。
    """
    azure.routing.add_firewall(firewall, address, addresses)


@given(
    "an Azure Firewall {firewall} at {address} with {count} public IP address/addresses",
    "プライベート IP が {address} の Azure Firewall {firewall} があり、パブリック IP は {count} 個である",
)
def a_large_firewall(azure: Azure, firewall: str, address: str, count: int) -> None:
    """Nobody has to name the public IP addresses. It has two instances.

    パブリック IP アドレスは示さなくてよい。インスタンスは 2 台である。
    """
    azure.routing.add_firewall_with(firewall, address, count)


@given("{firewall} runs on {count} instances", "{firewall} のインスタンスは {count} 台である")
def firewall_instances(azure: Azure, firewall: str, count: int) -> None:
    """Azure scales a firewall by its load; it has two instances or more.

    ファイアウォールの台数は負荷に応じて Azure が変える。インスタンスは 2 台以上である。
    """
    azure.routing.set_instances(firewall, count)


# When


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
