"""The pages of a site: whole, linked, in two languages, and with nobody's script in them."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from html_page import parsed

from azsim.livingdocs import preview
from azsim.livingdocs.edition import Edition
from azsim.livingdocs.pages import pages
from azsim.livingdocs.site import Site
from azsim.livingdocs.words import SAID_BY_SCRIPTS, SAID_IN_PLAYING, WORDS
from azsim.text import Language

Pages = Mapping[str, str]

OUTLINE = "features/outbound/ports/count-connections.html"
FAILING = "features/outbound/ports/one-too-many.html"


def words(pages: Pages, address: str) -> str:
    return parsed(pages[address]).words


def test_every_page_is_well_formed(small_pages: Pages) -> None:
    wrong = {address: parsed(page).wrong for address, page in small_pages.items()}
    assert {address: each for address, each in wrong.items() if each} == {}


def test_every_page_exists_in_both_languages(small_pages: Pages) -> None:
    english, japanese = (
        {
            each.removeprefix(f"{language}/")
            for each in small_pages
            if each.startswith(f"{language}/")
        }
        for language in ("en", "ja")
    )
    assert english == japanese
    assert english | {"index.html"} >= {OUTLINE, FAILING, "facts/index.html"}


def test_every_link_leads_somewhere(small_pages: Pages, small_site: Site) -> None:
    static = resources.files("azsim.livingdocs").joinpath("static")
    files = {f"assets/{each.name}" for each in static.iterdir()}
    files |= {address for row in small_site.rows for _, address in row.captures}
    ids = {address: set(parsed(page).ids) for address, page in small_pages.items()}
    astray = []
    for address, page in small_pages.items():
        for link in parsed(page).links:
            parts = urlsplit(link)
            if parts.scheme:
                assert parts.scheme == "https"
                continue
            target = posixpath.normpath(
                posixpath.join(posixpath.dirname(address), unquote(parts.path))
            )
            target = target if parts.path else address
            anchor = unquote(parts.fragment)
            if target not in files and (
                target not in ids or (anchor and anchor not in ids[target])
            ):
                astray.append((address, link))
    assert astray == []


def test_a_page_asks_for_nothing_from_elsewhere(small_pages: Pages) -> None:
    for page in small_pages.values():
        for start in ('src="http', "url(http", "@import", 'rel="stylesheet" href="http', "//cdn"):
            assert start not in page


def test_the_language_of_a_page_is_declared(small_pages: Pages) -> None:
    assert '<html lang="ja">' in small_pages["ja/index.html"]
    assert '<html lang="en">' in small_pages[f"en/{OUTLINE}"]


def test_a_page_leads_to_itself_in_the_other_language(small_pages: Pages) -> None:
    assert f'href="../../../../ja/{OUTLINE}"' in small_pages[f"en/{OUTLINE}"]


def test_the_home_page_counts_and_says_what_fails_first(small_pages: Pages) -> None:
    shown = words(small_pages, "en/index.html")
    assert "2 of 7 plays of 6 scenarios hold in the model" in shown
    assert "not checked yet" in shown
    assert shown.index("What couldn't be played") < shown.index("What fails")
    assert shown.index("One too many") < shown.index("How far this can be trusted")


def test_the_first_thing_of_a_failed_scenario_is_its_step_with_expected_and_actual(
    small_pages: Pages,
) -> None:
    shown = words(small_pages, f"en/{FAILING}")
    start = shown.index("What failed")
    assert shown[start:].startswith(
        "What failed Then 1,025 connections succeed connections that succeed "
        "expected 1,025 actual 1,024"
    )


@pytest.mark.parametrize(
    ("language", "title", "badge"),
    [
        ("en", "Another day", "– fails as expected"),
        ("ja", "Another day", "– 想定どおり失敗"),
        ("en", "Not even tried", "– not played"),
        ("ja", "Not even tried", "– 未実行"),
    ],
)
def test_an_expected_failure_was_played_and_a_skipped_scenario_was_not(
    language: str, title: str, badge: str, small_pages: Pages
) -> None:
    shown = words(small_pages, f"{language}/features/own/expected/index.html")
    assert f"{title} {badge}" in shown


def test_rows_that_differ_stand_below_each_other_with_the_difference_marked(
    small_pages: Pages,
) -> None:
    page = small_pages["en/features/own/own/legs.html"]
    assert '<td class="differs"><del>192.0.2.33</del></td>' in page
    assert '<td class="differs"><ins>10.0.1.4</ins></td>' in page
    assert '<tr class="extra">' in page


def test_a_japanese_feature_reads_in_english(small_pages: Pages) -> None:
    shown = words(small_pages, "en/features/own/own/legs.html")
    assert 'Given an application gateway "appgw" with front-end IP 203.0.113.20' in shown
    assert "name private IP appgw-0 10.0.1.4" in shown
    assert "from to source destination" in shown


def test_titles_are_those_of_the_language_where_comments_give_them(small_pages: Pages) -> None:
    shown = words(small_pages, f"ja/{OUTLINE}")
    assert "使用中のポート" in shown
    assert "8 または 1,024 本の接続" in shown


def test_words_without_a_translation_are_marked_with_their_language(small_pages: Pages) -> None:
    assert '<span lang="en">One too many</span>' in small_pages[f"ja/{FAILING}"]
    assert '<span lang="en">One too many</span>' not in small_pages[f"en/{FAILING}"]


def test_an_outline_shows_each_row_with_its_outcome(small_pages: Pages) -> None:
    page = parsed(small_pages[f"en/{OUTLINE}"])
    assert "outcome count ✓ holds 8 ✓ holds 1,024" in page.words.replace("Outcome", "outcome")
    assert {"8", "1-024"} <= set(page.ids)


def test_a_background_stands_once_above_its_scenarios(small_pages: Pages) -> None:
    shown = words(small_pages, "en/features/outbound/ports/index.html")
    assert shown.count("Given a classic deployment with 1 instance") == 1


def test_a_scenario_shows_the_facts_that_it_read_with_their_sources(small_pages: Pages) -> None:
    shown = words(small_pages, f"en/{OUTLINE}")
    assert "Instances Ports for each instance 1–50 1,024 51–100 512" in shown
    assert "Outbound connections (Classic) (2018-07-13): Ephemeral port preallocation" in shown


def test_a_fact_shows_who_reads_it_and_where_it_stands(small_pages: Pages) -> None:
    shown = words(small_pages, "en/facts/classic.ports-by-pool-size.html")
    assert "documented A document states it." in shown
    assert "MicrosoftDocs" not in shown
    assert shown.index("Scenarios that use it") < shown.index("8 or 1,024 connections")


@pytest.mark.parametrize(
    ("language", "otherwise"),
    [("en", "FIN releases nothing."), ("ja", "FIN では解放されない。")],
)
def test_a_behaviour_shows_what_would_be_otherwise(
    language: str, otherwise: str, small_pages: Pages
) -> None:
    assert otherwise in words(small_pages, f"{language}/facts/classic.tcp-release.html")


def test_every_source_leads_to_the_text_that_was_read_or_says_why_not(
    small_pages: Pages, small_site: Site
) -> None:
    for page in small_site.facts:
        shown = parsed(small_pages[f"ja/{page.address}.html"])
        for source in page.fact.sources:
            if source.missing is None:
                assert source.text in shown.links
            else:
                assert source.missing.ja in shown.words


def test_contradictions_between_documents_stand_on_the_page_of_the_fact(
    small_pages: Pages, small_site: Site
) -> None:
    disputed = [page for page in small_site.facts if page.fact.contradictions is not None]
    assert disputed
    for page in disputed:
        assert page.fact.contradictions is not None
        shown = words(small_pages, f"ja/{page.address}.html")
        assert "文書間の矛盾" in shown
        assert " ".join(page.fact.contradictions.ja.split()) in shown


def test_a_sentence_shows_an_example_from_a_feature(small_pages: Pages) -> None:
    shown = words(small_pages, "en/sentences/index.html")
    start = shown.index("‹vm› opens ‹count› TCP connections to ‹destination›")
    assert '"vm1" opens 8 TCP connections to 198.51.100.7:443' in shown[start : start + 900]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_looks_like_html_is_shown_as_text(language: str, small_pages: Pages) -> None:
    for address, page in small_pages.items():
        assert "img" not in parsed(page).tags, address
        assert "<script>alert" not in page, address
    folder = f"{language}/features/hostile/b"
    shown = words(small_pages, f"{folder}/img-src-x-onerror-alert-1.html")
    assert '"><img src=x onerror=alert(1)>' in shown
    assert '<script>alert("step")</script>' in shown
    assert '<script>alert("cell")</script>' in shown
    assert "{{ 7 * 7 }}" in shown
    assert "</main><b>bold</b> & {{ 7 * 7 }}" in words(small_pages, f"{folder}/index.html")
    assert "@<i>" in words(small_pages, f"{folder}/index.html")


def test_every_word_of_the_site_is_used() -> None:
    folder = Path(str(resources.files("azsim.livingdocs")))
    used = "".join(
        path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.suffix in (".py", ".html") and path.name != "words.py"
    )
    statuses = ("documented", "observed", "chosen")
    by_status = {word for each in statuses for word in (f"{each} means", f"rests on {each}")}
    unused = {word for word in WORDS if f'"{word}"' not in used}
    assert unused - by_status - {*SAID_BY_SCRIPTS, *SAID_IN_PLAYING} == set()


def test_a_published_page_tells_a_chat_what_to_show(small_pages: Pages) -> None:
    page = small_pages[f"en/{FAILING}"]
    address = f"https://docs.example.com/azsim/en/{FAILING}"
    assert f'<link rel="canonical" href="{address}">' in page
    assert '<meta property="og:title" content="One too many – azsim">' in page
    assert '<meta name="description" content="1,025 connections succeed">' in page
    assert '<meta property="og:description" content="1,025 connections succeed">' in page


def test_a_site_without_an_address_promises_no_picture(small_site: Site) -> None:
    edition = Edition("2026-01-02", "1.2.3")
    page = next(each for each in pages(small_site, edition) if each.address == f"en/{FAILING}")
    assert b"canonical" not in page.content
    assert b"og:image" not in page.content
    assert b'<meta property="og:title"' in page.content


def test_a_page_says_when_and_with_what_it_was_built(small_pages: Pages) -> None:
    built = "Built on 2026-01-02 with azsim 1.2.3, from commit 0123456789."
    assert built in words(small_pages, "en/index.html")
    assert "2026-01-02 に azsim 1.2.3 で作成しました" in words(small_pages, f"ja/{FAILING}")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_preview_is_a_picture_of_the_size_that_chats_show(
    small_site: Site, language: Language
) -> None:
    pytest.importorskip("resvg_py", reason="resvg isn't installed: pip install 'azsim[preview]'")
    service, _, behaviour = next(small_site.behaviours)
    picture = preview.png(service, behaviour, language)
    assert picture.startswith(b"\x89PNG")
    size = (int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24]))
    assert size == (preview.WIDTH, preview.HEIGHT)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Two\nlines", "Two lines"),
        ("word " * 60, f"{'word ' * 39}word…"),
        (f"{'あ' * 150}。{'い' * 60}", f"{'あ' * 150}。…"),
    ],
)
def test_a_description_ends_where_a_word_or_a_sentence_does(words: str, shown: str) -> None:
    assert preview.described(words) == shown
