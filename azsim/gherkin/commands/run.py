"""``azsim run``: plays feature files and shows every step."""

from __future__ import annotations

import argparse
import gc
import re
import signal
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from azsim.gherkin.playing import project
from azsim.gherkin.vocabulary.installed import features
from azsim.terminal.language import reader_language, said
from azsim.text import Advice, Text, did_you_mean, say

USAGE_ERROR = 4

SUMMARY = Text("play feature files", "機能のファイルを実行する")
DESCRIPTION = Text(
    "Play feature files and show every step. Without PATH: the folder features/ here, else the "
    "feature files here or in the folders below, else those that come with azsim.",
    "機能のファイルを実行し、すべてのステップを示す。パスを省くと、ここにあるフォルダー features/、"
    "なければここかその下にある機能のファイル、それもなければ azsim に付属する機能が対象になる。",
)
THE_REST = Text(
    "Whatever follows -- goes to pytest, such as: azsim run -- -n 2 --junitxml=out.xml",
    "-- の後に書いたものは pytest に渡る。例: azsim run -- -n 2 --junitxml=out.xml",
)
PATH, FILE, FOLDER = Text("PATH", "パス"), Text("FILE", "ファイル"), Text("DIR", "フォルダー")
A_PATH = Text("a folder or x.feature", "フォルダーまたは x.feature")
A_PART = Text(
    "a folder, x.feature, x.feature:27 (the scenario at that line) or x.feature::Scenario name",
    "フォルダー、x.feature、x.feature:27 (その行のシナリオ)、または x.feature::シナリオの名前",
)
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
ENDED_EARLY = Text(
    "A conftest.py ended Python while it was read, so nothing was played. Take the exit out of it.",
    "conftest.py が読み込みの途中で Python を終了させたため、何も実行していない。終了させる行を"
    "取り除く。",
)
THIS_FOLDER = Text("the features below this folder", "このフォルダーより下にある機能")
THE_SHIPPED = Text("the features that come with azsim", "azsim に付属する機能")
NO_SUCH_PATH = Text("There is no {path}.{hint}", "{path} はない。{hint}")
NO_WORKERS = Text(
    "several processes need pytest-xdist beside azsim: pip install pytest-xdist",
    "複数のプロセスで実行するには pytest-xdist が要る: pip install pytest-xdist",
)
NOT_A_FEATURE = Text(
    "{path} isn't a feature file. Its name has to end in .feature.",
    "{path} は機能のファイルではない。ファイル名は .feature で終わる必要がある。",
)
NO_SUCH_SCENARIO = Text(
    '{path} has no scenario "{name}".{hint}', "{path} に「{name}」というシナリオはない。{hint}"
)
NO_BRACKETS = Text(
    "{path}: a path with [ can't be chosen, for pytest takes what follows for parameters. Rename it, "
    "or name the folder that it lies in.",
    "{path}: [ を含むパスは指定できない。pytest はその先をパラメーターとして読む。名前を変えるか、"
    "それが入っているフォルダーを指定する。",
)


def add(subparsers: Any) -> None:
    """Add ``run`` to the command line."""
    parser = subparsers.add_parser(
        "run", help=said(SUMMARY), description=said(DESCRIPTION), epilog=said(THE_REST)
    )
    parser.usage_code = USAGE_ERROR
    parser.elsewhere = THE_REST
    parser.add_argument("paths", nargs="*", metavar=said(PATH), help=said(A_PART))
    parser.add_argument("--trace", metavar=said(FILE), help=said(TRACE))
    parser.add_argument("--captures", metavar=said(FOLDER), help=said(CAPTURES))
    parser.add_argument("--messages", metavar=said(FILE), help=said(MESSAGES))
    parser.add_argument("--seed", type=int, default=0, metavar=said(NUMBER), help=said(SEED))
    parser.set_defaults(do=run)


def run(options: argparse.Namespace) -> int:
    """Play what was asked for; the exit code is pytest's."""
    language = reader_language()
    try:
        for path in options.paths:
            check(path)
    except Advice as advice:
        print(f"azsim run: {advice.text.to(language)}", file=sys.stderr)
        return USAGE_ERROR
    if _wants_workers(options.rest) and find_spec("xdist") is None:
        print(f"azsim run: {NO_WORKERS.to(language)}", file=sys.stderr)
        return USAGE_ERROR
    paths = options.paths
    if not paths:
        paths, shown = default_paths()
        print(PLAYING.fill(paths=shown).to(language))
    found = project.pytest_options(paths)
    return call_pytest([*pytest_options(options), *found, *paths, *options.rest])


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


def call_pytest(arguments: Iterable[str]) -> int:
    """Run pytest in this process with the terminal output of ``azsim run``."""
    import pytest

    from azsim.gherkin.playing.compat import LEFT_OUT
    from azsim.gherkin.reports.console import Console
    from azsim.gherkin.vocabulary import declaring

    declaring.serves_pytest_bdd = False
    arguments = list(arguments)
    if not _wants_workers(arguments):
        _stop_with_the_reader()

    # Quiet, lest other plug-ins write between the scenarios.
    options = ["-q", *(f"-pno:{name}" for name in LEFT_OUT)]
    try:
        code = int(pytest.main([*options, *arguments], plugins=[Console()]))
    except SystemExit:
        raise Advice(ENDED_EARLY) from None
    # The process is about to end, and need not look for garbage among what is left.
    gc.freeze()
    return code


def _wants_workers(arguments: Iterable[str]) -> bool:
    return any(each.startswith(("-n", "--numprocesses")) for each in arguments)


def _stop_with_the_reader() -> None:
    """End in silence when ``azsim run | head`` has read enough, as other commands do.

    Not with worker processes: one that dies would take this one with it.
    """
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def default_paths() -> tuple[list[str], Text]:
    """What to play where no PATH was given, and how to say it."""
    if Path("features").is_dir():
        return ["features"], Text("features", "features")
    here = sorted(str(path) for path in Path().glob("*.feature") if project.is_feature(path))
    if any("[" in path or "::" in path for path in here):
        # Pytest would take them apart, so it has to find them itself.
        folders = [f"--ignore={path}" for path in sorted(Path().iterdir()) if path.is_dir()]
        return [".", *folders], Text(", ".join(here), "、".join(here))
    if here:
        return here, Text(", ".join(here), "、".join(here))
    if next(project.features_below(Path()), None) is not None:
        return ["."], THIS_FOLDER
    return [str(folder) for folder in features()], THE_SHIPPED


def check(argument: str) -> None:
    """Whether PATH can be played.

    :raises Advice: naming the nearest thing that exists, where it can't.
    """
    name, _, scenario = argument.partition("::")
    path = Path(name)
    if "[" in name:
        raise Advice(NO_BRACKETS.fill(path=path.as_posix()))
    if not path.exists():
        path = Path(re.sub(r"(:[0-9]+)+$", "", name))
    if not path.exists():
        raise Advice(NO_SUCH_PATH.fill(path=path.as_posix(), hint=_nearest_path(path)))
    if path.is_file() and path.suffix != ".feature":
        raise Advice(NOT_A_FEATURE.fill(path=path.as_posix()))
    if scenario:
        _check_scenario(path, scenario)


def _check_scenario(path: Path, scenario: str) -> None:
    from azsim.gherkin.reading.document import read
    from azsim.gherkin.reading.names import item_name, item_names

    document = read(path)
    cases = document.cases
    names = {*item_names(cases), *(item_name(case.outline) for case in cases)}
    if item_name(scenario) not in names and not document.mistakes:
        outlines = [case.outline for case in cases]
        hint = did_you_mean(scenario, outlines)
        raise Advice(NO_SUCH_SCENARIO.fill(path=path.as_posix(), name=scenario, hint=hint))


def _nearest_path(path: Path) -> Text:
    """The nearest existing name, below the deepest folder of *path* that exists."""
    folder = next(each for each in path.absolute().parents if each.is_dir())
    rest = path.absolute().relative_to(folder).parts
    known = [each.name for each in folder.iterdir() if each.is_dir() or each.suffix == ".feature"]
    hint = did_you_mean(rest[0], known)
    if say(hint, "en"):
        return hint
    known = [each.name for each in folder.rglob("*.feature")]
    return did_you_mean(path.name, known)
