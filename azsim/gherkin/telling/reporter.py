"""Telling of a scenario that was played: its sentences in both languages, and how it went."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from attrs import define, evolve, field

from azsim.gherkin.playing import failure
from azsim.gherkin.playing.expect import Mismatch, shown
from azsim.gherkin.playing.from_python import Played
from azsim.gherkin.playing.items import MistakeItem, ScenarioItem
from azsim.gherkin.playing.result import ScenarioResult
from azsim.gherkin.reading.document import Case, Step
from azsim.gherkin.reading.heads import heads_in
from azsim.gherkin.reading.keywords import keyword_in_both
from azsim.gherkin.reading.outline_titles import ExampleRow, of_all, of_row
from azsim.gherkin.reading.page_names import page_names_in
from azsim.gherkin.reading.reasons import Reason as Told
from azsim.gherkin.reading.source import Source, parse
from azsim.gherkin.reading.titles import Title, is_in_both, titles_in
from azsim.gherkin.telling.report import (
    Difference,
    FeatureReport,
    Heading,
    MistakeReport,
    Part,
    Reason,
    ScenarioReport,
    Sentence,
    StepReport,
)
from azsim.gherkin.translating.sentences import said, sentence_in, step_in, values_in
from azsim.gherkin.translating.templates import Untranslatable, templates
from azsim.gherkin.vocabulary import installed
from azsim.gherkin.vocabulary.located import located
from azsim.gherkin.vocabulary.vocabulary import Match, Vocabulary
from azsim.terminal.symbols import UNICODE, Symbols
from azsim.text import OTHER, Advice, Language, Text, is_japanese, joined_lines, same


@define
class Reporter:
    """Reports the scenarios of one run to *on_scenario*, and the mistakes to *on_mistake*.

    It is a listener of :func:`azsim.gherkin.play`. What it read of a feature file serves all
    scenarios of the file.
    """

    on_scenario: Callable[[ScenarioReport, Played], None]
    on_mistake: Callable[[MistakeReport], None]
    _files: dict[str, _File] = field(factory=dict)

    def scenario(self, item: ScenarioItem, played: Played) -> None:
        """A scenario is over, and so are its fixtures."""
        self.on_scenario(self._scenario(item, played), played)

    def mistake(self, item: MistakeItem) -> None:
        """A mistake kept something from being played."""
        mistake = item.mistake
        self.on_mistake(
            MistakeReport(
                item.serial, _shown(item), mistake.line, mistake.source or "", mistake.text
            )
        )

    def _scenario(self, item: ScenarioItem, played: Played) -> ScenarioReport:
        file = self._file(item)
        case = item.case
        return ScenarioReport(
            id=played.id,
            order=item.serial,
            feature=file.feature,
            rule=file.rule_above(case.line),
            outline=file.headings[case.line],
            name=file.name(case),
            line=case.line,
            row=case.row,
            tags=case.tags,
            columns=file.row(case).columns,
            cells=file.row(case).cells,
            steps=tuple(_steps(item, file.dialect)),
            outcome=played.outcome,
            error=played.error,
            note=_outside(item, played),
            reason=file.reason(case),
        )

    def _file(self, item: ScenarioItem) -> _File:
        path = item.place.shown
        if path not in self._files:
            self._files[path] = _File(
                parse(item.document.path),
                item.document.cases,
                item.document.reasons,
                item.vocabulary,
                item.place.file,
                _shown(item),
                installed.folder_of(item.document.path) is not None,
            )
        return self._files[path]


@define(slots=False)
class _File:
    """One feature file, with the words of its titles and examples in both languages."""

    source: Source
    cases: Sequence[Case]
    reasons: Mapping[int, Told]
    vocabulary: Vocabulary
    file: str
    shown: str
    is_shipped: bool
    _known_rows: dict[int, ExampleRow] = field(factory=dict)

    @property
    def dialect(self) -> str:
        return str(self._tree["language"])

    @property
    def _tree(self) -> Any:
        return self.source.tree["feature"]

    @cached_property
    def feature(self) -> FeatureReport:
        return FeatureReport(
            self.file,
            self.shown,
            self.source.language,
            self._heading(self._tree),
            tuple(tag["name"].removeprefix("@") for tag in self._tree["tags"]),
            tuple(
                self._heading(child["rule"]) for child in self._tree["children"] if "rule" in child
            ),
            self.is_shipped,
        )

    @cached_property
    def headings(self) -> Mapping[int, Heading]:
        """Those of the scenarios, by line."""
        found = {}
        for node in self._scenarios:
            heading = self._heading(node)
            name = self._name_of_all(heading)
            found[heading.line] = evolve(heading, name=name, reason=None, template=heading.name)
        return found

    @cached_property
    def _scenarios(self) -> list[Any]:
        children = [*self._tree["children"]]
        for child in self._tree["children"]:
            children += child["rule"]["children"] if "rule" in child else []
        return [child["scenario"] for child in children if "scenario" in child]

    @cached_property
    def _titles(self) -> Mapping[int, Title]:
        return titles_in(self.source, OTHER[self.source.language])

    @cached_property
    def _pages(self) -> Mapping[int, str]:
        return {
            title: names[0].name
            for title, names in page_names_in(self.source).items()
            if names[0].is_address
        }

    def rule_above(self, line: int) -> Heading | None:
        """The rule that a scenario on *line* belongs to, which is the last one above it."""
        return next((each for each in reversed(self.feature.rules) if each.line < line), None)

    def name(self, case: Case) -> Text:
        """The title of *case*, which tells its row from the others."""
        title, rows = self._heading(self._node(case)).name, self._rows_of(case.line)
        return self._in_both(
            lambda language: of_row(title.to(language), self.row(case), rows, language)
        )

    def _name_of_all(self, heading: Heading) -> Text:
        rows = self._rows_of(heading.line)
        return self._in_both(lambda language: of_all(heading.name.to(language), rows, language))

    def reason(self, case: Case) -> Reason | None:
        """Why *case* is as it is, with the values of its row."""
        told = self._reason(case.line)
        if told is None:
            return None
        prose, row = told.prose, self.row(case)
        return evolve(told, prose=self._in_both(lambda each: row.fill(prose.to(each), each)))

    def row(self, case: Case) -> ExampleRow:
        """The row that *case* is; an empty one where it is a whole scenario."""
        if case.row is None:
            return ExampleRow()
        if case.row not in self._known_rows:
            other = self._other_cells.get(case.row, case.cells)
            names = self._other_names.get(case.row, case.columns)
            self._known_rows[case.row] = ExampleRow(
                tuple(map(self._pair, case.columns, names)),
                tuple(map(self._pair, case.cells, other)),
            )
        return self._known_rows[case.row]

    def _rows_of(self, line: int) -> list[ExampleRow]:
        return [self.row(each) for each in self.cases if each.line == line]

    def _node(self, case: Case) -> Any:
        return next(each for each in self._scenarios if each["location"]["line"] == case.line)

    def _reason(self, line: int) -> Reason | None:
        """The reason above the title on *line*; what has no words in a language stands in the other."""
        told = self.reasons.get(line)
        if told is None:
            return None
        english, japanese = told.prose("en"), told.prose("ja")
        missing: Language | None = "en" if not english else "ja" if not japanese else None
        return Reason(Text(english or japanese, japanese or english), told.ids, missing)

    @cached_property
    def _other_names(self) -> Mapping[int, Sequence[str]]:
        """What the columns are called in the other language, by the line of each row."""
        heads = heads_in(self.source, OTHER[self.source.language])
        return {
            row["location"]["line"]: heads[examples["tableHeader"]["location"]["line"]].cells
            for node in self._scenarios
            for examples in node["examples"]
            for row in examples["tableBody"]
            if examples["tableHeader"]["location"]["line"] in heads
        }

    @cached_property
    def _rows(self) -> Mapping[int, Any]:
        return {
            row["location"]["line"]: row
            for node in self._scenarios
            for examples in node["examples"]
            for row in examples["tableBody"]
        }

    @cached_property
    def _other_cells(self) -> Mapping[int, Sequence[str]]:
        """The rows of examples that can be said in the other language, by line."""
        written = {
            step["location"]["line"]: step
            for node in _with_steps(self._tree)
            for step in node["steps"]
        }
        found: dict[int, Sequence[str]] = {}
        for line in {case.line for case in self.cases if case.row is not None}:
            rows = [case for case in self.cases if case.line == line and case.problem is None]
            try:
                to = OTHER[self.source.language]
                found |= templates(self.vocabulary, to, rows, written, self._rows).rows
            except (Untranslatable, LookupError, ValueError):
                # A sentence without words in the other language, or an unknown one.
                continue
        return found

    def _heading(self, node: Any) -> Heading:
        title = self._titles.get(node["location"]["line"])
        name, description = node["name"], joined_lines(node.get("description", "").splitlines())
        language = self.source.language
        lacks = (title is None or (bool(description) and not title.description)) and not is_in_both(
            f"{name} {description}"
        )
        return Heading(
            node["location"]["line"],
            keyword_in_both(node["keyword"], self.dialect),
            self._pair(name, title.name if title else name),
            self._pair(
                description,
                joined_lines(title.description) if title and title.description else description,
            ),
            OTHER[language] if lacks else None,
            self._pages.get(node["location"]["line"]),
            self._reason(node["location"]["line"]),
        )

    def _pair(self, written: str, other: str) -> Text:
        return self._in_both(
            lambda language: written if language == self.source.language else other
        )

    def _in_both(self, words: Callable[[Language], str]) -> Text:
        return Text(words("en"), words("ja"))


def _shown(item: ScenarioItem | MistakeItem) -> str:
    """Where the feature file lies, without the folder that azsim itself was installed in."""
    return installed.shown_path(item.document.path) or item.place.shown


def _with_steps(feature: Any) -> Iterable[Any]:
    for child in feature["children"]:
        for node in child.values():
            if "children" in node:
                yield from _with_steps(node)
            else:
                yield node


def _steps(item: ScenarioItem, dialect: str) -> Iterable[StepReport]:
    case, result = item.case, item.result
    notes = _notes(item) if result.error else {}
    for index, (step, state) in enumerate(zip(case.steps, result.states, strict=True)):
        error = result.exception if index == result.failed else None
        difference = _difference(error) if isinstance(error, Mismatch) else None
        sentence, table = _in_both(item.vocabulary, step, item.language)
        yield StepReport(
            keyword_in_both(step.keyword, dialect),
            step.kind,
            sentence,
            step.line,
            step.line < case.line,
            state,
            table,
            step.docstring,
            notes.get(index),
            difference,
        )


def _in_both(
    vocabulary: Vocabulary, step: Step, language: Language
) -> tuple[Sentence, tuple[tuple[Text, ...], ...]]:
    matches = vocabulary.find(step.kind, step.text)
    if len(matches) != 1:
        parts = (Part(step.text),)
        return Sentence(parts, parts, None, OTHER[language]), _table(step.table, step.table)
    match = matches[0]
    written = match.sentence.language if _says(vocabulary, step, match) else language
    other = OTHER[written]
    own = _pieces(match, step.text)
    where, untranslated = match.definition.where, None
    table = step.table
    try:
        values = values_in(vocabulary, match, other)
        spoken = said(sentence_in(match.definition, other), values)
        others = _together(Part(part.text, part.name is not None) for part in spoken)
        table = step_in(vocabulary, step, other).table
    except (Advice, LookupError, ValueError):
        others, untranslated = own, other
    sentence = (
        Sentence(own, others, where, untranslated)
        if written == "en"
        else Sentence(others, own, where, untranslated)
    )
    return sentence, _table(step.table, table) if written == "en" else _table(table, step.table)


def _says(vocabulary: Vocabulary, step: Step, match: Match) -> bool:
    """Whether the language of the sentence is known by more than its place."""
    return len(match.definition.sentences) > 1 or is_japanese(step.text) == (
        match.sentence.language == "ja"
    )


def _pieces(match: Match, text: str) -> tuple[Part, ...]:
    """*text* in its pieces, as far as it can be told where its values stand."""
    try:
        spans = located(match.sentence.expression, match.texts, text)
    except (LookupError, ValueError):
        return (Part(text),)
    parts: list[Part] = []
    end = 0
    for start, stop in sorted(spans.values()):
        parts += [Part(text[end:start]), Part(text[start:stop], value=True)]
        end = stop
    return _together([*parts, Part(text[end:])])


def _together(parts: Iterable[Part]) -> tuple[Part, ...]:
    """*parts* without empty ones, and with neighbours of one kind in one."""
    found: list[Part] = []
    for part in parts:
        if found and not part.value and not found[-1].value:
            found[-1] = Part(found[-1].text + part.text)
        elif part.text:
            found.append(part)
    return tuple(found)


def _table(
    english: Sequence[Sequence[str]] | None, japanese: Sequence[Sequence[str]] | None
) -> tuple[tuple[Text, ...], ...]:
    return tuple(
        tuple(Text(one, other) for one, other in zip(row, same_row, strict=True))
        for row, same_row in zip(english or (), japanese or (), strict=True)
    )


def _difference(mismatch: Mismatch) -> Difference:
    def row(cells: Sequence[object] | None) -> tuple[Text, ...] | None:
        if cells is None:
            return None
        return tuple(Text(shown(cell, "en"), shown(cell, "ja")) for cell in cells)

    pairs = tuple((row(pair.expected), row(pair.actual)) for pair in mismatch.pairs)
    return Difference(mismatch.what, mismatch.columns, pairs, mismatch.why)


@define
class _Failure:
    """A scenario whose failure is told in a language of its own."""

    item: ScenarioItem
    language: Language
    symbols: Symbols = UNICODE

    @property
    def case(self) -> Case:
        return self.item.case

    @property
    def vocabulary(self) -> Vocabulary:
        return self.item.vocabulary

    @property
    def result(self) -> ScenarioResult:
        return self.item.result

    def shown_path(self) -> str:
        return self.item.shown_path()


def _notes(item: ScenarioItem) -> Mapping[int | None, Text]:
    english, japanese = (failure.notes_of(_Failure(item, language)) for language in ("en", "ja"))
    return {index: Text(note, japanese[index]) for index, note in english.items()}


def _outside(item: ScenarioItem, played: Played) -> Text | None:
    """Why a scenario failed or was skipped, where no step of it says so."""
    if item.result.error:
        return _notes(item).get(None)
    return same(played.message) if played.outcome == "failed" else None
