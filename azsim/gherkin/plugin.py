"""What pytest loads in every environment where azsim is installed: options and a doorway.

Nothing else of azsim is imported, and no fixture or sentence exists, until the first
feature file is collected.
"""

from __future__ import annotations

from argparse import SUPPRESS
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Any

import pytest

PYTEST_BDD = "pytest-bdd"


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Where pytest-bdd is left out, its hooks are ours, unless the project requires it."""
    if pluginmanager.is_blocked(PYTEST_BDD):
        from azsim.gherkin.pytest_bdd.compat import HookSpecifications, bring_back, is_required

        if is_required(pluginmanager):
            bring_back(pluginmanager)
        else:
            pluginmanager.add_hookspecs(HookSpecifications)


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Options for feature files; they mean nothing to other tests."""
    if pluginmanager.is_blocked(PYTEST_BDD):
        from azsim.gherkin.pytest_bdd.compat import add_options

        add_options(parser)
    group = parser.getgroup("azsim", "feature files (azsim)")
    group.addoption(
        "--azsim-seed",
        type=int,
        default=0,
        metavar="N",
        help="the number that every scenario's random numbers start from (default 0)",
    )
    group.addoption(
        "--azsim-trace",
        metavar="FILE",
        help="write what happened in every scenario to FILE, as JSON lines",
    )
    group.addoption(
        "--azsim-captures",
        metavar="DIR",
        help="write a packet capture of every scenario into DIR",
    )
    group.addoption(
        "--azsim-messages",
        metavar="FILE",
        help="write the run to FILE as Cucumber messages, with traces and captures attached",
    )
    group.addoption(
        "--azsim-collect",
        action="store_true",
        # For azsim run: collect the .feature files of folders too, and nothing else.
        help=SUPPRESS,
    )
    parser.addini(
        "azsim_features",
        "folders whose .feature files are collected, or the word true for every folder",
        type="args",
        default=[],
    )


def pytest_configure(config: pytest.Config) -> None:
    """Turn ``x.feature:27`` into what pytest understands, and prepare the output files."""
    option = config.option
    asked = _asks_for_features(config)
    if asked:
        from azsim.gherkin.playing.selection import check_expressions

        check_expressions(config)
    if any(".feature:" in argument for argument in config.args):
        from azsim.gherkin.playing.selection import node_ids

        config.args[:] = node_ids(config.args, config.invocation_params.dir)
    if option.azsim_trace or option.azsim_captures:
        from azsim.gherkin.reports.evidence import prepare

        prepare(config)
    if option.azsim_messages:
        from azsim.gherkin.reports.messages.recording import record

        record(config)
    if option.azsim_collect:
        from azsim.gherkin.reports.outputs import check_reports_of_others

        check_reports_of_others(config)
    if option.azsim_collect or _names_some_feature(config):
        from azsim.gherkin.pytest_bdd.compat import refuse_cucumber_json, without_reporter

        refuse_cucumber_json(config)
        if option.azsim_collect:
            without_reporter(config)
    if asked and not option.azsim_collect:
        from azsim.gherkin.playing.unplayed import Unplayed

        # Here, since a process whose workers play never comes to collect a feature file.
        config.pluginmanager.register(Unplayed(config), "azsim-unplayed")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """``azsim run`` plays feature files and looks at nothing else."""
    if config.option.azsim_collect and collection_path.suffix != ".feature":
        return True if collection_path.is_file() else None
    return None


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """``azsim run`` imports no package, whatever lies beside the feature files."""
    if parent.config.option.azsim_collect:
        return pytest.Dir.from_parent(parent, path=path)
    return None


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, Any, Any]:
    """Under ``azsim run``, a folder that can't be read says so without a trace-back."""
    report = yield
    if report.failed and collector.config.option.azsim_collect:
        from azsim.gherkin.playing.compat import collection_error

        error = collection_error(report)
        if isinstance(error, PermissionError):
            from azsim.gherkin.reading.encoding import unreadable_folder
            from azsim.terminal.language import said

            report.longrepr = said(unreadable_folder(error))
    return report


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A feature file, where it was asked for by name, by folder or by configuration."""
    if file_path.suffix != ".feature":
        return None
    config = parent.config
    if not (
        config.option.azsim_collect
        or parent.session.isinitpath(file_path)
        or _is_configured(file_path, config)
    ):
        return None
    from azsim.gherkin import fixtures
    from azsim.gherkin.playing.choice import Choosing
    from azsim.gherkin.playing.collecting import FeatureFile
    from azsim.gherkin.playing.item_reports import ItemReports
    from azsim.gherkin.playing.vocabularies import register

    plugins = config.pluginmanager
    register(plugins, fixtures)
    if not plugins.has_plugin("azsim-choosing"):
        plugins.register(Choosing(config), "azsim-choosing")
        plugins.register(ItemReports(), "azsim-item-reports")
    return FeatureFile.from_parent(parent, path=file_path)


def _asks_for_features(config: pytest.Config) -> bool:
    """Whether this run may come to a feature file."""
    return bool(
        config.option.azsim_collect
        or _names_some_feature(config)
        or config.getini("azsim_features")
    )


def _names_some_feature(config: pytest.Config) -> bool:
    return any(argument.partition("::")[0].endswith(".feature") for argument in config.args)


def _is_configured(path: Path, config: pytest.Config) -> bool:
    folders: Iterable[str] = config.getini("azsim_features")
    base = config.inipath.parent if config.inipath else config.rootpath
    for folder in folders:
        if folder.lower() in ("true", "1", "yes", "on"):
            return True
        if folder.lower() not in ("false", "0", "no", "off") and path.is_relative_to(base / folder):
            return True
    return False
