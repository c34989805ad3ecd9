"""The text of a failure: where, the steps with their marks, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent
from typing import Protocol

import pytest

from azsim.gherkin.playing.expect import Mismatch
from azsim.gherkin.playing.run_scenario import Course, Misworded, Unmentioned, swallowed
from azsim.gherkin.reading.document import Case
from azsim.gherkin.reading.mistakes import Mistake
from azsim.gherkin.vocabulary.definition import KEYWORDS, VocabularyError
from azsim.gherkin.vocabulary.vocabulary import Vocabulary
from azsim.terminal.symbols import Symbols
from azsim.text import Advice, Language, Text

NEVER_MENTIONED = Text(
    "{debt}\nNo later step of the scenario mentions this. Add a Then that expects it.",
    "{debt}\n後のどのステップもこれに触れていない。これを確かめる「ならば」を加える。",
)
SWALLOWED = Text(
    'Line {line} is taken for prose, since "{word}" is no keyword. Write\n  {keyword} {rest}',
    "{line} 行目は説明文として扱われている。「{word}」というキーワードはない。次のように書く。\n"
    "  {keyword} {rest}",
)
A_BUG = Text(
    "This isn't about your scenario: it is a bug in the code behind the step ({where}). Please "
    "report it with the lines below.",
    "これはシナリオの誤りではなく、ステップのコードのバグである（{where}）。以下の行を添えて"
    "報告してほしい。",
)
NO_SUCH_FIXTURE = Text(
    "{where}: the function behind this step asks for {name}, which is neither a value of the "
    "sentence nor a fixture.",
    "{where}: このステップの関数は {name} を求めているが、文の値でもフィクスチャでもない。",
)


class Scene(Protocol):
    """A scenario that was played, as far as its failure is told."""

    @property
    def case(self) -> Case:
        """The scenario as it is written."""

    @property
    def vocabulary(self) -> Vocabulary:
        """What it may say."""

    @property
    def course(self) -> Course:
        """How far it came."""

    @property
    def language(self) -> Language:
        """The language of the messages."""

    @property
    def symbols(self) -> Symbols:
        """The signs that the console can show."""

    def shown_path(self) -> str:
        """The feature file, as it is shown."""


def block(item: Scene) -> str:
    """Everything about a scenario that failed, for whoever runs plain pytest."""
    course, case = item.course, item.case
    step = course.failed
    line = case.steps[step].line if step is not None else case.line
    lines = [f"{item.shown_path()}:{line}", f"  {case.keyword}: {case.name}{row_note(item)}"]
    notes = notes_of(item)
    several = len(notes) > 1
    for index, (each, state) in enumerate(zip(case.steps, course.states, strict=True)):
        sign = {"passed": item.symbols.passed, "failed": item.symbols.failed}.get(
            state, item.symbols.unreached
        )
        lines.append(f"  {sign} {each.keyword} {each.text}")
        if index in notes:
            if several:
                # The line above the scenario is that of the first.
                lines.append(f"      {item.shown_path()}:{each.line}")
            lines.append(indent(notes[index], "      "))
    if None in notes:
        lines.append(indent(notes[None], "    "))
    return "\n".join(lines)


def notes_of(item: Scene) -> dict[int | None, str]:
    """What to write below each step that failed, or below the scenario under None."""
    course = item.course
    if course.misworded:
        return dict(_misworded(item))
    return {course.failed: message(item)}


def row_note(item: Scene) -> str:
    """Which row of an outline this is."""
    if item.case.row is None:
        return ""
    note = Text(" (row on line {row})", "（{row} 行目の例）").fill(row=item.case.row)
    return note.to(item.language)


def message(item: Scene) -> str:
    """What stopped the scenario, in the language of its file."""
    error = item.course.exception
    language = item.language
    if isinstance(error, Mismatch):
        return error.render(language, item.symbols)
    if isinstance(error, Advice):
        return error.text.to(language)
    if isinstance(error, Unmentioned):
        return NEVER_MENTIONED.fill(debt=error.debt.text).to(language)
    if isinstance(error, Misworded):
        return "\n".join(_unplayable(item))
    where = _definition(item)
    if isinstance(error, pytest.FixtureLookupError):
        return NO_SUCH_FIXTURE.fill(where=where, name=error.argname).to(language)
    if item.course.error == "mismatch":
        return f"{error}\n({where})"
    if isinstance(error, VocabularyError):
        return str(error)
    summary = f"{type(error).__name__}: {error}"
    return f"{summary}\n{A_BUG.fill(where=where).to(language)}"


def needs_trace_back(error: BaseException) -> bool:
    """Whether the message doesn't yet say where in the code the mistake is."""
    return not isinstance(error, pytest.FixtureLookupError | VocabularyError)


def _definition(item: Scene) -> str:
    step = item.course.failed
    if step is None:
        return ""
    found = item.vocabulary.find(item.case.steps[step].kind, item.case.steps[step].text)
    return found[0].definition.where if found else ""


def _unplayable(item: Scene) -> Iterator[str]:
    case, language = item.case, item.language
    if case.problem is not None:
        yield case.problem.to(language)
        return
    for _, advice in lost_in_prose(case, item.vocabulary):
        yield advice.to(language)


def lost_in_prose(case: Case, vocabulary: Vocabulary) -> Iterator[tuple[int, Text]]:
    """The lines of the description that were meant as steps, with what to say of each."""
    for line, text, keyword, rest in swallowed(case, vocabulary):
        word = text.partition(" ")[0]
        yield line, SWALLOWED.fill(line=line, word=word, keyword=KEYWORDS[keyword], rest=rest)


def _misworded(
    item: Scene,
) -> Iterator[tuple[int, str]]:  # Looking for hints is a matter of failures only.
    from azsim.gherkin.advice.unknown_step import advise

    for index in item.course.misworded:
        step = item.case.steps[index]
        yield index, advise(item.vocabulary, item.case, step).to(item.language)


def mistake_block(path: str, mistake: Mistake, language: Language) -> str:
    """What is wrong with the feature file that is shown as *path*."""
    lines = [f"{path}:{mistake.line}"]
    if mistake.source:
        lines.append(f"  {mistake.source}")
    lines.append(indent(mistake.text.to(language), "      "))
    return "\n".join(lines)
