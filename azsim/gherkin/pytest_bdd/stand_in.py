"""What stands in for pytest-bdd's plug-in where that is left out, as ``azsim run`` does.

The plug-in takes longer to load than the runner, and has nothing to do where no test
module plays features. Its hooks exist all the same, and its options are understood,
since they may stand in the configuration of a project.
"""

from __future__ import annotations

from argparse import SUPPRESS
from collections.abc import Callable
from typing import Any

import pytest


def add_options(parser: pytest.Parser) -> None:
    """Those of pytest-bdd; only ``--cucumberjson`` is answered, and refused."""
    group = parser.getgroup("azsim")
    group.addoption("--cucumberjson", "--cucumber-json", dest="cucumber_json_path", help=SUPPRESS)
    group.addoption("--gherkin-terminal-reporter", action="store_true", help=SUPPRESS)
    group.addoption("--generate-missing", action="store_true", help=SUPPRESS)
    group.addoption("--feature", action="append", dest="features", help=SUPPRESS)
    parser.addini("bdd_features_base_dir", SUPPRESS)


class HookSpecifications:
    """pytest-bdd's hooks, which :mod:`azsim.gherkin.pytest_bdd.hooks` calls."""

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
