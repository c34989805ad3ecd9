"""What a packet walk changes from row to row in the tables of SNATs, for whoever steps through it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Final

from azsim.livingdocs.pictures.place_words import place_name
from azsim.livingdocs.pictures.time_unit import TimeUnit
from azsim.livingdocs.pictures.walk_times import times_of
from azsim.model.events import Event
from azsim.questions.instances import instance_name
from azsim.questions.passages import address
from azsim.questions.translations import PortCount, Snapshot, State, Translation, snapshots
from azsim.questions.walk import Walk
from azsim.questions.walk_rows import Pause
from azsim.text import Language, Text
from azsim.units import format_count

_STATES: Final[Mapping[State, Text]] = {
    "in use": Text("in use", "使用中"),
    "held after FIN": Text("held after FIN", "FIN 後の保持"),
    "held after RST": Text("held after RST", "RST 後の保持"),
    "held after UDP": Text("held after UDP", "UDP 後の保持"),
    "free": Text("free", "解放済み"),
}
_UNTIL: Final = Text("{state} until {time}", "{state} ({time}まで)")
_MORE: Final = Text("and {count} more", "ほか {count} 本")
_PORTS: Final = Text(
    "{instance}, {protocol} at {snat}: {used} of {allocated} ports in use",
    "{instance} の {protocol} ({snat}): {allocated} 個のうち {used} 個を使用",
)

_SHARED: Final = Text(
    "{instance} uses {used} of the {allocated} {protocol} ports that all machines share at {snat}",
    "{snat} の {protocol} ポート {allocated} 個 (全マシンで共有) のうち {instance} が {used} 個を使用",
)


def replay(walk: Walk, events: Sequence[Event]) -> Text | None:
    """The tables as of each row, as JSON in each language; None where no SNAT gave a port.

    ``at`` holds for each row the number of one of ``tables``; in these, ``rows`` are flow,
    public address and state, ``ports`` words, ports in use and ports allocated.
    """
    lasts = (0 if isinstance(row, Pause) else row.last for row in walk.rows)
    stood = snapshots(events, accumulate(lasts, max))
    if not any(each.ports for each in stood):
        return None
    times = times_of(walk.rows)
    return Text(_json(stood, times, "en"), _json(stood, times, "ja"))


def _json(stood: Iterable[Snapshot], times: TimeUnit, language: Language) -> str:
    tables: dict[Snapshot, int] = {}
    at = [tables.setdefault(each, len(tables)) for each in stood]
    told = [
        {
            "rows": [list(_cells(row, times, language)) for row in each.shown],
            "more": _MORE.fill(count=format_count(each.more)).to(language) if each.more else "",
            "ports": [
                [_counted(ports).to(language), ports.in_use, ports.allocated]
                for ports in each.ports
            ],
        }
        for each in tables
    ]
    # It stands within an element of a page, which nothing in it may end.
    content = json.dumps({"at": at, "tables": told}, ensure_ascii=False, separators=(",", ":"))
    return content.replace("<", "\\u003c")


def _cells(row: Translation, times: TimeUnit, language: Language) -> Iterator[str]:
    inside, outside = row.inside, row.outside
    source = address(inside.source, inside.source_port)
    destination = address(inside.destination, inside.destination_port)
    yield f"{inside.protocol} {source} → {destination}"
    yield address(outside.source, outside.source_port)
    state = _STATES[row.state]
    if row.until is not None:
        state = _UNTIL.fill(state=state, time=times.words(row.until))
    yield state.to(language)


def _counted(ports: PortCount) -> Text:
    return (_SHARED if ports.shared else _PORTS).fill(
        instance=instance_name(ports.instance),
        protocol=ports.protocol,
        snat=place_name(ports.snat),
        used=format_count(ports.in_use),
        allocated=format_count(ports.allocated),
    )
