"""What the drawings of a topology share: boxes, the looks of links, and what these mean."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from azsim.livingdocs.pictures.canvas import Canvas, Size, width
from azsim.livingdocs.pictures.topology_layout import Box
from azsim.model.topology import Heads, Link, LinkKind
from azsim.text import Language, Text

LEGEND: Final = 20.0
"""The height of a line of the legend."""

_SAMPLE: Final = 30.0
_USED = Text("connections", "接続")
_QUERY = Text("DNS queries", "DNS クエリ")
_UNUSED = Text("set up; nothing went here", "設定のみ、通信なし")
_CHOICE = Text("what an answer may name; no traffic", "応答の候補、通信なし")


def look(kind: LinkKind, heads: Heads) -> str:
    """The class of a link: solid where something went, dashed for DNS, else dotted."""
    if heads == "none":
        return "dotted"
    return "dashed" if kind == "DNS" else "line"


def head_look(kind: LinkKind) -> str:
    """The class of its heads."""
    return "muted" if kind == "DNS" else "line"


def draw_box(canvas: Canvas, box: Box) -> None:
    """A box with its words and its parts."""
    canvas.box(box.x, box.y, box.w, box.height)
    y = box.y + 6
    for line in box.lines:
        y += line.height
        size: Size = "normal" if line.style == "strong" else "small"
        canvas.words(box.x + box.w / 2, y - 2, line.words, line.style, anchor="middle", size=size)
    for part in box.parts:
        draw_box(canvas, part)


def legend_lines(links: Iterable[Link], room: float, language: Language) -> list[list[str]]:
    """The looks and what they mean, in lines of at most *room* pixels; none where all are used."""
    kinds = dict.fromkeys(_meaning(link) for link in links)
    if set(kinds) <= {"used"}:
        return []
    lines: list[list[str]] = [[]]
    at = 0.0
    for each in kinds:
        wide = _SAMPLE + 8 + width(_MEANINGS[each].to(language), "small") + 18
        if lines[-1] and at + wide > room:
            lines.append([])
            at = 0.0
        lines[-1].append(each)
        at += wide
    return lines


def draw_legend(
    canvas: Canvas, lines: list[list[str]], x: float, y: float, language: Language
) -> None:
    """*lines* below *y*."""
    for line in lines:
        at, middle = x, y + LEGEND / 2
        for each in line:
            style, head = _LOOKS[each]
            end = at + _SAMPLE
            canvas.line(at, middle, end, middle, style)
            if head:
                canvas.head(end, middle, "right", head)
            words = _MEANINGS[each].to(language)
            canvas.words(end + 8, middle + 4, words, "muted", size="small")
            at = end + 8 + width(words, "small") + 18
        y += LEGEND


def _meaning(link: Link) -> str:
    if link.kind == "choice":
        return "choice"
    if link.heads == "none":
        return "unused"
    return "query" if link.kind == "DNS" else "used"


_LOOKS: Final = {
    "used": ("line", "line"),
    "query": ("dashed", "muted"),
    "unused": ("dotted", ""),
    "choice": ("dotted", ""),
}
_MEANINGS: Final = {"used": _USED, "query": _QUERY, "unused": _UNUSED, "choice": _CHOICE}
