"""The resources of all deployments of an input, one for each turn of a loop."""

from __future__ import annotations

from typing import Final

from attrs import define, evolve, field

from azsim.readers.arm.deployment import Circles, Deployment
from azsim.readers.arm.evaluate import resolved
from azsim.readers.arm.functions.logic import reason_of
from azsim.readers.arm.problem import Problem, advice
from azsim.readers.arm.scope import Scope, Target
from azsim.readers.declared import NOBODY, Doubt, Object, Place, Secret, StandIn, Unknown, Value
from azsim.text import Text, quoted

DEPLOYMENT: Final = "microsoft.resources/deployments"
"""The folded type of a deployment within a template."""
_NAME: Final = "name"
_PROPERTIES: Final = "properties"
# What tells how to deploy a resource, and isn't part of it.
_ABOUT_DEPLOYING: Final = frozenset(
    ("copy", "condition", "dependson", "resources", "existing", "comments", "metadata", "asserts")
)
_TWICE = Text(
    'The template deploys "{name}" of type {type} twice; the other one is at {place}. '
    "Azure refuses it.",
    "テンプレートが種類 {type} の「{name}」を二度デプロイしている。もう一つは {place} にある。"
    "Azure に拒否される。",
)


@define(eq=False)
class Instance:
    """One resource as a template declares it.

    :param scope: what its expressions see
    :param deployment: whose template it stands in
    :param target: where it goes
    :param symbol: its symbolic name
    :param loop: the name of the loop that makes it; *turn* is which turn of it does
    :param uncertain: why it isn't known whether, or how often, it is deployed
    """

    type: str
    name: str
    id: str
    raw: Object
    scope: Scope
    deployment: Deployment
    target: Target
    path: str
    place: Place
    circles: Circles
    api_version: Value = None
    symbol: str | None = None
    loop: str | None = None
    turn: int = 0
    is_existing: bool = False
    uncertain: Text | None = None
    _properties: Value = field(default=None, init=False)
    _is_resolved: bool = field(default=False, init=False)

    @property
    def is_deployment(self) -> bool:
        """Whether it is a deployment of its own."""
        return self.type.casefold() == DEPLOYMENT

    @property
    def properties(self) -> Value:
        """Its properties, evaluated when they are first asked for.

        :raises Problem: if they depend on themselves
        """
        if not self._is_resolved:
            called = f"{self.type} {self.name}"
            self._properties = self.circles.within(called, lambda: self._value(_PROPERTIES))
            self._is_resolved = True
        return self._properties

    def body(self) -> Object:
        """All that is part of the resource.

        :raises Advice: where an expression in it is wrong
        """
        items: list[tuple[str, Value]] = []
        places: dict[str, Place] = {}
        for key in self.raw:
            if key.casefold() in _ABOUT_DEPLOYING or key.casefold() == _NAME:
                continue
            places[key] = self.raw.place_of(key) or self.place
            if key.casefold() == _PROPERTIES:
                try:
                    value = self.properties
                except Problem as problem:
                    raise advice(problem.text, places[key]) from None
            else:
                value = self._value(key)
            items.append((key, finished(value, places[key])))
        items.append((_NAME, self.name))
        places[_NAME] = self.raw.place_of(_NAME) or self.place
        return Object(items, self.place, places)

    def _value(self, key: str) -> Value:
        return resolved(self.raw.get(key), self.scope, self.raw.place_of(key) or self.place)


@define(eq=False)
class Catalogue:
    """All resources of an input, and what couldn't be told of them."""

    instances: list[Instance] = field(factory=list)
    doubts: list[Doubt] = field(factory=list)
    circles: Circles = field(factory=Circles)
    _by_id: dict[str, Instance] = field(factory=dict)
    _parts: dict[str, list[Instance]] = field(factory=dict)

    def add(self, instance: Instance) -> None:
        """Take in a resource.

        :raises Advice: if the same template deploys it already
        """
        key = folded(instance.id)
        other = self._by_id.get(key)
        if other is None or other.is_existing:
            self._by_id[key] = instance
        elif _clash(instance, other):
            words = _TWICE.fill(
                name=quoted(instance.name), type=quoted(instance.type), place=other.place
            )
            raise advice(words, instance.place)
        self.instances.append(instance)
        self._parts.setdefault(key.rpartition("/")[0], []).append(instance)

    def find(self, id: str) -> Instance | None:
        """The resource with the *id*, however it is written."""
        return self._by_id.get(folded(id))

    def parts(self, id: str, kind: str) -> list[Instance]:
        """The resources of a *kind* that are declared as parts of the one with the *id*."""
        return self._parts.get(f"{folded(id)}/{kind.casefold()}", [])

    def doubt(self, path: str, value: Unknown | Secret, place: Place) -> Text:
        """Something depends on a value that isn't known: why."""
        reason = reason_of(value)
        # What depends on it says so itself.
        self.doubts.append(Doubt(path, reason, place, NOBODY))
        return reason


def folded(id: str) -> str:
    """*id* in the one form by which resources are found."""
    return "/" + "/".join(filter(None, id.casefold().split("/")))


def _clash(one: Instance, other: Instance) -> bool:
    is_sure = one.uncertain is None and other.uncertain is None
    is_known = not isinstance(one.name, StandIn)
    is_deployed = not one.is_existing and not other.is_existing
    # A resource may well be deployed by several deployments, one after the other.
    return is_sure and is_known and is_deployed and one.deployment is other.deployment


def finished(value: Value, place: Place, key: str = "") -> Value:
    """*value* for those who don't evaluate: what isn't known has its place, and names are names."""
    if isinstance(value, Object):
        items = []
        places = {}
        for name, inner in value.items():
            places[name] = value.place_of(name) or place
            items.append((name, finished(inner, places[name], name.casefold())))
        return Object(items, value.place or place, places)
    if isinstance(value, tuple):
        return tuple(finished(each, place, key) for each in value)
    if isinstance(value, Unknown):
        is_id = key == "id" and "/providers/" in value.stand_in
        if key == "name" or is_id:
            return StandIn(value.stand_in, value.reason)
        return evolve(value, place=value.place or place)
    return value
