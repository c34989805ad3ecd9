"""Words that Mermaid must not take for its own."""

from __future__ import annotations

import re

from azsim.text import visible

_BREAKS = re.compile("[\t-\r\x85\u2028\u2029]+")
_SPECIAL = re.compile(r"[#;\"<>\[\]{}|\\]|(?<![-\w])end(?![-\w])", re.IGNORECASE)


def one_line(words: str) -> str:
    """*words* on one line, for a line break would begin a statement of its own."""
    return visible(_BREAKS.sub(" ", words))


def quoted(words: str) -> str:
    """*words* with everything that means something to Mermaid as an entity code."""
    return _SPECIAL.sub(
        lambda found: "".join(f"#{ord(each)};" for each in found[0]), one_line(words)
    )
