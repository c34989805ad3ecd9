"""A file that can't be read says which line to change, and how."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from small_project import GOOD, Project
from words import document

from azsim.gherkin.reading.document import read

SHIFT_JIS = "# language: ja\n機能: 文字\n  シナリオ: S\n    前提 あ\n".encode("cp932")


@pytest.mark.parametrize(
    ("content", "line", "advice"),
    [
        pytest.param(
            "# language: ja\n機能：全角コロン\n",
            2,
            "ここに全角の文字は使えない。次のように書く。\n  機能: 全角コロン",
            id="full-width colon",
        ),
        pytest.param(
            "# language: ja\n機能: F\n\n  シナリオ：S\n    前提 あ\n",
            4,
            "ここに全角の文字は使えない。次のように書く。\n  シナリオ: S\n"
            "説明文であれば、別の語で始める。",
            id="full-width colon below a title",
        ),
        pytest.param(
            "＃ language：ja\n機能: F\n",
            1,
            "ここに全角の文字は使えない。次のように書く。\n  # language: ja",
            id="full-width language line",
        ),
        pytest.param(
            "機能: F\n  シナリオ: S\n    前提 あ\n",
            1,
            "これは日本語のキーワードだが、ファイルの言語は日本語ではない。先頭の行に次のように"
            "書く。\n  # language: ja",
            id="language line missing",
        ),
        pytest.param(
            "@tag\n機能: F\n",
            2,
            "これは日本語のキーワードだが、ファイルの言語は日本語ではない。先頭の行に次のように"
            "書く。\n  # language: ja",
            id="language line missing above a tag",
        ),
        pytest.param(
            "# language: ja\n機能: F\n  シナリオアウトライン: S\n    前提 <a>\n    Examples: E\n      |a|\n",
            5,
            "これは英語のキーワードだが、このファイルの言語は英語ではない。次のように書く。\n  例: E",
            id="English keyword",
        ),
        pytest.param(
            "# language: ja\n機能: F\n  シナリオ: S\n    前提 あ\n    But い\n",
            5,
            "これは英語のキーワードだが、このファイルの言語は英語ではない。次のように書く。\n"
            "  但し い",
            id="English step",
        ),
        pytest.param(
            "Feature: F\n  シナリオ: S\n    Given a\n",
            2,
            "This keyword is Japanese, but the language of this file isn't. Write\n  Scenario: S\n"
            "If it is prose, begin it with another word.",
            id="Japanese keyword",
        ),
        pytest.param(
            "# language: ja\n機能: F\n  シナリオ: S\n    前提 あ\n    ＊ い\n",
            5,
            "ここに全角の文字は使えない。次のように書く。\n  * い",
            id="full-width star",
        ),
        pytest.param(
            "# language: ja\n機能: F\n  シナリオ: S\n    前提 あ\n    ＃ い\n",
            5,
            "ここに全角の文字は使えない。次のように書く。\n  # い",
            id="full-width comment",
        ),
        pytest.param(
            "# language: ja\n機能: F\n  シナリオ: S\n    前提 あ\n    い\n",
            5,
            "この行はステップではない。前提、もし、ならば、かつ、但しのいずれかで始める。",
            id="no Japanese keyword",
        ),
        pytest.param(
            "# language: ja\n題名\n",
            2,
            "この行は Gherkin ではない。ファイルは次のように始める。\n  機能: ここで述べること",
            id="Japanese prose",
        ),
        pytest.param(
            "題名\n",
            1,
            "この行は Gherkin ではない。ファイルは次のように始める。\n"
            "  # language: ja\n  機能: ここで述べること",
            id="Japanese prose without a language line",
        ),
        pytest.param(
            "# language: ja\n",
            1,
            "ファイルが途中で終わっている。この行の後に、たとえば次の行が要る。\n"
            "  機能: ここで述べること",
            id="only a language line",
        ),
        pytest.param(
            "Feature: F\n  Scenario : S\n    Given a\n",
            2,
            "No space belongs between the keyword and its colon. Write\n  Scenario: S\n"
            "If it is prose, begin it with another word.",
            id="space before the colon",
        ),
        pytest.param(
            "Feature: F\n  Scenario: S\n    Given a\n    when b\n",
            4,
            "A keyword begins with a capital letter, and goes on with small ones. Write\n  When b",
            id="small letter",
        ),
        pytest.param(
            "Feature: F\n  Scenario: S\n    Given a\n    When: b\n",
            4,
            "A step keyword takes no colon. Write\n  When b",
            id="colon after a step keyword",
        ),
        pytest.param(
            "Feature: F\n  Scenario: S\n    Given a\n    When\u00a0b\n",
            4,
            "A non-breaking space looks like a space and isn't one here. Write\n  When b",
            id="non-breaking space",
        ),
        pytest.param(
            "Feature: F\n  Scenario: S\n    Given a\n    When\tb\n",
            4,
            "One space belongs after the keyword. Write\n  When b",
            id="tab",
        ),
        pytest.param(
            "Feature: F\n  Scenario: S\n    Given a:\n      | a | b |\n      | 1 | 2\n",
            5,
            "This row has no bar at its end. Write\n  | 1 | 2 |",
            id="last bar missing",
        ),
        pytest.param(
            "Feature: F\n  Scenario: S\n    Given a:\n      | a | b |\n      | 1 ｜ 2 |\n",
            5,
            "Full-width characters don't fit here. Write\n  | 1 | 2 |",
            id="full-width bar",
        ),
        pytest.param(
            "Feature: F\r  Scenario: S\r    Given a\r",
            1,
            "The lines of this file end in CR alone, so it is read as one line. Save it with LF or "
            "CRLF in your editor.",
            id="CR alone",
        ),
        pytest.param(
            bytes(range(128, 256)) * 3,
            1,
            "This file isn't UTF-8. Save it as UTF-8 in your editor.",
            id="no text at all",
        ),
        pytest.param(
            "Feature: Fähre\n  Scenario: Größe\n".encode("latin-1"),
            1,
            "This file isn't UTF-8. Save it as UTF-8 in your editor.",
            id="Latin-1",
        ),
        pytest.param(
            "Feature: F\n  Scenario: S\n".encode("utf-16-le"),
            1,
            "This file isn't UTF-8. Save it as UTF-8 in your editor.",
            id="UTF-16 without a mark",
        ),
        pytest.param(
            "# language: jp\n機能: F\n",
            1,
            "「jp」という言語はない。次のように書く。\n  # language: ja",
            id="wrong language",
        ),
        pytest.param(
            SHIFT_JIS,
            2,
            "このファイルは Shift_JIS で保存されている。エディターで UTF-8 として保存する。",
            id="Shift_JIS",
        ),
        pytest.param(
            "Feature: F\n  Scenario: Ö\n".encode("utf-16"),
            1,
            "This file is saved as UTF-16. Save it as UTF-8 in your editor.",
            id="UTF-16",
        ),
        pytest.param(
            "Feature: F\n  Scenario: S\n    Given a\n    Whenn b\n",
            4,
            'No line of a feature file begins with "Whenn". Did you mean\n  When b',
            id="mistyped step",
        ),
        pytest.param(
            "Feature: F\n  Senario: S\n    Given a\n",
            2,
            'No line of a feature file begins with "Senario". Did you mean\n  Scenario: S\n'
            "If it is prose, begin it with another word.",
            id="mistyped title",
        ),
        pytest.param(
            "Feature: F\n  Scenario: S\n    Given a\n  Scenario T\n    Given b\n",
            4,
            'A colon belongs after "Scenario". Write\n  Scenario: T',
            id="title without colon",
        ),
        pytest.param(
            "Feature: F\n  Scenario: S\n    Given a\n    nothing at all\n",
            4,
            "This line is no step. Begin it with Given, When, Then, And or But.",
            id="no keyword",
        ),
        pytest.param(
            "Feature: F\n  Scenario: S\n    Given a:\n      | a | b |\n      | 1 |\n",
            5,
            "The number of cells in this row is 1, in the heading row on line 4 it is 2. Every row "
            "needs as many; an empty cell is written | |.",
            id="ragged table",
        ),
        pytest.param(
            'Feature: F\n  Scenario: S\n    Given a:\n      """\n      text\n',
            4,
            'The text that begins here has no end. Write """ on a line below it.',
            id="unclosed text",
        ),
        pytest.param(
            "@a b\nFeature: F\n  Scenario: S\n    Given a\n",
            1,
            "A tag is one word that begins with @. Write\n  @a_b\nor\n  @a @b",
            id="tag with a space",
        ),
        pytest.param(
            "\n\n# nothing\n",
            1,
            "This file is empty. Begin it with a line such as\n  Feature: What is described here",
            id="empty",
        ),
        pytest.param(
            "Feature: F\n  Scenario: S\n    Given a\nFeature: G\n",
            4,
            "A file holds one feature. Put this one into a file of its own.",
            id="two features",
        ),
        pytest.param(
            b"Feature: F\n  Scenario: S\n    Given \0a\n",
            3,
            "This line holds the character NUL (U+0000), which can't be seen. Delete it.",
            id="NUL",
        ),
        pytest.param(
            "# language: fr\nFonctionnalité: F\n",
            1,
            "azsim reads English and Japanese only. Write one of\n  # language: en\n  # language: ja",
            id="another language",
        ),
        pytest.param(
            "```gherkin\nFeature: F\n",
            1,
            "This line belongs to Markdown, not to Gherkin. Delete it, and the one that ends the "
            "block.",
            id="Markdown",
        ),
        pytest.param(
            "Feature: F\n  Scenario: S\n    Given a\n  Scenario: T\n    Given b:\n"
            "      | n |\n      ```\n      text\n      ```\n      | 1 |\n",
            10,
            "A table stands below a step or below Examples: only.",
            id="table below a text",
        ),
        pytest.param(
            'Feature: F\n  Scenario: S\n    Given a:\n      """\n      text\n      ”””\n',
            6,
            'Curly quotation marks don\'t fit here. Write\n  """',
            id="curly end of a text",
        ),
        pytest.param(
            "Some words\n",
            1,
            "This line isn't Gherkin. A feature file begins with\n  Feature: What is described",
            id="prose",
        ),
    ],
)
def test_the_mistake_is_found(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    content: str | bytes,
    line: int,
    advice: str,
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    path = tmp_path / "x.feature"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    document = read(path)
    [mistake] = document.mistakes
    assert mistake.line == line
    assert mistake.text.to(document.language) == advice
    assert document.cases == ()


def test_an_empty_file_is_answered_in_the_language_of_the_reader(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    assert document("\n# nothing\n").language == "ja"


def test_a_list_with_full_width_stars_is_prose() -> None:
    text = "# language: ja\n機能: F\n  シナリオ: S\n    ＊ 一つ目\n\n    前提 あ\n"
    assert document(text).mistakes == ()


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(project: Project) -> None:
    project.file("x.feature", b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert project.pytest("x.feature").parseoutcomes() == {"passed": 1}


def test_a_title_swallowed_by_a_description_is_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "x.feature"
    path.write_text(
        "Feature: F\n  Rules: these are only words\n  Background information follows.\n\n"
        "  Scenario: S\n    Scenarioo: T\n    Given a\n",
        encoding="utf-8",
    )
    document = read(path)
    assert [mistake.line for mistake in document.mistakes] == [6]
    assert len(document.cases) == 1


@pytest.mark.parametrize(
    ("line", "reason", "written"),
    [
        ("Given: a pool", "A step keyword takes no colon.", "Given a pool"),
        ("given a pool", "A keyword begins with a capital letter", "Given a pool"),
        ("Given\ta pool", "One space belongs after the keyword.", "Given a pool"),
    ],
)
def test_a_first_step_whose_keyword_is_bent_is_no_prose(
    line: str, reason: str, written: str
) -> None:
    alone = document(f"Feature: F\n  Scenario: S\n    {line}\n").cases[0].problem
    assert alone is not None
    assert alone.en.startswith(
        f"This scenario has no steps, for line 3 is taken for prose. {reason}"
    )
    assert alone.en.endswith(f"Write\n  {written}")
    [mistake] = document(f"Feature: F\n  Scenario: S\n    {line}\n    When b\n").mistakes
    assert mistake.line == 3
    assert mistake.text.en.startswith(reason)


def test_prose_may_go_on_with_a_small_keyword() -> None:
    text = "Feature: F\n  Scenario: S\n    The pool is small,\n    when it is new.\n    Given a\n"
    assert document(text).mistakes == ()


@pytest.mark.parametrize(
    ("lines", "advice"),
    [
        (("| a |", "| b |"), "A table stands below a step or below Examples: only."),
        (
            ('"""', "text", '"""'),
            'A text between two lines of """ stands below a step only.',
        ),
    ],
)
def test_what_belongs_below_a_step_is_no_prose_above_the_first(
    lines: tuple[str, ...], advice: str
) -> None:
    [mistake] = document("\n".join(["Feature: F", "Scenario: S", *lines, "Given a\n"])).mistakes
    assert (mistake.line, mistake.text.en) == (3, advice)


def test_a_feature_may_be_described_with_a_table() -> None:
    text = "Feature: F\n  | a |\n\n  Scenario: S\n    Given a\n"
    assert document(text).mistakes == ()


@pytest.mark.parametrize("line", ["Then", "And", "*"])
def test_a_keyword_alone_is_a_step(line: str) -> None:
    read = document(f"Feature: F\n  Scenario: S\n    Given a\n    {line}\n    Then b\n")
    assert [step.text for step in read.cases[0].steps] == ["a", "", "b"]


def test_two_columns_of_one_name_are_a_mistake_and_are_not_played() -> None:
    text = (
        "Feature: F\n  Scenario Outline: S\n    Given <n>\n"
        "    Examples:\n      | n | n |\n      | 1 | 2 |\n"
        "    Examples:\n      | n |\n      | 3 |\n"
    )
    read = document(text)
    [mistake] = read.mistakes
    assert mistake.line == 5
    assert mistake.text.en.startswith('Two columns of these examples are called "n".')
    assert [case.row for case in read.cases] == [9]


def test_a_japanese_title_without_colon_is_no_prose() -> None:
    text = "# language: ja\n機能: F\n  シナリオ 空白\n\n  シナリオ: S\n    前提 あ\n"
    [mistake] = document(text).mistakes
    assert mistake.line == 3
    assert "次のように書く。\n  シナリオ: 空白\n" in mistake.text.ja


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Feature: F\n  Scenario: 日本語の名前\n    Given a\n", "en"),
        ("Feature: F\n\n# language: ja\n  Scenario: S\n    Given a\n", "en"),
        ("機能: F\n  シナリオ: S\n    前提 あ\n", "ja"),
        ("# language: ja\nFeature: F\n  Scenario: S\n    Given a\n", "ja"),
    ],
)
def test_messages_follow_the_language_of_most_lines_where_none_is_named(
    text: str, language: str
) -> None:
    assert document(text).language == language


def test_separators_of_unicode_do_not_shift_the_lines() -> None:
    text = "Feature: F\n  a\u2028b\x0cc\x85d\n\n  Scenario: S\n    Given a\n    Whenn b\n"
    [mistake] = document(text).mistakes
    assert mistake.line == 6


def test_a_file_of_another_encoding_is_named_by_a_line_in_its_language(project: Project) -> None:
    project.file("x.feature", SHIFT_JIS)
    assert "x.feature:2  2 行目\n" in project.azsim("run", "x.feature").stdout


def test_a_broken_file_is_one_failing_test_with_its_line(project: Project) -> None:
    played = project.play("Feature: F\n  Scenario: S\n    Given a\n    Whenn b\n")
    assert played.outcomes == {"failed": 1}
    played.says(
        """
        x.feature:4
          Whenn b
              No line of a feature file begins with "Whenn". Did you mean
                When b
        """
    )
    played.never_says("Traceback", "Unreadable")


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    document = read(tmp_path)
    assert document.mistakes[0].text.en.startswith("This file can't be read: ")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("hu-HU", "azsim reads English and Japanese only."),
        ("pt-br", "azsim reads English and Japanese only."),
        ("zh-CN", "azsim reads English and Japanese only."),
        ("en-GB", 'There is no language "en-GB". Write\n  # language: en'),
        ("ja_JP", 'There is no language "ja_JP". Write\n  # language: ja'),
        ("klingon", 'There is no language "klingon". Write one of\n  # language: en\n'),
    ],
)
def test_a_language_is_never_taken_for_another(code: str, said: str) -> None:
    [mistake] = document(f"# language: {code}\nFeature: F\n").mistakes
    assert mistake.text.en.startswith(said)


@pytest.mark.parametrize("line", [". EXAMPLES:", "- Example:", "* Scenarios:", "1. Background:"])
def test_a_list_in_prose_holds_no_keyword(line: str) -> None:
    text = f"Feature: F\n\n  {line}\n  .   one\n\n  Scenario: S\n    Given x\n    Then y\n"
    assert document(text).mistakes == ()


def test_a_keyword_whose_marks_are_apart_is_named() -> None:
    keyword = unicodedata.normalize("NFD", "ならば")
    text = f"# language: ja\n機能: F\n  シナリオ: S\n    {keyword} あ\n    前提 い\n"
    [mistake] = document(text).mistakes
    assert mistake.text.ja.startswith("濁点などが文字から離れている。")
