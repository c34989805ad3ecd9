"""Methods for outbound connections that a resource of its own stands for.

A function that is such a method says so, and the control plane deploys it::

    @egress_method("NAT gateway", of=NatGateway)
    class NatGatewayFunction(Translator):
        @classmethod
        def made_of(cls, resource, facts, recorder): ...
        @staticmethod
        def serves(resource, interface): ...

Which method wins is a documented order: the platform's fact lists it by its name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple, Protocol, TypeVar

from azsim.engine.trace import Recorder
from azsim.facts import Facts
from azsim.functions.egress import Egress
from azsim.functions.snat.flows import Translator
from azsim.model.resources.identity import Resource


class MethodFunction(Protocol):
    """A translator that is made of a resource."""

    @classmethod
    def made_of(cls, resource: Any, facts: Facts, recorder: Recorder) -> Translator:
        """The translator that *resource* stands for."""

    @staticmethod
    def serves(resource: Any, interface: Egress) -> bool:
        """Whether flows of *interface* may leave through it."""


class EgressMethod(NamedTuple):
    """A method by the name that documented orders have for it, and its function."""

    name: str
    function: type[MethodFunction]


METHODS: Final[dict[type[Resource], EgressMethod]] = {}

F = TypeVar("F", bound=type[MethodFunction])


def egress_method(name: str, *, of: type[Resource]) -> Callable[[F], F]:
    """Declare a function as the method *name*, which resources *of* that kind stand for."""

    def declare(function: F) -> F:
        METHODS[of] = EgressMethod(name, function)
        return function

    return declare
