"""The text of a failure: where, the steps with their marks, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent
from typing import Protocol

import pytest

from azsim.gherkin.advice.lost_steps import in_description
from azsim.gherkin.playing import slips
from azsim.gherkin.playing.expect import Mismatch
from azsim.gherkin.playing.result import (
    Error,
    FailedSubtests,
    Misworded,
    ScenarioResult,
    Unmentioned,
)
from azsim.gherkin.reading.document import Case
from azsim.gherkin.reading.mistakes import Mistake
from azsim.gherkin.vocabulary.definition import VocabularyError
from azsim.gherkin.vocabulary.vocabulary import Vocabulary
from azsim.terminal.symbols import Symbols
from azsim.text import Advice, Language, Text, visible

A_BUG = Text(
    "This isn't about your scenario: it is a bug in the code behind the step ({where}). Please "
    "report it with the lines below.",
    "これはシナリオの誤りではなく、ステップのコードのバグである ({where})。以下の行を添えて"
    "報告してほしい。",
)
NO_SUCH_FIXTURE = Text(
    "{where}: the function behind this step asks for {name}, which is neither a value of the "
    "sentence nor a fixture.",
    "{where}: このステップの関数は {name} を求めているが、文の値でもフィクスチャでもない。",
)
SUBTEST = Text("Subtest{name}:", "サブテスト{name}:")
BEHIND_SUBTESTS = Text("And the step itself:", "さらにステップそのもの:")


class FailedScenario(Protocol):
    """A scenario that was played, as far as its failure is told."""

    @property
    def case(self) -> Case:
        """The scenario as it is written."""

    @property
    def vocabulary(self) -> Vocabulary:
        """What it may say."""

    @property
    def result(self) -> ScenarioResult:
        """How far it came."""

    @property
    def language(self) -> Language:
        """The language of the messages."""

    @property
    def symbols(self) -> Symbols:
        """The signs that the console can show."""

    def shown_path(self) -> str:
        """The feature file, as it is shown."""


def block(item: FailedScenario) -> str:
    """Everything about a scenario that failed, for whoever runs plain pytest."""
    result, case = item.result, item.case
    step = result.failed
    line = case.steps[step].line if step is not None else case.line
    lines = [f"{item.shown_path()}:{line}", f"  {case.keyword}: {case.name}{row_note(item)}"]
    notes = notes_of(item)
    several = len(notes) > 1
    signs = {"passed": item.symbols.passed, "failed": item.symbols.failed}
    unreached = item.symbols.unreached
    for index, (each, state) in enumerate(zip(case.steps, result.states, strict=True)):
        lines.append(f"  {signs.get(state, unreached)} {each.keyword} {each.text}")
        if index in notes:
            if several:
                # The line above the scenario is that of the first.
                lines.append(f"      {item.shown_path()}:{each.line}")
            lines.append(indent(notes[index], "      "))
    if None in notes:
        lines.append(indent(notes[None], "    "))
    # pytest writes it to the terminal as it is.
    return visible("\n".join(lines))


def notes_of(item: FailedScenario) -> dict[int | None, str]:
    """What to write below each step that failed, or below the scenario under None."""
    result = item.result
    if result.misworded:
        return dict(_misworded(item))
    return {result.failed: message(item)}


def row_note(item: FailedScenario) -> str:
    """Which row of an outline this is."""
    if item.case.row is None:
        return ""
    note = Text(" (row on line {row})", " ({row} 行目の例)").fill(row=item.case.row)
    return note.to(item.language)


def message(item: FailedScenario) -> str:
    """What stopped the scenario, in the language of its file."""
    return said(item, item.result.exception, item.result.error)


def said(item: FailedScenario, error: BaseException | None, kind: Error | None = None) -> str:
    """What is wrong, in the language of the file of *item*; *kind* says how far it is a bug."""
    language = item.language
    if isinstance(error, FailedSubtests):
        return "\n".join(_subtests(item, error))
    if isinstance(error, Mismatch):
        return error.render(language, item.symbols)
    if isinstance(error, Advice):
        return error.text.to(language)
    if isinstance(error, Unmentioned):
        debt = error.debt
        return f"{debt.text.to(language)}\n{debt.remedy.to(language)}"
    if isinstance(error, Misworded):
        return "\n".join(_unplayable(item))
    fixture = None if error is None else slips.of_fixture(error)
    if fixture is not None:
        return fixture.to(language)
    where = _definition(item)
    if isinstance(error, pytest.FixtureLookupError):
        return NO_SUCH_FIXTURE.fill(where=where, name=error.argname).to(language)
    if kind == "mismatch":
        return f"{error}\n({where})" if where else str(error)
    if isinstance(error, VocabularyError):
        return str(error)
    summary = f"{type(error).__name__}: {error}"
    if not where:
        return summary
    return f"{summary}\n{A_BUG.fill(where=where).to(language)}"


def _subtests(item: FailedScenario, failed: FailedSubtests) -> Iterator[str]:
    for each in failed.subtests:
        if each.name is None:
            yield BEHIND_SUBTESTS.to(item.language)
        else:
            yield SUBTEST.fill(name=each.name and f" {each.name}").to(item.language)
        yield indent(said(item, each.exception, each.error), "  ")


def traced(error: BaseException) -> BaseException:
    """What the trace-back of *error* is about: of subtests, the first that is a bug."""
    if not isinstance(error, FailedSubtests):
        return error
    return next(each.exception for each in error.subtests if each.error == "crash")


def needs_trace_back(error: BaseException) -> bool:
    """Whether the message doesn't yet say where in the code the mistake is."""
    is_told = isinstance(error, pytest.FixtureLookupError | VocabularyError)
    return not is_told and slips.of_fixture(error) is None


def _definition(item: FailedScenario) -> str:
    step = item.result.failed
    if step is None:
        return ""
    found = item.vocabulary.find(item.case.steps[step].kind, item.case.steps[step].text)
    return found[0].definition.where if found else ""


def _unplayable(item: FailedScenario) -> Iterator[str]:
    case, language = item.case, item.language
    if case.problem is not None:
        yield case.problem.to(language)
        return
    for _, advice in in_description(case, item.vocabulary):
        yield advice.to(language)


def _misworded(
    item: FailedScenario,
) -> Iterator[tuple[int, str]]:  # Looking for hints is a matter of failures only.
    from azsim.gherkin.advice.unknown_step import advise

    for index in item.result.misworded:
        step = item.case.steps[index]
        yield index, advise(item.vocabulary, item.case, step).to(item.language)


def mistake_block(path: str, mistake: Mistake, language: Language) -> str:
    """What is wrong with the feature file that is shown as *path*."""
    lines = [f"{path}:{mistake.line}"]
    if mistake.source:
        lines.append(f"  {mistake.source}")
    lines.append(indent(mistake.text.to(language), "      "))
    return visible("\n".join(lines))
