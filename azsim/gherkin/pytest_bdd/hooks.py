"""pytest-bdd's hooks, called for the scenarios of a feature file as pytest-bdd would.

They are called where a conftest or a plug-in, such as allure-pytest-bdd, implements one
of them; nobody else pays for them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from types import FunctionType
from typing import Any, Protocol, cast

import pytest

from azsim.gherkin.playing.selection import item_names
from azsim.gherkin.reading.document import Case, Document, Step
from azsim.gherkin.vocabulary.vocabulary import Match

_OWN_PLUGIN = "pytest-bdd"
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
    if getattr(config.option, "gherkin_terminal_reporter", False):
        return True
    return any(_implementers(config, name) for name in _HOOKS)


def tag_marks(config: pytest.Config, tag: str) -> list[pytest.MarkDecorator] | None:
    """The marks that somebody's ``pytest_bdd_apply_tag`` makes of *tag*.

    None where nobody implements it, or leaves the tag to others.
    """
    if not _implementers(config, _APPLY_TAG):
        return None
    function = FunctionType(_scenario.__code__, {})
    plugins = config.pluginmanager
    # pytest-bdd's own way of applying a tag would mark nothing that others don't know.
    others = plugins.subset_hook_caller(_APPLY_TAG, [plugins.get_plugin(_OWN_PLUGIN)])
    if others(tag=tag, function=function) is None:
        return None
    marks = getattr(function, "pytestmark", ())
    return [pytest.MarkDecorator(mark, _ispytest=True) for mark in marks]


def _scenario() -> None:
    """What tags are applied to."""


def _implementers(config: pytest.Config, hook: str) -> list[Any]:
    caller = getattr(config.hook, hook, None)
    found = [] if caller is None else caller.get_hookimpls()
    return [each for each in found if each.plugin_name != _OWN_PLUGIN]


def feature_of(document: Document, root: Path) -> Any:
    """The feature file as pytest-bdd reads it, or an empty one where it can't be read."""
    from pytest_bdd import parser

    path = document.path
    folder = root if path.is_relative_to(root) else path.parent
    name = str(path.relative_to(folder))
    if document.cases:
        return parser.FeatureParser(str(folder), name, "utf-8-sig").parse()
    return parser.Feature(
        scenarios=OrderedDict(),
        filename=str(path),
        rel_filename=name,
        language=document.language,
        keyword=document.keyword,
        name=document.title,
        tags=set(),
        background=None,
        line_number=1,
        description="",
    )


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


def mistake_of(feature: Any, name: str, line: int) -> Any:
    """Something wrong with a feature file, as a scenario without steps."""
    from pytest_bdd import parser

    return parser.Scenario(
        feature=feature, keyword="", name=name, line_number=line, steps=[], description=""
    )


def scenario_of(feature: Any, document: Document, case: Case) -> Any:
    """A scenario, or one row of a scenario outline, as pytest-bdd knows it."""
    from pytest_bdd import parser

    # A report takes scenarios with one name for one scenario that was repeated, so those
    # that share theirs, and rows that don't show in it, are told apart by their lines.
    names = [each.name for each in document.cases]
    unique = dict(zip(document.cases, item_names(document.cases), strict=True))
    template = feature.scenarios.get(case.outline)
    rules = (each.rule for each in feature.scenarios.values() if each.rule is not None)
    return parser.Scenario(
        feature=feature,
        keyword=case.keyword,
        name=case.name if names.count(case.name) == 1 else unique[case],
        line_number=case.line,
        steps=[
            parser.Step(
                name=step.text,
                type=step.kind,
                indent=0,
                line_number=step.line,
                keyword=step.keyword,
                datatable=cast(Any, step.table),
                docstring=step.docstring,
            )
            for step in case.steps
        ],
        description="\n".join(text for _, text in case.description),
        tags=set(case.tags) if template is None else template.tags,
        rule=next((rule for rule in rules if rule.name == case.rule), None),
    )
