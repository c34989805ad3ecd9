"""Load balancers, application gateways and TCP proxies, with their servers and clients."""

from __future__ import annotations

from azsim.azure import Azure
from azsim.azure.describing import BalancerKind
from azsim.gherkin import Column, Rows, given, parameter_type, when
from azsim.model.resources.balancing import LoadBalancerSku
from azsim.steps.types import unquoted
from azsim.text import Language, Text
from azsim.units import parse_address

parameter_type(
    name="server",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text("the name of a server", "サーバーの名前"),
    example=Text('"web1"', '"web1"'),
)
parameter_type(
    name="load_balancer",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text("the name of a load balancer", "ロード バランサーの名前"),
    example=Text('"lb"', '"lb"'),
)
parameter_type(
    name="application_gateway",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text("the name of an application gateway", "Application Gateway の名前"),
    example=Text('"appgw"', '"appgw"'),
)
parameter_type(
    name="tcp_proxy",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text("the name of a TCP proxy", "TCP プロキシの名前"),
    example=Text('"proxy"', '"proxy"'),
)

BALANCER_KINDS = {
    Text("a public", "パブリック "): BalancerKind(),
    Text("an internal", "内部"): BalancerKind(is_internal=True),
    Text("a Standard public", " Standard パブリック "): BalancerKind(
        False, LoadBalancerSku.STANDARD
    ),
    Text("a Standard internal", " Standard 内部"): BalancerKind(True, LoadBalancerSku.STANDARD),
    Text("a Basic public", " Basic パブリック "): BalancerKind(False, LoadBalancerSku.BASIC),
    Text("a Basic internal", " Basic 内部"): BalancerKind(True, LoadBalancerSku.BASIC),
}


def kind_words(text: str) -> Text | None:
    """The words of a kind, whatever spaces stand around it."""
    for words in BALANCER_KINDS:
        if text.strip() in (words.en, words.ja.strip()):
            return words
    return None


def balancer_kind(text: str) -> BalancerKind:
    """Whether a load balancer is internal, and its SKU."""
    words = kind_words(text)
    assert words is not None, "the pattern lets nothing else through"
    return BALANCER_KINDS[words]


def kind_in(words: str, language: Language) -> str:
    """The kind *words* in *language*; anything else stays as it is written."""
    found = kind_words(words)
    return words if found is None else found.to(language)


parameter_type(
    name="balancer_kind",
    # Each with and without the spaces beside Latin letters, so that advice can list the choices.
    regexp="a public|an internal|a Standard public|a Standard internal|a Basic public|a Basic internal|パブリック |パブリック|内部| Standard パブリック | Standard パブリック|Standard パブリック |Standard パブリック| Standard 内部|Standard 内部| Basic パブリック | Basic パブリック|Basic パブリック |Basic パブリック| Basic 内部|Basic 内部",
    transformer=balancer_kind,
    translate=kind_in,
    meaning=Text(
        "a kind of load balancer: public or internal, with its SKU if one likes",
        "ロード バランサーの種類 (パブリックまたは内部、SKU も書ける)",
    ),
    example=Text("an internal", "内部"),
)


SERVERS = (
    Column("name", Text("name", "名前")),
    Column("address", Text("private IP", "プライベート IP"), parse=parse_address),
)


def pairs(datatable: Rows) -> list[tuple[str, str]]:
    """Names and addresses, row by row."""
    return [(str(row["name"]), str(row["address"])) for row in datatable]


@given("the client {client}", "クライアント {client} がある")
def a_client(azure: Azure, client: str) -> None:
    """A client on the internet, with a resolver that caches.

    DNS 応答をキャッシュする、インターネット上のクライアントである。
    """
    azure.load_balancing.add_client(client)


@given(
    "{count} clients at {address} and up",
    "アドレスが {address} から連番のクライアント {count} 台がある",
)
def several_clients(azure: Azure, count: int, address: str) -> None:
    """Clients as one by one: each has an address of its own.

    1 台ずつ書いたクライアントと同じで、それぞれ別のアドレスを持つ。
    """
    azure.load_balancing.add_clients(address, count)


@given(
    "{balancer_kind} load balancer {load_balancer} with front-end IP {address} and healthy back-end servers:",
    "フロントエンド IP が {address} の{balancer_kind}ロード バランサー {load_balancer} があり、正常なバックエンド サーバーは次のとおり:",
    table=SERVERS,
)
def a_load_balancer(
    azure: Azure, balancer_kind: BalancerKind, load_balancer: str, address: str, datatable: Rows
) -> None:
    """It serves every port, unless its load-balancing rules are listed. An unsaid SKU is Standard.

    負荷分散規則を示さない限り、どのポートへの要求も処理する。SKU を書かなければ Standard である。
    """
    azure.load_balancing.add_load_balancer(load_balancer, address, pairs(datatable), balancer_kind)


@given(
    "{balancer_kind} load balancer {load_balancer} with front-end IP {address} and {count} healthy back-end server/servers",
    "フロントエンド IP が {address} の{balancer_kind}ロード バランサー {load_balancer} があり、正常なバックエンド サーバーは {count} 台である",
)
def a_large_load_balancer(
    azure: Azure, balancer_kind: BalancerKind, load_balancer: str, address: str, count: int
) -> None:
    """The servers are called web1, web2 … at 10.0.0.4 and up.

    サーバーの名前は web1、web2 …、アドレスは 10.0.0.4 からの連番である。
    """
    azure.load_balancing.add_load_balancer_with(load_balancer, address, count, balancer_kind)


@given(
    "{load_balancer} also has the front-end IP {address}",
    "{load_balancer} にはフロントエンド IP {address} もある",
)
def another_front_end(azure: Azure, load_balancer: str, address: str) -> None:
    """A second front-end IP in front of the same servers, which takes floating IP.

    同じサーバーの前段に、二つ目のフロントエンド IP がある。フローティング IP が必要である。
    """
    azure.load_balancing.add_front_end(load_balancer, address)


@given(
    "floating IP is enabled on {load_balancer}",
    "{load_balancer} でフローティング IP が有効である",
)
def floating_ip(azure: Azure, load_balancer: str) -> None:
    """Every rule of the load balancer has it: servers see the front-end IP as destination.

    ロード バランサーのすべての規則で有効である。サーバーから見た宛先はフロントエンド IP になる。
    """
    azure.load_balancing.enable_floating_ip(load_balancer)


@given(
    "an application gateway {application_gateway} with front-end IP {address} and instances:",
    "フロントエンド IP が {address} の Application Gateway {application_gateway} があり、インスタンスは次のとおり:",
    table=SERVERS,
)
def an_application_gateway(
    azure: Azure, application_gateway: str, address: str, datatable: Rows
) -> None:
    """Each instance has a private address; the servers come in a sentence of their own.

    各インスタンスはプライベート アドレスを持つ。サーバーは別の文で示す。
    """
    azure.load_balancing.add_application_gateway(application_gateway, address, pairs(datatable))


@given(
    "healthy back-end servers of {application_gateway}:",
    "{application_gateway} の正常なバックエンド サーバーは次のとおり:",
    table=SERVERS,
)
def back_end_servers(azure: Azure, application_gateway: str, datatable: Rows) -> None:
    """The back-end pool of an application gateway.

    Application Gateway のバックエンド プールである。
    """
    azure.load_balancing.add_servers(application_gateway, pairs(datatable))


@given(
    "a TCP proxy {tcp_proxy} at {address} with healthy back-end servers:",
    "アドレスが {address} の TCP プロキシ {tcp_proxy} があり、正常なバックエンド サーバーは次のとおり:",
    table=SERVERS,
)
def a_tcp_proxy(azure: Azure, tcp_proxy: str, address: str, datatable: Rows) -> None:
    """A proxy on a virtual machine that copies bytes between two TCP sessions.

    仮想マシン上のプロキシで、二つの TCP セッションの間でバイト列をそのまま中継する。
    """
    azure.load_balancing.add_tcp_proxy(tcp_proxy, address, pairs(datatable))


@when(
    "the back-end pool of {load_balancer} grows to {count} servers",
    "{load_balancer} のバックエンド プールのサーバーが {count} 台に増える",
)
def grow_the_pool(azure: Azure, load_balancer: str, count: int) -> None:
    """More servers join the pool, and share the front-end IP with those that there are.

    サーバーがプールに加わり、既存のサーバーとフロントエンド IP を共有する。
    """
    azure.load_balancing.grow_pool(load_balancer, count)


@when(
    "the front-end IP {address} is added to {load_balancer}",
    "{load_balancer} にフロントエンド IP {address} を追加する",
)
def ask_for_a_front_end(azure: Azure, load_balancer: str, address: str) -> None:
    """Azure is asked for another front-end IP in front of the same servers.

    同じサーバーの前段にもう一つのフロントエンド IP を置くよう、Azure に求める。
    """
    azure.load_balancing.ask_for_front_end(load_balancer, address)


@when(
    "the {public_ip_sku} public IP {address} is added to {load_balancer} as a front-end IP",
    "{load_balancer} にフロントエンド IP として {public_ip_sku} SKU のパブリック IP {address} を追加する",
)
def ask_for_a_front_end_of_sku(
    azure: Azure, public_ip_sku: str, address: str, load_balancer: str
) -> None:
    """Azure is asked for another front-end IP, a public IP address of that SKU.

    その SKU のパブリック IP アドレスをフロントエンド IP として追加するよう、Azure に求める。
    """
    azure.load_balancing.ask_for_front_end(load_balancer, address, public_ip_sku)
