"""The page where anything can be written and played."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playing import OWN, PATIENCE, edit, play, status, text, write

from azsim.livingdocs.words import WORDS
from azsim.text import Language

if TYPE_CHECKING:
    from conftest import Visit

pytestmark = pytest.mark.usefixtures("playable")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_starter_plays_and_holds(visit: Visit, language: str) -> None:
    page = visit(f"{language}/{OWN}")
    starters = page.locator("[data-part=starter] option").all()[1:]
    assert len(starters) > 3
    # The page begins with the first, in whose place another comes before anybody has touched it.
    for each in (*starters[1:], starters[0]):
        page.locator("[data-part=starter]").select_option(value=each.get_attribute("value"))
    count = page.locator("[data-part=tabs] li").count()
    assert count == len(starters)
    said = play(page)
    assert page.locator("[data-part=result] .badge.passed").count() >= count
    assert page.locator("[data-part=result] .badge.failed").count() == 0, said


def test_several_features_have_their_own_place_and_are_played_together(visit: Visit) -> None:
    page = visit(f"en/{OWN}")
    edit(page)
    first = text(page)
    page.locator("[data-do=add]").click()
    write(page, first.replace("Feature: ", "Feature: Second "))
    second = text(page)
    tabs = page.locator("[data-part=tabs] li")
    assert tabs.count() == 2
    tabs.first.get_by_role("button").first.click()
    assert text(page) == first
    play(page)
    assert page.locator("[data-part=result] > div").count() == 2
    tabs.first.get_by_role("button").last.click()
    assert text(page) == second


def test_what_was_written_is_there_again(visit: Visit) -> None:
    page = visit(f"en/{OWN}")
    page.locator("[data-part=text]").fill("Feature: mine\n")
    page.reload()
    assert page.locator("[data-part=text]").input_value() == "Feature: mine\n"
    assert status(page) == WORDS["from before"].en
    page.locator("[data-do=reset]").click()
    page.reload()
    assert page.locator("[data-part=text]").input_value() != "Feature: mine\n"


def _bring(page: Any, name: str, content: str) -> None:
    page.evaluate(
        """([name, content]) => {
          const files = new DataTransfer();
          files.items.add(new File([content], name));
          const event = new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true });
          document.querySelector(".playground").dispatchEvent(event);
        }""",
        [name, content],
    )


DEPLOYMENT = Path(__file__).parents[3] / "features" / "deployments" / "live-network.json"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_dropped_deployment_is_explained_and_its_scenarios_hold(
    visit: Visit, language: Language
) -> None:
    page = visit(f"{language}/{OWN}")
    _bring(page, "main.json", DEPLOYMENT.read_text("utf-8"))
    page.get_by_role("button", name=WORDS["add scenarios"].to(language)).wait_for(timeout=PATIENCE)
    assert "203.0.113.77" in page.locator("[data-part=result]").inner_text()
    page.get_by_role("button", name=WORDS["add scenarios"].to(language)).click()
    assert "main.json" in page.locator("[data-part=text]").input_value()
    play(page)
    assert page.locator("[data-part=result] .badge.passed").count()
    assert page.locator("[data-part=result] .badge.failed").count() == 0


def test_a_dropped_feature_is_opened_and_what_is_no_text_is_not_read(visit: Visit) -> None:
    page = visit(f"en/{OWN}")
    _bring(page, "x.feature", "Feature: dropped\n")
    page.wait_for_function("azsimPlayground.sheet.text.includes('dropped')")
    page.locator("[data-part=files]").set_input_files(
        {"name": "x.png", "mimeType": "image/png", "buffer": b"\x89PNG\xff"}
    )
    page.locator("[data-part=status]", has_text="x.png").wait_for()
    assert status(page) == WORDS["file no text"].fill(name="x.png").en
