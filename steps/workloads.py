"""Applications that send many requests, and how they keep inside their SNAT ports."""

from __future__ import annotations

from azsim.azure import Azure
from azsim.azure.seen import of_all
from azsim.azure.workload_outcomes import success
from azsim.gherkin import expect, then, when
from azsim.model.events import Ending
from azsim.model.rules import Rule
from azsim.text import Text
from azsim.units import format_duration


@when(
    "{vm} sends {rate} request/requests per second to {destination} for {duration}, each on a new connection closed by {ending}",
    "{vm} が {duration}にわたり {destination} へ毎秒 {rate} 件の要求を送り、要求ごとに新しい接続を開いて {ending} で閉じる",
)
def on_new_connections(
    azure: Azure, vm: str, rate: int, destination: tuple[str, int], duration: int, ending: Ending
) -> None:
    """Every request opens a connection of its own and closes it at once.

    要求ごとに新しい接続を開き、すぐに閉じる。
    """
    azure.workloads.on_new_connections(vm, rate, *destination, duration, ending)


@when(
    "{vm} sends {rate} request/requests per second to {destination} for {duration}, each on a new connection closed by {ending}, and waits twice as long after each failure",
    "{vm} が {duration}にわたり {destination} へ毎秒 {rate} 件の要求を送り、要求ごとに新しい接続を開いて {ending} で閉じ、失敗するたびに前回の 2 倍の時間だけ待つ",
)
def on_new_connections_backing_off(
    azure: Azure, vm: str, rate: int, destination: tuple[str, int], duration: int, ending: Ending
) -> None:
    """Every request opens a connection of its own; a failure doubles the time to the next.

    要求ごとに新しい接続を開く。失敗すると、次の要求までの時間が 2 倍になる。
    """
    azure.workloads.on_new_connections(vm, rate, *destination, duration, ending, backs_off=True)


@when(
    "{vm} sends {rate} request/requests per second to {destination} for {duration} over a pool of {pool_size} connection/connections",
    "{vm} が {duration}にわたり接続 {pool_size} 本の接続プールで {destination} へ毎秒 {rate} 件の要求を送る",
)
def over_a_pool(
    azure: Azure, vm: str, rate: int, destination: tuple[str, int], duration: int, pool_size: int
) -> None:
    """A fixed set of connections serves all requests, each in its turn.

    決まった数の接続が、すべての要求を順番に処理する。
    """
    azure.workloads.over_a_pool(vm, rate, *destination, duration, pool_size)


@when(
    "{vm} sends {rate} request/requests per second to {destination} for {duration} over a pool of {pool_size} UDP flow/flows",
    "{vm} が {duration}にわたり UDP フロー {pool_size} 本のプールで {destination} へ毎秒 {rate} 件の要求を送る",
)
def over_a_udp_pool(
    azure: Azure, vm: str, rate: int, destination: tuple[str, int], duration: int, pool_size: int
) -> None:
    """A fixed set of UDP flows serves all requests, each in its turn.

    決まった数の UDP フローが、すべての要求を順番に処理する。
    """
    azure.workloads.over_a_pool(vm, rate, *destination, duration, pool_size, "UDP")


@when(
    "{vm} tries to connect to {destination} until it succeeds, waiting {duration} before each attempt",
    "{vm} が {destination} への接続を成功するまで試み、毎回その前に {duration}待つ",
)
def until_it_succeeds(azure: Azure, vm: str, destination: tuple[str, int], duration: int) -> None:
    """One attempt after another, always after the same wait; the application gives a silent one up at once.

    毎回同じ時間だけ待ってから、次々に接続を試みる。応答のない試行はすぐに諦める。
    """
    azure.workloads.until_it_succeeds(vm, *destination, duration)


@when(
    "{vm} tries to connect to {destination} until it succeeds, waiting {duration} before the first attempt and twice as long before each next",
    "{vm} が {destination} への接続を成功するまで試み、初回の前に {duration}、以後は前回の 2 倍の時間だけ待つ",
)
def until_it_succeeds_backing_off(
    azure: Azure, vm: str, destination: tuple[str, int], duration: int
) -> None:
    """One attempt after another, each after twice the wait; the application gives a silent one up at once.

    毎回前回の 2 倍の時間だけ待ってから、次々に接続を試みる。応答のない試行はすぐに諦める。
    """
    azure.workloads.until_it_succeeds(vm, *destination, duration, twice_as_long=True)


@when(
    "{vm} tries to connect to {destination} for {duration}, again as soon as each attempt fails",
    "{vm} が {duration}にわたり {destination} への接続を試み、失敗するとすぐに次を試みる",
)
def one_after_another(azure: Azure, vm: str, destination: tuple[str, int], duration: int) -> None:
    """One attempt at a time, each as long as the operating system waits for an answer.

    一度に一つずつ試みる。1 回の試行は、OS が応答を待つ時間だけ続く。
    """
    azure.workloads.one_after_another(vm, *destination, duration)


@when(
    "{sender} sends a keepalive on that connection every {interval} for {duration}",
    "{sender} が {duration}にわたりその接続で {interval}ごとにキープアライブを送る",
)
def keeps_alive(azure: Azure, sender: str, interval: int, duration: int) -> None:
    """Nothing else passes on the connection meanwhile.

    その間、この接続にはほかに何も流れない。
    """
    azure.ends.keep_alive(sender, interval, duration)


@then(
    "the first request to fail is sent {duration} after the first request",
    "最初に失敗する要求は最初の要求の {duration}後に送られる",
)
def first_failure(azure: Azure, duration: int) -> None:
    """How long the application works before it finds no port.

    空いたポートが見つからなくなるまで、アプリケーションが動き続ける時間である。
    """
    what = Text("when the first request fails", "最初に要求が失敗する時点")
    expect.equal(what, format_duration(duration), azure.workloads.first_failure())


@then(
    "{count} request/requests fails/fail because SNAT ports are exhausted",
    "{count} 件の要求が SNAT ポートの枯渇により失敗する",
)
def requests_fail(azure: Azure, count: int) -> None:
    """How many requests found no port.

    ポートを得られなかった要求の数である。
    """
    what = Text("requests that find no SNAT port", "SNAT ポートの枯渇により失敗する要求")
    expect.equal(what, count, azure.workloads.exhausted(), why=azure.workloads.why)


@then(
    "between {low} and {high} requests fail because SNAT ports are exhausted",
    "{low} 件以上 {high} 件以下の要求が SNAT ポートの枯渇により失敗する",
)
def between_requests_fail(azure: Azure, low: int, high: int) -> None:
    """The number of requests that found no port lies in this range.

    ポートを得られなかった要求の数が、この範囲にある。
    """
    what = Text("requests that find no SNAT port", "SNAT ポートの枯渇により失敗する要求")
    expect.between(what, low, high, azure.workloads.exhausted())


@then(
    "{count} request/requests fails/fail because {failure}",
    "{failure}ため、{count} 件の要求が失敗する",
)
def requests_fail_because(azure: Azure, count: int, failure: Rule) -> None:
    """How many requests of the application failed for exactly this reason.

    アプリケーションの要求のうち、まさにこの理由で失敗した件数である。
    """
    what = Text("requests that fail for this reason", "この理由で失敗する要求")
    found = azure.workloads.failed_because(failure)
    expect.equal(what, count, found, why=azure.workloads.why)


@then("requests still fail in the last {duration}", "最後の {duration}にも要求は失敗し続けている")
def still_fail(azure: Azure, duration: int) -> None:
    """The application hasn't recovered by the end.

    アプリケーションは最後まで回復していない。
    """
    what = Text("requests that fail at the end", "終盤に失敗する要求")
    failed = azure.workloads.failures_in_the_last(duration)
    expect.holds(what, Text(f"{failed:,}", f"{failed:,} 件"), failed > 0, expected=SOME)


@then(
    "requests still fail in the last {duration} because {reason}",
    "{reason}ため、最後の {duration}にも要求は失敗し続けている",
)
def still_fail_because(azure: Azure, duration: int, reason: Rule) -> None:
    """Some of the last requests of the application failed for exactly this reason.

    アプリケーションの終盤の要求に、まさにこの理由で失敗したものがある。
    """
    what = Text("requests that fail at the end for this reason", "終盤にこの理由で失敗する要求")
    failed = azure.workloads.failures_in_the_last(duration, reason)
    expect.holds(what, Text(f"{failed:,}", f"{failed:,} 件"), failed > 0, expected=SOME)


@then("no request fails in the last {duration}", "最後の {duration}に失敗する要求はない")
def none_fails_any_more(azure: Azure, duration: int) -> None:
    """The application has recovered by then.

    アプリケーションはそれまでに回復している。
    """
    what = Text("requests that fail at the end", "終盤に失敗する要求")
    expect.equal(what, 0, azure.workloads.failures_in_the_last(duration))


@then("all {count} requests succeed", "{count} 件の要求がすべて成功する")
def all_requests_succeed(azure: Azure, count: int) -> None:
    """So many requests were sent, and none failed.

    この件数の要求が送られ、失敗したものはない。
    """
    what = Text("requests that succeed, of all", "成功する要求と全体の数")
    expect.equal(what, of_all(count, count), of_all(*azure.workloads.succeeded_of_all()))


@then("{count} request/requests succeeds/succeed", "{count} 件の要求が成功する")
def requests_succeed(azure: Azure, count: int) -> None:
    """How many requests have been answered by now.

    それまでに応答のあった要求の数である。
    """
    what = Text("requests that succeed", "成功する要求")
    expect.equal(what, count, azure.workloads.succeeded_of_all()[0], why=azure.workloads.why)


@then(
    "the peak of TCP SNAT ports in use on {vm} is between {low} and {high}",
    "{vm} が同時に使用した TCP SNAT ポートの最大数は {low} 個以上 {high} 個以下である",
)
def peak_of_ports(azure: Azure, vm: str, low: int, high: int) -> None:
    """The most ports in use at any moment of the workload.

    ワークロードの間、同時に使用中であったポートの最大数である。
    """
    what = Text("peak of TCP SNAT ports in use", "同時に使用した TCP SNAT ポートの最大数")
    expect.between(what, low, high, azure.workloads.peak(vm))


@then(
    "{count} TCP handshake/handshakes takes/take place", "TCP ハンドシェイクは {count} 回行われる"
)
def handshakes(azure: Azure, count: int) -> None:
    """How many connections the workload opened.

    ワークロードが開いた接続の数である。
    """
    what = Text("TCP handshakes", "TCP ハンドシェイク")
    expect.equal(what, count, azure.workloads.handshakes())


@then(
    "{count} request/requests is/are served while the first one waits for its answer",
    "最初の要求への応答を待つ間に {count} 件の要求が処理される",
)
def served_while_waiting(azure: Azure, count: int) -> None:
    """The other connections of the pool go on.

    プールのほかの接続は要求を処理し続ける。
    """
    what = Text("requests served meanwhile", "その間に処理される要求")
    expect.equal(what, count, azure.workloads.served_while_waiting())


@then(
    "it succeeds after {duration} and {count} failed attempt/attempts",
    "{count} 回失敗し、{duration}後に成功する",
)
def succeeds_after(azure: Azure, duration: int, count: int) -> None:
    """How long the retries take, and how many of them fail.

    再試行にかかった時間と、そのうち失敗した回数である。
    """
    what = Text("time until success, and failed attempts", "成功までの時間と失敗した回数")
    expect.equal(what, success(duration, count), azure.workloads.success())


SOME = Text("1 or more", "1 件以上")
