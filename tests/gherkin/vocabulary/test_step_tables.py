"""Tables below a sentence."""

from __future__ import annotations

import pytest

from azsim.gherkin import Column, read_table
from azsim.text import Advice, Text
from azsim.units import parse_port

COLUMNS = [
    Column("name", Text("name", "名前")),
    Column("port", Text("port", "ポート"), required=False, parse=parse_port),
]


def advice(*rows: list[str]) -> Text:
    with pytest.raises(Advice) as found:
        read_table(rows, COLUMNS)
    return found.value.text


def test_headings_stand_in_either_language_and_any_order() -> None:
    assert read_table([["port", "name"], ["80", "a"]], COLUMNS) == [{"name": "a", "port": 80}]
    assert read_table([["名前", "ポート"], ["a", "80"]], COLUMNS) == [{"name": "a", "port": 80}]


def test_an_optional_column_may_be_absent_or_empty() -> None:
    assert read_table([["name"], ["a"]], COLUMNS) == [{"name": "a", "port": None}]
    assert read_table([["name", "port"], ["a", ""]], COLUMNS) == [{"name": "a", "port": None}]


def test_an_unknown_heading_is_answered_with_the_nearest() -> None:
    assert advice(["nmae"], ["a"]) == Text(
        'The table has an unknown column "nmae". Did you mean "name"? It may have "name" and '
        '"port".',
        "表に未知の列「nmae」がある。「name」のことか。使える列は「名前」と「ポート」である。",
    )


def test_a_required_heading_is_missing() -> None:
    assert advice(["port"], ["1"]).en == 'The table has no column "name". It needs "name".'


def test_a_heading_stands_twice() -> None:
    assert 'The column "名前" stands in the table twice' in advice(["name", "名前"], ["a", "b"]).en


def test_a_table_without_rows() -> None:
    assert advice(["name"]).en.startswith("The table has headings only.")


def test_no_table_at_all() -> None:
    assert advice().en.startswith("This sentence takes a table.")


def test_a_cell_that_is_refused_is_named_by_row_and_column() -> None:
    assert advice(["name", "port"], ["a", "1"], ["b", "x"]).en == (
        'Row 2 of the table, column "port": "x" is not a port. A port is a whole number from 1 '
        "to 65535."
    )


def test_an_empty_cell_of_a_required_column() -> None:
    assert advice(["name"], [""]).en == (
        'Row 1 of the table has nothing under "name". Fill the cell in.'
    )


def test_full_width_characters_are_named_as_the_cause() -> None:
    assert advice(["名前", "ポート"], ["a", "８０"]).ja == (
        "見出しの下の 1 行目、列「ポート」: ここに全角の文字は使えない。「80」と書く。"
    )
    assert (
        'Full-width characters don\'t fit here. Write "80".'
        in advice(["port", "name"], ["８０", "a"]).en
    )


def test_a_cell_that_is_wrong_anyway_is_refused_as_it_is() -> None:
    assert "「ａ」" in advice(["名前", "ポート"], ["a", "ａ"]).ja


def test_a_heading_of_another_width_is_answered_with_the_right_one() -> None:
    found = advice(["ｎａｍｅ"], ["a"])
    assert 'Full-width characters don\'t fit here. Did you mean "name"?' in found.en
    assert "ここに全角の文字は使えない。「name」のことか。" in found.ja
