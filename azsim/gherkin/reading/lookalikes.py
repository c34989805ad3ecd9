"""Characters that look like those of Gherkin and of sentences, and are others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from azsim.text import Text

# Characters that look like others, in the order in which they are named, and what was meant.
_LOOKALIKES = (
    (
        Text(
            "A non-breaking space looks like a space and isn't one here.",
            "ノーブレーク スペースは空白に見えるが、ここでは空白ではない。",
        ),
        dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2007\u2009\u202f", " "),
    ),
    (
        Text(
            "A character without width can't be seen and doesn't fit here.",
            "目に見えない、幅のない文字が入っている。",
        ),
        dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u00ad\u2060\ufeff", ""),
    ),
    (
        Text("Curly quotation marks don't fit here.", "ここに “ ” のような引用符は使えない。"),
        dict.fromkeys("“”„‟", '"') | dict.fromkeys("‘’", "'"),
    ),
    (
        Text("Full-width characters don't fit here.", "ここに全角の文字は使えない。"),
        {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
        | {"\u3000": " "}
        | {"〈": "<", "〉": ">"}
        | dict.fromkeys("「」『』", '"'),
    ),
)
TAKEN_APART = Text(
    "A letter and its mark are two characters here, which look like one. Type the word anew.",
    "濁点などが文字から離れている。見た目は 1 文字だが、ここでは 2 文字である。打ち直す。",
)
_PLAIN = str.maketrans({sign: meant for _, each in _LOOKALIKES for sign, meant in each.items()})


def plain(text: str) -> str:
    """*text* with ordinary characters in the place of those that only look like them."""
    return text.translate(_PLAIN)


def ordinary(text: str, but: str = "") -> str:
    """*text* with the one common form of every character, whatever its width.

    The signs in *but* stay as they are.
    """
    if not but:
        return unicodedata.normalize("NFKC", plain(text))
    parts = re.split(f"([{re.escape(but)}])", text)
    parts[::2] = map(ordinary, parts[::2])
    return "".join(parts)


def own_signs(text: str) -> str:
    """The signs of *text* that only look like others anywhere else, such as 「 and 」."""
    return "".join(sorted(sign for sign in set(text) if ordinary(sign) != sign))


def outside_quotes(text: str, change: Callable[[str], str]) -> str:
    """*text* after *change*, but for the names that stand between ordinary quotation marks."""
    parts = text.split('"')
    return '"'.join(part if index % 2 else change(part) for index, part in enumerate(parts))


def wrong(text: str, right: str = "") -> Text | None:
    """What is wrong with the characters of *text* that :func:`plain` replaces, if any is.

    Those that stand in *right* as well are meant.
    """
    signs = set(text).difference(right)
    found = next(
        (reason for reason, each in _LOOKALIKES if not each.keys().isdisjoint(signs)), None
    )
    if found is None and right and unicodedata.normalize("NFC", text) != text:
        return TAKEN_APART
    return found
