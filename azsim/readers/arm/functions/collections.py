"""Functions of arrays and objects, and those that find something in them."""

from __future__ import annotations

from azsim.readers.arm.functions.registry import function
from azsim.readers.arm.kinds import (
    ARRAY,
    OBJECT,
    a_plain_text,
    a_text,
    an_array,
    an_integer,
    an_object,
    same,
    text_of,
    unexpected,
)
from azsim.readers.arm.problem import Problem
from azsim.readers.declared import Object, Secret, StandIn, Unknown, Value
from azsim.text import Text

_PAIRS = Text(
    "createObject() takes a name and a value, again and again; the last name has no value.",
    "createObject() には名前と値を交互に渡す。最後の名前に値がない。",
)
_OUTSIDE = Text(
    "The array has {count} items; there is none at index {index}.",
    "配列の項目は {count} 個であり、インデックス {index} にはない。",
)
_SEARCHED = Text("an array, an object or a string", "配列、オブジェクト、文字列のいずれか")


@function("createArray", 0, None, takes_unknown=True)
def create_array(*values: Value) -> Value:
    """The values as an array."""
    return values


@function("createObject", 0, None, takes_unknown=True)
def create_object(*values: Value) -> Value:
    """Names and values by turns as an object."""
    if len(values) % 2:
        raise Problem(_PAIRS)
    return Object(zip(map(a_plain_text, values[::2]), values[1::2], strict=True))


@function("array", 1, takes_unknown=True)
def array(value: Value) -> Value:
    """The value as the only item of an array, unless it is an array."""
    return value if isinstance(value, tuple | Unknown) else (value,)


@function("union", 1, None)
def union(*values: Value) -> Value:
    """Each item once; the members of all objects, inner ones as well, the last value of each."""
    if isinstance(values[0], Object):
        result = values[0]
        for each in values[1:]:
            result = _merged(result, an_object(each))
        return result
    found: dict[str, Value] = {}
    for each in values:
        for item in an_array(each):
            found.setdefault(_key(item), item)
    return tuple(found.values())


def _merged(one: Object, other: Object) -> Object:
    items = {key.casefold(): (key, value) for key, value in one.items()}
    for key, value in other.items():
        name, before = items.get(key.casefold(), (key, None))
        if isinstance(before, Object) and isinstance(value, Object):
            value = _merged(before, value)
        items[key.casefold()] = name, value
    places = {
        key: place
        for each in (one, other)
        for key in each
        if (place := each.place_of(key)) is not None
    }
    return Object(items.values(), other.place or one.place, places)


@function("shallowMerge", 1)
def shallow_merge(values: Value) -> Value:
    """The members of all objects, the last value of each."""
    items: dict[str, tuple[str, Value]] = {}
    for each in map(an_object, an_array(values)):
        items |= {key.casefold(): (key, value) for key, value in each.items()}
    return Object(items.values())


@function("intersection", 1, None)
def intersection(*values: Value) -> Value:
    """The items, or the members, that all have in common."""
    if isinstance(values[0], Object):
        others = [an_object(each) for each in values[1:]]
        return Object(
            (key, value)
            for key, value in values[0].items()
            if all(key in each and same(value, each[key]) for each in others)
        )
    keys = [{_key(item) for item in an_array(each)} for each in values[1:]]
    found = {_key(item): item for item in an_array(values[0])}
    return tuple(item for key, item in found.items() if all(key in each for each in keys))


def _key(value: Value) -> str:
    return f"{type(value).__name__} {text_of(value)}"


@function("contains", 2, takes_unknown=True)
def contains(container: Value, item: Value) -> Value:
    """Whether an array has the item, an object the name, or a string the part."""
    if isinstance(container, Object) and isinstance(item, str):
        return item in container
    if isinstance(container, tuple):
        answers = [same(each, item) for each in container]
        if True in answers:
            return True
        return _unless_unknown(False, *container, item) if None in answers else False
    for each in (container, item):
        if isinstance(each, Secret):
            return each
        if isinstance(each, Unknown):
            return each
    if isinstance(container, str):
        found = a_plain_text(item) in container
        return found if found else _unless_unknown(False, container, item)
    if container is None:
        return False
    raise unexpected(_SEARCHED, container)


def _unless_unknown(answer: bool, *values: Value) -> Value:
    for each in values:
        if isinstance(each, Unknown):
            return Unknown(each.reason, f"{{contains {text_of(each)}}}")
        if isinstance(each, StandIn):
            return Unknown(each.reason, f"{{contains {each}}}")
        if isinstance(each, Secret):
            return each
    return answer


@function("indexOf", 2)
def index_of(container: Value, item: Value) -> Value:
    """Where the item or the part is for the first time; -1 where it isn't."""
    if isinstance(container, str):
        return container.casefold().find(a_text(item).casefold())
    return next((at for at, each in enumerate(an_array(container)) if same(each, item)), -1)


@function("lastIndexOf", 2)
def last_index_of(container: Value, item: Value) -> Value:
    """Where the item or the part is for the last time; -1 where it isn't."""
    if isinstance(container, str):
        return container.casefold().rfind(a_text(item).casefold())
    places = [at for at, each in enumerate(an_array(container)) if same(each, item)]
    return places[-1] if places else -1


@function("flatten", 1)
def flatten(values: Value) -> Value:
    """The items of the arrays in an array."""
    return tuple(item for each in an_array(values) for item in an_array(each))


@function("items", 1)
def items(value: Value) -> Value:
    """The members of an object as objects with a key and a value, sorted by key."""
    found = sorted(an_object(value).items(), key=lambda item: item[0])
    return tuple(Object([("key", key), ("value", inner)]) for key, inner in found)


@function("objectKeys", 1)
def object_keys(value: Value) -> Value:
    """The names of the members, sorted."""
    return tuple(sorted(an_object(value)))


@function("coalesce", 1, None, takes_unknown=True)
def coalesce(*values: Value) -> Value:
    """The first one that isn't null."""
    return next((each for each in values if each is not None), None)


@function("tryGet", 2, None)
def try_get(value: Value, *keys: Value) -> Value:
    """What lies within by names and indexes; null where there is nothing."""
    found = value
    for key in keys:
        if isinstance(found, Object) and isinstance(key, str):
            found = found.get(key)
        elif isinstance(found, tuple) and not isinstance(key, str):
            index = an_integer(key)
            found = found[index] if 0 <= index < len(found) else None
        elif isinstance(found, Unknown | Secret) or found is None:
            return found
        else:
            raise unexpected(OBJECT if isinstance(key, str) else ARRAY, found)
    return found


@function("tryIndexFromEnd", 2)
def try_index_from_end(values: Value, index: Value) -> Value:
    """The item so far from the end, the last being 1; null where there is none."""
    items, back = an_array(values), an_integer(index)
    return items[-back] if 1 <= back <= len(items) else None


@function("indexFromEnd", 2)
def index_from_end(values: Value, index: Value) -> Value:
    """The item so far from the end, the last being 1."""
    items, back = an_array(values), an_integer(index)
    if not 1 <= back <= len(items):
        raise Problem(_OUTSIDE.fill(count=len(items), index=-back))
    return items[-back]
