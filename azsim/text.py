"""A sentence in both languages, and errors that advise in either.

Whatever a reader sees exists in English and Japanese. It is kept as one
:class:`Text` and turned into one language only where it is printed.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Literal

from attrs import frozen

Language = Literal["en", "ja"]
OTHER: Mapping[Language, Language] = {"en": "ja", "ja": "en"}
"""The other language."""


@frozen
class Text:
    """The same words in English and in Japanese."""

    en: str
    ja: str

    def to(self, language: Language) -> str:
        """The words in *language*."""
        return self.ja if language == "ja" else self.en

    def fill(self, **values: object) -> Text:
        """Put *values* into the ``{name}`` fields of both languages.

        A value that is a :class:`Text` itself is taken in the language it lands in.

        >>> Text("after {time}", "{time}後").fill(time=Text("4 minutes", "4 分"))
        Text(en='after 4 minutes', ja='4 分後')
        """
        return Text(
            self.en.format(**{name: say(value, "en") for name, value in values.items()}),
            self.ja.format(**{name: say(value, "ja") for name, value in values.items()}),
        )

    def __str__(self) -> str:
        return self.en


def say(value: object, language: Language) -> str:
    """*value* as words of *language*."""
    return value.to(language) if isinstance(value, Text) else str(value)


def same(words: object) -> Text:
    """Words that are the same in both languages, such as a name or an address."""
    return Text(str(words), str(words))


# What is longer is cut where it is quoted.
_LONGEST_QUOTATION = 60


def quotation(words: str) -> Text:
    """*words* of somebody else's between quotation marks, unless they have them; cut if long."""
    if len(words) > _LONGEST_QUOTATION:
        words = f"{words[: _LONGEST_QUOTATION - 1]}…"
    is_quoted = len(words) > 1 and words.startswith('"') and words.endswith('"')
    return Text(words if is_quoted else f'"{words}"', f"「{words}」")


def joined_lines(lines: Iterable[str]) -> str:
    """Lines of prose as paragraphs, one line each; an empty line parts two.

    Japanese joins Japanese without a space, and its full stops and commas join anything.

    >>> joined_lines(["one", "two", "", "三つ、", "4 つ", "五つ"])
    'one two\\n三つ、4 つ五つ'
    """
    paragraphs = [""]
    for line in (each.strip() for each in lines):
        if not line:
            paragraphs.append("")
            continue
        before = paragraphs[-1]
        joins = is_japanese(before[-1:]) and is_japanese(line[0])
        space = "" if not before or joins or before[-1] in "、。" else " "
        paragraphs[-1] = f"{before}{space}{line}"
    return "\n".join(filter(None, paragraphs))


def listed(items: Iterable[object]) -> Text:
    """The items one after the other, in both languages.

    >>> listed(["TCP", "UDP", "ICMP"]), listed(["TCP", "UDP"])
    (Text(en='TCP, UDP and ICMP', ja='TCP、UDP、ICMP'), Text(en='TCP and UDP', ja='TCP と UDP'))
    """
    parts = list(items)
    english = [say(part, "en") for part in parts]
    japanese = [say(part, "ja") for part in parts]
    if len(parts) < 2:
        return Text("".join(english), "".join(japanese))
    pair = f"{beside(japanese[0], 'と')}{gap('と', japanese[1])}{japanese[1]}"
    return Text(
        f"{', '.join(english[:-1])} and {english[-1]}",
        pair if len(parts) == 2 else "、".join(japanese),
    )


def gap(left: str, right: str) -> str:
    """The space that stands between Japanese and Latin letters, and nowhere else."""
    return " " if left and right and left[-1].isascii() != right[0].isascii() else ""


def beside(left: str, right: str) -> str:
    """*left* and *right* with a space between them where their scripts differ."""
    return f"{left}{gap(left, right)}{right}"


def spaced(left: str, words: Text, right: str = "") -> Text:
    """*words* with the spaces that they need in Japanese between *left* and *right*."""
    return Text(words.en, f"{gap(left, words.ja)}{words.ja}{gap(words.ja, right)}")


# Where a sign stands for a control character of its own; U+FFFD stands for the others.
_SIGNS = {code: chr(0x2400 + code) for code in range(32) if chr(code) not in "\t\n"} | {0x7F: "␡"}
# C1 controls; separators of lines and paragraphs; what turns the direction of writing round.
_UNSEEN = (*range(0x80, 0xA0), 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A))
_VISIBLE = _SIGNS | dict.fromkeys(_UNSEEN, "\N{REPLACEMENT CHARACTER}")


def visible(words: str) -> str:
    """*words* with signs for control characters, which would steer a terminal; tabs and lines stay."""
    # Lines aren't printable, and replacing signs one by one takes far longer.
    return words if words.replace("\n", "").isprintable() else words.translate(_VISIBLE)


def is_plain(words: str) -> bool:
    """Whether *words* stand on one line and hold no control character."""
    return "\n" not in words and "\t" not in words and visible(words) == words


def quoted(words: str, most: int = 60) -> str:
    """*words* of a stranger's, fit to stand in a message: one line, no longer than *most*."""
    line = visible(words.replace("\n", "␊").replace("\t", " "))
    return line if len(line) <= most else f"{line[: most - 1]}…"


def is_japanese(words: str) -> bool:
    """Whether *words* hold Japanese letters."""
    return re.search("[\u3040-\u30ff\u4e00-\u9fff]", words) is not None


class Advice(Exception):
    """A mistake of the user's, said so that it can be mended.

    It is printed as its words alone, beside the line of the feature file that
    caused it, never as a trace-back.
    """

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def nearest(found: str, known: Iterable[str]) -> str | None:
    """The one of *known* that looks most like *found*, or None where nothing does.

    Capitals and the width of letters don't count.
    """
    plain = {_plain(name): name for name in known}
    close = difflib.get_close_matches(_plain(found), plain, n=1, cutoff=0.5)
    return plain[close[0]] if close else None


def _plain(words: str) -> str:
    return unicodedata.normalize("NFKC", words).casefold()


def did_you_mean(found: str, known: Iterable[str]) -> Text:
    """`` Did you mean "vm1"?``, or nothing where no known name is near."""
    close = nearest(found, known)
    if close is None:
        return Text("", "")
    return Text(f' Did you mean "{close}"?', f"「{close}」のことか。")
