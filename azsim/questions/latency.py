"""How long connects took: minimum, median, average and maximum, and two sets side by side.

Samples are nanoseconds. Figures are reckoned from them as they are, and rounded once, at last.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal, get_args

from azsim.facts.decides import decides
from azsim.text import Advice, Text, did_you_mean
from azsim.units import MILLISECOND, parse_duration

Statistic = Literal["minimum", "median", "average", "maximum"]

RESOLUTION: Final = 10_000
"""Nanoseconds in a hundredth of a millisecond, the finest that is printed."""

STATISTICS: Final[tuple[Statistic, ...]] = get_args(Statistic)
NAMES: Final[dict[Statistic, Text]] = {
    "minimum": Text("minimum", "最小値"),
    "median": Text("median", "中央値"),
    "average": Text("average", "平均値"),
    "maximum": Text("maximum", "最大値"),
}

COLUMNS: Final = (
    Text("statistic", "統計量"),
    Text("FastPath disabled", "FastPath 無効"),
    Text("FastPath enabled", "FastPath 有効"),
    Text("drop", "低下幅"),
)


class Milliseconds(int):
    """Nanoseconds that are shown as ``4.63 ms``, in both languages."""

    @classmethod
    def parse(cls, text: str) -> Milliseconds:
        """Read a duration; a difference may have a minus sign."""
        sign, amount = (-1, text[1:]) if text.startswith("-") else (1, text)
        return cls(sign * parse_duration(amount))

    def __str__(self) -> str:
        return f"{(Decimal(int(self)) / MILLISECOND).normalize():,f} ms"


def statistic_called(name: str) -> Statistic:
    """The statistic with that *name* in either language.

    :raises Advice: where there is none.
    """
    for statistic, words in NAMES.items():
        if name in (words.en, words.ja):
            return statistic
    known = [each for words in NAMES.values() for each in (words.en, words.ja)]
    raise Advice(
        Text(
            'No statistic is called "{name}".{hint} Write minimum, median, average or maximum.',
            "「{name}」という統計量はない。{hint}最小値、中央値、平均値、最大値のいずれかを書く。",
        ).fill(name=name, hint=did_you_mean(name, known))
    )


@decides
def rounded(amount: Fraction) -> int:
    """*amount* in whole hundredths of a millisecond, rounded half up."""
    whole, rest = divmod(amount, RESOLUTION)
    return (whole + (2 * rest >= RESOLUTION)) * RESOLUTION


def measure(statistic: Statistic, samples: Sequence[int]) -> Fraction:
    """That *statistic* of *samples*, of which there is at least one, not rounded yet."""
    match statistic:
        case "minimum":
            return Fraction(min(samples))
        case "maximum":
            return Fraction(max(samples))
        case "average":
            return Fraction(sum(samples), len(samples))
        case "median":
            return quartiles(samples)[1]


def quartiles(samples: Sequence[int]) -> tuple[Fraction, Fraction, Fraction]:
    """A quarter, half and three quarters of *samples*, one or more, lie at or below these.

    Between two samples they are interpolated, as spreadsheets do. They aren't rounded yet.
    """
    ordered = sorted(samples)
    low, middle, high = (_quartile(ordered, number) for number in (1, 2, 3))
    return low, middle, high


def _quartile(ordered: Sequence[int], number: int) -> Fraction:
    index, rest = divmod((len(ordered) - 1) * number, 4)
    if not rest:
        return Fraction(ordered[index])
    return Fraction(ordered[index] * (4 - rest) + ordered[index + 1] * rest, 4)
