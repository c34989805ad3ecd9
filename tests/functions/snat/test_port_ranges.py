"""Ports of one address, handed out in disjoint ranges, and how many an instance keeps."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azsim.facts import Facts
from azsim.functions.snat.port_allocation import after_growth, tier_of
from azsim.functions.snat.port_ranges import AddressPorts, PortRanges, split
from azsim.functions.snat.profiles import LoadBalancerRule

TIERS = ((50, 1024), (100, 512), (200, 256), (400, 128))


def ports(ranges: list[range]) -> list[int]:
    return [port for part in ranges for port in part]


@given(st.lists(st.integers(0, 2000), max_size=8))
def test_no_port_is_handed_out_twice(counts: list[int]) -> None:
    free = PortRanges(1024)
    taken = [port for count in counts for port in ports(free.take(count))]
    assert len(taken) == len(set(taken))


def test_the_lowest_ports_go_first() -> None:
    free = PortRanges(1024)
    assert ports(free.take(2)) == [1024, 1025]


def test_ports_given_back_are_handed_out_again() -> None:
    free = PortRanges(1024)
    first = free.take(10)
    free.take(10)
    free.give_back(first)
    assert ports(free.take(12)) == [*range(1024, 1034), 1044, 1045]


def test_an_address_has_no_ports_above_65535() -> None:
    assert ports(PortRanges(65_000).take(1000))[-1] == 65_535


@given(st.lists(st.integers(1, 50), max_size=5), st.integers(0, 300))
def test_splitting_loses_nothing(sizes: list[int], count: int) -> None:
    starts = [1000 * number for number, _ in enumerate(sizes)]
    ranges = [range(start, start + size) for start, size in zip(starts, sizes, strict=True)]
    kept, rest = split(ranges, count)
    assert ports(kept) + ports(rest) == ports(ranges)
    assert len(ports(kept)) == min(count, sum(sizes))


@pytest.mark.parametrize(("pool", "row"), [(1, 0), (50, 0), (51, 1), (400, 3), (401, None)])
def test_a_pool_belongs_to_the_first_tier_that_holds_it(pool: int, row: int | None) -> None:
    assert tier_of(pool, TIERS) == row


@pytest.mark.parametrize(("crossed", "kept"), [(0, 1024), (1, 512), (2, 256), (3, 128)])
def test_each_tier_that_is_crossed_takes_half(crossed: int, kept: int) -> None:
    assert after_growth(1024, crossed, Fraction(1, 2)) == kept


def test_what_is_taken_is_rounded_down_at_each_tier() -> None:
    assert after_growth(1001, 2, Fraction(1, 4)) == 1001 - 250 - 187


LISTENERS = st.frozensets(st.integers(1, 65_535), max_size=12)


@given(st.lists(LISTENERS, min_size=1, max_size=5), LISTENERS)
def test_what_came_and_went_before_leaves_no_trace_in_what_is_free(
    before: list[frozenset[int]], now: frozenset[int]
) -> None:
    changing = AddressPorts(LoadBalancerRule(Facts()), before[0])
    _ = changing.free
    for listening in [*before[1:], now]:
        changing.listen(listening)
    described_so = AddressPorts(LoadBalancerRule(Facts()), now)
    assert changing.free.count == described_so.free.count == changing.total


def test_a_port_that_listens_takes_a_block_that_nobody_else_has() -> None:
    address = AddressPorts(LoadBalancerRule(Facts()))
    theirs = ports(address.free.take(1_000))
    address.listen({theirs[0]})
    assert address.free.count == 64_000 - 1_000 - 8
    assert not set(theirs) & set(ports(address.free.take(64_000)))
