"""The heads of examples in the other language: a comment directly above the heading row.

    Examples:
      # ja: | 終わり方       | 保持     |
      | ending | hold       |
      | RST    | 15 seconds |

In a title's words and in prose, a column goes by either of its names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from azsim.gherkin.reading.comments import comments_in, title_nodes
from azsim.gherkin.reading.compat import cells_in
from azsim.gherkin.reading.mistakes import Mistake
from azsim.gherkin.reading.notation import escaped
from azsim.gherkin.reading.source import Source
from azsim.text import Language, Text

OTHER_NUMBER = Text(
    "These are {found} heads of columns, and the row below has {expected}. Give each column one.",
    "列の見出しが {found} 個あるが、下の行の列は {expected} 個である。数を揃える。",
)
ANOTHER_COLUMN = Text(
    'Two columns would be called "{name}". Give each a name of its own.',
    "二つの列が「{name}」という名前になる。それぞれに別の名前を付ける。",
)
UPON_NO_ROW = Text(
    "This comment names columns, but doesn't lie upon the heading row of examples, so nobody sees it. "
    "Put it directly above that row.",
    "列の見出しのコメントだが、例の見出しの行に接していないため、使われない。その行のすぐ上に置く。",
)

_HEADS = re.compile(r"#\s*(?P<language>en|ja)\s*:\s*(?P<row>[|].*)")


@frozen
class Heads:
    """What the columns of one table are called, and the line that says so."""

    line: int
    cells: tuple[str, ...]


NO_HEADS = Heads(0, ())


def heads_in(source: Source, language: Language) -> Mapping[int, Heads]:
    """The heads of *source* in *language*, by the line of the heading row; as many as it has cells."""
    return {
        row["location"]["line"]: heads
        for row, heads in _found(source, language)
        if len(heads.cells) == len(row["cells"])
    }


def wrong_heads(source: Source) -> Iterator[Mistake]:
    """Heads that can't be those of their table, and those of none."""
    upon = set()
    for language in ("en", "ja"):
        for row, heads in _found(source, language):
            upon.add(heads.line)
            expected, found = len(row["cells"]), len(heads.cells)
            if found != expected:
                yield Mistake(heads.line, OTHER_NUMBER.fill(found=found, expected=expected))
                continue
            names = [cell["value"] for cell in row["cells"]]
            for at, name in enumerate(heads.cells):
                others = [*names[:at], *names[at + 1 :], *heads.cells[:at]]
                if name in others:
                    yield Mistake(heads.line, ANOTHER_COLUMN.fill(name=name))
    for line, text in comments_in(source).items():
        if _HEADS.fullmatch(text) and line not in upon:
            yield Mistake(line, UPON_NO_ROW, text)


def comment(language: Language, cells: tuple[str, ...]) -> str:
    """The line that says the heads *cells* in *language*."""
    return f"# {language}: | {' | '.join(map(escaped, cells))} |"


def _found(source: Source, language: Language) -> Iterator[tuple[Any, Heads]]:
    comments = comments_in(source)
    for node in title_nodes(source.tree["feature"]) if comments else ():
        if "tableHeader" in node:
            row = node["tableHeader"]
            line = row["location"]["line"] - 1
            while line in comments:
                match = _HEADS.fullmatch(comments[line])
                if match is not None and match["language"] == language:
                    yield row, Heads(line, cells_in(match["row"]))
                    break
                line -= 1
