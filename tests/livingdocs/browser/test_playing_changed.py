"""A behaviour is changed and played in the page, from a folder and from a server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playing import HOLD, PATIENCE, done, edit, play, status, text, unfold, write

from azsim.livingdocs.words import WORDS

if TYPE_CHECKING:
    from conftest import Bench, Visit

pytestmark = pytest.mark.usefixtures("playable")

SHORT = """Feature: Ports
  Scenario: One
    Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80
    When "vm1" opens 5 TCP connections to 198.51.100.7:443
    Then "vm1" uses 5 TCP SNAT ports
"""
ENDLESS = """Feature: Much
  Scenario: Much
    Given a classic deployment with 50 instances behind the load-balanced endpoint 203.0.113.10:80
    When each instance opens 500 TCP connections per second to 198.51.100.7:443 for 24 hours
"""


def test_nothing_of_it_is_loaded_before_somebody_turns_to_it(visit: Visit) -> None:
    page = visit(f"en/{HOLD}")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    unfold(page)
    page.wait_for_timeout(300)
    assert [each for each in asked if "/assets/play/" in each] == []


@pytest.mark.parametrize("is_served", [False, True], ids=["folder", "server"])
def test_what_happens_14_seconds_after_rst_is_found_out(
    visit: Visit, served: str, is_served: bool
) -> None:
    page = visit(f"en/{HOLD}", at=served) if is_served else visit(f"en/{HOLD}")
    edit(page)
    page.evaluate(
        "azsimPlayground.sheet.text = azsimPlayground.sheet.text.replace('15 seconds  | free ', '14 seconds  | free ')"
    )
    assert play(page) == WORDS["some fail"].fill(failed=1, count=4).en
    failed = page.locator("[data-part=result] .alarm")
    assert failed.locator("del").inner_text() == "free"
    assert failed.locator("ins").inner_text() == "held"
    assert page.locator("[data-part=result] figure svg").count()


def test_ctrl_enter_plays_and_leaves_the_cursor_where_it_is(bench: Bench) -> None:
    page = bench(f"en/{HOLD}")
    write(page, SHORT)
    page.keyboard.press("Control+Enter")
    assert done(page) == WORDS["all hold"].fill(held=1, count=1).en
    page.keyboard.type("#")
    assert text(page).endswith("#")
    assert page.locator("[data-part=stale]").is_visible()


def test_reset_brings_back_the_page(bench: Bench) -> None:
    page = bench(f"en/{HOLD}")
    before = text(page)
    write(page, SHORT)
    play(page)
    page.locator("[data-do=reset]").click()
    assert text(page) == before
    assert page.locator("[data-part=result]").inner_text() == ""
    assert "#" not in page.url


def test_stop_ends_what_takes_long_and_something_else_can_be_played(bench: Bench) -> None:
    page = bench(f"en/{HOLD}")
    write(page, ENDLESS)
    page.locator("[data-do=play]").click()
    page.locator("[data-do=stop]").click()
    page.locator("[data-do=stop]").wait_for(state="hidden")
    assert status(page) == WORDS["stopped"].en
    write(page, SHORT)
    assert play(page) == WORDS["all hold"].fill(held=1, count=1).en


def test_what_was_not_played_does_not_hold(bench: Bench) -> None:
    page = bench(f"en/{HOLD}")
    nothing, failed = WORDS["nothing played"].en, WORDS["some fail"].fill(failed=1, count=1).en
    for empty, said in (
        ("Feature: Nothing\n", nothing),
        ("", nothing),
        ("Feature: a\n  Scenario: b\n    When pigs fly\n", failed),
    ):
        write(page, empty)
        assert play(page) == said
        assert page.locator("[data-part=result] .badge.passed").count() == 0


def test_markup_in_a_text_is_shown_as_text(bench: Bench) -> None:
    page = bench(f"en/{HOLD}")
    hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    write(page, SHORT.replace("One", hostile).replace("5 TCP SNAT", hostile))
    play(page)
    assert hostile in page.locator("[data-part=result] h3").first.inner_text()
    assert (
        page.locator("[data-part=result] :is(img, script:not([type='application/json']))").count()
        == 0
    )


def test_captures_the_trace_and_the_text_are_saved(bench: Bench, tmp_path: Path) -> None:
    page = bench(f"en/{HOLD}")
    before = text(page)
    play(page)
    # Rows of examples are folded, with their captures.
    page.evaluate(
        "document.querySelectorAll('.playground details').forEach((each) => { each.open = true })"
    )
    saved = {}
    captured = page.locator("[data-part=result] [data-capture]").all()
    # Whoever saves more than ten files at once is asked by Chromium whether that is meant.
    for button in (*captured[:3], *page.locator("[data-part=result] [data-file]").all()):
        with page.expect_download(timeout=PATIENCE) as waited:
            button.click()
        waited.value.save_as(tmp_path / "saved")
        saved[waited.value.suggested_filename] = (tmp_path / "saved").read_bytes()
    assert saved["hold-after-close.feature"].decode() == before
    lines = saved["hold-after-close.jsonl"].decode().splitlines()
    assert all(json.loads(line) for line in lines)
    assert len(lines) > 1
    captures = [each for name, each in saved.items() if name.endswith(".pcapng")]
    assert len(captures) == 3
    assert all(each.startswith(b"\x0a\x0d\x0d\x0a") for each in captures)


def test_a_block_for_a_ticket_has_the_answer_and_the_date(bench: Bench) -> None:
    page = bench(f"en/{HOLD}")
    write(page, SHORT)
    play(page)
    page.locator("[data-part=result] [data-copy=markdown]").click()
    page.locator("[data-part=result] [role=status]", has_text=WORDS["copied"].en).wait_for()
    block = page.evaluate("navigator.clipboard.readText()")
    assert "```gherkin\nFeature: Ports" in block
    assert "✓ holds" in block
    assert page.evaluate("new Date().toISOString().slice(0, 8)") in block


def test_without_webassembly_that_is_said_at_once(visit: Visit) -> None:
    page = visit("en/index.html")
    page.add_init_script("delete globalThis.WebAssembly")
    page.goto(page.url.replace("index.html", HOLD))
    assert status(page) == WORDS["no webassembly"].en
    assert page.locator("[data-do=play]").is_disabled()


def test_a_part_that_is_missing_is_named(browser: Any, site: Path) -> None:
    [editor] = (site / "assets" / "play").glob("editor.*.js")
    page = browser.new_page()
    page.route(f"**/{editor.name}", lambda route: route.abort())
    page.goto(f"{site.as_uri()}/en/{HOLD}")
    unfold(page)
    page.locator("[data-part=text]").focus()
    page.wait_for_function(
        "document.querySelector('[data-part=status]').textContent.includes('editor')",
        timeout=PATIENCE,
    )
    # Its text can be changed and played without it.
    page.locator("[data-part=text]").fill(SHORT)
    assert play(page) == WORDS["all hold"].fill(held=1, count=1).en
    page.close()


def test_it_is_not_there_without_scripts_nor_on_paper(visit: Visit) -> None:
    plain = visit(f"en/{HOLD}", java_script_enabled=False)
    assert not plain.locator(".playground").is_visible()
    page = visit(f"en/{HOLD}")
    page.emulate_media(media="print")
    assert not page.locator(".playground").is_visible()
