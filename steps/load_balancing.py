"""Load balancers, application gateways and TCP proxies, and who probes their servers."""

from __future__ import annotations

from collections.abc import Sequence

from azsim.azure import Azure
from azsim.azure.describing import BalancerKind
from azsim.gherkin import Column, Rows, expect, given, one_of, parameter_type, then, when
from azsim.model.resources.balancing import LoadBalancerSku
from azsim.questions import certificates, legs, sessions
from azsim.questions.exchange import in_turn
from azsim.steps.types import unquoted
from azsim.text import Language, Text, listed, same
from azsim.units import format_count, format_duration, parse_address

parameter_type(
    name="server",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text("the name of a server", "サーバーの名前"),
    example=Text('"web1"', '"web1"'),
)
parameter_type(
    name="instance",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text("the name of a gateway instance", "ゲートウェイのインスタンスの名前"),
    example=Text('"appgw-0"', '"appgw-0"'),
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
parameter_type(
    name="certificate",
    regexp='"[^"]+"',
    transformer=unquoted,
    meaning=Text("the subject of a client certificate", "クライアント証明書のサブジェクト"),
    example=Text('"CN=alice"', '"CN=alice"'),
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

FLOW_FIELDS = (
    Text("source address", "送信元アドレス"),
    Text("source port", "送信元ポート"),
    Text("destination address", "宛先アドレス"),
    Text("destination port", "宛先ポート"),
    Text("protocol", "プロトコル"),
)


def flow_field(text: str) -> str:
    """A part of the five-tuple, in the words of the engine."""
    return next(field.en for field in FLOW_FIELDS if text in (field.en, field.ja))


parameter_type(
    name="flow_field",
    regexp="source address|source port|destination address|destination port|protocol|送信元アドレス|送信元ポート|宛先アドレス|宛先ポート|プロトコル",
    transformer=flow_field,
    translate=one_of(FLOW_FIELDS),
    meaning=Text("a part of the five-tuple", "5 タプルの要素"),
    example=Text("source port", "送信元ポート"),
)

SERVERS = (
    Column("name", Text("name", "名前")),
    Column("address", Text("private IP", "プライベート IP"), parse=parse_address),
)


def place(cell: str) -> str | Text:
    """The name of a place in a table of legs; the client is a word of the language."""
    return legs.CLIENT if cell in (legs.CLIENT.en, legs.CLIENT.ja) else cell


LEGS = (
    Column("start", legs.COLUMNS[0], parse=place, translate=one_of([legs.CLIENT])),
    Column("end", legs.COLUMNS[1], parse=place, translate=one_of([legs.CLIENT])),
    Column("source", legs.COLUMNS[2], parse=parse_address),
    Column("destination", legs.COLUMNS[3], parse=parse_address),
)

PROBE_SOURCE = Text("address", "アドレス")

TAKEN_LEGS = Text("the legs of the request and its response", "要求とその応答が通った区間")
USED_SESSIONS = Text(
    "the TCP sessions of the request: {found}", "要求に使われた TCP セッション: {found}"
)
NO_SESSION = Text("none", "なし")
CERTIFICATE_AT = Text("the client certificate at {server}", "{server} でのクライアント証明書")
PROBES_AT = Text("health probes sent to {server}", "{server} に送られた正常性プローブ")
PROBED_FROM = Text("the addresses that {server} is probed from", "{server} へのプローブの送信元")
PROBED_EVERY = Text("the time between probes of {server}", "{server} へのプローブの間隔")
NOT_PROBED_TWICE = Text("fewer than two probes", "プローブが 2 回に満たない")
REQUESTS_AT = Text("the requests that arrived at {server}", "{server} に届いた要求の件数")
REQUESTS_FROM = Text(
    "the sources of the requests that arrived at {server}, in order",
    "{server} に届いた要求の送信元 (届いた順)",
)
SOURCE = Text("source", "送信元")
SPREAD = Text("flows that differ only in one field", "一つの要素だけが異なるフロー")
SOME_SPLIT = Text("some reach different servers", "一部は別々のサーバーに届く")
GROUPS = Text(
    "{split} of {groups} groups reach different servers",
    "{groups} 組のうち {split} 組が別々のサーバーに届く",
)


def pairs(datatable: Rows) -> list[tuple[str, str]]:
    """Names and addresses, row by row."""
    return [(str(row["name"]), str(row["address"])) for row in datatable]


# Given


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


@given("{server} asks clients for a certificate", "{server} はクライアント証明書を要求する")
def asks_for_certificates(azure: Azure, server: str) -> None:
    """In each TLS handshake the server sends a CertificateRequest.

    サーバーは TLS ハンドシェイクのたびに CertificateRequest を送る。
    """
    azure.load_balancing.ask_for_certificates(server)


# When


@when("{client} sends a request to {destination}", "{client} が {destination} に要求を送る")
def sends_a_request(azure: Azure, client: str, destination: tuple[str, int]) -> None:
    """An HTTP request, or an HTTPS request where the port is 443.

    HTTP 要求を送る。ポートが 443 なら HTTPS 要求である。
    """
    azure.load_balancing.send_requests(client, *destination)


@when("{vm} sends a request to {destination}", "{vm} が {destination} に要求を送る")
def a_machine_sends_a_request(azure: Azure, vm: str, destination: tuple[str, int]) -> None:
    """A request of a machine, by its own way: such as a server to a load balancer's front end.

    マシンが自分の経路で送る要求である。サーバーからロード バランサーのフロントエンドへの要求などに使う。
    """
    azure.outbound.send_request(vm, *destination)


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
    "{client} sends {count} requests to {destination}",
    "{client} が {destination} に要求を {count} 件送る",
)
def sends_requests(azure: Azure, client: str, count: int, destination: tuple[str, int]) -> None:
    """One after the other, each on a connection of its own.

    要求を 1 件ずつ、それぞれ別の接続で送る。
    """
    azure.load_balancing.send_requests(client, *destination, count)


@when(
    "{client} sends a request to {destination} that is handled by {instance}",
    "{client} が {destination} に要求を送り、インスタンス {instance} が処理する",
)
def sends_a_request_handled_by(
    azure: Azure, client: str, destination: tuple[str, int], instance: str
) -> None:
    """A request, and the gateway instance that takes it.

    要求と、それを処理するゲートウェイのインスタンスを示す。
    """
    azure.load_balancing.send_request_handled_by(client, *destination, instance)


@when(
    "{client} sends an HTTPS request with the client certificate {certificate} to {destination}",
    "クライアント証明書 {certificate} を持つ {client} が {destination} に HTTPS 要求を送る",
)
def sends_an_https_request(
    azure: Azure, client: str, certificate: str, destination: tuple[str, int]
) -> None:
    """The client shows the certificate to whoever asks for one.

    クライアントは、求められれば相手を問わずこの証明書を提示する。
    """
    azure.load_balancing.send_https_request(client, certificate, *destination)


@when(
    "{count} pairs of flows that differ only in the {flow_field} reach {load_balancer}",
    "{flow_field}だけが異なるフローの組が {count} 組 {load_balancer} に届く",
)
def pairs_of_flows(azure: Azure, count: int, flow_field: str, load_balancer: str) -> None:
    """TCP flows; where the protocol is to differ, one of each pair is UDP.

    TCP フローを送る。プロトコルだけが異なる組では、片方が UDP である。
    """
    azure.load_balancing.send_pairs(load_balancer, flow_field, count)


@when("the health probes run for {duration}", "正常性プローブが {duration}続く")
def health_probes_run(azure: Azure, duration: int) -> None:
    """Every service probes; the first probes leave at once, none at the end of the time.

    どのサービスもプローブを送る。最初のプローブはすぐに送られ、期間が終わる時点では送られない。
    """
    azure.load_balancing.run_probes(duration)


# Then


@then(
    "the request and its response take these legs:",
    "要求とその応答は次の区間を順に通る:",
    table=LEGS,
)
def takes_these_legs(azure: Azure, datatable: Rows) -> None:
    """Every link that the request and its response cross, with the addresses seen there.

    要求とその応答が通るすべての区間と、そこで見えるアドレスである。
    """
    expected = [tuple(row.values()) for row in datatable]
    actual = [
        (leg.start, leg.end, leg.source, leg.destination) for leg in azure.load_balancing.legs()
    ]
    expect.rows(TAKEN_LEGS, legs.COLUMNS, expected, actual)


@then(
    "the request uses {count} separate TCP sessions",
    "この要求には別々の TCP セッションが {count} 本使われる",
)
def uses_separate_sessions(azure: Azure, count: int) -> None:
    """Sessions are counted by their handshakes.

    セッションはハンドシェイクの数で数える。
    """
    found = azure.load_balancing.sessions()
    expect.equal(sessions_words(found), format_count(count), format_count(len(found)))


@then(
    "the client and {server} share one TCP session",
    "クライアントと {server} は一つの TCP セッションを共有する",
)
def share_one_session(azure: Azure, server: str) -> None:
    """One handshake, and its packets are seen at the server.

    ハンドシェイクは 1 回だけで、そのパケットがサーバーに届く。
    """
    found = azure.load_balancing.sessions()
    ends = azure.load_balancing.shares_session(server)
    expect.holds(sessions_words(found), sessions_words(found), len(found) == 1 and ends)


@then(
    "{server} accepts the client certificate {certificate}",
    "{server} はクライアント証明書 {certificate} を受け入れる",
)
def accepts_the_certificate(azure: Azure, server: str, certificate: str) -> None:
    """The certificate is in the server's TLS handshake, and the handshake ends well.

    証明書がサーバーの TLS ハンドシェイクに含まれ、ハンドシェイクが完了する。
    """
    expected = certificates.Handshake(True, True, certificate, "accepted")
    actual = azure.load_balancing.handshake(server)
    expect.equal(CERTIFICATE_AT.fill(server=server), expected.words, actual.words)


@then(
    "{server} rejects the request because it received no client certificate",
    "{server} はクライアント証明書が届かないため要求を拒否する",
)
def rejects_the_request(azure: Azure, server: str) -> None:
    """The server asked, its client showed none, and an alert ended the handshake.

    サーバーは証明書を求めたが、相手は提示せず、アラートによりハンドシェイクが終わった。
    """
    expected = certificates.Handshake(True, True, None, "rejected")
    actual = azure.load_balancing.handshake(server)
    expect.equal(CERTIFICATE_AT.fill(server=server), expected.words, actual.words)


@then(
    "{server} is probed from {addresses} only",
    "{server} へのプローブの送信元は {addresses} だけである",
)
def is_probed_from(azure: Azure, server: str, addresses: list[str]) -> None:
    """From each of the addresses, and from no other.

    プローブは、挙げたアドレスのすべてから届き、ほかのアドレスからは届かない。
    """
    expected = [(address,) for address in sorted(addresses)]
    actual = [(address,) for address in sorted(azure.load_balancing.probe_sources(server))]
    expect.rows(PROBED_FROM.fill(server=server), [PROBE_SOURCE], expected, actual)


@then("{server} isn't probed", "{server} にプローブは送られない")
def is_not_probed(azure: Azure, server: str) -> None:
    """In the last run, none was sent to it.

    最後の実行で、サーバーにプローブは一度も送られていない。
    """
    expect.equal(PROBES_AT.fill(server=server), 0, azure.load_balancing.probes_of(server))


@then(
    "{server} is probed every {duration} by each of its probers",
    "{server} はプローブの送り手ごとに {duration}間隔でプローブを受ける",
)
def is_probed_every(azure: Azure, server: str, duration: int) -> None:
    """The same time between any two probes of one prober; a server with several gets more.

    A load balancer is one prober, and so is each instance of an application gateway. Traffic
    Manager has many at once, in number that no document states; here one stands for all of them.

    同じ送り手からのプローブの間隔がどれも等しい。送り手が複数あれば、届くプローブはその分多い。
    ロード バランサーは一つの送り手であり、Application Gateway では各インスタンスが送り手である。
    Traffic Manager では多数の送り手が同時にプローブを送るが、その数は文書にない。ここでは一つで代表する。
    """
    found = [format_duration(each) for each in azure.load_balancing.probe_intervals(server)]
    actual = listed(found) if found else NOT_PROBED_TWICE
    expect.equal(PROBED_EVERY.fill(server=server), format_duration(duration), actual)


@then(
    "{server} receives {count} requests",
    "{server} に届く要求は {count} 件である",
)
def receives_requests(azure: Azure, server: str, count: int) -> None:
    """Requests of the last step that sent any.

    要求を送った最後のステップの要求を数える。
    """
    actual = azure.load_balancing.requests_at(server)
    expect.equal(REQUESTS_AT.fill(server=server), format_count(count), format_count(actual))


@then(
    "{server} receives requests from {addresses} in turn",
    "{server} に届く要求の送信元は順番に {addresses} である",
)
def receives_requests_in_turn(azure: Azure, server: str, addresses: list[str]) -> None:
    """The first request came from the first address, the next from the second, and so on.

    最初の要求は最初のアドレスから、次の要求は 2 番目のアドレスから届き、以下同様である。
    """
    actual = azure.load_balancing.request_sources(server)
    expected = in_turn(addresses, len(actual))
    expect.rows(REQUESTS_FROM.fill(server=server), [SOURCE], expected, actual)


@then(
    "some flows that differ only in the {flow_field} reach different servers",
    "{flow_field}だけが異なるフローの一部は別々のサーバーに届く",
)
def reach_different_servers(azure: Azure, flow_field: str) -> None:
    """By that part of the five-tuple alone, a flow can get another server.

    5 タプルのこの要素が異なるだけで、別のサーバーに届くフローがある。
    """
    found = azure.load_balancing.spread(flow_field)
    actual = GROUPS.fill(split=found.split, groups=found.groups)
    expect.holds(SPREAD, actual, found.split > 0, expected=SOME_SPLIT)


def sessions_words(found: Sequence[sessions.Session]) -> Text:
    """The sessions, as a reader sees them."""
    shown = [same(f"{each.source} -> {each.destination}") for each in found]
    return USED_SESSIONS.fill(found=listed(shown) if shown else NO_SESSION)
