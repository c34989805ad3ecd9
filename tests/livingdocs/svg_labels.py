"""Where the words of a picture stand, by the widths that pictures reckon with."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree

from azsim.livingdocs.picture import Picture
from azsim.livingdocs.pictures.canvas import PHONE, SIZES, Size, width
from azsim.text import Language

Box = tuple[float, float, float, float]


def check_labels(svg: str) -> None:
    """No words lie on others or leave the picture."""
    root = ElementTree.fromstring(svg)
    boxes = [(each.text, _box(each)) for each in root.iter("{http://www.w3.org/2000/svg}text")]
    for words, (left, top, right, bottom) in boxes:
        assert left >= 0 <= top, words
        assert right <= float(root.attrib["width"]), words
        assert bottom <= float(root.attrib["height"]), words
    for (words, one), (others, other) in combinations(boxes, 2):
        assert not _overlap(one, other), (words, others)


def check_forms(picture: Picture, language: Language, most: float) -> None:
    """It is *most* pixels wide at most, and fits a phone as well."""
    wide = picture.svg.to(language)
    narrow = wide if picture.narrow is None else picture.narrow.to(language)
    for svg, room in ((wide, most), (narrow, PHONE)):
        check_labels(svg)
        assert broad(svg) <= room


def broad(svg: str) -> float:
    """The natural width of a picture, in pixels."""
    return float(ElementTree.fromstring(svg).attrib["width"])


def _box(text: ElementTree.Element) -> Box:
    size: Size = "small" if "small" in text.get("class", "") else "normal"
    wide = width(text.text or "", size)
    x, y = float(text.attrib["x"]), float(text.attrib["y"])
    left = x - wide * {"start": 0, "middle": 0.5, "end": 1}[text.get("text-anchor", "start")]
    return left, y - 0.75 * SIZES[size], left + wide, y + 0.2 * SIZES[size]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
