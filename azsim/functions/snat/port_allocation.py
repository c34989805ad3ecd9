"""How many SNAT ports each instance has of the public addresses that it shares.

The number comes from a table by the size of the pool, or from a rule that says it. Over several
addresses it is spread in blocks, as evenly as they allow.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction

from attrs import frozen

Tiers = tuple[tuple[int, ...], ...]
"""Rows of *instances up to* and *ports for each*, the smallest pool first."""


@frozen
class Allocation:
    """The ports of each instance, over all addresses; ``tier`` is the row that says so, if one does."""

    ports: int
    tier: int | None = None

    def tiers_up_from(self, before: Allocation) -> int:
        """How many rows of the table a pool has grown by since *before*; 0 where no table decides."""
        if self.tier is None or before.tier is None:
            return 0
        return max(0, self.tier - before.tier)


def tier_of(instances: int, tiers: Tiers) -> int | None:
    """The row of *tiers* for a pool of that size, or None where the table ends before it.

    >>> tier_of(51, ((50, 1_024), (100, 512))), tier_of(101, ((50, 1_024), (100, 512)))
    (1, None)
    """
    return next((row for row, (most, *_) in enumerate(tiers) if instances <= most), None)


def by_pool_size(
    instances: int, tiers: Tiers, addresses: int = 1, most: int | None = None
) -> Allocation | None:
    """What the table gives to each of *instances* at several *addresses*, but *most* at most.

    None where the table ends before a pool of that size.

    >>> by_pool_size(100, ((50, 1_024), (100, 512)), addresses=3, most=1_024)
    Allocation(ports=1024, tier=1)
    """
    tier = tier_of(instances, tiers)
    if tier is None:
        return None
    ports = tiers[tier][1] * addresses
    return Allocation(ports if addresses == 1 or most is None else min(ports, most), tier)


def after_growth(ports: int, tiers_crossed: int, reclaimed: Fraction) -> int:
    """What an instance keeps of *ports* when its pool grows by *tiers_crossed* tiers.

    >>> after_growth(1_024, 2, Fraction(1, 2))
    256
    """
    for _ in range(tiers_crossed):
        ports -= int(ports * reclaimed)
    return ports


def spread(ports: int, addresses: int, block: int) -> list[int]:
    """*ports* over so many *addresses* in whole blocks, as evenly as it goes, the first ones first.

    >>> spread(1_024, 3, 8)
    [344, 344, 336]
    """
    blocks, odd = divmod(ports, block)
    each, more = divmod(blocks, addresses)
    shares = [(each + (place < more)) * block for place in range(addresses)]
    shares[0] += odd
    return shares


def blocks_of(listening: Collection[int], block: int) -> list[int]:
    """Where each block begins that the *listening* ports of an address take from SNAT.

    >>> blocks_of({80, 81, 443}, 8)
    [80, 440]
    """
    return sorted({port // block * block for port in listening})


def available(front_ends: Sequence[Collection[int]], per_address: int, block: int) -> int:
    """The SNAT ports of front-end addresses that listen at those ports.

    >>> available([{80, 81}], 64_000, 8), available([{80, 443}, ()], 64_000, 8)
    (63992, 127984)
    """
    return sum(per_address - block * len(blocks_of(each, block)) for each in front_ends)


def largest_share(ports: int, instances: int, block: int) -> int:
    """The most of *ports* that each of *instances* can have, in whole blocks.

    >>> largest_share(64_000, 7, 8)
    9136
    """
    return ports // instances // block * block


def nearest_multiples(ports: int, block: int) -> tuple[int, int]:
    """The multiples of *block* right below and right above *ports*.

    >>> nearest_multiples(1_001, 8)
    (1000, 1008)
    """
    below = ports // block * block
    return below, below + block
