"""Outbound rules of load balancers, and the SNAT ports that machines have by them."""

from __future__ import annotations

from azsim.azure import Azure
from azsim.azure.load_balancer_outbound import DescribedRule
from azsim.gherkin import Column, Rows, expect, given, one_of, parameter_type, then, when
from azsim.model.packet import Protocol
from azsim.model.resources.checks import Protocol as RuleProtocol
from azsim.model.rules import words
from azsim.text import Advice, Text
from azsim.units import parse_address, parse_count, parse_duration, parse_network

parameter_type(
    name="available",
    regexp="[0-9][0-9,]*",
    transformer=parse_count,
    meaning=Text("how many there are", "あるものの数"),
    example=Text("64,000", "64,000"),
)

ON, OFF = Text("on", "有効"), Text("off", "無効")
ALL = Text("All", "すべて")

NEITHER_ON_NOR_OFF = Text('"{found}" is neither on nor off.', "「{found}」は有効でも無効でもない。")

ASKED = Text("the answer to the request", "要求への回答")
TRAFFIC = Text("what became of the traffic", "トラフィックの結果")


def front_ends(cell: str) -> list[str]:
    """Addresses and prefixes, with commas between them."""
    parts = [part.strip() for part in cell.replace("、", ",").split(",")]
    return [parse_network(part) if "/" in part else parse_address(part) for part in parts]


def rule_protocol(cell: str) -> RuleProtocol:
    """A protocol of a rule."""
    return RuleProtocol(ALL.en if cell == ALL.ja else cell)


def on_or_off(cell: str) -> bool:
    """Whether something is on.

    :raises Advice: for another word.
    """
    if cell in (ON.en, ON.ja):
        return True
    if cell in (OFF.en, OFF.ja):
        return False
    raise Advice(NEITHER_ON_NOR_OFF.fill(found=cell))


def switch(key: str, heading: Text) -> Column:
    """A column whose cells say on or off; what it leaves out is None."""
    return Column(key, heading, required=False, parse=on_or_off, translate=one_of([ON, OFF]))


IDLE_TIMEOUT = Column(
    "idle_timeout",
    Text("idle timeout", "アイドル タイムアウト"),
    required=False,
    parse=parse_duration,
    type="duration",
)
TCP_RESET = Text("TCP reset", "TCP リセット")

RULES = (
    Column(
        "front_ends", Text("front-end IPs", "フロントエンド IP"), required=False, parse=front_ends
    ),
    Column(
        "protocol",
        Text("protocol", "プロトコル"),
        required=False,
        parse=rule_protocol,
        translate=one_of([ALL]),
    ),
    Column(
        "ports",
        Text("ports per instance", "インスタンスあたりのポート"),
        required=False,
        parse=parse_count,
        type="count",
    ),
    IDLE_TIMEOUT,
    switch("tcp_reset", TCP_RESET),
)


@given(
    "the outbound rules of {load_balancer}:",
    "{load_balancer} のアウトバウンド規則は次のとおり:",
    table=RULES,
)
def outbound_rules(azure: Azure, load_balancer: str, datatable: Rows) -> None:
    """Rules by which the servers leave. A front-end IP that isn't there yet is added for them.

    A rule without front-end IPs has all of the load balancer's; without a protocol it translates
    TCP and UDP, and without a number of ports that of the table by pool size.

    サーバーの送信に使う規則である。まだないフロントエンド IP は、そのために追加される。
    フロントエンド IP を省くとロード バランサーのすべてを使い、プロトコルを省くと TCP と UDP を変換し、
    ポート数を省くとプールの大きさによる表の数になる。
    """
    rules = [
        DescribedRule(
            row["front_ends"] or (),
            row["protocol"],
            row["ports"],
            row["idle_timeout"],
            bool(row["tcp_reset"]),
        )
        for row in datatable
    ]
    azure.load_balancer_outbound.describe(load_balancer, *rules)


@given("{load_balancer} has an outbound rule", "{load_balancer} にアウトバウンド規則がある")
def an_outbound_rule(azure: Azure, load_balancer: str) -> None:
    """A rule on every front end, with the number of ports of the table by pool size.

    すべてのフロントエンドを使う規則である。ポート数はプールの大きさによる表の数になる。
    """
    azure.load_balancer_outbound.describe(load_balancer, DescribedRule())


@given(
    "{load_balancer} has an outbound rule with {count} ports per instance",
    "{load_balancer} に、インスタンスあたりのポートが {count} 個のアウトバウンド規則がある",
)
def an_outbound_rule_with(azure: Azure, load_balancer: str, count: int) -> None:
    """A rule on every front end, with that number of SNAT ports for each server.

    すべてのフロントエンドを使い、各サーバーに指定した数の SNAT ポートを割り当てる規則である。
    """
    azure.load_balancer_outbound.describe(load_balancer, DescribedRule(ports=count))


@given(
    "{load_balancer} has an outbound rule for up to {count} instance/instances",
    "{load_balancer} に、最大 {count} 台のインスタンス用のアウトバウンド規則がある",
)
def an_outbound_rule_for(azure: Azure, load_balancer: str, count: int) -> None:
    """A rule on every front end that gives so many servers as many SNAT ports as there are.

    すべてのフロントエンドを使い、この台数で分けた SNAT ポートを各サーバーに割り当てる規則である。
    """
    azure.load_balancer_outbound.describe_for(load_balancer, count)


@given(
    "the back-end pool of {load_balancer} is configured by IP address",
    "{load_balancer} のバックエンド プールは IP アドレスで構成されている",
)
def by_address(azure: Azure, load_balancer: str) -> None:
    """Its members are named by IP address and virtual network, and not by their network interfaces.

    メンバーがネットワーク インターフェイスではなく、IP アドレスと仮想ネットワークで指定されている。
    """
    azure.load_balancer_outbound.configure_by_address(load_balancer)


@given(
    "outbound SNAT is disabled on the load-balancing rules of {load_balancer}",
    "{load_balancer} の負荷分散規則でアウトバウンド SNAT が無効である",
)
def snat_is_disabled(azure: Azure, load_balancer: str) -> None:
    """Its load-balancing rules let requests in, and no connections of the servers out.

    負荷分散規則は要求を受けるだけで、サーバーからの送信には使われない。
    """
    azure.load_balancer_outbound.describe_disabled(load_balancer)


@when(
    "outbound SNAT on the load-balancing rules of {load_balancer} is disabled",
    "{load_balancer} の負荷分散規則でアウトバウンド SNAT を無効にする",
)
def disable_snat(azure: Azure, load_balancer: str) -> None:
    """Azure is asked that the load-balancing rules let no connections of the servers out.

    負荷分散規則がサーバーからの送信に使われないようにするよう、Azure に求める。
    """
    azure.load_balancer_outbound.ask_to_disable(load_balancer)


@when(
    "the outbound rules of {load_balancer} are removed",
    "{load_balancer} のアウトバウンド規則を削除する",
)
def remove_the_rules(azure: Azure, load_balancer: str) -> None:
    """The servers leave by its load-balancing rules, where these let them out.

    負荷分散規則が許す場合には、サーバーはそれによって送信する。
    """
    azure.load_balancer_outbound.ask_for_none(load_balancer)


@when(
    "{vm} is added to the back-end pool of {load_balancer}",
    "{load_balancer} のバックエンド プールに {vm} を追加する",
)
def join_the_pool(azure: Azure, vm: str, load_balancer: str) -> None:
    """Azure is asked for one more server, which is a machine that is there.

    すでにあるマシンをサーバーとして追加するよう Azure に求める。
    """
    azure.load_balancer_outbound.ask_to_join(load_balancer, vm)


@when(
    "{vm} is added to the back-end pool of {load_balancer} by IP address",
    "{load_balancer} のバックエンド プールに IP アドレスで {vm} を追加する",
)
def join_by_address(azure: Azure, vm: str, load_balancer: str) -> None:
    """Azure is asked for one more member of a pool by IP address.

    IP アドレスで構成したプールのメンバーを追加するよう Azure に求める。
    """
    azure.load_balancer_outbound.ask_to_join(load_balancer, vm, by_address=True)


@when(
    "{vm} is removed from the back-end pool of {load_balancer}",
    "{load_balancer} のバックエンド プールから {vm} を取り除く",
)
def leave_the_pool(azure: Azure, vm: str, load_balancer: str) -> None:
    """It gets nothing from the load balancer any more, and doesn't leave through it.

    以後、ロード バランサーから何も届かず、そこから送信することもない。
    """
    azure.load_balancer_outbound.ask_to_leave(load_balancer, vm)


@when(
    "an outbound rule is added to {load_balancer}",
    "{load_balancer} にアウトバウンド規則を追加する",
)
def add_a_rule(azure: Azure, load_balancer: str) -> None:
    """Azure is asked for a rule on every front end.

    すべてのフロントエンドを使う規則を Azure に求める。
    """
    azure.load_balancer_outbound.ask_for(load_balancer, DescribedRule())


@when(
    "an outbound rule with {count} ports per instance is added to {load_balancer}",
    "{load_balancer} に、インスタンスあたりのポートが {count} 個のアウトバウンド規則を追加する",
)
def add_a_rule_with(azure: Azure, count: int, load_balancer: str) -> None:
    """Azure is asked for a rule with that number of SNAT ports for each server.

    各サーバーに指定した数の SNAT ポートを割り当てる規則を Azure に求める。
    """
    azure.load_balancer_outbound.ask_for(load_balancer, DescribedRule(ports=count))


@when(
    "an outbound rule with an idle timeout of {duration} is added to {load_balancer}",
    "{load_balancer} に、アイドル タイムアウトが {duration}のアウトバウンド規則を追加する",
)
def add_a_rule_with_timeout(azure: Azure, duration: int, load_balancer: str) -> None:
    """Azure is asked for a rule whose TCP connections idle out after that time.

    TCP 接続がこの時間でアイドル タイムアウトになる規則を Azure に求める。
    """
    azure.load_balancer_outbound.ask_for(load_balancer, DescribedRule(idle_timeout=duration))


@when(
    "the outbound rule of {load_balancer} is changed to {count} ports per instance",
    "{load_balancer} のアウトバウンド規則を、インスタンスあたりのポート {count} 個に変更する",
)
def change_the_rule(azure: Azure, load_balancer: str, count: int) -> None:
    """Azure is asked for another number of SNAT ports for each server.

    各サーバーに割り当てる SNAT ポートの数を変えるよう Azure に求める。
    """
    azure.load_balancer_outbound.ask_to_change(load_balancer, count)


@then(
    "{vm} has {count} preallocated {protocol} SNAT ports",
    "{vm} に事前に割り当てられた {protocol} SNAT ポートは {count} 個である",
)
def ports_of_one(azure: Azure, vm: str, count: int, protocol: Protocol) -> None:
    """How many SNAT ports the machine may use at most toward one destination, over all front ends.

    マシンが一つの宛先に対して使える SNAT ポートの最大数である。すべてのフロントエンドを合わせて数える。
    """
    what = Text("preallocated ports of {vm}", "{vm} に事前に割り当てられたポート").fill(vm=vm)
    expect.equal(what, count, azure.seen.allocated_to(vm, protocol))


@then(
    "the instances together have {count} preallocated {protocol} SNAT ports",
    "全インスタンスに事前に割り当てられた {protocol} SNAT ポートは合わせて {count} 個である",
)
def ports_together(azure: Azure, count: int, protocol: Protocol) -> None:
    """The SNAT ports of all instances, added up.

    すべてのインスタンスの SNAT ポートの合計である。
    """
    what = Text("preallocated ports of all instances", "全インスタンスに事前に割り当てられたポート")
    expect.equal(what, count, azure.seen.allocated_together(protocol))


@then(
    "an outbound rule of {load_balancer} can give each instance {count} ports at most",
    "{load_balancer} のアウトバウンド規則で割り当てられるポートは、インスタンスあたり最大 {count} 個である",
)
def most_ports(azure: Azure, load_balancer: str, count: int) -> None:
    """The largest number of ports per instance that Azure accepts, for the servers there are.

    今あるサーバーの台数で Azure が受け付ける、インスタンスあたりのポート数の最大値である。
    """
    what = Text("the largest number of ports per instance", "インスタンスあたりのポート数の最大値")
    expect.equal(what, count, azure.load_balancer_outbound.largest_legal(load_balancer))


@then(
    "the request is refused because {count} SNAT ports per instance isn't a multiple of {available}",
    "インスタンスあたりの SNAT ポート {count} 個は {available} の倍数ではないため、要求は拒否される",
)
def refused_as_no_multiple(azure: Azure, count: int, available: int) -> None:
    """Azure hands SNAT ports out in blocks.

    Azure は SNAT ポートをブロック単位で割り当てる。
    """
    wanted = azure.load_balancer_outbound.no_multiple(count, available)
    expect.equal(ASKED, wanted, azure.world.requests.answer(), show=words)


@then(
    "the request is refused because {count} SNAT ports are needed and {available} are available",
    "SNAT ポートは {count} 個必要だが、{available} 個しかないため、要求は拒否される",
)
def refused_as_too_many(azure: Azure, count: int, available: int) -> None:
    """Azure hands no more SNAT ports out than the front ends have.

    Azure がフロントエンドのポートより多くの SNAT ポートを割り当てることはない。
    """
    wanted = azure.load_balancer_outbound.too_many(count, available)
    expect.equal(ASKED, wanted, azure.world.requests.answer(), show=words)


@then(
    "the traffic is dropped because no rule of {load_balancer} carries {protocol}",
    "{load_balancer} に {protocol} の規則がないため、トラフィックは破棄される",
)
def dropped_as_not_carried(azure: Azure, load_balancer: str, protocol: Protocol) -> None:
    """What a machine sent last was dropped, for no rule translates its protocol.

    マシンが最後に送ったもののプロトコルを変換する規則がなく、破棄されている。
    """
    wanted = azure.load_balancer_outbound.not_carried(load_balancer, protocol)
    expect.equal(TRAFFIC, wanted, azure.seen.fate(), show=words)
