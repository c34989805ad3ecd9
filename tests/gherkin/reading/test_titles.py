"""Titles in the other language: comments above a title."""

from __future__ import annotations

from words import source

from azsim.gherkin.reading.titles import Title, titles_in

FEATURE = """\
# ja: SNAT ポートが戻るとき
# ja: 一行目。
# ja:
# ja: 二つ目の段落。
@outbound
@classic
Feature: When a SNAT port comes back
  One line.

  # en: not the other language
  # ja: 規則
  Rule: A rule
    # ja: 背景
    Background: What is there
      Given a pool of 8 ports

    # ja: <n> 個取る
    Scenario Outline: Taking <n>
      When "web1" takes <n> ports

      # ja: 少なく
      Examples: Few
        | n |
        | 1 |

    # ja: 離れたコメント

    # a remark
    Scenario: Without
      When "web1" takes 1 port
"""


def test_comments_directly_above_a_title_or_its_tags_are_its_words() -> None:
    assert titles_in(source(FEATURE), "ja") == {
        7: Title("SNAT ポートが戻るとき", ("一行目。", "", "二つ目の段落。")),
        12: Title("規則"),
        14: Title("背景"),
        18: Title("<n> 個取る"),
        22: Title("少なく"),
    }


def test_comments_in_the_language_of_the_file_are_only_comments() -> None:
    assert titles_in(source(FEATURE), "en") == {}


def test_a_comment_about_the_language_is_no_title() -> None:
    assert titles_in(source("# language: ja\n機能: 一つ\n"), "en") == {}
