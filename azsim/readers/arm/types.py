"""Whether a value fits the type of a parameter, and what it is then.

A type may refer to one of the template's definitions. What is secure becomes a :class:`Secret`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from attrs import evolve, frozen

from azsim.readers.arm.functions.text import int_
from azsim.readers.arm.kinds import (
    a_flag,
    a_plain_text,
    a_text,
    an_array,
    an_integer,
    an_object,
    same,
    shown,
)
from azsim.readers.arm.problem import Problem
from azsim.readers.declared import Object, Secret, Unknown, Value
from azsim.text import Text, did_you_mean, listed, quoted

_NO_TYPE = Text('There is no type "{found}".{hint}', "「{found}」という型はない。{hint}")
_NO_DEFINITION = Text(
    'The template defines no type "{found}".{hint}',
    "テンプレートに型「{found}」の定義はない。{hint}",
)
_ENDLESS = Text("The type {found} refers to itself.", "型 {found} が自分自身を参照している。")
_IN = Text("{what}: {text}", "{what}: {text}")
_NOT_ALLOWED = Text(
    "{found} isn't one of the allowed values: {allowed}.",
    "{found} は許可された値ではない。許可された値: {allowed}。",
)
_TOO_SMALL = Text("{found} is less than {bound}.", "{found} は {bound} より小さい。")
_TOO_LARGE = Text("{found} is more than {bound}.", "{found} は {bound} より大きい。")
_TOO_SHORT = Text(
    "It has fewer than {bound} characters or items.", "文字数か項目数が {bound} に満たない。"
)
_TOO_LONG = Text(
    "It has more than {bound} characters or items.", "文字数か項目数が {bound} を超える。"
)
_MISSING = Text('"{name}" is missing.', "「{name}」がない。")
_UNEXPECTED = Text('"{name}" isn\'t expected.{hint}', "「{name}」は想定されていない。{hint}")
_REFERENCES: Final = 20
_LISTED: Final = 10
_DEFINITIONS: Final = "#/definitions/"


def _word(value: Value) -> Value:
    return a_text(value)


def _loose_text(value: Value) -> Value:
    return a_plain_text(value)


def _number(value: Value) -> Value:
    return an_integer(int_(value) if isinstance(value, str) else value)


_KINDS: Mapping[str, Callable[[Value], Value]] = {
    "string": _word,
    "securestring": _word,
    "int": _number,
    "bool": a_flag,
    "object": an_object,
    "secureobject": an_object,
    "array": an_array,
}


@frozen
class Types:
    """The types of a template.

    :param is_loose: a number or a flag serves as a string, as where somebody types one
    """

    definitions: Object
    is_loose: bool = False

    def whole(self, type: Object) -> Object:
        """*type* without reference to a definition.

        :raises Problem: if there is none, or it refers to itself
        """
        for _ in range(_REFERENCES):
            if "$ref" not in type:
                return type
            name = a_text(type["$ref"]).removeprefix(_DEFINITIONS)
            found = self.definitions.get(name)
            if not isinstance(found, Object):
                hint = did_you_mean(name, self.definitions)
                raise Problem(_NO_DEFINITION.fill(found=quoted(name), hint=hint))
            own = {key: value for key, value in type.items() if key != "$ref"}
            type = Object([*found.items(), *own.items()], type.place)
        raise Problem(_ENDLESS.fill(found=quoted(a_text(type["$ref"]))))

    def is_secure(self, type: Object) -> bool:
        """Whether its values are secrets."""
        return _kind(self.whole(type)).startswith("secure")

    def is_nullable(self, type: Object) -> bool:
        """Whether null is one of its values."""
        return self.whole(type).get("nullable") is True

    def fitted(self, value: Value, type: Object) -> Value:
        """*value* as *type* has it.

        :raises Problem: if it doesn't fit
        """
        whole = self.whole(type)
        kind = _kind(whole)
        if kind not in _KINDS:
            raise Problem(_NO_TYPE.fill(found=quoted(kind), hint=did_you_mean(kind, _KINDS)))
        if kind.startswith("secure"):
            # An empty one hides nothing, and templates ask whether it is.
            return value if value == "" else Secret()
        if isinstance(value, Unknown | Secret) or (value is None and self.is_nullable(type)):
            return value
        takes = _loose_text if kind == "string" and self.is_loose else _KINDS[kind]
        made = takes(value)
        _check(made, whole)
        if isinstance(made, Object):
            return self._members(made, whole)
        if isinstance(made, tuple) and isinstance(whole.get("items"), Object):
            inner = an_object(whole["items"])
            return tuple(_in(f"[{at}]", self.strict, each, inner) for at, each in enumerate(made))
        return made

    @property
    def strict(self) -> Types:
        """The same for what lies within a value."""
        return evolve(self, is_loose=False)

    def _members(self, value: Object, type: Object) -> Object:
        chosen = self._chosen(value, type)
        declared = chosen.get("properties")
        types = declared if isinstance(declared, Object) else Object()
        for name, inner in types.items():
            is_missing = isinstance(inner, Object) and name not in value
            if is_missing and not self.is_nullable(an_object(inner)):
                raise Problem(_MISSING.fill(name=quoted(name)))
        others = chosen.get("additionalProperties")
        items: list[tuple[str, Value]] = []
        for name, inner in value.items():
            of = types.get(name, others)
            if of is False:
                hint = did_you_mean(name, types)
                raise Problem(_UNEXPECTED.fill(name=quoted(name), hint=hint))
            fits = isinstance(of, Object)
            items.append((name, _in(name, self.strict, inner, an_object(of)) if fits else inner))
        places = {name: place for name in value if (place := value.place_of(name)) is not None}
        return Object(items, value.place, places)

    def _chosen(self, value: Object, type: Object) -> Object:
        """The one of several types that the value itself names."""
        by = type.get("discriminator")
        if not isinstance(by, Object):
            return type
        word = value.get(str(by.get("propertyName")))
        mapping = by.get("mapping")
        found = mapping.get(word) if isinstance(mapping, Object) and isinstance(word, str) else None
        return self.whole(found) if isinstance(found, Object) else type


def _in(what: str, types: Types, value: Value, type: Object) -> Value:
    try:
        return types.fitted(value, type)
    except Problem as problem:
        raise Problem(_IN.fill(what=quoted(what), text=problem.text)) from None


def _kind(type: Object) -> str:
    return str(type.get("type")).casefold()


def _check(value: Value, type: Object) -> None:
    allowed = type.get("allowedValues")
    if isinstance(allowed, tuple):
        chosen = value if isinstance(value, tuple) else (value,)
        for each in chosen:
            if not any(_alike(each, one) for one in allowed):
                shown_ones = listed(list(map(shown, allowed[:_LISTED])))
                raise Problem(_NOT_ALLOWED.fill(found=shown(each), allowed=shown_ones))
    if isinstance(value, int) and not isinstance(value, bool):
        _bound(
            type,
            "minValue",
            lambda bound: value >= bound,
            _TOO_SMALL.fill(found=value, bound="{bound}"),
        )
        _bound(
            type,
            "maxValue",
            lambda bound: value <= bound,
            _TOO_LARGE.fill(found=value, bound="{bound}"),
        )
    if isinstance(value, str | tuple):
        count = len(value)
        _bound(type, "minLength", lambda bound: count >= bound, _TOO_SHORT)
        _bound(type, "maxLength", lambda bound: count <= bound, _TOO_LONG)


def _bound(type: Object, key: str, holds: Callable[[int], bool], text: Text) -> None:
    bound = type.get(key)
    if isinstance(bound, int) and not holds(bound):
        raise Problem(text.fill(bound=bound))


def _alike(one: Value, other: Value) -> bool:
    """Whether both are the same, strings whatever their case; what isn't known may be."""
    if isinstance(one, str) and isinstance(other, str):
        return one.casefold() == other.casefold()
    return same(one, other) is not False
