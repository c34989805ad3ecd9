"""How much a template may ask for, so that none takes time or memory without end."""

from __future__ import annotations

from typing import Final

from attrs import define

from azsim.readers.arm.problem import Problem
from azsim.text import Text

# Chosen: far above what people write, and reached within seconds.
LONGEST_EXPRESSION: Final = 30_000
"""Characters of one expression."""
LONGEST_RANGE: Final = 10_000
"""Items that ``range()`` makes."""
MOST_STEPS: Final = 1_000_000
"""Values and function calls that are evaluated for one input."""
DEEPEST: Final = 80
"""Calls, variables and values within one another while one is evaluated."""
LONGEST_TEXT: Final = 1_000_000
"""Characters of a text that a function makes."""
HEAVIEST: Final = 300_000
"""Values within an object or array that a function makes."""
MOST_RESOURCES: Final = 20_000
"""Resources of all deployments of one input."""
MOST_LEVELS: Final = 10
"""Deployments within one another."""

_TOO_MUCH = Text(
    "The template takes more than {most} steps to evaluate. azsim stops there.",
    "テンプレートの評価が {most} ステップを超えたため、打ち切る。",
)
_TOO_DEEP = Text(
    "Expressions, variables and calls lie within one another more than {most} deep.",
    "式、変数、関数の呼び出しの入れ子が {most} 段を超える。",
)
_TOO_MANY = Text(
    "The template makes more than {most} resources. azsim stops there.",
    "テンプレートが作るリソースが {most} 個を超えたため、打ち切る。",
)


@define
class Budget:
    """What of it has been used for one input."""

    steps: int = 0
    depth: int = 0
    resources: int = 0

    def spend(self, steps: int) -> None:
        """Take note of *steps*.

        :raises Problem: once there have been more than :data:`MOST_STEPS`
        """
        self.steps += steps
        if self.steps > MOST_STEPS:
            raise Problem(_TOO_MUCH.fill(most=f"{MOST_STEPS:,}"))

    def enter(self) -> None:
        """Something is evaluated within something; :meth:`leave` ends it.

        :raises Problem: where that is deeper than :data:`DEEPEST`
        """
        self.depth += 1
        self.spend(1)
        if self.depth > DEEPEST:
            raise Problem(_TOO_DEEP.fill(most=DEEPEST))

    def leave(self) -> None:
        """What was entered last ends."""
        self.depth -= 1

    def add_resource(self) -> None:
        """Take note of one more resource.

        :raises Problem: once there have been more than :data:`MOST_RESOURCES`
        """
        self.resources += 1
        if self.resources > MOST_RESOURCES:
            raise Problem(_TOO_MANY.fill(most=f"{MOST_RESOURCES:,}"))
