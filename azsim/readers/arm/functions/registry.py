"""How a function of templates is declared.

Most functions take values that are known and need nothing else: those are called with values, and
where one isn't known, what comes out isn't known either. A special one is called with its unevaluated
arguments and the scope.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from attrs import frozen

from azsim.readers.arm.problem import Problem
from azsim.readers.arm.scope import Scope
from azsim.readers.arm.syntax import Node
from azsim.readers.declared import Value
from azsim.text import Text

Evaluate: TypeAlias = Callable[[Node, Scope], "Value"]

_COUNT = Text(
    "{name}() takes {expected} arguments, not {found}.",
    "{name}() の引数は {expected} 個であり、{found} 個ではない。",
)
_OR_MORE = Text("{least} or more", "{least} 以上の")
_TO = Text("{least} to {most}", "{least}～{most}")


@frozen(eq=False)
class Function:
    """One function of templates.

    :param make: takes values, and raises a Problem where they don't fit
    :param is_text: where a text that goes in isn't known, its stand-in can go in as well
    :param takes_unknown: values that aren't known are as good as others
    """

    name: str
    least: int
    most: int | None
    make: Callable[..., Value]
    is_text: bool = False
    takes_unknown: bool = False

    def check(self, found: int) -> None:
        """Whether it takes so many arguments.

        :raises Problem: if it doesn't
        """
        check_count(self.name, self.least, self.most, found)


@frozen(eq=False)
class Special:
    """A function that evaluates its arguments itself, if at all."""

    name: str
    least: int
    most: int | None
    make: Callable[[Sequence[Node], Scope, Evaluate], Value]

    def check(self, found: int) -> None:
        """Whether it takes so many arguments.

        :raises Problem: if it doesn't
        """
        check_count(self.name, self.least, self.most, found)


def check_count(name: str, least: int, most: int | None, found: int) -> None:
    """Whether *found* arguments are right.

    :raises Problem: if they aren't
    """
    if found < least or (most is not None and found > most):
        if most is None:
            expected = _OR_MORE.fill(least=least)
        else:
            expected = (
                Text(str(least), f"{least} ") if least == most else _TO.fill(least=least, most=most)
            )
        raise Problem(_COUNT.fill(name=name, expected=expected, found=found))


FUNCTIONS: Final[dict[str, Function | Special]] = {}
"""By folded name."""


def function(
    name: str,
    least: int,
    most: int | None = -1,
    *,
    is_text: bool = False,
    takes_unknown: bool = False,
) -> Callable[[Callable[..., Value]], Callable[..., Value]]:
    """Declare a function of *least* to *most* values; None is any number of them, the default *least*."""

    def declare(make: Callable[..., Value]) -> Callable[..., Value]:
        upper = least if most == -1 else most
        FUNCTIONS[name.casefold()] = Function(name, least, upper, make, is_text, takes_unknown)
        return make

    return declare


_SpecialMake = Callable[[Sequence[Node], Scope, Evaluate], Value]


def special(name: str, least: int, most: int | None = -1) -> Callable[[_SpecialMake], _SpecialMake]:
    """Declare a function that gets its arguments unevaluated."""

    def declare(make: _SpecialMake) -> _SpecialMake:
        FUNCTIONS[name.casefold()] = Special(name, least, least if most == -1 else most, make)
        return make

    return declare
