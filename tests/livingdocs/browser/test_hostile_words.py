"""Whatever authors write is shown as text; where it runs, `visit` sees a dialog or a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from kinds import HOSTILE, HOSTILE_TITLE
from searching import search

if TYPE_CHECKING:
    from conftest import Visit

SCRIPTS = {
    "find.js",
    "site.js",
    "search.js",
    "walk.js",
    "take.js",
    "send.js",
    *("words-en.js", "words-ja.js", "link.js", "sliders.js", "playground.js"),
    "search-index.js",
    "theme.js",
    "",
}
ADDRESSES = (
    "index.html",
    "features/trials/index.html",
    f"{HOSTILE}/index.html",
    f"{HOSTILE}/name-is-a-cell-of-an-outline.html",
)


def _only_ours(page: Any) -> bool:
    """Whether no author's word became a script, an image or a link with a script."""
    sources = page.locator("script").evaluate_all("all => all.map((each) => each.src)")
    return {each.rpartition("/")[2] for each in sources} <= SCRIPTS and not page.locator(
        "img, svg[onload], [onerror], a[href^='javascript']"
    ).count()


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_markup_in_words_is_text(visit: Visit, language: str, address: str) -> None:
    page = visit(f"{language}/{address}")
    assert _only_ours(page)
    text = page.locator("main").inner_text()
    assert "<script>alert(" in text
    assert "{{ 7*7 }}" in text


def test_a_hostile_title_is_the_title_of_its_page(visit: Visit) -> None:
    page = visit(f"en/{HOSTILE}/index.html")
    page.locator("main a", has_text=HOSTILE_TITLE).first.click()
    assert page.locator("h1").inner_text().startswith(HOSTILE_TITLE)
    assert page.title() == f"{HOSTILE_TITLE} – azsim"
    assert _only_ours(page)


@pytest.mark.parametrize("words", ["<script>", "onerror=", "{{ 7*7 }}", "</title>"])
def test_search_shows_hostile_words_as_text(visit: Visit, words: str) -> None:
    page = visit("en/index.html")
    assert HOSTILE_TITLE in search(page, words)
    assert _only_ours(page)
