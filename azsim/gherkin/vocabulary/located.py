"""Where the values of a step stand in it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from azsim.gherkin.vocabulary.compat import Node, nodes_of


def located(expression: str, values: Mapping[str, str], text: str) -> dict[str, tuple[int, int]]:
    """Where in *text*, which says *expression*, each of *values* begins and ends."""
    names = [node.text for node in nodes_of(expression) if node.kind == "PARAMETER"]
    found = re.fullmatch("".join(_pattern(node, values) for node in nodes_of(expression)), text)
    if found is None:
        raise LookupError(text)
    return {name: found.span(number) for number, name in enumerate(names, start=1)}


def _pattern(node: Node, values: Mapping[str, str]) -> str:
    kind = node.kind
    if kind == "PARAMETER":
        return f"({re.escape(values[node.text])})"
    if kind == "TEXT":
        return re.escape(node.text)
    if kind == "OPTIONAL":
        return f"(?:{re.escape(node.text)})?"
    choices = ("".join(_pattern(each, values) for each in choice.nodes) for choice in node.nodes)
    return f"(?:{'|'.join(choices)})"
