"""A play ends: when it is stopped, when it takes too long or too much, and when something is missing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from chromium import FLAGS

from tests.playground.conftest import Visit, put_project

SCENARIO = """\
Feature: Ports

  Scenario: A machine has a connection
    Given a classic deployment with 1 instance
    When "vm1" opens a TCP connection to 198.51.100.5:443
    Then 1 connection succeeds
"""
ENDLESS = """\
import pytest

@pytest.fixture(autouse=True)
def for_ever():
    while True:
        pass
"""
GREEDY = """\
import pytest

@pytest.fixture(autouse=True)
def without_end():
    kept = []
    while True:
        kept.append(bytes(10_000_000))
"""
LARGE = """\
import pytest

@pytest.fixture(autouse=True)
def for_a_while():
    bytearray(200_000_000)
"""
ANSWER = "request => AzsimPlay.ask(request).then(told => ({told}), error => ({...error}))"
PLAY = {"ask": "play", "text": SCENARIO, "language": "en"}
# Any question would do; this one needs no sentence.
LOOK = {"ask": "look", "text": SCENARIO, "line": 1, "language": "en"}


def told(page: Any, request: dict[str, Any] = PLAY) -> dict[str, Any]:
    answered: dict[str, Any] = page.evaluate(ANSWER, request)
    return answered


def test_stop_ends_what_is_asked_and_the_next_question_starts_anew(visit: Visit) -> None:
    page = visit()
    page.evaluate(f"void (window.asked = ({ANSWER})({json.dumps(PLAY)}))")
    page.evaluate("AzsimPlay.stop()")
    assert page.evaluate("asked") == {"stopped": True}
    assert told(page)["told"]["holds"] is True


def test_stop_ends_what_runs(visit: Visit, copy: Path) -> None:
    page = visit(put_project(copy, {"conftest.py": ENDLESS.encode()}))
    page.evaluate("AzsimPlay.limits.word = 1; AzsimPlay.onWord = () => AzsimPlay.stop(); 0")
    assert told(page) == {"stopped": True}


def test_a_newer_question_of_its_kind_overtakes_an_older_one(visit: Visit) -> None:
    page = visit()
    both = page.evaluate(
        f"request => Promise.all([({ANSWER})(request), ({ANSWER})(request)])", LOOK
    )
    assert both == [{"overtaken": True}, {"told": {}}]


def test_nothing_is_loaded_before_it_is_asked_for(visit: Visit) -> None:
    page = visit(headers={})
    loaded = "performance.getEntriesByType('resource').map(each => each.name.split('/').pop())"
    assert [name.split(".")[0] for name in page.evaluate(loaded)] == ["play"]


def test_progress_ends_with_everything(visit: Visit) -> None:
    page = visit(headers={})
    told = page.evaluate(
        "async () => { const all = []; await AzsimPlay.start(each => all.push(each)); return all; }"
    )
    shares = [each["loaded"] for each in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, told[-1]["total"])


def test_a_scenario_that_never_ends_is_ended_after_a_word(visit: Visit, copy: Path) -> None:
    page = visit(put_project(copy, {"conftest.py": ENDLESS.encode()}))
    page.evaluate("AzsimPlay.start()")
    page.evaluate(
        "Object.assign(AzsimPlay.limits, {word: 1, seconds: 30});"
        "window.words = []; AzsimPlay.onWord = (...word) => words.push(word); 0"
    )
    assert told(page) == {"stopped": "time"}
    assert page.evaluate("words")[0] == ["long", {"seconds": 1}]


def test_memory_has_a_bound_with_a_word_before_it(visit: Visit, copy: Path) -> None:
    page = visit(put_project(copy, {"conftest.py": GREEDY.encode()}))
    page.evaluate(
        "AzsimPlay.limits.megabytes = 256;"
        "window.words = []; AzsimPlay.onWord = (...word) => words.push(word); 0"
    )
    assert told(page) == {"stopped": "memory"}
    (word,) = [word for word in page.evaluate("words") if word[0] == "memory"]
    assert 128 < word[1]["megabytes"] <= 256


def test_memory_that_a_play_took_is_given_back(visit: Visit, copy: Path) -> None:
    page = visit(put_project(copy, {"conftest.py": LARGE.encode()}))
    page.evaluate("AzsimPlay.start()")
    before = page.evaluate("AzsimPlay.memory")
    page.evaluate(
        "window.most = 0; setInterval(() => { most = Math.max(most, AzsimPlay.memory); }, 1)"
    )
    assert told(page)["told"]["holds"] is True
    # Nobody has to ask for the other worker, nor to wait for it.
    assert told(page, LOOK) == {"told": {}}
    assert page.evaluate("most") > 200
    assert page.evaluate("AzsimPlay.memory") <= before * 1.21


@pytest.mark.parametrize("name", ["wasm", "library", "packages", "azsim", "worker"])
def test_a_part_that_is_missing_is_named(name: str, visit: Visit, copy: Path) -> None:
    (missing, *_) = sorted((copy / "parts").glob(f"{name}.*"))
    content = missing.read_bytes()
    missing.unlink()
    page = visit(copy)
    assert told(page) == {"part": name}
    missing.write_bytes(content)
    assert told(page)["told"]["holds"] is True


def test_a_part_that_is_damaged_is_named(visit: Visit, copy: Path) -> None:
    damaged = max((copy / "parts").glob("packages.*"), key=lambda path: path.stat().st_size)
    text = damaged.read_text("utf-8")
    half = len(text) // 2
    damaged.write_text(text[:half] + "AAAAAAAA" + text[half + 8 :], encoding="utf-8")
    assert told(visit(copy)) == {"part": "packages"}


def test_a_policy_without_webassembly_is_told(visit: Visit) -> None:
    page = visit(headers={"Content-Security-Policy": "script-src 'self'; worker-src 'self'"})
    assert page.evaluate("AzsimPlay.supported()") == "policy"
    assert told(page) == {"missing": "policy"}


def test_a_policy_that_a_worker_alone_has_is_told(visit: Visit, site: Path) -> None:
    page = visit(headers={})
    # The page may run WebAssembly; its worker answers as under a policy of its own.
    page.route(
        "**/worker.*.js",
        lambda route: route.fulfill(
            path=next((site / "parts").glob("worker.*")),
            headers={
                "Content-Type": "text/javascript",
                "Content-Security-Policy": "script-src 'self'",
            },
        ),
    )
    assert told(page) == {"missing": "policy"}


def test_a_browser_without_webassembly_is_told(browser: Any, site: Path) -> None:
    started = browser.browser_type.launch(
        executable_path=shutil.which("chromium"), args=[*FLAGS, "--js-flags=--jitless"]
    )
    page = started.new_page()
    page.goto(f"{site.as_uri()}/index.html")
    assert page.evaluate("AzsimPlay.supported()") == "webassembly"
    assert told(page) == {"missing": "webassembly"}
    started.close()


def test_a_hundred_plays_take_hardly_more_memory_than_ten(visit: Visit) -> None:
    page = visit()
    assert told(page)["told"]["holds"] is True
    after_one = page.evaluate("AzsimPlay.memory")
    for _ in range(9):
        told(page)
    after_ten = page.evaluate("AzsimPlay.memory")
    for _ in range(90):
        told(page)
    after_all = page.evaluate("AzsimPlay.memory")
    print(f"{after_one:.0f} MB after one play, {after_ten:.0f} after 10, {after_all:.0f} after 100")
    # It grows by a fifth at a time, and once more at the most.
    assert after_all <= after_ten * 1.21
    assert after_all < 150
