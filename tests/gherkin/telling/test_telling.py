"""What a reader is told of a scenario: every word in both languages, and what failed."""

from __future__ import annotations

import pickle

import pytest
from small_project import Project

from azsim.gherkin import Played, Reporter, play
from azsim.gherkin.telling.report import Difference, MistakeReport, ScenarioReport
from azsim.text import Text

MORE = """
    @when("{server} purrs")
    def purr(server):
        pass

    ROWS = (Column("name", Text("name", "名前")), Column("ports", Text("ports", "ポート")))

    @then("the servers are:", "サーバーは次のとおり:", table=ROWS)
    def servers_are(pool, datatable):
        expect.rows(
            Text("the servers", "サーバー"),
            [column.heading for column in ROWS],
            [(row["name"], row["ports"]) for row in datatable],
            [("web1", "8"), ("web3", "1")],
        )
"""


class Reports:
    def __init__(self) -> None:
        self.told: list[ScenarioReport] = []
        self.mistaken: list[MistakeReport] = []

    def scenario(self, report: ScenarioReport, played: Played) -> None:
        self.told.append(report)

    def mistake(self, report: MistakeReport) -> None:
        self.mistaken.append(report)


class Telling:
    def __init__(self, project: Project) -> None:
        self._project = project

    def all(self, text: str) -> Reports:
        self._project.conftest(MORE)
        self._project.file("x.feature", text)
        reports = Reports()
        play(["x.feature"], listener=Reporter(reports.scenario, reports.mistake))
        return reports

    def one(self, text: str) -> ScenarioReport:
        [told] = self.all(text).told
        return told

    def of(self, *steps: str) -> ScenarioReport:
        lines = "".join(f"    {step}\n" for step in steps)
        return self.one(f"Feature: F\n  Scenario: S\n{lines}")


@pytest.fixture
def telling(project: Project, monkeypatch: pytest.MonkeyPatch) -> Telling:
    monkeypatch.chdir(project.folder)
    return Telling(project)


def sentences(told: ScenarioReport) -> list[Text]:
    return [
        Text(
            f"{step.keyword.en} {step.sentence.text.en}",
            f"{step.keyword.ja} {step.sentence.text.ja}",
        )
        for step in told.steps
    ]


def test_every_step_is_said_in_both_languages(telling: Telling) -> None:
    told = telling.of(
        "Given a pool of 8 ports",
        'When "web1" takes 1 port',
        "Then 7 ports are left",
        "* 7 ports are left",
    )
    assert sentences(told) == [
        Text("Given a pool of 8 ports", "前提 ポート 8 個のプールがある"),
        Text('When "web1" takes 1 port', 'もし "web1" がポートを 1 個取る'),
        Text("Then 7 ports are left", "ならば 残りのポートは 7 個である"),
        Text("* 7 ports are left", "* 残りのポートは 7 個である"),
    ]


def test_a_japanese_file_is_told_in_english_as_well(telling: Telling) -> None:
    told = telling.one(
        "# language: ja\n機能: F\n  シナリオ: S\n"
        "    前提 ポート 1 個のプールがある\n    かつ 次のサーバーがある:\n      | 名前 |\n      | a |\n"
    )
    assert sentences(told) == [
        Text("Given a pool of 1 port", "前提 ポート 1 個のプールがある"),
        Text("And the servers:", "かつ 次のサーバーがある:"),
    ]


def test_the_values_of_a_sentence_are_told_apart(telling: Telling) -> None:
    told = telling.of('When "web1" takes 3 ports')
    pieces = [(part.text, part.value) for part in told.steps[0].sentence.en]
    assert pieces == [('"web1"', True), (" takes ", False), ("3", True), (" ports", False)]
    assert [part.text for part in told.steps[0].sentence.ja if part.value] == ['"web1"', "3"]


def test_a_sentence_in_one_language_stays_and_says_so(telling: Telling) -> None:
    [step] = telling.of('When "web1" purrs').steps
    assert step.sentence.text == Text('"web1" purrs', '"web1" purrs')
    assert step.sentence.untranslated == "ja"


def test_a_declared_table_is_told_with_its_headings_in_both_languages(telling: Telling) -> None:
    told = telling.of("Then the servers are:", "  | name | ports |", "  | web1 | 8 |")
    assert told.steps[0].table[0] == (Text("name", "名前"), Text("ports", "ポート"))


def test_titles_have_the_words_that_comments_give(telling: Telling) -> None:
    told = telling.one(
        """
        # ja: 機能の題
        # ja: 一行目、
        # ja: 二行目。
        Feature: The title
          The first line
          and the second.

          # ja: 規則
          Rule: A rule
            # ja: <n> 個取る
            Scenario Outline: Taking <n>
              When "web1" takes <n> ports
              Examples:
                | n |
                | 3 |
        """
    )
    assert told.feature.heading.name == Text("The title", "機能の題")
    assert told.feature.heading.description == Text(
        "The first line and the second.", "一行目、二行目。"
    )
    assert told.rule is not None
    assert told.rule.name == Text("A rule", "規則")
    assert told.name == Text("Taking 3", "3 個取る")
    assert told.outline.untranslated is None


def test_a_title_without_such_a_comment_says_so(telling: Telling) -> None:
    assert telling.of("When the code breaks").outline.untranslated is None
    assert (
        telling.one(
            "Feature: Some cats\n  Scenario: TCP\n    When the code breaks\n"
        ).feature.heading.untranslated
        == "ja"
    )


def test_the_cells_of_a_row_are_translated_where_they_are_words(telling: Telling) -> None:
    told = telling.one(
        """
        Feature: F
          Scenario Outline: Such <result>
            Given a pool of 8 ports
            Then <result>
            Examples:
              | result            |
              | 8 ports are left |
        """
    )
    assert told.cells == (Text("8 ports are left", "残りのポートは 8 個である"),)
    assert told.name.ja == "Such 残りのポートは 8 個である"


def test_a_background_step_is_told_apart(telling: Telling) -> None:
    told = telling.one(
        """
        Feature: F
          Background:
            Given a pool of 8 ports
          Scenario: S
            Then 8 ports are left
        """
    )
    assert [step.background for step in told.steps] == [True, False]


def test_expected_stands_beside_actual_in_both_languages(telling: Telling) -> None:
    told = telling.of("Given a pool of 1,024 ports", "Then 1,023 ports are left")
    step = told.steps[1]
    assert told.outcome == "failed"
    assert step.state == "failed"
    assert step.difference == Difference(
        Text("The ports left", "残りのポート"),
        (),
        (((Text("1,023", "1,023"),), (Text("1,024", "1,024"),)),),
    )


def test_rows_that_are_missing_or_too_many_are_told(telling: Telling) -> None:
    told = telling.of(
        "Then the servers are:",
        "  | name | ports |",
        "  | web1 | 8     |",
        "  | web2 | 4     |",
        "  | web3 | 1     |",
    )
    difference = told.steps[0].difference
    assert difference is not None
    found = [(expected is None, actual is None) for expected, actual in difference.pairs]
    assert found == [(False, False), (False, True), (False, False)]


def test_advice_is_given_in_both_languages(telling: Telling) -> None:
    [step] = telling.of('When "web1" listens on 99999').steps
    assert step.note is not None
    assert step.note.en != step.note.ja
    assert step.difference is None


def test_an_unknown_sentence_is_told_with_the_nearest(telling: Telling) -> None:
    told = telling.of("Given a pool of 8 ports", "Then 8 ports are lef")
    note = told.steps[1].note
    assert note is not None
    assert "8 ports are left" in note.en
    assert [step.state for step in told.steps] == ["unreached", "failed"]


def test_a_crash_is_told_without_its_trace_back(telling: Telling) -> None:
    [step] = telling.of("When the code breaks").steps
    assert step.note is not None
    assert "KeyError" in step.note.en
    assert "Traceback" not in step.note.en


def test_a_scenario_without_steps_says_why(telling: Telling) -> None:
    told = telling.all(
        """
        Feature: F
          Scenario: No steps
        """
    ).told
    assert told[0].outcome == "failed"
    assert told[0].note is not None
    assert "no steps" in told[0].note.en


def test_a_broken_file_is_a_mistake_with_its_line(telling: Telling) -> None:
    [mistaken] = telling.all(
        "Feature: F\n  Whenn something\n  Scenario: S\n    Given a pool of 8 ports\n  oops\n"
    ).mistaken
    assert (mistaken.shown, mistaken.line) == ("x.feature", 5)


def test_what_is_told_travels_between_processes(telling: Telling) -> None:
    told = telling.of("Given a pool of 8 ports", "Then 7 ports are left")
    assert pickle.loads(pickle.dumps(told)) == told
