"""Flows that are followed as flows, as rows of a packet walk."""

from __future__ import annotations

from typing import Final, cast

from azsim.facts import words
from azsim.model.observation import Observation
from azsim.model.packet import FiveTuple
from azsim.questions.atlas import Atlas
from azsim.questions.passages import address, rewrites
from azsim.questions.walk_rows import Crossing, Leg, Note, Passage
from azsim.text import Text
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

_ENDINGS: Final = {"FIN from both ends": Text("FIN from both ends", "双方からの FIN")}

# Why a port was given back, where words.toml doesn't have it.
_WHY: Final = {
    "FIN": Text("the hold after FIN is over", "FIN 後の保持の終了"),
    "RST": Text("the hold after RST is over", "RST 後の保持の終了"),
    "reclaimed": Text("Azure reclaims the ports", "Azure によるポートの回収"),
    "removed": Text("the instance is removed", "インスタンスの削除"),
}


def flows_passage(first: Observation, until: int, count: int, atlas: Atlas) -> Passage:
    """*count* flows that were opened, closed or refused as *first* was."""
    inside, outside = cast(FiveTuple, first.before), first.after
    sender = atlas.name_at(inside.source)
    source, destination = (
        address(inside.source, inside.source_port),
        address(inside.destination, inside.destination_port),
    )
    crossing = cast(Crossing, first.kind)
    if not isinstance(outside, FiveTuple):
        return Passage(
            first.time,
            until,
            crossing,
            inside.protocol,
            (Leg(sender, first.where, source, destination),),
            first.where,
            ended="dropped",
            reason=first.rule,
            count=count,
        )
    server = atlas.name_at(outside.destination)
    legs = [Leg(sender, server, source, destination)]
    if outside != inside:
        changed = rewrites(inside, outside)
        translator = atlas.name_at(outside.source) if first.kind == "close" else first.where
        legs = [
            Leg(sender, translator, source, destination, changed),
            Leg(
                translator,
                server,
                address(outside.source, outside.source_port),
                address(outside.destination, outside.destination_port),
            ),
        ]
    ending = dict(first.details).get("ending")
    return Passage(
        first.time,
        until,
        crossing,
        inside.protocol,
        tuple(legs),
        server,
        reason=None if ending is None else _ENDINGS.get(str(ending), words.of(str(ending))),
        count=count,
    )


def returned(first: Observation, until: int, count: int) -> Note:
    """*count* ports that were given back, or flows that timed out, as *first* was."""
    one, many = _RELEASED if first.kind == "release" else _TIMED_OUT
    reason = str(dict(first.details)["reason"])
    filled = (one if count == 1 else many).fill(
        count=format_count(count), why=_WHY.get(reason) or words.of(reason)
    )
    return Note(first.time, until, first.where, filled)
