"""pytest-bdd's hooks, called for the scenarios of a feature file as pytest-bdd would.

They are called where a conftest or a plug-in, such as allure-pytest-bdd, implements one
of them; nobody else pays for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cached_property, partial
from types import FunctionType
from typing import Any, Protocol

import pytest

from azsim.gherkin.pytest_bdd import compat
from azsim.gherkin.reading.document import Case, Document, Step
from azsim.gherkin.vocabulary.vocabulary import Match

_APPLY_TAG = "pytest_bdd_apply_tag"
_HOOKS = (
    "pytest_bdd_before_scenario",
    "pytest_bdd_after_scenario",
    "pytest_bdd_before_step",
    "pytest_bdd_before_step_call",
    "pytest_bdd_after_step",
    "pytest_bdd_step_error",
    "pytest_bdd_step_func_lookup_error",
)


class Hooks(Protocol):
    """Whoever is told of the course of one scenario."""

    def scenario(self) -> AbstractContextManager[None]:
        """The scenario runs."""

    def step(self, step: Step, match: Match) -> AbstractContextManager[None]:
        """One step runs, or fails."""

    def call(self, step: Step, arguments: Mapping[str, Any]) -> None:
        """The function of the step is about to be called."""

    def unknown(self, step: Step, error: Exception) -> None:
        """No sentence says the step, or more than one."""


class Nobody:
    """Nobody implements any hook."""

    def scenario(self) -> AbstractContextManager[None]:
        return _NOTHING

    def step(self, step: Step, match: Match) -> AbstractContextManager[None]:
        return _NOTHING

    def call(self, step: Step, arguments: Mapping[str, Any]) -> None:
        pass

    def unknown(self, step: Step, error: Exception) -> None:
        pass


_NOTHING = nullcontext()
NOBODY = Nobody()


def is_heard(config: pytest.Config) -> bool:
    """Whether anyone but pytest-bdd itself implements one of the hooks."""
    return compat.shows_scenarios(config) or any(_implementers(config, name) for name in _HOOKS)


def tag_marks(config: pytest.Config, tag: str) -> list[pytest.Mark] | None:
    """The marks that somebody's ``pytest_bdd_apply_tag`` makes of *tag*.

    None where nobody implements it, or leaves the tag to others.
    """
    if not _implementers(config, _APPLY_TAG):
        return None
    function = FunctionType(_scenario.__code__, {})
    plugins = config.pluginmanager
    # pytest-bdd's own way of applying a tag would mark nothing that others don't know.
    others = plugins.subset_hook_caller(_APPLY_TAG, [plugins.get_plugin(compat.NAME)])
    if others(tag=tag, function=function) is None:
        return None
    return list(getattr(function, "pytestmark", ()))


def _scenario() -> None:
    """What tags are applied to."""


def _implementers(config: pytest.Config, hook: str) -> list[Any]:
    caller = getattr(config.hook, hook, None)
    found = [] if caller is None else caller.get_hookimpls()
    return [each for each in found if each.plugin_name != compat.NAME]


class Heard:
    """Calls the hooks for one scenario, with pytest-bdd's own records."""

    def __init__(
        self, request: pytest.FixtureRequest, scenario: Any, steps: Sequence[Step]
    ) -> None:
        self._steps = dict(zip(map(id, steps), scenario.steps, strict=True))
        self._called: dict[str, Any] = {}
        self._tell = partial(
            _tell,
            request.config.hook,
            request=request,
            feature=scenario.feature,
            scenario=scenario,
        )

    @contextmanager
    def scenario(self) -> Iterator[None]:
        """Around all steps."""
        self._tell("before_scenario")
        try:
            yield
        finally:
            self._tell("after_scenario")

    @contextmanager
    def step(self, step: Step, match: Match) -> Iterator[None]:
        """Around one step."""
        known = {"step": self._steps[id(step)], "step_func": match.definition.function}
        self._tell("before_step", **known)
        self._called = known | {"step_func_args": {}}
        try:
            yield
        except (Exception, pytest.fail.Exception) as error:
            self._tell("step_error", **self._called, exception=error)
            raise
        self._tell("after_step", **self._called)

    def call(self, step: Step, arguments: Mapping[str, Any]) -> None:
        """Between finding the values and using them; tables are shown as they are written."""
        shown = dict(arguments)
        if step.table is not None:
            shown["datatable"] = [list(row) for row in step.table]
        self._called["step_func_args"] = shown
        self._tell("before_step_call", **self._called)

    def unknown(self, step: Step, error: Exception) -> None:
        """In place of a step."""
        self._tell("step_func_lookup_error", step=self._steps[id(step)], exception=error)


def _tell(hooks: Any, name: str, **known: Any) -> None:
    getattr(hooks, f"pytest_bdd_{name}")(**known)


class FileHooks:
    """Who is told of the scenarios of one feature file, found out when the first is played.

    *text* is what stands in the file.
    """

    def __init__(self, config: pytest.Config, document: Document, text: str) -> None:
        self._config = config
        self._document = document
        self._text = text

    @cached_property
    def _are_heard(self) -> bool:
        return is_heard(self._config)

    @cached_property
    def _records(self) -> compat.Records:
        return compat.Records(self._document, self._text, self._config.rootpath)

    def of_scenario(self, request: pytest.FixtureRequest, case: Case) -> Hooks:
        """Whoever is told of a scenario, or of one row of an outline."""
        if not self._are_heard:
            return NOBODY
        return Heard(request, self._records.scenario(case), case.steps)

    def of_mistake(self, request: pytest.FixtureRequest, name: str, line: int) -> Hooks:
        """Whoever is told of a mistake in the file, called *name*, as of a scenario without steps."""
        if not self._are_heard:
            return NOBODY
        return Heard(request, self._records.mistake(name, line), ())
