"""The command line in the language of the reader: its help, and what is wrong with it."""

from __future__ import annotations

import argparse
import re
import sys
from itertools import chain
from typing import Any, NoReturn

from azsim.gherkin.authoring.align import width
from azsim.gherkin.authoring.lines import wrapped
from azsim.gherkin.reader import said
from azsim.text import Text, did_you_mean

NOTHING = Text("", "")
USAGE = Text("usage: ", "使い方: ")
HEADINGS = {
    "positional arguments": Text("arguments", "引数"),
    "options": Text("options", "オプション"),
}
HELP = Text("show this help and stop", "このヘルプを表示する")
UNRECOGNIZED = Text("unrecognized arguments: {words}.{hint}", "余分な引数がある: {words}。{hint}")
NO_SUCH_CHOICE = Text(
    'argument {name}: there is no "{found}".{hint} Choose from {choices}.',
    "{name}: 「{found}」はない。{hint}指定できるのは {choices} である。",
)

# What argparse says, and how we say it.
_SAID = (
    (
        re.compile("the following arguments are required: (?P<names>.*)"),
        Text("these arguments are missing: {names}", "引数が足りない: {names}"),
    ),
    (
        re.compile("argument (?P<name>.*): expected one argument"),
        Text("argument {name}: a value is missing", "{name}: 値が足りない。"),
    ),
    (
        re.compile("argument (?P<name>.*): ignored explicit argument (?P<found>.*)"),
        Text("argument {name}: it takes no value", "{name}: 値は取らない。"),
    ),
    (
        re.compile("argument (?P<name>.*): invalid int value: '(?P<found>.*)'"),
        Text(
            'argument {name}: "{found}" isn\'t a whole number',
            "{name}: 「{found}」は整数ではない。",
        ),
    ),
    (
        re.compile("argument (?P<name>.*): not allowed with argument (?P<other>.*)"),
        Text(
            "argument {name}: not allowed together with {other}",
            "{name}: {other} と同時には指定できない。",
        ),
    ),
    (
        re.compile("ambiguous option: (?P<found>.*) could match (?P<names>.*)"),
        Text(
            "{found} could be any of {names}",
            "{found} だけでは {names} のどれか決まらない。",
        ),
    ),
)
_CHOICE = re.compile(
    r"argument (?P<name>.*): invalid choice: '(?P<found>.*)' \(choose from (?P<choices>.*)\)"
)


class Formatter(argparse.HelpFormatter):
    """Help in even columns and lines, whatever letters are in them."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28)

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """The line that shows how the command is called."""
        super().add_usage(usage, actions, groups, said(USAGE) if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        """A list of arguments."""
        known = HEADINGS.get(heading or "")
        super().start_section(heading if known is None else said(known))

    def add_argument(self, action: argparse.Action) -> None:
        """One line of a list, or more, which the others stand below."""
        super().add_argument(action)
        for each in chain([action], self._iter_indented_subactions(action)):
            wide = self._current_indent + width(self._format_action_invocation(each))
            self._action_max_length = max(self._action_max_length, wide)

    def _format_action(self, action: argparse.Action) -> str:
        # It is filled up to a column by the number of its letters.
        shown = self._format_action_invocation(action)
        excess = width(shown) - len(shown)
        return super()._format_action(action).replace(shown + " " * excess, shown, 1)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrapped(" ".join(text.split()), width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(wrapped(" ".join(text.split()), width, indent))


class Parser(argparse.ArgumentParser):
    """An argument parser that answers in the language of the reader.

    ``usage_code`` is its exit code for wrong usage, ``elsewhere`` says who may know an
    option that it doesn't.
    """

    usage_code = 2
    elsewhere: Text | None = None

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, formatter_class=Formatter, add_help=False)
        # From Python 3.14 on, help would be coloured.
        self.color = False
        self.add_argument("-h", "--help", action="help", help=said(HELP))

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse *args*, of which none may be left.

        A subcommand that finds one says so itself, instead of the command.
        """
        found, rest = super().parse_known_args(args, namespace)
        if rest:
            options = [name for name in self._option_string_actions if name.startswith("--")]
            hint = did_you_mean(rest[0], options) if rest[0].startswith("--") else NOTHING
            if self.elsewhere is not None and hint == NOTHING:
                hint = Text(f" {self.elsewhere.en}", self.elsewhere.ja)
            self.stop(UNRECOGNIZED.fill(words=" ".join(rest), hint=hint))
        return found, rest

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line below the usage, and stop."""
        self.stop(_in_our_words(message))

    def stop(self, text: Text) -> NoReturn:
        """Say *text* below the usage, and stop."""
        self.print_usage(sys.stderr)
        self.exit(self.usage_code, f"{self.prog}: {said(text)}\n")


def _in_our_words(message: str) -> Text:
    """What argparse means by *message*; in its own words where that isn't known."""
    choice = _CHOICE.fullmatch(message)
    if choice is not None:
        # Python up to 3.11 quotes them.
        choices = choice["choices"].replace("'", "").split(", ")
        hint = did_you_mean(choice["found"], choices)
        return NO_SUCH_CHOICE.fill(
            name=choice["name"], found=choice["found"], hint=hint, choices=", ".join(choices)
        )
    for pattern, text in _SAID:
        match = pattern.fullmatch(message)
        if match is not None:
            return text.fill(**match.groupdict())
    return Text(message, message)
