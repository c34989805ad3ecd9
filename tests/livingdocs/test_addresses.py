"""Names of pages: as declared or as their titles, and short letters that fit everywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azsim.gherkin import report
from azsim.livingdocs.addresses import LONGEST, page_names, relative, slug, slugs
from azsim.text import Text


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("A FIN from <end> alone starts no hold", "a-fin-from-end-alone-starts-no-hold"),
        ("Café au lait", "cafe-au-lait"),
        ("SNAT ポートが戻るとき", "snat-ebcaa041"),
        ("ＳＮＡＴ　ポート", "snat-847fed8a"),
        ("ポート", "a3d0dd23"),
        ("<script>alert(1)</script>", "script-alert-1-script"),
        ("../../etc/passwd", "etc-passwd"),
        ("198.51.100.7:443", "198.51.100.7-443"),
        ("???", "untitled"),
        ("CON", "con-"),
        ("nul.txt", "nul.txt-"),
    ],
)
def test_a_title_becomes_a_name(title: str, name: str) -> None:
    assert slug(title) == name


def test_a_long_title_is_cut_and_keeps_a_digest_of_the_whole() -> None:
    one, other = slug("x" * 200), slug("x" * 201)
    assert one != other
    assert len(one) == LONGEST + len("-01234567")


def test_titles_that_differ_only_in_capitals_get_names_that_differ_otherwise() -> None:
    assert slugs(["After RST", "after rst", "index"], taken=["index"]) == [
        "after-rst",
        "after-rst-2",
        "index-2",
    ]


def test_a_page_has_its_declared_name_whatever_its_title() -> None:
    headings = [
        heading("A", "Ａ"),
        heading("B", page="a"),
        heading("C", page="a"),
        heading("index"),
    ]
    assert page_names(headings, taken=["index"]) == ["a-2", "a", "c", "index-2"]


def heading(en: str, ja: str = "題", page: str | None = None) -> report.Heading:
    return report.Heading(1, Text("Scenario", "シナリオ"), Text(en, ja), Text("", ""), None, page)


@given(st.lists(st.text()))
def test_names_are_unique_and_safe(titles: list[str]) -> None:
    names = slugs(titles)
    assert len({name.casefold() for name in names}) == len(titles)
    for name in names:
        assert name.isascii()
        assert len(name) < 100
        assert not set(name) & set('/\\:*?"<>|\0')
        assert not name.startswith(".")
        assert not name.endswith(".")


@pytest.mark.parametrize(
    ("start", "end", "link"),
    [
        ("en/index.html", "en/facts/index.html", "facts/index.html"),
        ("en/features/a/b.html", "en/features/a/c.html", "c.html"),
        ("en/features/a/b.html", "ja/features/a/b.html", "../../../ja/features/a/b.html"),
        ("en/features/a/b.html", "en/index.html", "../../index.html"),
        ("index.html", "assets/style.css", "assets/style.css"),
    ],
)
def test_links_lead_from_page_to_page(start: str, end: str, link: str) -> None:
    assert relative(start, end) == link
