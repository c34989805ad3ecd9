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
from azsim.terminal.language import keep_printable, said
from azsim.terminal.usage import Parser
from azsim.terminal.visible import visible_streams
from azsim.text import Advice, Text

# A module here offers ``add(subparsers)``: it adds its parser and sets the default
# ``do``, a function from the parsed arguments to the exit code. Only the module of the
# subcommand that was called is imported.
COMMANDS = {
    "run": "azsim.gherkin.commands.run",
    "check": "azsim.gherkin.commands.check",
    "docs": "azsim.livingdocs.command",
    "facts": "azsim.proving.command",
    "new": "azsim.gherkin.commands.new",
    "steps": "azsim.gherkin.commands.steps",
    "translate": "azsim.gherkin.commands.translate",
}

DESCRIPTION = Text(
    "Executable documentation of Azure networking.",
    "Azure ネットワークの、実行できるドキュメント。",
)
NOT_ALLOWED = Text("{path} can't be opened: {reason}.", "{path} を開けない: {reason}")
FULL = Text(
    "{place} can't be written any further: {reason}. Make room, and try again.",
    "{place}: これ以上書き込めない（{reason}）。空きを確保してから、もう一度実行する。",
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
    try:
        options = _parser(own).parse_args(own)
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
    parser.add_argument("--version", action=_Version, nargs=0, help=said(VERSION))
    subparsers = parser.add_subparsers(metavar=said(COMMAND), required=True)
    chosen = next((name for name in arguments if not name.startswith("-")), None)
    for name, module in COMMANDS.items():
        if name == chosen or chosen not in COMMANDS:
            importlib.import_module(module).add(subparsers)
    return parser


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        import azsim

        print(f"azsim {azsim.__version__}")
        parser.exit()
