"""The resources of a template, one by one: loops unrolled, conditions decided, parts named in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import define, evolve

from azsim.readers.arm.deployment import Deployment
from azsim.readers.arm.evaluate import decided, named, resolved, turns
from azsim.readers.arm.finder import ResourceFinder
from azsim.readers.arm.functions.logic import HIDDEN
from azsim.readers.arm.instances import Catalogue, Instance
from azsim.readers.arm.problem import Problem, advice
from azsim.readers.arm.scope import Loop, Scope, Target
from azsim.readers.declared import Object, Place, Secret, StandIn, Unknown, Value
from azsim.text import Text, quoted

_NO_RESOURCE = Text(
    "A resource is an object with a type, a name and an apiVersion.",
    "リソースは type、name、apiVersion を持つオブジェクトである。",
)
_MISSING = Text('The resource has no "{key}".', "リソースに「{key}」がない。")
_SEGMENTS = Text(
    'The type {type} takes {expected} names with "/" between them, and "{name}" has {found}. '
    "Azure refuses it.",
    "種類 {type} の名前は「/」で区切った {expected} 個だが、「{name}」は {found} 個である。"
    "Azure に拒否される。",
)
_RESOURCES: Final = "resources"


@define(eq=False)
class Expansion:
    """Takes the resources of one template into the catalogue.

    :param scope: what their expressions see, which may be what those of an outer template see
    :param target: where they go
    """

    deployment: Deployment
    scope: Scope
    target: Target
    catalogue: Catalogue
    finder: ResourceFinder

    def expand(self, resources: Value, place: Place, path: str) -> None:
        """Take in *resources*: an array, or an object whose names are symbolic.

        :raises Advice: where Azure would refuse one
        """
        for symbol, raw, at, where in _each(resources, place, path):
            self._looped(raw, self.scope, symbol, at, where, None)

    def _looped(
        self,
        raw: Object,
        scope: Scope,
        symbol: str | None,
        place: Place,
        path: str,
        parent: Instance | None,
    ) -> None:
        copy = raw.get("copy")
        if not isinstance(copy, Object):
            self._one(raw, scope, symbol, place, path, parent)
            return
        at = copy.place_of("count") or place
        count = turns(copy.get("count"), scope, at)
        if isinstance(count, Unknown | Secret):
            self.catalogue.doubt(f"{path}.copy.count", count, at, HIDDEN)
            count = 1
        name = named(copy.get("name", ""), scope, place)
        for index in range(count):
            loop = Loop(name, index, is_of_resource=True)
            turn = evolve(scope, loops=(*scope.loops, loop))
            self._one(raw, turn, symbol, place, f"{path}[{index}]", parent, loop)

    def _one(
        self,
        raw: Object,
        scope: Scope,
        symbol: str | None,
        place: Place,
        path: str,
        parent: Instance | None,
        loop: Loop | None = None,
    ) -> None:
        unknown: Unknown | Secret | None = None
        if "condition" in raw:
            at = raw.place_of("condition") or place
            condition = decided(raw["condition"], scope, at)
            if condition is False:
                return
            if condition is not True:
                unknown = condition
                self.catalogue.doubt(f"{path}.condition", condition, at, HIDDEN)
        type, name = _named(raw, scope, place, parent)
        try:
            scope.surroundings.budget.add_resource()
        except Problem as problem:
            raise advice(problem.text, place) from None
        prefix = self._prefix(raw, scope, place)
        instance = Instance(
            type=type,
            name=name,
            id=_id(prefix, type, name, place),
            raw=raw,
            scope=evolve(scope, place=place),
            deployment=self.deployment,
            target=self.target,
            path=path,
            place=place,
            circles=self.catalogue.circles,
            api_version=resolved(raw.get("apiVersion"), scope, place),
            symbol=symbol,
            loop=None if loop is None else loop.name,
            turn=0 if loop is None else loop.index,
            is_existing=raw.get("existing") is True,
            condition=unknown,
        )
        self.catalogue.add(instance)
        self.finder.add(instance)
        inner = raw.get(_RESOURCES)
        if inner is not None:
            at = raw.place_of(_RESOURCES) or place
            for child, part, here, where in _each(inner, at, f"{path}.{_RESOURCES}"):
                self._looped(part, scope, child, here, where, instance)

    def _prefix(self, raw: Object, scope: Scope, place: Place) -> str:
        if "scope" not in raw:
            return self.target.prefix
        within = named(raw["scope"], scope, raw.place_of("scope") or place)
        if within.startswith("/") or not within:
            return within.rstrip("/")
        return f"{self.target.prefix}/providers/{within}"


def _each(
    resources: Value, place: Place, path: str
) -> Iterator[tuple[str | None, Object, Place, str]]:
    """Symbolic name, declaration, place and path of each of *resources*."""
    pairs: Sequence[tuple[str | None, Value, str]]
    if isinstance(resources, Object):
        pairs = [(name, each, f"{path}.{name}") for name, each in resources.items()]
    elif isinstance(resources, tuple):
        pairs = [(None, each, f"{path}[{at}]") for at, each in enumerate(resources)]
    else:
        pairs = [(None, resources, path)] if resources is not None else []
    for name, each, where in pairs:
        if not isinstance(each, Object):
            raise advice(_NO_RESOURCE, place)
        yield name, each, each.place or place, where


def _named(raw: Object, scope: Scope, place: Place, parent: Instance | None) -> tuple[str, str]:
    """The whole type and name of a resource."""
    for key in ("type", "name"):
        if key not in raw:
            raise advice(_MISSING.fill(key=key), place)
    type = named(raw["type"], scope, raw.place_of("type") or place).strip("/")
    name = named(raw["name"], scope, raw.place_of("name") or place)
    if not isinstance(name, StandIn):
        name = name.strip("/")
    if parent is None:
        return type, name
    own = type
    if not type.casefold().startswith(f"{parent.type.casefold()}/"):
        own = type if "." in type.partition("/")[0] else f"{parent.type}/{type}"
    if own.count("/") - name.count("/") > 1 and own.startswith(f"{parent.type}/"):
        reason = getattr(name, "reason", None) or getattr(parent.name, "reason", None)
        whole = f"{parent.name}/{name}"
        return own, whole if reason is None else StandIn(whole, reason)
    return own, name


def _id(prefix: str, type: str, name: str, place: Place) -> str:
    namespace, *kinds = type.split("/")
    names = name.split("/")
    if len(kinds) != len(names) and not isinstance(name, StandIn):
        words = {"type": quoted(type), "name": quoted(name)}
        text = _SEGMENTS.fill(expected=len(kinds), found=len(names), **words)
        raise advice(text, place)
    if type.casefold() == "microsoft.resources/resourcegroups":
        return f"{prefix}/resourceGroups/{name}"
    pairs = "".join(f"/{kind}/{each}" for kind, each in zip(kinds, names, strict=False))
    return f"{prefix}/providers/{namespace}{pairs}"
