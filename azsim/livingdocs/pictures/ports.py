"""SNAT ports in use: one panel for each instance, protocol and public address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from azsim.livingdocs.picture import Picture
from azsim.livingdocs.pictures.canvas import PHONE, TABLET, Canvas, wrapped
from azsim.livingdocs.pictures.port_bars import Bars
from azsim.livingdocs.pictures.port_chart import Chart
from azsim.livingdocs.pictures.port_mermaid import mermaid
from azsim.livingdocs.pictures.port_panel import LINE, Panel
from azsim.livingdocs.pictures.port_table import table
from azsim.livingdocs.pictures.port_words import notes, sentence, unit_for
from azsim.livingdocs.pictures.time_unit import TimeUnit
from azsim.questions.ports import PortUse, Scope
from azsim.text import Language, Text
from azsim.units import format_count

TITLE = Text("SNAT ports in use", "使用中の SNAT ポート")

_MOST_PANELS: Final = 4
_FEW: Final = 50
"""Less than one part in so many of what a gateway has can't be told from nothing."""
_LATER: Final[dict[Scope, int]] = {"instance": 0, "destination": 0, "connections": 1, "ports": 2}
_EDGE: Final = 12
_BETWEEN: Final = 28
_HIGH: Final = 200.0
"""How high a plot is; where there are several, or on a phone, less."""
_LOW: Final = 140.0


def draw(uses: Sequence[PortUse]) -> Picture | None:
    """The picture of *uses*, or None where no more than one port was ever asked for."""
    if not any(_matters(use) for use in uses):
        return None
    # The busiest come first; sorting keeps the order of the trace among equals.
    ranked = sorted(uses, key=lambda use: (-use.refused, _LATER[use.scope], -use.peak.in_use))
    # What all destinations have together is shown below some of them, however many there are.
    last = [use for use in ranked if use.scope == "ports"][:1]
    ranked = [use for use in ranked if use.scope == "instance" or _matters(use)]
    ranked = [use for use in ranked if use not in last]
    most = _MOST_PANELS - len(last)
    shown, left_out = ranked[:most] + last, ranked[most:]
    rest = _rest(uses, left_out)
    unit = unit_for(shown)
    said = [*map(sentence, shown[:2]), *rest]
    return Picture(
        "ports",
        TITLE,
        Text(" ".join(each.en for each in said), "".join(each.ja for each in said)),
        _drawn(shown, rest, unit, TABLET),
        table(shown, unit),
        mermaid(shown[0], unit),
        _drawn(shown, rest, unit, PHONE),
    )


def _matters(use: PortUse) -> bool:
    """Whether more than one port was asked for; of a gateway, which has so many, one in fifty."""
    if use.refused:
        return True
    if use.scope == "instance":
        return use.peak.in_use > 1
    return use.peak.in_use * _FEW >= use.peak.allocated > 0


def _rest(uses: Sequence[PortUse], left_out: Sequence[PortUse]) -> list[Text]:
    """What no panel shows."""
    said = []
    if left_out:
        most = max(use.peak.in_use for use in left_out)
        said.append(_MORE.fill(count=format_count(len(left_out)), most=format_count(most)))
    for snat in dict.fromkeys(use.snat for use in uses):
        here = [use for use in uses if use.snat == snat]
        idle = here[0].sharing - len({use.instance for use in here})
        if idle > 0:
            words = _ONE_IDLE if idle == 1 else _IDLE
            said.append(words.fill(count=format_count(idle), snat=snat))
    return said


def _drawn(uses: Sequence[PortUse], rest: Sequence[Text], unit: TimeUnit, wide: float) -> Text:
    return Text(_svg(uses, rest, unit, wide, "en"), _svg(uses, rest, unit, wide, "ja"))


def _svg(
    uses: Sequence[PortUse], rest: Sequence[Text], unit: TimeUnit, wide: float, language: Language
) -> str:
    across = wide - 2 * _EDGE
    high = _HIGH if len(uses) == 1 and wide > PHONE else _LOW
    panels = [_panel(use, unit, language, across, high) for use in uses]
    below = [line for each in rest for line in wrapped(each.to(language), across, "small")]
    tall = sum(panel.height + _BETWEEN for panel in panels) - _BETWEEN + len(below) * LINE
    canvas = Canvas(wide, tall + 2 * _EDGE, TITLE.to(language))
    y = float(_EDGE)
    for panel in panels:
        panel.draw(canvas, _EDGE, y)
        y += panel.height + _BETWEEN
    y -= _BETWEEN
    for line in below:
        y += LINE
        canvas.words(_EDGE, y, line, "muted", size="small")
    return canvas.svg()


def _panel(use: PortUse, unit: TimeUnit, language: Language, wide: float, high: float) -> Panel:
    told = notes(use)
    body = (
        Chart(use, told, unit, language, wide, high)
        if use.ended
        else Bars(use, told, language, wide)
    )
    return Panel(use, told, unit, language, wide, body)


_MORE = Text(
    "{count} more that used at most {most} ports aren't shown.",
    "ほかの {count} 件が使用するポートは最大 {most} 個であり、ここには示さない。",
)
_ONE_IDLE = Text(
    "One more instance shares {snat} and used none of its ports.",
    "{snat} を共有するほかの 1 台のインスタンスはポートを使用しない。",
)
_IDLE = Text(
    "{count} more instances share {snat} and used none of its ports.",
    "{snat} を共有するほかの {count} 台のインスタンスはポートを使用しない。",
)
