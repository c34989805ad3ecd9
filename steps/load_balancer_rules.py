"""The load-balancing rules of load balancers: what they take in, and how they spread it."""

from __future__ import annotations

from azsim.azure import Azure
from azsim.azure.describing import BalancerKind
from azsim.gherkin import Column, Rows, expect, given, one_of, parameter_type, then, when
from azsim.model.packet import Protocol as PacketProtocol
from azsim.model.resources.balancing import LoadDistribution
from azsim.model.resources.checks import Protocol
from azsim.steps.load_balancer_outbound import ALL, IDLE_TIMEOUT, TCP_RESET, rule_protocol, switch
from azsim.steps.requests import GROUPS, SPREAD
from azsim.text import Advice, Language, Text, listed
from azsim.units import format_count, parse_address, parse_count, parse_port

PERSISTENCES = {
    Text("none", "なし"): LoadDistribution.FIVE_TUPLE,
    Text("client IP", "クライアント IP "): LoadDistribution.SOURCE_IP,
    Text("client IP and protocol", "クライアント IP とプロトコル"): (
        LoadDistribution.SOURCE_IP_PROTOCOL
    ),
}
SAME_SERVER = Text("all reach the same server", "すべて同じサーバーに届く")


def persistence_words(text: str) -> Text | None:
    """The words of a kind of session persistence, whatever spaces stand around it."""
    for words in PERSISTENCES:
        if text.strip().casefold() in (words.en.casefold(), words.ja.strip().casefold()):
            return words
    return None


def persistence(text: str) -> LoadDistribution:
    """A kind of session persistence, as the portal calls it.

    :raises Advice: for another word.
    """
    words = persistence_words(text)
    if words is None:
        raise _none_of(text, *PERSISTENCES)
    return PERSISTENCES[words]


def persistence_in(words: str, language: Language) -> str:
    """The kind *words* in *language*; anything else stays as it is written."""
    found = persistence_words(words)
    return words if found is None else found.to(language)


def _none_of(text: str, *known: Text) -> Advice:
    return Advice(
        Text('"{text}" is none of {known}.', "「{text}」は {known} のいずれでもない。").fill(
            text=text, known=listed(known)
        )
    )


parameter_type(
    name="persistence",
    regexp="none|client IP and protocol|client IP|なし|クライアント IP とプロトコル|クライアント IP ?",
    transformer=persistence,
    translate=persistence_in,
    meaning=Text("a kind of session persistence", "セッション永続化の種類"),
    example=Text("client IP and protocol", "クライアント IP とプロトコル"),
)

parameter_type(
    name="front_end_port",
    regexp="[0-9]+",
    transformer=parse_port,
    meaning=Text("a port of a front end", "フロントエンドのポート"),
    example=Text("50001", "50001"),
)
parameter_type(
    name="first_port",
    regexp="[0-9]+",
    transformer=parse_port,
    meaning=Text("the first port of a range", "範囲の先頭のポート"),
    example=Text("50001", "50001"),
)
parameter_type(
    name="last_port",
    regexp="[0-9]+",
    transformer=parse_port,
    meaning=Text("the last port of a range", "範囲の末尾のポート"),
    example=Text("50010", "50010"),
)

RULES = (
    Column(
        "protocol", Text("protocol", "プロトコル"), parse=rule_protocol, translate=one_of([ALL])
    ),
    Column("front_end_port", Text("front-end port", "フロントエンド ポート"), parse=parse_count),
    Column(
        "back_end_port",
        Text("back-end port", "バックエンド ポート"),
        required=False,
        parse=parse_count,
    ),
    Column("name", Text("name", "名前"), required=False),
    Column(
        "front_end", Text("front-end IP", "フロントエンド IP"), required=False, parse=parse_address
    ),
    Column(
        "load_distribution",
        Text("session persistence", "セッション永続化"),
        required=False,
        parse=persistence,
        translate=persistence_in,
    ),
    IDLE_TIMEOUT,
    switch("enable_tcp_reset", TCP_RESET),
    switch("enable_floating_ip", Text("floating IP", "フローティング IP")),
    switch("outbound_snat", Text("outbound SNAT", "アウトバウンド SNAT")),
)


def rules(datatable: Rows) -> list[dict[str, object]]:
    """The rules of a table; what it leaves out is as Azure's portal fills it in."""
    found = []
    for row in datatable:
        said = dict(row)
        if (outbound := said.pop("outbound_snat")) is not None:
            said["disable_outbound_snat"] = not outbound
        found.append(said)
    return found


# Given


@given(
    "{balancer_kind} load balancer {load_balancer} with front-end IP {address} and the back-end server/servers {vms}",
    "フロントエンド IP が {address} の{balancer_kind}ロード バランサー {load_balancer} があり、バックエンド サーバーは {vms} である",
)
def in_front_of_machines(
    azure: Azure, balancer_kind: BalancerKind, load_balancer: str, address: str, vms: list[str]
) -> None:
    """Its back-end pool are machines that are described already.

    すでに記述したマシンがバックエンド プールになる。
    """
    azure.load_balancer_rules.add_load_balancer(load_balancer, address, vms, balancer_kind)


@given(
    "{balancer_kind} load balancer {load_balancer} with a {protocol} rule and the back-end server/servers {vms}",
    "{protocol} の規則を持つ{balancer_kind}ロード バランサー {load_balancer} があり、バックエンド サーバーは {vms} である",
)
def with_a_rule(
    azure: Azure,
    balancer_kind: BalancerKind,
    load_balancer: str,
    protocol: PacketProtocol,
    vms: list[str],
) -> None:
    """Its one load-balancing rule is for port 80; machines that aren't described yet come with it.

    負荷分散規則は一つで、ポートは 80 である。まだ記述していないマシンも用意される。
    """
    azure.load_balancer_rules.add_load_balancer_with_rule(
        load_balancer, protocol, vms, balancer_kind
    )


@given(
    "the load-balancing rules of {load_balancer}:",
    "{load_balancer} の負荷分散規則は次のとおり:",
    table=RULES,
)
def load_balancing_rules(azure: Azure, load_balancer: str, datatable: Rows) -> None:
    """From now on only what these rules take in reaches a server. Port 0 stands for every port.

    これらの規則が扱うものだけがサーバーに届く。ポート 0 はすべてのポートを表す。
    """
    azure.load_balancer_rules.list_rules(load_balancer, rules(datatable))


@given(
    "{load_balancer} has no load-balancing rules",
    "{load_balancer} に負荷分散規則がない",
)
def no_load_balancing_rules(azure: Azure, load_balancer: str) -> None:
    """It takes nothing in, and lets nothing of its servers out.

    何も受け付けず、サーバーからの送信にも使われない。
    """
    azure.load_balancer_rules.list_none(load_balancer)


@given(
    "{load_balancer} has a load-balancing rule for {protocol} port {port}",
    "{load_balancer} に {protocol} ポート {port} の負荷分散規則がある",
)
def a_rule(azure: Azure, load_balancer: str, protocol: PacketProtocol, port: int) -> None:
    """The back-end port is the same. What no rule takes in reaches no server.

    バックエンド ポートも同じである。どの規則にも当てはまらないものはサーバーに届かない。
    """
    rule = {"protocol": Protocol(protocol), "front_end_port": port}
    azure.load_balancer_rules.list_rules(load_balancer, [rule])


@given(
    "{load_balancer} has an inbound NAT rule from {protocol} ports {first_port} to {last_port} to port {port} of its servers",
    "{load_balancer} に {protocol} ポート {first_port} から {last_port} までをサーバーのポート {port} に転送するインバウンド NAT 規則がある",
)
def a_nat_rule(
    azure: Azure,
    load_balancer: str,
    protocol: PacketProtocol,
    first_port: int,
    last_port: int,
    port: int,
) -> None:
    """Each server of the pool has one of the front-end ports, in order.

    プールの各サーバーに、フロントエンド ポートが順に一つずつ割り当てられる。
    """
    azure.load_balancer_rules.add_nat_rule(load_balancer, protocol, (first_port, last_port), port)


@given(
    "{load_balancer} has an inbound NAT rule from {protocol} port {front_end_port} to port {port} of {vm}",
    "{load_balancer} に {protocol} ポート {front_end_port} を {vm} のポート {port} に転送するインバウンド NAT 規則がある",
)
def a_nat_rule_to_a_machine(
    azure: Azure,
    load_balancer: str,
    protocol: PacketProtocol,
    front_end_port: int,
    vm: str,
    port: int,
) -> None:
    """That front-end port leads to one machine, whichever others there are.

    そのフロントエンド ポートは、ほかに何台あっても 1 台のマシンにつながる。
    """
    azure.load_balancer_rules.add_nat_rule_to_machine(
        load_balancer, protocol, front_end_port, vm, port
    )


@given(
    "the session persistence of {load_balancer} is {persistence}",
    "{load_balancer} のセッション永続化は{persistence}である",
)
def session_persistence(azure: Azure, load_balancer: str, persistence: LoadDistribution) -> None:
    """What of a flow its server is chosen by: all five fields, or the addresses alone.

    フローのサーバーを、五つの要素すべてで選ぶか、アドレスだけで選ぶかである。
    """
    azure.load_balancer_rules.say_of_all(load_balancer, load_distribution=persistence)


# When


@when(
    "an inbound NAT rule from {protocol} ports {first_port} to {last_port} to port {port} of its servers is added to {load_balancer}",
    "{load_balancer} に {protocol} ポート {first_port} から {last_port} までをサーバーのポート {port} に転送するインバウンド NAT 規則を追加する",
)
def ask_for_nat_rule(
    azure: Azure,
    load_balancer: str,
    protocol: PacketProtocol,
    first_port: int,
    last_port: int,
    port: int,
) -> None:
    """Azure is asked for a rule by which each server of the pool has one of the front-end ports.

    プールの各サーバーにフロントエンド ポートを一つずつ割り当てる規則の追加を Azure に求める。
    """
    azure.load_balancer_rules.ask_for_nat_rule(
        load_balancer, protocol, (first_port, last_port), port
    )


@when(
    "a load-balancing rule for {protocol} port {port} is added to {load_balancer}",
    "{load_balancer} に {protocol} ポート {port} の負荷分散規則を追加する",
)
def ask_for_a_rule(azure: Azure, protocol: PacketProtocol, port: int, load_balancer: str) -> None:
    """Azure is asked for one more load-balancing rule.

    負荷分散規則をもう一つ追加するよう、Azure に求める。
    """
    rule = {"protocol": Protocol(protocol), "front_end_port": port}
    azure.load_balancer_rules.ask_for_rules(load_balancer, [rule])


@when(
    "these load-balancing rules are added to {load_balancer}:",
    "{load_balancer} に次の負荷分散規則を追加する:",
    table=RULES,
)
def ask_for_rules(azure: Azure, load_balancer: str, datatable: Rows) -> None:
    """Azure is asked for load-balancing rules, all or none.

    負荷分散規則を追加するよう Azure に求める。拒否されれば一つも追加されない。
    """
    azure.load_balancer_rules.ask_for_rules(load_balancer, rules(datatable))


@when(
    "the session persistence of {load_balancer} is changed to {persistence}",
    "{load_balancer} のセッション永続化を{persistence}に変更する",
)
def ask_for_session_persistence(
    azure: Azure, load_balancer: str, persistence: LoadDistribution
) -> None:
    """New flows are spread the new way; open ones stay where they are.

    新しいフローから新しい方法で振り分けられ、開いているフローはそのままである。
    """
    azure.load_balancer_rules.ask_for_distribution(load_balancer, persistence)


@when(
    "the idle timeout of {load_balancer} is set to {duration}",
    "{load_balancer} のアイドル タイムアウトを {duration}に設定する",
)
def ask_for_idle_timeout(azure: Azure, load_balancer: str, duration: int) -> None:
    """Of each of its load-balancing rules. Azure takes 4 to 100 minutes.

    すべての負荷分散規則に設定する。Azure が受け付けるのは 4 分から 100 分である。
    """
    azure.load_balancer_rules.ask_for_idle_timeout(load_balancer, duration)


@when(
    "the idle timeout of the front-end IP {address} is set to {duration}",
    "フロントエンド IP {address} のアイドル タイムアウトを {duration}に設定する",
)
def ask_for_front_end_idle_timeout(azure: Azure, address: str, duration: int) -> None:
    """Of the public IP address itself, which goes before its rules. Azure takes 4 to 30 minutes.

    パブリック IP アドレス自体の設定で、規則より優先される。Azure が受け付けるのは 4 分から 30 分である。
    """
    azure.load_balancer_rules.ask_for_front_end_idle_timeout(address, duration)


@when(
    "the idle timeout of the inbound NAT rules of {load_balancer} is set to {duration}",
    "{load_balancer} のインバウンド NAT 規則のアイドル タイムアウトを {duration}に設定する",
)
def ask_for_nat_idle_timeout(azure: Azure, load_balancer: str, duration: int) -> None:
    """Of each of them. Azure takes 4 to 100 minutes.

    すべてのインバウンド NAT 規則に設定する。Azure が受け付けるのは 4 分から 100 分である。
    """
    azure.load_balancer_rules.ask_for_nat_idle_timeout(load_balancer, duration)


@when(
    "TCP reset is enabled on {load_balancer}",
    "{load_balancer} で TCP リセットを有効にする",
)
def ask_for_tcp_reset(azure: Azure, load_balancer: str) -> None:
    """Of each of its load-balancing rules: both ends get an RST when a connection has idled out.

    すべての負荷分散規則で有効にする。アイドル タイムアウトに達した接続の双方に RST が届く。
    """
    azure.load_balancer_rules.ask_for_tcp_reset(load_balancer)


# Then


@then(
    "all flows that differ only in the {flow_field} reach the same server",
    "{flow_field}だけが異なるフローはすべて同じサーバーに届く",
)
def same_server(azure: Azure, flow_field: str) -> None:
    """Of each pair of flows, both reach the same server, whichever that is.

    どの組の二つのフローも、どれであれ同じサーバーに届く。
    """
    found = azure.load_balancing.kept_together(flow_field)
    actual = GROUPS.fill(split=format_count(found.split), groups=format_count(found.groups))
    expect.holds(SPREAD, actual, found.groups > 0 and found.split == 0, expected=SAME_SERVER)
