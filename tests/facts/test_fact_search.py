"""Facts are found by the words that people type."""

from __future__ import annotations

import pytest

from azsim.facts import registry, search


def ids(query: str) -> list[str]:
    return [fact.id for fact in search(query.split(), registry().values())]


@pytest.mark.parametrize(
    ("query", "fact"),
    [
        ("snat port", "classic.ports-by-pool-size"),
        ("port SNAT", "classic.ports-by-pool-size"),
        ("snat ポート", "classic.ports-by-pool-size"),
        ("ＳＮＡＴ ポート", "classic.ports-by-pool-size"),
        ("1024", "classic.ports-by-pool-size"),
        ("1,024", "classic.endpoint.first-port"),
        ("240 s", "classic.idle-timeout"),
        ("4 minutes", "classic.fin-hold"),
        ("240秒", "classic.idle-timeout"),
        ("4 分", "classic.fin-hold"),
        ("ErGw3AZ", "fastpath.gateway-skus"),
        ("168.63.129.16", "load-balancer.probe-source"),
    ],
)
def test_words_and_numbers_are_found_in_any_form(query: str, fact: str) -> None:
    assert fact in ids(query)


@pytest.mark.parametrize("query", ["40", "168.63", "no such words", "", "…"])
def test_a_part_of_a_number_is_another_number(query: str) -> None:
    assert ids(query) == []


def test_names_come_first() -> None:
    assert ids("classic ports")[0] == "classic.ports-by-pool-size"


def test_what_only_the_source_holds_is_found_where_nothing_else_is() -> None:
    assert "classic.fin-hold" not in ids("preallocation")
    assert "classic.fin-hold" in ids("TCP SNAT release 2018-07-13")
