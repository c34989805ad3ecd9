"""A feature file in the other language: what changes, what stays, and what can't be said there."""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import dedent, indent

import pytest
from attrs import evolve

from azsim.gherkin import Column, Rows, given, one_of, parameter_type, then, when
from azsim.gherkin.reading.keywords import KEYWORDS
from azsim.gherkin.reading.source import parse_text
from azsim.gherkin.translating.translate import Translation, translate
from azsim.gherkin.vocabulary.vocabulary import gather
from azsim.text import Language, Text
from azsim.units import duration_in, parse_duration

parameter_type("number", "[0-9][0-9,]*", lambda text: int(text.replace(",", "")))
parameter_type("cat", '"[^"]*"')
parameter_type(
    "time",
    "[0-9.]+ ?(?:ms|seconds?|minutes?|ミリ秒|秒|分)",
    parse_duration,
    translate=duration_in,
)
parameter_type("pause", "[0-9]+ ?(?:seconds?|秒)", translate=lambda words, language: words)
MOODS = {"happy": True, "上機嫌": True, "sad": False, "不機嫌": False}
parameter_type(
    "mood",
    "happy|sad|上機嫌|不機嫌",
    MOODS.__getitem__,
    translate=one_of([Text("happy", "上機嫌"), Text("sad", "不機嫌")]),
)
parameter_type("twist", "left|right|左|右", translate=one_of([Text("left", "右")]))
parameter_type("toy", "ball|mouse", lambda words: object())
CATS = (
    Column("name", Text("name", "名前")),
    Column("age", Text("age", "年齢"), required=False, parse=parse_duration, translate=duration_in),
    Column("way", Text("way", "道"), required=False, translate=one_of([Text("left", "右")])),
)


@given("{number} cat/cats", "猫が {number} 匹いる")
def some_cats(number: int) -> None: ...


@given("{number} sleeping cat/cats", "眠った猫が {number} 匹いる")
def sleeping_cats(number: int) -> None: ...


@given("a house with {number} cat/cats", "猫 {number} 匹のいる家がある")
def a_house(number: int) -> None: ...


@given("a dog", "犬がいる")
def a_dog() -> None: ...


@given("one dog", "犬がいる")
def one_dog() -> None: ...


@given("a {toy}", "{toy} がある")
def a_toy(toy: object) -> None: ...


@given("rain for {number} minute/minutes", "雨が {number} 分続く")
def rain(number: int) -> None: ...


@given("the cats:", "次の猫がいる:", table=CATS)
def the_cats(datatable: Rows) -> None: ...


@when("{cat} sleeps for {time}", "{cat} が {time}眠る")
def sleeps(cat: str, time: int) -> None: ...


@when("{time} passes/pass", "{time}経過する")
def passes(time: int) -> None: ...


@when("{cat} waits for {pause}", "{cat} が {pause}待つ")
def waits(cat: str, pause: str) -> None: ...


@when("{cat} turns {twist}", "{cat} が{twist}を向く")
def turns(cat: str, twist: str) -> None: ...


@when("{cat} reads:", "{cat} が次を読む:")
def reads(cat: str, docstring: str = "", datatable: object = None) -> None: ...


@when("{cat} purrs")
def purrs(cat: str) -> None: ...


@when("{cat} がのびをする")
def stretches(cat: str) -> None: ...


@then("{cat} is {mood}", "{cat} は{mood}である")
def feels(cat: str, mood: bool) -> None: ...


@then("{cat} is away", "{cat} はいない")
def is_away(cat: str) -> None: ...


@then("{number} cat/cats is/are left", "残りは {number} 匹である")
def cats_left(number: int) -> None: ...


@then("there is/are {number} toy(s)( now)", "おもちゃは {number} 個である")
def toys(number: int) -> None: ...


VOCABULARY = gather([sys.modules[__name__]])


def translation(text: str, to: Language) -> Translation:
    source = parse_text(Path("x.feature"), dedent(text).lstrip("\n"))
    assert source.mistake is None
    return translate(source, VOCABULARY, to)


def scenario(text: str) -> str:
    return "Feature: F\n  Scenario: S\n" + indent(dedent(text).strip("\n"), "    ") + "\n"


def outline(text: str) -> str:
    return scenario(text).replace("Scenario: S", "Scenario Outline: S")


def japanese(text: str) -> str:
    """The steps of *text* in Japanese, without the lines above them."""
    found = translation(text, "ja")
    assert found.mistakes == ()
    return below_titles(found.text)


def english(text: str) -> str:
    found = translation(text, "en")
    assert found.mistakes == ()
    return below_titles(found.text)


def below_titles(text: str) -> str:
    lines = text.splitlines()
    start = next(
        number for number, line in enumerate(lines) if line.startswith(("  Scenario", "  シナリオ"))
    )
    return dedent("\n".join(lines[start + 1 :]))


def shown(text: str) -> str:
    return dedent(text).strip("\n")


def mistakes(text: str, to: Language = "ja") -> list[str]:
    return [f"{each.line}: {each.text.en}" for each in translation(text, to).mistakes]


# Lines


def test_everything_but_the_authors_own_words_is_translated() -> None:
    found = translation(
        """
        # What cats do
        @home @fast
        Feature: Cats
          They sleep.

          Background:
            Given 2 cats

          Rule: TCP

            @slow # for now
            Scenario: Sleeping
              Given the cats:
                | name | age       |
                # the elder
                | Tama | 2 minutes |
                | Mike |           |
              When "Tama" sleeps for 1 second
              * 15 seconds pass
              Then "Tama" is happy
              But "Mike" is sad
        """,
        "ja",
    )
    assert (
        found.text
        == shown(
            """
        # language: ja
        # What cats do
        # 未訳
        @home @fast
        機能: Cats
          They sleep.

          背景:
            前提 猫が 2 匹いる

          ルール: TCP

            # 未訳
            @slow # for now
            シナリオ: Sleeping
              前提 次の猫がいる:
                | 名前 | 年齢 |
                # the elder
                | Tama | 2 分 |
                | Mike |      |
              もし "Tama" が 1 秒眠る
              * 15 秒経過する
              ならば "Tama" は上機嫌である
              但し "Mike" は不機嫌である
        """
        )
        + "\n"
    )
    assert [(title.line, title.text) for title in found.untranslated] == [
        (5, "Cats"),
        (15, "Sleeping"),
    ]


def test_japanese_becomes_english() -> None:
    found = translation(
        """
        # language: ja

        機能: 猫
          シナリオ: 眠り
            前提猫が 1 匹いる
            もし 1 秒経過する
            かつ 1 分経過する
            ならば 残りは 1 匹である
        """,
        "en",
    )
    assert (
        found.text
        == shown(
            """
        # untranslated
        Feature: 猫
          # untranslated
          Scenario: 眠り
            Given 1 cat
            When 1 second passes
            And 1 minute passes
            Then 1 cat is left
        """
        )
        + "\n"
    )


def test_on_the_way_back_the_marks_go() -> None:
    text = scenario("Given 2 cats\nThen 2 cats are left").replace("S\n", "Two cats\n")
    there = translation(text, "ja").text
    assert "# 未訳" in there
    assert translation(there, "en").text == text


def test_what_reads_the_same_in_both_languages_has_no_mark() -> None:
    assert "# 未訳" not in translation("Feature: TCP\n  Scenario: 1\n    Given 2 cats\n", "ja").text


def test_a_description_is_marked_where_its_title_needs_no_translation() -> None:
    text = "Feature: TCP\n  It counts.\n\n  Scenario: 1\n    Given 2 cats\n"
    found = translation(text, "ja")
    assert found.text.splitlines()[:3] == ["# language: ja", "# 未訳", "機能: TCP"]
    assert [title.text for title in found.untranslated] == ["TCP"]


def test_a_title_that_is_but_a_placeholder_is_judged_by_its_rows() -> None:
    rows = "Given <n> cats\nExamples:\n  | n | name |\n  | 2 | {} |"
    text = outline(rows).replace("Outline: S", "Outline: <name>")
    assert translation(text.format("A pair"), "ja").text.count("# 未訳") == 1
    assert translation(text.format("TCP"), "ja").text.count("# 未訳") == 0


@pytest.mark.parametrize("header", ["# language: ja", "  #language:ja", "# language : ja  "])
def test_a_language_line_is_found_however_it_is_spaced(header: str) -> None:
    text = f"# about\n{header}\n機能: T\n  シナリオ: 1\n    前提 猫が 2 匹いる\n"
    found = translation(text, "en").text
    assert found.splitlines()[0] == "# about"
    assert "language" not in found


def test_an_english_language_line_is_replaced() -> None:
    text = "# language: en\nFeature: T\n  Scenario: 1\n    Given 2 cats\n"
    assert translation(text, "ja").text.count("language") == 1


def test_windows_line_ends_stay_and_so_does_a_missing_last_one() -> None:
    text = scenario("Given 2 cats\nThen 2 cats are left").strip().replace("\n", "\r\n")
    found = translation(text, "ja").text
    assert found.count("\r\n") == found.count("\n") == len(found.splitlines()) - 1


def test_text_below_a_step_stays_as_it_is() -> None:
    step = """
        When "Tama" reads:
          ```json
            # 未訳
          | a \\| b |
          Given 2 cats
          ```
        And "Mike" reads:
          | name | 2 minutes |
        """
    assert japanese(scenario(step)) == shown(
        """
        もし "Tama" が次を読む:
          ```json
            # 未訳
          | a \\| b |
          Given 2 cats
          ```
        かつ "Mike" が次を読む:
          | name | 2 minutes |
        """
    )


def test_signs_in_cells_stay_escaped() -> None:
    table = r"""
        Given the cats:
          | name | age |
          | a\|b\\c\nd | 2 minutes | at home
        """
    assert japanese(scenario(table)) == shown(
        r"""
        前提 次の猫がいる:
          | 名前       | 年齢 |
          | a\|b\\c\nd | 2 分 | at home
        """
    )


def test_a_file_in_the_language_already_stays_as_it_is() -> None:
    text = scenario("Given 1 cats")
    assert translation(text, "en").text == text


def test_japanese_sentences_below_english_keywords_are_translated_both_ways() -> None:
    text = scenario("Given 猫が 2 匹いる")
    assert english(text) == "Given 2 cats"
    assert japanese(text) == "前提 猫が 2 匹いる"


def test_a_table_without_anything_to_translate_stays_uneven() -> None:
    step = """
        When "Tama" reads:
          |a|
          | long |
        """
    assert japanese(scenario(step)).splitlines()[1:] == ["  |a|", "  | long |"]


def test_a_value_that_equals_no_other_may_stay() -> None:
    assert japanese(scenario("Given a ball")) == "前提 ball がある"


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("Then 残りは 1 匹である", "Then 1 cat is left"),
        ("Then 残りは 11 匹である", "Then 11 cats are left"),
        ("Then おもちゃは 1 個である", "Then there is 1 toy"),
        ("Then おもちゃは 0 個である", "Then there are 0 toys"),
        ("When 1 分経過する", "When 1 minute passes"),
    ],
)
def test_the_number_beside_a_word_chooses_it(step: str, expected: str) -> None:
    assert english(scenario(step)) == expected


def test_every_keyword_is_one_of_gherkins() -> None:
    from gherkin.dialect import DIALECTS

    for language in ("en", "ja"):
        for kind, words in KEYWORDS.items():
            known = [each.strip() for each in DIALECTS[language][kind]]  # type: ignore[literal-required]
            assert words.to(language) in known


# Outlines


def test_a_cell_that_is_a_value_is_translated() -> None:
    text = outline(
        """
        When "<cat>" sleeps for <time>
        And <time> pass
        Then "<cat>" is <mood>
        Examples:
          | cat  | time       | mood  |
          | Tama | 15 seconds | happy |
          | Mike | 1 minute   | sad   |
        """
    )
    found = japanese(text)
    assert found == shown(
        """
        もし "<cat>" が <time>眠る
        かつ <time>経過する
        ならば "<cat>" は<mood>である
        例:
          | cat  | time  | mood   |
          | Tama | 15 秒 | 上機嫌 |
          | Mike | 1 分  | 不機嫌 |
        """
    )


def test_a_value_moves_with_the_placeholder_inside_it() -> None:
    steps = "When <n> minutes pass\nAnd <k> <unit> pass"
    rows = "Examples:\n  | n | k | unit    |\n  | 1 | 2 | seconds |\n  | 2 | 1 | minutes |"
    there = japanese(outline(f"{steps}\n{rows}"))
    assert there.splitlines()[:2] == ["もし <n> 分経過する", "かつ <k> <unit>経過する"]
    assert there.splitlines()[-2:] == ["  | 1 | 2 | 秒   |", "  | 2 | 1 | 分   |"]


def test_the_plural_is_for_any_row_that_is_not_1() -> None:
    def left(*numbers: str) -> str:
        rows = "".join(f"  | {number} |\n" for number in numbers)
        text = outline(f"Then 残りは <n> 匹である\nExamples:\n  | n |\n{rows}")
        return english(text).splitlines()[0]

    assert left("1", "2") == "Then <n> cats are left"
    assert left("1", "1") == "Then <n> cat is left"


def test_a_unit_is_in_the_plural_for_any_row_that_is_not_1() -> None:
    text = outline("When <n> 分経過する\nExamples:\n  | n |\n  | 1 |\n  | 2 |")
    assert english(text).splitlines()[0] == "When <n> minutes pass"


@pytest.mark.parametrize("amount", ["1.<n>", "<n>.1"])
def test_a_placeholder_stays_at_the_same_digits_of_a_value(amount: str) -> None:
    text = outline(f"When {amount} seconds pass\nExamples:\n  | n |\n  | 1 |\n  | 2 |")
    assert japanese(text).splitlines()[0] == f"もし {amount} 秒経過する"


def test_the_counter_of_a_number_goes_into_its_cell() -> None:
    text = outline("Given a house with <cats>\nExamples:\n  | cats |\n  | 1 cat |\n  | 2 cats |")
    assert japanese(text).splitlines() == [
        "前提 <cats>のいる家がある",
        "例:",
        "  | cats    |",
        "  | 猫 1 匹 |",
        "  | 猫 2 匹 |",
    ]


def test_a_verb_stays_whole() -> None:
    text = outline("Given rain for <n>\nExamples:\n  | n |\n  | 1 minute |\n  | 2 minutes |")
    assert japanese(text).splitlines()[0] == "前提 雨が <n> 分続く"


def test_words_in_cells_take_the_words_that_differ() -> None:
    text = outline(
        """
        Given <cats>
        Examples:
          | cats            |
          | 1 cat           |
          | 2 sleeping cats |
        """
    )
    assert japanese(text) == shown(
        """
        前提 <cats>
        例:
          | cats                |
          | 猫が 1 匹いる       |
          | 眠った猫が 2 匹いる |
        """
    )


def test_words_in_cells_go_where_the_other_language_has_them() -> None:
    text = outline(
        """
        Then <cat> is <state>
        Examples:
          | cat    | state |
          | "Tama" | happy |
          | "Mike" | away  |
        """
    )
    assert japanese(text) == shown(
        """
        ならば <cat> は<state>
        例:
          | cat    | state        |
          | "Tama" | 上機嫌である |
          | "Mike" | いない       |
        """
    )


def test_one_column_serves_several_sentences() -> None:
    text = outline("Given <cats>\nThen <cats> are left\nExamples:\n  | cats   |\n  | 2 cats |")
    assert japanese(text).splitlines()[:2] == [
        "前提 猫が <cats> 匹いる",
        "ならば 残りは <cats> 匹である",
    ]


def test_a_sentence_in_a_cell_is_translated_as_a_sentence() -> None:
    text = outline('Then <what>\nExamples:\n  | what |\n  | 1 cat is left |\n  | "Tama" is sad |')
    assert japanese(text).splitlines() == [
        "ならば <what>",
        "例:",
        "  | what                  |",
        "  | 残りは 1 匹である     |",
        '  | "Tama" は不機嫌である |',
    ]


def test_a_number_takes_the_words_that_count_into_its_cell() -> None:
    rows = "Examples:\n  | n |\n  | 猫が 1 匹 |\n  | 眠った猫が 2 匹 |"
    assert english(outline(f"Given <n>いる\n{rows}")).splitlines() == [
        "Given <n>",
        "Examples:",
        "  | n               |",
        "  | 1 cat           |",
        "  | 2 sleeping cats |",
    ]


def test_placeholders_in_tables_and_texts_stay() -> None:
    steps = '''
        Given the cats:
          | name   | age         |
          | <name> | <n> minutes |
        When "Tama" reads:
          """
          <name> is <n>
          """
        Examples:
          | name | n |
          | Mike | 1 |
          | Leo  | 2 |
        '''
    assert japanese(outline(steps)).splitlines()[:7] == [
        "前提 次の猫がいる:",
        "  | 名前   | 年齢   |",
        "  | <name> | <n> 分 |",
        'もし "Tama" が次を読む:',
        '  """',
        "  <name> is <n>",
        '  """',
    ]


def test_each_table_of_examples_may_have_columns_of_its_own() -> None:
    text = outline(
        """
        When <time> pass
        @few
        Examples: Some
          | time      | note |
          | 1 minute  | a    |
        Examples:
          | time      |
          | 2 minutes |
        """
    )
    assert japanese(text) == shown(
        """
        もし <time>経過する
        # 未訳
        @few
        例: Some
          | time | note |
          | 1 分 | a    |
        例:
          | time |
          | 2 分 |
        """
    )


def test_a_column_that_only_one_table_has_stays_as_it_is_written_elsewhere() -> None:
    steps = 'When "<cat>" sleeps for <time>'
    tables = "Examples:\n  | cat | time |\n  | Tama | 1 minute |\nExamples:\n  | time |\n  | 1 ms |"
    assert japanese(outline(f"{steps}\n{tables}")).splitlines() == [
        'もし "<cat>" が <time>眠る',
        "例:",
        "  | cat  | time |",
        "  | Tama | 1 分 |",
        "例:",
        "  | time     |",
        "  | 1 ミリ秒 |",
    ]


def test_a_column_that_needs_two_translations_is_refused() -> None:
    steps = 'When <time> pass\nAnd "<time>" sleeps for 1 second'
    assert mistakes(outline(f"{steps}\nExamples:\n  | time |\n  | 1 minute |")) == [
        '4: The cell "1 minute" of <time> would have to be "1 分" in one place and "1 minute" in '
        "another. Give one of the places a column of its own."
    ]


def test_a_translated_cell_must_not_change_the_text_below_a_step() -> None:
    steps = 'When <time> pass\nAnd "Tama" reads:\n  """\n  After <time>\n  """'
    text = outline(f"{steps}\nExamples:\n  | time |\n  | 1 minute |")
    (mistake,) = mistakes(text)
    assert mistake.startswith("4: ")


def test_words_in_two_columns_are_refused() -> None:
    text = outline("Given <a> <b>\nExamples:\n  | a | b |\n  | 2 sleeping | cats |\n  | 1 | cat |")
    (mistake,) = mistakes(text)
    assert mistake.startswith("3: The columns <a> and <b> hold words of this sentence")


def test_a_background_is_one_line_for_all_outlines() -> None:
    background = "Feature: F\n  Background:\n    Given <cats>\n"
    first = "  Scenario Outline: A\n    Then <cats> are left\n    Examples:\n      | cats |\n"
    second = "  Scenario Outline: B\n    Then 1 cat is left\n    Examples:\n      | cats |\n"
    text = f"{background}{first}      | 2 cats |\n{second}      | 3 cats |\n"
    (mistake,) = mistakes(text)
    assert mistake.startswith("3: This line has to serve several outlines")


# What can't be translated


def test_whatever_is_wrong_with_the_file_is_said_and_nothing_translated() -> None:
    found = translation(scenario("Given 2 catz\nThen 2 cats are left\nAnd 2 dogs"), "ja")
    assert [mistake.line for mistake in found.mistakes] == [3, 5]
    assert "Given 2 cats" in found.mistakes[0].text.en
    assert found.text == ""


def test_a_value_that_its_type_refuses_is_named() -> None:
    (mistake,) = mistakes(scenario("When 0.0000000001 ms pass"))
    assert "finer than one nanosecond" in mistake


def test_words_that_are_two_sentences_in_the_other_language_are_named() -> None:
    (mistake,) = mistakes(scenario("Given a dog"))
    assert "which isn't exactly one sentence" in mistake
    assert mistake.count("犬がいる") == 3


def test_a_step_that_is_wrong_in_every_row_is_named_once() -> None:
    text = outline("Given <n> catz\nExamples:\n  | n |\n  | 2 |\n  | 3 |")
    assert len(mistakes(text)) == 1


def test_a_broken_file_says_what_breaks_it() -> None:
    source = parse_text(Path("x.feature"), "Given a cat")
    (mistake,) = translate(source, VOCABULARY, "ja").mistakes
    assert mistake.line == 1


def test_an_outline_without_rows_has_no_steps_to_translate() -> None:
    (mistake,) = mistakes(outline("Given <n> cats"))
    assert "no examples" in mistake


def test_a_sentence_in_one_language_only_can_not_be_translated() -> None:
    (mistake,) = mistakes(scenario('When "Tama" purrs'))
    assert mistake.startswith("3: This sentence doesn't exist in Japanese:\n  {cat} purrs  (")
    assert '@when("{cat} purrs", "…")' in mistake
    (mistake,) = mistakes(scenario('When "Tama" がのびをする').replace("F\n", "猫\n"), "en")
    assert '@when("…", "{cat} がのびをする")' in mistake


def test_a_sentence_in_the_language_only_stays() -> None:
    text = scenario('When "Tama" がのびをする\nThen 2 cats are left')
    assert japanese(text) == 'もし "Tama" がのびをする\nならば 残りは 2 匹である'


def test_a_value_that_is_translated_wrongly_is_named() -> None:
    (mistake,) = mistakes(scenario('When "Tama" turns left'))
    assert '"右" isn\'t what "left" is here' in mistake
    assert "Let {twist} say how it is translated" in mistake


def test_a_cell_that_is_translated_wrongly_is_named() -> None:
    table = "Given the cats:\n  | name | age | way  |\n  | Tama | 1 minute | left |"
    (mistake,) = mistakes(scenario(table))
    assert mistake.startswith('5: In Japanese the cell "left" would be "右"')


def test_prose_that_would_become_a_keyword_is_refused() -> None:
    text = "# language: ja\n機能: F\n  シナリオ: S\n    When it rains\n\n    前提 猫が 2 匹いる\n"
    (mistake,) = mistakes(text, "en")
    assert mistake.startswith("3: In English the file wouldn't say the same")


TITLED = """\
# ja: 猫の一日
# ja: 猫は眠る。
# ja:
# ja: よく眠る。
@cats
Feature: A day of a cat

  A cat sleeps.

  It sleeps
  well.

  # ja: 猫 <n> 匹
  Scenario Outline: Cats: <n>
    Given <n> cats

    Examples:
      | n |
      | 2 |
"""


def test_titles_change_places_with_those_that_comments_give() -> None:
    found = translation(TITLED, "ja")
    assert found.text == dedent(
        """\
        # language: ja
        # en: A day of a cat
        # en: A cat sleeps.
        # en:
        # en: It sleeps
        # en: well.
        @cats
        機能: 猫の一日

          猫は眠る。

          よく眠る。

          # en: Cats: <n>
          シナリオアウトライン: 猫 <n> 匹
            前提 猫が <n> 匹いる

            例:
              | n |
              | 2 |
        """
    )
    assert found.untranslated == ()


def test_titles_change_places_on_the_way_back() -> None:
    there = translation(TITLED, "ja").text
    assert translation(there, "en").text == TITLED


def test_a_translated_description_must_not_become_a_step() -> None:
    wrong = TITLED.replace("# ja: 猫 <n> 匹", "# ja: 猫 <n> 匹\n  # ja: もし猫がいれば")
    wrong = wrong.replace("Cats: <n>\n", "Cats: <n>\n    If there are any.\n\n")
    assert [mistake.line for mistake in translation(wrong, "ja").mistakes] == [15]


def test_a_text_is_taken_apart_once_however_long_it_is() -> None:
    class Counted(str):
        splits = 0

        def split(self, *arguments: object) -> list[str]:  # type: ignore[override]
            Counted.splits += 1
            return super().split(*arguments)  # type: ignore[arg-type]

    text = scenario("Given 2 cats\n" * 30)
    source = evolve(parse_text(Path("x.feature"), text), text=Counted(text))
    assert translate(source, VOCABULARY, "ja").text.count("匹") == 30
    assert Counted.splits <= 3


NAMED = """\
# why en: Cats rest.
# why ja: 猫は休みます。
# facts: a.b
Feature: Cats
  # ja: <状態> な猫が <一休み> 休む
  # why en: It is <mood>.
  # why ja: <状態> です。
  Scenario Outline: A <mood> cat rests for <rest>
    Given a house with 2 cats
    When "mia" sleeps for 59 seconds
    And "mia" reads:
      \"\"\"
      <name>
      \"\"\"
    Then "mia" is <mood>

    Examples:
      # ja: | 状態 | 一休み | 名前 |
      | mood  | rest       | name |
      | happy | 60 seconds | Mia  |

    Examples:
      | mood | rest       | name |
      | sad  | 90 seconds | Tom  |
"""


def test_heads_change_places_and_columns_their_names() -> None:
    text = translation(NAMED, "ja").text
    assert "# en: A <mood> cat rests for <rest>" in text
    assert "シナリオアウトライン: <状態> な猫が <一休み> 休む" in text
    assert 'ならば "mia" は<状態>である' in text
    assert "      <名前>\n" in text
    assert "# en: | mood | rest | name |\n      | 状態   | 一休み | 名前 |" in text
    assert translation(text, "en").text == NAMED


def test_a_value_that_stands_in_a_title_only_is_translated_as_in_a_step() -> None:
    assert "| 上機嫌 | 60 秒  | Mia  |" in translation(NAMED, "ja").text


def test_examples_without_heads_of_their_own_go_by_those_of_the_others() -> None:
    assert "| 状態   | 一休み | 名前 |\n      | 不機嫌 |" in translation(NAMED, "ja").text


def test_a_column_has_one_other_name_in_all_examples() -> None:
    heads = "      # ja: | 気分 | 一休み | 名前 |"
    other = NAMED.replace("      | mood | rest       |", f"{heads}\n      | mood | rest       |")
    (mistake,) = translation(other, "ja").mistakes
    assert mistake.line == other.splitlines().index(heads) + 1
    assert "状態" in mistake.text.ja
    assert "気分" in mistake.text.ja


def test_reasons_stay_where_they_are() -> None:
    def reasons(text: str) -> list[str]:
        return [line for line in text.splitlines() if "# why" in line or "# facts" in line]

    assert reasons(translation(NAMED, "ja").text) == reasons(NAMED)


def test_a_scenario_and_its_rule_may_be_called_the_same_in_one_language_only() -> None:
    text = translation(
        """
        Feature: F
          # ja: 規則
          Rule: The same
            # ja: シナリオ
            Scenario: The same
              Given a house with 2 cats
        """,
        "ja",
    ).text
    assert "ルール: 規則" in text
    assert "シナリオ: シナリオ" in text
