"""The command ``azsim``: each subcommand lives in the module that does the work."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from azsim.gherkin.reader import keep_printable, reader_language
from azsim.text import Advice

# A module here offers ``add(subparsers)``: it adds its parser and sets the default
# ``do``, a function from the parsed arguments to the exit code. Only the module of the
# subcommand that was called is imported. Wrong usage ends with its ``USAGE_ERROR``, or
# with 2 where it has none.
COMMANDS = {
    "run": "azsim.gherkin.command",
    "check": "azsim.gherkin.authoring.check",
    "facts": "azsim.proving.command",
    "new": "azsim.gherkin.authoring.new",
    "steps": "azsim.gherkin.authoring.steps",
    "translate": "azsim.gherkin.authoring.translate_command",
}


class Parser(argparse.ArgumentParser):
    """An argument parser whose exit code for wrong usage can be chosen."""

    usage_code = 2

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line below the usage, and stop."""
        self.print_usage(sys.stderr)
        self.exit(self.usage_code, f"{self.prog}: {message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit code."""
    keep_printable()
    given = list(sys.argv[1:] if arguments is None else arguments)
    # What follows "--" isn't ours to understand.
    own, rest = _split(given)
    options = _parser(own).parse_args(own)
    options.rest = rest
    try:
        code = int(options.do(options))
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads the output, such as head, has read enough. What is left of it
        # would only fail again when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Advice as advice:
        print(f"azsim: {advice.text.to(reader_language())}", file=sys.stderr)
        return 2
    return code


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    if "--" not in arguments:
        return arguments, []
    at = arguments.index("--")
    return arguments[:at], arguments[at + 1 :]


def _parser(arguments: Sequence[str]) -> Parser:
    parser = Parser(
        prog="azsim",
        description="Executable documentation of Azure networking.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and stop")
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)
    chosen = next((name for name in arguments if not name.startswith("-")), None)
    for name, module in COMMANDS.items():
        if name == chosen or chosen not in COMMANDS:
            command = importlib.import_module(module)
            command.add(subparsers)
            if name == chosen:
                parser.usage_code = getattr(command, "USAGE_ERROR", parser.usage_code)
    return parser


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        import azsim

        print(f"azsim {azsim.__version__}")
        parser.exit()
