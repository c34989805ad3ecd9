"""What kind of value one is, and what a function may take it for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from azsim.readers.arm.problem import Problem
from azsim.readers.declared import Object, Secret, StandIn, Unknown, Value
from azsim.text import Text, quoted
from azsim.text import same as same_words

STRING = Text("a string", "文字列")
INTEGER = Text("a whole number", "整数")
BOOLEAN = Text("true or false", "true か false")
ARRAY = Text("an array", "配列")
OBJECT = Text("an object", "オブジェクト")
NUMBER = Text("a number", "数値")
NULL = Text("null", "null")
SECRET = Text("a secret", "シークレット")
UNKNOWN = Text("a value that isn't known", "不明な値")

_EXPECTED = Text(
    "{expected} is expected, not {found}.", "{expected}が必要だが、{found} になっている。"
)
_EXACT = 10**15
"""Below it a number with decimals is written without an exponent."""
_SMALLEST, _LARGEST = -(2**63), 2**63 - 1
_TOO_LARGE = Text("{found} is no 64-bit number.", "{found} は 64 ビットの整数ではない。")


def kind(value: Value) -> Text:
    """What *value* is, in words."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return BOOLEAN
    for type, name in _KINDS:
        if isinstance(value, type):
            return name
    return NUMBER


_KINDS: Sequence[tuple[type, Text]] = (
    (str, STRING),
    (int, INTEGER),
    (tuple, ARRAY),
    (Object, OBJECT),
    (Secret, SECRET),
    (Unknown, UNKNOWN),
)


def shown(value: Value) -> Text:
    """*value* as a message shows it."""
    if isinstance(value, bool):
        return same_words(text_of(value).lower())
    if isinstance(value, int | float):
        return same_words(text_of(value))
    if isinstance(value, str):
        return same_words(f'"{quoted(value)}"')
    return kind(value)


def unexpected(expected: Text, found: Value) -> Problem:
    """Another value than the *expected* one was *found*."""
    return Problem(_EXPECTED.fill(expected=expected, found=shown(found)))


def a_text(value: Value) -> str:
    """*value* as a string.

    :raises Problem: if it isn't one
    """
    if isinstance(value, str):
        return value
    raise unexpected(STRING, value)


def a_plain_text(value: Value) -> str:
    """*value* as a string where a number or a flag serves as one as well.

    :raises Problem: for anything else
    """
    if isinstance(value, str | int | float):
        return text_of(value)
    raise unexpected(STRING, value)


def an_integer(value: Value) -> int:
    """*value* as a whole number.

    :raises Problem: if it isn't one
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    raise unexpected(INTEGER, value)


def within_64_bits(number: int) -> int:
    """*number*, unless Azure has no room for it.

    :raises Problem: if it takes more than 64 bits
    """
    if _SMALLEST <= number <= _LARGEST:
        return number
    raise Problem(
        _TOO_LARGE.fill(found=quoted(f"{number:.3e}" if number.bit_length() < 1000 else "…"))
    )


def a_flag(value: Value) -> bool:
    """*value* as true or false, which may be written as a text.

    :raises Problem: if it is neither
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.casefold() in _FLAGS:
        return _FLAGS[value.casefold()]
    raise unexpected(BOOLEAN, value)


_FLAGS = {"true": True, "false": False}


def an_array(value: Value) -> tuple[Value, ...]:
    """*value* as an array.

    :raises Problem: if it isn't one
    """
    if isinstance(value, tuple):
        return value
    raise unexpected(ARRAY, value)


def an_object(value: Value) -> Object:
    """*value* as an object.

    :raises Problem: if it isn't one
    """
    if isinstance(value, Object):
        return value
    raise unexpected(OBJECT, value)


def text_of(value: Value) -> str:
    """*value* as Azure turns it into a string; parts that aren't known are their stand-ins."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "True" if value else "False"
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    if isinstance(value, Object | tuple):
        return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))
    return "" if value is None else str(value)


def plain(value: Value) -> object:
    """*value* as Python's own dictionaries and lists."""
    if isinstance(value, Object):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [plain(inner) for inner in value]
    return str(value) if isinstance(value, Unknown | Secret) else value


def same(one: Value, other: Value) -> bool | None:
    """Whether both are the same, as far as they are known: None where that can't be told."""
    if isinstance(one, Secret) or isinstance(other, Secret):
        return None
    if isinstance(one, Unknown) or isinstance(other, Unknown):
        is_the_same = isinstance(one, Unknown) and isinstance(other, Unknown) and one == other
        return True if is_the_same else None
    if isinstance(one, StandIn) or isinstance(other, StandIn):
        if one == other:
            return True
        return None if isinstance(one, str) and isinstance(other, str) else False
    if isinstance(one, Object) and isinstance(other, Object):
        if len(one) != len(other) or not all(key in other for key in one):
            return False
        return all_of(same(value, other[key]) for key, value in one.items())
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all_of(map(same, one, other))
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def all_of(answers: Iterable[bool | None]) -> bool | None:
    """Whether all of *answers* are true: None where that can't be told."""
    result: bool | None = True
    for each in answers:
        if each is False:
            return False
        if each is None:
            result = None
    return result
