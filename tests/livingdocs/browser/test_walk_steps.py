"""Stepping through a packet walk, and its forms for every width and for paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from test_every_kind_of_page import AXE

from benchmarks import steps

if TYPE_CHECKING:
    from conftest import Visit

TITLES = {"en": "A walk to step through", "ja": "順にたどる流れ"}
LETTERS = """
[...document.querySelectorAll(".walk > .drawing svg")].filter((svg) => svg.getClientRects().length)
  .map((svg) => 12 * svg.getBoundingClientRect().width / svg.width.baseVal.value)
"""
CUT = """
[...document.querySelectorAll(".walk > .drawing, .walk > .downwards")]
  .filter((each) => each.scrollWidth > each.clientWidth).length
"""


Open = Callable[..., Any]


@pytest.fixture
def walk(visit: Visit, site: Path) -> Open:
    """Opens the page of the walk, wherever it stands; options are those of a browser context."""

    def walk(language: str = "en", **options: Any) -> Any:
        heading = f"<h1>{TITLES[language]}"
        [page] = [
            path
            for path in (site / language).rglob("*.html")
            if heading in path.read_text(encoding="utf-8") and path.name != "index.html"
        ]
        return visit(page.relative_to(site).as_posix(), **options)

    return walk


def step(page: Any, name: str, times: int = 1) -> None:
    for _ in range(times):
        page.locator(f".player [data-go={name}]").first.click()


def row(page: Any) -> str:
    """The number of the row that is told, in both forms of the walk the same."""
    [number] = page.evaluate(
        "[...new Set([...document.querySelectorAll('.told-now')].map((each) => each.dataset.row))]"
    )
    return str(number)


def now(page: Any) -> str:
    return str(page.locator(".player .now").first.text_content())


class TestStepping:
    def test_goes_forwards_and_back_by_buttons(self, walk: Open) -> None:
        page = walk()
        step(page, "next", 3)
        assert row(page) == "2"
        step(page, "back")
        assert row(page) == "1"
        assert page.locator(".player .count").first.inner_text() == "2 of 10"

    def test_goes_by_keys_from_the_first_to_the_last(self, walk: Open) -> None:
        page = walk()
        page.locator(".player [data-go=next]").first.focus()
        for key, told in (
            ("ArrowRight", "0"),
            ("ArrowDown", "1"),
            ("ArrowLeft", "0"),
            ("End", "9"),
            ("ArrowRight", "9"),
            ("Home", "0"),
        ):
            page.keyboard.press(key)
            assert row(page) == told

    def test_lets_time_jump_and_says_so(self, walk: Open) -> None:
        page = walk()
        step(page, "next", 2)
        assert now(page) == "240 seconds pass"
        step(page, "next", 2)
        assert now(page).startswith("240 seconds · SYN vm1 → SNAT 203.0.113.10 → 198.51.100.7")

    def test_tells_it_to_a_screen_reader(self, walk: Open) -> None:
        page = walk()
        group = page.get_by_role("group", name="Step through this walk")
        for name in ("To the beginning", "◀ Back", "Play", "Next ▶", "To the end"):
            assert group.get_by_role("button", name=name, exact=True).is_visible()
        assert page.locator(".player .now").first.get_attribute("aria-live") == "polite"

    def test_shows_the_table_and_the_ports_as_of_the_row(self, walk: Open) -> None:
        page = walk()
        step(page, "next")
        tables = page.locator(".player .tables").first
        assert "1,024 of 1,024 ports in use" in tables.inner_text()
        assert "and 1,019 more" in tables.inner_text()
        assert "10.0.0.4:49152 → 198.51.100.7:443" in tables.inner_text()

    def test_shows_a_hold_begin_and_end(self, walk: Open) -> None:
        page = walk()
        step(page, "next", 6)
        assert "held after RST" in page.locator(".player tbody").first.inner_text()
        step(page, "next", 2)
        assert "in use" in page.locator(".player tbody").first.inner_text()

    def test_is_in_japanese_too(self, walk: Open) -> None:
        page = walk("ja")
        page.get_by_role("button", name="次へ").first.click()
        assert now(page).startswith("0 秒")
        assert "SNAT" not in page.locator(".player .count").first.inner_text()

    def test_plays_and_pauses(self, walk: Open) -> None:
        page = walk(reduced_motion="reduce")
        page.clock.install()
        page.reload()
        step(page, "play")
        page.clock.run_for(2_500)
        assert row(page) == "2"
        step(page, "play")
        page.clock.run_for(5_000)
        assert row(page) == "2"
        step(page, "play")
        page.clock.run_for(20_000)
        assert row(page) == "9"
        assert page.locator(".player [data-go=play]").first.inner_text() == "Play"

    def test_takes_no_longer_than_a_frame_in_the_longest_walk(
        self, visit: Visit, site: Path
    ) -> None:
        page = visit(steps.longest_walk(site).relative_to(site).as_posix(), reduced_motion="reduce")
        assert steps.measure(page) < steps.GOAL

    def test_axe_finds_nothing_on_the_way(self, walk: Open, axe: str) -> None:
        page = walk(reduced_motion="reduce")
        step(page, "next")
        page.evaluate(axe)
        assert page.evaluate(AXE) == []


@pytest.mark.parametrize("language", ["en", "ja"])
class TestTheFormsOfAWalk:
    def test_is_a_list_where_it_is_narrow(self, walk: Open, language: str) -> None:
        for width in (360, 768):
            page = walk(language, viewport={"width": width, "height": 800})
            assert page.locator(".walk .hops").first.is_visible()
            assert not page.locator(".walk > .drawing").first.is_visible()
            assert page.evaluate(CUT) == 0

    def test_is_a_picture_with_large_letters_where_it_is_wide(
        self, walk: Open, language: str
    ) -> None:
        for width in (1280, 1600):
            page = walk(language, viewport={"width": width, "height": 800})
            letters = page.evaluate(LETTERS)
            assert letters
            assert min(letters) >= 11
            assert page.evaluate(CUT) == 0

    def test_is_a_list_on_paper(self, walk: Open, language: str) -> None:
        page = walk(language)
        page.emulate_media(media="print")
        assert page.locator(".walk .hops").first.is_visible()
        assert not page.locator(".walk > .drawing").first.is_visible()
        assert not page.locator(".player").first.is_visible()
