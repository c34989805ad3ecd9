"""What a feature file has to say in both languages: where that is missing, or isn't the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from azsim.gherkin.checking.unheeded import Found
from azsim.gherkin.reading.comments import title_nodes
from azsim.gherkin.reading.heads import NO_HEADS, Heads, heads_in, wrong_heads
from azsim.gherkin.reading.placeholders import placeholders_in
from azsim.gherkin.reading.source import Source
from azsim.gherkin.reading.titles import is_in_both, titles_in
from azsim.text import OTHER, Text, did_you_mean

NO_HEADS_YET = Text(
    "These columns have no names in the other language. Write them directly above this row, such as\n"
    "  # {language}: {row}",
    "列の名前が片方の言語でしか書かれていない。この行のすぐ上に次のように書く。\n"
    "  # {language}: {row}",
)
NO_COLUMN = Text(
    "<{name}> is no column of the examples below, so the title keeps it as it is written.{hint}",
    "<{name}> は下の例の列ではないため、題名にそのまま残る。{hint}",
)


def in_both_languages(source: Source, *, for_readers: bool) -> Found:
    """What is wrong with words in the other language; missing ones only in a file *for readers*."""
    language = OTHER[source.language]
    for mistake in wrong_heads(source):
        yield mistake.line, "table", mistake.text
    heads = heads_in(source, language)
    titles = titles_in(source, language)
    for node in title_nodes(source.tree["feature"]):
        title = titles.get(node["location"]["line"])
        names = columns_of(node, heads)
        if title is not None and names:
            for name in placeholders_in(title.name):
                if name not in names:
                    hint = did_you_mean(name, names)
                    yield title.lines[0], "table", NO_COLUMN.fill(name=name, hint=hint)
        if for_readers and "tableHeader" in node:
            header = node["tableHeader"]
            cells = [cell["value"] for cell in header["cells"]]
            if header["location"]["line"] not in heads and not all(map(is_in_both, cells)):
                row = f"| {' | '.join('…' for _ in cells)} |"
                text = NO_HEADS_YET.fill(language=language, row=row)
                yield header["location"]["line"], "table", text


def columns_of(scenario: Any, heads: Mapping[int, Heads]) -> list[str]:
    """What the columns of a scenario's examples are called, in either language."""
    names: list[str] = []
    for examples in scenario.get("examples", ()):
        if "tableHeader" in examples:
            header = examples["tableHeader"]
            names += [cell["value"] for cell in header["cells"]]
            names += heads.get(header["location"]["line"], NO_HEADS).cells
    return names
