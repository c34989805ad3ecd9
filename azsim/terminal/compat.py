"""What azsim knows of the inside of argparse, and nothing else does.

argparse says everything in English and counts letters instead of columns. It has no hook
for either, so its help formatter is changed in places that aren't documented, and what it
says about wrong usage is recognised by its words. The test that fails first is named
beside each part.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from azsim.terminal.columns import width
from azsim.terminal.language import said
from azsim.terminal.wrapping import wrapped
from azsim.text import Text, did_you_mean

USAGE = Text("usage: ", "使い方: ")
# The headings that argparse gives its two lists, in English where nobody has translated them.
# First to fail: test_help.py, test_help_is_japanese_for_a_japanese_reader.
HEADINGS = {
    "positional arguments": Text("arguments", "引数"),
    "options": Text("options", "オプション"),
}
NO_SUCH_CHOICE = Text(
    'argument {name}: there is no "{found}".{hint} Choose from {choices}.',
    "{name}: 「{found}」はない。{hint}指定できるのは {choices} である。",
)

# What argparse says, and how we say it; its exceptions hold nothing but the sentence.
# First to fail: test_help.py, test_wrong_usage_is_answered_in_one_line. A sentence that
# changes, or a new one, is shown in argparse's own words.
_SENTENCES = (
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
    """Help in even columns and lines, whatever letters are in them.

    A Japanese letter takes two columns and may end a line. First to fail: test_help.py,
    test_help_stands_in_columns_that_fit_the_screen.
    """

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
        # Where the second column begins is counted in letters.
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


def long_options(parser: argparse.ArgumentParser) -> Iterator[str]:
    """The options of *parser* that begin with two dashes, to find the one that was meant.

    argparse keeps them to itself. First to fail: test_help.py,
    test_wrong_usage_is_answered_in_one_line.
    """
    return (name for name in parser._option_string_actions if name.startswith("--"))


def in_our_words(message: str) -> Text:
    """What argparse means by *message*; in its own words where that isn't known."""
    choice = _CHOICE.fullmatch(message)
    if choice is not None:
        # Python up to 3.11 quotes them.
        choices = choice["choices"].replace("'", "").split(", ")
        hint = did_you_mean(choice["found"], choices)
        return NO_SUCH_CHOICE.fill(
            name=choice["name"], found=choice["found"], hint=hint, choices=", ".join(choices)
        )
    for pattern, text in _SENTENCES:
        match = pattern.fullmatch(message)
        if match is not None:
            return text.fill(**match.groupdict())
    return Text(message, message)
