"""The kinds of value that a fact can have: how each is written in TOML, kept and shown.

=========  ========================================  ================================
kind       written                                   kept
=========  ========================================  ================================
duration   ``"4 minutes"``                           int, nanoseconds; the unit is "minutes"
number     ``1024``, with a unit                     int
number     ``50`` or ``"0.5"``, unit percent, times  Fraction: 1/2 for 50 percent
set        a list of names; their order says nothing tuple of str, as written
order      a list of names; their order matters      tuple of str
text       a name                                    str
table      rows of [up to, value], ascending         tuple of tuples of int
=========  ========================================  ================================

A *behaviour* has no value: it is a statement, which code can follow but not branch on.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal, TypeAlias, get_args

from azsim.facts import words
from azsim.text import Advice, Text, listed, same
from azsim.units import (
    HOUR,
    MILLISECOND,
    MINUTE,
    SECOND,
    format_count,
    format_duration,
    parse_duration,
)

Kind = Literal["duration", "number", "set", "order", "text", "table", "behaviour"]
Value: TypeAlias = int | Fraction | str | tuple[str, ...] | tuple[tuple[int, ...], ...]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

# A number in one of these units is a Fraction of one whole.
_WHOLE: Final = {"percent": 100, "times": 1}


# The units that a duration is written and shown in.
_DURATIONS: Final = {"ms": MILLISECOND, "seconds": SECOND, "minutes": MINUTE, "hours": HOUR}


class WrongValue(ValueError):
    """A value, or a step, that its kind can't have; the message says what it can."""


def parse(kind: Kind, unit: str, written: object) -> Value:
    """The engine's form of a value as TOML gives it.

    :raises WrongValue: where *written* isn't how *kind* is written.
    """
    match kind:
        case "duration":
            return _duration(written)
        case "number":
            return _number(unit, written)
        case "set" | "order":
            return _names(kind, written)
        case "text":
            if not isinstance(written, str) or not written:
                raise WrongValue(f"a text is a string that isn't empty, not {written!r}")
            return written
        case "table":
            return _table(written)
        case "behaviour":
            raise WrongValue("a behaviour has no value; what would be otherwise stands beside it")


def duration_unit(written: object) -> str:
    """The unit of a duration as it is written: ``minutes`` for ``4 minutes`` or ``1 minute``.

    :raises WrongValue: for a unit that no fact is written in, such as days.
    """
    _duration(written)
    size = parse_duration(f"1 {_unit_name(written)}")
    for unit, known in _DURATIONS.items():
        if size == known:
            return unit
    raise WrongValue(f"a duration is written in {', '.join(_DURATIONS)}, not {written!r}")


def parse_step(kind: Kind, unit: str, written: object) -> int | Fraction:
    """The step by which a duration, a number or a table cell is changed.

    :raises WrongValue: for a kind without steps, or a step that isn't above zero.
    """
    step: Value
    match kind:
        case "duration":
            step = _duration(written)
        case "number":
            step = _number(unit, written)
        case "table":
            step = _number("", written)
        case _:
            raise WrongValue(f"a {kind} has no step")
    if step <= 0:
        raise WrongValue(f"a step is above zero, not {written!r}")
    return step


def default_step(kind: Kind, unit: str) -> int | Fraction | None:
    """One of the unit that the value is written in; None for a kind without steps."""
    match kind:
        case "duration":
            return _DURATIONS[unit]
        case "number":
            return _number(unit, 1)
        case "table":
            return 1
        case _:
            return None


def show(kind: Kind, unit: str, value: Value) -> Text:
    """The value as a reader sees it."""
    if isinstance(value, Fraction):
        amount = value * _WHOLE[unit]
        return words.amount(f"{float(amount):,.10g}", unit, plural=amount != 1)
    if isinstance(value, int):
        if kind == "duration":
            return _show_duration(unit, value)
        if unit == "port":
            return words.amount(str(value), unit, plural=False)
        return words.amount(format_count(value), unit, plural=value != 1)
    if isinstance(value, str):
        return words.of(value)
    if kind != "table":
        return _show_names(kind, value)
    rows = tuple(row for row in value if isinstance(row, tuple))
    return same("; ".join(show_row(rows, at).en for at in range(len(rows))))


def show_row(rows: tuple[tuple[int, ...], ...], at: int) -> Text:
    """One row of a table, such as ``51–100: 512``."""
    first = rows[at - 1][0] + 1 if at else 1
    last, value = rows[at]
    span = "–".join(format_count(end) for end in sorted({first, last}))
    return same(f"{span}: {format_count(value)}")


def _show_duration(unit: str, nanoseconds: int) -> Text:
    size = _DURATIONS[unit]
    amount = Decimal(nanoseconds) / size
    if amount != int(amount) and size > MILLISECOND:
        return format_duration(nanoseconds)
    return words.amount(f"{amount.normalize():,f}", unit, plural=amount != 1)


def _show_names(kind: Kind, names: tuple[object, ...]) -> Text:
    if not names:
        return Text("nothing", "なし")
    shown = [words.of(str(name)) for name in names]
    if kind == "set":
        return listed(shown)
    return Text(", ".join(name.en for name in shown), "、".join(name.ja for name in shown))


def _duration(written: object) -> int:
    if not isinstance(written, str):
        raise WrongValue(f'a duration is a text such as "4 minutes", not {written!r}')
    try:
        return parse_duration(written)
    except Advice as advice:
        raise WrongValue(advice.text.en) from None


def _unit_name(written: object) -> str:
    return str(written).strip().lstrip("0123456789,.").strip()


def _number(unit: str, written: object) -> int | Fraction:
    if unit in _WHOLE:
        try:
            if isinstance(written, str) or (isinstance(written, int) and written is not True):
                amount = Fraction(written) / _WHOLE[unit]
                if amount >= 0:
                    return amount
        except (ValueError, ZeroDivisionError):
            pass
        raise WrongValue(f'a number of {unit} is written 50 or "0.5", not {written!r}')
    if not isinstance(written, int) or isinstance(written, bool) or written < 0:
        raise WrongValue(f"a number is a whole number from 0, not {written!r}")
    return written


def _names(kind: Kind, written: object) -> tuple[str, ...]:
    if (
        not isinstance(written, list)
        or not written
        or not all(isinstance(name, str) and name for name in written)
    ):
        raise WrongValue(f"a value of kind {kind} is a list of one or more names, not {written!r}")
    names: tuple[str, ...] = tuple(written)
    if len(set(names)) < len(names):
        raise WrongValue(f"a name stands twice in {written!r}")
    if kind == "order" and len(names) < 2:
        raise WrongValue(f"an order has two names or more, not {written!r}")
    return names


def _table(written: object) -> tuple[tuple[int, ...], ...]:
    if not isinstance(written, list) or not written:
        raise WrongValue(f"a table is a list of rows [up to, value], not {written!r}")
    rows = []
    for row in written:
        if (
            not isinstance(row, list)
            or len(row) != 2
            or not all(isinstance(cell, int) and cell is not True and cell > 0 for cell in row)
        ):
            raise WrongValue(f"a row of a table is [up to, value], not {row!r}")
        rows.append(tuple(row))
    if [row[0] for row in rows] != sorted({row[0] for row in rows}):
        raise WrongValue("the first column of a table must ascend")
    return tuple(rows)
