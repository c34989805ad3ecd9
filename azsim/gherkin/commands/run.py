"""``azsim run``: plays feature files and shows how each scenario went."""

from __future__ import annotations

import argparse
import gc
import re
import signal
import sys
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from typing import Any

from azsim.gherkin.commands.paths import PATH, check, default_paths, found_path
from azsim.gherkin.playing import project
from azsim.gherkin.playing.passed_over import PassedOver, beside
from azsim.gherkin.reports.wishes import Wishes
from azsim.terminal.examples import example
from azsim.terminal.language import reader_language, said
from azsim.terminal.visible import plain_streams
from azsim.text import Advice, Language, Text

USAGE_ERROR = 4

SUMMARY = Text("play feature files", "フィーチャー ファイルを実行する")
DESCRIPTION = Text(
    "Play feature files: a line for each scenario, and its steps where it fails. Without PATH: the "
    "folder features/ here, else the feature files here or in the folders below, else those that "
    "come with azsim.",
    "フィーチャー ファイルを実行し、シナリオごとに結果を 1 行で示す。失敗したシナリオにはステップも示す。"
    "パスを省くと、ここにあるフォルダー features/、なければここかその下にあるフィーチャー ファイル、"
    "それもなければ azsim に付属する機能が対象になる。",
)
THE_REST = Text(
    "Whatever follows -- goes to pytest, such as: azsim run -- -n 2 --junitxml=out.xml",
    "-- の後に書いたものは pytest に渡る。例: azsim run -- -n 2 --junitxml=out.xml",
)
FILE, FOLDER = Text("FILE", "ファイル"), Text("DIR", "フォルダー")
A_PART = Text(
    "a folder, x.feature, x.feature:27 (the scenario at that line) or x.feature::Scenario name",
    "フォルダー、x.feature、x.feature:27 (その行のシナリオ)、または x.feature::シナリオの名前",
)
EVERY_STEP = Text("show every step", "すべてのステップを示す")
TRACE = Text("write what happened as JSON lines", "起きたことを JSON Lines で書き出す")
CAPTURES = Text(
    "write a packet capture per scenario", "シナリオごとにパケット キャプチャを書き出す"
)
MESSAGES = Text(
    "write the run as Cucumber messages, with attachments",
    "実行の結果を、添付とともに Cucumber メッセージとして書き出す",
)
NUMBER = Text("N", "数")
SEED = Text("where random numbers start (default 0)", "乱数の初期値 (既定は 0)")
PLAYING = Text("Playing {paths}.", "実行する対象: {paths}")
NO_WORKERS = Text(
    "several processes need pytest-xdist beside azsim: pip install pytest-xdist",
    "複数のプロセスで実行するには pytest-xdist が要る: pip install pytest-xdist",
)


EXAMPLES = (
    example(
        "azsim run",
        "what is here, else what comes with azsim",
        "ここにあるもの、なければ付属の機能",
    ),
    example(
        "azsim run -v x.feature:27",
        "one scenario, step by step",
        "一つのシナリオを、ステップごとに",
    ),
    example(
        "azsim run --captures out", "with files for Wireshark", "Wireshark で開けるファイルとともに"
    ),
)


def add(subparsers: Any) -> None:
    """Add ``run`` to the command line."""
    parser = subparsers.add_parser(
        "run", help=said(SUMMARY), description=said(DESCRIPTION), epilog=said(THE_REST)
    )
    parser.usage_code = USAGE_ERROR
    parser.examples = EXAMPLES
    parser.elsewhere = THE_REST
    parser.add_argument("paths", nargs="*", metavar=said(PATH), help=said(A_PART))
    parser.add_argument("-v", "--verbose", action="store_true", help=said(EVERY_STEP))
    parser.add_argument("--trace", metavar=said(FILE), help=said(TRACE))
    parser.add_argument("--captures", metavar=said(FOLDER), help=said(CAPTURES))
    parser.add_argument("--messages", metavar=said(FILE), help=said(MESSAGES))
    parser.add_argument("--seed", type=int, default=0, metavar=said(NUMBER), help=said(SEED))
    parser.set_defaults(do=run)


def run(options: argparse.Namespace) -> int:
    """Play what was asked for; the exit code is pytest's."""
    language = reader_language()
    try:
        return _run(options, language)
    except Advice as advice:
        print(f"azsim run: {advice.text.to(language)}", file=sys.stderr)
        return USAGE_ERROR


def _run(options: argparse.Namespace, language: Language) -> int:
    paths, shown = [found_path(path) for path in options.paths], None
    for path in paths:
        check(path)
    if not paths:
        paths, shown = default_paths()
    if _wants_workers(options.rest) and find_spec("xdist") is None:
        print(f"azsim run: {NO_WORKERS.to(language)}", file=sys.stderr)
        return USAGE_ERROR
    left_out: Sequence[PassedOver] = ()
    if shown is not None:
        print(PLAYING.fill(paths=shown).to(language))
        left_out = beside(paths)
    found = project.pytest_options(paths)
    rest = _without_signs(options.rest)
    wishes = Wishes(options.verbose, options.paths, left_out)
    return call_pytest([*pytest_options(options), *found, *paths, *rest], wishes)


def pytest_options(options: argparse.Namespace) -> list[str]:
    """The options of ``azsim run`` in pytest's words."""
    chosen = ["--azsim-collect", f"--azsim-seed={options.seed}"]
    if options.trace is not None:
        chosen.append(f"--azsim-trace={options.trace}")
    if options.captures is not None:
        chosen.append(f"--azsim-captures={options.captures}")
    if options.messages is not None:
        chosen.append(f"--azsim-messages={options.messages}")
    return chosen + project.cache_options()


def call_pytest(arguments: Iterable[str], wishes: Wishes) -> int:
    """Run pytest in this process with the terminal output of ``azsim run``, as *wishes* say."""
    import pytest

    from azsim.gherkin.playing.compat import LEFT_OUT
    from azsim.gherkin.playing.slips import NO_SENTENCES, told
    from azsim.gherkin.reports.console import Console
    from azsim.gherkin.vocabulary import declaring

    declaring.serves_pytest_bdd = False
    arguments = list(arguments)
    if not _wants_workers(arguments):
        _stop_with_the_reader()

    # Quiet, lest other plug-ins write between the scenarios.
    options = ["-q", *(f"-pno:{name}" for name in LEFT_OUT)]
    try:
        with plain_streams():
            code = int(pytest.main([*options, *arguments], plugins=[Console(wishes)]))
    except SystemExit:
        raise Advice(project.ENDED_EARLY) from None
    except Exception as error:
        # What a conftest.py does while pytest prepares itself.
        slip = told(error)
        if slip is None:
            raise
        raise Advice(NO_SENTENCES.fill(problems=slip)) from None
    # The process is about to end, and need not look for garbage among what is left.
    gc.freeze()
    return code


def _without_signs(arguments: Iterable[str]) -> list[str]:
    """*arguments* with ``-m @slow`` as pytest writes it, who takes ``@slow`` for a file to read."""
    found: list[str] = []
    for argument in arguments:
        is_expression = found[-1:] == ["-m"] or re.match("-m[^=]", argument)
        found.append(argument.replace("@", "") if is_expression else argument)
    return found


def _wants_workers(arguments: Iterable[str]) -> bool:
    return any(each.startswith(("-n", "--numprocesses")) for each in arguments)


def _stop_with_the_reader() -> None:
    """End in silence when ``azsim run | head`` has read enough, as other commands do.

    Not with worker processes: one that dies would take this one with it.
    """
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
