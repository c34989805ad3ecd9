"""Outbound connections of a classic deployment."""

from __future__ import annotations

from azsim.azure import Azure
from azsim.azure.seen import (
    ANSWERED,
    FREE,
    HELD,
    OPEN,
    RESET,
    TIMED_OUT,
    UNANSWERED,
    of_all,
)
from azsim.azure.which import DELIVERED
from azsim.gherkin import Column, Rows, expect, given, then, when
from azsim.hosts.host import NO_EPHEMERAL_PORT
from azsim.model.events import Ending
from azsim.model.packet import Protocol
from azsim.model.rules import Rule, words
from azsim.text import Text, same
from azsim.units import parse_endpoint

DESTINATIONS = (Column("destination", Text("destination", "宛先"), parse=parse_endpoint),)
ANSWER = Text("the answer on that connection", "その接続の応答")


@given(
    "the internet server {internet_server}", "インターネット上のサーバー {internet_server} がある"
)
def internet_server(azure: Azure, internet_server: str) -> None:
    """A server with a public address that answers every connection.

    パブリック IP アドレスを持ち、どの接続にも応答するサーバーである。
    """
    azure.outbound.describe_server(internet_server)


@given(
    "{vm} has used every {protocol} SNAT port toward {destination}",
    "{vm} は {destination} 宛ての {protocol} SNAT ポートを使い切っている",
)
def used_every_port(
    azure: Azure, vm: str, protocol: Protocol, destination: tuple[str, int]
) -> None:
    """As many flows are open as the instance has ports; one more would be refused.

    インスタンスのポートと同じ数のフローが開いていて、もう 1 本開くと失敗する。
    """
    azure.outbound.exhaust(vm, protocol, *destination)


@given(
    "{vm} has used every TCP SNAT port toward {destination} and has just closed all of those connections by FIN from both ends",
    "{vm} は {destination} 宛ての TCP SNAT ポートを使い切り、その接続をすべて双方からの FIN で閉じたばかりである",
)
def used_and_closed_every_port(azure: Azure, vm: str, destination: tuple[str, int]) -> None:
    """Every port is in the hold that follows a FIN from both ends.

    どのポートも、双方からの FIN の後の保持期間にある。
    """
    azure.outbound.exhaust_and_close(vm, *destination)


@when("{vm} opens a TCP connection to {destination}", "{vm} が {destination} へ TCP 接続を開く")
def open_connection(azure: Azure, vm: str, destination: tuple[str, int]) -> None:
    """One connection, from a port that the instance picks.

    インスタンスが選んだポートから接続を 1 本開く。
    """
    azure.outbound.open_connection(vm, "TCP", *destination)


@when(
    "{client} opens a TCP connection to {destination}",
    "{client} が {destination} へ TCP 接続を開く",
)
def client_opens_tcp(azure: Azure, client: str, destination: tuple[str, int]) -> None:
    """A client's connection, which stays open.

    クライアントの接続で、開いたままになる。
    """
    azure.outbound.open_as_client(client, "TCP", *destination)


@when(
    "{client} opens a UDP flow to {destination}",
    "{client} が {destination} へ UDP フローを開始する",
)
def client_opens_udp(azure: Azure, client: str, destination: tuple[str, int]) -> None:
    """A client's UDP flow: a packet to the server, and an answer back.

    クライアントの UDP フローを 1 本開く。パケットを 1 個送り、応答を 1 個受け取る。
    """
    azure.outbound.open_as_client(client, "UDP", *destination)


@when(
    "{vm} opens a TCP connection from port {port} to {destination}",
    "{vm} がポート {port} から {destination} へ TCP 接続を開く",
)
def open_connection_from_port(
    azure: Azure, vm: str, port: int, destination: tuple[str, int]
) -> None:
    """One connection, from that port of the instance.

    インスタンスの指定したポートから接続を 1 本開く。
    """
    azure.outbound.open_connection(vm, "TCP", *destination, source_port=port)


@when(
    "{vm} opens {count} TCP connection/connections to {destination}",
    "{vm} が {destination} へ TCP 接続を {count} 本開く",
)
def open_connections(azure: Azure, vm: str, count: int, destination: tuple[str, int]) -> None:
    """Many connections at the same moment.

    多数の接続を同時に開く。
    """
    azure.outbound.open_many(vm, "TCP", count, [destination])


@when(
    "{vm} opens {count} TCP connection/connections to each of:",
    "{vm} が次の宛先のそれぞれへ TCP 接続を {count} 本ずつ開く:",
    table=DESTINATIONS,
)
def open_connections_to_each(azure: Azure, vm: str, count: int, datatable: Rows) -> None:
    """Many connections to each of several destinations.

    複数の宛先のそれぞれへ多数の接続を開く。
    """
    destinations = [row["destination"] for row in datatable]
    azure.outbound.open_many(vm, "TCP", count, destinations)


@when("{vm} opens a UDP flow to {destination}", "{vm} が {destination} へ UDP フローを開始する")
def open_udp_flow(azure: Azure, vm: str, destination: tuple[str, int]) -> None:
    """One UDP flow: a packet out, and an answer back.

    UDP フローを 1 本開く。パケットを 1 個送り、応答を 1 個受け取る。
    """
    azure.outbound.open_connection(vm, "UDP", *destination)


@when(
    "{vm} opens a UDP flow from port {port} to {destination}",
    "{vm} がポート {port} から {destination} へ UDP フローを開始する",
)
def open_udp_flow_from_port(azure: Azure, vm: str, port: int, destination: tuple[str, int]) -> None:
    """One UDP flow from that port of the instance, as one socket opens several.

    インスタンスの指定したポートから UDP フローを 1 本開く。一つのソケットから複数の宛先へ送るときのように使う。
    """
    azure.outbound.open_connection(vm, "UDP", *destination, source_port=port)


@when(
    "{vm} opens {count} UDP flow/flows to {destination}",
    "{vm} が {destination} へ UDP フローを {count} 本開始する",
)
def open_udp_flows(azure: Azure, vm: str, count: int, destination: tuple[str, int]) -> None:
    """Many UDP flows at the same moment.

    多数の UDP フローを同時に開く。
    """
    azure.outbound.open_many(vm, "UDP", count, [destination])


@when(
    "{vms} each open a TCP connection to {destination}",
    "{vms} がそれぞれ {destination} へ TCP 接続を開く",
)
def each_open_connection(azure: Azure, vms: list[str], destination: tuple[str, int]) -> None:
    """One connection from each of the instances.

    挙げたインスタンスがそれぞれ接続を 1 本開く。
    """
    azure.outbound.open_one_each(vms, *destination)


@when("{vm} opens its timed-out connections again", "タイムアウトした接続を {vm} が開き直す")
def open_timed_out_again(azure: Azure, vm: str) -> None:
    """A new connection to the same destination for each one that has timed out.

    タイムアウトした接続ごとに、同じ宛先へ新しい接続を開く。
    """
    azure.outbound.reopen_timed_out(vm)


@when("{vm} sends {ip_protocol} to {address}", "{vm} が {address} へ {ip_protocol} を送る")
def send_ip_protocol(azure: Azure, vm: str, ip_protocol: Protocol, address: str) -> None:
    """One packet of a protocol that has no ports.

    ポートのないプロトコルのパケットを 1 個送る。
    """
    azure.outbound.send_datagram(vm, ip_protocol, address)


@when(
    "{internet_server} sends a UDP packet to {destination}",
    "{internet_server} が {destination} へ UDP パケットを送る",
)
def send_from_internet(azure: Azure, internet_server: str, destination: tuple[str, int]) -> None:
    """A packet from the internet that is nobody's answer.

    何の応答でもないパケットがインターネットから届く。
    """
    azure.outbound.send_from_internet(internet_server, *destination)


@when(
    "{vm} sends a fragmented UDP packet to {destination}",
    "{vm} が {destination} へフラグメント化された UDP パケットを送る",
)
def send_fragmented(azure: Azure, vm: str, destination: tuple[str, int]) -> None:
    """A datagram too large for one packet, which comes in IP fragments.

    1 個のパケットに収まらず、IP フラグメントに分かれるデータグラムである。
    """
    azure.outbound.send_fragmented(vm, *destination)


@when(
    "{client} sends a fragmented UDP packet to {destination}",
    "{client} が {destination} へフラグメント化された UDP パケットを送る",
)
def client_sends_fragmented(azure: Azure, client: str, destination: tuple[str, int]) -> None:
    """A client's datagram that is too large for one packet, and comes in IP fragments.

    クライアントの、1 個のパケットに収まらず IP フラグメントに分かれるデータグラムである。
    """
    azure.outbound.send_fragmented_as_client(client, *destination)


@when("{internet_server} replies", "{internet_server} が応答を返す")
def server_replies(azure: Azure, internet_server: str) -> None:
    """The server answers on the connection that reached it last.

    サーバーは、最後に届いた接続に応答する。
    """
    azure.outbound.reply(internet_server)


@when("one of the connections ends with {ending}", "{ending} により接続のうち 1 本が終了する")
def one_connection_ends(azure: Azure, ending: Ending) -> None:
    """The oldest of the open connections ends; the next steps speak of it.

    開いている接続のうち最も古いものが終了する。以後のステップの「その接続」はこれを指す。
    """
    azure.outbound.end_some(1, ending)


@when("{count} of the connections end with {ending}", "{ending} により {count} 本の接続が終了する")
def some_connections_end(azure: Azure, count: int, ending: Ending) -> None:
    """The oldest of the open connections end.

    開いている接続のうち古いものから順に終了する。
    """
    azure.outbound.end_some(count, ending)


@when("{sender} sends a FIN on one of the connections", "{sender} が接続のうち 1 本で FIN を送る")
def fin_from_one_end(azure: Azure, sender: str) -> None:
    """One end closes; the other leaves the connection half open.

    一方だけが接続を閉じ、もう一方は閉じない (ハーフ オープン)。
    """
    azure.outbound.send_fin_from_one_end(sender)


@when("{sender} resets one of the connections", "{sender} が接続のうち 1 本で RST を送る")
def rst_from_one_end(azure: Azure, sender: str) -> None:
    """One end breaks the connection off, which is over for both.

    一方が接続を打ち切り、接続は双方で終わる。
    """
    azure.outbound.send_rst_from_one_end(sender)


@when(
    "{sender} sends a keepalive on one of the connections",
    "{sender} が接続のうち 1 本でキープアライブを送る",
)
def keepalive_on_one(azure: Azure, sender: str) -> None:
    """A TCP keepalive from either end.

    接続のどちらかの側が TCP キープアライブを送る。
    """
    azure.outbound.send_sign(sender, "keepalive")


@when(
    "{sender} sends application data on one of the connections",
    "{sender} が接続のうち 1 本でアプリケーション データを送る",
)
def data_on_one(azure: Azure, sender: str) -> None:
    """Application data from either end.

    接続のどちらかの側がアプリケーション データを送る。
    """
    azure.outbound.send_sign(sender, "application data")


@when(
    "{sender} sends a late packet on that connection", "{sender} がその接続で遅れてパケットを送る"
)
def late_packet(azure: Azure, sender: str) -> None:
    """A packet on a connection that is over, or that the platform has forgotten.

    すでに終わった接続、またはプラットフォームが情報を破棄した接続でパケットを送る。
    """
    azure.outbound.send_late(sender)


@when(
    "the/that connection is idle for {duration}",
    "その接続が {duration}アイドル状態のままである",
)
def connection_is_idle(azure: Azure, duration: int) -> None:
    """So much time passes, and neither end sends anything on it: no data and no keepalive.

    その間、どちらの側も、データもキープアライブも送らない。
    """
    azure.outbound.stay_idle(duration)


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


@then("its SNAT port is still held", "その SNAT ポートはまだ保持されている")
def port_is_held(azure: Azure) -> None:
    """The connection that the steps before singled out keeps its port from other flows.

    前のステップで取り上げた接続の SNAT ポートを、ほかのフローはまだ使えない。
    """
    what = Text("the SNAT port of the connection", "接続の SNAT ポート")
    expect.equal(what, HELD, azure.seen.port_of_that(), why=azure.seen.why_those)


@then("its SNAT port is free", "その SNAT ポートは解放されている")
def port_is_free(azure: Azure) -> None:
    """The port of the connection that the steps before singled out can be used again.

    前のステップで取り上げた接続の SNAT ポートを、ほかのフローが再び使える。
    """
    what = Text("the SNAT port of the connection", "接続の SNAT ポート")
    expect.equal(what, FREE, azure.seen.port_of_that(), why=azure.seen.why_those)


@then("all {count} connections are still open", "{count} 本の接続はすべて開いたままである")
def all_connections_open(azure: Azure, count: int) -> None:
    """Every connection of the scenario is open.

    シナリオの接続がすべて開いている。
    """
    what = Text("open connections, of all", "開いている接続と全体の数")
    expect.equal(
        what, of_all(count, count), of_all(*azure.seen.open_of_all()), why=azure.seen.why_of_all
    )


@then("that connection is still open", "その接続は開いたままである")
def that_connection_is_open(azure: Azure) -> None:
    """The connection that the steps before singled out is open.

    前のステップで取り上げた接続が開いている。
    """
    what = Text("that connection", "その接続")
    expect.equal(what, OPEN, azure.seen.state_of_that(), why=azure.seen.why_those)


@then("an answer has arrived on that connection", "その接続への応答は届いている")
def answer_has_arrived(azure: Azure) -> None:
    """What the machine sent last on it has been answered by now.

    マシンがその接続で最後に送ったものへの応答が、その時点までに届いている。
    """
    expect.equal(ANSWER, ANSWERED, azure.seen.answer_to_that(), why=azure.seen.why_those)


@then("no answer has arrived on that connection", "その接続は応答待ちのままである")
def no_answer_has_arrived(azure: Azure) -> None:
    """What the machine sent last on it hasn't been answered by now.

    マシンがその接続で最後に送ったものへの応答は、その時点までに届いていない。
    """
    expect.equal(ANSWER, UNANSWERED, azure.seen.answer_to_that(), why=azure.seen.why_those)


@then("an RST has reached both ends of that connection", "その接続の双方に RST が届いている")
def that_connection_was_reset(azure: Azure) -> None:
    """The platform has given up the connection that had idled out, and told both ends by RST.

    アイドル タイムアウトに達した接続をプラットフォームが終了させ、双方に RST で知らせている。
    """
    what = Text("that connection", "その接続")
    expect.equal(what, RESET, azure.seen.state_of_that(), why=azure.seen.why_those)


@then("that connection has timed out", "その接続はタイムアウトしている")
def that_connection_timed_out(azure: Azure) -> None:
    """The platform has forgotten the connection that the steps before singled out.

    前のステップで取り上げた接続の情報を、プラットフォームが破棄している。
    """
    what = Text("that connection", "その接続")
    expect.equal(what, TIMED_OUT, azure.seen.state_of_that(), why=azure.seen.why_those)


@then(
    "{count} connection/connections of {vm} has/have timed out",
    "{vm} の接続のうち {count} 本がタイムアウトしている",
)
def connections_timed_out(azure: Azure, count: int, vm: str) -> None:
    """How many the platform has forgotten, without a word to either end.

    プラットフォームが、どちらの側にも知らせずに情報を破棄した接続の数である。
    """
    what = Text("connections that have timed out", "タイムアウトした接続")
    expect.equal(what, count, azure.seen.count("timed out", vm), why=lambda: azure.seen.why_of(vm))


@then(
    "an RST has reached both ends of {count} connection/connections of {vm}",
    "{vm} の接続のうち {count} 本の双方に RST が届いている",
)
def connections_were_reset(azure: Azure, count: int, vm: str) -> None:
    """How many the platform has given up when they had idled out, with an RST to both ends.

    アイドル タイムアウトに達し、双方に RST が送られて終了した接続の数である。
    """
    what = Text("connections that have been reset", "リセットされた接続")
    expect.equal(what, count, azure.seen.count("reset", vm), why=lambda: azure.seen.why_of(vm))


@then(
    "{count} connection/connections of {vm} is/are still open",
    "{vm} の接続のうち {count} 本は開いたままである",
)
def connections_open(azure: Azure, count: int, vm: str) -> None:
    """How many are open by now.

    この時点で開いている接続の数である。
    """
    what = Text("connections still open", "開いたままの接続")
    expect.equal(what, count, azure.seen.count("open", vm), why=lambda: azure.seen.why_of(vm))
