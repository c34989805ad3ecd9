"""Why a Then about flows doesn't hold, as far as the flows themselves know it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from azsim.azure.flows import Flow, State
from azsim.functions.balanced_flows import Flow as BalancedFlow
from azsim.functions.snat.flows import TranslatedFlow
from azsim.model.events import ReleaseCause
from azsim.model.rules import Rule
from azsim.text import Text
from azsim.units import SECOND, format_count

BECAME = Text("of {count} in all: {parts}", "接続 {count} 本の内訳: {parts}")
STANDS = Text("{count} {state}", "{state} {count} 本")
FAILED = Text("{count} failed because {reason}", "{reason}ため失敗 {count} 本")
GIVES_UP = Text(
    "no answer for {elapsed} so far; the operating system gives up after {whole}",
    "応答のない状態が {elapsed}続いている。OS が諦めるのは {whole}後",
)
REQUESTS = Text("of {count} in all: {parts}", "要求 {count} 件の内訳: {parts}")
SUCCEEDED = Text("{count} succeeded", "成功 {count} 件")
WAITING = Text("{count} waiting for an answer", "応答待ち {count} 件")
FAILED_REQUESTS = Text("{count} failed because {reason}", "{reason}ため失敗 {count} 件")
STATES: dict[State, Text] = {
    "open": Text("open", "開いている接続"),
    "connecting": Text("still connecting", "接続中"),
    "closed": Text("closed", "閉じた接続"),
    "reset": Text("reset", "リセットされた接続"),
    "cut": Text("ended by the load balancer", "ロード バランサーが終わらせた接続"),
    "timed out": Text("timed out", "タイムアウト"),
    "failed": Text("failed", "失敗"),
}

IS_HELD = Text(
    "{ending} was {elapsed} ago, and the port is held for {whole} after it: {left} to go",
    "{ending} から {elapsed}経過。ポートは {ending} の後 {whole}保持され、残りは {left}",
)
WAS_HELD = Text(
    "{ending} was {elapsed} ago, and the port is held for {whole} after it",
    "{ending} から {elapsed}経過。ポートが保持されるのは {ending} の後 {whole}",
)
IS_IDLE = Text(
    "no traffic for {elapsed}, and the idle timeout is {whole}: {left} to go",
    "通信のない状態が {elapsed}続いている。アイドル タイムアウトは {whole}で、残りは {left}",
)
WAS_IDLE = Text(
    "no traffic for {elapsed}, and the idle timeout is {whole}",
    "通信のない状態が {elapsed}続いた。アイドル タイムアウトは {whole}",
)
WAS_RESET = Text(
    "no traffic for {elapsed}, the idle timeout is {whole}, and both ends got an RST",
    "通信のない状態が {elapsed}続いた。アイドル タイムアウトは {whole}で、双方に RST が届いた",
)
CUT = Text(
    'the health probe of "{server}" has failed, and the load balancer has ended its connections',
    "「{server}」の正常性プローブが失敗し、ロード バランサーが接続を終わらせた",
)
RECLAIMED = Text(
    "Azure has reclaimed its port because the pool has grown",
    "プールが大きくなり、ポートは Azure に回収された",
)
MACHINE_STOPPED = Text(
    'the machine "{server}" runs no more, and its connections are gone',
    "マシン「{server}」はもう動作しておらず、その接続はなくなった",
)
FRONT_END_REMOVED = Text(
    "the front-end IP {front_end} is gone, and with it what came in there",
    "フロントエンド IP {front_end} がなくなり、そこで受信した接続もなくなった",
)
WHY_CUT: Mapping[str, Text] = {
    "machine stopped": MACHINE_STOPPED,
    "front end removed": FRONT_END_REMOVED,
}
STOPPED = Text(
    "the machine is stopped, and its connections are gone", "マシンが停止し、その接続はなくなった"
)
INTERRUPTED = Text(
    "its machine's way out has changed",
    "マシンの送信の方法が変わった",
)
REMOVED = Text(
    "its public address or its instance is gone",
    "パブリック IP アドレスまたはインスタンスがなくなった",
)


def of_all(flows: Sequence[Flow]) -> Text | None:
    """What became of each of *flows*, the most frequent first; None where there are none."""
    found: Counter[State | Rule] = Counter(flow.refused or flow.state for flow in flows)
    parts = [_part(what, count) for what, count in found.most_common()]
    if not flows:
        return None
    return BECAME.fill(count=format_count(len(flows)), parts=_enumerated(parts))


def of_requests(succeeded: int, waiting: int, reasons: Mapping[Rule, int]) -> Text:
    """What became of the requests of a workload, failures by their reasons."""
    parts = [
        words.fill(count=format_count(count))
        for words, count in ((SUCCEEDED, succeeded), (WAITING, waiting))
        if count
    ]
    parts += [
        FAILED_REQUESTS.fill(count=format_count(count), reason=reason.text)
        for reason, count in sorted(reasons.items(), key=lambda each: -each[1])
    ]
    count = format_count(succeeded + waiting + sum(reasons.values()))
    return REQUESTS.fill(count=count, parts=_enumerated(parts))


def of_attempt(elapsed: int, timeout: int) -> Text:
    """How long an attempt to connect has waited, of the time after which its host gives up."""
    return GIVES_UP.fill(elapsed=_seconds(elapsed), whole=_seconds(timeout))


def of_those(flows: Iterable[Flow], now: int) -> Text | None:
    """How long what *flows* leave through is kept, where the same can be said of all."""
    found = {_kept_by(flow, now) for flow in flows}
    return found.pop() if len(found) == 1 else None


def _enumerated(parts: Sequence[Text]) -> Text:
    return Text(", ".join(each.en for each in parts), "、".join(each.ja for each in parts))


def _part(what: State | Rule, count: int) -> Text:
    number = format_count(count)
    if isinstance(what, Rule):
        return FAILED.fill(count=number, reason=what.text)
    return STANDS.fill(count=number, state=STATES[what])


def _kept_by(flow: Flow, now: int) -> Text | None:
    if flow.balanced is not None and flow.inside.protocol == "TCP":
        return _idle_at_balancer(flow.balanced, now)
    known = sorted(flow.translations, key=_end)
    return _kept(known[0], now) if known else None


def _end(flow: TranslatedFlow) -> int:
    """When *flow* ends, or has ended."""
    return flow.since + flow.kept_for(_begun(flow))


def _idle_at_balancer(flow: BalancedFlow, now: int) -> Text:
    if flow.was_cut:
        words = WHY_CUT.get(flow.ended or "", CUT)
        return words.fill(server=flow.server.name, front_end=flow.outside.destination)
    words = WAS_RESET if flow.was_reset else WAS_IDLE if flow.timed_out else IS_IDLE
    whole, elapsed = flow.kept_for(), now - flow.since
    return words.fill(
        elapsed=_seconds(elapsed), whole=_seconds(whole), left=_seconds(whole - elapsed)
    )


def _kept(flow: TranslatedFlow, now: int) -> Text:
    cause = flow.waits_for
    if cause == "reclaimed":
        return RECLAIMED
    if cause == "removed":
        return REMOVED
    if cause == "interrupted":
        return INTERRUPTED
    if cause == "stopped":
        return STOPPED
    is_kept = flow.ended is None
    whole, elapsed = flow.kept_for(_begun(flow)), now - flow.since
    if cause == "idle reset":
        words = WAS_RESET
    elif cause == "idle timeout":
        words = IS_IDLE if is_kept else WAS_IDLE
    else:
        words = IS_HELD if is_kept else WAS_HELD
    return words.fill(
        ending=cause,
        elapsed=_seconds(elapsed),
        whole=_seconds(whole),
        left=_seconds(whole - elapsed),
    )


def _begun(flow: TranslatedFlow) -> ReleaseCause:
    """What began the time for which *flow* is kept."""
    return "idle timeout" if flow.waits_for == "idle reset" else flow.waits_for


def _seconds(nanoseconds: int) -> Text:
    """One unit for all of a sentence, so that its numbers can be compared."""
    amount = f"{(Decimal(nanoseconds) / SECOND).normalize():,f}"
    return Text(f"{amount} s", f"{amount} 秒")
