"""What became of what machines sent: where it arrived from, the ports that it took, and why it failed."""

from __future__ import annotations

from azsim.azure import Azure
from azsim.azure.seen import (
    of_all,
)
from azsim.azure.which import DELIVERED
from azsim.gherkin import expect, then
from azsim.hosts.host import NO_EPHEMERAL_PORT
from azsim.model.packet import Protocol
from azsim.model.rules import Rule, words
from azsim.text import Text, same


@then(
    "{internet_server} sees the connection come from {source}",
    "{internet_server} から見た接続の送信元は {source} である",
)
def seen_source(azure: Azure, internet_server: str, source: tuple[str, int]) -> None:
    """The address and the port from which the last connection arrived.

    最後に届いた接続の送信元アドレスとポートである。
    """
    what = Text("source of the connection", "接続の送信元")
    expect.equal(what, f"{source[0]}:{source[1]}", azure.seen.last_source(internet_server))


@then(
    "{internet_server} sees the connection come from the address {address}",
    "{internet_server} から見た接続の送信元アドレスは {address} である",
)
def seen_address(azure: Azure, internet_server: str, address: str) -> None:
    """The address from which the last connection arrived.

    最後に届いた接続の送信元アドレスである。
    """
    what = Text("source address of the connection", "接続の送信元アドレス")
    expect.equal(what, address, azure.seen.last_source_address(internet_server))


@then(
    "{internet_server} sees connections from {count} different address/addresses",
    "{internet_server} から見た接続の送信元アドレスは {count} 種類である",
)
def seen_addresses(azure: Azure, internet_server: str, count: int) -> None:
    """How many addresses the server's owner has to allow.

    サーバーの所有者が許可しなければならないアドレスの数である。
    """
    what = Text("different source addresses", "異なる送信元アドレス")
    expect.equal(what, count, azure.seen.different_sources(internet_server))


@then("{vm} uses {count} SNAT port/ports", "{vm} が使用中の SNAT ポートは {count} 個である")
def ports_in_use(azure: Azure, vm: str, count: int) -> None:
    """SNAT ports in flows and in holds, TCP and UDP together.

    フローに使われている SNAT ポートと保持中の SNAT ポートを、TCP と UDP を合わせて数える。
    """
    what = Text("SNAT ports in use", "使用中の SNAT ポート")
    expect.equal(what, count, azure.seen.ports_in_use(vm))


@then(
    "{vm} uses {count} {protocol} SNAT port/ports",
    "{vm} が使用中の {protocol} SNAT ポートは {count} 個である",
)
def ports_of_protocol_in_use(azure: Azure, vm: str, count: int, protocol: Protocol) -> None:
    """SNAT ports in flows and in holds, of one protocol.

    一つのプロトコルについて、フローに使われている SNAT ポートと保持中の SNAT ポートを数える。
    """
    what = Text(f"{protocol} SNAT ports in use", f"使用中の {protocol} SNAT ポート")
    expect.equal(what, count, azure.seen.ports_in_use(vm, protocol))


@then("the traffic is delivered", "トラフィックは宛先に届く")
def traffic_is_delivered(azure: Azure) -> None:
    """What the step before sent has reached its destination.

    直前のステップで送ったものが宛先に届いている。
    """
    what = Text("what became of the traffic", "トラフィックの結果")
    expect.equal(what, DELIVERED, azure.seen.fate(), show=words)


@then("the traffic reaches {vm}", "トラフィックは {vm} に届く")
def traffic_reaches(azure: Azure, vm: str) -> None:
    """What the step before sent has arrived at that machine.

    直前のステップで送ったものがそのマシンに届いている。
    """
    what = Text("where the traffic arrives", "トラフィックの届く先")
    expect.equal(what, same(vm), azure.seen.reached())


@then("the traffic is dropped because {reason}", "{reason}ため、トラフィックは破棄される")
def traffic_is_dropped(azure: Azure, reason: Rule) -> None:
    """What the step before sent was dropped, for exactly this reason.

    直前のステップで送ったものが、まさにこの理由で破棄されている。
    """
    what = Text("what became of the traffic", "トラフィックの結果")
    expect.equal(what, reason, azure.seen.fate(), show=words)


@then(
    "both connections come from the same public address",
    "どちらの接続も送信元は同じパブリック IP アドレスである",
)
def same_public_address(azure: Azure) -> None:
    """Two connections, one public source address.

    2 本の接続の送信元が、一つの同じパブリック IP アドレスである。
    """
    what = Text(
        "public source addresses of both connections", "両方の接続のパブリック送信元アドレス"
    )
    expect.equal(what, (2, 1), azure.seen.arrivals_and_public_sources())


@then(
    "every connection comes from either {alternatives}",
    "どの接続の送信元も {alternatives} のいずれかである",
)
def every_connection_from(azure: Azure, alternatives: list[str]) -> None:
    """No connection has another source address than these.

    これら以外の送信元アドレスを持つ接続はない。
    """
    what = Text("source addresses beside these", "これら以外の送信元アドレス")
    expect.equal(what, [], azure.seen.sources_beside(alternatives))


@then(
    "each of those addresses carries at least {count} connections",
    "それらのアドレスはそれぞれ {count} 本以上の接続に使われている",
)
def each_address_carries(azure: Azure, count: int) -> None:
    """The flows are spread over the addresses.

    フローがこれらのアドレスに分散している。
    """
    what = Text("connections of the address with the fewest", "最も少ないアドレスの接続数")
    fewest = azure.seen.fewest_on_those(count)
    wanted = Text(f"{count:,} or more", f"{count:,} 以上")
    expect.holds(what, same(f"{fewest:,}"), fewest >= count, expected=wanted)


@then("{count} connection/connections succeeds/succeed", "{count} 本の接続が成功する")
def connections_succeed(azure: Azure, count: int) -> None:
    """Of those that the step before opened, so many are established.

    直前のステップで開いた接続のうち、この本数が確立する。
    """
    what = Text("connections that succeed", "成功する接続")
    expect.equal(what, count, azure.seen.succeeded(), why=azure.seen.why_attempt)


@then("all {count} connections succeed", "{count} 本の接続がすべて成功する")
def all_connections_succeed(azure: Azure, count: int) -> None:
    """All of those that the step before opened are established.

    直前のステップで開いた接続がすべて確立する。
    """
    what = Text("connections that succeed, of all", "成功する接続と全体の数")
    expect.equal(
        what,
        of_all(count, count),
        of_all(*azure.seen.succeeded_of_all()),
        why=azure.seen.why_attempt,
    )


@then(
    "{count} connection/connections fails/fail because SNAT ports are exhausted",
    "{count} 本の接続が SNAT ポートの枯渇により失敗する",
)
def connections_fail(azure: Azure, count: int) -> None:
    """Of those that the step before opened, so many found no port.

    直前のステップで開いた接続のうち、この本数がポートを得られない。
    """
    what = Text("connections that find no SNAT port", "SNAT ポートの枯渇により失敗する接続")
    expect.equal(what, count, azure.seen.exhausted(), why=azure.seen.why_attempt)


@then(
    "{count} connection/connections fails/fail because {failure}",
    "{failure}ため、{count} 本の接続が失敗する",
)
def connections_fail_because(azure: Azure, count: int, failure: Rule) -> None:
    """Of those that the step before opened, so many failed for exactly this reason.

    直前のステップで開いた接続のうち、この本数がまさにこの理由で失敗している。
    """
    what = Text("connections that fail for this reason", "この理由で失敗する接続")
    found = azure.seen.failed_because(failure)
    expect.equal(what, count, found, why=azure.seen.why_attempt)


@then(
    "{count} connection/connections fails/fail for lack of ephemeral ports",
    "{count} 本の接続がエフェメラル ポートの枯渇により失敗する",
)
def connections_lack_ephemeral_ports(azure: Azure, count: int) -> None:
    """Of those that the step before opened, so many found no port of the operating system.

    直前のステップで開いた接続のうち、この本数が OS のポートを得られない。
    """
    what = Text(
        "connections that find no ephemeral port", "エフェメラル ポートの枯渇により失敗する接続"
    )
    found = azure.seen.failed_because(NO_EPHEMERAL_PORT)
    expect.equal(what, count, found, why=azure.seen.why_attempt)


@then("the reply reaches {vm} at {address}", "応答は {address} の {vm} に届く")
def reply_reaches(azure: Azure, vm: str, address: str) -> None:
    """The return traffic of the flow arrives at the private address.

    フローの戻りのトラフィックがプライベート アドレスに届く。
    """
    what = Text("where the reply arrives", "応答が届く先")
    expect.equal(what, f"{vm} {address}", azure.seen.reply_arrived_at())
