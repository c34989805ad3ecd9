"""A printed page holds the whole of it and nothing that only a screen needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinds import PAGES

if TYPE_CHECKING:
    from conftest import Visit

CLOSED = "document.querySelectorAll('details:not([open], .play)').length"
"""The rows of examples stand in a table as well, and one of them is printed in full."""


def test_what_is_folded_is_printed_and_folded_again(visit: Visit) -> None:
    page = visit(f"en/{PAGES['behaviour']}")
    before = page.evaluate(CLOSED)
    page.evaluate(f"addEventListener('beforeprint', () => (window.atPrint = {CLOSED}))")
    assert page.pdf().startswith(b"%PDF")
    assert before > 0
    assert page.evaluate("window.atPrint") == 0
    assert page.evaluate(CLOSED) == before


def test_the_bar_and_the_list_stay_on_the_screen(visit: Visit) -> None:
    page = visit(f"en/{PAGES['register']}")
    page.emulate_media(media="print")
    for part in (".top", ".side", "main .filters", "footer"):
        assert not page.locator(part).first.is_visible()
    assert page.locator("#register").is_visible()


def test_where_the_end_of_a_platform_is_announced_is_printed_with_its_address(visit: Visit) -> None:
    page = visit("en/features/application_gateway/slow_servers/timeout-502-after-20-seconds.html")
    page.emulate_media(media="print")
    announced = page.locator("details.platform a[href^=http]").first
    printed = announced.evaluate("(link) => getComputedStyle(link, '::after').content")
    assert "https://" in printed
