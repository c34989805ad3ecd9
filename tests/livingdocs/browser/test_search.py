"""What the search shows, in either language, on pages of either."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from searching import choose, count, search

from azsim.livingdocs.words import WORDS
from benchmarks import keystrokes

if TYPE_CHECKING:
    from conftest import Visit


@pytest.mark.parametrize("words", ["xhausti", "XHAUSTI", "ｘｈａｕｓｔｉ"])
def test_a_part_of_a_word_is_found_however_its_letters_are_typed(visit: Visit, words: str) -> None:
    page = visit("en/index.html")
    assert search(page, words)
    marks = page.locator("#search .results a mark").all_text_contents()
    assert set(marks) == {"xhausti"}


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("words", ["ドバランサ", "ﾄﾞﾊﾞﾗﾝｻ", "ド バランサ"])
def test_spaces_in_japanese_are_ignored(visit: Visit, language: str, words: str) -> None:
    page = visit(f"{language}/index.html")
    assert search(page, words)
    marks = page.locator("#search mark").all_text_contents()
    # An English page shows the English lines of what it has found.
    assert language == "en" or any(mark in ("ド バランサ", "ド", "バランサ") for mark in marks)


def test_an_english_word_finds_the_japanese_page(visit: Visit) -> None:
    page = visit("ja/index.html")
    search(page, "change the idle timeout")
    link = page.locator("#search .results a[href$='/idle-timeout-fixed.html']")
    assert "アイドル タイムアウト" in link.inner_text()
    link.click()
    page.wait_for_url("**/ja/features/outbound/port_release/idle-timeout-fixed.html")


def test_every_word_has_to_occur(visit: Visit) -> None:
    one, other, both = (
        set(search(visit("en/index.html"), words))
        for words in ("role idle", "keepalive role", "keepalive role idle")
    )
    assert both
    assert both == one & other


def test_what_is_found_in_titles_comes_first(visit: Visit) -> None:
    page = visit("en/index.html")
    search(page, "psping")
    titles = choose(page, "kind", "Behaviour")
    in_title = ["psping" in title.lower() for title in titles]
    assert set(in_title) == {True, False}
    assert in_title == sorted(in_title, reverse=True)


def test_behaviours_come_before_facts_before_sentences(visit: Visit) -> None:
    page = visit("en/index.html")
    search(page, "priority degraded")
    kinds = page.locator("#search .results .kind").all_inner_texts()
    assert [*dict.fromkeys(kinds)] == ["Behaviour", "Feature", "Fact", "Not modelled"]


def test_the_half_of_a_word_inside_another_comes_last(visit: Visit) -> None:
    page = visit("en/index.html")
    search(page, "rest")
    found = page.locator("#search .results li").all()
    begins = [any(word.startswith("rest") for word in _words(each.inner_text())) for each in found]
    assert set(begins) == {True, False}
    assert begins == sorted(begins, reverse=True)


def _words(title: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in title.lower()).split()


def test_what_is_not_modelled_is_answered_so_first(visit: Visit) -> None:
    page = visit("en/index.html")
    title = search(page, "private endpoint")[0]
    assert title == "private endpoints and service endpoints: not modelled"
    answer = page.locator("#search .results .limit").first.inner_text()
    assert "Nearest: Given the internet server" in answer


def test_where_no_page_holds_all_words_the_closest_are_shown_and_said_to_be(visit: Visit) -> None:
    page = visit("en/index.html")
    assert search(page, "keepalive elephants")
    assert count(page).startswith("No page holds all of these words. The closest: ")


def test_the_filters_are_folded_until_somebody_wants_them(visit: Visit) -> None:
    page = visit("en/index.html")
    search(page, "port")
    chooser = page.locator("#search select[name=kind]")
    assert not chooser.is_visible()
    page.locator("#search .narrow summary").click()
    assert chooser.is_visible()


def test_a_result_tells_what_it_is_and_where_the_words_stand(visit: Visit) -> None:
    page = visit("en/index.html")
    search(page, "table uses 2 port")
    result = page.locator("#search li", has_text="a table that differs")
    about = result.locator(".about-result > *").all_text_contents()
    assert about == ["Behaviour", "trials", "fails"]
    assert result.locator(".excerpt").text_content() == '"vm1" uses 2 SNAT ports'
    assert result.locator(".excerpt mark").all_text_contents() == ["uses", "2", "port"]


def test_the_first_are_shown_with_how_many_there_are(
    visit: Visit, index: list[dict[str, Any]]
) -> None:
    page = visit("en/index.html")
    assert len(search(page, "port")) == 25
    number = int(count(page).split(" found")[0])
    assert 25 < number <= len(index)
    assert count(page) == f"{number} found, the first 25 shown"


def test_nothing_found_is_said(visit: Visit) -> None:
    page = visit("en/index.html")
    assert search(page, "zzzzzz") == []
    assert count(page) == WORDS["no results"].en


@pytest.mark.parametrize(
    ("name", "label", "value"),
    [
        ("kind", "Sentence", "sentence"),
        ("service", "Traffic Manager", ["Traffic Manager", "Traffic Manager"]),
        ("status", "observed", "observed"),
        ("status", "fails", "failed"),
        ("tag", "@classic", "classic"),
        (
            "source",
            "Outbound connections (Classic)",
            ["Outbound connections (Classic)", "送信接続 (クラシック)"],
        ),
    ],
)
def test_a_filter_without_words_lists_everything_that_fits(
    visit: Visit, index: list[dict[str, Any]], name: str, label: str, value: Any
) -> None:
    page = visit("en/index.html")
    choose(page, name, label)
    fitting = [
        each for each in index if value in each["filters"].get(name, ()) or value == each.get(name)
    ]
    assert fitting
    assert count(page).startswith(f"{len(fitting)} found")


def test_filters_and_words_narrow_each_other(visit: Visit) -> None:
    page = visit("en/index.html")
    fixed = page.locator("#search .results a[href$='/idle-timeout-fixed.html']")
    search(page, "idle timeout")
    choose(page, "kind", "Behaviour")
    assert fixed.count() == 1
    choose(page, "status", "fails")
    assert fixed.count() == 0


def test_filters_speak_the_language_of_the_page(visit: Visit) -> None:
    page = visit("ja/index.html")
    choose(page, "source", "送信接続 (クラシック)")
    choose(page, "kind", WORDS["fact"].ja)
    kinds = {*page.locator("#search .kind").all_text_contents()}
    assert kinds == {WORDS["fact"].ja}


def test_the_index_is_loaded_only_when_somebody_searches(visit: Visit) -> None:
    page = visit("en/index.html")
    index = page.locator("script[src$='search-index.js']")
    assert index.count() == 0
    search(page, "port")
    assert index.count() == 1


@pytest.mark.parametrize("words", keystrokes.WORDS)
def test_a_keystroke_is_answered_at_once_among_a_thousand_scenarios(
    browser: Any, site: Path, tmp_path: Path, words: str
) -> None:
    keystrokes.grow(site, tmp_path, scenarios=1000)
    # Others may use the machine meanwhile.
    assert min(_slowest(browser, tmp_path, words) for _ in range(3)) < keystrokes.GOAL


def _slowest(browser: Any, folder: Path, words: str) -> float:
    page = browser.new_page()
    page.goto(f"{folder.as_uri()}/en/index.html")
    slowest = keystrokes.measure(page, words)
    page.close()
    return slowest
