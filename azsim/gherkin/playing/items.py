"""The scenarios of a feature file, and its mistakes, as pytest functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest
from attrs import frozen

from azsim import garbage
from azsim.gherkin.playing import compat, failure, run_scenario, slips
from azsim.gherkin.playing.attachments import wanted
from azsim.gherkin.playing.console_symbols import console_symbols
from azsim.gherkin.playing.report_facts import PlaceFacts
from azsim.gherkin.playing.result import ScenarioResult
from azsim.gherkin.playing.scenario import NO_INPUTS, Scenario
from azsim.gherkin.playing.step_details import details_of
from azsim.gherkin.playing.tags import marks_of
from azsim.gherkin.pytest_bdd.hooks import FileHooks
from azsim.gherkin.reading.document import Case, Document
from azsim.gherkin.reading.mistakes import Mistake
from azsim.gherkin.vocabulary.vocabulary import Vocabulary
from azsim.terminal.symbols import Symbols
from azsim.text import Language, Text, visible

LINE = Text("line {line}", "{line} 行目")
USED = "usefixtures"


@frozen
class Place:
    """The names of a feature file.

    ``shown`` starts from the folder that pytest was called in, ``file`` from the PATH
    of the command line that led to it.
    """

    shown: str
    file: str


class FeatureItem(compat.ReadableId):
    """What the items of a feature file have in common."""

    config: pytest.Config
    document: Document
    place: Place
    turn: int = -1
    total: int = 0
    left_out: int = 0
    serial: int = -1
    is_under_way: bool = False

    def complete(self, report: Any) -> None:
        """Put what is known about this item on pytest's *report*."""
        raise NotImplementedError

    def place_facts(self) -> PlaceFacts:
        """Which scenario or mistake this is."""
        raise NotImplementedError

    def _facts_of(
        self,
        line: int,
        name: str,
        *,
        row: int | None = None,
        keyword: str = "",
        rule: str | None = None,
    ) -> PlaceFacts:
        """What *name* on that *line* is, and where it stands among all."""
        return {
            "serial": self.serial,
            "turn": self.turn,
            "total": self.total,
            "left_out": self.left_out,
            "path": self.place.shown,
            "file": self.place.file,
            "line": line,
            "row": row,
            "name": name,
            "keyword": keyword,
            "rule": rule,
            "feature": self.document.title,
            "feature_keyword": self.document.keyword,
            "language": self.document.language,
        }

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
        parent: pytest.Module,
        *,
        case: Case,
        document: Document,
        place: Place,
        vocabulary: Vocabulary,
        hooks: FileHooks,
        serial: int,
        repetition: int = 1,
        like: ScenarioItem | None = None,
        inputs: Mapping[str, object] = NO_INPUTS,
        **kwargs: Any,
    ) -> None:
        tags = marks_of(case.tags, parent.config)
        self.used = tuple(name for mark in tags.marks if mark.name == USED for name in mark.args)
        if like is not None and like.used == self.used:
            # Scenarios of a file need the same fixtures; finding them out takes time.
            kwargs["fixtureinfo"] = compat.fixture_info(like)
        super().__init__(name, parent, callobj=_scenario_using(self.used), **kwargs)
        self.case = case
        self.document = document
        self.place = place
        self.vocabulary = vocabulary
        self.hooks = hooks
        self.serial = serial
        self.repetition = repetition
        self.inputs = inputs
        self._labels = tags.labels
        for mark in tags.marks:
            # pytest takes those of a function that name fixtures while it is made an item.
            if mark.name != USED:
                self.add_marker(mark)

    def iter_markers_with_node(self, name: str | None = None) -> Iterator[tuple[Any, pytest.Mark]]:
        """The marks; whoever asks for those of one name, as plug-ins do, gets no mere label."""
        yield from super().iter_markers_with_node(name)
        if name is None:
            yield from ((self, label) for label in self._labels)

    def with_inputs(self, inputs: Mapping[str, object]) -> ScenarioItem:
        """The same scenario again, to be played with *inputs*."""
        item: ScenarioItem = ScenarioItem.from_parent(
            self.parent,
            name=self.name,
            case=self.case,
            document=self.document,
            place=self.place,
            vocabulary=self.vocabulary,
            hooks=self.hooks,
            serial=self.serial,
            repetition=self.repetition,
            like=self,
            inputs=inputs,
        )
        item.turn = self.turn
        return item

    @cached_property
    def result(self) -> ScenarioResult:
        """How far the scenario came, this time."""
        return ScenarioResult(self.case)

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
        for made in ("result", "scenario"):
            vars(self).pop(made, None)
        super().setup()

    def runtest(self) -> None:
        """Play the scenario."""
        __tracebackhide__ = True
        request = self.funcargs["request"]
        assert isinstance(request, pytest.FixtureRequest)
        with garbage.looking_rarely():
            run_scenario.play(
                self.result,
                self.scenario,
                self.vocabulary,
                request,
                self.hooks.of_scenario(request, self.case),
            )

    def reportinfo(self) -> tuple[Path, int, str]:
        """The line of the feature file, counted from 0 as pytest does."""
        return self.path, (self.case.row or self.case.line) - 1, self.case.name

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The steps with their marks, and what is wrong; a trace-back for a bug only."""
        if self.result.error is None:
            return super().repr_failure(excinfo)
        if self.result.error == "crash" and failure.needs_trace_back(excinfo.value):
            bug = pytest.ExceptionInfo.from_exception(failure.traced(excinfo.value))
            return f"{failure.block(self)}\n\n{super().repr_failure(bug)}"
        return failure.block(self)

    def outside_steps(self, error: BaseException) -> str | None:
        """What to say of a fixture that stopped the scenario before or after its steps."""
        # Whoever asks for another trace-back gets it.
        if self.config.getoption("tbstyle", "auto") != "auto":
            return None
        text = slips.of_fixture(error)
        return None if text is None else text.to(self.language)

    def complete(self, report: Any) -> None:
        """Put the steps, and at the end the attachments, on pytest's *report*."""
        if report.when == "call" or (report.when == "setup" and not report.passed):
            report.azsim = self.place_facts() | {
                "steps": [
                    (step.keyword, step.text, step.line, state)
                    for step, state in zip(self.case.steps, self.result.states, strict=True)
                ],
                "details": details_of(
                    self.case, self.vocabulary, self.config, failed=not report.passed
                ),
                "error": self.result.error,
                "failed": self.result.failed,
                "notes": failure.notes_of(self) if self.result.error else {},
            }
        elif report.when == "teardown":
            after = run_scenario.failed_subtests(self.result)
            if after is not None:
                report.outcome = "failed"
                report.longrepr = visible(failure.said(self, after))
            report.azsim = self.place_facts() | {"attachments": dict(self.scenario.attachments)}

    def place_facts(self) -> PlaceFacts:
        """Which scenario this is."""
        case = self.case
        return self._facts_of(
            case.line, case.name, row=case.row, keyword=case.keyword, rule=case.rule
        )


class MistakeItem(FeatureItem, pytest.Function):
    """Something wrong with a feature file, as a test that fails."""

    def __init__(
        self,
        name: str,
        parent: pytest.Module,
        *,
        document: Document,
        place: Place,
        mistake: Mistake,
        hooks: FileHooks,
        serial: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(name, parent, callobj=_scenario, **kwargs)
        self.document = document
        self.place = place
        self.mistake = mistake
        self.hooks = hooks
        self.serial = serial

    def complete(self, report: Any) -> None:
        """Put the mistake on pytest's *report*."""
        if report.when == "call":
            report.azsim = self.place_facts() | {
                "steps": [],
                "details": None,
                "error": "advice",
                "failed": None,
                "notes": {None: self.mistake.text.to(self.document.language)},
            }
        elif report.when == "teardown":
            report.azsim = self.place_facts() | {"attachments": {}}

    def place_facts(self) -> PlaceFacts:
        """Which mistake this is."""
        return self._facts_of(self.mistake.line, self.mistake.source or self._title())

    def _title(self) -> str:
        return LINE.fill(line=self.mistake.line).to(self.document.language)

    def runtest(self) -> None:
        """Fail."""
        error = Unreadable(self.mistake.text.en)
        request = self.funcargs["request"]
        assert isinstance(request, pytest.FixtureRequest)
        with self.hooks.of_mistake(request, self.name, self.mistake.line).scenario():
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


def _scenario_using(fixtures: Sequence[str]) -> Callable[..., None]:
    if not fixtures:
        return _scenario
    function = FunctionType(_scenario.__code__, _scenario.__globals__, _scenario.__name__)
    return pytest.mark.usefixtures(*fixtures)(function)
