"""The home page leads from a symptom, and from a property of a service, to the page that shows it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest

if TYPE_CHECKING:
    from conftest import Visit


@pytest.mark.parametrize("language", ["en", "ja"])
def test_questions_and_comparison_lead_to_pages(visit: Visit, language: str) -> None:
    page = visit(f"{language}/index.html")
    assert _lead_to_pages(page, ".questions a") == 17
    assert _lead_to_pages(page, ".compared td a") == 54


def _lead_to_pages(page: Any, selector: str) -> int:
    links: list[str] = page.eval_on_selector_all(selector, "all => all.map((each) => each.href)")
    for link in links:
        assert Path(unquote(urlsplit(link).path)).is_file(), link
    return len(links)


def test_the_comparison_fits_on_one_screen(visit: Visit) -> None:
    page = visit("en/index.html", viewport={"width": 1280, "height": 900})
    for table in page.locator(".compared").all():
        box = table.bounding_box()
        assert box["height"] < 900
        assert box["x"] + box["width"] <= 1280


def test_the_colors_that_were_chosen_stay(visit: Visit) -> None:
    page = visit("en/index.html", color_scheme="light")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_label("Colors").select_option("dark")
    dark = page.evaluate(paper)
    assert dark != light
    page.get_by_role("link", name="Values and sources").first.click()
    page.wait_for_url("**/en/facts/**", wait_until="load")
    assert page.evaluate(paper) == dark
    page.get_by_label("Colors").select_option("system")
    assert page.evaluate(paper) == light


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_bar_keeps_to_two_lines_on_a_phone(visit: Visit, language: str) -> None:
    page = visit(f"{language}/index.html", viewport={"width": 360, "height": 800})
    # One line of links, and the search below it.
    assert page.locator(".top").bounding_box()["height"] < 100


CONTRAST = """selector => {
  const light = (color) => {
    const parts = color.match(/[0-9.]+/g).slice(0, 3).map((each) => each / 255)
      .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const frame = light(getComputedStyle(document.querySelector(selector)).borderTopColor);
  const paper = light(getComputedStyle(document.body).backgroundColor);
  return (Math.max(frame, paper) + 0.05) / (Math.min(frame, paper) + 0.05);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_frames_can_be_seen(visit: Visit, scheme: str) -> None:
    page = visit("en/index.html", color_scheme=scheme)
    for selector in (".questions li", ".card", ".total:last-child"):
        assert page.evaluate(CONTRAST, selector) >= 3
