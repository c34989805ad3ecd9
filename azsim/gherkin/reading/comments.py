"""The comments that lie directly upon a title, or upon its tags: what they say belongs to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from azsim.gherkin.reading.source import Source


def comments_in(source: Source) -> Mapping[int, str]:
    """Every comment of *source* without the blanks around it, by its line."""
    return {
        each["location"]["line"]: each["text"].strip() for each in source.tree.get("comments", ())
    }


def upon(node: Any, comments: Mapping[int, str]) -> Mapping[int, str]:
    """Those of *comments* that no other line parts from the title of *node* or its tags."""
    first = end = top_of(node)
    while first - 1 in comments:
        first -= 1
    return {line: comments[line] for line in range(first, end)}


def title_nodes(feature: Any) -> Iterator[Any]:
    """Everything in a feature that has a title: itself, rules, backgrounds, scenarios, examples."""
    yield feature
    for child in feature.get("children", ()):
        for node in child.values():
            yield from title_nodes(node)
    yield from feature.get("examples", ())


def top_of(node: Any) -> int:
    """The line of a title, or of the first of its tags."""
    tags = [int(tag["location"]["line"]) for tag in node.get("tags", ())]
    return min([int(node["location"]["line"]), *tags])
