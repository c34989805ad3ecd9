"""``x.feature:27`` and ``x.feature::Scenario name`` as node ids of pytest, and tags to it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from azsim.gherkin.reading.document import of
from azsim.gherkin.reading.names import item_name, item_names, items_called
from azsim.gherkin.reading.source import parse
from azsim.terminal.language import reader_language
from azsim.text import Text

BEYOND_THE_END = Text(
    "{path} has no line {line}; its last one is {last}.",
    "{path} に {line} 行目はない。最後は {last} 行目である。",
)
NO_SIGNS = Text(
    '{option} "{words}": pytest knows tags without the sign @. Write {option} "{right}".',
    '{option} "{words}": pytest ではタグを @ なしで書く。{option} "{right}" と書く。',
)

# Columns, as some editors append them, are read and ignored.
_AT_LINE = re.compile(r"(?P<path>.+\.feature):(?P<line>[0-9]+)(?::[0-9]+)*")
_BY_NAME = re.compile(r"(?P<path>.+?\.feature)::(?P<name>.+)", re.DOTALL)


def check_expressions(config: pytest.Config) -> None:
    """Say how a tag is written, which pytest would only call an unexpected character.

    An argument that begins with @ is a file to pytest, and read before any plug-in is there.

    :raises pytest.UsageError: where ``-m`` or ``-k`` names a tag with its sign.
    """
    for option, words in (("-m", config.option.markexpr), ("-k", config.option.keyword)):
        if "@" in words:
            right = words.removeprefix("=").replace("@", "")
            advice = NO_SIGNS.fill(option=option, words=words, right=right)
            raise pytest.UsageError(advice.to(reader_language()))


def node_ids(arguments: Iterable[str], folder: Path) -> list[str]:
    """*arguments* of the command line, with lines replaced by the scenarios there.

    *folder* is where relative paths start.
    """
    found: list[str] = []
    for argument in arguments:
        line = _AT_LINE.fullmatch(argument)
        name = _BY_NAME.fullmatch(argument)
        if name is not None:
            found.extend(_by_name(name["path"], name["name"], folder))
        elif line is not None and not (folder / argument).exists():
            found.extend(_at_line(line["path"], int(line["line"]), folder))
        else:
            found.append(argument)
    return found


def _by_name(path: str, name: str, folder: Path) -> list[str]:
    # Where a bracket is part of a name, pytest takes what follows it for parameters.
    if "[" in name and (folder / path).is_file():
        called = items_called(name, of(parse(folder / path)).cases)
        if called:
            return [f"{path}::{each}" for each in called]
    return [f"{path}::{item_name(name)}"]


def _at_line(path: str, line: int, folder: Path) -> list[str]:
    if not (folder / path).is_file():
        return [path]
    source = parse(folder / path)
    last = source.text.count("\n") + (not source.text.endswith("\n"))
    if line > last:
        beyond = BEYOND_THE_END.fill(path=Path(path).as_posix(), line=line, last=last)
        raise pytest.UsageError(beyond.to(reader_language()))
    document = of(source)
    chosen = document.at(line)
    if document.mistakes or len(chosen) == len(document.cases):
        return [path]
    names = item_names(document.cases)
    return [f"{path}::{names[document.cases.index(case)]}" for case in chosen]
