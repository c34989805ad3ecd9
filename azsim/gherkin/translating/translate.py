"""A feature file in the other language.

Keywords, sentences, values and tables are put into it. Titles and descriptions are the
author's own words: where comments above a title give them in the other language, the two
change places (see :mod:`azsim.gherkin.reading.titles`), else they stay and are marked. So do the
heads of examples (see :mod:`azsim.gherkin.reading.heads`). Reasons are in both languages where
they stand. Everything else stays as it is written: the file is rewritten line by line, and what isn't translated
isn't touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any

from attrs import Factory, define, field, frozen
from gherkin.dialect import DIALECTS

from azsim.gherkin.advice.unknown_step import advise
from azsim.gherkin.checking.layout import after_last_bar
from azsim.gherkin.reading.document import Case, Document, Step, of
from azsim.gherkin.reading.heads import Heads, heads_in
from azsim.gherkin.reading.heads import comment as heads_comment
from azsim.gherkin.reading.keywords import KEYWORDS
from azsim.gherkin.reading.mistakes import Mistake
from azsim.gherkin.reading.notation import aligned, escaped
from azsim.gherkin.reading.placeholders import filler
from azsim.gherkin.reading.source import Source, parse_text
from azsim.gherkin.reading.titles import Title, comment, titles_in
from azsim.gherkin.translating import outlines
from azsim.gherkin.translating.sentences import LANGUAGES, sentences_of
from azsim.gherkin.translating.templates import Untranslatable, cells_of, differing, templates
from azsim.gherkin.vocabulary.vocabulary import Vocabulary
from azsim.text import OTHER, Advice, Language, Text, is_japanese

UNTRANSLATED = Text("# untranslated", "# 未訳")

OTHER_FILE = Text(
    "In {language} the file wouldn't say the same from here on. A line of prose that begins with a "
    "keyword there needs another first word.",
    "{language}のファイルでは、ここから先の意味が変わる。{language}のキーワードで始まる説明文の行は、"
    "別の語で始める。",
)

OTHER_BACKGROUND = Text(
    "This line has to serve several outlines, and would be another line for each of them. Move it "
    "into the outlines.",
    "この行は複数のシナリオアウトラインに共通だが、訳はそれぞれで異なる。各アウトラインの中に移す。",
)

TWO_NAMES = Text(
    'The column "{column}" is called "{name}" here and "{other}" in other examples of the same '
    "outline. Give it one name.",
    "列「{column}」はここでは「{name}」だが、同じシナリオアウトラインの別の例では「{other}」である。"
    "名前を一つにする。",
)

_HEADER = re.compile(r"\s*#\s*language\s*:\s*[A-Za-z-]+\s*")
_PLACEHOLDER = re.compile("<[^<>]*>")
_KINDS = {"Context": "given", "Action": "when", "Outcome": "then"}


@frozen
class Untranslated:
    """A title that is still to be translated, with its line in the translated file."""

    line: int
    text: str


@frozen
class Translation:
    """A translated feature file, or else what keeps it from being translated.

    ``text`` is that of the source where it was in the language already.
    """

    text: str
    untranslated: tuple[Untranslated, ...] = ()
    mistakes: tuple[Mistake, ...] = ()


def translate(source: Source, vocabulary: Vocabulary, to: Language) -> Translation:
    """*source* in the language *to*, or every mistake that keeps it from being translated."""
    document = of(source)
    mistakes = tuple(_mistakes(document, vocabulary))
    if mistakes:
        return Translation("", (), mistakes)
    if _is_in(to, source, document, vocabulary):
        return Translation(source.text)
    translator = _Translator(source, vocabulary, to)
    translator.scenarios(document.cases)
    if translator.mistakes:
        return Translation("", (), tuple(translator.mistakes))
    translator.keywords()
    text, untranslated = translator.result()
    after = of(parse_text(source.path, text))
    mistake = _changed(document, after, translator)
    if mistake is not None:
        return Translation("", (), (mistake,))
    return Translation(text, untranslated)


def _mistakes(document: Document, vocabulary: Vocabulary) -> Iterator[Mistake]:
    """Whatever has to be put right before the file can be translated, once for each line."""
    yield from document.mistakes
    seen = set()
    for case in document.cases:
        if case.problem is not None:
            yield Mistake(case.line, case.problem)
        for step in case.steps:
            text = _wrong(vocabulary, case, step)
            if text is not None and step.line not in seen:
                seen.add(step.line)
                yield Mistake(step.line, text, step.text)


def _wrong(vocabulary: Vocabulary, case: Case, step: Step) -> Text | None:
    """Why *step* isn't one sentence with values, if it isn't."""
    matches = vocabulary.find(step.kind, step.text)
    if len(matches) != 1:
        return advise(vocabulary, case, step)
    try:
        matches[0].arguments()
    except Advice as advice:
        return advice.text
    return None


def _is_in(to: Language, source: Source, document: Document, vocabulary: Vocabulary) -> bool:
    """Whether the keywords and the sentences are in the language *to*."""
    found = (
        vocabulary.find(step.kind, step.text)[0] for case in document.cases for step in case.steps
    )
    return source.tree["feature"]["language"] == to and all(
        sentences_of(match.definition).get(to) == match.sentence.expression for match in found
    )


def _changed(before: Document, after: Document, translator: _Translator) -> Mistake | None:
    """Where the translated file no longer says the same as the source, but for what has other names."""
    text = OTHER_FILE.fill(language=LANGUAGES[translator.to])
    if after.mistakes or len(before.cases) != len(after.cases):
        return Mistake(1, text)
    for one, other in zip(before.cases, after.cases, strict=True):
        if translator.named(one) != _names(other) or _structure(one) != _structure(other):
            return Mistake(one.line, text)
        for step, same in zip(one.steps, other.steps, strict=True):
            if not _says(translator.vocabulary, same, step):
                return Mistake(step.line, text)
    return None


def _names(case: Case) -> object:
    return case.outline, case.rule, case.columns


def _structure(case: Case) -> object:
    steps = [(step.kind, step.docstring, step.table and len(step.table)) for step in case.steps]
    return case.tags, steps


def _says(vocabulary: Vocabulary, step: Step, other: Step) -> bool:
    """Whether *step* is the sentence of *other*, with the same values."""
    matches = vocabulary.find(step.kind, step.text)
    (meant,) = vocabulary.find(other.kind, other.text)
    return [match.definition for match in matches] == [meant.definition] and not differing(
        meant, matches[0]
    )


@define(slots=False)
class _Translator:
    """Collects the new lines of one file."""

    source: Source
    vocabulary: Vocabulary
    to: Language
    mistakes: list[Mistake] = Factory(list)
    # As the parser counts them; the CR of a CRLF stays at the end of its line.
    _lines: list[str] = field(init=False)
    # By their numbers in the source: lines that change, lines that go, and titles to mark.
    _new: dict[int, str] = Factory(dict)
    _cells: dict[int, Sequence[str]] = Factory(dict)
    _gone: set[int] = Factory(set)
    _marked: dict[int, Untranslated] = Factory(dict)
    # Several lines in the place of one.
    _blocks: dict[int, list[str]] = Factory(dict)
    # Titles with other words: those of scenarios by line, those of rules by their own.
    _outlines: dict[int, str] = Factory(dict)
    _rules: dict[str, str] = Factory(dict)
    # Heads of examples in the other language, by their row.
    _heads: Mapping[int, Heads] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._lines = self.source.text.split("\n")
        self._heads = heads_in(self.source, self.to)

    def scenarios(self, cases: Sequence[Case]) -> None:
        """Every step, table and example."""
        written = {step["location"]["line"]: step for step in _steps(self._feature)}
        examples = {row["location"]["line"]: row for row in _examples(self._feature)}
        for line, group in groupby(cases, key=lambda case: case.line):
            rename = self._rename(line)
            try:
                found = templates(self.vocabulary, self.to, list(group), written, examples)
            except Untranslatable as error:
                # Every scenario meets the mistakes of its background again.
                self.mistakes += [each for each in error.mistakes if each not in self.mistakes]
                continue
            for line, text in found.steps.items():
                kind = self._kind(written[line])
                keyword = "*" if kind is None else KEYWORDS[kind].to(self.to)
                self._write(line, f"{keyword} {rename(text)}")
                self._docstring(written[line], rename)
            for line, row in found.rows.items():
                words = row if line in examples else [rename(cell) for cell in row]
                if self._cells.setdefault(line, words) != words:
                    self.mistakes.append(Mistake(line, OTHER_BACKGROUND))
        self._head_rows()
        for table in _tables(self._feature):
            self._table(table)

    def keywords(self) -> None:
        """The titles, with marks on those that aren't translated."""
        titles = titles_in(self.source, self.to)
        for each in self.source.tree["comments"]:
            if each["text"].strip() in (UNTRANSLATED.en, UNTRANSLATED.ja):
                self._gone.add(each["location"]["line"])
        for kind, node in _titles(self._feature):
            line = node["location"]["line"]
            if kind == "scenario" and node["keyword"] in DIALECTS[self._dialect]["scenarioOutline"]:
                kind = "scenarioOutline"
            rest = self._lines[line - 1].strip().removeprefix(node["keyword"])
            rename = self._rename(line)
            name = rename(titles[line].name if line in titles else node["name"])
            if name != node["name"]:
                self._outlines[line] = name
                if kind == "rule":
                    self._rules[node["name"]] = name
                rest = f": {name}"
            if line in titles:
                self._exchange(node, titles[line])
            self._write(line, f"{KEYWORDS[kind].to(self.to)}{rest}")
            if line not in titles and self._is_foreign(node):
                tags = [tag["location"]["line"] for tag in node.get("tags", ())]
                self._marked[min([line, *tags])] = Untranslated(
                    line, node["name"] or node["keyword"]
                )

    def result(self) -> tuple[str, tuple[Untranslated, ...]]:
        """The new text, and the titles that are still to be translated."""
        end = "\r" if self._lines[0].endswith("\r") else ""
        written = [f"# language: ja{end}"] if self.to == "ja" else []
        numbers: dict[int, int] = {}
        for number, line in enumerate(self._lines, start=1):
            is_header = number < self._feature["location"]["line"] and _HEADER.fullmatch(line)
            # Without its header, a file mustn't begin with a blank line.
            is_blank_start = not written and not line.strip()
            if is_header or is_blank_start or number in self._gone:
                continue
            if number in self._marked:
                written.append(f"{_indent(line)}{UNTRANSLATED.to(self.to)}{end}")
            numbers[number] = len(written) + 1
            written += self._blocks.get(number, [self._new.get(number, line)])
        untranslated = (
            Untranslated(numbers[each.line], each.text) for each in self._marked.values()
        )
        return "\n".join(written), tuple(untranslated)

    def named(self, case: Case) -> object:
        """What *case* is called in the translated file."""
        outline = self._outlines.get(case.line, case.outline)
        rule = self._rules.get(case.rule or "", case.rule)
        rename = self._rename(case.line)
        columns = tuple(rename(f"<{column}>")[1:-1] for column in case.columns)
        return outline, rule, columns

    def _head_rows(self) -> None:
        """The heading rows of examples, and the comments that say them in the other language."""
        for _, node in _children(self._feature):
            names = self._other_names.get(node["location"]["line"], {})
            for examples in node.get("examples", ()) if names else ():
                own = tuple(cells_of(examples["tableHeader"]))
                line = examples["tableHeader"]["location"]["line"]
                self._cells[line] = [names.get(column, column) for column in own]
                if line in self._heads:
                    self._write(self._heads[line].line, heads_comment(OTHER[self.to], own))

    @cached_property
    def _other_names(self) -> Mapping[int, Mapping[str, str]]:
        """What the columns of each scenario are called in the translated file."""
        found: dict[int, dict[str, str]] = {}
        for _, node in _children(self._feature):
            names = found.setdefault(node["location"]["line"], {})
            for examples in node.get("examples", ()):
                line = examples.get("tableHeader", node)["location"]["line"]
                if line not in self._heads:
                    continue
                own = cells_of(examples["tableHeader"])
                for column, name in zip(own, self._heads[line].cells, strict=True):
                    if names.setdefault(column, name) != name:
                        text = TWO_NAMES.fill(column=column, name=name, other=names[column])
                        self.mistakes.append(Mistake(self._heads[line].line, text))
        return found

    def _rename(self, line: int) -> Callable[[str], str]:
        """A function that puts the other names of columns into texts of the scenario on *line*."""
        names = self._other_names.get(line, {})
        return filler(tuple(names), tuple(f"<{name}>" for name in names.values()))

    def _docstring(self, step: Any, rename: Callable[[str], str]) -> None:
        """The text below *step*, which is the author's but for the names of columns."""
        content = step.get("docString", {"content": ""})["content"]
        if rename(content) != content:
            start = step["docString"]["location"]["line"] + 1
            for number in range(start, start + content.count("\n") + 1):
                words = self._lines[number - 1]
                self._write(number, rename(words.strip()))

    def _exchange(self, node: Any, title: Title) -> None:
        """Let a title's comments and its own words change places."""
        described = self._described(node)
        own = [node["name"], *(self._lines[number - 1].strip() for number in described)]
        own = own if title.description else own[:1]
        self._put(title.lines, [comment(OTHER[self.to], words) for words in own])
        if title.description and described:
            self._put(described, list(title.description))

    def _described(self, node: Any) -> list[int]:
        """The lines of the description below a title, with the blank ones between them."""
        left = len([each for each in node.get("description", "").split("\n") if each.strip()])
        found: list[int] = []
        number = node["location"]["line"]
        while left:
            number += 1
            words = self._lines[number - 1].strip()
            if words.startswith("#") or (not words and not found):
                continue
            left -= bool(words)
            found.append(number)
        return found

    def _put(self, numbers: Sequence[int], words: Sequence[str]) -> None:
        """Write *words* where the lines *numbers* were, as deep as the first of them."""
        first = self._lines[numbers[0] - 1]
        end = "\r" if first.endswith("\r") else ""
        self._blocks[numbers[0]] = [
            f"{_indent(first)}{each}{end}" if each else end for each in words
        ]
        self._gone.update(numbers[1:])

    @property
    def _feature(self) -> Any:
        return self.source.tree["feature"]

    @property
    def _dialect(self) -> str:
        return str(self._feature["language"])

    def _write(self, number: int, words: str) -> None:
        """Put *words* on a line, as deep as what stood there."""
        line = self._lines[number - 1]
        end = "\r" if line.endswith("\r") else ""
        new = f"{_indent(line)}{words}{end}"
        if self._new.setdefault(number, new) != new:
            self.mistakes.append(Mistake(number, OTHER_BACKGROUND))

    def _kind(self, step: Any) -> str | None:
        """Which keyword *step* has; None for an asterisk."""
        kind = _KINDS.get(step["keywordType"])
        if kind is None and not step["keyword"].startswith("*"):
            dialect: Any = DIALECTS[self._dialect]
            kind = next((each for each in ("and", "but") if step["keyword"] in dialect[each]), None)
        return kind

    def _table(self, table: Sequence[Any]) -> None:
        new = [self._cells_in(row) for row in table]
        if new == [cells_of(row) for row in table]:
            return
        written = aligned([[escaped(cell) for cell in row] for row in new])
        for row, words in zip(table, written, strict=True):
            line = row["location"]["line"]
            rest = after_last_bar(self._lines[line - 1].strip())
            self._write(line, f"{words} {rest}".rstrip())

    def _cells_in(self, row: Any) -> list[str]:
        return list(self._cells.get(row["location"]["line"], cells_of(row)))

    def _is_foreign(self, node: Any) -> bool:
        """Whether a title, or the prose below it, isn't in the language of the translation."""
        plain = _PLACEHOLDER.sub("", node["name"])
        names = [plain] if plain.strip() else self._names(node)
        return any(_is_foreign(words, self.to) for words in (*names, node.get("description", "")))

    def _names(self, node: Any) -> Iterator[str]:
        """What an outline whose title is but a placeholder is called in each row."""
        for examples in node.get("examples", ()):
            for row in examples["tableBody"]:
                columns = cells_of(examples["tableHeader"])
                cells = dict(zip(columns, self._cells_in(row), strict=True))
                yield outlines.fill(node["name"], cells)


def _titles(feature: Any) -> Iterator[tuple[str, Any]]:
    """Everything that has a title, with its kind."""
    yield "feature", feature
    for kind, node in _children(feature):
        yield kind, node
        for examples in node.get("examples", ()):
            yield "examples", examples


def _children(node: Any) -> Iterator[tuple[str, Any]]:
    """Rules, backgrounds and scenarios, at any depth."""
    for child in node.get("children", ()):
        for kind, found in child.items():
            yield kind, found
            yield from _children(found)


def _steps(feature: Any) -> Iterator[Any]:
    for _, node in _children(feature):
        yield from node.get("steps", ())


def _tables(feature: Any) -> Iterator[Sequence[Any]]:
    """The rows of every table."""
    for _, node in _children(feature):
        for step in node.get("steps", ()):
            if "dataTable" in step:
                yield step["dataTable"]["rows"]
        for examples in node.get("examples", ()):
            if "tableHeader" in examples:
                yield [examples["tableHeader"], *examples["tableBody"]]


def _examples(feature: Any) -> Iterator[Any]:
    for kind, node in _titles(feature):
        if kind == "examples":
            yield from node["tableBody"]


def _is_foreign(words: str, to: Language) -> bool:
    if to == "en":
        return is_japanese(words)
    # A name such as TCP is the same in any language.
    return not is_japanese(words) and re.search("[a-z]", words) is not None


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
