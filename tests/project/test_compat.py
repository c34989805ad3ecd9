"""What azsim knows of the inside of other libraries stands in modules called compat, with its test."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import azsim

PACKAGE = Path(azsim.__file__).parent
TESTS = Path(__file__).parents[1]
COMPAT = sorted(PACKAGE.rglob("compat.py"))
OTHERS = sorted(
    path
    for folder in ("gherkin", "terminal")
    for path in (PACKAGE / folder).rglob("*.py")
    if path.name != "compat.py"
)
NAMED = re.compile(r"(test_\w+)\.py,\s+(test_\w+)")


def name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", COMPAT, ids=name)
def test_the_test_that_fails_first_exists(path: Path) -> None:
    words = re.sub(r"\s*\n\s*#?\s*", " ", path.read_text("utf-8"))
    named = NAMED.findall(words)
    assert len(named) == words.count("First to fail") > 0
    for module, test in named:
        [found] = TESTS.rglob(f"{module}.py")
        assert f"def {test}(" in found.read_text("utf-8"), test


def own_names(tree: ast.Module) -> set[str]:
    """Every private name that a module gives itself: to attributes, methods and variables."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            names.add(node.attr)
    return names


def private_uses(source: str) -> Iterator[str]:
    """The private attributes of others that *source* reads, and private modules it imports."""
    tree = ast.parse(source)
    own = own_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and re.match("_[^_]", node.attr):
            if node.attr not in own:
                yield node.attr
        elif isinstance(node, ast.keyword) and (node.arg or "").startswith("_"):
            yield str(node.arg)
        elif isinstance(node, ast.ImportFrom) and re.search(r"\b_[a-z]", node.module or ""):
            yield str(node.module)


@pytest.mark.parametrize("path", OTHERS, ids=name)
def test_private_parts_of_others_are_used_nowhere_else(path: Path) -> None:
    assert list(private_uses(path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    ["item._fixtureinfo", "Mark('x', _ispytest=True)", "from _pytest.nodes import Node"],
)
def test_a_private_part_is_noticed(source: str) -> None:
    assert list(private_uses(source)) != []
