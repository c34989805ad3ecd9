"""``azsim check``: what is wrong with feature files, found without playing them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from textwrap import dedent

import pytest
from small_project import GOOD, Project
from words import small_vocabulary, source

from azsim.gherkin.checking.findings import Finding, in_feature, in_vocabulary
from azsim.gherkin.checking.mend import mend, mended
from azsim.gherkin.reading.document import Document, of
from azsim.gherkin.reading.source import Source, parse_text
from azsim.gherkin.vocabulary.installed import features
from azsim.gherkin.vocabulary.vocabulary import Vocabulary

WORDS = small_vocabulary()

# The servers have declared columns here.
TABLES = small_vocabulary(
    """
COLUMNS = [
    Column("name", Text("name", "名前")),
    Column("ports", Text("ports", "ポート"), required=False, parse=parse_count),
]

@given("the clients:", "次のクライアントがある:", table=COLUMNS)
def clients(datatable):
    pass
"""
)

JAPANESE = """
# language: ja
機能: ポート

  シナリオ: 取る
    前提 ポート 8 個のプールがある
    ならば 残りのポートは 8 本である
"""


def findings(text: str, vocabulary: Vocabulary = WORDS) -> list[Finding]:
    read = source(dedent(text).lstrip("\n"))
    return in_feature("x.feature", read, of(read), vocabulary)


def found(text: str, vocabulary: Vocabulary = WORDS) -> list[tuple[int, str]]:
    """The line and the first line of what is said of each finding."""
    return [(each.line, each.text.en.split("\n")[0]) for each in findings(text, vocabulary)]


def scenario(*steps: str) -> str:
    return "".join(f"{line}\n" for line in ("Feature: F", "", "  Scenario: S", *steps))


def test_a_good_feature_has_no_findings() -> None:
    assert found(GOOD) == []


def test_every_unknown_sentence_is_found() -> None:
    [first, second] = findings(scenario("    Given a pond of 8 ports", "    Then 8 ports remain"))
    assert (first.line, second.line) == (4, 5)
    assert "a pool of 8 ports" in first.text.en
    assert "8 ports are left" in second.text.en


def test_a_value_that_its_type_refuses_is_found() -> None:
    [(line, words)] = found(
        scenario('    When "web1" listens on 70000', "    Then 0 ports are left")
    )
    assert line == 4
    assert "70000" in words


def test_an_outline_is_told_once_where_all_rows_are_wrong() -> None:
    text = """
        Feature: F

          Scenario Outline: S
            Given a pond of <n> ports
            Then <n> ports are left

            Examples:
              | n |
              | 1 |
              | 2 |
    """
    [(line, words)] = found(text)
    assert line == 4
    assert words == (
        "With the row on line 9: No sentence says this. The nearest is about something else."
    )


def test_a_row_that_is_wrong_alone_is_named() -> None:
    text = """
        Feature: F

          Scenario Outline: S
            Given a pool of <n> ports
            Then 1 port is left

            Examples:
              | n    |
              | 1    |
              | many |
    """
    [(line, words)] = found(text)
    assert line == 4
    assert words.startswith('With the row on line 10: "many" isn\'t a whole number.')


def test_an_unused_column_and_a_name_without_one_are_found() -> None:
    text = """
        Feature: F

          Background:
            Given a pool of <size> ports

          Scenario Outline: S
            When "<sever>" takes 3 ports
            Then <n> ports are left

            Examples:
              | size | n | server | other |
              | 8    | 5 | web1   | x     |
    """
    assert found(text) == [
        (
            7,
            "<sever> has no column in the examples on line 11, so it stays as it is written. "
            'Did you mean "server"?',
        ),
        (
            11,
            "The column <server> is used nowhere in the scenario outline. Write <server> where its "
            "values belong, or delete it.",
        ),
        (
            11,
            "The column <other> is used nowhere in the scenario outline. Write <other> where its "
            "values belong, or delete it.",
        ),
    ]


def test_two_scenarios_of_one_name_are_found_unless_their_rules_differ() -> None:
    text = """
        Feature: F

          Scenario: S
            Then 0 ports are left

          Scenario: S
            Then 0 ports are left

          Rule: R

            Scenario: S
              Then 0 ports are left
    """
    assert found(text) == [
        (6, 'Line 3 holds a scenario of the same name, "S". Rename one of them.')
    ]


OUTLINE = """
Feature: F

  Scenario Outline: S
    Given a pool of <n> ports
    Then <n> ports are left

    Examples:
      | n |
      | 1 |
      | {row} |
"""


def test_a_row_that_stands_there_twice_is_found() -> None:
    assert found(OUTLINE.format(row=1)) == [
        (
            10,
            "Line 9 holds the same row, so the same is played twice. Delete one of them, or change it.",
        )
    ]
    assert found(OUTLINE.format(row=2)) == []


def test_examples_without_rows_beside_others_are_found() -> None:
    text = OUTLINE.format(row=2) + "\n    Examples: Later\n      | n |\n"
    [(line, words)] = found(text)
    assert line == 12
    assert words.startswith("These examples have no row, so nothing is played of them")


def test_a_rule_without_scenarios_is_found() -> None:
    text = f"{GOOD}\n  Rule: Nothing yet\n\n  Rule: A background only\n\n    Background:\n      Given a pool of 1 port\n"
    said = "This rule has no scenario, so nothing shows it. Write one below it, or delete the rule."
    assert [each for each in found(text) if "rule" in each[1]] == [(8, said), (10, said)]


@pytest.mark.parametrize("title", ["Feature:", "Scenario:"])
def test_a_title_without_a_name_is_found(title: str) -> None:
    text = GOOD.replace("Feature: Ports" if title == "Feature:" else "Scenario: Taking some", title)
    [(_, words)] = found(text)
    assert words.startswith(f'No name stands behind "{title}"')


NAMED = """
Feature: F

  # page: {first}
  Scenario: A
    Given a pool of 1 port
    Then 1 port is left

  # page: {second}
  Scenario: B
    Given a pool of 1 port
    Then 1 port is left
"""


def test_an_address_that_two_pages_declare_is_found() -> None:
    said = 'Line 3 declares the page "one" as well. Give one of them another address.'
    assert found(NAMED.format(first="one", second="one")) == [(8, said)]
    assert found(NAMED.format(first="one", second="two")) == []


def test_an_address_that_no_page_can_have_is_found() -> None:
    [(line, words)] = found(NAMED.format(first="One port", second="two"))
    assert line == 3
    assert words.startswith('A page can\'t have the address "One port".')


def test_a_second_address_of_one_page_is_found() -> None:
    said = 'This page has the address "one" already. Delete one of the two lines.'
    assert found(NAMED.format(first="one\n  # page: more", second="two")) == [(4, said)]


def test_an_address_above_no_page_is_found() -> None:
    [(line, words)] = found(NAMED.format(first="one\n", second="two"))
    assert line == 3
    assert words.startswith("This address belongs to no page.")


def test_scenarios_without_names_are_not_told_to_share_one() -> None:
    nameless = "  Scenario:\n    Given a pool of 1 port\n    Then 1 port is left\n"
    said = [words for _, words in found(f"Feature: F\n\n{nameless}\n{nameless}")]
    assert len(said) == 2
    assert all(words.startswith("No name") for words in said)


@pytest.mark.parametrize(
    ("tags", "words"),
    [
        ("@slow @quick @slow", ["The tag @slow stands here twice. Delete one."]),
        (
            "@wip#later",
            ["@wip#later is one tag, for a comment begins with a space in front of its #. Write"],
        ),
        ("@wip #later", []),
        ("@issue#12", []),
        ("@slow\n  @quick", []),
    ],
)
def test_a_tag_that_is_more_or_less_than_it_seems_is_found(tags: str, words: list[str]) -> None:
    text = GOOD.replace("  Scenario", f"  {tags}\n  Scenario")
    assert [said for _, said in found(text)] == words
    outline = OUTLINE.format(row=2).replace(
        "    Examples", f"    {tags.replace('  @', '    @')}\n    Examples"
    )
    assert [said for _, said in found(outline)] == words


def test_a_scenario_without_an_outcome_is_found() -> None:
    assert found(scenario("    Given a pool of 8 ports")) == [
        (3, "This scenario has no Then, so it shows nothing. Say at its end what is seen.")
    ]


def test_steps_that_go_on_with_a_wrong_keyword_are_found_with_it() -> None:
    [(line, words)] = found(
        scenario(
            "    Given a pool of 8 ports",
            "    When 8 ports are left",
            "    And the request is refused",
            "    And 8 ports are left",
        )
    )
    assert line == 5
    assert words.startswith('This is a "Then" sentence')


def test_a_step_that_goes_on_and_is_wrong_itself_is_found() -> None:
    steps = ("    When 8 ports are left", "    And the request is refusd")
    assert [line for line, _ in found(scenario(*steps))] == [4, 5]


def test_a_scenario_that_only_seems_to_stand_outside_its_rule_is_found() -> None:
    text = """
        Feature: F

          Rule: R

            Scenario: S
              Then 0 ports are left

          Scenario: T
            Then 0 ports are left
    """
    [(line, words)] = found(text)
    assert line == 8
    assert words.startswith('This scenario belongs to the rule "R" on line 3')


def test_a_scenario_that_only_seems_to_stand_outside_its_rule_is_not_moved() -> None:
    read = source(
        "Feature: F\n Rule: R\n   Scenario: S\n   Then 1 port is left\n Scenario: T\n * b\n"
    )
    assert mended(read, WORDS) == read.text


def test_a_missing_and_an_unexpected_table_are_found() -> None:
    steps = ("    Given the servers:", "    Given a pool of 8 ports", "      | a |")
    [missing, unexpected] = found(scenario(*steps, "    Then 0 ports are left"))
    assert missing[0] == 4
    assert missing[1].startswith("This sentence takes a table.")
    assert unexpected[0] == 5
    assert unexpected[1].startswith("A table stands below this sentence, which takes none.")


def test_headings_and_cells_are_checked_where_the_columns_are_declared() -> None:
    [(line, words)] = found(
        scenario(
            "    Given the clients:", "      | nam |", "      | a   |", "    Then 0 ports are left"
        ),
        TABLES,
    )
    assert line == 4
    assert words.startswith('The table has an unknown column "nam". Did you mean "name"?')
    [(line, words)] = found(
        scenario(
            "    Given the clients:",
            "      | name | ports |",
            "      | a    | many  |",
            "    Then 0 ports are left",
        ),
        TABLES,
    )
    assert words.startswith('Row 1 of the table, column "ports": ')


@pytest.mark.parametrize(
    "line",
    [
        "Givenn a pool of 8 ports",
        "Givena pool of 8 ports",
        "iven a pool of 8 ports",
        "Gi ven a pool of 8 ports",
        "- Given a pool of 8 ports",
        ":   Given a pool of 8 ports",
        "a pool of 8 ports",
        "Givena  poolof 8 ports",
    ],
)
def test_a_step_that_is_taken_for_prose_is_found_once(line: str) -> None:
    [(number, words)] = found(scenario(f"    {line}", "    Then 0 ports are left"))
    assert number == 4
    assert words.startswith("Line 4 is taken for prose, since ")


def test_prose_is_no_step() -> None:
    prose = ("    This is what is left in a pool of 8 ports, or of more.", "")
    assert found(scenario(*prose, "    Then 0 ports are left")) == []


def test_a_step_outside_a_scenario_is_found() -> None:
    [(line, words)] = found(f"Feature: F\n\n  Given a pool of 8 ports\n{GOOD.split(chr(10), 2)[2]}")
    assert line == 3
    assert words.startswith("A step stands here, outside a scenario.")


def test_steps_outside_a_scenario_are_found_once() -> None:
    steps = "  Given a pool of 8 ports\n  Then 8 ports are left\n"
    [(line, _)] = found(f"Feature: F\n\n{steps}{GOOD.split(chr(10), 2)[2]}")
    assert line == 3


@pytest.mark.parametrize("title", ["シナリオ：S", "シナリオ S", "シナリオー: S", "背景："])
def test_a_wrong_title_is_found_and_the_steps_below_it_are_not(title: str) -> None:
    [(line, _)] = found(JAPANESE.replace("シナリオ: 取る", title).replace("本", "個"))
    assert line == 4


def test_layout_is_no_matter_where_more_is_wrong() -> None:
    [(line, words)] = found(JAPANESE.replace("本", "個").replace("ならば ", "ならば、"))
    assert (line, words) == (6, "No sentence says this. Did you mean")


def test_a_table_may_be_uneven_where_a_cell_is_wrong() -> None:
    [(_, words)] = found(
        scenario(
            "    Given the clients:",
            "      | name | ports |",
            "      | a    | eight hundred |",
            "    Then 0 ports are left",
        ),
        TABLES,
    )
    assert '"ports"' in words


def test_what_stands_behind_the_last_bar_is_found() -> None:
    text = """
        Feature: F

          Scenario Outline: S
            Then <n> ports are left

            Examples:
              | n |
              | 0 | zero
    """
    [(line, words)] = found(text)
    assert line == 8
    assert "zero" in words


def test_uneven_layout_is_found_at_its_first_line() -> None:
    [(line, words)] = found("Feature: F\n\n  Scenario: S\n     Then 0 ports are left\n")
    assert line == 4
    assert "spaces" in words
    assert "azsim check --fix" in words


def test_two_sentences_that_say_the_same_are_found_with_their_places() -> None:
    vocabulary = small_vocabulary(
        """
parameter_type(name="what", regexp=".+", example=Text("water", "水"))

@given("a pool of {what}", "{what}のプール")
def anything(what):
    pass
"""
    )
    [finding] = in_vocabulary(vocabulary, lambda place: place)
    assert 'Two sentences say "a pool of 1,024 ports":' in finding.text.en
    assert finding.text.en.count("conftest.py:") == 2


def test_an_example_that_its_own_type_refuses_is_found() -> None:
    vocabulary = small_vocabulary(
        """
parameter_type(name="colour", regexp="red|blue", example=Text("green", "緑"))

@given("a {colour} pool")
def coloured(colour):
    pass
"""
    )
    [finding] = in_vocabulary(vocabulary, lambda place: place)
    assert "a green pool" in finding.text.en


def test_a_wrong_definition_is_found() -> None:
    vocabulary = small_vocabulary('\n@given("a {nothing} pool")\ndef no_pool(nothing): pass\n')
    [finding] = in_vocabulary(vocabulary, lambda place: place)
    assert finding.path == "conftest.py"
    assert "nothing" in finding.text.en


def test_full_width_signs_are_mended_and_words_are_left_alone() -> None:
    read = source(
        "＃ language：ja\n機能：全角：コロン\n　シナリオ：空白　は残る\n    もし あ\n"
        "＠タグ\n　シナリオ： Ｔ\n"
        '    もし　"ｗｅｂ" がポートを ３ 個取る\n    ならば 残りのポートは x 個である（仮）\n'
    )
    assert mended(read, WORDS) == (
        "# language: ja\n機能: 全角：コロン\n\n  シナリオ: 空白　は残る\n    もし あ\n\n"
        "  @タグ\n  シナリオ: Ｔ\n"
        '    もし "ｗｅｂ" がポートを 3 個取る\n    ならば 残りのポートは x 個である（仮）\n'
    )


@pytest.mark.parametrize("sign", ["：", ": ", "、"])
def test_a_sign_between_keyword_and_sentence_is_removed(sign: str) -> None:
    text = JAPANESE.replace("本", "個").lstrip()
    assert mended(source(text.replace("ならば ", f"ならば{sign}")), WORDS) == text


@pytest.mark.parametrize("start", ["ならば：残り", "前提：池", "前提も、プール"])
def test_a_step_that_cannot_be_mended_is_left_alone(start: str) -> None:
    text = JAPANESE.lstrip().replace("ならば 残り", start)
    assert mended(source(text), WORDS) == text


def test_full_width_bars_and_quotation_marks_are_mended() -> None:
    read = source(
        "Feature: F\n\n  Scenario: S\n    When 「web1」 takes 3 ports\n    Given the servers:\n"
        "      | name ｜ ports |\n      ｜ web1 ｜ 8 ｜\n"
    )
    assert mended(read, WORDS) == (
        'Feature: F\n\n  Scenario: S\n    When "web1" takes 3 ports\n    Given the servers:\n'
        "      | name | ports |\n      | web1 | 8     |\n"
    )


@pytest.mark.parametrize(
    "line",
    [
        "Examples： 1,025 ports are too many.",
        "Background： a company has one pool.",
        "Rule： one port each.",
        "Scenario： another name.",
        "＠home",
        "＠home is where",
        "｜ a ｜",
        "“””",
        "Ｇｉｖｅｎ that it is prose,",
    ],
)
@pytest.mark.parametrize("title", ["Feature: F", "Scenario: S"])
def test_prose_is_never_mended_into_structure(line: str, title: str) -> None:
    text = GOOD.lstrip("\n").replace("Feature: Ports", "Feature: F").replace("Taking some", "S")
    read = source(text.replace(title, f"{title}\n\n    {line}\n"))
    assert f"\n{line}\n" in mended(read, WORDS).replace("  ", "")


def test_prose_of_a_file_that_could_not_be_read_stays_prose() -> None:
    read = source(
        "# language: ja\n機能：F\n\n  例：1,025 本目は失敗する。\n  背景：ある会社にはプールがある。\n"
        "\n  シナリオ：S\n    もし あ\n"
    )
    assert mended(read, WORDS) == (
        "# language: ja\n機能: F\n\n  例：1,025 本目は失敗する。\n  背景：ある会社にはプールがある。\n"
        "\n  シナリオ: S\n    もし あ\n"
    )


@pytest.mark.parametrize("rest", ["  something\n", ""])
def test_prose_of_a_file_that_can_not_be_read_stays_prose(rest: str) -> None:
    text = f"Feature: F\n\n  Examples： 1,025 ports are too many.\n\n  @tag\n{rest}"
    assert mended(source(text), WORDS) == text


def test_a_whole_outline_of_full_width_signs_is_mended() -> None:
    read = source(
        "# language: ja\n機能：F\n\n＠タグ\nシナリオアウトライン：S\nもし <n>\n例：\n｜ n ｜\n｜ 1 ｜\n"
    )
    assert mended(read, WORDS) == (
        "# language: ja\n機能: F\n\n  @タグ\n  シナリオアウトライン: S\n    もし <n>\n\n"
        "    例:\n      | n |\n      | 1 |\n"
    )


def test_both_ends_of_a_text_are_mended_or_neither() -> None:
    text = "Feature: F\n\n  Scenario: S\n    Given a\n      “””\n      b\n      ”””\n    Then c\n"
    assert mended(source(text), WORDS) == text.replace("“””", '"""').replace("”””", '"""')
    without_end = text.replace("”””", "")
    assert mended(source(without_end), WORDS) == without_end


@pytest.mark.parametrize("step", ['"ｗｅｂ１" takes ３ ports', "“ｗｅｂ１” takes ３ ports"])
def test_what_is_advised_and_what_is_mended_are_the_same(step: str) -> None:
    text = f"Feature: F\n\n  Scenario: S\n    When {step}\n    Then 1 port is left\n"
    [finding] = findings(text)
    [written] = [line for line in mended(source(text), WORDS).split("\n") if "takes" in line]
    assert finding.text.en.endswith(f"Write\n  {written.strip()}")


def test_a_step_that_says_nothing_hides_no_other_mistake() -> None:
    assert found(scenario("    Given", "    When", "    Then 0 portss are left"))[:2] == [
        (4, 'This step says nothing. Write a sentence after "Given", or delete the line.'),
        (5, 'This step says nothing. Write a sentence after "When", or delete the line.'),
    ]


def test_mending_keeps_windows_line_ends_and_the_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "x.feature"
    path.write_bytes(b"\xef\xbb\xbfFeature:F\r\n Scenario: S\r\n  Then 0 ports are left")
    path.chmod(0o640)
    assert mend(path, WORDS)
    assert path.read_bytes() == (
        b"\xef\xbb\xbfFeature: F\r\n\r\n  Scenario: S\r\n    Then 0 ports are left\r\n"
    )
    assert path.stat().st_mode & 0o777 == 0o640
    assert not mend(path, WORDS)
    assert [each.name for each in tmp_path.iterdir()] == ["x.feature"]


def test_a_file_of_another_encoding_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.feature"
    content = "# language: ja\n機能： 文字\n".encode("cp932")
    path.write_bytes(content)
    assert not mend(path, WORDS)
    assert path.read_bytes() == content


def test_the_shipped_features_and_sentences_have_no_findings(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert azsim("check", *map(str, features())) == 0
    assert capsys.readouterr().out.endswith("files: nothing to mend.\n")


def azsim(*arguments: str) -> int:
    """Run the command in this process."""
    from azsim.cli import main

    return main(arguments)


@pytest.fixture
def here(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(project.folder)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return project


def test_the_command_names_file_line_and_advice(
    here: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    here.file("features/good.feature", GOOD)
    here.file("features/deep/ja.feature", JAPANESE)
    assert azsim("check") == 1
    assert capsys.readouterr().out == (
        "Checking features.\n"
        "features/deep/ja.feature:6: このような文はない。次のことか。\n"
        "    ならば 残りのポートは 8 個である\n"
        "2 files: 1 thing to mend.\n"
    )


def test_the_command_mends_and_says_what_remains(
    here: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    path = here.file("x.feature", GOOD.replace("    Given", "  Given").replace("Then 5", "Then ５"))
    broken = here.file("y.feature", "Feature: F\n  Scenario: S\n    Given a\n    Whenn b\n")
    assert azsim("check", "--fix") == 1
    assert path.read_text(encoding="utf-8") == GOOD.lstrip("\n")
    assert "Whenn" in broken.read_text(encoding="utf-8")
    out = capsys.readouterr().out
    assert "x.feature: put in order.\n" in out
    assert 'y.feature:4: No line of a feature file begins with "Whenn".' in out
    assert out.endswith("2 files: 1 thing to mend.\n")


def test_a_file_that_can_not_be_written_does_not_keep_others_from_being_mended(
    here: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(place: Path, content: bytes) -> None:
        if place.name == "a.feature":
            raise PermissionError(13, "Permission denied")
        place.write_bytes(content)

    monkeypatch.setattr("azsim.gherkin.checking.mend.write_whole", write)
    crooked = GOOD.replace("    Given", "  Given")
    here.file("sub/a.feature", crooked)
    second = here.file("sub/b.feature", crooked)
    assert azsim("check", "--fix", "sub") == 1
    out = capsys.readouterr().out
    assert "sub/a.feature:1: This file can't be written: Permission denied.\n" in out
    assert second.read_text(encoding="utf-8") == GOOD.lstrip("\n")


@pytest.mark.parametrize("command", [("check",), ("translate", "--to", "ja", "x.feature")])
def test_a_command_that_is_stopped_says_so(
    here: Project,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
) -> None:
    def read(path: Path) -> Document:
        raise KeyboardInterrupt

    monkeypatch.setattr("azsim.gherkin.playing.collecting.parse", read)
    here.file("x.feature", GOOD)
    assert azsim(*command) == 130
    assert capsys.readouterr().err == "Stopped early: Ctrl+C.\n"
    assert [each.name for each in here.folder.glob("*.feature")] == ["x.feature"]


def test_a_folder_that_can_not_be_read_says_so(
    here: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ordinary = pytest.Dir.collect

    def collect(folder: pytest.Dir) -> Iterable[pytest.Item | pytest.Collector]:
        if folder.path.name == "locked":
            raise PermissionError(13, "Permission denied", str(folder.path))
        return ordinary(folder)

    monkeypatch.setattr(pytest.Dir, "collect", collect)
    here.file("features/locked/x.feature", GOOD)
    here.file("features/x.feature", GOOD)
    assert azsim("check") == 2
    said = capsys.readouterr().err
    assert said.endswith("\nfeatures/locked: This folder can't be read: Permission denied.\n")
    played = here.pytest("--azsim-collect", "features").stdout.str()
    assert "\nThis folder can't be read: Permission denied.\n" in played


def test_a_path_that_can_not_be_read_says_so(
    here: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def exists(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path.absolute()))

    monkeypatch.setattr(Path, "exists", exists)
    assert azsim("check", "locked/x.feature") == 2
    assert (
        capsys.readouterr().err == "azsim: locked/x.feature can't be opened: Permission denied.\n"
    )


def test_the_command_says_which_path_is_wrong(
    here: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    here.file("first.feature", GOOD)
    assert azsim("check", "frist.feature") == 2
    assert capsys.readouterr().err == (
        'azsim: There is no frist.feature. Did you mean "first.feature"?\n'
    )


def test_the_shipped_features_are_never_mended_unasked(
    here: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert azsim("check", "--fix") == 2
    assert "Name the files or folders to mend." in capsys.readouterr().err


@pytest.mark.parametrize("folder", [".", "features"])
@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("import nothing_there\n", "1: ModuleNotFoundError: No module named 'nothing_there'"),
        ("def f():\n    return {}[1]\n\nf()\n", "2: KeyError: 1"),
        ("def f(:\n", "1: SyntaxError: invalid syntax"),
    ],
)
def test_a_conftest_that_cannot_be_imported_is_named_by_line_and_error(
    here: Project, capsys: pytest.CaptureFixture[str], folder: str, code: str, problem: str
) -> None:
    here.file("features/x.feature", GOOD)
    here.conftest(only="")
    path = here.file(f"{folder}/conftest.py", code).relative_to(here.folder).as_posix()
    assert azsim("check", ".") == 2
    assert capsys.readouterr().err == (
        f"azsim: The sentences of this folder can't be read:\n  {path}:{problem}\n"
    )


def test_a_file_is_read_as_often_for_many_slips_as_for_few(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {
        count: "Feature: F\n"
        + "".join(f"  Scenario: {n}\n    Then {n}　ports are left\n" for n in range(count))
        for count in (3, 60)
    }
    times = []
    for count, text in texts.items():
        reads: list[str] = []

        def read(path: Path, text: str, reads: list[str] = reads) -> Source:
            reads.append(text)
            return parse_text(path, text)

        monkeypatch.setattr("azsim.gherkin.checking.mend.parse_text", read)
        assert mended(source(text), WORDS).count(" ports are left") == count
        times.append(len(reads))
    assert times[0] == times[1]


def test_a_repair_that_would_break_the_file_is_left_out_alone() -> None:
    # With the keyword of a title in ordinary signs, the second step would be none.
    text = scenario("    Then 8　ports are left", "    Given Then８", "    Then 7　ports are left")
    repaired = mended(source(text), WORDS)
    assert "    Then 8 ports are left\n" in repaired
    assert "    Then 7 ports are left\n" in repaired
    assert "    Given Then８\n" in repaired


def test_escaped_signs_and_built_in_types_are_nothing_to_mend() -> None:
    more = r"""
@given(r"a call of f\(x), an A\/B test and a set \{a, b}")
def _(): pass

@given("{int} item(s), {float} liters, {word} and {string}")
def _(int, float, word, string): pass
"""
    vocabulary = small_vocabulary(more)
    assert in_vocabulary(vocabulary, str) == []
    steps = (
        "    Given a call of f(x), an A/B test and a set {a, b}",
        "    And 3 items, -1.5 liters, x and 'y'",
        "    Then 8 ports are left",
    )
    assert found(scenario(*steps), vocabulary) == []


def test_titles_that_are_all_wrong_alike_are_mended_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reads = []

    def read(path: Path, text: str) -> Source:
        reads.append(text)
        return parse_text(path, text)

    monkeypatch.setattr("azsim.gherkin.checking.mend.parse_text", read)
    step = '    ならば 残りのポートは 8 個である\n    """\n    シナリオ：文章の中\n    """\n'
    titles = "".join(f"  シナリオ：取る {n}\n{step}" for n in range(50))
    mended_text = mended(source(f"# language: ja\n機能: F\n{titles}"), WORDS)
    assert mended_text.count("  シナリオ: 取る") == 50
    assert mended_text.count("シナリオ：文章の中") == 50
    assert len(reads) < 10
