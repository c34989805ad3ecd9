"""The command ``azsim``: each subcommand lives in the module that does the work."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from azsim.files.written import is_full
from azsim.terminal.examples import UsageExample, example, in_lines
from azsim.terminal.language import WHICH_LANGUAGE, keep_printable, reader_language, said
from azsim.terminal.usage import Parser
from azsim.terminal.visible import visible_streams
from azsim.terminal.wrapping import columns, wrapped
from azsim.text import Advice, Language, Text

# A module here offers ``add(subparsers)``: it adds its parser and sets the default
# ``do``, a function from the parsed arguments to the exit code. Only the module of the
# subcommand that was called is imported. A name may have two words.
COMMANDS = {
    "run": "azsim.gherkin.commands.run",
    "check": "azsim.gherkin.commands.check",
    "explain": "azsim.explaining.command",
    "diff": "azsim.explaining.command",
    "docs": "azsim.livingdocs.command",
    "facts": "azsim.proving.command",
    "facts show": "azsim.proving.command",
    "facts prove": "azsim.proving.command",
    "new": "azsim.gherkin.commands.new",
    "steps": "azsim.gherkin.commands.steps",
    "translate": "azsim.gherkin.commands.translate",
}

DESCRIPTION = Text(
    "Executable documentation of Azure networking.",
    "Azure ネットワークの、実行できるドキュメント。",
)
GREETING = Text(
    "azsim is executable documentation of Azure networking: it plays what documents say in virtual "
    "time, and shows why it comes out as it does.",
    "azsim は Azure ネットワークの実行できるドキュメントです。文書に書かれた振る舞いを仮想時間で実行し、"
    "なぜその結果になるのかを示します。",
)
THINGS_TO_TRY = Text("Four things to try:", "まずは次の四つを試してください:")
TRY = (
    example(
        "azsim explain features/deployments/scale-set.json",
        "explain a deployment: this template comes with azsim; name your own instead",
        "説明する: これは付属のテンプレートです。自分のデプロイのファイルも指定できます",
    ),
    example(
        "azsim docs --open",
        "read it: a site of every behaviour, with reasons, pictures and sources",
        "読む: すべての振る舞いを、理由・図・出典とともにブラウザーで表示します",
    ),
    UsageExample(
        Text("azsim facts snat port", "azsim facts snat ポート"),
        Text(
            "look a value up, with the document it comes from",
            "調べる: 値を、根拠の文書とともに表示します",
        ),
    ),
    UsageExample(
        Text('azsim new "My connections"', "azsim new 自分の送信接続"),
        Text(
            "write your own: a scenario that runs at once and is there to be changed",
            "書く: そのまま実行でき、自由に書き換えられるシナリオを作ります",
        ),
    ),
)
MORE = Text("All commands: azsim --help", "すべてのコマンド: azsim --help")
BEHIND_ITS_COMMAND = Text(
    "--lang stands behind the command, such as: azsim facts --lang ja",
    "--lang はコマンドの後に書く。例: azsim facts --lang ja",
)
EXAMPLES = (
    example(
        "azsim explain main.json",
        "tells what a deployment does, before it is deployed",
        "デプロイの振る舞いを、デプロイする前に説明する",
    ),
    example(
        "azsim run",
        "plays what is here, else what comes with azsim",
        "ここにあるもの、なければ付属の機能を実行する",
    ),
    example("azsim docs --open", "shows it as a site", "サイトにしてブラウザーで開く"),
    UsageExample(
        Text("azsim facts snat port", "azsim facts snat ポート"),
        Text("finds documented values", "文書に記載された値を探す"),
    ),
    example("azsim run --help", "tells more about one command", "一つのコマンドの詳しい説明"),
)
NOT_ALLOWED = Text("{path} can't be opened: {reason}.", "{path} を開けない: {reason}")
FULL = Text(
    "{place} can't be written any further: {reason}. Make room, and try again.",
    "{place}: これ以上書き込めない ({reason})。空きを確保してから、もう一度実行する。",
)
OUTPUT = Text("The output", "出力")
STOPPED = Text("Stopped early: Ctrl+C.", "途中で止めた: Ctrl+C")
# As shells have it.
STOPPED_BY_CTRL_C = 130
VERSION = Text("show the version and stop", "バージョンを表示する")
COMMAND = Text("COMMAND", "コマンド")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit code."""
    keep_printable()
    with visible_streams():
        return _main(arguments)


def _main(arguments: Sequence[str] | None) -> int:
    given = list(sys.argv[1:] if arguments is None else arguments)
    # What follows "--" isn't ours to understand.
    own, rest = _split(given)
    if " ".join(own[:2]) in COMMANDS:
        own[:2] = [" ".join(own[:2])]
    try:
        parser = _parser(own)
        options = parser.parse_args(own)
        if options.greeting and options.do is not greet:
            parser.stop(BEHIND_ITS_COMMAND)
        options.rest = rest
        code = int(options.do(options))
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads the output, such as head, has read enough.
        _write_no_more()
        return 1
    except Advice as advice:
        print(f"azsim: {said(advice.text)}", file=sys.stderr)
        return 2
    except PermissionError as error:
        path = _from_here(Path(error.filename or "")).as_posix()
        print(f"azsim: {said(NOT_ALLOWED.fill(path=path, reason=error.strerror))}", file=sys.stderr)
        return 2
    except OSError as error:
        if not is_full(error):
            raise
        place = said(OUTPUT) if error.filename is None else str(error.filename)
        print(f"azsim: {said(FULL.fill(place=place, reason=error.strerror))}", file=sys.stderr)
        if error.filename is None:
            _write_no_more()
        return 2
    except KeyboardInterrupt:
        print(said(STOPPED), file=sys.stderr)
        return STOPPED_BY_CTRL_C
    return code


def greet(options: argparse.Namespace) -> int:
    """Say what azsim is, and what to do first."""
    language: Language = options.greeting or reader_language()
    limit = columns()
    lines = [
        *wrapped(GREETING.to(language), limit),
        "",
        *wrapped(THINGS_TO_TRY.to(language), limit),
        *in_lines(TRY, language, limit),
        "",
        MORE.to(language),
    ]
    print("\n".join(lines))
    return 0


def _write_no_more() -> None:
    """Forget what is left of the output, which would only fail again when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _from_here(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    if "--" not in arguments:
        return arguments, []
    at = arguments.index("--")
    return arguments[:at], arguments[at + 1 :]


def _parser(arguments: Sequence[str]) -> Parser:
    parser = Parser(prog="azsim", description=said(DESCRIPTION))
    parser.examples = EXAMPLES
    parser.set_defaults(do=greet)
    parser.add_argument("--version", action=_Version, nargs=0, help=said(VERSION))
    parser.add_argument("--lang", choices=("en", "ja"), dest="greeting", help=said(WHICH_LANGUAGE))
    subparsers = parser.add_subparsers(metavar=said(COMMAND))
    chosen = next((name for name in arguments if not name.startswith("-")), None)
    modules = [COMMANDS[chosen]] if chosen in COMMANDS else COMMANDS.values()
    for module in dict.fromkeys(modules):
        importlib.import_module(module).add(subparsers)
    return parser


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        import azsim

        print(f"azsim {azsim.__version__}")
        parser.exit()
