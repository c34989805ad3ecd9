"""Functions of whole numbers, and comparisons."""

from __future__ import annotations

import re
from collections.abc import Callable

from azsim.readers.arm.functions.registry import function
from azsim.readers.arm.kinds import NUMBER, an_array, an_integer, unexpected, within_64_bits
from azsim.readers.arm.limits import LONGEST_RANGE
from azsim.readers.arm.problem import Problem
from azsim.readers.declared import Value
from azsim.text import Text

_BY_ZERO = Text("A number can't be divided by 0.", "0 で割ることはできない。")
_NO_ITEMS = Text("There is no number to choose from.", "選ぶ数がない。")
_RANGE = Text(
    "range() makes 0 to {most} items, not {found}.",
    "range() の項目は 0～{most} 個であり、{found} 個ではない。",
)
_FLOAT = re.compile(r"[+-]?\d{1,300}(\.\d{0,300})?([eE][+-]?\d{1,2})?")
_COMPARABLE = Text("two numbers or two strings", "二つの数値か二つの文字列")


@function("add", 2)
def add(one: Value, other: Value) -> Value:
    """Their sum."""
    return within_64_bits(an_integer(one) + an_integer(other))


@function("sub", 2)
def sub(one: Value, other: Value) -> Value:
    """Their difference."""
    return within_64_bits(an_integer(one) - an_integer(other))


@function("mul", 2)
def mul(one: Value, other: Value) -> Value:
    """Their product."""
    return within_64_bits(an_integer(one) * an_integer(other))


@function("div", 2)
def div(one: Value, other: Value) -> Value:
    """The whole part of their quotient."""
    dividend, divisor = an_integer(one), _divisor(other)
    quotient = abs(dividend) // abs(divisor)
    return within_64_bits(quotient if (dividend < 0) == (divisor < 0) else -quotient)


@function("mod", 2)
def mod(one: Value, other: Value) -> Value:
    """What a division leaves, with the sign of the dividend."""
    dividend = an_integer(one)
    rest = abs(dividend) % abs(_divisor(other))
    return -rest if dividend < 0 else rest


def _divisor(value: Value) -> int:
    divisor = an_integer(value)
    if divisor == 0:
        raise Problem(_BY_ZERO)
    return divisor


@function("float", 1)
def float_(value: Value) -> Value:
    """A string or number as a number with decimals."""
    words = str(value)
    if not isinstance(value, str | int | float) or _FLOAT.fullmatch(words) is None:
        raise unexpected(NUMBER, value)
    return float(words)


@function("min", 1, None)
def min_(*values: Value) -> Value:
    """The least of the numbers, which may stand in one array."""
    return min(_numbers(values))


@function("max", 1, None)
def max_(*values: Value) -> Value:
    """The greatest of the numbers, which may stand in one array."""
    return max(_numbers(values))


def _numbers(values: tuple[Value, ...]) -> list[int]:
    given = an_array(values[0]) if len(values) == 1 and isinstance(values[0], tuple) else values
    if not given:
        raise Problem(_NO_ITEMS)
    return [an_integer(each) for each in given]


@function("range", 2)
def range_(start: Value, count: Value) -> Value:
    """So many whole numbers from *start* on."""
    first, items = an_integer(start), an_integer(count)
    if not 0 <= items <= LONGEST_RANGE:
        raise Problem(_RANGE.fill(most=f"{LONGEST_RANGE:,}", found=items))
    return tuple(range(first, first + items))


def _compare(name: str, holds: Callable[[int], bool]) -> None:
    @function(name, 2)
    def compare(one: Value, other: Value) -> Value:
        if isinstance(one, str) and isinstance(other, str):
            return holds((one > other) - (one < other))
        if isinstance(one, str) or isinstance(other, str):
            raise unexpected(_COMPARABLE, other)
        left, right = _number(one), _number(other)
        return holds((left > right) - (left < right))


def _number(value: Value) -> int | float:
    return value if isinstance(value, float) else an_integer(value)


_compare("less", lambda sign: sign < 0)
_compare("lessOrEquals", lambda sign: sign <= 0)
_compare("greater", lambda sign: sign > 0)
_compare("greaterOrEquals", lambda sign: sign >= 0)
