"""``azsim steps``: the sentences, found by parts of words in either language."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from attrs import evolve, frozen
from small_project import GOOD, Project
from words import small_vocabulary

import azsim.steps.world
from azsim.cli import main
from azsim.gherkin.catalogue.entries import catalogue, search, spoken
from azsim.gherkin.catalogue.listing import style
from azsim.gherkin.vocabulary.vocabulary import Vocabulary, gather
from azsim.terminal.columns import width
from azsim.terminal.wrapping import wrapped

COLOURS = """
    from azsim.gherkin import one_of

    parameter_type(
        name="colour",
        regexp="red|blue|赤|青",
        meaning=Text("the colour of a light", "明かりの色"),
        example=Text("red", "赤"),
        translate=one_of([Text("red", "赤"), Text("blue", "青")]),
    )
    LAMPS = [
        Column("lamp", Text("lamp", "明かり")),
        Column("room", Text("room", "部屋"), required=False),
    ]


    @when("{server} turns {colour}", "{server} が{colour}になる")
    def turn(server, colour):
        '''Everybody sees the lamps.

        皆が見る。
        '''


    @when("the lamps turn {colour}:", "次の明かりが{colour}になる:", table=LAMPS)
    def turn_all(datatable, colour):
        '''Many at once.'''


    @then("{server} shows {word}")
    def show(server, word):
        pass
"""

COLOURED = """
    Feature: F
      Scenario: S
        When the lamps turn blue:
          | lamp  |
          | north |
        And "a" turns red
    """

# The folder of the features that come with the sentences.
SHIPPED = "shipped"

Steps = Callable[..., "Printed"]


@frozen
class Printed:
    """What the command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.out.splitlines() if line.strip()]


@pytest.fixture
def steps(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Steps:
    monkeypatch.chdir(project.folder)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr("azsim.gherkin.commands.steps.features", lambda: [project.folder / SHIPPED])

    def call(*arguments: str) -> Printed:
        code = main(["steps", *arguments])
        return Printed(code, *capsys.readouterr())

    return call


def test_without_words_every_sentence_is_one_line(steps: Steps) -> None:
    assert steps().out == (
        "Given\n"
        "  a pool of ‹count› ports\n"
        "  the servers:\n"
        "\n"
        "When\n"
        "  ‹server› takes ‹count› ports\n"
        "  ‹server› listens on ‹port›\n"
        "  ‹server› asks for too much\n"
        "  the code breaks\n"
        "\n"
        "Then\n"
        "  ‹count› ports are left\n"
        "  the request is refused\n"
        "\n"
        "8 sentences. Words show what those that hold them mean: azsim steps SNAT ports\n"
    )


def test_the_list_in_japanese(steps: Steps) -> None:
    lines = steps("--lang", "ja").lines
    assert lines[:3] == ["前提", "ポート ‹count› 個のプールがある", "次のサーバーがある:"]
    assert lines[-1].startswith("文は 8 件ある。")


def test_words_show_everything_about_a_sentence(project: Project, steps: Steps) -> None:
    project.conftest(COLOURS)
    project.file("shipped/x.feature", COLOURED)
    assert steps("room").out == (
        "When\n"
        "\n"
        "  the lamps turn ‹colour›:\n"
        "    Many at once.\n"
        "    Table with lamp, room (optional)\n"
        "    Example (shipped/x.feature:3)\n"
        "      When the lamps turn blue:\n"
        "        | lamp  |\n"
        "        | north |\n"
        "\n"
        "Values\n"
        "\n"
        "  ‹colour›  the colour of a light: red, blue\n"
    )


def test_a_step_in_the_other_language_is_translated(project: Project, steps: Steps) -> None:
    project.conftest(COLOURS)
    project.file("shipped/x.feature", COLOURED)
    assert steps("--lang", "ja", "turns").out == (
        "もし\n"
        "\n"
        "  ‹server› が‹colour›になる\n"
        "    皆が見る。\n"
        "    例 (shipped/x.feature:6)\n"
        '      もし "a" が赤になる\n'
        "\n"
        "値\n"
        "\n"
        '  ‹server›  引用符で囲んだ名前。例: "web1"\n'
        "  ‹colour›  明かりの色: 赤、青\n"
    )


def test_a_step_in_the_language_asked_for_is_preferred(project: Project, steps: Steps) -> None:
    project.file("shipped/a.feature", GOOD)
    project.file(
        "shipped/b.feature", "# language: ja\n機能: F\n  シナリオ: S\n    もし コードが壊れる\n"
    )
    project.file("shipped/c.feature", "Feature: F\n  Scenario: S\n    When the code breaks\n")
    assert "例 (shipped/b.feature:4)" in steps("breaks", "--lang", "ja").lines
    assert "Example (shipped/c.feature:3)" in steps("breaks").lines


def test_a_file_may_mix_the_languages(project: Project, steps: Steps) -> None:
    steps_ = "    When the code breaks\n    When コードが壊れる\n"
    project.file("shipped/a.feature", f"Feature: F\n  Scenario: S\n{steps_}")
    assert "例 (shipped/a.feature:4)" in steps("breaks", "--lang", "ja").lines


def test_a_sentence_may_be_cut_in_two_by_an_outline(project: Project, steps: Steps) -> None:
    project.file(
        "shipped/a.feature",
        """
        Feature: F
          Scenario Outline: S
            When the code <does>
            Examples:
              | does   |
              | breaks |
        """,
    )
    assert "Example (shipped/a.feature:3)" in steps("breaks").lines


def test_no_example_comes_from_a_feature_that_may_fail(project: Project, steps: Steps) -> None:
    project.conftest(COLOURS)
    project.file("features/x.feature", COLOURED)
    lines = steps("room").lines
    start = lines.index("Example")
    assert lines[start : start + 3] == ["Example", "When the lamps turn red:", "| lamp |"]


def test_where_nobody_says_a_sentence_its_values_make_an_example(
    project: Project, steps: Steps
) -> None:
    project.conftest(COLOURS)
    lines = steps("shows").lines
    assert lines[2:4] == ["Example", 'Then "web1" shows web']
    assert lines[-1] == "‹word›    one word, such as web"


def test_a_translation_that_says_nothing_is_never_an_example(
    project: Project, steps: Steps
) -> None:
    project.conftest(
        """
        parameter_type(
            name="size",
            regexp="small|小",
            example=Text("small", "小"),
            translate=lambda words, language: "?",
        )

        @when("a {size} one comes", "{size}が来る")
        def come(size): pass
        """
    )
    project.file("shipped/x.feature", "Feature: F\n  Scenario: S\n    When a small one comes\n")
    assert "例 (shipped/x.feature:3)" not in steps("comes", "--lang", "ja").lines
    assert "もし 小が来る" in steps("comes", "--lang", "ja").lines


def test_the_space_between_scripts_does_not_matter(project: Project, steps: Steps) -> None:
    project.conftest("@when('a connection opens', 'TCP 接続を開く')\ndef opens(): pass\n")
    assert steps("TCP接続").lines[:2] == ["When", "a connection opens"]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["TAKES"], id="capitals"),
        pytest.param(["ake", "erv"], id="parts of words"),
        pytest.param(["count take"], id="two in one argument"),
        pytest.param(["取る"], id="the other language"),
        pytest.param(["ｔａｋｅｓ"], id="full width"),
        pytest.param(["ポートを", "個取"], id="two parts"),
        pytest.param(["個取る"], id="Japanese"),
    ],
)
def test_a_sentence_is_found_by(steps: Steps, words: list[str]) -> None:
    assert steps(*words).lines[:2] == ["When", "‹server› takes ‹count› ports"]


@pytest.mark.parametrize("word", ["blue", "青", "everybody", "皆が"])
def test_a_sentence_is_found_by_its_meaning_and_by_its_values(
    project: Project, steps: Steps, word: str
) -> None:
    project.conftest(COLOURS)
    assert "‹server› turns ‹colour›" in steps(word).lines


def test_a_sentence_is_found_by_a_heading(project: Project, steps: Steps) -> None:
    project.conftest(COLOURS)
    assert steps("部屋").lines[1] == "the lamps turn ‹colour›:"


def test_what_a_sentence_says_goes_before_what_it_means(project: Project, steps: Steps) -> None:
    project.conftest(COLOURS)
    lines = steps("lamps").lines
    assert lines.index("the lamps turn ‹colour›:") < lines.index("‹server› turns ‹colour›")


def test_what_a_project_adds_comes_first() -> None:
    [first, *_, last] = gather([azsim.steps.world]).definitions
    own = evolve(last, where="/z/conftest.py:1")
    entries = catalogue([Vocabulary((first, own), {})])
    assert [entry.definition for entry in entries] == [own, first]


def test_each_kind_of_value_is_explained_once(steps: Steps) -> None:
    out = steps("count").out
    assert out.count("‹count› ports") == 3
    assert out.count("a whole number, such as 1,024") == 1


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        pytest.param(["taeks"], "‹server› takes ‹count› ports", id="a slip"),
        pytest.param(["refused", "nonsense"], "the request is refused", id="one word too many"),
        pytest.param(["ポート取"], "‹server› takes ‹count› ports", id="Japanese"),
    ],
)
def test_where_nothing_is_found_the_nearest_are_shown(
    steps: Steps, words: list[str], nearest: str
) -> None:
    printed = steps(*words)
    assert printed.code == 1
    assert printed.lines[0] == f'No sentence holds "{" ".join(words)}". The nearest are'
    assert nearest in printed.lines


@pytest.mark.parametrize("word", ["冗長化", "xyzzy"])
def test_where_nothing_is_near_nothing_is_shown(steps: Steps, word: str) -> None:
    assert steps(word) == Printed(
        1, f'No sentence holds "{word}", and none is near. azsim steps lists all of them.\n', ""
    )


@pytest.mark.parametrize("word", ["colour of a light", "明かりの色"])
def test_a_sentence_is_found_by_what_its_values_mean(
    project: Project, steps: Steps, word: str
) -> None:
    project.conftest(COLOURS)
    assert "‹server› turns ‹colour›" in steps(word).lines


@pytest.mark.parametrize("word", ["grabs", "つかむ", "ＧＲＡＢＳ"])
def test_a_sentence_is_found_by_an_everyday_word(project: Project, steps: Steps, word: str) -> None:
    project.conftest("azsim_synonyms = {'grabs': 'takes', 'つかむ': '取る'}\n")
    assert steps(word).lines[:2] == ["When", "‹server› takes ‹count› ports"]


def test_a_sentence_with_one_of_the_words_is_nearer_than_one_with_their_letters(
    project: Project, steps: Steps
) -> None:
    project.conftest(COLOURS)
    assert "‹server› turns ‹colour›" in steps("blue", "request", "refuse", "refus", "xx").lines[:5]


NOT_MODELLED = """
    from azsim.gherkin import NotModelled

    azsim_not_modelled = [
        NotModelled(
            Text("a purple lamp", "紫の明かり"),
            words=("purple", "紫"),
            why=Text("Lamps are red or blue.", "明かりは赤か青である。"),
            nearest=Text('When "a" turns blue', 'もし "a" が青になる'),
        ),
    ]
"""


@pytest.mark.parametrize("words", [["purple"], ["紫"], ["PURPLE", "light"]])
def test_what_is_not_modelled_is_answered_so(
    project: Project, steps: Steps, words: list[str]
) -> None:
    project.conftest(COLOURS + NOT_MODELLED)
    assert steps(*words) == Printed(
        1,
        "Not modelled: a purple lamp. Lamps are red or blue. The whole list: azsim steps --not-modelled\n"
        "What comes nearest:\n"
        '  When "a" turns blue\n',
        "",
    )


def test_all_that_is_not_modelled_is_listed(project: Project, steps: Steps) -> None:
    project.conftest(COLOURS + NOT_MODELLED)
    listed = (
        "Not modelled: a purple lamp. Lamps are red or blue.\n"
        "What comes nearest:\n"
        '  When "a" turns blue\n'
    )
    assert steps("--not-modelled") == Printed(0, listed, "")
    assert steps("--not-modelled", "purple") == Printed(0, listed, "")
    assert steps("--not-modelled", "green").code == 1


def test_sentences_with_such_a_word_come_after_it(project: Project, steps: Steps) -> None:
    project.conftest(COLOURS + NOT_MODELLED.replace('"purple", ', '"red", '))
    printed = steps("--lang", "ja", "red")
    assert printed.code == 0
    assert printed.lines[:4] == [
        "紫の明かりはモデル化していない。明かりは赤か青である。一覧: azsim steps --not-modelled",
        "最も近い文:",
        'もし "a" が青になる',
        "もし",
    ]


def test_a_folder_without_any_sentence(project: Project, steps: Steps) -> None:
    project.conftest(only="import azsim.gherkin.vocabulary.installed as a\na.GROUP = 'none'\n")
    assert steps() == Printed(1, "There are no sentences here.\n", "")


def test_the_sentences_of_the_folder_features_count(project: Project, steps: Steps) -> None:
    project.file(
        "features/conftest.py",
        "from azsim.gherkin import when\n@when('the own one')\ndef own(): pass\n",
    )
    assert steps("own").lines[:2] == ["When", "the own one"]


def test_a_conftest_that_cannot_be_imported_is_said(project: Project, steps: Steps) -> None:
    project.conftest(only="import nothing_of_this_name\n")
    printed = steps("x")
    assert printed.code == 2
    assert printed.err.startswith("azsim: The sentences of this folder can't be read:\n")
    assert "nothing_of_this_name" in printed.err


def test_usage_counts_every_place_once_and_begins_with_the_most_used(
    project: Project, steps: Steps
) -> None:
    project.file("features/a.feature", GOOD)
    project.file(
        "features/b.feature",
        """
        Feature: F
          Scenario Outline: S
            When "web1" takes <ports> ports
            And "web1" takes 3 ports
            Examples:
              | ports |
              | 1     |
              | 2     |
        """,
    )
    assert steps("--usage", "count").out == (
        "   3  When ‹server› takes ‹count› ports\n"
        "      features/a.feature:5\n"
        "      features/b.feature:3\n"
        "      features/b.feature:4\n"
        "   1  Given a pool of ‹count› ports\n"
        "      features/a.feature:4\n"
        "   1  Then ‹count› ports are left\n"
        "      features/a.feature:6\n"
    )


def test_a_step_that_may_be_two_sentences_uses_neither(project: Project, steps: Steps) -> None:
    project.conftest("@when('the code {word}')\ndef does(word): pass\n")
    project.file("a.feature", "Feature: F\n  Scenario: S\n    When the code breaks\n")
    assert steps("--usage", "code").lines == ["0  When the code breaks", "0  When the code ‹word›"]


def test_unused_sentences_are_shown_with_the_place_of_their_definition(
    project: Project, steps: Steps
) -> None:
    project.file("a.feature", GOOD)
    printed = steps("--unused", "refused")
    assert printed.code == 1
    [keyword, sentence, place] = printed.lines
    assert (keyword, sentence) == ("Then", "the request is refused")
    line = int(place.removeprefix("conftest.py:"))
    written = (project.folder / "conftest.py").read_text("utf-8").splitlines()
    assert "the request is refused" in written[line - 1]


def test_no_sentence_is_unused(project: Project, steps: Steps) -> None:
    project.file("a.feature", GOOD)
    assert steps("--unused", "pool") == Printed(0, "Every sentence is used.\n", "")


def test_a_meaning_that_names_every_value_is_enough(project: Project, steps: Steps) -> None:
    project.conftest(COLOURS.replace('"the colour of a light"', '"red or blue"'))
    assert steps("turns").lines[-1] == "‹colour›  red or blue"


def test_lines_of_a_japanese_meaning_are_joined_without_a_gap(
    project: Project, steps: Steps
) -> None:
    project.conftest(
        "from azsim.gherkin import given\n\n\n"
        '@given("a quiet night", "静かな夜である")\n'
        "def quiet_night():\n"
        '    """Nothing\n    is sent.\n\n    何も送らない。\n    何も\n    届かない。\n    """\n'
    )
    assert "何も送らない。何も届かない。" in steps("quiet", "--lang", "ja").lines
    assert "Nothing is sent." in steps("quiet").lines


def test_lines_end_where_the_terminal_does(steps: Steps, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "22")
    lines = steps("--lang", "ja").out.splitlines()
    assert max(map(width, lines[:-1])) <= 22
    assert lines[1:3] == ["  ポート ‹count› 個の", "      プールがある"]


def test_a_pipe_gets_whole_lines(steps: Steps) -> None:
    assert "  a pool of ‹count› ports" in steps().out.splitlines()


def test_a_reader_who_has_read_enough_gets_no_trace_back(project: Project) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "azsim", "steps"],
        cwd=project.folder,
        stdout=writing,
        stderr=subprocess.PIPE,
        timeout=60,
    )
    os.close(writing)
    assert done.stderr == b""


def test_a_console_without_the_signs_gets_plain_ones() -> None:
    assert style("en", None, "cp932").name("dns_name") == "<dns name>"
    assert style("en", None, "utf-8").name("dns_name") == "‹dns name›"


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("{count} port/ports is/are left", "N ports are left"),
        ("{count} port(s) of {vm}", "N ports of N"),
        (r"a\/b of \{c} and \(d)", "a/b of {c} and (d)"),
        ("{}", "N"),
    ],
)
def test_an_expression_in_plain_words(expression: str, words: str) -> None:
    assert spoken(expression, lambda _: "N") == words


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two three", ["- one two", "  three"]),
        ("abcdefghijklmn op", ["- abcdefghijklmn", "  op"]),
        ("接続を開く、開く。", ["- 接続を", "  開く、", "  開く。"]),
        ("TCP 接続を", ["- TCP 接", "  続を"]),
        ("接続を、", ["- 接続", "  を、"]),
    ],
)
def test_wrapping_counts_japanese_letters_twice(text: str, lines: list[str]) -> None:
    assert wrapped(text, 9, "- ", "  ") == lines


@pytest.mark.parametrize("words", ["items", "item", "A/B", "f(x)"])
def test_a_sentence_is_found_as_a_step_says_it(words: str) -> None:
    sentences = r"""
@given(r"{int} item(s), f\(x) and an A\/B test")
def _(int): pass
"""
    entries = catalogue([small_vocabulary(sentences)])
    assert [entry.sentence("en")[:5] for entry in search(entries, [words])] == ["{int}"]


DAYS = """
    from azsim.gherkin import parameter_type, then
    from azsim.text import Text

    parameter_type(
        name="day",
        regexp="{days}",
        transformer=str,
        meaning=Text("a day of a month", "月の日"),
        example=Text("day 1", "day 1"),
    )

    @then("it is {{day}}", "それは {{day}} である")
    def it_is(day):
        pass
""".format(days="|".join(f"day {number}" for number in range(1, 32)))


def test_of_many_choices_those_that_hold_the_words_are_told(project: Project, steps: Steps) -> None:
    project.conftest(DAYS)
    lines = [line.strip() for line in steps("day 31").lines]
    assert lines[-2:] == ["day 31", "… 30 more: azsim steps day"]
    assert len([line for line in steps("month").lines if line.strip().startswith("day ")]) == 31


def test_of_many_choices_the_first_are_told_to_whoever_looks_for_something_else(
    project: Project, steps: Steps
) -> None:
    project.conftest(DAYS)
    lines = [line.strip() for line in steps("it").lines]
    assert lines[-4:] == ["day 1", "day 2", "day 3", "… 28 more: azsim steps day"]
