"""A text that is being written: remarks with ways to mend it, meanings, and the other language."""

from __future__ import annotations

from pathlib import Path

import pytest

from azsim.gherkin.desk.desk import Desk, Remark, desk_at
from azsim.text import Advice

TEXT = """\
Feature: Ports

  Scenario: Some ports
    Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80
    When "vm1" opens 8 TCP connections to 198.51.100.7:443
    Then "vm1" uses 8 TCP SNAT ports
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    path = tmp_path_factory.mktemp("own") / "x.feature"
    path.write_text("Feature: Nothing yet\n")
    return desk_at(path)


def mended_by(text: str, remark: Remark) -> str:
    """*text* after a click on the one mend of *remark*."""
    [mend] = remark.mends
    lines = text.split("\n")
    return "\n".join([*lines[: mend.first - 1], *mend.text.split("\n"), *lines[mend.last :]])


def test_there_is_nothing_to_say_of_a_good_text(desk: Desk) -> None:
    assert desk.remarks(TEXT) == []


def test_a_remark_stands_where_the_words_are(desk: Desk) -> None:
    [remark] = desk.remarks(TEXT.replace("uses 8", "uses many"))
    assert (remark.line, remark.column, remark.end) == (6, 5, 40)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("connections to", "conections to"),
        ("SNAT ports\n", "SNAT ports.\n"),
        ("    When", "    Given"),
        ("Feature: Ports", "Feature： Ports"),
    ],
    ids=["a slip", "a full stop", "another keyword", "a wide colon"],
)
def test_one_click_mends_what_says_the_same(desk: Desk, right: str, wrong: str) -> None:
    text = TEXT.replace(right, wrong)
    remark = desk.remarks(text)[0]
    assert desk.remarks(mended_by(text, remark)) == []


@pytest.mark.parametrize(
    "line",
    [
        "    Then 8 TCP SNAT ports are painted green",
        "    Then the client 192.0.2.33",
    ],
    ids=["another matter", "a sentence that checks nothing"],
)
def test_what_says_something_else_is_no_click_away(desk: Desk, line: str) -> None:
    text = TEXT.replace('    Then "vm1" uses 8 TCP SNAT ports', line)
    assert [each.mends for each in desk.remarks(text)] == [()]


def test_a_row_of_examples_mends_no_outline(desk: Desk) -> None:
    text = """\
Feature: Ports

  Scenario Outline: <count> ports
    Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80
    When "vm1" opens <count> TCP conections to 198.51.100.7:443
    Then "vm1" uses <count> TCP SNAT ports

    Examples:
      | count |
      | 8     |
"""
    [remark] = desk.remarks(text)
    assert "conections" not in remark.text.en
    assert remark.mends == ()


@pytest.mark.parametrize(
    "text",
    [TEXT.replace("    Given", " Given"), TEXT.replace("\n\n", "\n"), TEXT.rstrip("\n")],
    ids=["a step", "a blank line", "the end"],
)
def test_uneven_layout_is_mended_where_it_is_uneven(desk: Desk, text: str) -> None:
    [remark] = desk.remarks(text)
    assert mended_by(text, remark) == TEXT
    assert desk.mended(text) == TEXT


def test_a_step_leads_to_its_sentence(desk: Desk) -> None:
    entry = desk.entry_on(TEXT, 5)
    assert entry is not None
    assert [each.name for each in entry.values] == ["vm", "count", "destination"]


@pytest.mark.parametrize("line", [1, 2, 3, 99])
def test_what_is_no_step_leads_nowhere(desk: Desk, line: int) -> None:
    assert desk.entry_on(TEXT, line) is None


def test_the_other_language_and_back(desk: Desk) -> None:
    japanese = desk.translated(TEXT, "ja")
    assert '    もし "vm1" が 198.51.100.7:443 へ TCP 接続を 8 本開く' in japanese.text.split("\n")
    assert desk.remarks(japanese.text) == []
    assert desk.translated(japanese.text, "en").text == TEXT


def test_titles_that_stay_are_told_by_their_lines_and_not_marked(desk: Desk) -> None:
    japanese = desk.translated(TEXT, "ja")
    lines = japanese.text.split("\n")
    assert [lines[number - 1].strip() for number in japanese.untranslated] == [
        "機能: Ports",
        "シナリオ: Some ports",
    ]
    assert not any(line.strip().startswith("# 未訳") for line in lines)


def test_what_keeps_a_text_from_being_translated_is_told(desk: Desk) -> None:
    found = desk.translated(TEXT.replace("opens", "closes"), "ja")
    assert [each.line for each in found.remarks] == [5]


def test_a_project_has_sentences_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(
        "from azsim.gherkin import given\n\n\n"
        '@given("a printer")\n'
        "def a_printer():\n"
        '    """It is out of paper."""\n'
    )
    path = tmp_path / "features" / "x.feature"
    path.parent.mkdir()
    path.write_text("Feature: Nothing yet\n")
    text = "Feature: Printers\n\n  Scenario: One\n    Given a printer\n"
    entry = desk_at(path).entry_on(text, 4)
    assert entry is not None
    assert entry.definition.meaning.en == "It is out of paper."


def test_a_conftest_that_cant_be_imported_is_told(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text("import nothing_like_it\n")
    path = tmp_path / "x.feature"
    path.write_text("Feature: Nothing yet\n")
    with pytest.raises(Advice, match="No module named 'nothing_like_it'"):
        desk_at(path)
