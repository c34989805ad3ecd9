"""The resources of a template, one by one: loops unrolled, conditions decided, parts named in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import define, evolve, frozen

from azsim.readers.arm.deployment import Deployment
from azsim.readers.arm.evaluate import decided, named, resolved, turns
from azsim.readers.arm.finder import ResourceFinder
from azsim.readers.arm.instances import DEPLOYMENT, Catalogue, Instance
from azsim.readers.arm.problem import Problem, advice
from azsim.readers.arm.scope import Loop, Scope, Target
from azsim.readers.declared import Object, Place, Secret, StandIn, Unknown, Value
from azsim.text import Text, quoted

_NO_RESOURCE = Text(
    "A resource is an object with a type, a name and an apiVersion.",
    "リソースは type、name、apiVersion を持つオブジェクトである。",
)
_MISSING = Text('The resource has no "{key}".', "リソースに「{key}」がない。")
_NO_TYPE = Text(
    '"{type}" is no type of a resource such as Microsoft.Network/virtualNetworks.',
    "「{type}」は Microsoft.Network/virtualNetworks のようなリソースの種類ではない。",
)
_SEGMENTS = Text(
    'The type {type} takes {expected} names with "/" between them, and "{name}" has {found}. '
    "Azure refuses it.",
    "種類 {type} の名前は「/」で区切った {expected} 個だが、「{name}」は {found} 個である。"
    "Azure に拒否される。",
)
_RESOURCES: Final = "resources"


@frozen(eq=False)
class _Written:
    """A resource as it is written, with what its expressions see."""

    raw: Object
    scope: Scope
    place: Place
    path: str
    symbol: str | None = None
    parent: Instance | None = None
    loop: Loop | None = None
    uncertain: Text | None = None


@define(eq=False)
class Expansion:
    """Takes the resources of one template into the catalogue.

    :param scope: what their expressions see, which may be what those of an outer template see
    :param target: where they go
    :param uncertain: why it isn't known whether the template is deployed
    """

    deployment: Deployment
    scope: Scope
    target: Target
    catalogue: Catalogue
    finder: ResourceFinder
    uncertain: Text | None = None

    def expand(self, resources: Value, place: Place, path: str) -> None:
        """Take in *resources*: an array, or an object whose names are symbolic.

        :raises Advice: where Azure would refuse one
        """
        for each in _each(resources, self.scope, place, path):
            self._looped(evolve(each, uncertain=self.uncertain))

    def _looped(self, each: _Written) -> None:
        copy = each.raw.get("copy")
        if not isinstance(copy, Object):
            self._one(each)
            return
        at = copy.place_of("count") or each.place
        count = turns(copy.get("count"), each.scope, at)
        if isinstance(count, Unknown | Secret):
            reason = self.catalogue.doubt(f"{each.path}.copy.count", count, at)
            each, count = evolve(each, uncertain=reason), 1
        name = named(copy.get("name", ""), each.scope, each.place)
        for index in range(count):
            loop = Loop(name, index, is_of_resource=True)
            scope = evolve(each.scope, loops=(*each.scope.loops, loop))
            self._one(evolve(each, scope=scope, path=f"{each.path}[{index}]", loop=loop))

    def _one(self, each: _Written) -> None:
        inner = each.raw.get(_RESOURCES)
        is_deployed, uncertain = self._condition(each)
        if not is_deployed and not inner:
            return
        instance = self._instance(each, uncertain)
        if is_deployed:
            self.catalogue.add(instance)
            self.finder.add(instance)
        # A condition doesn't hold for the parts of a resource.
        at = each.raw.place_of(_RESOURCES) or each.place
        for part in _each(inner, each.scope, at, f"{each.path}.{_RESOURCES}"):
            self._looped(evolve(part, parent=instance, uncertain=each.uncertain))

    def _condition(self, each: _Written) -> tuple[bool, Text | None]:
        """Whether it is deployed, and why that isn't known."""
        if "condition" not in each.raw:
            return True, each.uncertain
        at = each.raw.place_of("condition") or each.place
        condition = decided(each.raw["condition"], each.scope, at)
        if isinstance(condition, bool):
            return condition, each.uncertain
        return True, self.catalogue.doubt(f"{each.path}.condition", condition, at)

    def _instance(self, each: _Written, uncertain: Text | None) -> Instance:
        raw, scope, place = each.raw, each.scope, each.place
        type, name = _named(raw, scope, place, each.parent)
        try:
            scope.surroundings.budget.add_resource()
        except Problem as problem:
            raise advice(problem.text, place) from None
        target = self._target(each, type)
        return Instance(
            type=type,
            name=name,
            id=_id(self._prefix(each, type, target), type, name, place),
            raw=raw,
            scope=scope.at(place),
            deployment=self.deployment,
            target=target,
            path=each.path,
            place=place,
            circles=self.catalogue.circles,
            api_version=resolved(raw.get("apiVersion"), scope, place),
            symbol=each.symbol,
            loop=None if each.loop is None else each.loop.name,
            turn=0 if each.loop is None else each.loop.index,
            is_existing=raw.get("existing") is True,
            uncertain=uncertain,
        )

    def _target(self, each: _Written, type: str) -> Target:
        """Where it goes, which is elsewhere for some deployments and for some that are there already."""
        if type.casefold() == DEPLOYMENT and "scope" in each.raw:
            words = self._said(each, "scope").strip("/").split("/")
            return Target(None, None, words[-1] or None)
        group = self._said(each, "resourceGroup") if each.raw.get("resourceGroup") else None
        if not each.raw.get("subscriptionId"):
            return self.target if group is None else evolve(self.target, group=group)
        return Target(self._said(each, "subscriptionId"), group)

    def _prefix(self, each: _Written, type: str, target: Target) -> str:
        if "scope" not in each.raw or type.casefold() == DEPLOYMENT:
            return target.prefix
        within = self._said(each, "scope")
        if within.startswith("/") or not within:
            return within.rstrip("/")
        return f"{target.prefix}/providers/{within}"

    def _said(self, each: _Written, key: str) -> str:
        return named(each.raw[key], each.scope, each.raw.place_of(key) or each.place)


def _each(resources: Value, scope: Scope, place: Place, path: str) -> Iterator[_Written]:
    """Each of *resources*, as it is written."""
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
        yield _Written(each, scope, each.place or place, where, symbol=name)


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
    prefix = f"{parent.type}/".casefold()
    if not type.casefold().startswith(prefix):
        own = type if "." in type.partition("/")[0] else f"{parent.type}/{type}"
    if own.count("/") - name.count("/") > 1 and own.casefold().startswith(prefix):
        reason = getattr(name, "reason", None) or getattr(parent.name, "reason", None)
        whole = f"{parent.name}/{name}"
        return own, whole if reason is None else StandIn(whole, reason)
    return own, name


def _id(prefix: str, type: str, name: str, place: Place) -> str:
    namespace, *kinds = type.split("/")
    names = name.split("/")
    if not kinds or not all(kinds):
        raise advice(_NO_TYPE.fill(type=quoted(type)), place)
    if len(kinds) != len(names) and not isinstance(name, StandIn):
        words = {"type": quoted(type), "name": quoted(name)}
        text = _SEGMENTS.fill(expected=len(kinds), found=len(names), **words)
        raise advice(text, place)
    if type.casefold() == "microsoft.resources/resourcegroups":
        return f"{prefix}/resourceGroups/{name}"
    pairs = "".join(f"/{kind}/{each}" for kind, each in zip(kinds, names, strict=False))
    return f"{prefix}/providers/{namespace}{pairs}"
