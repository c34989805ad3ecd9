"""PsPing, if it were otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from azsim.proving.variants.variant import otherwise
from azsim.questions import latency
from azsim.questions.latency import RESOLUTION
from azsim.tools import psping
from azsim.tools.psping import Ping


@otherwise("psping.statistics-include-warm-up", "warm-up-counts", psping, "counted")
def warm_up_counts(pings: Sequence[Ping], warm_up: int) -> Sequence[Ping]:
    """Every ping counts."""
    return pings


@otherwise("psping.rounding", "half-even", latency, "rounded")
def half_even(amount: Fraction) -> int:
    """As floating-point numbers are rounded by default."""
    whole, rest = divmod(amount, RESOLUTION)
    above = 2 * rest - RESOLUTION
    return (whole + (above > 0 or (above == 0 and whole % 2 == 1))) * RESOLUTION
