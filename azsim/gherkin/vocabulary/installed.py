"""The sentences and fixtures of a run, fetched when the first feature file is collected."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from importlib.metadata import entry_points
from itertools import count
from pathlib import Path
from types import ModuleType

import pytest

from azsim.gherkin.vocabulary.vocabulary import Vocabulary, gather, has_sentences
from azsim.terminal.language import reader_language
from azsim.text import Text

GROUP = "azsim.vocabulary"

NO_CUCUMBER_JSON = Text(
    "--cucumberjson loses failures: a scenario that is stopped by an unknown sentence is "
    "written as passed. Use --junitxml=FILE instead.",
    "--cucumberjson では失敗が失われ、未知の文で止まったシナリオが成功と記録される。"
    "代わりに --junitxml=FILE を使う。",
)


class Library:
    """Which sentences a feature file may use: the installed ones and its project's own."""

    def __init__(self, config: pytest.Config) -> None:
        refuse_cucumber_json(config)
        self._plugins = config.pluginmanager
        self._vocabularies: dict[tuple[int, ...], Vocabulary] = {}
        self._holders: dict[int, bool] = {}
        self._reported: set[int] = set()
        self.serial = count()
        for module in vocabulary_modules():
            register(self._plugins, module)

    def vocabulary_for(self, path: Path) -> Vocabulary:
        """What the feature file at *path* may say."""
        modules = sorted(
            (module for module in self._plugins.get_plugins() if self._serves(module, path)),
            key=lambda module: (module.__file__ or "", module.__name__),
        )
        key = tuple(id(module) for module in modules)
        if key not in self._vocabularies:
            self._vocabularies[key] = gather(modules)
        return self._vocabularies[key]

    def new_problems(self, vocabulary: Vocabulary) -> tuple[str, ...]:
        """The problems of *vocabulary* that weren't asked for before."""
        if id(vocabulary) in self._reported:
            return ()
        self._reported.add(id(vocabulary))
        return vocabulary.problems

    def _serves(self, module: object, path: Path) -> bool:
        if not isinstance(module, ModuleType):
            return False
        # A conftest may still be executing when it is first seen, but not when a file
        # below it is collected, so what is found now is final.
        holds = self._holders.get(id(module))
        if holds is None:
            holds = self._holders[id(module)] = has_sentences(module)
        if not holds:
            return False
        file = Path(module.__file__ or "")
        return file.name != "conftest.py" or path.is_relative_to(file.parent)


def register(plugins: pytest.PytestPluginManager, module: ModuleType) -> None:
    """Let *module* be a plug-in of this run, where it isn't one yet."""
    if not plugins.is_registered(module):
        plugins.register(module, module.__name__)


_KEY = pytest.StashKey[Library]()


def library(config: pytest.Config) -> Library:
    """The library of this run, made when it is first asked for."""
    if _KEY not in config.stash:
        config.stash[_KEY] = Library(config)
    return config.stash[_KEY]


def refuse_cucumber_json(config: pytest.Config) -> None:
    """Stop before writing a report that would be wrong.

    :raises pytest.UsageError: where ``--cucumberjson`` was given.
    """
    if getattr(config.option, "cucumber_json_path", None):
        raise pytest.UsageError(NO_CUCUMBER_JSON.to(reader_language()))


def vocabulary_modules() -> Iterable[ModuleType]:
    """The modules of every installed vocabulary."""
    for point in sorted(entry_points(group=GROUP), key=lambda found: (found.name, found.value)):
        package = importlib.import_module(point.value)
        yield package
        for name in getattr(package, "MODULES", ()):
            yield importlib.import_module(name)
