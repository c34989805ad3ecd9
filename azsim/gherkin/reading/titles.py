"""Titles and descriptions in the other language: comments above a title.

    # ja: SNAT ポートが戻るとき
    # ja: FIN の後は 240 秒、RST の後は 15 秒で戻る。
    Feature: When a SNAT port comes back
      It is free 240 seconds after FIN and 15 seconds after RST.

The first line is the title, whatever follows is the description. They stand directly
above the title, or above its tags; other comments may stand among them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import field, frozen

from azsim.gherkin.reading.comments import comments_in, title_nodes, upon
from azsim.gherkin.reading.source import Source
from azsim.text import Language, is_japanese

_COMMENT = re.compile(r"#\s*(?P<language>en|ja)\s*:[ \t]?(?P<words>.*)")


@frozen
class Title:
    """The words of a title and, line by line, of its description; ``lines`` is where they stand."""

    name: str
    description: tuple[str, ...] = ()
    lines: tuple[int, ...] = field(default=(), eq=False)


def titles_in(source: Source, language: Language) -> Mapping[int, Title]:
    """The titles that comments give in *language*, by the line; none in that of the file itself."""
    comments = comments_in(source) if language != source.language else {}
    found: dict[int, Title] = {}
    for node in title_nodes(source.tree["feature"]) if comments else ():
        words = {
            line: match["words"].strip()
            for line, text in upon(node, comments).items()
            if (match := _COMMENT.fullmatch(text)) and match["language"] == language
        }
        if words:
            name, *description = words.values()
            found[node["location"]["line"]] = Title(name, tuple(description), tuple(words))
    return found


def comment(language: Language, words: str) -> str:
    """The line that says *words* of a title in *language*."""
    return f"# {language}: {words}".rstrip()


def is_in_both(words: str) -> bool:
    """Whether there are no words that belong to one language, as in ``TCP``."""
    return not is_japanese(words) and not any(letter.islower() for letter in words)
