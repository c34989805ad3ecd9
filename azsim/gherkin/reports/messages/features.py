"""What Cucumber messages say about a feature file, a scenario and a sentence.

The words are those of https://github.com/cucumber/messages, protocol 34. Everything here
is made of plain dictionaries and lists, which travel between processes as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from azsim.gherkin.reading.document import Case, Step
from azsim.gherkin.reading.keywords import Keyword
from azsim.gherkin.reading.paths import shown_path
from azsim.gherkin.reading.source import Source
from azsim.gherkin.vocabulary.parameter_types import ParameterType
from azsim.gherkin.vocabulary.vocabulary import Match, Sentence

Envelope = dict[str, Any]

MEDIA_TYPE = "text/x.cucumber.gherkin+plain"

_TYPES: Mapping[Keyword, str] = {"given": "Context", "when": "Action", "then": "Outcome"}
_PARAMETER = re.compile(r"\{[^{}]*\}")


@frozen
class Script:
    """A feature file as messages, and the ids of its nodes.

    ``nodes`` holds the id of the scenario, row or step on a line, ``tags`` those that the
    scenario or row on a line has, its feature's included.
    """

    uri: str
    source: Source
    tree: Any
    nodes: Mapping[int, str]
    tags: Mapping[int, Mapping[str, str]]

    @classmethod
    def of(cls, source: Source, uri: str) -> Script:
        """*source* under the name *uri*, which makes its ids differ from another file's."""
        tree = _renamed(source.tree, f"{uri}#")
        nodes: dict[int, str] = {}
        tags: dict[int, Mapping[str, str]] = {}
        if tree is not None:
            feature = tree["feature"]
            _number(feature["children"], _tags(feature), nodes, tags)
        return cls(uri, source, tree, nodes, tags)

    def envelopes(self) -> Iterator[Envelope]:
        """The text, and the tree or else what keeps the text from having one."""
        yield {"source": {"uri": self.uri, "data": self.source.text, "mediaType": MEDIA_TYPE}}
        if self.tree is not None:
            yield {"gherkinDocument": {"uri": self.uri, **self.tree}}
        mistake = self.source.mistake
        if mistake is not None:
            yield {
                "parseError": {
                    "source": {"uri": self.uri, "location": {"line": mistake.line}},
                    "message": mistake.text.to(self.source.language),
                }
            }

    def pickle(self, case: Case) -> Envelope:
        """A scenario or row, ready to be played.

        The official compiler isn't asked: what is played is what :mod:`document` says.
        """
        line = case.row or case.line
        row = [] if case.row is None else [self.nodes[case.row]]
        pickle_id = f"{self.uri}:{line}"
        return {
            "id": pickle_id,
            "uri": self.uri,
            "location": {"line": line},
            "name": case.name,
            "language": self.tree["feature"]["language"],
            "steps": [
                {
                    "id": f"{pickle_id}/{number}",
                    "astNodeIds": [self.nodes[step.line], *row],
                    "type": _TYPES[step.kind],
                    "text": step.text,
                    **_argument(step),
                }
                for number, step in enumerate(case.steps, start=1)
            ],
            "tags": [
                {"name": name, "astNodeId": node_id} for name, node_id in self.tags[line].items()
            ],
            "astNodeIds": [self.nodes[case.line], *row],
        }


def _renamed(tree: Any, prefix: str) -> Any:
    """*tree* with *prefix* in front of every id; the parser counts from 0 in every file."""
    if isinstance(tree, dict):
        return {
            key: f"{prefix}{value}" if key == "id" else _renamed(value, prefix)
            for key, value in tree.items()
        }
    return [_renamed(each, prefix) for each in tree] if isinstance(tree, list) else tree


def _number(
    children: Any,
    inherited: Mapping[str, str],
    nodes: dict[int, str],
    tags: dict[int, Mapping[str, str]],
) -> None:
    for child in children:
        for kind, node in child.items():
            nodes.update(_ids([node, *node.get("steps", ())]))
            own = {**_tags(node), **inherited} if "tags" in node else inherited
            if kind == "rule":
                _number(node["children"], own, nodes, tags)
            elif kind == "scenario":
                tags[node["location"]["line"]] = own
                for examples in node["examples"]:
                    rows = _ids(examples["tableBody"])
                    nodes.update(rows)
                    tags.update({line: {**_tags(examples), **own} for line in rows})


def _ids(found: Sequence[Any]) -> dict[int, str]:
    return {node["location"]["line"]: node["id"] for node in found}


def _tags(node: Any) -> dict[str, str]:
    return {tag["name"]: tag["id"] for tag in node["tags"]}


def _argument(step: Step) -> dict[str, Any]:
    argument: dict[str, Any] = {}
    if step.table is not None:
        rows = [{"cells": [{"value": cell} for cell in row]} for row in step.table]
        argument["dataTable"] = {"rows": rows}
    if step.docstring is not None:
        argument["docString"] = {"content": step.docstring}
    return {"argument": argument} if argument else {}


def step_definition(sentence: Sentence, folder: Path) -> Envelope:
    """One sentence of the vocabulary; its place is shown from *folder*."""
    place = sentence.definition.where
    keyword = sentence.definition.keyword
    return {
        "stepDefinition": {
            "id": f"{_shown(place, folder)} {keyword} {sentence.expression}",
            "pattern": {"type": "CUCUMBER_EXPRESSION", "source": sentence.expression},
            "sourceReference": _reference(place, folder),
        }
    }


def parameter_type(kind: ParameterType, folder: Path) -> Envelope:
    """One type of values; its place is shown from *folder*."""
    return {
        "parameterType": {
            "id": f"{_shown(kind.where, folder)} {kind.name}",
            "name": kind.name,
            "regularExpressions": list(kind.patterns),
            "preferForRegularExpressionMatch": False,
            "useForSnippets": False,
            "sourceReference": _reference(kind.where, folder),
        }
    }


def arguments(match: Match, text: str) -> Envelope:
    """The values in the step *text*, with their places in it."""
    starts = _starts(match, text)
    return {
        "stepMatchArguments": [
            {"group": {"value": value, **start, "children": []}, "parameterTypeName": name}
            for (name, value), start in zip(match.texts.items(), starts, strict=True)
        ]
    }


def _starts(match: Match, text: str) -> list[dict[str, int]]:
    """Where each value begins; nothing where that can't be told."""
    between = [
        ".*?" if re.search(r"[/()\\]", words) else re.escape(words)
        for words in _PARAMETER.split(match.sentence.expression)
    ]
    values = [f"({re.escape(value)})" for value in match.texts.values()]
    parts = [part for pair in zip(between, values, strict=False) for part in pair]
    found = re.match("".join(parts), text)
    if found is None:
        return [{} for _ in values]
    return [{"start": found.start(number)} for number in range(1, len(values) + 1)]


def _shown(where: str, folder: Path) -> str:
    path, _, line = where.rpartition(":")
    return f"{shown_path(Path(path), folder)}:{line}"


def _reference(where: str, folder: Path) -> Envelope:
    path, _, line = _shown(where, folder).rpartition(":")
    return {"uri": path, "location": {"line": int(line)}}
