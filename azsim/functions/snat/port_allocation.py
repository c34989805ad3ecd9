"""How many SNAT ports an instance gets, by the number of instances that share an address."""

from __future__ import annotations

from fractions import Fraction

Tiers = tuple[tuple[int, ...], ...]
"""Rows of *instances up to* and *ports for each*, the smallest pool first."""


def tier_of(instances: int, tiers: Tiers) -> int | None:
    """The row of *tiers* for a pool of that size, or None where the table ends before it.

    >>> tier_of(51, ((50, 1_024), (100, 512))), tier_of(101, ((50, 1_024), (100, 512)))
    (1, None)
    """
    return next((row for row, (most, *_) in enumerate(tiers) if instances <= most), None)


def after_growth(ports: int, tiers_crossed: int, reclaimed: Fraction) -> int:
    """What an instance keeps of *ports* when its pool grows by *tiers_crossed* tiers.

    >>> after_growth(1_024, 2, Fraction(1, 2))
    256
    """
    for _ in range(tiers_crossed):
        ports -= int(ports * reclaimed)
    return ports
