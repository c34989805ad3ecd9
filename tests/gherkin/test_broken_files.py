"""A file that can't be read says which line to change, and how."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_project import GOOD, Project

from azsim.gherkin.document import read

SHIFT_JIS = "# language: ja\n機能: 文字\n  シナリオ: S\n    前提 あ\n".encode("cp932")


@pytest.mark.parametrize(
    ("content", "line", "advice"),
    [
        pytest.param(
            "# language: ja\n機能：全角コロン\n",
            2,
            "ここに全角の記号は使えない。次のように書く。\n  機能: 全角コロン",
            id="full-width colon",
        ),
        pytest.param(
            "# language: ja\n機能: F\n\n  シナリオ：S\n    前提 あ\n",
            4,
            "ここに全角の記号は使えない。次のように書く。\n  シナリオ: S",
            id="full-width colon below a title",
        ),
        pytest.param(
            "＃ language：ja\n機能: F\n",
            1,
            "ここに全角の記号は使えない。次のように書く。\n  # language: ja",
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
            'No line of a feature file begins with "Senario". Did you mean\n  Scenario: S',
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
            "This line is no step. Begin it with Given, When, Then, And and But.",
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
            "Some words\n",
            1,
            "This line isn't Gherkin. A feature file begins with\n  Feature: What is described",
            id="prose",
        ),
    ],
)
def test_the_mistake_is_found(tmp_path: Path, content: str | bytes, line: int, advice: str) -> None:
    path = tmp_path / "x.feature"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    document = read(path)
    [mistake] = document.mistakes
    assert mistake.line == line
    assert mistake.text.to(document.language) == advice
    assert document.cases == ()


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
