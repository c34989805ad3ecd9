"""The register of facts shows only what is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Visit

REGISTER = "en/facts/index.html"


def _shown(page: Any) -> list[str]:
    ids: list[str] = page.locator("#register [data-row]:visible .id").all_inner_texts()
    return ids


def _choose(page: Any, name: str, label: str) -> None:
    page.locator(f"main .filters select[name={name}]").select_option(label=label)


@pytest.mark.parametrize(
    ("name", "label", "words"),
    [
        ("service", "Traffic Manager", ".services"),
        ("status", "observed", ".marks"),
        ("source", "Outbound connections (Classic)", ".sources"),
    ],
)
def test_a_filter_shows_the_facts_that_say_so(
    visit: Visit, name: str, label: str, words: str
) -> None:
    page = visit(REGISTER)
    rows = "all => all.map((each) => each.textContent)"
    everything: list[str] = page.eval_on_selector_all(f"#register [data-row] {words}", rows)
    _choose(page, name, label)
    shown: list[str] = page.locator(f"#register [data-row]:visible {words}").all_text_contents()
    assert shown
    assert shown == [each for each in everything if label in each]


def test_a_platform_can_be_left_out_of_sight(visit: Visit) -> None:
    page = visit(REGISTER)
    _choose(page, "platform", "Application Gateway v1 (ended on 2026-04-28)")
    assert page.locator("#register .group:visible h2").all_inner_texts() == [
        "Application Gateway v1"
    ]
    assert all(each.startswith("application-gateway.") for each in _shown(page))


def test_a_card_shows_its_sources_on_a_phone_and_on_a_laptop(visit: Visit) -> None:
    for width in (360, 1280):
        page = visit(REGISTER, viewport={"width": width, "height": 800})
        sources = page.locator("#register .group[open] .sources a:visible")
        assert sources.count() > 10
        for box in (sources.nth(number).bounding_box() for number in range(10)):
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width


def test_the_number_shown_is_told(visit: Visit) -> None:
    page = visit(REGISTER)
    everything = page.locator("#register [data-row]").count()
    assert _told(page) == f"{everything} of {everything} shown"
    _choose(page, "status", "assumed")
    assert _told(page) == f"{len(_shown(page))} of {everything} shown"
    assert len(_shown(page)) < everything


def _told(page: Any) -> str:
    told: str = page.locator("main .filters [role=status]").inner_text()
    return told


@pytest.mark.parametrize("words", ["dle-timeo", "ｉｄｌｅ－ｔｉｍｅｏｕｔ", "adjust can't"])
def test_any_part_of_a_word_finds_a_fact(visit: Visit, words: str) -> None:
    page = visit(REGISTER)
    page.get_by_label("Filter", exact=True).fill(words)
    assert "classic.idle-timeout.adjustable" in _shown(page)
    assert "classic.endpoint.first-port" not in _shown(page)


def test_a_filtered_register_can_be_linked_in_either_language(visit: Visit) -> None:
    page = visit(REGISTER)
    page.get_by_label("Filter", exact=True).fill("idle-timeout.protocols")
    _choose(page, "service", "Outbound connections")
    _choose(page, "status", "assumed")
    shown = _shown(page)
    assert shown
    assert _shown(visit(f"{REGISTER}#{page.url.partition('#')[2]}")) == shown
    page.locator("a.switch").click()
    page.wait_for_url("**/ja/facts/**")
    assert _shown(page) == shown


def test_an_anchor_that_is_no_filter_changes_nothing(visit: Visit) -> None:
    page = visit(REGISTER)
    _choose(page, "status", "observed")
    shown = _shown(page)
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#content")
    assert _shown(page) == shown
    assert len(_shown(visit(f"{REGISTER}#status=nothing&of=this"))) > len(shown)
