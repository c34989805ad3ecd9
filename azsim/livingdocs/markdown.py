"""Markdown that GitHub and Zenn render alike, and the words of others as mere text in it.

Both take the blocks that are made here. Raw HTML only GitHub takes, and boxes that fold
(``:::details``) only Zenn; what the one understands the other prints, so there is neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NewType
from urllib.parse import quote

Markdown = NewType("Markdown", str)
"""Finished Markdown, unlike the words that somebody wrote."""

NOTHING = Markdown("")

_SPACES = re.compile(r"[ \t\r\n]+")
_ESCAPES = (
    (re.compile(r"[\\`*_\[\]<&|~#]"), r"\\\g<0>"),
    # A formula. GitHub looks for the sign even behind a backslash.
    (re.compile(r"\$"), "&#36;"),
    # An address that nobody marked as a link.
    (re.compile(r":(?=//)"), r"\:"),
    (re.compile(r"www(?=\.)", re.IGNORECASE), r"\g<0>\\"),
    # What makes a list, a quotation, a heading or a box at the start of a line.
    (re.compile(r"^( ?)(-(?=[- ]|$)|[+](?= |$)|>|:(?=::))"), r"\1\\\2"),
    (re.compile(r"^( ?\d{1,9})([.)])(?= |$)"), r"\1\\\2"),
)
# What would end an address, or be something else in it.
_NOT_IN_ADDRESSES = re.compile(r"[^\w/:?#&=%+,;@!~.-]")


def text(words: str) -> Markdown:
    """*words* on one line, shown as they are."""
    line = _SPACES.sub(" ", words)
    for special, escaped in _ESCAPES:
        line = special.sub(escaped, line)
    return Markdown(line)


def code(words: str) -> Markdown:
    """*words* on one line as code. Not for a cell of a table, where a bar would end it."""
    line = _SPACES.sub(" ", words)
    if not line:
        return NOTHING
    ticks = "`" * (_longest_run(line) + 1)
    # One space at either end is taken for padding.
    padding = " " if "`" in (line[0], line[-1]) or (line[0] == line[-1] == " ") else ""
    return Markdown(f"{ticks}{padding}{line}{padding}{ticks}")


def bold(content: Markdown) -> Markdown:
    """*content* in bold. A space has to stand on both sides: Japanese letters don't end it."""
    return Markdown(f"**{content}**") if content else NOTHING


def link(label: Markdown, address: str) -> Markdown:
    """A link to *address*, which is a URL or relative to the article."""
    plain = _NOT_IN_ADDRESSES.sub(lambda found: quote(found[0]), address)
    return Markdown(f"[{label}]({plain})")


def joined(parts: Iterable[Markdown], between: str = " ") -> Markdown:
    """The *parts* that aren't empty, on one line."""
    return Markdown(between.join(filter(None, parts)))


def heading(level: int, content: Markdown) -> Markdown:
    """A heading; *level* 1 is that of the article."""
    return Markdown(f"{'#' * level} {content}")


def fence(content: str, language: str = "text") -> Markdown:
    """Lines that are shown as they are; *language* ``mermaid`` draws them."""
    lines = content.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    ticks = "`" * max(3, _longest_run(lines) + 1)
    return Markdown(f"{ticks}{language}\n{lines}\n{ticks}")


def table(columns: Sequence[Markdown], rows: Iterable[Sequence[Markdown]]) -> Markdown:
    """A table with a heading for each column."""
    lines = [columns, [Markdown("---")] * len(columns), *rows]
    return Markdown("\n".join(f"| {' | '.join(cells)} |" for cells in lines))


def bullets(items: Iterable[Markdown]) -> Markdown:
    """A list; an item may consist of several blocks."""
    listed = [re.sub(r"\n(?!\n)", "\n  ", f"- {item}") for item in items]
    between = "\n\n" if any("\n" in item for item in listed) else "\n"
    return Markdown(between.join(listed))


def blocks(parts: Iterable[Markdown]) -> Markdown:
    """The *parts* that aren't empty, below one another."""
    return Markdown("\n\n".join(filter(None, parts)))


def _longest_run(words: str) -> int:
    return max(map(len, re.findall("`+", words)), default=0)
