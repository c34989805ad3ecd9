"""The command line in the language of the reader: its help, and what is wrong with it."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from azsim.terminal.compat import Formatter, in_our_words, long_options
from azsim.terminal.examples import UsageExample, in_lines
from azsim.terminal.language import reader_language, said
from azsim.text import Text, did_you_mean

NOTHING = Text("", "")
EXAMPLES = Text("examples:", "例:")
HELP = Text("show this help and stop", "このヘルプを表示する")
UNRECOGNIZED = Text("unrecognized arguments: {words}.{hint}", "余分な引数がある: {words}。{hint}")


class Parser(argparse.ArgumentParser):
    """An argument parser that answers in the language of the reader.

    ``usage_code`` is its exit code for wrong usage, ``elsewhere`` says who may know an
    option that it doesn't. Help ends with the ``examples``.
    """

    usage_code = 2
    elsewhere: Text | None = None
    examples: Sequence[UsageExample] = ()

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, formatter_class=Formatter, add_help=False)
        # From Python 3.14 on, help would be coloured.
        self.color = False
        self.add_argument("-h", "--help", action="help", help=said(HELP))

    def format_help(self) -> str:
        """What ``--help`` prints."""
        if not self.examples:
            return super().format_help()
        # argparse leaves two columns free as well.
        limit = shutil.get_terminal_size().columns - 2
        lines = in_lines(self.examples, reader_language(), limit)
        return "\n".join((super().format_help(), said(EXAMPLES), *lines, ""))

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse *args*, of which none may be left.

        A subcommand that finds one says so itself, instead of the command.
        """
        found, rest = super().parse_known_args(args, namespace)
        if rest:
            is_option = rest[0].startswith("--")
            hint = did_you_mean(rest[0], long_options(self)) if is_option else NOTHING
            if self.elsewhere is not None and hint == NOTHING:
                hint = Text(f" {self.elsewhere.en}", self.elsewhere.ja)
            self.stop(UNRECOGNIZED.fill(words=" ".join(rest), hint=hint))
        return found, rest

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line below the usage, and stop."""
        self.stop(in_our_words(message))

    def stop(self, text: Text) -> NoReturn:
        """Say *text* below the usage, and stop."""
        self.print_usage(sys.stderr)
        self.exit(self.usage_code, f"{self.prog}: {said(text)}\n")
