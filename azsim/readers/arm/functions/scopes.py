"""Functions of what is around an expression: parameters, variables, loops, ids and other resources."""

from __future__ import annotations

from collections.abc import Sequence

from azsim.readers.arm.functions.registry import Evaluate, special
from azsim.readers.arm.kinds import a_plain_text, a_text, an_integer, text_of
from azsim.readers.arm.open import Open
from azsim.readers.arm.problem import Problem
from azsim.readers.arm.scope import GROUP, SUBSCRIPTION, Scope, Target
from azsim.readers.arm.syntax import Node
from azsim.readers.declared import Object, Secret, StandIn, Unknown, Value
from azsim.text import Text, did_you_mean, quoted

ELSEWHERE = Text(
    "it depends on where the template is deployed to",
    "テンプレートのデプロイ先によって決まる値である",
)
_NO_LOOP = Text(
    'No copy loop around this is called "{name}".{hint}',
    "ここを囲むコピー ループに「{name}」はない。{hint}",
)
_NO_LOOPS = Text("There is no copy loop around this.", "ここを囲むコピー ループがない。")
_NO_ARGUMENT = Text(
    'The function has no parameter "{name}".{hint}', "関数にパラメーター「{name}」はない。{hint}"
)
_NO_TYPE = Text(
    "{name}() is given no type of a resource such as Microsoft.Network/virtualNetworks.",
    "{name}() に Microsoft.Network/virtualNetworks のようなリソースの種類が渡されていない。",
)
_NAMES = Text(
    "The type {type} takes {expected} names, not {found}.",
    "種類 {type} の名前は {expected} 個であり、{found} 個ではない。",
)


def _values(arguments: Sequence[Node], scope: Scope, evaluate: Evaluate) -> list[Value]:
    return [evaluate(each, scope) for each in arguments]


@special("parameters", 1)
def parameters(arguments: Sequence[Node], scope: Scope, evaluate: Evaluate) -> Value:
    """The value of a parameter; within a function of the template's own, of one of its own."""
    name = evaluate(arguments[0], scope)
    if isinstance(name, Unknown | Secret):
        return name
    if scope.arguments is None:
        return scope.surroundings.parameter(a_text(name))
    if a_text(name).casefold() not in scope.arguments:
        hint = did_you_mean(a_text(name), scope.arguments)
        raise Problem(_NO_ARGUMENT.fill(name=quoted(a_text(name)), hint=hint))
    return scope.arguments[a_text(name).casefold()]


@special("variables", 1)
def variables(arguments: Sequence[Node], scope: Scope, evaluate: Evaluate) -> Value:
    """The value of a variable."""
    name = evaluate(arguments[0], scope)
    return name if isinstance(name, Unknown | Secret) else scope.surroundings.variable(a_text(name))


@special("copyIndex", 0, 2)
def copy_index(arguments: Sequence[Node], scope: Scope, evaluate: Evaluate) -> Value:
    """Which turn of a loop this is, the first being 0, and a number more."""
    values = _values(arguments, scope, evaluate)
    name = values.pop(0) if values and isinstance(values[0], str) else None
    offset = an_integer(values[0]) if values else 0
    if name is not None:
        loops = {each.name.casefold(): each for each in scope.loops}
        if text_of(name).casefold() not in loops:
            hint = did_you_mean(text_of(name), loops)
            raise Problem(_NO_LOOP.fill(name=quoted(text_of(name)), hint=hint))
        return loops[text_of(name).casefold()].index + offset
    of_resource = [each for each in scope.loops if each.is_of_resource]
    if not scope.loops:
        raise Problem(_NO_LOOPS)
    return (of_resource or scope.loops)[-1].index + offset


@special("reference", 1, 3)
def reference(arguments: Sequence[Node], scope: Scope, evaluate: Evaluate) -> Value:
    """The properties of a resource; with 'Full', all of it."""
    named, *others = _values(arguments, scope, evaluate)
    if isinstance(named, Unknown | Secret):
        return named
    is_full = any(isinstance(each, str) and each.casefold() == "full" for each in others)
    return scope.surroundings.reference(a_text(named), is_full)


@special("references", 1, 2)
def references(arguments: Sequence[Node], scope: Scope, evaluate: Evaluate) -> Value:
    """The properties of each resource of a loop; with 'Full', all of them."""
    named, *others = _values(arguments, scope, evaluate)
    is_full = any(isinstance(each, str) and each.casefold() == "full" for each in others)
    return scope.surroundings.references(a_text(named), is_full)


@special("resourceInfo", 1)
def resource_info(arguments: Sequence[Node], scope: Scope, evaluate: Evaluate) -> Value:
    """The id, name, type and version of a resource that has a symbolic name."""
    return scope.surroundings.identity(a_text(evaluate(arguments[0], scope)))


@special("deployment", 0)
def deployment(arguments: Sequence[Node], scope: Scope, evaluate: Evaluate) -> Value:
    """The deployment itself."""
    return scope.surroundings.itself()


@special("resourceGroup", 0)
def resource_group(arguments: Sequence[Node], scope: Scope, evaluate: Evaluate) -> Value:
    """The resource group that is deployed to."""
    target = scope.surroundings.target
    return _open(
        "resourceGroup()",
        id=_made_up(target.prefix),
        name=_made_up(target.group or GROUP),
        type="Microsoft.Resources/resourceGroups",
    )


@special("subscription", 0)
def subscription(arguments: Sequence[Node], scope: Scope, evaluate: Evaluate) -> Value:
    """The subscription that is deployed to."""
    id = scope.surroundings.target.subscription or SUBSCRIPTION
    return _open("subscription()", id=_made_up(f"/subscriptions/{id}"), subscriptionId=_made_up(id))


@special("tenant", 0)
def tenant(arguments: Sequence[Node], scope: Scope, evaluate: Evaluate) -> Value:
    """The tenant that is deployed to."""
    return _open("tenant()")


def _made_up(text: str) -> str:
    """*text*, unless the template itself says it."""
    is_made_up = SUBSCRIPTION in text or text == GROUP
    return StandIn(text, ELSEWHERE) if is_made_up else text


def _open(called: str, **known: Value) -> Object:
    return Open(Object(known.items()), called, reason=ELSEWHERE)


# Ids


@special("resourceId", 2, None)
def resource_id(arguments: Sequence[Node], scope: Scope, evaluate: Evaluate) -> Value:
    """The id of a resource, by its type and names, in this deployment's place or another."""
    target = scope.surroundings.target
    places, rest = _split("resourceId", _values(arguments, scope, evaluate), most=2)
    if places:
        subscription = text_of(places[0]) if len(places) > 1 else target.subscription
        target = Target(subscription, text_of(places[-1]))
    return _id(target.prefix, rest)


@special("subscriptionResourceId", 2, None)
def subscription_resource_id(arguments: Sequence[Node], scope: Scope, evaluate: Evaluate) -> Value:
    """The id of what belongs to a subscription."""
    places, rest = _split("subscriptionResourceId", _values(arguments, scope, evaluate), most=1)
    own = scope.surroundings.target.subscription or SUBSCRIPTION
    return _id(Target(text_of(places[0]) if places else own, None).prefix, rest)


@special("tenantResourceId", 2, None)
def tenant_resource_id(arguments: Sequence[Node], scope: Scope, evaluate: Evaluate) -> Value:
    """The id of what belongs to a tenant."""
    _, rest = _split("tenantResourceId", _values(arguments, scope, evaluate), most=0)
    return _id("", rest)


@special("managementGroupResourceId", 2, None)
def management_group_resource_id(
    arguments: Sequence[Node], scope: Scope, evaluate: Evaluate
) -> Value:
    """The id of what belongs to a management group."""
    values = _values(arguments, scope, evaluate)
    places, rest = _split("managementGroupResourceId", values, most=1)
    name = text_of(places[0]) if places else scope.surroundings.target.management_group
    return _id(Target(None, None, name or "management-group").prefix, rest)


@special("extensionResourceId", 3, None)
def extension_resource_id(arguments: Sequence[Node], scope: Scope, evaluate: Evaluate) -> Value:
    """The id of what extends another resource."""
    base, *rest = _values(arguments, scope, evaluate)
    return _id(a_text(base) if isinstance(base, str) else text_of(base), rest)


def _split(
    name: str, values: Sequence[Value], most: int
) -> tuple[Sequence[Value], Sequence[Value]]:
    """What says the place, and the type with the names."""
    for at, each in enumerate(values[: most + 1]):
        if isinstance(each, str) and "/" in each.strip("/"):
            return values[:at], values[at:]
    if any(isinstance(each, Unknown | Secret) for each in values[: most + 1]):
        return (), values
    raise Problem(_NO_TYPE.fill(name=name))


def _id(prefix: str, values: Sequence[Value]) -> Value:
    type, *names = values
    for each in values:
        if isinstance(each, Secret):
            return each
    if not isinstance(type, str):
        assert isinstance(type, Unknown)
        return type
    # Real templates end types with a slash, and Azure doesn't mind.
    namespace, *kinds = type.strip("/").split("/")
    if len(kinds) != len(names):
        raise Problem(_NAMES.fill(type=quoted(type), expected=len(kinds), found=len(names)))
    words = [each.stand_in if isinstance(each, Unknown) else a_plain_text(each) for each in names]
    pairs = "".join(f"/{kind}/{name}" for kind, name in zip(kinds, words, strict=True))
    id = f"{prefix.rstrip('/')}/providers/{namespace}{pairs}"
    for each in names:
        if isinstance(each, Unknown | StandIn):
            return StandIn(id, each.reason)
    return id
