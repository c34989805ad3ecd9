"""Connections that are open: what their ends send, how they end, and what has become of them."""

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
from azsim.gherkin import expect, then, when
from azsim.model.events import Ending
from azsim.text import Text

ANSWER = Text("the answer on that connection", "その接続の応答")


@when("{vm} opens its timed-out connections again", "タイムアウトした接続を {vm} が開き直す")
def open_timed_out_again(azure: Azure, vm: str) -> None:
    """A new connection to the same destination for each one that has timed out.

    タイムアウトした接続ごとに、同じ宛先へ新しい接続を開く。
    """
    azure.outbound.reopen_timed_out(vm)


@when("{internet_server} replies", "{internet_server} が応答を返す")
def server_replies(azure: Azure, internet_server: str) -> None:
    """The server answers on the connection that reached it last.

    サーバーは、最後に届いた接続に応答する。
    """
    azure.ends.reply(internet_server)


@when("one of the connections ends with {ending}", "{ending} により接続のうち 1 本が終了する")
def one_connection_ends(azure: Azure, ending: Ending) -> None:
    """The oldest of the open connections ends; the next steps speak of it.

    開いている接続のうち最も古いものが終了する。以後のステップの「その接続」はこれを指す。
    """
    azure.ends.end_some(1, ending)


@when("{count} of the connections end with {ending}", "{ending} により {count} 本の接続が終了する")
def some_connections_end(azure: Azure, count: int, ending: Ending) -> None:
    """The oldest of the open connections end.

    開いている接続のうち古いものから順に終了する。
    """
    azure.ends.end_some(count, ending)


@when("{sender} sends a FIN on one of the connections", "{sender} が接続のうち 1 本で FIN を送る")
def fin_from_one_end(azure: Azure, sender: str) -> None:
    """One end closes; the other leaves the connection half open.

    一方だけが接続を閉じ、もう一方は閉じない (ハーフ オープン)。
    """
    azure.ends.send_fin_from_one_end(sender)


@when("{sender} resets one of the connections", "{sender} が接続のうち 1 本で RST を送る")
def rst_from_one_end(azure: Azure, sender: str) -> None:
    """One end breaks the connection off, which is over for both.

    一方が接続を打ち切り、接続は双方で終わる。
    """
    azure.ends.send_rst_from_one_end(sender)


@when(
    "{sender} sends a keepalive on one of the connections",
    "{sender} が接続のうち 1 本でキープアライブを送る",
)
def keepalive_on_one(azure: Azure, sender: str) -> None:
    """A TCP keepalive from either end.

    接続のどちらかの側が TCP キープアライブを送る。
    """
    azure.ends.send_sign(sender, "keepalive")


@when(
    "{sender} sends application data on one of the connections",
    "{sender} が接続のうち 1 本でアプリケーション データを送る",
)
def data_on_one(azure: Azure, sender: str) -> None:
    """Application data from either end.

    接続のどちらかの側がアプリケーション データを送る。
    """
    azure.ends.send_sign(sender, "application data")


@when(
    "{sender} sends a late packet on that connection", "{sender} がその接続で遅れてパケットを送る"
)
def late_packet(azure: Azure, sender: str) -> None:
    """A packet on a connection that is over, or that the platform has forgotten.

    すでに終わった接続、またはプラットフォームが情報を破棄した接続でパケットを送る。
    """
    azure.ends.send_late(sender)


@when(
    "the/that connection is idle for {duration}",
    "その接続が {duration}アイドル状態のままである",
)
def connection_is_idle(azure: Azure, duration: int) -> None:
    """So much time passes, and neither end sends anything on it: no data and no keepalive.

    その間、どちらの側も、データもキープアライブも送らない。
    """
    azure.ends.stay_idle(duration)


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
