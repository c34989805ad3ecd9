"""A feature file, read into the scenarios and outline rows that can be played."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import Factory, frozen

from azsim.gherkin.reading.dialects import lines_of, outline_keywords
from azsim.gherkin.reading.keywords import Keyword
from azsim.gherkin.reading.mistakes import Lines, Mistake
from azsim.gherkin.reading.placeholders import filler
from azsim.gherkin.reading.prose import before_steps, below_no_step, in_description, without_steps
from azsim.gherkin.reading.reasons import Reason, reasons_in
from azsim.gherkin.reading.source import Source, parse
from azsim.text import Language, Text

_KINDS: Mapping[str, Keyword] = {"Context": "given", "Action": "when", "Outcome": "then"}

NO_STEPS = Text(
    "This scenario has no steps, so it would pass without a test. Write Given, When and Then "
    "lines below it, or delete it.",
    "このシナリオにはステップがなく、何も確かめない。前提、もし、ならばの行を書くか、削除する。",
)
NO_ROWS = Text(
    "This scenario outline has no examples to play. Write an Examples table with at least one "
    "row below the headings.",
    "このシナリオアウトラインには例がない。見出しの下に 1 行以上ある「例:」の表を書く。",
)
TWO_COLUMNS = Text(
    'Two columns of these examples are called "{column}". Rename one of them.',
    "この例には「{column}」という列が二つある。どちらかの名前を変える。",
)
NO_SCENARIOS = Text(
    "This feature has no scenario. Write one, such as\n  Scenario: What is to be shown",
    "この機能にはシナリオがない。次のように書く。\n  シナリオ: 示したいこと",
)


@frozen
class Step:
    """One line of a scenario, with the values of its outline row filled in."""

    keyword: str
    kind: Keyword
    text: str
    line: int
    table: tuple[tuple[str, ...], ...] | None = None
    docstring: str | None = None


@frozen
class Case:
    """A scenario, or one row of a scenario outline.

    ``outline`` is the name as it is written, ``name`` the one with the row's values, which are
    its ``cells``.
    """

    name: str
    outline: str
    keyword: str
    rule: str | None
    line: int
    row: int | None
    tags: tuple[str, ...]
    steps: tuple[Step, ...]
    columns: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    description: Lines = ()
    problem: Text | None = None


@frozen
class Document:
    """A feature file: what can be played of it, and what is wrong with it.

    ``prose`` is what stands below the titles of the feature and its rules, each apart, and
    ``reasons`` tell why, by the line of the title that each belongs to.
    """

    path: Path
    language: Language
    keyword: str
    title: str
    cases: tuple[Case, ...]
    mistakes: tuple[Mistake, ...] = ()
    prose: tuple[Lines, ...] = ()
    reasons: Mapping[int, Reason] = Factory(dict)

    def at(self, line: int) -> tuple[Case, ...]:
        """The row on *line*, or else the scenario at or above it.

        A line above every scenario stands for all of them.
        """
        on_row = tuple(case for case in self.cases if case.row == line)
        if on_row:
            return on_row
        above = [case.line for case in self.cases if case.line <= line]
        if not above:
            return self.cases
        return tuple(case for case in self.cases if case.line == max(above))


def read(path: Path) -> Document:
    """The feature file at *path*; what is wrong with it is found in ``mistakes``."""
    return of(parse(path))


def of(source: Source) -> Document:
    """What can be played of *source*."""
    path, language = source.path, source.language
    if source.mistake is not None:
        return Document(path, language, "", path.name, (), (source.mistake,))
    feature = source.tree["feature"]
    compiler = _Compiler(lines_of(source.text), feature["language"])
    compiler.feature(feature)
    found = compiler.mistakes
    if not compiler.cases and not found:
        found.append(Mistake(feature["location"]["line"], NO_SCENARIOS))
    return Document(
        path,
        language,
        feature["keyword"],
        feature["name"],
        tuple(compiler.cases),
        tuple(found),
        tuple(compiler.prose),
        reasons_in(source),
    )


@frozen
class _Background:
    """What every scenario below begins with."""

    steps: list[Any] = Factory(list)
    description: Lines = ()


class _Compiler:
    """Walks the tree of one feature and writes down a case for each thing to play.

    The official compiler isn't used: it drops outlines without rows, forgets where a
    step stands and takes column names for regular expressions.
    """

    def __init__(self, lines: Sequence[str], dialect: str) -> None:
        self.cases: list[Case] = []
        self.mistakes: list[Mistake] = []
        self.prose: list[Lines] = []
        self._lines = lines
        self._dialect = dialect

    def feature(self, feature: Any) -> None:
        self.prose.append(self._check(feature, steps_follow=False))
        self._children(feature["children"], _Background(), _tags(feature), None)

    def _children(
        self, children: Any, background: _Background, tags: list[str], rule: str | None
    ) -> None:
        for child in children:
            if "background" in child:
                found = child["background"]
                background = _Background(
                    background.steps + found["steps"],
                    background.description + self._check(found, steps_follow=True),
                )
            elif "rule" in child:
                found = child["rule"]
                self.prose.append(self._check(found, steps_follow=False))
                self._children(found["children"], background, tags + _tags(found), found["name"])
            else:
                self._scenario(child["scenario"], background, tags, rule)

    def _scenario(
        self, scenario: Any, background: _Background, tags: list[str], rule: str | None
    ) -> None:
        description = background.description + self._check(scenario, steps_follow=True)
        tags = tags + _tags(scenario)
        written = background.steps + scenario["steps"]
        rows = [
            (examples, row) for examples in scenario["examples"] for row in examples["tableBody"]
        ]
        for examples in scenario["examples"]:
            self._check(examples, steps_follow=False)
            self._check_columns(examples)
        problem = None
        if not scenario["steps"]:
            problem = without_steps(description, self._dialect) or NO_STEPS
        elif not rows and (scenario["examples"] or self._is_outline(scenario)):
            problem = NO_ROWS

        def add(
            row: int | None, columns: tuple[str, ...], cells: tuple[str, ...], more: list[str]
        ) -> None:
            fill = filler(columns, cells)
            self.cases.append(
                Case(
                    name=fill(scenario["name"]),
                    outline=scenario["name"],
                    keyword=scenario["keyword"],
                    rule=rule,
                    line=scenario["location"]["line"],
                    row=row,
                    tags=tuple(dict.fromkeys(tags + more)),
                    steps=() if problem else _steps(written, fill),
                    columns=columns,
                    cells=cells,
                    description=tuple((line, fill(text)) for line, text in description),
                    problem=problem,
                )
            )

        if problem or not rows:
            add(None, (), (), [])
            return
        for examples, row in rows:
            columns = _columns(examples)
            if len(set(columns)) < len(columns):
                continue
            cells = tuple(cell["value"] for cell in row["cells"])
            add(row["location"]["line"], columns, cells, _tags(examples))

    def _check_columns(self, examples: Any) -> None:
        columns = Counter(_columns(examples))
        for column, count in columns.items():
            if count > 1:
                line = examples["tableHeader"]["location"]["line"]
                text = TWO_COLUMNS.fill(column=column)
                self.mistakes.append(Mistake(line, text, self._lines[line - 1].strip()))

    def _is_outline(self, scenario: Any) -> bool:
        return scenario["keyword"] in outline_keywords(self._dialect)

    def _check(self, node: Any, *, steps_follow: bool) -> Lines:
        """The description of *node* line by line; what was meant as more is a mistake."""
        if not node.get("description"):
            return ()
        start = node["location"]["line"]
        described = lines_of(node["description"])
        numbered: list[tuple[int, str]] = []
        for number in range(start + 1, len(self._lines) + 1):
            text = self._lines[number - 1].strip()
            if text and not text.startswith("#"):
                numbered.append((number, text))
            if len(numbered) == len(described):
                break
        words = {each.strip() for each in described}
        lines = tuple((number, text) for number, text in numbered if text in words)
        for number, text in lines:
            mistake = in_description(number, text, self._dialect, steps_follow=steps_follow)
            if mistake is not None:
                self.mistakes.append(mistake)
        # A scenario without any step says so itself.
        if steps_follow and (node["steps"] or "examples" not in node):
            self.mistakes.extend(before_steps(lines, self._dialect))
            self.mistakes.extend(below_no_step(lines, self._dialect))
        return lines


def _tags(node: Any) -> list[str]:
    return [tag["name"].removeprefix("@") for tag in node["tags"]]


def _columns(examples: Any) -> tuple[str, ...]:
    heading = examples.get("tableHeader", {"cells": ()})
    return tuple(cell["value"] for cell in heading["cells"])


def _steps(written: Sequence[Any], fill: Callable[[str], str]) -> tuple[Step, ...]:
    steps: list[Step] = []
    kind: Keyword = "given"
    for step in written:
        # "And", "But" and "*" go on with what came before them.
        kind = _KINDS.get(step["keywordType"], kind)
        table = docstring = None
        if "dataTable" in step:
            table = tuple(
                tuple(fill(cell["value"]) for cell in row["cells"])
                for row in step["dataTable"]["rows"]
            )
        if "docString" in step:
            docstring = fill(step["docString"]["content"])
        steps.append(
            Step(
                step["keyword"].strip(),
                kind,
                fill(step["text"]),
                step["location"]["line"],
                table,
                docstring,
            )
        )
    return tuple(steps)


def _as_written(text: str) -> str:
    return text
