"""Functions of strings."""

from __future__ import annotations

import re

from azsim.readers.arm.functions.registry import function
from azsim.readers.arm.kinds import (
    ARRAY,
    STRING,
    a_plain_text,
    a_text,
    an_array,
    an_integer,
    text_of,
    unexpected,
    within_64_bits,
)
from azsim.readers.arm.limits import LONGEST_TEXT
from azsim.readers.arm.problem import Problem
from azsim.readers.declared import Object, Value
from azsim.text import Text, quoted

_OUTSIDE = Text(
    "The string has {length} characters; {count} from position {start} aren't in it.",
    "文字列は {length} 文字であり、位置 {start} から {count} 文字を取り出せない。",
)
_NO_NUMBER = Text('"{found}" is no whole number.', "「{found}」は整数ではない。")
_NO_VALUE = Text(
    "format() has no value for {{{number}}}; it was given {count}.",
    "format() に {{{number}}} の値がない。渡された値は {count} 個である。",
)
_NO_FORMAT = Text(
    'azsim doesn\'t know the format "{found}" of format().',
    "format() の書式「{found}」はモデル化されていない。",
)
_ONE_CHARACTER = Text("one character", "1 文字")
_TOO_LONG = Text(
    "A string would have more than {most} characters.", "文字列が {most} 文字を超える。"
)
_STRING_OR_ARRAY = Text("a string or an array", "文字列か配列")


@function("concat", 1, None, is_text=True)
def concat(*values: Value) -> Value:
    """The strings, or the arrays, one after the other."""
    if isinstance(values[0], tuple):
        return tuple(item for value in values for item in an_array(value))
    return "".join(map(a_plain_text, values))


_FIELD = re.compile(r"\{\{|\}\}|\{(\d{1,4})(?:,(-?\d{1,4}))?(?::([^{}]*))?\}")
_NUMBERS = re.compile(r"([DdXxNnFf])(\d{0,2})")


@function("format", 1, None, is_text=True)
def format_(pattern: Value, *values: Value) -> Value:
    """*pattern* with the values in its numbered fields, as .NET writes them."""

    def fill(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0][0]
        number = int(match[1])
        if number >= len(values):
            raise Problem(_NO_VALUE.fill(number=number, count=len(values)))
        words = _formatted(values[number], match[3])
        width = int(match[2] or 0)
        return words.rjust(width) if width > 0 else words.ljust(-width)

    return _FIELD.sub(fill, a_text(pattern))


def _formatted(value: Value, specifier: str | None) -> str:
    if not specifier or not isinstance(value, int | float) or isinstance(value, bool):
        return text_of(value)
    found = _NUMBERS.fullmatch(specifier)
    if found is None:
        raise Problem(_NO_FORMAT.fill(found=quoted(specifier)))
    letter, digits = found[1], int(found[2] or 0)
    if letter in "NnFf":
        digits = digits if found[2] else 2
        return f"{value:{',' if letter in 'Nn' else ''}.{digits}f}"
    if letter in "Dd":
        return f"{an_integer(value):0{digits + (value < 0)}d}"
    return f"{an_integer(value) % 2**64:0{digits}{letter}}"


@function("toLower", 1, is_text=True)
def to_lower(text: Value) -> Value:
    """Small letters."""
    return a_text(text).lower()


@function("toUpper", 1, is_text=True)
def to_upper(text: Value) -> Value:
    """Capital letters."""
    return a_text(text).upper()


@function("trim", 1, is_text=True)
def trim(text: Value) -> Value:
    """Without white space at both ends."""
    return a_text(text).strip()


@function("string", 1, is_text=True)
def string(value: Value) -> Value:
    """Any value as a string; objects and arrays as JSON."""
    return text_of(value)


@function("padLeft", 2, 3)
def pad_left(value: Value, length: Value, sign: Value = " ") -> Value:
    """As many signs before *value* as it lacks."""
    width = an_integer(length)
    if len(a_text(sign)) != 1:
        raise unexpected(_ONE_CHARACTER, sign)
    if width > LONGEST_TEXT:
        raise Problem(_TOO_LONG.fill(most=f"{LONGEST_TEXT:,}"))
    return a_plain_text(value).rjust(width, a_text(sign))


@function("replace", 3, is_text=True)
def replace(text: Value, old: Value, new: Value) -> Value:
    """Each *old* replaced by *new*."""
    found = a_text(old)
    if not found:
        raise unexpected(STRING, None)
    return a_text(text).replace(found, a_text(new))


@function("split", 2)
def split(text: Value, delimiters: Value) -> Value:
    """The parts between the delimiters, which are a string or an array of them."""
    signs = [delimiters] if isinstance(delimiters, str) else an_array(delimiters)
    pattern = "|".join(re.escape(each) for each in map(a_text, signs) if each)
    return tuple(re.split(pattern, a_text(text))) if pattern else (a_text(text),)


@function("join", 2, is_text=True)
def join(values: Value, delimiter: Value) -> Value:
    """The items as one string, with the delimiter between them."""
    return a_text(delimiter).join(map(a_plain_text, an_array(values)))


@function("substring", 2, 3)
def substring(text: Value, start: Value, length: Value = None) -> Value:
    """A part of a string."""
    words, first = a_text(text), an_integer(start)
    count = len(words) - first if length is None else an_integer(length)
    if not 0 <= first <= len(words) or count < 0 or first + count > len(words):
        raise Problem(_OUTSIDE.fill(length=len(words), start=first, count=count))
    return words[first : first + count]


@function("startsWith", 2)
def starts_with(text: Value, beginning: Value) -> Value:
    """Whether it begins so; case doesn't count."""
    return a_text(text).casefold().startswith(a_text(beginning).casefold())


@function("endsWith", 2)
def ends_with(text: Value, end: Value) -> Value:
    """Whether it ends so; case doesn't count."""
    return a_text(text).casefold().endswith(a_text(end).casefold())


@function("int", 1)
def int_(value: Value) -> Value:
    """A string or number as a whole number."""
    if isinstance(value, float):
        return within_64_bits(int(value))
    if not isinstance(value, str):
        return an_integer(value)
    if len(value) > 30 or re.fullmatch(r"\s*[+-]?[0-9]+\s*", value) is None:
        raise Problem(_NO_NUMBER.fill(found=quoted(value)))
    return within_64_bits(int(value))


@function("take", 2)
def take(value: Value, count: Value) -> Value:
    """The first characters or items; all, where there are fewer."""
    return _cut(value)[: max(an_integer(count), 0)]


@function("skip", 2)
def skip(value: Value, count: Value) -> Value:
    """What is left without the first characters or items."""
    return _cut(value)[max(an_integer(count), 0) :]


@function("first", 1)
def first(value: Value) -> Value:
    """The first character or item; an empty string or null where there is none."""
    return _end(value, 0)


@function("last", 1)
def last(value: Value) -> Value:
    """The last character or item; an empty string or null where there is none."""
    return _end(value, -1)


def _cut(value: Value) -> str | tuple[Value, ...]:
    if isinstance(value, str | tuple):
        return value
    raise unexpected(_STRING_OR_ARRAY, value)


def _end(value: Value, index: int) -> Value:
    items = _cut(value)
    if not items:
        return "" if isinstance(items, str) else None
    return items[index]


@function("length", 1)
def length(value: Value) -> Value:
    """Characters, items or members."""
    if isinstance(value, str | tuple | Object):
        return len(value)
    raise unexpected(ARRAY, value)


@function("empty", 1)
def empty(value: Value) -> Value:
    """Whether there is nothing in it."""
    return value is None or (isinstance(value, str | tuple | Object) and len(value) == 0)
