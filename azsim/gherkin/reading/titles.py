"""Titles and descriptions in the other language: comments above a title.

    # ja: SNAT ポートが戻るとき
    # ja: FIN の後は 240 秒、RST の後は 15 秒で戻る。
    Feature: When a SNAT port comes back
      It is free 240 seconds after FIN and 15 seconds after RST.

The first line is the title, whatever follows is the description. They stand directly
above the title, or above its tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from azsim.gherkin.reading.source import Source
from azsim.text import Language

_COMMENT = re.compile(r"\s*#\s*(?P<language>en|ja)\s*:[ \t]?(?P<words>.*)")


@frozen
class Title:
    """The words of a title and, line by line, of its description."""

    name: str
    description: tuple[str, ...] = ()


def titles_in(source: Source, language: Language) -> Mapping[int, Title]:
    """The titles of *source* that comments give in *language*, by the line of the title."""
    comments = dict(_comments(source, language))
    found: dict[int, Title] = {}
    for node in title_nodes(source.tree["feature"]) if comments else ():
        line = top_of(node)
        lines: list[str] = []
        while line - 1 in comments:
            line -= 1
            lines.insert(0, comments[line])
        if lines:
            found[node["location"]["line"]] = Title(lines[0], tuple(lines[1:]))
    return found


def comment(language: Language, words: str) -> str:
    """The line that says *words* of a title in *language*."""
    return f"# {language}: {words}".rstrip()


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


def _comments(source: Source, language: Language) -> Iterator[tuple[int, str]]:
    for comment in source.tree["comments"]:
        found = _COMMENT.fullmatch(comment["text"].rstrip("\r\n"))
        if found is not None and found["language"] == language:
            yield comment["location"]["line"], found["words"].strip()
