"""Why a behaviour is as it is, told in prose: its numbers, its arithmetic, and the facts behind them.

`objections` is what is wrong with such a reason: a fact that doesn't exist, a number that comes
from nowhere, arithmetic that doesn't hold. `quantities_in` finds the numbers of a text and
`keys_of` the values of a fact, by which the two are matched.
"""

from __future__ import annotations

from azsim.reasons.objections import Objection, objections
from azsim.reasons.quantities import Quantity, quantities_in
from azsim.reasons.values import keys_of

__all__ = ["Objection", "Quantity", "keys_of", "objections", "quantities_in"]
