"""Every feature and every sentence can be said in the other language, and means the same there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from azsim.gherkin.reading.document import Step, of
from azsim.gherkin.reading.notation import aligned, escaped
from azsim.gherkin.reading.source import Source, parse, parse_text
from azsim.gherkin.translating.sentences import said, step_in
from azsim.gherkin.translating.translate import translate
from azsim.gherkin.vocabulary.definition import Definition
from azsim.gherkin.vocabulary.tables import read_table
from azsim.gherkin.vocabulary.vocabulary import Sentence, Vocabulary
from azsim.text import Language, Text

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[2]
FEATURES = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("features", "tests/sentences/failing")
    for path in (ROOT / folder).rglob("*.feature")
)
# Outlines such as "Then the traffic is <result>": Japanese puts the whole sentence into the cells.
CUT_ANOTHER_WAY = {
    "features/expressroute/fastpath.feature",
    "features/expressroute/gateway.feature",
    "features/outbound/machine_public_ip.feature",
    "features/outbound/methods.feature",
}


def language_of(source: Source) -> Language:
    return "ja" if source.tree["feature"]["language"] == "ja" else "en"


def other(language: Language) -> Language:
    return "en" if language == "ja" else "ja"


class Travels:
    """Every feature as it is, in the other language, and back in its own."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._known: dict[str, tuple[Source, Source, Source]] = {}

    def of(self, name: str) -> tuple[Source, Source, Source]:
        if name not in self._known:
            source = parse(ROOT / name)
            there = self.translated(source, other(language_of(source)))
            self._known[name] = source, there, self.translated(there, language_of(source))
        return self._known[name]

    def translated(self, source: Source, to: Language) -> Source:
        translation = translate(source, self._vocabulary, to)
        assert translation.mistakes == ()
        return parse_text(source.path, translation.text)

    def meaning(self, source: Source) -> object:
        """All that a run makes of *source*, whatever language it is in."""
        document = of(source)
        assert document.mistakes == ()
        return [
            (
                (case.tags, len(case.columns), case.row is None),
                [call(step, self._vocabulary) for step in case.steps],
            )
            for case in document.cases
        ]

    def titles(self, source: Source) -> object:
        """The author's own words, which stand in comments in the other language."""
        document = of(source)
        return document.title, [
            (case.outline, case.rule, [text for _, text in case.description])
            for case in document.cases
        ]

    def steps(self, source: Source) -> list[Step]:
        return [step for case in of(source).cases for step in case.steps]

    def like(self, first: Step, source: Source) -> list[str]:
        """The steps of *source* that say the sentence of *first*, which comes first."""
        (match,) = self._vocabulary.find(first.kind, first.text)
        texts = [
            step.text
            for step in self.steps(source)
            if self._vocabulary.find(step.kind, step.text)[0].sentence is match.sentence
        ]
        return list(dict.fromkeys([first.text, *texts]))

    def languages(self, source: Source) -> set[Language]:
        """The languages of its sentences."""
        return {
            match.sentence.language
            for step in self.steps(source)
            for match in self._vocabulary.find(step.kind, step.text)
        }


@pytest.fixture(scope="module")
def travels(vocabulary: Vocabulary) -> Travels:
    return Travels(vocabulary)


def call(step: Step, vocabulary: Vocabulary) -> object:
    """The function that *step* calls, and with what."""
    (match,) = vocabulary.find(step.kind, step.text)
    columns = match.definition.table
    table = read_table(step.table, columns) if columns and step.table else step.table
    return match.definition.where, match.arguments(), table, step.docstring


@pytest.mark.parametrize("name", FEATURES)
def test_a_feature_means_the_same_there_and_back(name: str, travels: Travels) -> None:
    here, there, back = (travels.meaning(source) for source in travels.of(name))
    assert here == there == back


@pytest.mark.parametrize("name", FEATURES)
def test_its_titles_come_back(name: str, travels: Travels) -> None:
    here, _, back = (travels.titles(source) for source in travels.of(name))
    assert here == back


@pytest.mark.parametrize("name", [each for each in FEATURES if each.startswith("features/")])
def test_a_shipped_title_has_words_in_both_languages(name: str, vocabulary: Vocabulary) -> None:
    source = parse(ROOT / name)
    assert translate(source, vocabulary, other(language_of(source))).untranslated == ()


@pytest.mark.parametrize("name", FEATURES)
def test_every_sentence_is_in_the_other_language(name: str, travels: Travels) -> None:
    source, there, _ = travels.of(name)
    assert travels.languages(there) == {other(language_of(source))}


@pytest.mark.parametrize("name", FEATURES)
def test_only_a_sentence_cut_into_cells_reads_another_way_afterwards(
    name: str, travels: Travels
) -> None:
    source, _, back = travels.of(name)
    assert (words_of(source) == words_of(back)) is (name not in CUT_ANOTHER_WAY)


def words_of(source: Source) -> list[list[str]]:
    return [line.split() for line in source.text.splitlines()]


def test_every_sentence_filled_with_examples_is_itself_there_and_back(
    vocabulary: Vocabulary,
) -> None:
    wrong = []
    for definition in vocabulary.definitions:
        for language, expression in definition.sentences:
            step = with_examples(expression, definition, vocabulary, language)
            there = step_in(vocabulary, step, other(language))
            back = step_in(vocabulary, there, language)
            if back != step or call(there, vocabulary) != call(step, vocabulary):
                wrong.append((step.text, there.text, back.text))
    assert wrong == []


def with_examples(
    expression: str, definition: Definition, vocabulary: Vocabulary, language: Language
) -> Step:
    examples = {
        name: kind.example.to(language) for name, kind in vocabulary.types.items() if kind.example
    }
    text = "".join(part.text for part in said(expression, examples))
    return Step("*", definition.keyword, text, 1)


def test_the_examples_of_a_type_are_each_others_translation(vocabulary: Vocabulary) -> None:
    wrong = [
        (name, kind.example)
        for name, kind in vocabulary.types.items()
        if kind.example
        and Text(kind.translate(kind.example.ja, "en"), kind.translate(kind.example.en, "ja"))
        != kind.example
    ]
    assert wrong == []


@pytest.mark.parametrize("language", ["en", "ja"])
def test_any_value_may_stand_in_the_examples(
    language: Language, travels: Travels, vocabulary: Vocabulary
) -> None:
    rows: dict[Sentence, dict[tuple[str, ...], None]] = {}
    for source in (source for name in FEATURES for source in travels.of(name)):
        for step in travels.steps(source):
            (match,) = vocabulary.find(step.kind, step.text)
            if match.sentence.language == language and match.texts and step.table is None:
                rows.setdefault(match.sentence, {})[tuple(match.texts.values())] = None
    lines = []
    for sentence, values in rows.items():
        placeholders = {name: f"<{name}>" for name in sentence.names}
        template = "".join(part.text for part in said(sentence.expression, placeholders))
        kind = sentence.definition.keyword
        lines += outlined(sentence.expression, kind, template, sentence.names, values)
    outlines = as_feature(lines)
    there = travels.translated(outlines, other(language))
    assert travels.meaning(there) == travels.meaning(outlines)


def outlined(
    name: str, kind: str, template: str, columns: Sequence[str], rows: Iterable[Sequence[str]]
) -> list[str]:
    """The lines of an outline of one step."""
    table = [columns, *([escaped(cell) for cell in row] for row in rows)]
    step = f"{kind.title()} {template}"
    return [f"Scenario Outline: {name}", step, "Examples:", *aligned(table)]


def as_feature(lines: Iterable[str]) -> Source:
    return parse_text(Path("x.feature"), "\n".join(["Feature: F", *lines]))


def test_the_parts_of_a_list_may_stand_in_the_examples(travels: Travels) -> None:
    template = "<a> and <b> each open a TCP connection to 198.51.100.7:443"
    rows = [["instance 1", '"vm2"'], ["instance 2", "instance 1"]]
    there = travels.translated(as_feature(outlined("S", "when", template, "ab", rows)), "ja")
    assert there.text.splitlines()[-5:] == [
        "もし <a> と <b> がそれぞれ 198.51.100.7:443 へ TCP 接続を開く",
        "例:",
        "| a              | b              |",
        '| インスタンス 1 | "vm2"          |',
        "| インスタンス 2 | インスタンス 1 |",
    ]


@given(st.data())
@settings(max_examples=150, derandomize=True, database=None, deadline=None)
def test_wherever_steps_are_cut_into_cells_they_mean_the_same_or_are_refused(
    vocabulary: Vocabulary, travels: Travels, data: st.DataObject
) -> None:
    source = data.draw(st.sampled_from(travels.of(data.draw(st.sampled_from(FEATURES)))[:2]))
    first = data.draw(st.sampled_from([step for step in travels.steps(source) if not step.table]))
    texts = travels.like(first, source)
    start = data.draw(st.integers(0, alike(texts)))
    end = data.draw(st.integers(0, alike([text[start:][::-1] for text in texts])))
    cells = [text[start : len(text) - end] for text in texts]
    assume(all(cell and cell == cell.strip() for cell in cells))
    template = f"{first.text[:start]}<x>{first.text[len(first.text) - end :]}"
    outline = as_feature(outlined("S", first.kind, template, ["x"], [[cell] for cell in cells]))
    found = translate(outline, vocabulary, other(language_of(source)))
    if not found.mistakes:
        there = parse_text(outline.path, found.text)
        assert travels.meaning(there) == travels.meaning(outline)


def alike(texts: Sequence[str]) -> int:
    """How many letters *texts* begin with alike."""
    return sum(
        1 for _ in takewhile(lambda letters: len(set(letters)) == 1, zip(*texts, strict=False))
    )
