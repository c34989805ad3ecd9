"""Which numbers of a scenario a reader may move, and how far: by what they are, and by what they meet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_CEILING, Decimal
from typing import Final, Literal

from attrs import frozen

from azsim.facts import Fact
from azsim.gherkin import Desk, Number, numbers_in
from azsim.text import Advice
from azsim.units import parse_duration

Kind = Literal["count", "duration"]

KINDS: Final[Mapping[str, Kind]] = {
    "count": "count",
    "rate": "count",
    "pool_size": "count",
    "factor": "count",
    "duration": "duration",
    "interval": "duration",
}
"""The types of values that can be moved. A port or a priority is a name that looks like a number."""

LARGEST: Final = 20_000
"""How many of something a slider offers at the most, unless the author wants more: a play takes a second or two."""

# A limit is worth going beyond.
_BEYOND: Final = Decimal("1.25")
_FURTHER: Final = 4
_ROUND: Final = (1, 2, 5, 10)


@frozen
class Slider:
    """A number in a text that may be moved from *least* to *most*.

    ``line``, ``column`` and ``end`` say where it stands, as those of :class:`azsim.gherkin.Number`; ``label``
    is the step, or the row of a table or of examples, with an ellipsis in its place. All numbers are in ``unit``,
    as it is written.
    """

    line: int
    column: int
    end: int
    kind: Kind
    value: int | float
    least: int | float
    most: int | float
    step: int | float
    unit: str
    label: str


def sliders(desk: Desk, text: str, facts: Iterable[Fact] = ()) -> list[Slider]:
    """The sliders of *text*: one for each number that its scenarios begin with or do something by.

    They reach beyond the numbers that the text expects, and beyond the values of *facts* that decide.
    """
    numbers = [each for each in numbers_in(desk, text) if each.type in KINDS]
    met = [(KINDS[each.type], _amount(each)) for each in numbers if each.step == "then"]
    for fact in facts:
        if isinstance(fact.value, int) and fact.kind in ("number", "duration"):
            met.append(("duration" if fact.kind == "duration" else "count", Decimal(fact.value)))
    return [_slider(each, met) for each in numbers if each.step != "then"]


def _slider(number: Number, met: Iterable[tuple[Kind, Decimal]]) -> Slider:
    kind = KINDS[number.type]
    value = Decimal(number.number.replace(",", ""))
    size = _size(number)
    limits = [amount / size for other, amount in met if other == kind]
    far = max([value * _FURTHER, *(limit * _BEYOND for limit in limits)])
    most = _rounded_up(far)
    if kind == "count":
        most = min(most, max(Decimal(LARGEST), value * 2))
    step = Decimal(1).scaleb(min(0, int(value.as_tuple().exponent)))
    least = min(Decimal(kind == "count"), value)
    return Slider(
        number.line,
        number.column,
        number.end,
        kind,
        _plain(value),
        _plain(least),
        _plain(max(most, value + step)),
        _plain(step),
        number.unit,
        number.words,
    )


def _amount(number: Number) -> Decimal:
    """The number in what facts are given in: nanoseconds, or one by one."""
    return Decimal(number.number.replace(",", "")) * _size(number)


def _size(number: Number) -> Decimal:
    if KINDS[number.type] == "count":
        return Decimal(1)
    try:
        return Decimal(parse_duration(f"1 {number.unit}"))
    except Advice:
        # No unit of time: the play says so.
        return Decimal(1)


def _rounded_up(number: Decimal) -> Decimal:
    """The next number that has one digit other than 0, and that a 1, 2 or 5."""
    if number <= 1:
        return Decimal(1)
    scale = Decimal(1).scaleb(number.adjusted())
    return next(each * scale for each in _ROUND if each * scale >= number)


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value(ROUND_CEILING) else float(number)
