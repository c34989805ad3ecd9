"""Which scenarios of its feature files a run is to play, and which it leaves out, and why."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from attrs import Factory, astuple, define, frozen

from azsim.gherkin.playing.collecting import FeatureFile
from azsim.gherkin.playing.items import FeatureItem, ScenarioItem
from azsim.gherkin.playing.vocabularies import vocabularies
from azsim.gherkin.reading.document import read

# The options that leave something out, as pytest keeps them and as they are written.
_OPTIONS = {
    "keyword": "-k",
    "markexpr": "-m",
    "deselect": "--deselect",
    "lf": "--lf",
    "stepwise": "--sw",
}


@frozen
class Known:
    """A scenario or row that was found; ``serial`` counts in the order of collection.

    ``repetition`` counts from 1 where each is played several times.
    """

    serial: int
    path: str
    line: int
    row: int | None
    repetition: int = 1


@define
class Choice:
    """What this process has found: ``scenarios`` are to be played, ``left_out`` aren't.

    Mistakes in feature files are none of either; they count among the ``left_out_tests``.
    """

    left_out_tests: int = 0
    scenarios: list[Known] = Factory(list)
    left_out: list[Known] = Factory(list)

    def plain(self) -> list[list[tuple[Any, ...]]]:
        """What the two lists hold, as it travels between processes."""
        return [[astuple(each) for each in known] for known in (self.scenarios, self.left_out)]

    @classmethod
    def of(cls, plain: Any) -> Choice:
        """What another process has found."""
        scenarios, left_out = ([Known(*each) for each in known] for known in plain)
        return cls(len(left_out), scenarios, left_out)


_KEY = pytest.StashKey[Choice]()


def choice_of(config: pytest.Config) -> Choice:
    """The one of this process, which is empty until something is collected."""
    return config.stash.setdefault(_KEY, Choice())


def reasons(config: pytest.Config) -> str:
    """The options that leave scenarios out, as they are written: ``-m "not slow"``."""
    given = {short: getattr(config.option, name, None) for name, short in _OPTIONS.items()}
    return ", ".join(
        f"{short} {_quoted(value)}" if isinstance(value, str) else short
        for short, value in given.items()
        if value
    )


def _quoted(words: str) -> str:
    return f'"{words}"' if " " in words else words


class Choosing:
    """Compares what feature files hold with what is left of it when everything is collected.

    pytest tells nobody of what ``--lf`` leaves out while it collects, nor of what a conftest.py
    takes away.
    """

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._choice = choice_of(config)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Generator[None, Any, Any]:
        """A feature file was read, or passed by."""
        report = yield
        if isinstance(collector, FeatureFile) and report.passed:
            if collector.document is None:
                self._leave_out_file(collector.path)
            else:
                self._leave_out(collector.items, report.result)
        return report

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> Generator[None, Any, Any]:
        """Options and plug-ins choose."""
        before = list(items)
        result = yield
        self._leave_out(before, items)
        return result

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Number the scenarios in the order in which they will be played."""
        choice = self._choice
        chosen: list[FeatureItem] = [
            item for item in session.items if isinstance(item, FeatureItem)
        ]
        for turn, item in enumerate(chosen):
            item.turn, item.total, item.left_out = turn, len(chosen), choice.left_out_tests
        choice.scenarios += [
            _known(item) for item in session.items if isinstance(item, ScenarioItem)
        ]
        choice.left_out.sort(key=lambda each: each.serial)

    def _leave_out(self, before: list[pytest.Item], after: list[pytest.Item]) -> None:
        if len(before) == len(after):
            return
        kept = set(map(id, after))
        for item in before:
            if isinstance(item, FeatureItem) and id(item) not in kept:
                self._choice.left_out_tests += 1
                if isinstance(item, ScenarioItem):
                    self._choice.left_out.append(_known(item))

    def _leave_out_file(self, path: Path) -> None:
        document = read(path)
        self._choice.left_out_tests += len(document.cases) + len(document.mistakes)
        serials = vocabularies(self._config).serial
        self._choice.left_out += [
            Known(next(serials), str(path), case.line, case.row) for case in document.cases
        ]


def _known(item: ScenarioItem) -> Known:
    return Known(item.serial, str(item.path), item.case.line, item.case.row, item.repetition)
