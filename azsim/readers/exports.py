"""What the command line, Resource Graph and the portal print of live resources, one or many.

``az … show`` prints one object, ``az … list`` an array of them, ``az graph query`` and the REST
interface put that under ``data`` or ``value``, and the portal's JSON view shows one. All ids are
whole, and nothing is an expression.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from azsim.readers.declared import Declaration, Declared, Doubt, Object, Value
from azsim.readers.records.references import reference
from azsim.text import Text

LISTS: Final = ("value", "data", "resources")
NO_RESOURCE = Text(
    "this is no resource: it has no id, or no type that goes with it",
    "リソースではない。ID または ID に合う種類がない",
)


def is_export(content: Value) -> bool:
    """Whether *content* is something that has been exported."""
    # A list of nothing is what the command line prints where there is nothing.
    return content == () or any(_is_resource(each) for each in _listed(content))


def read(content: Value) -> Declaration:
    """The resources of an export."""
    found: list[Declared] = []
    doubts: list[Doubt] = []
    for number, each in enumerate(_listed(content), start=1):
        declared = _declared(each) if isinstance(each, Object) else None
        if declared is not None:
            found.append(declared)
        else:
            place = each.place if isinstance(each, Object) else None
            doubts.append(Doubt(f"{number}", NO_RESOURCE, place))
    return Declaration(tuple(found), tuple(doubts))


def _listed(content: Value) -> Iterator[Value]:
    if isinstance(content, tuple):
        for each in content:
            yield from _listed(each) if isinstance(each, tuple) else (each,)
    elif isinstance(content, Object):
        for key in LISTS:
            inner = content.get(key)
            if isinstance(inner, tuple) and not _is_resource(content):
                yield from inner
                return
        yield content


def _is_resource(content: Value) -> bool:
    return isinstance(content, Object) and _declared(content) is not None


def _declared(body: Object) -> Declared | None:
    id, type = body.get("id"), body.get("type")
    if not isinstance(id, str):
        return None
    named = reference(id)
    if named is None:
        return None
    kinds = "/".join((named.type, *(kind for kind, _ in named.parts)))
    names = "/".join((named.name, *(name for _, name in named.parts)))
    version = body.get("apiVersion")
    return Declared(
        type=type if isinstance(type, str) and type.casefold() == kinds.casefold() else kinds,
        name=names,
        id=id,
        body=body,
        api_version=version if isinstance(version, str) else None,
        place=body.place,
    )
