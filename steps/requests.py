"""Requests of clients and machines: the legs and sessions that they take, and the servers that get them."""

from __future__ import annotations

from collections.abc import Sequence

from azsim.azure import Azure
from azsim.gherkin import Column, Rows, expect, given, one_of, parameter_type, then, when
from azsim.questions import certificates, legs, sessions
from azsim.questions.exchange import in_turn
from azsim.steps.types import unquoted
from azsim.text import Text, listed, same
from azsim.units import format_count, parse_address

parameter_type(
    name="instance",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text("the name of a gateway instance", "ゲートウェイのインスタンスの名前"),
    example=Text('"appgw-0"', '"appgw-0"'),
)

parameter_type(
    name="certificate",
    regexp='"[^"]+"',
    transformer=unquoted,
    meaning=Text("the subject of a client certificate", "クライアント証明書のサブジェクト"),
    example=Text('"CN=alice"', '"CN=alice"'),
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


def place(cell: str) -> str | Text:
    """The name of a place in a table of legs; the client is a word of the language."""
    return legs.CLIENT if cell in (legs.CLIENT.en, legs.CLIENT.ja) else cell


LEGS = (
    Column("start", legs.COLUMNS[0], parse=place, translate=one_of([legs.CLIENT])),
    Column("end", legs.COLUMNS[1], parse=place, translate=one_of([legs.CLIENT])),
    Column("source", legs.COLUMNS[2], parse=parse_address),
    Column("destination", legs.COLUMNS[3], parse=parse_address),
)

TAKEN_LEGS = Text("the legs of the request and its response", "要求とその応答が通った区間")
USED_SESSIONS = Text(
    "the TCP sessions of the request: {found}", "要求に使われた TCP セッション: {found}"
)

NO_SESSION = Text("none", "なし")
CERTIFICATE_AT = Text("the client certificate at {server}", "{server} でのクライアント証明書")
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


@given("{server} asks clients for a certificate", "{server} はクライアント証明書を要求する")
def asks_for_certificates(azure: Azure, server: str) -> None:
    """In each TLS handshake the server sends a CertificateRequest.

    サーバーは TLS ハンドシェイクのたびに CertificateRequest を送る。
    """
    azure.load_balancing.ask_for_certificates(server)


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
