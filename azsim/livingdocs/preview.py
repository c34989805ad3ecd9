"""What a chat or a search engine shows of a page: a description, and a picture of its evidence.

The picture is a PNG, which the crawlers of chats ask for. It is drawn by resvg, which the extra
``preview`` brings along, with the same style sheet as the page in its light colours.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from importlib import resources
from importlib.util import find_spec

from azsim.livingdocs.edition import Edition
from azsim.livingdocs.picture import Picture, PictureKind
from azsim.livingdocs.pictures.canvas import SIZES, wrapped
from azsim.livingdocs.site import Behaviour, Service
from azsim.text import Language

WIDTH, HEIGHT = 1200, 630
"""The size in pixels that chats show whole."""

LONGEST = 200
"""The letters of a description that are shown everywhere."""

_MARGIN, _TITLE, _SMALL = 56, 44, 26
# Those with Japanese letters in English as well: a fallback would be any font that has them.
_FONTS = (
    '"Noto Sans CJK JP", "Noto Sans JP", "Yu Gothic UI", "Hiragino Sans", "Segoe UI", sans-serif'
)
# Which picture says most, where a scenario has several.
_ORDER: tuple[PictureKind, ...] = ("latency", "ports", "walk", "timeline", "topology")
_COLOUR = re.compile(r"(--[\w-]+):\s*light-dark\(([^,]+),[^)]*\)")


def can_draw() -> bool:
    """Whether pictures can be drawn here."""
    return find_spec("resvg_py") is not None


def described(words: str) -> str:
    """*words* on one line, without what a preview would cut off."""
    line = " ".join(words.split())
    if len(line) <= LONGEST:
        return line
    end = max(line.rfind(" ", LONGEST // 2, LONGEST), line.rfind("。", 0, LONGEST) + 1)
    return f"{line[: end if end > 0 else LONGEST - 1].rstrip()}…"


def address(behaviour: Behaviour, language: Language, edition: Edition) -> str | None:
    """Where the picture of the page of *behaviour* stands on the site, where it has one."""
    if not edition.base_url or not can_draw():
        return None
    return f"previews/{language}/{behaviour.address.removeprefix('features/')}.png"


def picture_of(behaviour: Behaviour) -> Picture | None:
    """The picture that says most of *behaviour*."""
    shown = {each.kind: each for each in behaviour.first.pictures}
    return next((shown[kind] for kind in _ORDER if kind in shown), None)


def png(service: Service, behaviour: Behaviour, language: Language) -> bytes:
    """A card with the title of *behaviour* and its main picture."""
    import resvg_py

    card = _card(service, behaviour, language)
    return bytes(resvg_py.svg_to_bytes(svg_string=card, style_sheet=_style(), background="#ffffff"))


def _card(service: Service, behaviour: Behaviour, language: Language) -> str:
    title = behaviour.heading.name.to(language)
    lines = wrapped(title, (WIDTH - 2 * _MARGIN) * SIZES["normal"] / _TITLE)[:3]
    y = _MARGIN + _SMALL
    parts = [_words(f"azsim · {service.name.to(language)}", y, _SMALL, "muted")]
    for line in lines:
        y += round(_TITLE * 1.3)
        parts.append(_words(line, y, _TITLE, "strong"))
    picture = picture_of(behaviour)
    if picture is not None:
        parts.append(_placed(picture.svg.to(language), y + 32))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" xml:lang="{language}">{"".join(parts)}</svg>'
    )


def _words(words: str, y: int, size: int, look: str) -> str:
    return f'<text x="{_MARGIN}" y="{y}" class="{look}" style="font-size: {size}px">{escape(words)}</text>'


def _placed(svg: str, top: int) -> str:
    """*svg* below *top*: as large as fits, and of one that is far too high its upper part."""
    wide, high = WIDTH - 2 * _MARGIN, HEIGHT - top - _MARGIN // 2
    head, _, rest = svg.partition(">")
    found = re.search(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"', head)
    assert found is not None, head
    width, height = float(found[1]), float(found[2])
    # If it were smaller, nobody could read its words in a chat.
    shown = min(height, width * high / wide * 1.8)
    return (
        f'<svg x="{_MARGIN}" y="{top}" width="{wide}" height="{high}" '
        f'viewBox="0 0 {width:g} {shown:g}" preserveAspectRatio="xMidYMid meet">{rest}'
    )


@cache
def _style() -> str:
    """The rules for pictures, with plain colours: resvg knows neither variables nor schemes."""
    sheet = resources.files("azsim.livingdocs").joinpath("static/style.css").read_text("utf-8")
    colours = dict(_COLOUR.findall(sheet))
    rules = [line for line in sheet.splitlines() if re.match(r"svg [^{].*[{]", line)]
    plain = re.sub(
        r"var\((--[\w-]+)\)", lambda name: colours.get(name[1], "#000"), "\n".join(rules)
    )
    return f"svg {{ font-family: {_FONTS}; font-size: 14px; }}\n{plain}"
