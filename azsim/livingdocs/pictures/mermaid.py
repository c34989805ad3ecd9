"""Words that Mermaid must not take for its own."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"[#;\"<>\[\]{}|\\]|(?<![-\w])end(?![-\w])", re.IGNORECASE)


def quoted(words: str) -> str:
    """*words* with everything that means something to Mermaid as an entity code."""
    return _SPECIAL.sub(lambda found: "".join(f"#{ord(each)};" for each in found[0]), words)
