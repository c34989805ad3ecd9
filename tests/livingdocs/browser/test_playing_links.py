"""What somebody found out in the page goes to others as a link."""

from __future__ import annotations

import base64
import json
import random
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from playing import HOLD, OWN, PATIENCE, done, edit, play, status, text, unfold, write

from azsim.livingdocs.words import WORDS

if TYPE_CHECKING:
    from conftest import Visit

pytestmark = pytest.mark.usefixtures("playable")

RETRY = "features/outbound/mitigations/same-rate-never-recovers.html"


def _link(page: Any) -> str:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("[data-do=link]").click()
    page.locator(
        "[data-part=status]", has_text=page.evaluate("azsimPlaying.words['link copied']")
    ).wait_for()
    link: str = page.evaluate("navigator.clipboard.readText()")
    return link


def _packed(content: bytes) -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    return "#play=" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


@pytest.mark.parametrize(
    ("language", "was", "put", "said"),
    [("en", "15 seconds", "14 seconds", "some fail"), ("ja", "15 秒", "14 秒", "some fail")],
)
def test_a_link_holds_the_text_and_plays_elsewhere(
    visit: Visit, language: str, was: str, put: str, said: str
) -> None:
    page = visit(f"{language}/{HOLD}")
    edit(page)
    write(page, text(page).replace(was, put))
    changed = text(page)
    assert put in changed
    outcome = play(page)
    other = visit(f"{language}/{HOLD}{_link(page).partition('.html')[2]}")
    other.locator("[data-part=status]:not(:empty)").wait_for()
    assert status(other) == other.evaluate("azsimPlaying.words['from a link']")
    assert other.locator("[data-part=text]").input_value() == changed
    assert play(other) == outcome
    page_of, other_of = (
        each.locator("[data-part=result] .alarm").first.inner_text() for each in (page, other)
    )
    assert page_of == other_of


def test_a_link_loads_nothing_until_somebody_plays_it(visit: Visit) -> None:
    page = visit("en/index.html")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page.url.replace("index.html", HOLD) + _packed(b'["Feature: a"]'))
    page.locator("[data-part=status]:not(:empty)").wait_for()
    assert [each for each in asked if "/assets/play/" in each] == []


RUBBISH = {
    "letters": "#play=" + "x" * 100_000,
    "percent": "#play=" + "%E3%" * 25_000,
    "noise": "#play=" + base64.urlsafe_b64encode(random.Random(1).randbytes(75_000)).decode(),
    "bomb": _packed(json.dumps(["a" * 50_000_000]).encode()),
    "no texts": _packed(b'[1, {"a": 2}]'),
    "no list": _packed(b'{"length": 1}'),
    "empty": "#play=",
}


@pytest.mark.parametrize("rubbish", RUBBISH.values(), ids=RUBBISH)
def test_rubbish_in_a_link_does_no_harm(visit: Visit, rubbish: str) -> None:
    page = visit(f"en/{HOLD}")
    before = page.locator("[data-part=text]").input_value()
    page.evaluate("hash => { location.hash = hash }", rubbish)
    page.locator("[data-part=status]:not(:empty)").wait_for()
    assert status(page) == WORDS["broken link"].en
    assert page.locator("[data-part=text]").input_value() == before


@pytest.mark.parametrize(
    "rubbish", ["#values=1e999,x,", "#values=" + ",9" * 50_000, "#values=-5", "#%"]
)
def test_rubbish_in_values_does_no_harm(visit: Visit, rubbish: str) -> None:
    page = visit(f"en/{RETRY}{rubbish}")
    unfold(page)
    assert page.locator("[data-part=text]").input_value().count("Feature:") == 1


def test_markup_in_a_link_stays_text(visit: Visit) -> None:
    hostile = "Feature: </textarea><img src=x onerror=alert(1)>"
    page = visit(f"en/{OWN}{_packed(json.dumps([hostile]).encode())}")
    page.locator("[data-part=status]:not(:empty)").wait_for()
    assert page.locator("[data-part=text]").input_value() == hostile
    assert page.locator("main img").count() == 0


def test_a_slider_plays_with_its_value_which_stands_in_the_address(visit: Visit) -> None:
    page = visit(f"en/{RETRY}")
    slider = page.locator("[data-part=sliders] input[type=range]").first
    before = slider.input_value()
    slider.press("ArrowRight")
    page.locator("[data-part=result] .played").first.wait_for(timeout=PATIENCE)
    now = slider.input_value()
    assert now != before
    assert page.url.endswith(f"#values={now}")
    assert page.evaluate("document.activeElement.type") == "range"
    other = visit(f"ja/{RETRY}#values={now}")
    assert other.locator("[data-part=sliders] input[type=range]").first.input_value() == now
    assert int(now) in [
        int(each.replace(",", ""))
        for each in other.locator("[data-part=text]").input_value().split()
        if each.replace(",", "").isdigit()
    ]


def test_a_number_in_a_row_of_examples_has_a_slider(visit: Visit) -> None:
    page = visit(f"en/{HOLD}")
    page.get_by_role("slider", name="RST | … seconds | free").press("ArrowLeft")
    assert done(page) == WORDS["some fail"].fill(failed=1, count=4).en
    assert "| 14 seconds  | free" in page.locator("[data-part=text]").input_value()


def test_moving_on_while_something_is_played_plays_the_last(visit: Visit) -> None:
    page = visit(f"en/{RETRY}")
    slider = page.locator("[data-part=sliders] input[type=range]").first
    for _ in range(5):
        slider.press("ArrowRight")
    done(page)
    page.wait_for_timeout(500)
    page.locator("[data-do=stop]").wait_for(state="hidden", timeout=PATIENCE)
    assert not page.locator("[data-part=stale]").is_visible()
    assert slider.input_value() in page.locator(
        "[data-part=result] .steps"
    ).first.inner_text().replace(",", "")
