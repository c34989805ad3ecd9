"""The feature files below some paths, and what each of them may say, without playing any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from azsim.gherkin.collect import FeatureFile
from azsim.gherkin.document import Document
from azsim.gherkin.library import library
from azsim.gherkin.quiet import Quiet
from azsim.gherkin.vocabulary import Vocabulary
from azsim.text import Advice, Text

NOT_SURVEYED = Text(
    "The sentences of this folder can't be read:\n{problems}",
    "このフォルダーの文を読み込めない:\n{problems}",
)


@frozen
class Surveyed:
    """One feature file, as a run would see it; ``shown`` is its path as messages show it."""

    shown: str
    document: Document
    vocabulary: Vocabulary


@frozen
class Survey:
    """Every feature file that was found, in the order of a run.

    ``vocabulary`` is what a feature file may say in the current folder, or in the folder
    ``features`` here where there is one.
    """

    features: tuple[Surveyed, ...]
    vocabulary: Vocabulary


def survey(paths: Iterable[str | Path]) -> Survey:
    """Read the feature files of *paths*, with the sentences of every conftest beside them.

    Without paths nothing is read but the vocabulary of the current folder.

    :raises Advice: where a conftest.py can't be imported.
    """
    arguments = [str(path) for path in paths]
    surveyor = _Surveyor(reads_files=bool(arguments))
    options = ["--azsim-collect", "--collect-only", "-p", "no:cacheprovider", "--quiet"]
    # What pytest says of a conftest.py that it can't import.
    with redirect_stderr(StringIO()) as said:
        code = pytest.main([*options, *(arguments or [_home()])], plugins=[surveyor])
    if surveyor.problems or surveyor.vocabulary is None:
        problems = "\n".join(surveyor.problems) or said.getvalue().strip() or f"pytest: {code!s}"
        raise Advice(NOT_SURVEYED.fill(problems=problems))
    return Survey(tuple(surveyor.features), surveyor.vocabulary)


def _home() -> str:
    return "features" if Path("features").is_dir() else "."


class _Surveyor(Quiet):
    """Keeps the feature files that pytest collects."""

    def __init__(self, *, reads_files: bool) -> None:
        super().__init__()
        self.features: list[Surveyed] = []
        self.vocabulary: Vocabulary | None = None
        self._reads_files = reads_files

    def pytest_ignore_collect(self) -> bool | None:
        """Without paths, nothing but the conftest.py of this folder counts."""
        return None if self._reads_files else True

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Iterator[Any]:
        """A feature file that was just read."""
        report = yield
        if isinstance(collector, FeatureFile) and collector.document is not None:
            self.features.append(
                Surveyed(collector.place.shown, collector.document, collector.vocabulary)
            )
        return report

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Every conftest.py is known by now."""
        here = session.config.invocation_params.dir
        self.vocabulary = library(session.config).vocabulary_for(here / _home() / "x.feature")
