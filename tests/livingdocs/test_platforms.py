"""Every page says which platform it speaks of, and whether that has ended."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from html_page import parsed

from azsim.facts import registry
from azsim.livingdocs.platforms import platforms, platforms_of

SUPPORT = {"host", "network", "private-address", "storage", "tcp-proxy"}
"""What any platform may rest on."""


def test_every_fact_is_about_one_platform_or_about_what_any_rests_on() -> None:
    for fact in registry():
        about = platforms_of([fact])
        assert len(about) == (0 if fact.partition(".")[0] in SUPPORT else 1), fact


def test_a_platform_that_has_ended_names_the_page_that_says_so() -> None:
    ended = {each.id: each.ended for each in platforms() if each.ended}
    assert ended == {"classic": "2024-08-31", "application-gateway": "2026-04-28"}
    for each in platforms():
        assert not each.ended or each.source.startswith("https://learn.microsoft.com/")


def test_what_is_still_true_is_told_with_the_values_of_facts() -> None:
    [classic] = platforms_of(["classic.fin-hold"])
    assert "idle for 4 minutes" in classic.note.en
    assert "4 分間" in classic.note.ja
    assert "240 秒" in classic.note.ja


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("en/features/outbound/ports/count-connections.html", "ended on 2024-08-31"),
        ("ja/features/outbound/ports/index.html", "2024-08-31 に廃止"),
        ("en/features/own/own/index.html", "Application Gateway v1 ended on 2026-04-28"),
        ("en/facts/traffic-manager.default-ttl.html", "Traffic Manager current"),
        ("en/facts/index.html", "ended on 2024-08-31"),
    ],
)
def test_a_page_says_what_it_speaks_of(
    address: str, said: str, small_pages: Mapping[str, str]
) -> None:
    found = {each for each in small_pages if each.endswith(address)}
    assert found, address
    assert said in parsed(small_pages[address]).words


def test_a_page_about_no_platform_says_nothing_of_one(small_pages: Mapping[str, str]) -> None:
    assert "Speaks of" not in parsed(small_pages["en/facts/host.time-wait.html"]).words
