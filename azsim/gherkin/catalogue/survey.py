"""The feature files below some paths, and what each of them may say, without playing any."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stderr
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from azsim.gherkin.catalogue.entries import Entry, catalogue
from azsim.gherkin.playing import project
from azsim.gherkin.playing.collecting import FeatureFile
from azsim.gherkin.playing.passed_over import PassedOver, passed_over
from azsim.gherkin.playing.silent import OPTIONS, SilentPytest
from azsim.gherkin.playing.slips import NO_SENTENCES, in_short
from azsim.gherkin.playing.vocabularies import vocabularies
from azsim.gherkin.reading.document import Document
from azsim.gherkin.vocabulary.not_modelled import NotModelled
from azsim.gherkin.vocabulary.vocabulary import Vocabulary
from azsim.text import Advice


@frozen
class Surveyed:
    """One feature file, as a run would see it; ``shown`` is its path as messages show it."""

    shown: str
    document: Document
    vocabulary: Vocabulary


@frozen
class Catalogue:
    """The sentences of a vocabulary, and what it has none for."""

    entries: tuple[Entry, ...]
    not_modelled: tuple[NotModelled, ...]


@frozen
class Survey:
    """Every feature file that was found, in the order of a run.

    ``vocabulary`` is what a feature file may say in the current folder, or in the folder
    ``features`` here where there is one. ``passed_over`` isn't read by a run, though its names
    may look like it.
    """

    features: tuple[Surveyed, ...]
    vocabulary: Vocabulary
    passed_over: tuple[PassedOver, ...]

    @property
    def catalogue(self) -> Catalogue:
        """What these feature files may say and what they can't, and those of the current folder."""
        vocabularies = [self.vocabulary, *(each.vocabulary for each in self.features)]
        limits = dict.fromkeys(limit for each in vocabularies for limit in each.not_modelled)
        return Catalogue(catalogue(vocabularies), tuple(limits))


def survey(paths: Iterable[str | Path]) -> Survey:
    """Read the feature files of *paths*, with the sentences of every conftest beside them.

    Without paths nothing is read but the vocabulary of the current folder.

    :raises Advice: where a conftest.py can't be imported.
    """
    arguments = [str(path) for path in paths]
    surveyor = _Surveyor(reads_files=bool(arguments))
    arguments = arguments or [_home()]
    options = [*OPTIONS, "--collect-only"]
    # What pytest says of a conftest.py that it can't import.
    with redirect_stderr(StringIO()) as said, _same_path():
        try:
            found = project.pytest_options(arguments)
            code = pytest.main([*options, *found, *arguments], plugins=[surveyor])
        except SystemExit:
            raise Advice(project.ENDED_EARLY) from None
    if surveyor.problems or surveyor.vocabulary is None:
        problems = surveyor.problems or [said.getvalue() or f"pytest: {code!s}"]
        raise Advice(NO_SENTENCES.fill(problems="\n".join(map(in_short, problems))))
    return Survey(tuple(surveyor.features), surveyor.vocabulary, tuple(surveyor.passed_over))


@contextmanager
def _same_path() -> Iterator[None]:
    """Take back the folders of conftest files, or a process that starts later looks there first."""
    before = list(sys.path)
    try:
        yield
    finally:
        sys.path[:] = before


def _home() -> str:
    return "features" if Path("features").is_dir() else "."


class _Surveyor(SilentPytest):
    """Keeps the feature files that pytest collects."""

    def __init__(self, *, reads_files: bool) -> None:
        super().__init__()
        self.features: list[Surveyed] = []
        self.vocabulary: Vocabulary | None = None
        self.passed_over: list[PassedOver] = []
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

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Ctrl+C, which pytest would keep to itself."""
        if excinfo.type is KeyboardInterrupt:
            raise excinfo.value

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Every conftest.py is known by now."""
        if self._reads_files:
            self.passed_over += passed_over(session.config)
        here = session.config.invocation_params.dir
        self.vocabulary = vocabularies(session.config).vocabulary_for(here / _home() / "x.feature")
