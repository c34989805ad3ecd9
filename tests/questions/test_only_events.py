"""Questions and pictures go by events alone: no cast, no wording, no rule of a function."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2] / "azsim"
READERS = [
    path
    for folder in ("questions", "tools", "livingdocs")
    for path in sorted((HOUSE / folder).rglob("*.py"))
]
QUESTIONS = [path for path in READERS if path.parent.name == "questions"]


def name(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


def imported(path: Path) -> Iterator[str]:
    """What the module imports, by its full name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def compared(path: Path) -> Iterator[str]:
    """The attributes that the module compares with something, other than with None."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Compare) and not isinstance(node.ops[0], ast.Is | ast.IsNot):
            sides = (node.left, *node.comparators)
            yield from (side.attr for side in sides if isinstance(side, ast.Attribute))


@pytest.mark.parametrize("path", READERS, ids=name)
def test_nothing_is_cast(path: Path) -> None:
    assert "typing.cast" not in set(imported(path))


@pytest.mark.parametrize("path", QUESTIONS, ids=name)
def test_a_question_knows_no_function(path: Path) -> None:
    assert not [each for each in imported(path) if each.startswith("azsim.functions")]


@pytest.mark.parametrize("path", READERS, ids=name)
def test_no_rule_or_reason_is_told_by_comparing(path: Path) -> None:
    """Whoever has to tell two apart has two classes of events."""
    assert not {"rule", "reason", "refused", "text", "request"} & set(compared(path))
