"""Arithmetic in prose, such as ``5 a second × 240 s = 1,200 > 1,024``.

A chain is numbers with one sign between each two; words beside a number are its unit. It is
reckoned on the plain numbers, × and ÷ before + and −, without brackets. A number is ≈ to
what is rounded to it.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from attrs import frozen

from azsim.reasons.quantities import Quantity, plain, quantities_in

COMPARISONS: Final = "=><≥≤≈"
_REALLY: Mapping[str, str] = {
    ">=": "≥", "=>": "≥", "<=": "≤", "=<": "≤", "~": "≈", "*": "×", "x": "×", "X": "×", "/": "÷", "-": "−",
}  # fmt: skip
_SIGN = re.compile(
    r"[×÷−≥≤≈]"
    # These mean something else beside a letter or another sign, as in -> or ttl=60.
    r"|(?<![A-Za-z<>=+-])[=<>+](?![A-Za-z<>=+-])"
)
# What people type for a sign where it stands between two numbers.
_MISWRITTEN = re.compile(r"(?<= )(?:>=|=>|<=|=<|[*~/xX-])(?= )")
_STOP = re.compile(r"""[,;:.!?。、()（）「」"\n]| – """)

_COMPARE: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "=": operator.eq, ">": operator.gt, "<": operator.lt, "≥": operator.ge, "≤": operator.le,
}  # fmt: skip


@frozen
class Chain:
    """Numbers, with one of ``signs`` between each two."""

    numbers: tuple[Quantity, ...]
    signs: tuple[str, ...]

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.numbers[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.numbers[-1].end

    def says(self) -> tuple[tuple[Decimal, ...], tuple[str, ...]]:
        """The plain numbers and the signs, which are the same in every language."""
        return tuple(_number(each).normalize() for each in self.numbers), self.signs

    def sides(self) -> tuple[tuple[Chain, ...], tuple[str, ...]]:
        """What stands on either side of each comparison, and the comparisons."""
        sides, comparisons, start = [], [], 0
        for at, sign in enumerate(self.signs, start=1):
            if sign in COMPARISONS:
                sides.append(Chain(self.numbers[start:at], self.signs[start : at - 1]))
                comparisons.append(sign)
                start = at
        sides.append(Chain(self.numbers[start:], self.signs[start:]))
        return tuple(sides), tuple(comparisons)

    def value(self) -> Fraction:
        """What comes out of a chain without comparisons.

        :raises ZeroDivisionError: where it divides by zero.
        """
        first, *rest = (Fraction(_number(each)) for each in self.numbers)
        terms, signs = [first], [1]
        for sign, number in zip(self.signs, rest, strict=True):
            if sign == "×":
                terms[-1] *= number
            elif sign == "÷":
                terms[-1] /= number
            else:
                terms.append(number)
                signs.append(1 if sign == "+" else -1)
        return sum((sign * term for sign, term in zip(signs, terms, strict=True)), Fraction(0))

    def wrong(self) -> tuple[Chain, str, Chain] | None:
        """The first comparison that doesn't hold, if any."""
        sides, comparisons = self.sides()
        for left, sign, right in zip(sides, comparisons, sides[1:], strict=False):
            if not _holds(left, sign, right):
                return left, sign, right
        return None

    def results(self) -> Iterator[Quantity]:
        """The numbers that a side of several numbers is, or is about, equal to."""
        sides, comparisons = self.sides()
        group = [sides[0]]
        for side, sign in zip(sides[1:], comparisons, strict=True):
            if sign not in "=≈":
                yield from _results(group)
                group = []
            group.append(side)
        yield from _results(group)


@frozen
class Broken:
    """A sign at the place *at* that has no number on one of its sides."""

    at: int
    sign: str


@frozen
class Miswritten:
    """What stands for a sign between two numbers at the place *at*, and the sign meant."""

    at: int
    written: str
    meant: str


def arithmetic_in(text: str) -> Iterator[Chain | Broken | Miswritten]:
    """Every chain in *text*, and the signs that belong to none though numbers stand beside them."""
    text = plain(text)
    quantities = [each for each in quantities_in(text) if each.number is not None]
    inside = [(each.start, each.end) for each in quantities_in(text)]

    def marks(pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
        for found in pattern.finditer(text):
            if not any(start <= found.start() < end for start, end in inside):
                yield found.start(), found[0]

    entries: list[tuple[int, Quantity | str]] = [
        *((each.start, each) for each in quantities),
        *marks(_SIGN),
        *marks(_MISWRITTEN),
        *((at, "") for at, _ in marks(_STOP)),
    ]
    part: list[tuple[int, Quantity | str]] = []
    for at, entry in [*sorted(entries, key=lambda each: each[0]), (len(text), "")]:
        if entry != "":
            part.append((at, entry))
            continue
        yield from _chains(part)
        part = []


def _chains(part: Sequence[tuple[int, Quantity | str]]) -> Iterator[Chain | Broken | Miswritten]:
    """What a part of a sentence says, between two of its stops."""
    numbers: list[Quantity] = []
    signs: list[str] = []
    # A comparison that isn't all words can be true or false.
    claims = any(entry in COMPARISONS for _, entry in part if isinstance(entry, str))
    claims = claims and any(isinstance(entry, Quantity) for _, entry in part)
    for place, (at, entry) in enumerate(part):
        if isinstance(entry, Quantity):
            if len(signs) < len(numbers):
                if signs:
                    yield Chain(tuple(numbers), tuple(signs))
                numbers, signs = [], []
            numbers.append(entry)
            continue
        left, right = (
            part[each][1] if 0 <= each < len(part) else None for each in (place - 1, place + 1)
        )
        is_between = isinstance(left, Quantity) and isinstance(right, Quantity)
        if entry in _REALLY:
            if is_between:
                yield Miswritten(at, entry, _REALLY[entry])
        elif is_between:
            signs.append(entry)
        elif claims:
            yield Broken(at, entry)
    if signs:
        yield Chain(tuple(numbers), tuple(signs))


def _results(group: Sequence[Chain]) -> Iterator[Quantity]:
    if any(side.signs for side in group):
        yield from (side.numbers[0] for side in group if not side.signs)


def _holds(left: Chain, sign: str, right: Chain) -> bool:
    try:
        one, other = left.value(), right.value()
    except ZeroDivisionError:
        return False
    if sign == "≈":
        return one == other or _is_rounded(left, other) or _is_rounded(right, one)
    return _COMPARE[sign](one, other)


def _is_rounded(side: Chain, value: Fraction) -> bool:
    """Whether *side* is one number, and *value* is it as exactly as it is written.

    Zeros at the end of a whole number may be rounded, but for its first two digits.
    """
    if side.signs:
        return False
    number = _number(side.numbers[0])
    exponent = int(number.as_tuple().exponent)
    if exponent == 0:
        digits = str(int(number))
        exponent = max(0, min(len(digits) - len(digits.rstrip("0")), len(digits) - 2))
    return abs(Fraction(number) - value) <= Fraction(10) ** exponent / 2


def _number(quantity: Quantity) -> Decimal:
    assert quantity.number is not None
    return quantity.number
