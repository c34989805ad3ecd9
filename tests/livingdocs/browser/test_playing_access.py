"""Where texts are changed and played, everybody can: by keyboard, on a phone, with a screen reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playing import HOLD, OWN, done, edit, play, unfold
from searching import focused

if TYPE_CHECKING:
    from conftest import Visit

pytestmark = pytest.mark.usefixtures("playable")

WIDTHS = (1600, 768, 360)
AXE = "async () => (await axe.run({ preload: false })).violations"


def _problems(page: Any, axe: str) -> list[str]:
    page.evaluate(axe)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.scrollingElement.scrollWidth")
        if wide > width:
            found.append(f"{width}: the page is {wide} wide")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found += [
                f"{width} {scheme}: {each['help']}: {[node['html'][:120] for node in each['nodes'][:3]]}"
                for each in page.evaluate(AXE)
            ]
    return found


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("address", [HOLD, OWN])
def test_axe_finds_nothing_before_and_after_playing(
    visit: Visit, axe: str, language: str, address: str
) -> None:
    page = visit(f"{language}/{address}")
    unfold(page)
    assert _problems(page, axe) == []
    edit(page)
    play(page)
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.insert_text({"en": "Then port", "ja": "ならば ポート"}[language])
    page.keyboard.press("Control+Space")
    page.locator(".cm-tooltip-autocomplete").wait_for()
    assert _problems(page, axe) == []


def test_everything_is_done_with_the_keyboard(visit: Visit) -> None:
    page = visit(f"en/{HOLD}")
    page.locator(".send summary").focus()
    stops = []
    # Each slider has a number beside it; then come the text and the button.
    for _ in range(2 * page.locator(".slider").count() + 2):
        page.keyboard.press("Tab")
        stops.append(focused(page).splitlines()[0])
        if stops[-1] == "▶ Play":
            break
    assert "Change the text" in stops
    page.keyboard.press("Enter")
    done(page)
    assert focused(page) == "▶ Play"


def test_how_it_went_is_announced(visit: Visit) -> None:
    page = visit(f"en/{HOLD}")
    said = play(page)
    assert page.locator(".playground").get_by_role("status").first.inner_text() == said != ""


def test_nothing_moves_for_whoever_wants_less_motion(visit: Visit) -> None:
    page = visit(f"en/{HOLD}", reduced_motion="reduce")
    edit(page)
    play(page)
    moving = page.evaluate(
        "document.getAnimations().map((each) => each.effect.target?.outerHTML ?? '')"
    )
    assert moving == []
