"""A feature file as a pytest module, its scenarios as pytest functions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from attrs import frozen

from azsim.gherkin.playing import failure, run_scenario
from azsim.gherkin.playing.scenario import NO_INPUTS, Scenario
from azsim.gherkin.playing.selection import item_names
from azsim.gherkin.pytest_bdd import hooks
from azsim.gherkin.reading import mistakes
from azsim.gherkin.reading.document import Case, Document, read
from azsim.gherkin.reading.mistakes import Mistake
from azsim.gherkin.reading.paths import relative_name, shown_path
from azsim.gherkin.reports.evidence import wanted
from azsim.gherkin.vocabulary.definition import KEYWORDS
from azsim.gherkin.vocabulary.installed import library
from azsim.gherkin.vocabulary.vocabulary import Vocabulary
from azsim.terminal.symbols import ASCII, UNICODE, Symbols, symbols_for
from azsim.text import Language, Text

PROBLEMS = Text("The vocabulary contradicts itself:\n{problems}", "語彙に矛盾がある:\n{problems}")

LINE = Text("line {line}", "{line} 行目")


class FeatureFile(pytest.Module):
    """A ``.feature`` file.

    It is a module, since fixtures of module scope live in one.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.obj = ModuleType(self.path.stem)
        self.obj.__file__ = str(self.path)
        self.place = Place.of(self)
        self.document: Document | None = None

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What this file may say."""
        return library(self.config).vocabulary_for(self.path)

    @cached_property
    def hooks_are_heard(self) -> bool:
        """Whether anyone implements pytest-bdd's hooks."""
        return hooks.is_heard(self.config)

    @cached_property
    def bdd_feature(self) -> Any:
        """This file as those who implement pytest-bdd's hooks know it."""
        assert self.document is not None
        return hooks.feature_of(self.document, self.config.rootpath)

    def collect(self) -> Iterator[pytest.Item]:
        """Its scenarios, and one failing test for each thing that is wrong with it."""
        shelf = library(self.config)
        vocabulary, place = self.vocabulary, self.place
        document = self.document = read(self.path)
        first: ScenarioItem | None = None
        for case, name in zip(document.cases, item_names(document.cases), strict=True):
            first = item = ScenarioItem.from_parent(
                self,
                name=name,
                case=case,
                document=document,
                place=place,
                vocabulary=vocabulary,
                serial=next(shelf.serial),
                like=first,
            )
            yield item
        for mistake in (*document.mistakes, *lost_steps(document, vocabulary)):
            yield MistakeItem.from_parent(
                self,
                name=f"line {mistake.line}",
                document=document,
                place=place,
                mistake=mistake,
                serial=next(shelf.serial),
            )
        problems = shelf.new_problems(vocabulary)
        if problems:
            text = PROBLEMS.fill(problems="\n".join(f"  {problem}" for problem in problems))
            yield MistakeItem.from_parent(
                self,
                name="vocabulary",
                document=document,
                place=place,
                mistake=Mistake(1, text),
                serial=next(shelf.serial),
            )


def lost_steps(document: Document, vocabulary: Vocabulary) -> Iterator[Mistake]:
    """Sentences that stand where Gherkin takes them for prose: the first below each title.

    Those below a line that is a mistake itself are lost because of that one.
    """
    told = {mistake.line for mistake in document.mistakes}
    for prose in document.prose:
        for line, text in prose:
            if line in told:
                break
            sentence = mistakes.step_in_prose(text, document.language)
            if sentence and any(vocabulary.find(keyword, sentence) for keyword in KEYWORDS):
                yield mistakes.outside_scenario(line, text, document.language)
                break


@frozen
class Place:
    """The names of a feature file.

    ``shown`` starts from the folder that pytest was called in, ``file`` from the PATH
    of the command line that led to it.
    """

    shown: str
    file: str

    @classmethod
    def of(cls, node: pytest.Module) -> Place:
        """The names of the file of *node*; working them out takes too long per scenario."""
        return cls(
            shown_path(node.path, node.config.invocation_params.dir),
            relative_name(node.path, node.config),
        )


class FeatureItem:
    """What the items of a feature file have in common."""

    config: pytest.Config
    document: Document
    place: Place
    turn: int = -1
    total: int = 0
    serial: int = -1

    @property
    def id(self) -> Any:
        """As pytest reads it back from what it has kept, where a bracket begins a parameter."""
        own: Any = super().id  # type: ignore[misc]
        return type(own).parse(str(own))

    def complete(self, report: Any) -> None:
        """Put what is known about this item on pytest's *report*."""
        raise NotImplementedError

    @property
    def symbols(self) -> Symbols:
        """The signs that the console can show."""
        return console_symbols(self.config)

    def shown_path(self) -> str:
        """The feature file as it is shown: from the folder that pytest was called in."""
        return self.place.shown


class ScenarioItem(FeatureItem, pytest.Function):
    """One scenario, or one row of a scenario outline."""

    def __init__(
        self,
        name: str,
        parent: FeatureFile,
        *,
        case: Case,
        document: Document,
        place: Place,
        vocabulary: Vocabulary,
        serial: int,
        like: ScenarioItem | None = None,
        inputs: Mapping[str, object] = NO_INPUTS,
        **kwargs: Any,
    ) -> None:
        if like is not None:
            # Scenarios of a file need the same fixtures; finding them out takes time.
            kwargs["fixtureinfo"] = like._fixtureinfo
        super().__init__(name, parent, callobj=_scenario, **kwargs)
        self.case = case
        self.document = document
        self.place = place
        self.vocabulary = vocabulary
        self.serial = serial
        self.inputs = inputs
        for tag in case.tags:
            made = hooks.tag_marks(self.config, tag)
            for mark in [_mark(tag, self.config)] if made is None else made:
                self.add_marker(mark)

    def with_inputs(self, inputs: Mapping[str, object]) -> ScenarioItem:
        """The same scenario again, to be played with *inputs*."""
        item: ScenarioItem = ScenarioItem.from_parent(
            self.parent,
            name=self.name,
            case=self.case,
            document=self.document,
            place=self.place,
            vocabulary=self.vocabulary,
            serial=self.serial,
            like=self,
            inputs=inputs,
        )
        item.turn = self.turn
        return item

    @cached_property
    def course(self) -> run_scenario.Course:
        """How far the scenario came, this time."""
        return run_scenario.Course(self.case)

    @cached_property
    def scenario(self) -> Scenario:
        """What its steps share, this time."""
        return Scenario(
            language=self.language,
            name=self.case.name,
            path=self.document.path,
            line=self.case.line,
            row=self.case.row,
            seed=self.config.option.azsim_seed,
            inputs=self.inputs,
            wanted=wanted(self.config),
        )

    @property
    def language(self) -> Language:
        """The language of messages about this scenario."""
        return self.document.language

    def setup(self) -> None:
        """Start afresh, since a plug-in may play an item more than once."""
        for made in ("course", "scenario"):
            vars(self).pop(made, None)
        super().setup()

    def runtest(self) -> None:
        """Play the scenario."""
        __tracebackhide__ = True
        request = self.funcargs["request"]
        assert isinstance(request, pytest.FixtureRequest)
        run_scenario.play(
            self.course, self.scenario, self.vocabulary, request, self._hooks(request)
        )

    def _hooks(self, request: pytest.FixtureRequest) -> hooks.Hooks:
        file = self.parent
        assert isinstance(file, FeatureFile)
        if not file.hooks_are_heard:
            return hooks.NOBODY
        scenario = hooks.scenario_of(file.bdd_feature, self.document, self.case)
        return hooks.Heard(request, scenario, self.case.steps)

    def reportinfo(self) -> tuple[Path, int, str]:
        """The line of the feature file, counted from 0 as pytest does."""
        return self.path, (self.case.row or self.case.line) - 1, self.case.name

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The steps with their marks, and what is wrong; a trace-back for a bug only."""
        if self.course.error is None:
            return super().repr_failure(excinfo)
        if self.course.error == "crash" and failure.needs_trace_back(excinfo.value):
            return f"{failure.block(self)}\n\n{super().repr_failure(excinfo)}"
        return failure.block(self)

    def complete(self, report: Any) -> None:
        """Put the steps, and at the end the attachments, on pytest's *report*."""
        if report.when == "call" or (report.when == "setup" and not report.passed):
            report.azsim = self._facts() | {
                "steps": [
                    [step.keyword, step.text, step.line, state]
                    for step, state in zip(self.case.steps, self.course.states, strict=True)
                ],
                "error": self.course.error,
                "failed": self.course.failed,
                "notes": failure.notes_of(self) if self.course.error else {},
            }
        elif report.when == "teardown":
            report.azsim = self._facts() | {"attachments": dict(self.scenario.attachments)}

    def _facts(self) -> dict[str, Any]:
        return {
            "serial": self.serial,
            "turn": self.turn,
            "total": self.total,
            "path": self.place.shown,
            "file": self.place.file,
            "line": self.case.line,
            "row": self.case.row,
            "name": self.case.name,
            "keyword": self.case.keyword,
            "rule": self.case.rule,
            "feature": self.document.title,
            "feature_keyword": self.document.keyword,
            "language": self.language,
        }


class MistakeItem(FeatureItem, pytest.Function):
    """Something wrong with a feature file, as a test that fails."""

    def __init__(
        self,
        name: str,
        parent: FeatureFile,
        *,
        document: Document,
        place: Place,
        mistake: Mistake,
        serial: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(name, parent, callobj=_scenario, **kwargs)
        self.document = document
        self.place = place
        self.mistake = mistake
        self.serial = serial

    def complete(self, report: Any) -> None:
        """Put the mistake on pytest's *report*."""
        if report.when == "call":
            report.azsim = {
                "serial": self.serial,
                "turn": self.turn,
                "total": self.total,
                "path": self.shown_path(),
                "line": self.mistake.line,
                "row": None,
                "name": self.mistake.source or self._title(),
                "keyword": "",
                "rule": None,
                "feature": self.document.title,
                "feature_keyword": self.document.keyword,
                "language": self.document.language,
                "steps": [],
                "error": "advice",
                "failed": None,
                "notes": {None: self.mistake.text.to(self.document.language)},
            }

    def _title(self) -> str:
        return LINE.fill(line=self.mistake.line).to(self.document.language)

    def runtest(self) -> None:
        """Fail."""
        error = Unreadable(self.mistake.text.en)
        file, request = self.parent, self.funcargs["request"]
        assert isinstance(file, FeatureFile)
        assert isinstance(request, pytest.FixtureRequest)
        if not file.hooks_are_heard:
            raise error
        scenario = hooks.mistake_of(file.bdd_feature, self.name, self.mistake.line)
        with hooks.Heard(request, scenario, ()).scenario():
            raise error

    def reportinfo(self) -> tuple[Path, int, str]:
        """The line of the feature file, counted from 0 as pytest does."""
        return self.path, self.mistake.line - 1, self.name

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The line, and how to write it."""
        if isinstance(excinfo.value, Unreadable):
            return failure.mistake_block(self.shown_path(), self.mistake, self.document.language)
        return super().repr_failure(excinfo)


class Unreadable(Exception):
    """A feature file, or a line of it, that can't be played."""


def _scenario(request: pytest.FixtureRequest) -> None:
    """What pytest takes for the test function: it shows which fixtures a scenario needs."""


def _mark(tag: str, config: pytest.Config) -> Any:
    # Registered on the fly, or --strict-markers would refuse it. A colon or a bracket
    # would end the name there, so such a tag gets its mark without being registered.
    if tag.isidentifier() and not tag.startswith("_"):
        known = config.stash.setdefault(_TAGS, set())
        if tag not in known:
            config.addinivalue_line("markers", f"{tag}: a tag of a feature file")
            known.add(tag)
        return getattr(pytest.mark, tag)
    return pytest.MarkDecorator(pytest.Mark(tag, (), {}, _ispytest=True), _ispytest=True)


_TAGS = pytest.StashKey[set[str]]()


def console_symbols(config: pytest.Config) -> Symbols:
    """The signs that the console of the first process can show."""
    import sys

    option = config.option
    if not hasattr(option, "azsim_shows_unicode"):
        # Workers of pytest-xdist have no console; they inherit this with the options.
        option.azsim_shows_unicode = (
            symbols_for(getattr(sys.__stdout__, "encoding", None)) is UNICODE
        )
    return UNICODE if option.azsim_shows_unicode else ASCII
