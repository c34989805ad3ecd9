"""Playing scenarios from Python, once or many times with different inputs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any, Protocol, TypeVar

import pytest
from attrs import field, frozen

from azsim import garbage
from azsim.gherkin.playing import attachments, compat, project
from azsim.gherkin.playing.items import MistakeItem, ScenarioItem
from azsim.gherkin.playing.result import Error, Outcome
from azsim.gherkin.playing.scenario import NO_INPUTS
from azsim.gherkin.playing.silent import OPTIONS, SilentPytest
from azsim.gherkin.reading.document import Case
from azsim.gherkin.reading.keywords import Keyword

T = TypeVar("T")

Inputs = Mapping[str, object]


@frozen
class Played:
    """How one play of one scenario went.

    ``path`` is that of its feature file from the current folder, ``file`` from the one of the paths
    that led to it. ``named`` are the ids of the facts that its reason names.
    ``failed_keyword`` is the kind of the step that failed and ``error`` why: a
    ``mismatch`` of an expectation, a ``refusal`` that no step mentions, ``advice`` to the
    author, or a ``crash`` of the code. ``message`` is what a reader would be told,
    ``report`` what the scenario's fixtures left in ``scenario.report``. Whoever keeps plays
    may clear ``attachments``, which can be large, once they are used up.
    """

    id: str
    path: str
    file: str
    line: int
    row: int | None
    name: str
    tags: tuple[str, ...]
    named: tuple[str, ...]
    inputs: Inputs
    outcome: Outcome
    failed_keyword: Keyword | None
    error: Error | None
    message: str
    duration: float
    report: dict[str, object] = field(repr=False)
    attachments: dict[str, str | bytes] = field(repr=False)

    @property
    def passes(self) -> bool:
        """Whether nothing failed, expected or not."""
        return self.outcome in ("passed", "xpassed")

    def take(self, name: str, kind: type[T]) -> T | None:
        """What is left under *name*, which has to be a *kind*, out of the report.

        Whoever keeps plays needn't keep what was large and is used up.

        :raises TypeError: where it is something else.
        """
        found = self.report.pop(name, None)
        if found is None or isinstance(found, kind):
            return found
        raise TypeError(f"{name} is no {kind.__name__}: {found!r}")


@frozen
class Plays:
    """Everything that was played, in order, and what kept other things from it.

    ``problems`` holds mistakes in feature files and files that can't be collected;
    where it isn't empty, something was not played.
    """

    played: tuple[Played, ...]
    problems: tuple[str, ...]

    def of(self, id: str) -> tuple[Played, ...]:
        """Every play of one scenario."""
        return tuple(each for each in self.played if each.id == id)


class Listener(Protocol):
    """Whoever is told of each scenario and mistake while everything about it is still there.

    What it keeps should be small: items hold the whole world of a scenario.
    """

    def scenario(self, item: ScenarioItem, played: Played) -> None:
        """A scenario is over, and so are its fixtures."""

    def mistake(self, item: MistakeItem) -> None:
        """A mistake kept something from being played."""


Runs = Mapping[str, Iterable[Inputs]] | Callable[[Played], Iterable[Inputs]]
Select = Callable[[str, Case], bool]


def play(
    paths: Iterable[str | Path],
    *,
    runs: Runs | None = None,
    inputs: Inputs | None = None,
    select: Select | None = None,
    seed: int = 0,
    wanted: Iterable[str] = (),
    whole_project: bool = False,
    on_played: Callable[[Played], None] | None = None,
    listener: Listener | None = None,
) -> Plays:
    """Play the scenarios of *paths* quietly, in this process.

    Each is played once with *inputs*, which are empty by default. *runs* asks for more,
    in the same session, which saves starting pytest again:

    * a mapping from the id of a scenario to its inputs: only these scenarios are
      played, in this order, once with each of the inputs;
    * a function: each scenario is first played with *inputs*; the function gets the
      result and returns the inputs to play it with next, none or many.

    Inputs are taken one at a time, each when the play before it is over, so that a
    generator can prepare something for one play and clear it away after it.

    With *whole_project* every conftest.py above *paths* counts, as for ``azsim run``; pytest on
    its own looks no further up than the current folder.

    *select* says by id and scenario what to play, *wanted* names the attachments to
    make, *on_played* is called after each play, and *listener* is told in detail.
    """
    player = _Player(runs, inputs or NO_INPUTS, select, frozenset(wanted), on_played, listener)
    given = [str(path) for path in paths]
    options = [*OPTIONS, f"--azsim-seed={seed}"]
    if whole_project:
        options += project.pytest_options(given)
    pytest.main([*options, *given], plugins=[player])
    return Plays(tuple(player.played), tuple(player.problems))


class _Player(SilentPytest):
    """Plays the collected scenarios itself and writes nothing."""

    def __init__(
        self,
        runs: Runs | None,
        inputs: Inputs,
        select: Select | None,
        wanted: frozenset[str],
        on_played: Callable[[Played], None] | None,
        listener: Listener | None,
    ) -> None:
        super().__init__()
        self.played: list[Played] = []
        self._runs = runs
        self._inputs = inputs
        self._select = select
        self._wanted = wanted
        self._on_played = on_played
        self._listener = listener
        self._reports: list[Any] = []

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Silence pytest's own report, and ask for attachments."""
        attachments.want(config, self._wanted)
        super().pytest_configure(config)

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Keep the reports of the scenario that is being played, which tell of its subtests."""
        if compat.subtest_name(report) is None:
            self._reports.append(report)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Play every scenario as often as asked for."""
        if session.config.option.collectonly:
            return True
        scenarios: list[ScenarioItem] = []
        for item in session.items:
            if isinstance(item, MistakeItem):
                text = item.mistake.text.to(item.document.language)
                self.problems.append(f"{item.shown_path()}:{item.mistake.line}: {text}")
                if self._listener is not None:
                    self._listener.mistake(item)
            elif isinstance(item, ScenarioItem) and self._is_chosen(item):
                scenarios.append(item)
        if isinstance(self._runs, Mapping):
            turns = {scenario: turn for turn, scenario in enumerate(self._runs)}
            scenarios.sort(key=lambda item: turns[item.nodeid])
        with garbage.looking_rarely():
            for item, following in zip_longest(scenarios, scenarios[1:]):
                self._play(item, following)
        return True

    def _is_chosen(self, item: ScenarioItem) -> bool:
        if isinstance(self._runs, Mapping) and item.nodeid not in self._runs:
            return False
        return self._select is None or self._select(item.nodeid, item.case)

    def _play(self, item: ScenarioItem, following: ScenarioItem | None) -> None:
        if self._runs is None:
            self._play_once(item, self._inputs, following)
            return
        if isinstance(self._runs, Mapping):
            queue = self._runs[item.nodeid]
        else:
            queue = self._runs(self._play_once(item, self._inputs, item))
        for inputs in queue:
            self._play_once(item, inputs, item)
        # Each play expected another one of the same item, which doesn't come any more.
        compat.tear_down(item.session, following)

    def _play_once(
        self, item: ScenarioItem, inputs: Inputs, following: ScenarioItem | None
    ) -> Played:
        item = item.with_inputs(inputs)
        self._reports = []
        # Fixtures of the file stay set up while the next item is of the same file.
        item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
        played = _result(item, self._reports)
        self.played.append(played)
        if self._on_played is not None:
            self._on_played(played)
        if self._listener is not None:
            self._listener.scenario(item, played)
        return played


def _result(item: ScenarioItem, reports: Sequence[Any]) -> Played:
    outcome: Outcome = "passed"
    error, message = item.result.error, ""
    duration = 0.0
    for report in reports:
        duration += report.duration
        found = compat.outcome_of(report)
        if found == "failed" and outcome != "failed":
            message = str(report.longrepr)
            # A fixture that fails before or after the steps is a bug as well.
            error = error or "crash"
        if outcome == "passed" or found == "failed":
            outcome = found
    failed = item.result.failed
    reason = item.document.reasons.get(item.case.line)
    return Played(
        id=item.nodeid,
        path=item.place.shown,
        file=item.place.file,
        line=item.case.line,
        row=item.case.row,
        name=item.case.name,
        tags=item.case.tags,
        named=() if reason is None else reason.ids,
        inputs=item.inputs,
        outcome=outcome,
        failed_keyword=item.case.steps[failed].kind if failed is not None else None,
        error=error,
        message=message,
        duration=duration,
        report=item.scenario.report,
        attachments=item.scenario.attachments,
    )
