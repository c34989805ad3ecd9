"""The switch of the language keeps the place, and the language is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from kinds import HOSTILE

if TYPE_CHECKING:
    from conftest import Visit


def test_the_switch_keeps_page_and_anchor(visit: Visit) -> None:
    page = visit(f"en/{HOSTILE}/name-is-a-cell-of-an-outline.html#vm1")
    page.locator("a.switch").click()
    page.wait_for_url(f"**/ja/{HOSTILE}/name-is-a-cell-of-an-outline.html#vm1")
    assert page.locator("html").get_attribute("lang") == "ja"
    assert page.locator("#vm1").count() == 1


def test_the_language_that_was_chosen_is_kept(visit: Visit) -> None:
    page = visit("en/features/outbound/index.html")
    page.locator("a.switch").click()
    page.wait_for_url("**/ja/**")
    start = page.url.partition("/ja/")[0]
    page.goto(f"{start}/index.html")
    page.wait_for_url("**/ja/index.html")
    page.locator("a.switch").click()
    page.goto(f"{start}/index.html")
    page.wait_for_url("**/en/index.html")


@pytest.mark.parametrize(("locale", "language"), [("ja-JP", "ja"), ("fr-FR", "en")])
def test_at_first_the_language_is_that_of_the_browser(
    visit: Visit, locale: str, language: str
) -> None:
    page = visit("index.html", locale=locale)
    page.wait_for_url(f"**/{language}/index.html")
