"""What leads readers in: every question, every cell and every service ends at a page that exists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from html_page import parsed

from azsim.livingdocs.command import project_of
from azsim.livingdocs.guide import comparisons, glossary, questions
from azsim.livingdocs.services import known_features, known_services
from azsim.livingdocs.site import Site
from azsim.text import is_japanese

SHIPPED = Path(__file__).parents[2] / "features"
FILES = sorted(SHIPPED.glob("*/*.feature"))
PAGE = re.compile(r"^ *# page: (.+)$", re.MULTILINE)


@cache
def _pages() -> frozenset[str]:
    """The addresses of shipped scenarios that declare the name of their page."""
    return frozenset(
        f"{_name(path)}/{page}" for path in FILES for page in PAGE.findall(path.read_text("utf-8"))
    )


def _name(path: Path) -> str:
    return path.relative_to(SHIPPED).with_suffix("").as_posix()


def test_readers_are_met_with_no_more_questions_than_they_read() -> None:
    assert len(questions()) == 17


def test_every_question_has_a_page_that_answers_it() -> None:
    assert {each.place for each in questions()} - _pages() == set()


def test_every_cell_of_the_comparison_has_a_page_that_shows_it() -> None:
    for table in comparisons():
        assert {cell.place for row in table.rows for cell in row.cells} - _pages() == set()
        assert {each.place for each in table.columns} <= {*_pages(), *known_services()}


def test_every_shipped_feature_has_its_place_in_the_order() -> None:
    ordered = {f"{each}/{name}" for each in known_services() for name in known_features(each)}
    assert ordered == {_name(path) for path in FILES}


def test_every_value_in_a_text_is_that_of_a_fact() -> None:
    texts = [text for each in questions() for text in (each.asked, each.answer)]
    rows = [row for table in comparisons() for row in table.rows]
    texts += [cell.text for row in rows for cell in row.cells]
    assert any("240 seconds" in text.en and "240 秒の間" in text.ja for text in texts)
    assert not any("{" in f"{text.en}{text.ja}" for text in texts)


def test_every_word_of_the_glossary_is_explained_in_both_languages() -> None:
    for each in glossary():
        assert is_japanese(each.meaning.ja)
        assert not is_japanese(each.meaning.en)


@pytest.mark.parametrize(
    ("path", "project"),
    [
        ("features", "shop"),
        ("features/net/a.feature", "shop"),
        ("features/net/a.feature:3", "shop"),
        ("net", "net"),
        (".", "shop"),
    ],
)
def test_somebodys_own_features_are_called_like_their_project(
    path: str, project: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "shop"
    (folder / "features" / "net").mkdir(parents=True)
    (folder / "net").mkdir()
    (folder / "features" / "net" / "a.feature").touch()
    monkeypatch.chdir(folder)
    assert project_of([path]) == project


def test_a_site_of_ones_own_has_its_own_heading_and_none_of_azures_questions(
    small_site: Site, small_pages: Mapping[str, str]
) -> None:
    assert not small_site.is_shipped
    assert small_site.questions == ()
    assert small_site.comparisons == ()
    shown = parsed(small_pages["en/index.html"]).words
    assert "How Azure networking behaves" not in shown
    assert [each.name.en for each in small_site.services] == ["outbound", "Features", "hostile"]
