"""Text in lines that a terminal can show."""

from __future__ import annotations

import os
import re
import shutil
import sys

from azsim.terminal.columns import width

# A line of Japanese may end after any letter but within a word in katakana, unless a closing sign
# follows.
_PIECE = re.compile(
    r"[「『（]*(?:[ァ-ヺー]+|[\u3000-\uffff])[、。」』）)]*|\s+|[^\s\u3000-\uffff]+[、。」』）)]*"
)


def columns() -> int | None:
    """How wide a line may be; None where lines aren't shown but kept or piped on."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS"):
        return shutil.get_terminal_size().columns
    return None


def wrapped(text: str, limit: int | None, first: str = "", later: str | None = None) -> list[str]:
    """*text* in lines of *limit* columns, behind *first*, and from the second line *later*.

    Without *later*, each line begins as the first does. A piece without a blank that is
    too long stays whole.
    """
    if limit is None:
        return [f"{first}{text}"]
    start = first if later is None else later
    lines, bare = [first], True
    for piece in _PIECE.findall(text):
        if not bare and width(lines[-1]) + width(piece.rstrip()) > limit:
            lines.append(start)
            bare = True
        if not (bare and piece.isspace()):
            lines[-1] += piece
            bare = False
    return [line.rstrip() for line in lines]
