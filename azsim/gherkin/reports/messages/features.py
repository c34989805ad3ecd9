"""What Cucumber messages say about a feature file, a scenario and a sentence.

They are made of Cucumber's own classes and travel between processes as plain dictionaries,
which is what :func:`plain` makes of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import cucumber_messages as messages  # type: ignore[import-untyped]
from attrs import frozen

from azsim.gherkin.reading.document import Case, Step
from azsim.gherkin.reading.paths import shown_path
from azsim.gherkin.reading.source import Source
from azsim.gherkin.reports.messages.suggestions import built_in_types
from azsim.gherkin.vocabulary.parameter_types import ParameterType
from azsim.gherkin.vocabulary.vocabulary import Match, Sentence, Vocabulary

Plain = dict[str, Any]
"""A message as it is written, in JSON's own types."""

_PARAMETER = re.compile(r"\{[^{}]*\}")


def plain(message: Any) -> Plain:
    """*message*, an instance of one of Cucumber's classes, in JSON's own types."""
    found: Plain = messages.message_converter.to_dict(message)
    return found


@frozen
class Script:
    """A feature file as messages, and the ids of its nodes.

    ``nodes`` holds the scenario, row or step on a line, ``tags`` those that the scenario or row
    on a line has, its feature's included and in front.
    """

    uri: str
    source: Source
    tree: Any
    nodes: Mapping[int, Any]
    tags: Mapping[int, Sequence[Any]]

    @classmethod
    def of(cls, source: Source, uri: str) -> Script:
        """*source* under the name *uri*, which makes its ids differ from another file's."""
        tree = _renamed(source.tree, f"{uri}#")
        nodes: dict[int, Any] = {}
        tags: dict[int, Sequence[Any]] = {}
        if tree is not None:
            feature = tree["feature"]
            _number(feature["children"], feature["tags"], nodes, tags)
        return cls(uri, source, tree, nodes, tags)

    def envelopes(self) -> Iterator[Plain]:
        """The text, and the tree or else what keeps the text from having one."""
        media_type = messages.SourceMediaType.text_x_cucumber_gherkin_plain
        source = messages.Source(self.source.text, media_type, self.uri)
        yield plain(messages.Envelope(source=source))
        if self.tree is not None:
            # The official parser makes it in the very shape of the message.
            yield {"gherkinDocument": {"uri": self.uri, **self.tree}}
        mistake = self.source.mistake
        if mistake is not None:
            where = messages.SourceReference(location=messages.Location(mistake.line), uri=self.uri)
            error = messages.ParseError(mistake.text.to(self.source.language), where)
            yield plain(messages.Envelope(parse_error=error))

    def pickle(self, case: Case, repetition: int = 1) -> messages.Pickle:
        """A scenario or row, ready to be played; *repetition* counts from 1.

        The official compiler isn't asked: what is played is what :mod:`document` says.
        """
        line = case.row or case.line
        row = [] if case.row is None else [self.nodes[case.row]["id"]]
        where = self.nodes[line]["location"]
        written = [self.nodes[step.line] for step in case.steps]
        pickle_id = f"{self.uri}:{line}"
        if repetition > 1:
            pickle_id += f" {repetition}"
        return messages.Pickle(
            id=pickle_id,
            uri=self.uri,
            location=messages.Location(where["line"], where["column"]),
            name=case.name,
            language=self.tree["feature"]["language"],
            steps=[
                messages.PickleStep(
                    id=f"{pickle_id}/{number}",
                    ast_node_ids=[node["id"], *row],
                    type=kind,
                    text=step.text,
                    argument=_argument(step, node),
                )
                for number, (step, node, kind) in enumerate(
                    zip(case.steps, written, _kinds(written), strict=True), start=1
                )
            ],
            tags=[
                messages.PickleTag(name=tag["name"], ast_node_id=tag["id"])
                for tag in self.tags[line]
            ],
            ast_node_ids=[self.nodes[case.line]["id"], *row],
        )


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
    inherited: Sequence[Any],
    nodes: dict[int, Any],
    tags: dict[int, Sequence[Any]],
) -> None:
    for child in children:
        for kind, node in child.items():
            nodes.update(_by_line([node, *node.get("steps", ())]))
            own = [*inherited, *node.get("tags", ())]
            if kind == "rule":
                _number(node["children"], own, nodes, tags)
            elif kind == "scenario":
                tags[node["location"]["line"]] = own
                for examples in node["examples"]:
                    rows = _by_line(examples["tableBody"])
                    nodes.update(rows)
                    tags.update({line: [*own, *examples["tags"]] for line in rows})


def _by_line(found: Sequence[Any]) -> dict[int, Any]:
    return {node["location"]["line"]: node for node in found}


def _kinds(written: Iterable[Any]) -> Iterator[messages.PickleStepType]:
    """The type of each step as Cucumber has it: what a keyword like ``*`` says is unknown."""
    kind = messages.PickleStepType.unknown
    for node in written:
        if node["keywordType"] != "Conjunction":
            kind = messages.PickleStepType(node["keywordType"])
        yield kind


def _argument(step: Step, node: Any) -> messages.PickleStepArgument | None:
    if step.table is None and step.docstring is None:
        return None
    argument = messages.PickleStepArgument()
    if step.table is not None:
        argument.data_table = messages.PickleTable(
            [
                messages.PickleTableRow([messages.PickleTableCell(cell) for cell in row])
                for row in step.table
            ]
        )
    if step.docstring is not None:
        media_type = node["docString"].get("mediaType")
        argument.doc_string = messages.PickleDocString(step.docstring, media_type=media_type)
    return argument


def step_definition(sentence: Sentence, folder: Path) -> messages.StepDefinition:
    """One sentence of the vocabulary; its place is shown from *folder*."""
    place = sentence.definition.where
    keyword = sentence.definition.keyword
    kind = messages.StepDefinitionPatternType.cucumber_expression
    return messages.StepDefinition(
        id=f"{_shown(place, folder)} {keyword} {sentence.expression}",
        pattern=messages.StepDefinitionPattern(sentence.expression, kind),
        source_reference=_reference(place, folder),
    )


def parameter_type(kind: ParameterType, folder: Path) -> messages.ParameterType:
    """One type of values; its place is shown from *folder*."""
    return messages.ParameterType(
        id=f"{_shown(kind.where, folder)} {kind.name}",
        name=kind.name,
        regular_expressions=list(kind.patterns),
        prefer_for_regular_expression_match=False,
        use_for_snippets=False,
        source_reference=_reference(kind.where, folder),
    )


def undefined_types(vocabulary: Vocabulary, sentence: Sentence) -> list[str]:
    """The types in *sentence* that nobody has defined, so that no step can say it."""
    built_in = built_in_types().parameter_type_by_name
    return [
        name for name in sentence.names if name not in vocabulary.types and name not in built_in
    ]


def arguments(match: Match, text: str) -> messages.StepMatchArgumentsList:
    """The values in the step *text*, with their places in it."""
    return messages.StepMatchArgumentsList(
        [
            messages.StepMatchArgument(
                group=messages.Group(children=[], start=start, value=value),
                parameter_type_name=name,
            )
            for (name, value), start in zip(match.texts.items(), _starts(match, text), strict=True)
        ]
    )


def _starts(match: Match, text: str) -> list[int | None]:
    """Where each value begins; None where that can't be told."""
    between = [
        ".*?" if re.search(r"[/()\\]", words) else re.escape(words)
        for words in _PARAMETER.split(match.sentence.expression)
    ]
    values = [f"({re.escape(value)})" for value in match.texts.values()]
    parts = [part for pair in zip(between, values, strict=False) for part in pair]
    found = re.match("".join(parts), text)
    if found is None:
        return [None for _ in values]
    return [found.start(number) for number in range(1, len(values) + 1)]


def _shown(where: str, folder: Path) -> str:
    path, _, line = where.rpartition(":")
    return f"{shown_path(Path(path), folder)}:{line}"


def _reference(where: str, folder: Path) -> messages.SourceReference:
    path, _, line = _shown(where, folder).rpartition(":")
    return messages.SourceReference(location=messages.Location(int(line)), uri=path)
