"""Finds the resources that a template's expressions name, and answers from what is declared."""

from __future__ import annotations

import re
from collections.abc import Callable

from attrs import define, field

from azsim.readers.arm.instances import Catalogue, Instance
from azsim.readers.arm.open import Open
from azsim.readers.arm.problem import Problem
from azsim.readers.declared import Object, Unknown, Value
from azsim.text import Text, did_you_mean, quoted

NOT_HERE = Text(
    "it belongs to a resource that isn't in this input",
    "この入力にないリソースの値である",
)
_NO_SYMBOL = Text(
    'The template has no resource with the symbolic name "{name}".{hint}',
    "テンプレートにシンボリック名「{name}」のリソースはない。{hint}",
)
_TURN = re.compile(r"(.+)\[(\d{1,6})\]", re.DOTALL)


@define(eq=False)
class ResourceFinder:
    """Those of one template, by symbolic name, id or name.

    :param outputs: gives what a deployment within the template puts out
    """

    catalogue: Catalogue
    outputs: Callable[[Instance], Value]
    symbols: dict[str, list[Instance]] = field(factory=dict)
    names: dict[str, list[Instance]] = field(factory=dict)

    def add(self, instance: Instance) -> None:
        """Take in a resource of the template."""
        if instance.symbol is not None:
            self.symbols.setdefault(instance.symbol.casefold(), []).append(instance)
        # A template may write the type and name instead of the id, in two ways.
        typed = f"{instance.type}/{instance.name}", instance.id.rpartition("/providers/")[2]
        called = {instance.name, instance.loop or instance.name, *typed}
        for name in {each.casefold() for each in called}:
            self.names.setdefault(name, []).append(instance)

    def all_named(self, named: str) -> list[Instance]:
        """The resources that *named* stands for, of which a loop has several."""
        turn = _TURN.fullmatch(named)
        if turn is not None and turn[1].casefold() in self.symbols:
            number = int(turn[2])
            return [each for each in self.symbols[turn[1].casefold()] if each.turn == number]
        if named.casefold() in self.symbols:
            return self.symbols[named.casefold()]
        found = self.catalogue.find(named)
        return self.names.get(named.strip("/").casefold(), []) if found is None else [found]

    def reference(self, named: str, is_full: bool) -> Value:
        """The properties of a resource, or all of it."""
        found = self.all_named(named)
        if len({each.id for each in found}) != 1:
            known = Object([("id", named)]) if is_full else Object()
            return Open(known, f"reference('{named}')", id=named, reason=NOT_HERE)
        return self._answer(found[0], is_full)

    def references(self, named: str, is_full: bool) -> Value:
        """Those of each resource of a loop."""
        return tuple(self._answer(each, is_full) for each in self.all_named(named))

    def identity(self, named: str) -> Object:
        """The id, name, type and version of a resource that has a symbolic name.

        :raises Problem: if there is none
        """
        found = self.all_named(named)
        if not found:
            hint = did_you_mean(named, self.symbols)
            raise Problem(_NO_SYMBOL.fill(name=quoted(named), hint=hint))
        return _identity(found[0])

    def _answer(self, instance: Instance, is_full: bool) -> Value:
        called = f"reference('{instance.name}')"
        properties = self._properties(instance, called)
        if not is_full:
            return properties
        location = instance.raw.get("location")
        known = [*_identity(instance).items(), ("properties", properties)]
        if isinstance(location, str) and not location.startswith("["):
            known.append(("location", location))
        return Open(Object(known, instance.place), called)

    def _properties(self, instance: Instance, called: str) -> Value:
        if instance.is_deployment:
            outputs = self.outputs(instance)
            return Open(Object([("outputs", outputs)], instance.place), called)
        found = Object() if instance.is_existing else instance.properties
        if isinstance(found, Unknown):
            return found
        known = found if isinstance(found, Object) else Object(place=instance.place)

        def elsewhere(key: str) -> Value:
            return self._parts(instance, key)

        return Open(known, called, id=instance.id, elsewhere=elsewhere)

    def _parts(self, instance: Instance, kind: str) -> Value:
        """The one part that is declared beside the resource; the order of several isn't known."""
        parts = self.catalogue.parts(instance.id, kind)
        if len(parts) != 1:
            return None
        (part,) = parts
        name = part.name.rpartition("/")[2]
        return (
            Object([("name", name), ("id", part.id), ("properties", part.properties)], part.place),
        )


def _identity(instance: Instance) -> Object:
    version = instance.api_version
    return Object(
        [
            ("id", instance.id),
            ("name", instance.name),
            ("type", instance.type),
            ("apiVersion", version),
            ("resourceId", instance.id),
        ],
        instance.place,
    )
