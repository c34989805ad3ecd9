"""What ``az deployment … what-if --no-pretty-print`` prints: resources before and after a deployment.

What a deployment leaves as it is, which what-if calls ignored, is there on both sides. A value that
only the deployment would tell stands as an expression. Where what-if leaves a property out of what is
after, and doesn't say that it goes, the property stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from azsim.readers import exports
from azsim.readers.declared import Declaration, Declared, Doubt, Object, Unknown, Value
from azsim.text import Text

NO_PAYLOAD = Text(
    "what-if shows only its id. Leave --result-format out, so that it shows all of it",
    "what-if が ID しか示していない。すべてを示すよう、--result-format を付けずに実行する",
)
NOT_SUPPORTED = Text(
    "what-if can't tell what becomes of it", "what-if ではどう変わるのかがわからない"
)
BY_DEPLOYMENT = Text("only the deployment tells its value", "値はデプロイしなければわからない")
_Step = tuple[str, ...]
_UNKNOWN: Final = {"unsupported": NOT_SUPPORTED, "deploy": NO_PAYLOAD}


def is_what_if(content: Value) -> bool:
    """Whether *content* is a result of what-if."""
    return any("changeType" in each and "resourceId" in each for each in _changes(content))


def before(content: Object) -> Declaration:
    """What is there before the deployment."""
    return _declaration(content, lambda change: change.get("before"), {"create"})


def after(content: Object) -> Declaration:
    """What is there after the deployment."""
    return _declaration(content, _after, {"delete"})


def _changes(content: Value) -> list[Object]:
    inner = content.get("properties") if isinstance(content, Object) else None
    outer = inner if isinstance(inner, Object) else content
    changes = outer.get("changes") if isinstance(outer, Object) else None
    found = changes if isinstance(changes, tuple) else ()
    return [each for each in found if isinstance(each, Object)]


def _declaration(content: Object, side: Callable[[Object], Value], absent: set[str]) -> Declaration:
    resources: list[Declared] = []
    doubts: list[Doubt] = []
    for change in _changes(content):
        kind = str(change.get("changeType") or "").casefold()
        if kind in absent:
            continue
        body = side(change)
        id = change.get("resourceId")
        if isinstance(body, Object) and body:
            whole = body if isinstance(body.get("id"), str) else body.with_("id", id)
            found = exports.read(whole)
            resources += found.resources
            doubts += found.doubts
        else:
            path = id if isinstance(id, str) else kind
            doubts.append(Doubt(path, _UNKNOWN.get(kind, NO_PAYLOAD), change.place))
    return Declaration(tuple(resources), tuple(doubts))


def _after(change: Object) -> Value:
    body = _opened(change.get("after"))
    known = change.get("before")
    if not isinstance(body, Object) or not isinstance(known, Object):
        return body
    return _kept(known, body, (), set(_deleted(change.get("delta"), ())))


def _deleted(delta: Value, path: _Step) -> Iterator[_Step]:
    """The paths of what goes, as what was before has them."""
    for each in delta if isinstance(delta, tuple) else ():
        if not isinstance(each, Object):
            continue
        said = each.get("path")
        steps = (*path, *(said.casefold().split(".") if isinstance(said, str) else ()))
        if str(each.get("propertyChangeType")).casefold() == "delete":
            yield steps
        yield from _deleted(each.get("children"), steps)


def _kept(before: Value, after: Value, path: _Step, deleted: set[_Step]) -> Value:
    """*after* with what it leaves out of *before*, though nobody takes it away."""
    if isinstance(before, Object) and isinstance(after, Object):
        for key, value in before.items():
            inner = (*path, key.casefold())
            if key in after:
                after = after.with_(key, _kept(value, after[key], inner, deleted))
            elif inner not in deleted:
                after = after.with_(key, value)
        return after
    if isinstance(before, tuple) and isinstance(after, tuple):
        known = {
            each.get("name"): (str(at), each)
            for at, each in enumerate(before)
            if isinstance(each, Object) and isinstance(each.get("name"), str)
        }
        return tuple(_kept_item(known, each, path, deleted) for each in after)
    return after


def _kept_item(
    known: dict[Value, tuple[str, Object]], item: Value, path: _Step, deleted: set[_Step]
) -> Value:
    name = item.get("name") if isinstance(item, Object) else None
    if not isinstance(name, str) or name not in known:
        return item
    at, before = known[name]
    return _kept(before, item, (*path, at), deleted)


def _opened(value: Value) -> Value:
    """*value* with an :class:`Unknown` for each expression that is left in it."""
    if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
        return value if value.startswith("[[") else Unknown(BY_DEPLOYMENT, value)
    if isinstance(value, tuple):
        return tuple(map(_opened, value))
    if isinstance(value, Object):
        places = {key: place for key in value if (place := value.place_of(key)) is not None}
        return Object(((key, _opened(value[key])) for key in value), value.place, places)
    return value
