"""What azsim knows of the inside of pytest-bdd, and nothing else does.

pytest-bdd documents its hooks and its decorators. What it hands to the hooks, how it keeps a
step's result as a fixture and which options it has is in its source only. pytest-bdd itself is
imported where it is needed: it takes longer to load than the runner. The test that fails
first is named beside each part.
"""

from __future__ import annotations

import re
from argparse import SUPPRESS
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest

from azsim.gherkin.reading.compat import tree_of
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


def is_required(plugins: pytest.PytestPluginManager) -> bool:
    """Whether the project's configuration says that pytest-bdd has to be there.

    pytest hands its configuration to nobody while plug-ins are loaded, after which it compares.
    First to fail: test_bdd_hooks.py, test_a_project_may_require_pytest_bdd.
    """
    config: Any = plugins.get_plugin("pytestconfig")
    required = config.getini("required_plugins")
    return any(re.match(rf"{NAME}(?![0-9A-Za-z._-])", each) for each in required)


def bring_back(plugins: pytest.PytestPluginManager) -> None:
    """Load pytest-bdd after all.

    First to fail: test_bdd_hooks.py, test_a_project_may_require_pytest_bdd.
    """
    plugins.unblock(NAME)
    plugins.load_setuptools_entrypoints("pytest11", name=NAME)


def shows_scenarios(config: pytest.Config) -> bool:
    """Whether pytest-bdd's own reporter was asked for, which hears the hooks.

    First to fail: test_bdd_hooks.py, test_the_reporter_of_pytest_bdd_shows_collected_scenarios.
    """
    return bool(getattr(config.option, "gherkin_terminal_reporter", False))


def without_reporter(config: pytest.Config) -> None:
    """Leave pytest-bdd's own reporter out, which gives up where another has the console.

    First to fail: test_bdd_hooks.py, test_a_project_may_require_pytest_bdd.
    """
    config.option.gherkin_terminal_reporter = False


def refuse_cucumber_json(config: pytest.Config) -> None:
    """Stop before writing a report that would be wrong.

    First to fail: test_never_silent.py, test_cucumber_json_is_refused.

    :raises pytest.UsageError: where ``--cucumberjson`` was given.
    """
    if getattr(config.option, "cucumber_json_path", None):
        raise pytest.UsageError(NO_CUCUMBER_JSON.to(reader_language()))


class Records:
    """What the hooks get of one feature file: pytest-bdd's records, made of azsim's own document.

    pytest-bdd's own reading would refuse files that azsim plays, and lose scenarios that share
    their name. *text* is what stands in the file. How the records are made isn't documented.
    First to fail: test_bdd_hooks.py, test_hooks_get_the_records_of_pytest_bdd.
    """

    def __init__(self, document: Document, text: str, root: Path) -> None:
        from pytest_bdd import parser

        self._parser = parser
        self._kinds = {step.line: step.kind for case in document.cases for step in case.steps}
        often = Counter(case.name for case in document.cases)
        # A report takes scenarios with one name for one scenario that was repeated, so those
        # that share theirs, and rows that don't show in it, are told apart by their lines.
        self._names = {
            (case.line, case.row): case.name if often[case.name] == 1 else unique
            for case, unique in zip(document.cases, item_names(document.cases), strict=True)
        }
        self._templates: dict[int, Any] = {}
        self._steps: dict[int, Any] = {}
        tree = tree_of(text)["feature"] if document.keyword else None
        self.feature = self._feature(tree, document, root)

    def scenario(self, case: Case) -> Any:
        """A scenario, or one row of a scenario outline."""
        template = self._templates[case.line]
        return self._parser.Scenario(
            feature=self.feature,
            keyword=case.keyword,
            name=self._names[case.line, case.row],
            line_number=case.line,
            steps=[self._played(step) for step in case.steps],
            description="\n".join(text for _, text in case.description),
            tags=template.tags,
            rule=template.rule,
        )

    def mistake(self, name: str, line: int) -> Any:
        """Something wrong with the file, as a scenario without steps."""
        return self._parser.Scenario(
            feature=self.feature, keyword="", name=name, line_number=line, steps=[], description=""
        )

    def _feature(self, tree: Any, document: Document, root: Path) -> Any:
        path = document.path
        folder = root if path.is_relative_to(root) else path.parent
        feature = self._parser.Feature(
            scenarios=OrderedDict(),
            filename=str(path),
            rel_filename=str(folder.name / path.relative_to(folder)),
            language=document.language,
            keyword=document.keyword,
            name=document.title,
            tags=set(),
            background=None,
            line_number=1,
            description="",
        )
        if tree is not None:
            feature.tags = _tags(tree)
            feature.line_number = tree["location"]["line"]
            feature.description = dedent(tree["description"])
            feature.background = self._background(tree)
            self._scenarios(feature, tree, None)
        return feature

    def _scenarios(self, feature: Any, node: Any, rule: Any) -> None:
        """Every scenario below *node*, which is the feature itself, or one of its rules."""
        for child in node["children"]:
            if "rule" in child:
                self._scenarios(feature, child["rule"], self._rule(child["rule"]))
            elif "scenario" in child:
                template = self._template(feature, child["scenario"], rule)
                name = template.name
                if name in feature.scenarios:
                    name = f"{name}[line {template.line_number}]"
                feature.scenarios[name] = template
                self._templates[template.line_number] = template

    def _rule(self, node: Any) -> Any:
        return self._parser.Rule(
            keyword=node["keyword"],
            name=node["name"],
            description=node["description"],
            tags=_tags(node),
            background=self._background(node),
        )

    def _background(self, node: Any) -> Any:
        found = next(
            (each["background"] for each in node["children"] if "background" in each), None
        )
        if found is None:
            return None
        background = self._parser.Background(line_number=found["location"]["line"])
        for step in found["steps"]:
            background.add_step(self._written(step))
        return background

    def _template(self, feature: Any, node: Any, rule: Any) -> Any:
        template = self._parser.ScenarioTemplate(
            feature=feature,
            keyword=node["keyword"],
            name=node["name"],
            line_number=node["location"]["line"],
            templated=bool(node["examples"]),
            description=dedent(node["description"]),
            tags=_tags(node),
            rule=rule,
        )
        for step in node["steps"]:
            template.add_step(self._written(step))
        for found in node["examples"]:
            examples = self._parser.Examples(
                found["location"]["line"], found["name"], tags=_tags(found)
            )
            examples.set_param_names(_cells(found.get("tableHeader")))
            for row in found["tableBody"]:
                examples.add_example(_cells(row))
            template.examples.append(examples)
        return template

    def _written(self, node: Any) -> Any:
        """A step as the file has it, with the placeholders of its outline."""
        line = node["location"]["line"]
        table = [_cells(row) for row in node.get("dataTable", {"rows": ()})["rows"]]
        step = self._parser.Step(
            name=node["text"],
            type=self._kinds.get(line, "given"),
            indent=node["location"]["column"] - 1,
            line_number=line,
            keyword=node["keyword"].strip(),
            datatable=_data_table(table, line) if table else None,
            docstring=node["docString"]["content"] if "docString" in node else None,
        )
        self._steps[line] = step
        return step

    def _played(self, step: Step) -> Any:
        """A step with the values of its row, and what pytest-bdd keeps of its place."""
        written = self._steps[step.line]
        made = self._parser.Step(
            name=step.text,
            type=step.kind,
            indent=written.indent,
            line_number=step.line,
            keyword=step.keyword,
            datatable=None if step.table is None else _data_table(step.table, step.line),
            docstring=step.docstring,
        )
        made.background, made.scenario = written.background, written.scenario
        return made


def _tags(node: Any) -> set[str]:
    return {tag["name"].removeprefix("@") for tag in node["tags"]}


def _cells(row: Any) -> list[str]:
    return [] if row is None else [cell["value"] for cell in row["cells"]]


def _data_table(table: Sequence[Sequence[str]], line: int) -> DataTable:
    """*table* below the step on *line*."""
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
