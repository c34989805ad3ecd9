"""Everything in the search can be done with the keyboard, and nothing traps it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from searching import focused, search

from azsim.livingdocs.words import WORDS

if TYPE_CHECKING:
    from conftest import Visit

FEW = "keepalive fixed"
FEATURE = "en/features/outbound/index.html"


def test_a_slash_leads_to_the_search(visit: Visit) -> None:
    page = visit(FEATURE)
    page.keyboard.press("/")
    assert focused(page) == "search-words"
    assert page.locator("#search input").input_value() == ""


def test_a_slash_in_a_field_is_a_slash(visit: Visit) -> None:
    page = visit("en/facts/index.html")
    field = page.locator(".filters input[name=words]")
    field.focus()
    page.keyboard.type("a/b")
    assert field.input_value() == "a/b"
    page.keyboard.press("/")
    page.locator("#search input").focus()
    page.keyboard.type("a/b")
    assert page.locator("#search input").input_value() == "a/b"


def test_arrows_lead_from_the_words_to_the_results_and_back(visit: Visit) -> None:
    page = visit(FEATURE)
    first, second, *_ = search(page, "idle")
    stops = []
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
        stops.append(focused(page))
    assert stops == [first, second, first, "search-words", "search-words"]


@pytest.mark.parametrize("keys", [["Enter"], ["ArrowDown", "Enter"]])
def test_enter_leads_to_the_first_result(visit: Visit, keys: list[str]) -> None:
    page = visit(FEATURE)
    title = search(page, "idle timeout")[0]
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_url("**/features/*/*/*.html")
    assert title in page.locator("h1").inner_text()


def test_escape_closes_and_leads_back(visit: Visit) -> None:
    page = visit(FEATURE)
    page.locator("main a").first.focus()
    before = focused(page)
    search(page, "idle")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert focused(page) == before
    assert not page.locator("#search-panel").is_visible()


def test_tab_leads_past_the_folded_filters_to_the_results_and_out(visit: Visit) -> None:
    page = visit(FEATURE)
    titles = search(page, FEW)
    stops = [_tab(page) for _ in range(len(titles) + 1)]
    assert stops == [WORDS["filters"].en, *titles]
    _tab(page)
    assert not page.locator("#search-panel").is_visible()


def _tab(page: Any) -> str:
    page.keyboard.press("Tab")
    name: str = page.evaluate("document.activeElement.name")
    return name or focused(page)


def test_arrows_in_a_filter_choose(visit: Visit) -> None:
    page = visit(FEATURE)
    search(page, "idle")
    page.locator("#search .narrow summary").click()
    kind = page.locator("#search select[name=kind]")
    kind.focus()
    page.keyboard.press("ArrowDown")
    assert kind.input_value() == "behaviour"
    assert {*page.locator("#search .kind").all_text_contents()} == {"Behaviour"}


def test_a_click_elsewhere_closes_the_search(visit: Visit) -> None:
    page = visit(FEATURE)
    search(page, "idle")
    page.locator(".side").click(position={"x": 5, "y": 5})
    assert not page.locator("#search-panel").is_visible()


def test_how_many_are_found_is_announced(visit: Visit) -> None:
    page = visit(FEATURE)
    titles = search(page, FEW)
    status = page.get_by_role("search").get_by_role("status")
    assert status.inner_text() == f"{len(titles)} found"


def test_keys_of_an_input_method_stay_with_it(visit: Visit) -> None:
    page = visit(FEATURE)
    search(page, "idle")
    page.evaluate(
        """for (const key of ["ArrowDown", "Enter", "Escape"]) {
          document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", { key, isComposing: true, bubbles: true }));
        }"""
    )
    assert focused(page) == "search-words"
    assert page.url.endswith(FEATURE)
