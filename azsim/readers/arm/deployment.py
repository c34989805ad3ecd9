"""A template with the values of its parameters: what its expressions ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final, TypeVar

from attrs import define, evolve, field, frozen

from azsim.facts import Facts
from azsim.readers.arm.evaluate import repeated, resolved
from azsim.readers.arm.files import BASE
from azsim.readers.arm.functions.scopes import ELSEWHERE
from azsim.readers.arm.kinds import an_object, text_of
from azsim.readers.arm.limits import Budget
from azsim.readers.arm.open import Open
from azsim.readers.arm.problem import Problem, advice
from azsim.readers.arm.scope import Finder, Scope, Target, UserFunction
from azsim.readers.arm.types import Types
from azsim.readers.declared import Object, Place, Secret, StandIn, Unknown, Value
from azsim.text import Text, did_you_mean, quoted

T = TypeVar("T")

NO_VALUE = Text(
    'the parameter "{name}" has neither a value nor a default',
    "パラメーター「{name}」に値も既定値もない",
)
IN_A_VAULT = Text(
    'the value of the parameter "{name}" lies in a key vault',
    "パラメーター「{name}」の値がキー コンテナーにある",
)
_NO_PARAMETER = Text(
    'The template has no parameter "{name}".{hint}',
    "テンプレートにパラメーター「{name}」はない。{hint}",
)
_NO_VARIABLE = Text(
    'The template has no variable "{name}".{hint}', "テンプレートに変数「{name}」はない。{hint}"
)
_NO_FUNCTION = Text(
    "The template defines no function {name}().{hint}",
    "テンプレートに関数 {name}() の定義はない。{hint}",
)
_CIRCLE = Text(
    "These depend on one another in a circle: {names}.", "互いに循環して依存している: {names}。"
)
_DOES_NOT_FIT = Text('The parameter "{name}": {text}', "パラメーター「{name}」: {text}")
_WRONG = Text('"{name}" has to be {expected}.', "「{name}」は{expected}でなければならない。")
_AN_OBJECT = Text("an object", "オブジェクト")
_COPY: Final = "copy"


@frozen
class Given:
    """A value for the parameter *name*. *is_loose*: somebody typed it, and a number serves as a string."""

    name: str
    value: Value
    place: Place
    is_loose: bool = False


def section(template: Object, name: str) -> Object:
    """An object of the template; an empty one where there is none.

    :raises Advice: if it is something else
    """
    found = template.get(name)
    if isinstance(found, Object):
        return found
    place = template.place_of(name) or template.place
    if found is None:
        return Object(place=place)
    assert place is not None
    raise advice(_WRONG.fill(name=name, expected=_AN_OBJECT), place)


@define(eq=False)
class Circles:
    """What is being evaluated, so that what depends on itself is found."""

    _busy: list[str] = field(factory=list)

    def within(self, name: str, make: Callable[[], T]) -> T:
        """What *make* gives, which is for *name*.

        :raises Problem: if it is already being made
        """
        if name in self._busy:
            circle = " → ".join([*self._busy[self._busy.index(name) :], name])
            raise Problem(_CIRCLE.fill(names=quoted(circle, 200)))
        self._busy.append(name)
        try:
            return make()
        finally:
            self._busy.pop()


@define(eq=False)
class Deployment:
    """One template and what is given to it.

    :param path: of the template, as seen from the folder of the input
    :param resources: finds resources for ``reference()`` and the like
    """

    template: Object
    place: Place
    path: str
    name: str
    target: Target
    budget: Budget
    facts: Facts
    given: Mapping[str, Given] = field(factory=dict)
    level: int = 0
    finder: Finder | None = field(default=None, init=False)
    _parameters: dict[str, Value] = field(factory=dict, init=False)
    _variables: dict[str, Value] = field(factory=dict, init=False)
    _loops: dict[str, Object] | None = field(default=None, init=False)
    _circles: Circles = field(factory=Circles, init=False)

    @property
    def scope(self) -> Scope:
        """What an expression of the template sees."""
        return Scope(self, self.place)

    # Parameters

    def parameter(self, name: str) -> Value:
        """The value of a parameter: what was given, else its default.

        :raises Problem: if the template has no such parameter
        :raises Advice: if its value doesn't fit
        """
        key = name.casefold()
        if key not in self._parameters:
            declared = section(self.template, "parameters")
            if name not in declared:
                hint = did_you_mean(name, declared)
                raise Problem(_NO_PARAMETER.fill(name=quoted(name), hint=hint))
            make = partial(self._parameter, name, declared)
            self._parameters[key] = self._circles.within(f"parameters('{name}')", make)
        return self._parameters[key]

    def _parameter(self, name: str, declared: Object) -> Value:
        place = declared.place_of(name) or self.place
        given = self.given.get(name.casefold())
        types = Types(section(self.template, "definitions"))
        try:
            type = an_object(declared[name])
            if given is not None:
                place = given.place
                return evolve(types, is_loose=given.is_loose).fitted(given.value, type)
            if "defaultValue" in type:
                at = type.place_of("defaultValue") or place
                if types.is_secure(type) and type["defaultValue"] != "":
                    return Secret()
                return types.fitted(resolved(type["defaultValue"], self.scope, at), type)
            if types.is_secure(type):
                return Secret()
            if types.is_nullable(type):
                return None
        except Problem as problem:
            raise advice(_DOES_NOT_FIT.fill(name=quoted(name), text=problem.text), place) from None
        return Unknown(NO_VALUE.fill(name=quoted(name)), f"{{{name}}}", place)

    def check_parameters(self) -> None:
        """Evaluate all parameters.

        :raises Advice: if one doesn't fit, or one is given that the template doesn't have
        """
        declared = section(self.template, "parameters")
        for name in declared:
            self.parameter(name)
        for given in self.given.values():
            if given.name not in declared:
                hint = did_you_mean(given.name, declared)
                raise advice(_NO_PARAMETER.fill(name=quoted(given.name), hint=hint), given.place)

    # Variables and functions

    def variable(self, name: str) -> Value:
        """The value of a variable.

        :raises Problem: if the template has no such variable
        """
        key = name.casefold()
        if key not in self._variables:
            make = partial(self._variable, name)
            self._variables[key] = self._circles.within(f"variables('{name}')", make)
        return self._variables[key]

    def _variable(self, name: str) -> Value:
        declared = section(self.template, "variables")
        loop = self._variable_loops(declared).get(name.casefold())
        if loop is not None:
            place = loop.place or self.place
            return repeated(loop.get("count"), loop.get("input"), name, self.scope, place)
        if name not in declared or (name.casefold() == _COPY and self._loops):
            names = [*declared, *self._variable_loops(declared)]
            hint = did_you_mean(name, names)
            raise Problem(_NO_VARIABLE.fill(name=quoted(name), hint=hint))
        return resolved(declared[name], self.scope, declared.place_of(name) or self.place)

    def _variable_loops(self, declared: Object) -> Mapping[str, Object]:
        if self._loops is None:
            loops = declared.get(_COPY)
            found = loops if isinstance(loops, tuple) else ()
            self._loops = {
                text_of(each.get("name")).casefold(): each
                for each in found
                if isinstance(each, Object) and "input" in each
            }
        return self._loops

    def function(self, namespace: str, name: str) -> UserFunction:
        """A function that the template defines.

        :raises Problem: if it doesn't
        """
        known = []
        spaces = self.template.get("functions")
        for space in spaces if isinstance(spaces, tuple) else ():
            if not isinstance(space, Object):
                continue
            prefix, members = text_of(space.get("namespace")), section(space, "members")
            if prefix.casefold() == namespace.casefold() and name in members:
                return self._function(section(members, name), members.place_of(name))
            known += [f"{prefix}.{member}" for member in members]
        whole = f"{namespace}.{name}"
        raise Problem(_NO_FUNCTION.fill(name=quoted(whole), hint=did_you_mean(whole, known)))

    def _function(self, declared: Object, place: Place | None) -> UserFunction:
        given = declared.get("parameters")
        each = given if isinstance(given, tuple) else ()
        names = tuple(text_of(one.get("name")) for one in each if isinstance(one, Object))
        output = section(declared, "output")
        at = output.place_of("value") or place or self.place
        return UserFunction(names, output.get("value"), at)

    # What is around

    def reference(self, named: str, is_full: bool) -> Value:
        """The properties of a resource, or all of it."""
        assert self.finder is not None
        return self.finder.reference(named, is_full)

    def references(self, named: str, is_full: bool) -> Value:
        """Those of each resource of a loop."""
        assert self.finder is not None
        return self.finder.references(named, is_full)

    def identity(self, named: str) -> Object:
        """The id, name, type and version of a resource that has a symbolic name."""
        assert self.finder is not None
        return self.finder.identity(named)

    def itself(self) -> Object:
        """What ``deployment()`` gives: its name, and where its template lies."""
        link = Object([("uri", StandIn(BASE + self.path, ELSEWHERE))])
        version = self.template.get("contentVersion")
        template = Object([("contentVersion", version)])
        properties = Object([("templateLink", link), ("template", template)])
        name = StandIn(self.name, ELSEWHERE) if self.level == 0 else self.name
        known = Object([("name", name), ("properties", properties)])
        return Open(known, "deployment()", reason=ELSEWHERE)
