"""Help, and what is wrong with a command line, in the language of the reader."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from small_project import Project

from azsim.cli import COMMANDS, main
from azsim.terminal.columns import width
from azsim.terminal.usage import Parser
from azsim.text import is_japanese

Answer = Callable[..., list[str]]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Answer:
    """What a command line that stops at once prints, line by line."""
    monkeypatch.setenv("COLUMNS", "80")

    def lines(*arguments: str, reader: str = "ja_JP.UTF-8") -> list[str]:
        monkeypatch.setenv("LC_ALL", reader)
        with pytest.raises(SystemExit):
            main(arguments)
        said = capsys.readouterr()
        return (said.out or said.err).splitlines()

    return lines


ALL = [[], *(name.split() for name in COMMANDS)]


@pytest.mark.parametrize("command", ALL, ids=" ".join)
def test_help_is_japanese_for_a_japanese_reader(answer: Answer, command: list[str]) -> None:
    lines = answer(*command, "--help")
    assert lines[0].startswith("使い方: azsim")
    assert "オプション:" in lines
    usage = lines.index("")
    described = [line for line in lines[usage:] if len(line.split()) > 1]
    # Some lines hold nothing but names of services, choices, or a command.
    bare = "load_balancer", "--format", "  azsim "
    assert all(is_japanese(line) or any(each in line for each in bare) for line in described)


@pytest.mark.parametrize("command", ALL, ids=" ".join)
def test_help_is_english_for_everybody_else(answer: Answer, command: list[str]) -> None:
    lines = answer(*command, "--help", reader="C.UTF-8")
    assert lines[0].startswith("usage: azsim")
    assert not any(map(is_japanese, lines))


def test_help_stands_in_columns_that_fit_the_screen(answer: Answer) -> None:
    lines = answer("run", "--help")
    described = [line for line in lines if line.startswith("  -")]
    assert len({width(line[: line.rindex("  ")]) for line in described}) == 1
    assert max(map(width, lines[3:])) <= 80


@pytest.mark.parametrize(
    ("arguments", "english", "japanese"),
    [
        (
            "--lang ja facts",
            "azsim: --lang stands behind the command, such as: azsim facts --lang ja",
            "azsim: --lang はコマンドの後に書く。例: azsim facts --lang ja",
        ),
        (
            "new",
            "azsim new: these arguments are missing: TITLE",
            "azsim new: 引数が足りない: 題名",
        ),
        (
            "steps --lang jp",
            'azsim steps: argument --lang: there is no "jp". Did you mean "ja"? Choose from en, ja.',
            "azsim steps: --lang: 「jp」はない。「ja」のことか。指定できるのは en, ja である。",
        ),
        (
            "check --fixx",
            'azsim check: unrecognized arguments: --fixx. Did you mean "--fix"?',
            "azsim check: 余分な引数がある: --fixx。「--fix」のことか。",
        ),
        (
            "check --fix=all",
            "azsim check: argument --fix: it takes no value",
            "azsim check: --fix: 値は取らない。",
        ),
        (
            "run --seed x",
            'azsim run: argument --seed: "x" isn\'t a whole number',
            "azsim run: --seed: 「x」は整数ではない。",
        ),
        (
            "run --seed",
            "azsim run: argument --seed: a value is missing",
            "azsim run: --seed: 値が足りない。",
        ),
        (
            "steps --usage --unused",
            "azsim steps: argument --unused: not allowed together with --usage",
            "azsim steps: --unused: --usage と同時には指定できない。",
        ),
        (
            "steps --u",
            "azsim steps: --u could be any of --usage, --unused",
            "azsim steps: --u だけでは --usage, --unused のどれか決まらない。",
        ),
    ],
)
def test_wrong_usage_is_answered_in_one_line(
    answer: Answer, arguments: str, english: str, japanese: str
) -> None:
    assert answer(*arguments.split())[-1] == japanese
    assert answer(*arguments.split(), reader="C.UTF-8")[-1] == english


@pytest.mark.parametrize("wide", [60, 120])
def test_without_a_command_azsim_greets_with_four_things_to_try(
    wide: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(wide))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert main([]) == 0
    english = capsys.readouterr().out.splitlines()
    assert english[0].startswith("azsim is executable documentation of Azure networking")
    assert main(["--lang", "ja"]) == 0
    japanese = capsys.readouterr().out.splitlines()
    assert japanese[0].startswith("azsim は Azure ネットワークの実行できるドキュメントです。")
    for lines in (english, japanese):
        assert sum(line.startswith("  azsim ") for line in lines) == 4
        assert max(map(width, lines)) <= wide


def test_a_mistyped_command_is_answered_with_the_nearest(answer: Answer) -> None:
    assert "「check」のことか。" in answer("chek")[-1]
    assert 'Did you mean "check"?' in answer("chek", reader="C.UTF-8")[-1]


def test_wrong_usage_shows_the_usage_of_the_subcommand(answer: Answer) -> None:
    assert answer("check", "--fixx")[0] == "使い方: azsim check [-h] [--fix] [パス ...]"


def test_what_argparse_says_beyond_that_stays_as_it_is(
    answer: Answer, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        Parser(prog="azsim").error("something new")
    assert capsys.readouterr().err.endswith("azsim: something new\n")


@pytest.mark.parametrize("command", ["check", "new", "run", "steps", "translate"])
def test_the_help_of_a_command_loads_nothing_that_plays(command: str, tmp_path: Path) -> None:
    code = f"""
import sys
from azsim.cli import main
try:
    main(["{command}", "--help"])
except SystemExit:
    sys.exit("pytest" in sys.modules)
"""
    # Elsewhere, for Python would look for azsim in a checkout first.
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True)
    assert done.returncode == 0


def test_an_option_of_pytest_is_told_where_it_goes(project: Project) -> None:
    for option in ("-k", "--junitxml=out.xml"):
        result = project.azsim("run", option, "x.feature")
        assert "Whatever follows -- goes to pytest" in result.stderr
