"""The register of facts shows only what is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Visit

REGISTER = "en/facts/index.html"


def _shown(page: Any) -> list[str]:
    ids: list[str] = page.locator("#register tbody tr:visible th").all_inner_texts()
    return ids


def _choose(page: Any, name: str, label: str) -> None:
    page.locator(f"main .filters select[name={name}]").select_option(label=label)


@pytest.mark.parametrize(
    ("name", "label", "column"),
    [
        ("service", "Traffic Manager", 6),
        ("status", "observed", 4),
        ("source", "Outbound connections (Classic)", 7),
    ],
)
def test_a_filter_shows_the_rows_that_say_so(
    visit: Visit, name: str, label: str, column: int
) -> None:
    page = visit(REGISTER)
    everything = page.locator(f"#register tbody td:nth-child({column})").all_inner_texts()
    _choose(page, name, label)
    shown = page.locator(f"#register tbody td:nth-child({column}):visible").all_inner_texts()
    assert shown
    assert shown == [each for each in everything if label in each.split("\n")]


def test_the_number_shown_is_told(visit: Visit) -> None:
    page = visit(REGISTER)
    everything = len(_shown(page))
    assert _told(page) == f"{everything} of {everything} shown"
    _choose(page, "status", "chosen")
    assert _told(page) == f"{len(_shown(page))} of {everything} shown"
    assert len(_shown(page)) < everything


def _told(page: Any) -> str:
    told: str = page.locator("main .filters [role=status]").inner_text()
    return told


@pytest.mark.parametrize("words", ["dle-timeo", "ｉｄｌｅ－ｔｉｍｅｏｕｔ", "adjust can't"])
def test_any_part_of_a_word_finds_a_fact(visit: Visit, words: str) -> None:
    page = visit(REGISTER)
    page.get_by_label("Filter").fill(words)
    assert "classic.idle-timeout.adjustable" in _shown(page)
    assert "classic.endpoint.first-port" not in _shown(page)


def test_a_filtered_register_can_be_linked_in_either_language(visit: Visit) -> None:
    page = visit(REGISTER)
    page.get_by_label("Filter").fill("classic.")
    _choose(page, "service", "Outbound connections")
    _choose(page, "status", "chosen")
    shown = _shown(page)
    assert shown
    assert _shown(visit(f"{REGISTER}#{page.url.partition('#')[2]}")) == shown
    page.locator("a.switch").click()
    page.wait_for_url("**/ja/facts/**")
    assert _shown(page) == shown


def test_an_anchor_that_is_no_filter_changes_nothing(visit: Visit) -> None:
    page = visit(REGISTER)
    _choose(page, "status", "chosen")
    shown = _shown(page)
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#content")
    assert _shown(page) == shown
    assert len(_shown(visit(f"{REGISTER}#status=nothing&of=this"))) > len(shown)
