"""Functions that call a function without a name, and ``lambda`` itself."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

from attrs import evolve

from azsim.readers.arm.functions.registry import Evaluate, special
from azsim.readers.arm.kinds import a_flag, a_plain_text, a_text, an_array, an_object
from azsim.readers.arm.problem import Problem
from azsim.readers.arm.scope import Scope
from azsim.readers.arm.syntax import Chain, Literal, Node
from azsim.readers.declared import Object, Secret, Unknown, Value
from azsim.text import Text, did_you_mean, quoted

_NO_LAMBDA = Text(
    "Argument {number} has to be a lambda('name', expression).",
    "{number} 番目の引数は lambda('名前', 式) でなければならない。",
)
_PARAMETERS = Text(
    "This lambda has to have {expected} parameters, not {found}.",
    "ここでのラムダのパラメーターは {expected} 個であり、{found} 個ではない。",
)
_TO = Text("{least} or {most}", "{least}～{most}")
_NO_VARIABLE = Text(
    'No lambda around this has a parameter "{name}".{hint}',
    "ここを囲むラムダにパラメーター「{name}」はない。{hint}",
)
_ALONE = Text("lambda() only serves as an argument.", "lambda() は引数としてしか使えない。")


class _NotKnown(Exception):
    """What a lambda has to decide isn't known."""

    def __init__(self, value: Unknown | Secret) -> None:
        super().__init__()
        self.value = value


def _lambda(
    number: int, arguments: Sequence[Node], scope: Scope, evaluate: Evaluate, least: int, most: int
) -> Callable[..., Value]:
    """What calls the lambda that is argument *number*; values that it has no names for are left out."""
    node = arguments[number]
    if not isinstance(node, Chain) or node.call.name.casefold() != "lambda" or node.accesses:
        raise Problem(_NO_LAMBDA.fill(number=number + 1))
    *parameters, body = node.call.arguments
    names = [each.value for each in parameters if isinstance(each, Literal)]
    if not least <= len(names) <= most or len(names) < len(parameters):
        expected = least if least == most else _TO.fill(least=least, most=most)
        raise Problem(_PARAMETERS.fill(expected=expected, found=len(parameters)))
    folded = [str(name).casefold() for name in names]

    def call(*values: Value) -> Value:
        scope.surroundings.budget.spend(1)
        given = dict(zip(folded, values, strict=False))
        return evaluate(body, evolve(scope, locals={**scope.locals, **given}))

    return call


def _decision(value: Value) -> bool:
    if isinstance(value, Unknown | Secret):
        raise _NotKnown(value)
    return a_flag(value)


def _name(value: Value) -> str:
    if isinstance(value, Unknown | Secret):
        raise _NotKnown(value)
    return a_plain_text(value)


_Make = Callable[[Sequence[Node], Scope, Evaluate], Value]


def _over(make: Callable[..., Value]) -> _Make:
    """*make* gets its first argument evaluated, which has to be known, as all that it decides by."""

    @functools.wraps(make)
    def made(arguments: Sequence[Node], scope: Scope, evaluate: Evaluate) -> Value:
        value = evaluate(arguments[0], scope)
        if isinstance(value, Unknown | Secret):
            return value
        try:
            return make(value, arguments, scope, evaluate)
        except _NotKnown as unknown:
            return unknown.value

    return made


@special("lambda", 1, None)
def lambda_(arguments: Sequence[Node], scope: Scope, evaluate: Evaluate) -> Value:
    """A function without a name, which only other functions call."""
    raise Problem(_ALONE)


@special("lambdaVariables", 1)
def lambda_variables(arguments: Sequence[Node], scope: Scope, evaluate: Evaluate) -> Value:
    """The value that a lambda was called with."""
    name = a_text(evaluate(arguments[0], scope))
    if name.casefold() not in scope.locals:
        hint = did_you_mean(name, scope.locals)
        raise Problem(_NO_VARIABLE.fill(name=quoted(name), hint=hint))
    return scope.locals[name.casefold()]


@special("map", 2)
@_over
def map_(value: Value, arguments: Sequence[Node], scope: Scope, evaluate: Evaluate) -> Value:
    """What the lambda makes of each item."""
    call = _lambda(1, arguments, scope, evaluate, 1, 2)
    return tuple(call(item, index) for index, item in enumerate(an_array(value)))


@special("filter", 2)
@_over
def filter_(value: Value, arguments: Sequence[Node], scope: Scope, evaluate: Evaluate) -> Value:
    """The items for which the lambda is true."""
    call = _lambda(1, arguments, scope, evaluate, 1, 2)
    return tuple(item for index, item in enumerate(an_array(value)) if _decision(call(item, index)))


@special("reduce", 3)
@_over
def reduce_(value: Value, arguments: Sequence[Node], scope: Scope, evaluate: Evaluate) -> Value:
    """What the lambda makes of one item after the other."""
    result = evaluate(arguments[1], scope)
    call = _lambda(2, arguments, scope, evaluate, 2, 3)
    for index, item in enumerate(an_array(value)):
        result = call(result, item, index)
    return result


@special("sort", 2)
@_over
def sort(value: Value, arguments: Sequence[Node], scope: Scope, evaluate: Evaluate) -> Value:
    """The items in the order in which the lambda has the first before the second."""
    call = _lambda(1, arguments, scope, evaluate, 2, 2)

    def compare(one: Value, other: Value) -> int:
        return -1 if _decision(call(one, other)) else int(_decision(call(other, one)))

    return tuple(sorted(an_array(value), key=functools.cmp_to_key(compare)))


@special("toObject", 2, 3)
@_over
def to_object(value: Value, arguments: Sequence[Node], scope: Scope, evaluate: Evaluate) -> Value:
    """The items by the names that the lambda gives them."""
    key = _lambda(1, arguments, scope, evaluate, 1, 1)
    inner = _lambda(2, arguments, scope, evaluate, 1, 1) if len(arguments) > 2 else None
    return Object(
        (_name(key(item)), item if inner is None else inner(item)) for item in an_array(value)
    )


@special("mapValues", 2)
@_over
def map_values(value: Value, arguments: Sequence[Node], scope: Scope, evaluate: Evaluate) -> Value:
    """The same names, with what the lambda makes of each value."""
    call = _lambda(1, arguments, scope, evaluate, 1, 1)
    return Object((key, call(inner)) for key, inner in an_object(value).items())


@special("groupBy", 2)
@_over
def group_by(value: Value, arguments: Sequence[Node], scope: Scope, evaluate: Evaluate) -> Value:
    """The items in arrays by the names that the lambda gives them."""
    call = _lambda(1, arguments, scope, evaluate, 1, 2)
    groups: dict[str, list[Value]] = {}
    for index, item in enumerate(an_array(value)):
        groups.setdefault(_name(call(item, index)), []).append(item)
    return Object((name, tuple(group)) for name, group in groups.items())
