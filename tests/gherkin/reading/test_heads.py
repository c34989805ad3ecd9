"""The heads of examples in the other language."""

from __future__ import annotations

import pytest
from words import source

from azsim.gherkin.reading.heads import Heads, heads_in, wrong_heads
from azsim.gherkin.reading.titles import titles_in

OUTLINE = """\
Feature: F
  Scenario Outline: Taking <n> at <server>
    When "<server>" takes <n> ports

    # ja: 少なく
    Examples: Few
      # ja: | 個数 | サーバー |
      | n | server |
      | 1 | web1   |
"""


def test_a_comment_upon_the_heading_row_names_its_columns() -> None:
    assert heads_in(source(OUTLINE), "ja") == {8: Heads(7, ("個数", "サーバー"))}
    assert heads_in(source(OUTLINE), "en") == {}


def test_it_is_no_title() -> None:
    assert [each.name for each in titles_in(source(OUTLINE), "ja").values()] == ["少なく"]


@pytest.mark.parametrize(
    "heads",
    ["| 個数 |", "| 個数 | サーバー | 三つ目 |", "| 個数 | 個数 |", "| server | n |"],
)
def test_another_number_of_cells_or_a_name_twice_is_wrong(heads: str) -> None:
    text = OUTLINE.replace("| 個数 | サーバー |", heads)
    assert {each.line for each in wrong_heads(source(text))} == {7}


def test_heads_upon_anything_else_are_nobodys() -> None:
    text = OUTLINE.replace("# ja: 少なく", "# ja: | 個数 | サーバー |")
    assert [each.line for each in wrong_heads(source(text))] == [5]
