"""The words of a packet walk, for its picture, its table and its diagram alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from azsim.livingdocs.pictures.place_words import place_name
from azsim.livingdocs.pictures.time_unit import TimeUnit
from azsim.model.payload import Data, DnsAnswer, DnsQuery, Tls
from azsim.questions.walk_rows import (
    Leg,
    Note,
    Omitted,
    Passage,
    Pause,
    Repeats,
    Request,
    Rewrite,
    Row,
)
from azsim.text import Text, same
from azsim.tools.payload_words import payload_words
from azsim.units import format_count

TITLE: Final = Text("Packet walk", "パケットの流れ")
TIME, FROM, TO, SOURCE, DESTINATION, WHAT, RULE = COLUMNS = (
    Text("time", "時刻"),
    Text("from", "から"),
    Text("to", "へ"),
    Text("source", "送信元"),
    Text("destination", "宛先"),
    Text("what", "内容"),
    Text("rule", "規則"),
)
MOST_WAYS: Final = 8
"""So many ways of what is repeated are named; the others are counted."""

BYPASSED: Final = Text("bypassed", "バイパス")
AZURE: Final = same("Azure")

_SESSION = Text("session {number}: {what}", "セッション {number}: {what}")
_DATA = Text("{protocol} data", "{protocol} データ")
_CERTIFICATE = Text(
    "{messages} (client certificate {name})", "{messages} (クライアント証明書 {name})"
)
_CARRIES = Text("{messages}: {carried}", "{messages}: {carried}")
_ONE_FLOW = {
    "TCP": Text("1 TCP connection", "TCP 接続 1 本"),
    "UDP": Text("1 UDP flow", "UDP フロー 1 本"),
}
_FLOWS = {
    "TCP": Text("{count} TCP connections", "TCP 接続 {count} 本"),
    "UDP": Text("{count} UDP flows", "UDP フロー {count} 本"),
}
_FATES = {
    "open": Text("{flows} opened", "{flows}を開始"),
    "close": Text("{flows} closed: {reason}", "{flows}を終了: {reason}"),
    "refuse": Text("{flows} tried", "{flows}を試行"),
}
_PAST = Text("{places} bypassed", "バイパス: {places}")
_DROPPED = Text("✗ dropped: {reason}", "✗ 破棄: {reason}")
_REFUSED = Text("✗ refused: {reason}", "✗ 拒否: {reason}")
_UNDER_WAY = Text("still under way at the end", "終了時点で転送中")
_FIRST = Text("{said}; the first of them", "{said} (最初の 1 本)")
_REWRITE = Text("{field} {before} → {after}", "{field} {before} → {after}")
_ASKED = Text("Request to Azure: {what}", "Azure への要求: {what}")
_GRANTED = Text("✓ accepted", "✓ 受け付け")
_PAUSE = Text("{duration} pass", "{duration}経過")
_ONE_PAUSE = Text("{duration} passes", "{duration}経過")
_MORE = Text(
    "and {count} more like it, until {until} ({packets} packets): {ways}",
    "ほか同様のもの {count} 回、{until}まで (パケット {packets} 個): {ways}",
)
_MORE_AT_ONCE = Text(
    "and {count} more like it ({packets} packets): {ways}",
    "ほか同様のもの {count} 回 (パケット {packets} 個): {ways}",
)
_WAYS = Text("{shown} and {count} more ways", "{shown} ほか {count} 通り")
_OMITTED = Text(
    "and {rows} more rows, with {packets} packets and flows",
    "ほか {rows} 行、パケットとフロー {packets} 個",
)
_SPAN = Text("{start} – {end}", "{start} – {end}")
_FIELDS = {"source": SOURCE, "destination": DESTINATION}


def label(passage: Passage) -> Text:
    """What crosses the network, with the number of its TCP session where there are several."""
    what = _content(passage)
    if passage.session is None:
        return what
    return _SESSION.fill(number=passage.session, what=what)


def outcome(passage: Passage) -> Text | None:
    """How it ended, where it wasn't delivered."""
    if passage.ended == "under way":
        return _UNDER_WAY
    if passage.ended == "dropped" and passage.reason is not None:
        template = _REFUSED if passage.crossing == "refuse" else _DROPPED
        return template.fill(reason=passage.reason)
    return None


def rewrite(changed: Rewrite) -> Text:
    """``source 10.0.0.4:50000 → 203.0.113.10:1024``."""
    return _REWRITE.fill(field=_FIELDS[changed.field], before=changed.before, after=changed.after)


def bypassed(leg: Leg) -> Text:
    """Which places the leg goes past."""
    return _PAST.fill(places=listed(map(place_name, leg.bypassed)))


def banner(row: Note | Request | Pause | Repeats | Omitted, times: TimeUnit) -> tuple[Text, ...]:
    """What a row says that isn't about one crossing, in lines."""
    match row:
        case Note():
            return (row.words,)
        case Request():
            answer = _GRANTED if row.refused is None else _REFUSED.fill(reason=row.refused)
            return (_ASKED.fill(what=row.words), answer)
        case Pause():
            duration = times.words(row.duration)
            return (
                (_ONE_PAUSE if duration.en.startswith("1 ") else _PAUSE).fill(duration=duration),
            )
        case Repeats():
            filled = (_MORE if row.until != row.time else _MORE_AT_ONCE).fill(
                count=format_count(row.count),
                until=times.words(row.until),
                packets=format_count(row.packets),
                ways=_ways(row.ways),
            )
            return (filled,)
        case Omitted():
            return (_OMITTED.fill(rows=format_count(row.rows), packets=format_count(row.packets)),)


def span(row: Row, times: TimeUnit) -> Text:
    """When a row began and, where that is later, ended."""
    if row.until == row.time:
        return times.words(row.time)
    return _SPAN.fill(start=times.words(row.time), end=times.words(row.until))


def is_dns(passage: Passage) -> bool:
    """Whether a name is asked for or told, rather than traffic sent."""
    return isinstance(passage.payload, DnsQuery | DnsAnswer)


def listed(items: Iterable[Text]) -> Text:
    """Several things, one after another."""
    parts = list(items)
    return Text(", ".join(part.en for part in parts), "、".join(part.ja for part in parts))


def _ways(ways: Sequence[tuple[str, str]]) -> Text:
    told = [
        Text(f"{start.en} → {end.en}", f"{start.ja} → {end.ja}")
        for start, end in ((place_name(start), place_name(end)) for start, end in ways)
    ]
    if len(told) <= MOST_WAYS:
        return listed(told)
    rest = format_count(len(told) - MOST_WAYS)
    return _WAYS.fill(shown=listed(told[:MOST_WAYS]), count=rest)


def _content(passage: Passage) -> Text:
    if passage.crossing != "packet":
        flows = (_ONE_FLOW if passage.count == 1 else _FLOWS)[passage.protocol]
        said = _FATES[passage.crossing].fill(
            flows=flows.fill(count=format_count(passage.count)), reason=passage.reason
        )
        # The addresses beside it are those of one of them.
        return said if passage.count == 1 else _FIRST.fill(said=said)
    payload = passage.payload
    if payload is None:
        return same(passage.flags or passage.protocol)
    if isinstance(payload, Data):
        return _DATA.fill(protocol=passage.protocol)
    said = payload_words(payload)
    if isinstance(payload, Tls) and payload.certificate is not None:
        said = _CERTIFICATE.fill(messages=said, name=payload.certificate)
    if isinstance(payload, Tls) and payload.carries is not None:
        said = _CARRIES.fill(messages=said, carried=payload_words(payload.carries))
    return said
