"""What a feature file says and a run takes no heed of, though its author may think otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from azsim.text import Text

Kind = Literal["file", "step", "scenario", "table", "rule", "tag", "layout", "vocabulary", "reason"]
Found = Iterator[tuple[int, Kind, Text]]

NO_ROWS_HERE = Text(
    "These examples have no row, so nothing is played of them; the scenario outline has others. "
    "Write a row below the headings, or delete the block.",
    "この例には行がなく、何も実行されない。実行されるのはほかの例だけである。見出しの下に行を書くか、"
    "この例を削除する。",
)
ROW_TWICE = Text(
    "Line {first} holds the same row, so the same is played twice. Delete one of them, or change it.",
    "{first} 行目と同じ行であり、同じことが二度実行される。どちらかを削除または変更する。",
)
NO_SCENARIO = Text(
    "This rule has no scenario, so nothing shows it. Write one below it, or delete the rule.",
    "このルールにはシナリオがなく、ルールを示すものがない。下にシナリオを書くか、ルールを削除する。",
)
NO_NAME = Text(
    'No name stands behind "{keyword}:", so reports show none and nobody can choose it by name. Say '
    "in a few words what is shown.",
    "「{keyword}:」の後に名前がないため、レポートに表示されず、名前で選ぶこともできない。何を示すかを"
    "短く書く。",
)
TAG_TWICE = Text(
    "The tag {tag} stands here twice. Delete one.",
    "タグ {tag} が二度書かれている。一方を削除する。",
)
COMMENT_IN_TAG = Text(
    "{tag} is one tag, for a comment begins with a space in front of its #. Write\n  {mended}",
    "コメントは # の前に空白を置いて始めるため、{tag} は全体が一つのタグになる。次のように書く。\n"
    "  {mended}",
)


def unheeded(node: Any) -> Found:
    """What is found in a feature or rule and everything below it."""
    yield from _tags(node)
    yield from _name(node)
    for child in node["children"]:
        if "rule" in child:
            rule = child["rule"]
            if not any("scenario" in each for each in rule["children"]):
                yield rule["location"]["line"], "rule", NO_SCENARIO
            yield from unheeded(rule)
        elif "scenario" in child:
            scenario = child["scenario"]
            yield from _tags(scenario)
            yield from _name(scenario)
            yield from _examples(scenario["examples"])


def _name(node: Any) -> Found:
    if not node["name"]:
        yield node["location"]["line"], "scenario", NO_NAME.fill(keyword=node["keyword"])


def _tags(node: Any) -> Found:
    seen: set[str] = set()
    for tag in node["tags"]:
        line, name = tag["location"]["line"], tag["name"]
        if name in seen:
            yield line, "tag", TAG_TWICE.fill(tag=name)
        seen.add(name)
        meant, sign, comment = name.partition("#")
        # A number may belong to the tag: @issue#12.
        if sign and len(meant) > 1 and not comment.isdigit():
            mended = f"{meant} #{comment}"
            yield line, "tag", COMMENT_IN_TAG.fill(tag=name, mended=mended)


def _examples(blocks: Sequence[Any]) -> Found:
    is_filled = any(block["tableBody"] for block in blocks)
    rows: dict[frozenset[tuple[str, str]], int] = {}
    for block in blocks:
        yield from _tags(block)
        if is_filled and not block["tableBody"]:
            yield block["location"]["line"], "table", NO_ROWS_HERE
        names = [cell["value"] for cell in block.get("tableHeader", {"cells": ()})["cells"]]
        for row in block["tableBody"]:
            line = row["location"]["line"]
            values = [cell["value"] for cell in row["cells"]]
            first = rows.setdefault(frozenset(zip(names, values, strict=True)), line)
            if first != line:
                yield line, "table", ROW_TWICE.fill(first=first)
