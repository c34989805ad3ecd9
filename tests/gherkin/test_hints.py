"""A sentence that doesn't exist is answered with the one that was meant."""

from __future__ import annotations

import pytest
from small_project import Project


def hint(project: Project, *steps: str, language: str = "en") -> str:
    """What is said about a scenario's one wrong step."""
    if language == "ja":
        text = "# language: ja\n機能: F\n  シナリオ: S\n"
    else:
        text = "Feature: F\n  Scenario: S\n"
    played = project.play(text + "".join(f"    {step}\n" for step in steps))
    lines = played.text.splitlines()
    [start] = [index for index, line in enumerate(lines) if line.startswith("  ✗")]
    found = []
    for line in lines[start + 1 :]:
        if not line.startswith("      "):
            break
        found.append(line[6:])
    return "\n".join(found)


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        pytest.param(
            "When a pool of 8 ports",
            'This is a "Given" sentence, but it stands here as "When". Write\n'
            "  Given a pool of 8 ports",
            id="wrong keyword",
        ),
        pytest.param(
            "Given a pool of ８ ports",
            "Full-width characters don't fit here. Write\n  Given a pool of 8 ports",
            id="full width",
        ),
        pytest.param(
            "Given a pool  of 8 ports",
            "There is a space too many. Write\n  Given a pool of 8 ports",
            id="two spaces",
        ),
        pytest.param(
            "Given a pool of 8 ports.",
            "The sentence has no full stop at its end. Write\n  Given a pool of 8 ports",
            id="full stop",
        ),
        pytest.param(
            "Given : a pool of 8 ports",
            "A step keyword takes no colon. Write\n  Given a pool of 8 ports",
            id="colon",
        ),
        pytest.param(
            "Given a pool of eight ports",
            '"eight" isn\'t a whole number. Write it as in 1,024.\nThe sentence is\n'
            "  Given a pool of 1,024 ports",
            id="value",
        ),
        pytest.param(
            "When web1 takes 3 ports",
            '"web1" isn\'t a name in quotation marks. Write it as in "web1".\nThe sentence is\n'
            '  When "web1" takes 3 ports',
            id="value at the start",
        ),
        pytest.param(
            'When the server "db" grabs 30 ports',
            'No sentence says this. Did you mean\n  When "db" takes 30 ports',
            id="near",
        ),
        pytest.param(
            "Given a pool of <n> ports",
            "<n> is a placeholder, but this scenario has no Examples table.",
            id="placeholder",
        ),
    ],
)
def test_english(project: Project, step: str, expected: str) -> None:
    assert hint(project, step).startswith(expected)


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        pytest.param(
            "もし ポート 8 個のプールがある",
            "これは「前提」の文だが、ここでは「もし」として書かれている。次のように書く。\n"
            "  前提 ポート 8 個のプールがある",
            id="wrong keyword",
        ),
        pytest.param(
            "前提 ポート　８ 個のプールがある",
            "全角の文字は当てはまらない。次のように書く。\n  前提 ポート 8 個のプールがある",
            id="full width",
        ),
        pytest.param(
            "前提 ポート 8 個のプールがある。",
            "文の終わりに句点は要らない。次のように書く。\n  前提 ポート 8 個のプールがある",
            id="full stop",
        ),
        pytest.param(
            "前提: ポート 8 個のプールがある",
            "ステップのキーワードの後にコロンは要らない。次のように書く。\n"
            "  前提 ポート 8 個のプールがある",
            id="colon",
        ),
        pytest.param(
            'もしも "web1" がポートを 3 個取る',
            "キーワードの後の「も」は余分である。次のように書く。\n"
            '  もし "web1" がポートを 3 個取る',
            id="longer keyword",
        ),
        pytest.param(
            "前提 ポート 八 個のプールがある",
            "「八」は整数ではない。1,024 のように書く。\n文は次のとおり。\n"
            "  前提 ポート 1,024 個のプールがある",
            id="value",
        ),
        pytest.param(
            "もし 9 がポートを 3 個取る",
            '「9」は引用符で囲んだ名前ではない。"web1" のように書く。\n文は次のとおり。\n'
            '  もし "web1" がポートを 3 個取る',
            id="value that would fit elsewhere",
        ),
        pytest.param(
            "もし 「web1」 がポートを 3 個取る",
            '全角の文字は当てはまらない。次のように書く。\n  もし "web1" がポートを 3 個取る',
            id="Japanese quotation marks",
        ),
        pytest.param(
            'もし "web1" が ポートを 3 個取る',
            '空白が余分にある。次のように書く。\n  もし "web1" がポートを 3 個取る',
            id="space after a particle",
        ),
        pytest.param(
            "前提 プールにポートが 8 個ある",
            "このような文はない。次のことか。\n  前提 ポート 8 個のプールがある",
            id="near",
        ),
    ],
)
def test_japanese(project: Project, step: str, expected: str) -> None:
    assert hint(project, step, language="ja").startswith(expected)


def test_the_right_sentence_comes_first_in_a_large_vocabulary(project: Project) -> None:
    words = ["alpha", "beta", "gamma", "delta", "omega"]
    project.conftest(
        "\n".join(
            f"@when('{{server}} sends {{count}} {one} packets through the {two} gateway {n}')\n"
            f"def step_{n}_{one}_{two}(server, count): pass"
            for n in "ABCDEFGHIJKLMNOPQRST"
            for one in words
            for two in words
        )
    )
    found = hint(project, 'When "x" sent 7 gamma packets via the omega gateway C')
    assert found.splitlines()[1] == '  When "x" sends 7 gamma packets through the omega gateway C'


def test_an_unknown_column_is_answered_with_the_nearest(project: Project) -> None:
    played = project.play(
        """
        Feature: F
          Scenario Outline: S
            Given a pool of <port> ports
            Examples:
              | ports |
              | 8     |
        """
    )
    assert "The examples have no column <port>. They have <ports>. Did you mean <ports>?" in (
        played.text
    )


def test_a_table_below_a_sentence_without_its_colon(project: Project) -> None:
    found = hint(project, "Given the servers", "  | name |", "  | web1 |")
    assert found == "A sentence with a table ends in a colon. Write\n  Given the servers:"


def test_nothing_is_near(project: Project) -> None:
    found = hint(project, "Given ham and eggs for breakfast tomorrow")
    assert found.startswith("No sentence says this, and none is near.")


def test_no_vocabulary_at_all(project: Project) -> None:
    project.conftest(only="import azsim.gherkin.library as a\na.GROUP = 'none'\n")
    assert hint(project, "Given a pool").startswith("There are no sentences at all")
