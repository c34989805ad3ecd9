"""What the arrows of a packet walk mean, where they differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import define, field

from azsim.livingdocs.pictures.canvas import Canvas, width
from azsim.livingdocs.pictures.walk_columns import MARGIN
from azsim.livingdocs.pictures.walk_words import is_dns
from azsim.livingdocs.words import WORDS
from azsim.questions.walk import Walk
from azsim.questions.walk_rows import Passage
from azsim.text import Language, Text

_SAMPLE: Final = 34
_GAP: Final = 8
_LINE: Final = 20


def entries(walk: Walk) -> Iterator[tuple[str, str, Text]]:
    """Of each kind of arrow: the style of its group, that of its line, and what it means."""
    if walk.is_told_apart:
        yield "asked", "line", WORDS["asked about"]
        yield "aside", "line", WORDS["not asked about"]
    if any(isinstance(row, Passage) and is_dns(row) for row in walk.rows):
        yield "", "line dns", WORDS["DNS"]
        yield "", "line", WORDS["traffic"]


@define
class Legend:
    """The legend of a walk, above its lifelines."""

    walk: Walk
    language: Language
    height: float = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.height = _LINE * -(-len(list(entries(self.walk))) // 2)

    def draw(self, canvas: Canvas, left: float) -> None:
        """Draw it at the top of *canvas*, two kinds in a row."""
        x, y = left, MARGIN
        for number, (group, line, words) in enumerate(entries(self.walk)):
            said = words.to(self.language)
            canvas.group(f"key {group}".rstrip())
            canvas.line(x, y, x + _SAMPLE - 8, y, line)
            canvas.head(x + _SAMPLE, y, "right")
            canvas.words(x + _SAMPLE + _GAP, y + 4, said, size="small")
            canvas.end_group()
            x += _SAMPLE + 3 * _GAP + width(said, "small")
            if number % 2:
                x, y = left, y + _LINE
