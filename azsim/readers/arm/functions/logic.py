"""Conditions, and what chooses by them. What doesn't count isn't evaluated."""

from __future__ import annotations

from collections.abc import Sequence

from azsim.readers.arm.functions.registry import Evaluate, function, special
from azsim.readers.arm.kinds import BOOLEAN, a_flag, same, text_of, unexpected
from azsim.readers.arm.scope import Scope
from azsim.readers.arm.syntax import Node
from azsim.readers.declared import Secret, StandIn, Unknown, Value
from azsim.text import Text

HIDDEN = Text("a secret decides", "シークレットの値によって決まる")


def reason_of(*values: Value) -> Text:
    """Why one of *values* isn't known."""
    for each in values:
        if isinstance(each, Unknown | StandIn):
            return each.reason
    return HIDDEN


@function("equals", 2, takes_unknown=True)
def equals(one: Value, other: Value) -> Value:
    """Whether both are the same."""
    answer = same(one, other)
    if answer is None:
        return Unknown(reason_of(one, other), f"{{equals({text_of(one)}, {text_of(other)})}}")
    return answer


@function("not", 1)
def not_(value: Value) -> Value:
    """The opposite."""
    return not a_flag(value)


@function("bool", 1)
def bool_(value: Value) -> Value:
    """A string or number as true or false."""
    if isinstance(value, int) and value in (0, 1):
        return bool(value)
    if isinstance(value, str) and value in ("0", "1"):
        return value == "1"
    return a_flag(value)


@function("true", 0)
def true() -> Value:
    """True."""
    return True


@function("false", 0)
def false() -> Value:
    """False."""
    return False


@function("null", 0)
def null() -> Value:
    """Null."""
    return None


@special("and", 2, None)
def and_(arguments: Sequence[Node], scope: Scope, evaluate: Evaluate) -> Value:
    """Whether all are true."""
    return _decided(arguments, scope, evaluate, by=False)


@special("or", 2, None)
def or_(arguments: Sequence[Node], scope: Scope, evaluate: Evaluate) -> Value:
    """Whether one is true."""
    return _decided(arguments, scope, evaluate, by=True)


def _decided(arguments: Sequence[Node], scope: Scope, evaluate: Evaluate, *, by: bool) -> Value:
    """*by*, once it occurs; what isn't known counts only where it never does."""
    unknown: Value = None
    for each in arguments:
        value = evaluate(each, scope)
        if isinstance(value, Unknown | Secret):
            unknown = unknown or value
        elif a_flag(value) is by:
            return by
    return not by if unknown is None else unknown


@special("if", 3)
def if_(arguments: Sequence[Node], scope: Scope, evaluate: Evaluate) -> Value:
    """The second or the third value; both are looked at only where the first isn't known."""
    condition = evaluate(arguments[0], scope)
    if isinstance(condition, Unknown | Secret):
        one, other = (evaluate(each, scope) for each in arguments[1:])
        if same(one, other):
            return one
        return Unknown(
            reason_of(condition),
            f"{{if({text_of(condition)}, {text_of(one)}, {text_of(other)})}}",
        )
    if not isinstance(condition, bool | str):
        raise unexpected(BOOLEAN, condition)
    return evaluate(arguments[1] if a_flag(condition) else arguments[2], scope)
