"""Long lists are folded by group; a filter and an address open what they lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Visit

HEIGHT = "document.scrollingElement.scrollHeight"


@pytest.mark.parametrize("width", [360, 1280])
def test_the_sentences_are_no_wall(visit: Visit, width: int) -> None:
    page = visit("en/sentences/index.html", viewport={"width": width, "height": 800})
    assert page.evaluate(HEIGHT) < 4_000


def test_a_filter_opens_the_groups_in_which_it_finds_something(visit: Visit) -> None:
    page = visit("en/sentences/index.html")
    page.get_by_label("Filter", exact=True).fill("FastPath")
    found = page.locator("#sentences .group:visible h2").all_inner_texts()
    assert "ExpressRoute" in found
    assert "Traffic Manager and DNS" not in found
    assert page.locator("#sentences [data-row]:visible").count() > 0
    page.get_by_label("Filter", exact=True).fill("")
    assert page.locator("#sentences [data-row]:visible").count() == 0


def test_a_step_leads_to_its_one_sentence(visit: Visit) -> None:
    page = visit("en/features/outbound/port_release/silent-time-out.html")
    about = page.locator("a.about").first
    box = about.bounding_box()
    assert min(box["width"], box["height"]) >= 24
    about.click()
    page.wait_for_url("**/sentences/**")
    assert page.locator(":target").is_visible()
    assert page.locator(":target dl").is_visible()
    assert page.locator("#sentences .saying:visible dl:visible").count() == 1
