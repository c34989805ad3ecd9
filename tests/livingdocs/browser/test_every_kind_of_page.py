"""What holds of every page: readable by all, narrow or wide, and content with its own files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from kinds import PAGES
from searching import search

if TYPE_CHECKING:
    from conftest import Visit

every_page = pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
in_both_languages = pytest.mark.parametrize("language", ["en", "ja"])
WIDTHS = (1600, 360)
# It would fetch style sheets once more, which a page from a folder may not.
AXE = "async () => (await axe.run({ preload: false })).violations"


@in_both_languages
@every_page
def test_axe_finds_nothing(visit: Visit, axe: str, address: str, language: str) -> None:
    page = visit(f"{language}/{address}")
    page.evaluate(axe)
    assert _violations(page) == []


@in_both_languages
def test_axe_finds_nothing_in_the_open_search(visit: Visit, axe: str, language: str) -> None:
    page = visit(f"{language}/index.html")
    search(page, "port")
    page.evaluate(axe)
    assert _violations(page) == []


def test_axe_finds_nothing_where_the_language_is_chosen(visit: Visit, axe: str) -> None:
    # Its script would lead on to a language at once.
    page = visit("index.html", without="choose.js")
    page.evaluate(axe)
    assert _violations(page) == []


def _violations(page: Any) -> list[str]:
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            for each in page.evaluate(AXE):
                places = [node["html"][:120] for node in each["nodes"][:3]]
                found.append(f"{width} {scheme}: {each['help']}: {places}")
    return found


@in_both_languages
@every_page
def test_a_phone_never_scrolls_sideways(visit: Visit, address: str, language: str) -> None:
    page = visit(f"{language}/{address}", viewport={"width": 360, "height": 800})
    assert _width(page) <= 360
    search(page, "port")
    assert _width(page) <= 360


def test_a_phone_never_scrolls_sideways_to_choose_the_language(visit: Visit) -> None:
    page = visit("index.html", viewport={"width": 360, "height": 800}, java_script_enabled=False)
    assert _width(page) <= 360


def _width(page: Any) -> int:
    width: int = page.evaluate("document.scrollingElement.scrollWidth")
    return width


@every_page
def test_without_scripts_a_page_says_the_same(visit: Visit, address: str) -> None:
    plain = visit(f"en/{address}", java_script_enabled=False)
    lively = visit(f"en/{address}")
    lively.evaluate(
        "for (const each of document.querySelectorAll('.filters, .player, .playground, .copies, .command button')) each.hidden = true"
    )
    assert plain.locator("main").inner_text() == lively.locator("main").inner_text()
    assert not plain.locator("#search").is_visible()
    assert not plain.locator("main .filters").is_visible()


def test_without_scripts_either_language_can_be_chosen(visit: Visit) -> None:
    page = visit("index.html", java_script_enabled=False)
    page.get_by_role("link", name="日本語").click()
    page.wait_for_url("**/ja/index.html")
