"""What a variant is: one function, as it would be if a behaviour were otherwise.

A variant is registered with the fact, the id that the register gives to the counterfactual,
and the function that it replaces, a method of a class or a function of a module::

    @otherwise("classic.tcp-release", "fin-releases-nothing", Snat, "fin")
    def fin_releases_nothing(self: Snat, mapping: Mapping, end: End, now: int) -> None:
        ...

It takes what the function takes. One that asks for the keyword ``real`` gets the function
that it replaces.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from inspect import signature
from types import MappingProxyType
from typing import Any, TypeVar

from attrs import frozen

Function = TypeVar("Function", bound=Callable[..., Any])


@frozen
class Variant:
    """A *function* to stand in for the one called *name* of *owner*, a class or a module."""

    fact: str
    id: str
    owner: object
    name: str
    function: Callable[..., Any]

    @property
    def target(self) -> Callable[..., Any]:
        """The function that stands there now."""
        found: Callable[..., Any] = vars(self.owner)[self.name]
        return found

    @property
    def wants_real(self) -> bool:
        """Whether it builds on what it replaces."""
        return "real" in signature(self.function).parameters


_REGISTERED: dict[tuple[str, str], Variant] = {}

VARIANTS: Mapping[tuple[str, str], Variant] = MappingProxyType(_REGISTERED)
"""Every variant, by the id of its fact and its own."""


def otherwise(
    fact_id: str, variant_id: str, owner: object, name: str
) -> Callable[[Function], Function]:
    """Register what is decorated as a variant of the function *name* of *owner*."""

    def register(function: Function) -> Function:
        key = fact_id, variant_id
        assert key not in _REGISTERED, f"there are two variants {variant_id} of {fact_id}"
        _REGISTERED[key] = Variant(fact_id, variant_id, owner, name, function)
        return function

    return register


@contextmanager
def put_in(variant: Variant) -> Iterator[None]:
    """Let *variant* stand in for what it replaces, in this process, until the block ends."""
    real = variant.target
    builds_on = {"real": real} if variant.wants_real else {}

    @wraps(real)
    def stand_in(*arguments: Any, **named: Any) -> Any:
        return variant.function(*arguments, **named, **builds_on)

    setattr(variant.owner, variant.name, stand_in)
    try:
        yield
    finally:
        setattr(variant.owner, variant.name, real)
