"""What somebody takes along from a page: copies of it, its pictures, and itself in one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from kinds import PAGES

if TYPE_CHECKING:
    from conftest import Visit

BEHAVIOUR = PAGES["behaviour"]


def copied(page: Any, what: str) -> str:
    """What is on the clipboard once somebody has asked for a copy."""
    page.locator(".send summary").click()
    page.locator(f".send [data-copy={what}]").click()
    page.locator(".send [role=status]:not(:empty)").wait_for()
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


@pytest.fixture
def with_clipboard(visit: Visit) -> Any:
    return visit(f"en/{BEHAVIOUR}", permissions=["clipboard-read", "clipboard-write"])


@pytest.mark.parametrize(
    ("what", "start"),
    [
        ("command", "azsim run features/load_balancer/request_path.feature:"),
        ("link", "file:///"),
        ("gherkin", "Feature: "),
        ("markdown", "# "),
    ],
)
def test_a_copy_is_on_the_clipboard(with_clipboard: Any, what: str, start: str) -> None:
    assert copied(with_clipboard, what).startswith(start)


def test_without_leave_to_write_the_clipboard_a_copy_is_made_all_the_same(visit: Visit) -> None:
    page = visit(f"en/{BEHAVIOUR}")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')) }")
    page.locator(".send summary").click()
    page.locator(".send [data-copy=gherkin]").click()
    page.locator(".send [role=status]:not(:empty)").wait_for()
    assert page.locator(".send [role=status]").inner_text() == "Copied."


def test_a_picture_is_saved_as_png(visit: Visit, tmp_path: Path) -> None:
    page = visit(f"ja/{BEHAVIOUR}")
    with page.expect_download() as waited:
        page.locator("figure.walk [data-save=picture]").click()
    place = tmp_path / waited.value.suggested_filename
    waited.value.save_as(place)
    assert place.name == "one-tcp-session-walk.png"
    assert place.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_page_in_one_file_needs_nothing_else(
    visit: Visit, browser: Any, tmp_path: Path, language: str, width: int
) -> None:
    page = visit(f"{language}/{BEHAVIOUR}", viewport={"width": width, "height": 900})
    page.locator("figure.walk [data-go=next]").click()
    page.locator(".send summary").click()
    with page.expect_download() as waited:
        page.locator("[data-save=page]").click()
    place = tmp_path / waited.value.suggested_filename
    waited.value.save_as(place)
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": width, "height": 900}
    )
    alone = context.new_page()
    asked: list[str] = []
    alone.on("request", lambda request: asked.append(request.url))
    alone.goto(place.as_uri())
    assert asked == [place.as_uri()]
    assert alone.locator("h1").inner_text() == page.locator("h1").inner_text()
    steps = alone.locator(".step .sentence").all_inner_texts()
    assert steps == page.locator(".step .sentence").all_inner_texts()
    assert alone.locator("figure svg").count() == page.locator("figure svg").count()
    assert alone.locator(".told-later").count() == 0
    links = alone.locator("a").evaluate_all("all => all.map((each) => each.getAttribute('href'))")
    assert all(each.startswith(("https://", "#")) for each in links)
    assert alone.evaluate("document.scrollingElement.scrollWidth") <= width
    assert alone.locator("main").bounding_box()["width"] > width * 0.7
    context.close()
