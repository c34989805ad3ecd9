"""Flows that are followed as flows, as rows of a packet walk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from azsim.model.events import (
    Ending,
    FlowClosed,
    FlowEvent,
    FlowRefused,
    Happened,
    PortReleased,
    ReleaseCause,
)
from azsim.questions.atlas import Atlas
from azsim.questions.passages import address, rewrites
from azsim.questions.walk_rows import Leg, Note, Passage
from azsim.text import Text, same
from azsim.units import format_count

_RELEASED = (
    Text("1 flow releases its SNAT port: {why}", "フロー 1 本が SNAT ポートを解放: {why}"),
    Text(
        "{count} flows release their SNAT ports: {why}",
        "フロー {count} 本が SNAT ポートを解放: {why}",
    ),
)
_TIMED_OUT = (
    Text("1 flow times out: {why}", "フロー 1 本がタイムアウト: {why}"),
    Text("{count} flows time out: {why}", "フロー {count} 本がタイムアウト: {why}"),
)

_ENDINGS: Final[Mapping[Ending, Text]] = {
    "FIN from both ends": Text("FIN from both ends", "双方からの FIN"),
    "RST": same("RST"),
}

_WHY: Final[Mapping[ReleaseCause, Text]] = {
    "idle timeout": Text("idle timeout", "アイドル タイムアウト"),
    "idle reset": Text("idle timeout, RST to both ends", "アイドル タイムアウト、双方に RST"),
    "FIN": Text("the hold after FIN is over", "FIN 後の保持の終了"),
    "RST": Text("the hold after RST is over", "RST 後の保持の終了"),
    "reclaimed": Text("Azure reclaims the ports", "Azure によるポートの回収"),
    "removed": Text("the instance or its address is removed", "インスタンスまたはアドレスの削除"),
    "interrupted": Text("the machine's way out changes", "マシンの送信の方法の変更"),
    "stopped": Text("the machine is stopped", "マシンの停止"),
    "UDP idle timeout": Text("the hold of UDP is over", "UDP の保持の終了"),
    "handshake": Text("the handshake isn't completed", "ハンドシェイクの未完了"),
}


def flows_passage(first: FlowEvent, last: Happened, count: int, atlas: Atlas) -> Passage:
    """*count* flows that were opened, closed or refused as *first* was, up to *last*."""
    inside = first.inside
    sender = atlas.name_at(inside.source)
    source, destination = (
        address(inside.source, inside.source_port),
        address(inside.destination, inside.destination_port),
    )
    if isinstance(first, FlowRefused):
        return Passage(
            first.time,
            last.time,
            "refuse",
            inside.protocol,
            (Leg(sender, first.where, source, destination),),
            first.where,
            ended="dropped",
            reason=first.reason.text,
            count=count,
            first=first.sequence,
            last=last.sequence,
        )
    closed = isinstance(first, FlowClosed)
    outside = first.outside
    server = atlas.name_at(outside.destination)
    legs = [Leg(sender, server, source, destination)]
    if outside != inside:
        changed = rewrites(inside, outside)
        translator = atlas.name_at(outside.source) if closed else first.where
        legs = [
            Leg(sender, translator, source, destination, changed),
            Leg(
                translator,
                server,
                address(outside.source, outside.source_port),
                address(outside.destination, outside.destination_port),
            ),
        ]
    return Passage(
        first.time,
        last.time,
        "close" if closed else "open",
        inside.protocol,
        tuple(legs),
        server,
        reason=_ENDINGS[first.ending] if isinstance(first, FlowClosed) else None,
        count=count,
        first=first.sequence,
        last=last.sequence,
    )


def returned(first: PortReleased, last: Happened, count: int) -> Note:
    """*count* ports that were given back, or flows that timed out, from *first* to *last*."""
    one, many = _TIMED_OUT if first.timed_out else _RELEASED
    filled = (one if count == 1 else many).fill(count=format_count(count), why=_WHY[first.why])
    return Note(first.time, last.time, first.where, filled, first.sequence, last.sequence)
