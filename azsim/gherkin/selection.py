"""``x.feature:27`` and ``x.feature::Scenario name`` as node ids of pytest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from azsim.gherkin.document import Case, read

# Columns, as some editors append them, are read and ignored.
_AT_LINE = re.compile(r"(?P<path>.+\.feature):(?P<line>[0-9]+)(?::[0-9]+)*")
_BY_NAME = re.compile(r"(?P<path>.+?\.feature)::(?P<name>.+)", re.DOTALL)


def node_ids(arguments: Iterable[str], folder: Path) -> list[str]:
    """*arguments* of the command line, with lines replaced by the scenarios there.

    *folder* is where relative paths start.
    """
    found: list[str] = []
    for argument in arguments:
        line = _AT_LINE.fullmatch(argument)
        name = _BY_NAME.fullmatch(argument)
        if line is not None and not (folder / argument).exists():
            found.extend(_at_line(line["path"], int(line["line"]), folder))
        elif name is not None:
            found.append(f"{name['path']}::{item_name(name['name'])}")
        else:
            found.append(argument)
    return found


def _at_line(path: str, line: int, folder: Path) -> list[str]:
    if not (folder / path).is_file():
        return [path]
    document = read(folder / path)
    chosen = document.at(line)
    if document.mistakes or len(chosen) == len(document.cases):
        return [path]
    names = item_names(document.cases)
    return [f"{path}::{names[document.cases.index(case)]}" for case in chosen]


def item_name(name: str) -> str:
    """*name* without the two colons that separate the parts of a node id.

    IPv6 addresses hold them; the sign that replaces them looks the same.
    """
    return name.replace("::", "∷")


def item_names(cases: Sequence[Case]) -> list[str]:
    """A name of its own for each of *cases*.

    Rows are told apart by their line, and so are scenarios of the same name.
    """
    often = Counter(case.outline for case in cases)
    return [
        item_name(case.outline)
        + (f"[line {case.row or case.line}]" if often[case.outline] > 1 or case.row else "")
        for case in cases
    ]
