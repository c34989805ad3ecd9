"""The numbers in a text, each with its unit: ``240 s``, ``4 minutes``, ``4 分``, ``1,024``, ``50%``.

Two of them are the same where their `Quantity.key` is: ``240 s`` is ``4 分``, and no port.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal, TypeAlias

from attrs import frozen

from azsim.text import Advice
from azsim.units import parse_duration

Unit = Literal["count", "duration", "percent", "address"]
Key: TypeAlias = tuple[Unit, Fraction | str]
"""What a quantity is: nanoseconds of a duration, hundredths, a count, or an address."""


@frozen
class Quantity:
    """A number that stands in a text from *start* to before *end*, its unit included.

    ``number`` is the plain number, as it is written; an address has none.
    """

    start: int
    end: int
    key: Key
    number: Decimal | None

    @property
    def bare(self) -> Key | None:
        """Its plain number as a count, by which it is known again where its unit is left out."""
        return None if self.number is None else ("count", Fraction(self.number))


# A number in one of these is part of a name, and no quantity.
_NAMES = (
    r"RFC [0-9]+|TLS 1[.][0-9]|HTTP/[0-9](?:[.][0-9])?|SHA-[0-9]+|IPv[46]"
    r"|[Ll]ayer [1-7]|レイヤー [1-7]|L[1-7]|5 タプル"
)
_ADDRESS = r"[0-9]{1,3}(?:[.][0-9]{1,3}){3}(?:/[0-9]{1,2})?"
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:[.][0-9]+)?"
_DURATION = (
    r"(?:ns|[uµμ]s|ms|s|sec|seconds?|min|minutes?|h|hours?|days?"
    r"|nanoseconds?|microseconds?|milliseconds?)(?![A-Za-z])"
    r"|ナノ秒|マイクロ秒|ミリ秒|秒|分(?!の ?[0-9])|時間|日(?!本)"
)
_PERCENT = r"%|percent(?![A-Za-z])|パーセント"
_FOUND = re.compile(
    rf"(?P<name>{_NAMES})"
    rf"|(?<![A-Za-z0-9_.])(?<![A-Za-z]-)"
    rf"(?:(?P<address>{_ADDRESS})|(?P<number>{_NUMBER})"
    rf"(?:[ \u00a0-]?(?:(?P<duration>{_DURATION})|(?P<percent>{_PERCENT})))?)"
)
# Full-width signs, each of which stands for one of the same length.
_PLAIN = str.maketrans("０１２３４５６７８９％＋＝＜＞：", "0123456789%+=<>:")


def plain(text: str) -> str:
    """*text* with ordinary digits and signs; every letter stays where it was."""
    return text.translate(_PLAIN)


@lru_cache(maxsize=4096)
def quantities_in(text: str) -> tuple[Quantity, ...]:
    """Every quantity in *text*, from first to last."""
    return tuple(_quantities(plain(text)))


def _quantities(text: str) -> Iterator[Quantity]:
    for found in _FOUND.finditer(text):
        start, end = found.span()
        if found["name"]:
            continue
        if found["address"]:
            yield Quantity(start, end, ("address", found["address"]), None)
            continue
        written = found["number"]
        number = Decimal(written.replace(",", ""))
        if found["duration"]:
            try:
                key: Key = ("duration", Fraction(parse_duration(f"{written} {found['duration']}")))
            except Advice:
                # Finer than a nanosecond, or longer than anything.
                key = ("count", Fraction(number))
        else:
            key = ("percent" if found["percent"] else "count", Fraction(number))
        yield Quantity(start, end, key, number)
