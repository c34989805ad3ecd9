"""What an expression sees: parameters, variables, loops and other resources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from attrs import field, frozen

from azsim.facts import Facts
from azsim.readers.arm.limits import Budget
from azsim.readers.declared import Object, Place, Value

SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
GROUP = "resource-group"


@frozen
class Target:
    """Where a deployment goes: a resource group, a whole subscription, or what lies above them."""

    subscription: str | None = SUBSCRIPTION
    group: str | None = GROUP
    management_group: str | None = None

    @property
    def prefix(self) -> str:
        """What the ids of its resources begin with."""
        if self.subscription is None:
            if self.management_group is None:
                return ""
            return "/providers/Microsoft.Management/managementGroups/" + self.management_group
        whole = f"/subscriptions/{self.subscription}"
        return whole if self.group is None else f"{whole}/resourceGroups/{self.group}"


@frozen
class Loop:
    """A turn of a copy loop."""

    name: str
    index: int
    is_of_resource: bool = False


@frozen
class UserFunction:
    """A function that a template defines itself: the names of its parameters, and its result."""

    parameters: tuple[str, ...]
    result: Value
    place: Place


class Finder(Protocol):
    """Finds the resources that an expression names."""

    def reference(self, named: str, is_full: bool) -> Value:
        """The properties of a resource, or all of it."""

    def references(self, named: str, is_full: bool) -> Value:
        """Those of each resource of a loop."""

    def identity(self, named: str) -> Object:
        """The id, name, type and version of a resource that has a symbolic name."""


class Surroundings(Finder, Protocol):
    """The deployment that an expression belongs to."""

    target: Target
    budget: Budget
    facts: Facts

    def parameter(self, name: str) -> Value:
        """The value of a parameter."""

    def variable(self, name: str) -> Value:
        """The value of a variable."""

    def function(self, namespace: str, name: str) -> UserFunction:
        """A function that the template defines."""

    def itself(self) -> Object:
        """What ``deployment()`` gives."""


@frozen(eq=False)
class Scope:
    """What the names of an expression stand for.

    :param arguments: of a user-defined function, which sees no parameter else
    :param locals: what a lambda calls its arguments
    """

    surroundings: Surroundings
    place: Place
    loops: tuple[Loop, ...] = ()
    locals: Mapping[str, Value] = field(factory=dict)
    arguments: Mapping[str, Value] | None = None

    def at(self, place: Place) -> Scope:
        """The same for an expression that stands at *place*."""
        return Scope(self.surroundings, place, self.loops, self.locals, self.arguments)
