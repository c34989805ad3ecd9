"""What the feature files of a run may say, fetched when the first of them is collected."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from types import ModuleType

import pytest

from azsim.gherkin.pytest_bdd.compat import refuse_cucumber_json
from azsim.gherkin.vocabulary.installed import vocabulary_modules
from azsim.gherkin.vocabulary.vocabulary import Vocabulary, gather, has_sentences


class Vocabularies:
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


_KEY = pytest.StashKey[Vocabularies]()


def vocabularies(config: pytest.Config) -> Vocabularies:
    """Those of this run, made when they are first asked for."""
    if _KEY not in config.stash:
        config.stash[_KEY] = Vocabularies(config)
    return config.stash[_KEY]
