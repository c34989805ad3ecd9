"""Methods for outbound connections that a resource of its own stands for.

A function that is such a method says so, and the control plane deploys it::

    @egress_method("toll gate", of=TollGate)
    class TollGateFunction(Method):
        @classmethod
        def made_of(cls, resource, facts, recorder): ...
        def change_to(self, resource): ...
        def serve(self, interface): ...

Which method wins is a documented order: the platform's fact lists it by its name.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Any, Final, NamedTuple, Self, TypeVar

from azsim.engine.trace import Recorder
from azsim.facts import Facts
from azsim.functions.egress import Egress
from azsim.functions.snat.flows import Translator
from azsim.model.resources.identity import Resource


class Method(Translator):
    """A translator that is made of a resource.

    It writes each flow that it opens into the flow table of the interface, and takes it out
    again when the flow is released.
    """

    @classmethod
    @abstractmethod
    def made_of(cls, resource: Any, facts: Facts, recorder: Recorder) -> Self:
        """The translator that *resource* stands for."""

    @abstractmethod
    def change_to(self, resource: Any) -> None:
        """The resource has changed, and is *resource* from now on. Open flows stay open."""

    @abstractmethod
    def serve(self, interface: Egress) -> bool:
        """Let new flows of *interface* leave through it; False where they may not by now."""


class EgressMethod(NamedTuple):
    """A method by the name that documented orders have for it, and its function."""

    name: str
    function: type[Method]


METHODS: Final[dict[type[Resource], EgressMethod]] = {}

F = TypeVar("F", bound=type[Method])


def egress_method(name: str, *, of: type[Resource]) -> Callable[[F], F]:
    """Declare a function as the method *name*, which resources *of* that kind stand for."""

    def declare(function: F) -> F:
        METHODS[of] = EgressMethod(name, function)
        return function

    return declare
