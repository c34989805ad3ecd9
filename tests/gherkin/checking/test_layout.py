"""One layout for every feature file, which changes nothing but blanks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from words import source

from azsim.gherkin.checking.layout import after_last_bar, laid_out, meaning
from azsim.gherkin.reading.document import of
from azsim.gherkin.reading.source import parse
from azsim.gherkin.vocabulary import installed

CROOKED = '''\


@a   @b # why
Feature:Crooked
    First words
      - a list
    more words


  # about the background
  Background:
  Given a
   # about the table
    |a|b|
  #|not|now|
    |long\\|er | 1\\n2 |

  Scenario:  One
    \t*   b
   When  c
      """json
      text
        deeper
    shallower

      """
  # at the end of One

  @x
   Scenario Outline: <n>
     Then <n>
   @y
   Examples: some
   |n|
   | |
  Rule:R
    Scenario: Two
    Given d
     ```
     ```
     # the end

'''

EVEN = '''\
@a   @b # why
Feature: Crooked
  First words
    - a list
  more words

  # about the background
  Background:
    Given a
      # about the table
      | a        | b    |
      #|not|now|
      | long\\|er | 1\\n2 |

  Scenario: One
    * b
    When c
      """json
      text
        deeper
      shallower

      """
      # at the end of One

  @x
  Scenario Outline: <n>
    Then <n>

    @y
    Examples: some
      | n |
      |   |

  Rule: R

    Scenario: Two
      Given d
        ```
        ```
        # the end
'''


def test_everything_stands_in_its_place() -> None:
    assert laid_out(source(CROOKED)) == EVEN


def test_what_is_even_stays_as_it_is() -> None:
    assert laid_out(source(EVEN)) == EVEN


def test_the_meaning_stays() -> None:
    assert meaning(source(CROOKED)) == meaning(source(EVEN))


def test_japanese_keywords_take_one_space_and_wide_letters_count_double() -> None:
    text = (
        "#language:ja\n機能:F\n　シナリオ:S\n前提　フロント\nもし次:\n|名前|ab|\n|x|プールの名前|\n"
    )
    assert laid_out(source(text)) == (
        "#language:ja\n機能: F\n\n  シナリオ: S\n    前提 フロント\n    もし 次:\n"
        "      | 名前 | ab           |\n      | x    | プールの名前 |\n"
    )


def test_windows_line_ends_are_kept() -> None:
    text = 'Feature: F\r\n Scenario: S\r\n  Given a\r\n   """\r\n   b\r\n   """'
    assert laid_out(source(text)) == (
        'Feature: F\r\n\r\n  Scenario: S\r\n    Given a\r\n      """\r\n      b\r\n      """\r\n'
    )


def test_what_is_wrong_is_moved_as_a_whole() -> None:
    text = "Feature: F\n\n  Scenario: S\n      Given  a\n      |b|\n      |b2|\n    When  c\n"
    assert laid_out(source(text), wrong={4, 5}) == (
        "Feature: F\n\n  Scenario: S\n    Given  a\n      |b|\n      |b2|\n    When c\n"
    )


def test_blanks_at_the_end_of_a_line_go_but_not_in_a_docstring() -> None:
    text = 'Feature: F  \n\n  Scenario: S\t\n    Given a  \n      """\n      b  \n         \n      """\n'
    assert laid_out(source(text)) == (
        'Feature: F\n\n  Scenario: S\n    Given a\n      """\n      b  \n         \n      """\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Feature: F\n\n  Scenario: S\n    Given \n", id="step without words"),
        pytest.param(
            "Feature: F\n\n  Scenario: S\n    Given a\x0cb\x85c\u2028d\n", id="odd separators"
        ),
        pytest.param("Feature: F\n\n  Scenario: S\n", id="nothing below"),
        pytest.param("# only a comment\n", id="no feature"),
        pytest.param("Feature: F\n\n  # the end\n", id="comment at the end"),
        pytest.param("Feature: F\n  Scenario S\n   When\n", id="only prose"),
        pytest.param("Feature: F\n  Scenario: S\n  | a |\n", id="broken"),
        pytest.param("Feature: F\n\n  Scenario: S\n    Given a\n      |\n", id="bar alone"),
    ],
)
def test_an_odd_file_says_the_same(text: str) -> None:
    once = source(laid_out(source(text)))
    assert meaning(once) == meaning(source(text))
    assert laid_out(once) == once.text


def test_words_behind_the_last_bar_are_kept() -> None:
    text = "Feature: F\n\n  Scenario: S\n    Given a\n      | b | c\n"
    assert laid_out(source(text)) == text
    assert after_last_bar("| b | c") == "c"
    assert after_last_bar("| b \\| c |") == ""


def test_the_shipped_features_are_laid_out() -> None:
    [folder] = installed.features()
    features = sorted(folder.rglob("*.feature"))
    assert features
    for path in features:
        read = parse(path)
        assert laid_out(read) == read.text
        assert of(read).mistakes == ()


BLANKS = st.sampled_from(["", " ", "   ", "      ", "\t", "　", "\t  "])
NOISE = st.sampled_from(["", "", "# a comment", "   ", "\t# another"])
CONTENT = st.sampled_from(
    ["", "  ", "text", "  deeper", "\ttab", '\\"\\"\\"', "# no comment", "| a |", "@x"]
)
CELLS = st.sampled_from(
    ["|a|b|", "| 表 | long cell |", "|\\||\\\\|", "| | |", "|1\\n2|<n>|  ", "|a|b| c"]
)


@st.composite
def features(draw: st.DrawFn) -> str:
    """A feature with anything in it that Gherkin knows, in any layout."""
    lines: list[str] = []

    def write(words: str) -> None:
        lines.extend(draw(st.lists(NOISE, max_size=2)))
        lines.append(draw(BLANKS) + words)

    def maybe(words: str) -> None:
        if draw(st.booleans()):
            write(words)

    def steps() -> None:
        for _ in range(draw(st.integers(0, 2))):
            write(draw(st.sampled_from(["Given a", "*  b", "When c:", "Then d\t"])))
            if draw(st.booleans()):
                for row in draw(st.lists(CELLS, min_size=1, max_size=3)):
                    write(row)
            if draw(st.booleans()):
                mark = draw(st.sampled_from(['"""', "```"]))
                write(mark + draw(st.sampled_from(["", "json", " xml"])))
                lines.extend(draw(BLANKS) + each for each in draw(st.lists(CONTENT, max_size=4)))
                lines.append(draw(BLANKS) + mark)

    def scenario() -> None:
        maybe("@a  @b # why")
        write(draw(st.sampled_from(["Scenario:", "Scenario: S", "Scenario Outline:  <n>"])))
        maybe("words")
        maybe("- more words")
        steps()
        if draw(st.booleans()):
            maybe("@c")
            write("Examples: some")
            for row in draw(st.lists(CELLS, max_size=3)):
                write(row)

    maybe("@tag")
    write("Feature:F")
    maybe("words")
    if draw(st.booleans()):
        write("Background:")
        steps()
    for _ in range(draw(st.integers(0, 2))):
        scenario()
    if draw(st.booleans()):
        write("Rule: R")
        scenario()
    lines.extend(draw(st.lists(NOISE, max_size=2)))
    return draw(st.sampled_from(["\n", "\r\n"])).join(lines)


@settings(max_examples=400, derandomize=True, deadline=None, database=None)
@given(features())
def test_any_feature_keeps_its_meaning_and_is_laid_out_once(text: str) -> None:
    read = source(text)
    assert read.mistake is None
    once = source(laid_out(read))
    assert meaning(once) == meaning(read)
    assert laid_out(once) == once.text
    assert once.text.count("\r\n") == (once.text.count("\n") if "\r\n" in text else 0)
