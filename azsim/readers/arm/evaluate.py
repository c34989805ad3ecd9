"""Expressions and values become what they stand for.

What isn't known goes through: a function that needs it gives an :class:`Unknown` with the same reason.
A text that is made of one keeps what is known of it, so that a name stays a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import evolve

from azsim.readers.arm.functions import FUNCTIONS, Function
from azsim.readers.arm.functions.logic import HIDDEN
from azsim.readers.arm.functions.registry import check_count
from azsim.readers.arm.functions.text import int_
from azsim.readers.arm.kinds import (
    a_flag,
    a_plain_text,
    an_integer,
    shown,
    text_of,
)
from azsim.readers.arm.limits import HEAVIEST, LONGEST_TEXT
from azsim.readers.arm.open import Open, OpenArray
from azsim.readers.arm.problem import Problem, Refused, advice, too_many_turns
from azsim.readers.arm.scope import Loop, Scope
from azsim.readers.arm.secrets import is_secret
from azsim.readers.arm.syntax import Call, Literal, Node, is_expression, parsed, unescaped
from azsim.readers.declared import Object, Place, Secret, StandIn, Unknown, Value, measured
from azsim.text import Text, did_you_mean, quoted

_NO_FUNCTION = Text("There is no function {name}().{hint}", "関数 {name}() はない。{hint}")
_NO_MEMBER = Text('The object has no "{name}".{hint}', "オブジェクトに「{name}」はない。{hint}")
_NO_ITEM = Text(
    "The array has {count} items; there is none at index {index}.",
    "配列の項目は {count} 個であり、インデックス {index} にはない。",
)
_NOTHING_IN = Text("{value} has nothing called {key} in it.", "{value}の中に {key} はない。")
_TOO_LARGE = Text("A value becomes too large to evaluate.", "値が大きくなりすぎて評価できない。")
_COUNT = Text(
    "Azure refuses {found} turns of a copy loop, which takes 0 to {most}.",
    "コピー ループの繰り返しは 0～{most} 回であり、{found} 回は Azure に拒否される。",
)
_LONGEST_STAND_IN = 300


def evaluate(node: Node, scope: Scope) -> Value:
    """What *node* comes to.

    :raises Problem: where Azure would refuse it, or its evaluation never comes to an end
    """
    if isinstance(node, Literal):
        return node.value
    budget = scope.surroundings.budget
    budget.enter()
    value = _called(node.call, scope)
    for access in node.accesses:
        value = _looked_into(value, evaluate(access.key, scope), access.is_safe)
    budget.leave()
    return value


def resolved(value: Value, scope: Scope, place: Place) -> Value:
    """*value* with its expressions evaluated and its loops unrolled.

    :raises Advice: with the place of what is wrong
    """
    if isinstance(value, str):
        return text_resolved(value, scope, place)
    if not isinstance(value, Object | tuple):
        return value
    budget = scope.surroundings.budget
    depth = budget.depth
    try:
        budget.enter()
    except Problem as problem:
        raise advice(problem.text, place) from None
    try:
        if isinstance(value, Object):
            return _object(value, scope)
        return tuple(resolved(item, scope, place) for item in value)
    finally:
        budget.depth = depth


def text_resolved(text: str, scope: Scope, place: Place) -> Value:
    """What *text* stands for, which may be an expression.

    :raises Advice: with *place*, if it is wrong
    """
    if not is_expression(text):
        return unescaped(text)
    budget = scope.surroundings.budget
    depth = budget.depth
    try:
        return evaluate(parsed(text), scope.at(place))
    except Problem as problem:
        raise advice(problem.text, place, text) from None
    finally:
        budget.depth = depth


def turns(count: Value, scope: Scope, place: Place) -> int | Unknown | Secret:
    """How many turns a copy loop takes, as far as that is known.

    :raises Advice: if Azure doesn't take so many
    """
    value = resolved(count, scope, place)
    if isinstance(value, Unknown | Secret):
        return value
    try:
        number = an_integer(int_(value))
    except Problem as problem:
        raise advice(problem.text, place) from None
    most = scope.surroundings.facts.number("resource-manager.copy-count")
    if not 0 <= number <= most:
        mistake = advice(_COUNT.fill(most=most, found=number), place)
        raise Refused(mistake.text, too_many_turns(most)) if number > most else mistake
    return number


# Values

_COPY = "copy"


def _object(value: Object, scope: Scope) -> Object:
    items: list[tuple[str, Value]] = []
    places: dict[str, Place] = {}
    for key, inner in value.items():
        place = value.place_of(key) or scope.place
        loops = _loops(inner) if key.casefold() == _COPY else ()
        for each in loops:
            name, values = _unrolled(each, scope, place)
            items.append((name, values))
            places[name] = place
        if not loops:
            name = key
            if is_expression(key):
                name = text_of(text_resolved(key, scope, place))
            items.append((name, _member_resolved(name, inner, scope, place)))
            places[name] = place
    return Object(items, value.place, places)


def _member_resolved(name: str, value: Value, scope: Scope, place: Place) -> Value:
    return Secret() if is_secret(name) else resolved(value, scope, place)


def _loops(value: Value) -> Sequence[Object]:
    """The property loops of *value*; none where it is something else that is called copy."""
    found = [each for each in value if _is_loop(each)] if isinstance(value, tuple) else []
    return [each for each in found if isinstance(each, Object)]


def _is_loop(value: Value) -> bool:
    return isinstance(value, Object) and all(key in value for key in ("name", "count", "input"))


def _unrolled(loop: Object, scope: Scope, place: Place) -> tuple[str, Value]:
    """The name and the items of a property that is made by a loop."""
    at = loop.place_of("name") or place
    name = text_of(resolved(loop["name"], scope, at))
    if is_secret(name):
        return name, Secret()
    return name, repeated(loop["count"], loop["input"], name, scope, loop.place or place)


def repeated(count: Value, input: Value, name: str, scope: Scope, place: Place) -> Value:
    """An array with *input* for each of so many turns of the loop *name*."""
    number = turns(count, scope, place)
    if isinstance(number, Unknown | Secret):
        return number
    try:
        scope.surroundings.budget.spend(number)
    except Problem as problem:
        raise advice(problem.text, place) from None
    return tuple(
        resolved(input, evolve(scope, loops=(*scope.loops, Loop(name, index))), place)
        for index in range(number)
    )


# Calls

_LIST = "list"
_OWN = "sys"


def _called(call: Call, scope: Scope) -> Value:
    if call.namespace is not None and call.namespace.casefold() != _OWN:
        return _own_function(call, scope)
    name = call.name.casefold()
    function = FUNCTIONS.get(name)
    if function is None and name.startswith(_LIST):
        function = FUNCTIONS[_LIST]
    if function is None:
        names = [each.name for each in FUNCTIONS.values()]
        raise Problem(_NO_FUNCTION.fill(name=call.name, hint=did_you_mean(call.name, names)))
    function.check(len(call.arguments))
    if not isinstance(function, Function):
        return function.make(call.arguments, scope, evaluate)
    values = [evaluate(each, scope) for each in call.arguments]
    made = _applied(function, values)
    scope.surroundings.budget.spend(_weighed(made))
    return made


def _weighed(value: Value) -> int:
    """About how many steps it takes to make *value*.

    :raises Problem: if it is too large to go on with
    """
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT:
            raise Problem(_TOO_LARGE)
        return len(value) // 1_000
    if not isinstance(value, Object | tuple):
        return 0
    _, weight = measured((value,))
    if weight > HEAVIEST:
        raise Problem(_TOO_LARGE)
    return weight // 10


def _applied(function: Function, values: Sequence[Value]) -> Value:
    """What *function* makes of *values*, some of which may not be known."""
    hidden = _first(values, Secret)
    if hidden is not None and not function.takes_unknown:
        # What is around a secret isn't one, such as an address that ends in a token.
        is_around = function.is_text and len(values) > 1
        return Unknown(HIDDEN, _stand_in(function, values)) if is_around else hidden
    unknown = _first(values, Unknown)
    if isinstance(unknown, Unknown) and not function.takes_unknown:
        return Unknown(unknown.reason, _stand_in(function, values))
    try:
        made = function.make(*values)
    except Problem:
        inner = _within(values)
        if inner is None:
            raise
        return (
            inner
            if isinstance(inner, Secret)
            else Unknown(inner.reason, _stand_in(function, values))
        )
    if function.takes_unknown:
        return made
    if function.is_text and isinstance(made, str):
        inner = _within(values)
        if inner is not None:
            return inner if isinstance(inner, Secret) else Unknown(inner.reason, made)
    stand_in = _first(values, StandIn) or _first(
        (item for each in values if isinstance(each, tuple) for item in each), StandIn
    )
    return _marked(function, made, stand_in) if isinstance(stand_in, StandIn) else made


def _marked(function: Function, made: Value, source: StandIn) -> Value:
    """*made* from a stand-in is one as well, and what is told from it isn't known."""
    if isinstance(made, str):
        return StandIn(made, source.reason)
    if isinstance(made, bool) and function.name != "empty":
        return Unknown(source.reason, f"{{{function.name}({source})}}")
    if isinstance(made, tuple) and all(isinstance(each, str) for each in made):
        return tuple(StandIn(text_of(each), source.reason) for each in made)
    return made


def _stand_in(function: Function, values: Sequence[Value]) -> str:
    texts = [str(each) if isinstance(each, Unknown | Secret) else each for each in values]
    if function.is_text:
        try:
            made = function.make(*texts)
        except Problem:
            made = None
        if isinstance(made, str):
            return made[:_LONGEST_STAND_IN]
    return f"{{{function.name}({', '.join(map(text_of, texts))})}}"[:_LONGEST_STAND_IN]


def _first(values: Iterable[Value], kind: type[Unknown] | type[Secret] | type[StandIn]) -> Value:
    return next((each for each in values if isinstance(each, kind)), None)


def _within(values: Iterable[Value]) -> Unknown | Secret | None:
    """The first value that isn't known, at whatever depth."""
    for each in values:
        if isinstance(each, str):
            continue
        if isinstance(each, Unknown | Secret):
            return each
        if isinstance(each, Object | tuple):
            found = _within(each.values() if isinstance(each, Object) else each)
            if found is not None:
                return found
    return None


def _own_function(call: Call, scope: Scope) -> Value:
    assert call.namespace is not None
    function = scope.surroundings.function(call.namespace, call.name)
    check_count(call.name, len(function.parameters), len(function.parameters), len(call.arguments))
    values = [evaluate(each, scope) for each in call.arguments]
    names = [each.casefold() for each in function.parameters]
    inner = evolve(scope, arguments=dict(zip(names, values, strict=True)), locals={}, loops=())
    return resolved(function.result, inner, function.place)


# Looking into results


def _looked_into(value: Value, key: Value, is_safe: bool) -> Value:
    if isinstance(value, Secret) or isinstance(key, Unknown | Secret):
        return value if isinstance(value, Secret) else key
    if isinstance(value, Unknown):
        inner = f"[{key}]" if isinstance(key, int) else f".{text_of(key)}"
        whole = value.stand_in
        is_braced = whole.startswith("{") and whole.endswith("}")
        words = f"{whole[:-1]}{inner}}}" if is_braced else f"{whole}{inner}"
        return Unknown(value.reason, words[:_LONGEST_STAND_IN])
    if isinstance(value, Object) and isinstance(key, str):
        return _member(value, key, is_safe)
    if isinstance(value, tuple) and not isinstance(key, str | Object | tuple) and key is not None:
        return _item(value, an_integer(key), is_safe)
    if value is None and is_safe:
        return None
    raise Problem(_NOTHING_IN.fill(value=shown(value), key=quoted(text_of(key))))


def _member(value: Object, key: str, is_safe: bool) -> Value:
    if isinstance(value, Open):
        return value.look(key)
    if key in value:
        return value[key]
    if is_safe:
        return None
    raise Problem(_NO_MEMBER.fill(name=quoted(key), hint=did_you_mean(key, value)))


def _item(values: tuple[Value, ...], index: int, is_safe: bool) -> Value:
    if isinstance(values, OpenArray):
        return values.look(index)
    if 0 <= index < len(values):
        return values[index]
    if is_safe:
        return None
    raise Problem(_NO_ITEM.fill(count=len(values), index=index))


def decided(value: Value, scope: Scope, place: Place) -> bool | Unknown | Secret:
    """Whether a condition holds, as far as that is known.

    :raises Advice: if it is neither true nor false
    """
    found = resolved(value, scope, place)
    if isinstance(found, Unknown | Secret):
        return found
    try:
        return a_flag(found)
    except Problem as problem:
        raise advice(problem.text, place) from None


def named(value: Value, scope: Scope, place: Place) -> str:
    """A name or a type; where it isn't known, what stands in for it.

    :raises Advice: if it is no text
    """
    found = resolved(value, scope, place)
    if isinstance(found, Unknown | Secret):
        return StandIn(str(found), found.reason) if isinstance(found, Unknown) else str(found)
    try:
        return found if isinstance(found, str) else a_plain_text(found)
    except Problem as problem:
        raise advice(problem.text, place) from None
