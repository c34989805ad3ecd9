"""What azsim knows of the inside of pytest-bdd, and nothing else does.

pytest-bdd documents its hooks and its decorators. What it hands to the hooks, how it keeps a
step's result as a fixture and which options it has is in its source only. pytest-bdd itself is
imported where it is needed: it takes longer to load than the runner. The test that fails
first is named beside each part.
"""

from __future__ import annotations

from argparse import SUPPRESS
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from azsim.gherkin.reading.document import Case, Document, Step
from azsim.gherkin.reading.names import item_names
from azsim.terminal.language import reader_language
from azsim.text import Text

if TYPE_CHECKING:
    from pytest_bdd.gherkin_parser import DataTable

NAME = "pytest-bdd"
"""What the plug-in is called."""

NO_CUCUMBER_JSON = Text(
    "--cucumberjson loses failures: a scenario that is stopped by an unknown sentence is "
    "written as passed. Use --junitxml=FILE instead.",
    "--cucumberjson では失敗が失われ、未知の文で止まったシナリオが成功と記録される。"
    "代わりに --junitxml=FILE を使う。",
)


def inject_fixture(request: pytest.FixtureRequest, name: str, value: object) -> None:
    """Let *value* be the fixture called *name* for the rest of the scenario.

    pytest has no way to do that; pytest-bdd follows what pytest changes there. First to fail:
    test_steps.py, test_a_target_fixture_is_seen_by_later_steps_and_fixtures.
    """
    from pytest_bdd.compat import inject_fixture

    inject_fixture(request, name, value)


def shows_scenarios(config: pytest.Config) -> bool:
    """Whether pytest-bdd's own reporter was asked for, which hears the hooks.

    First to fail: test_bdd_hooks.py, test_the_reporter_of_pytest_bdd_shows_collected_scenarios.
    """
    return bool(getattr(config.option, "gherkin_terminal_reporter", False))


def refuse_cucumber_json(config: pytest.Config) -> None:
    """Stop before writing a report that would be wrong.

    First to fail: test_never_silent.py, test_cucumber_json_is_refused.

    :raises pytest.UsageError: where ``--cucumberjson`` was given.
    """
    if getattr(config.option, "cucumber_json_path", None):
        raise pytest.UsageError(NO_CUCUMBER_JSON.to(reader_language()))


# The records that hooks get. Their constructors aren't documented. First to fail:
# test_bdd_hooks.py, test_hooks_get_the_records_of_pytest_bdd.


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
    rule = next((rule for rule in rules if rule.name == case.rule), None)
    known = [each.background for each in (feature, rule) if each is not None]
    backgrounds = [each for each in known if each is not None]
    return parser.Scenario(
        feature=feature,
        keyword=case.keyword,
        name=case.name if names.count(case.name) == 1 else unique[case],
        line_number=case.line,
        steps=[_step(step, template, backgrounds) for step in case.steps],
        description="\n".join(text for _, text in case.description),
        tags=set(case.tags) if template is None else template.tags,
        rule=rule,
    )


def _step(step: Step, template: Any, backgrounds: Sequence[Any]) -> Any:
    """A step with what pytest-bdd keeps of its place: its background, or else its scenario."""
    from pytest_bdd import parser

    made = parser.Step(
        name=step.text,
        type=step.kind,
        indent=0,
        line_number=step.line,
        keyword=step.keyword,
        datatable=None if step.table is None else _data_table(step.table, step.line),
        docstring=step.docstring,
    )
    made.background = next(
        (
            background
            for background in backgrounds
            if any(each.line_number == step.line for each in background.steps)
        ),
        None,
    )
    if made.background is None:
        made.scenario = template
    return made


def _data_table(table: Sequence[Sequence[str]], line: int) -> DataTable:
    """*table*, with the values of its row of an outline, below the step on *line*."""
    from pytest_bdd.gherkin_parser import Cell, DataTable, Location, Row

    place = Location(column=1, line=line)
    return DataTable(
        place,
        [
            Row(f"{line}/{number}", place, [Cell(place, value) for value in row])
            for number, row in enumerate(table, start=1)
        ],
    )


def add_options(parser: pytest.Parser) -> None:
    """The options of pytest-bdd; only ``--cucumberjson`` is answered, and refused.

    The plug-in takes longer to load than the runner, and has nothing to do where no test
    module plays features, so ``azsim run`` leaves it out. Its options are understood all the
    same, since they may stand in the configuration of a project. First to fail where one is
    added: test_bdd_hooks.py, test_the_command_understands_what_a_project_asks_of_pytest_bdd.
    """
    group = parser.getgroup("azsim")
    group.addoption("--cucumberjson", "--cucumber-json", dest="cucumber_json_path", help=SUPPRESS)
    group.addoption("--gherkin-terminal-reporter", action="store_true", help=SUPPRESS)
    group.addoption("--generate-missing", action="store_true", help=SUPPRESS)
    group.addoption("--feature", action="append", dest="features", help=SUPPRESS)
    parser.addini("bdd_features_base_dir", SUPPRESS)


class HookSpecifications:
    """pytest-bdd's hooks, which :mod:`azsim.gherkin.pytest_bdd.hooks` calls.

    They exist where the plug-in is left out as well. First to fail where one changes:
    test_bdd_hooks.py, test_the_command_tells_them_as_well.
    """

    def pytest_bdd_before_scenario(self, request: Any, feature: Any, scenario: Any) -> object:
        """A scenario is about to run."""

    def pytest_bdd_after_scenario(self, request: Any, feature: Any, scenario: Any) -> object:
        """A scenario has run, or failed."""

    def pytest_bdd_before_step(
        self, request: Any, feature: Any, scenario: Any, step: Any, step_func: Any
    ) -> object:
        """The values of a step are about to be looked for."""

    def pytest_bdd_before_step_call(
        self,
        request: Any,
        feature: Any,
        scenario: Any,
        step: Any,
        step_func: Any,
        step_func_args: Any,
    ) -> object:
        """The function of a step is about to be called."""

    def pytest_bdd_after_step(
        self,
        request: Any,
        feature: Any,
        scenario: Any,
        step: Any,
        step_func: Any,
        step_func_args: Any,
    ) -> object:
        """A step has passed."""

    def pytest_bdd_step_error(
        self,
        request: Any,
        feature: Any,
        scenario: Any,
        step: Any,
        step_func: Any,
        step_func_args: Any,
        exception: Exception,
    ) -> object:
        """A step has failed."""

    def pytest_bdd_step_func_lookup_error(
        self, request: Any, feature: Any, scenario: Any, step: Any, exception: Exception
    ) -> object:
        """No sentence says a step, or more than one."""

    @pytest.hookspec(firstresult=True)
    def pytest_bdd_apply_tag(self, tag: str, function: Callable[..., object]) -> object:
        """A tag is about to become a mark."""
