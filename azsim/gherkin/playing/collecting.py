"""A feature file as a pytest module."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from azsim.gherkin.advice.lost_steps import outside_scenarios
from azsim.gherkin.playing import compat
from azsim.gherkin.playing.items import MistakeItem, Place, ScenarioItem
from azsim.gherkin.playing.vocabularies import vocabularies
from azsim.gherkin.pytest_bdd.hooks import FileHooks
from azsim.gherkin.reading.document import Document, of
from azsim.gherkin.reading.mistakes import Mistake
from azsim.gherkin.reading.names import item_names, repeated
from azsim.gherkin.reading.paths import shown_path
from azsim.gherkin.reading.source import parse
from azsim.gherkin.vocabulary.vocabulary import Vocabulary
from azsim.text import Text

PROBLEMS = Text("The vocabulary contradicts itself:\n{problems}", "語彙に矛盾がある:\n{problems}")


class FeatureFile(pytest.Module):
    """A ``.feature`` file.

    It is a module, since fixtures of module scope live in one.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.obj = ModuleType(self.path.stem)
        self.obj.__file__ = str(self.path)
        self.place = place_of(self)
        self.document: Document | None = None
        self.items: list[pytest.Item] = []

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What this file may say."""
        return vocabularies(self.config).vocabulary_for(self.path)

    def collect(self) -> list[pytest.Item]:
        """Its scenarios, and one failing test for each thing that is wrong with it."""
        self.items = list(self._collect())
        return list(self.items)

    def _collect(self) -> Iterator[pytest.Item]:
        known = vocabularies(self.config)
        vocabulary, place = self.vocabulary, self.place
        source = parse(self.path)
        document = self.document = of(source)
        hooks = FileHooks(self.config, document, source.text)
        last: ScenarioItem | None = None
        often = compat.repetitions(self.config)
        for case, name in zip(document.cases, item_names(document.cases), strict=True):
            for number in range(1, often + 1):
                last = item = ScenarioItem.from_parent(
                    self,
                    name=name if often == 1 else repeated(name, number, often),
                    case=case,
                    document=document,
                    place=place,
                    vocabulary=vocabulary,
                    hooks=hooks,
                    serial=next(known.serial),
                    repetition=number,
                    like=last,
                )
                yield item
        for mistake in (*document.mistakes, *outside_scenarios(document, vocabulary)):
            yield MistakeItem.from_parent(
                self,
                name=f"line {mistake.line}",
                document=document,
                place=place,
                mistake=mistake,
                hooks=hooks,
                serial=next(known.serial),
            )
        problems = known.new_problems(vocabulary)
        if problems:
            text = PROBLEMS.fill(problems="\n".join(f"  {problem}" for problem in problems))
            yield MistakeItem.from_parent(
                self,
                name="vocabulary",
                document=document,
                place=place,
                mistake=Mistake(1, text),
                hooks=hooks,
                serial=next(known.serial),
            )


def place_of(node: pytest.Module) -> Place:
    """The names of the file of *node*; working them out takes too long per scenario."""
    return Place(
        shown_path(node.path, node.config.invocation_params.dir),
        relative_name(node.path, node.config),
    )


def relative_name(path: Path, config: pytest.Config) -> str:
    """*path* relative to the PATH of the command line that led to it, with slashes."""
    folder = config.invocation_params.dir
    best = path.parent
    for argument in config.args:
        given = Path(os.path.abspath(folder / argument.partition("::")[0]))
        if given == path:
            return path.name
        if path.is_relative_to(given) and len(given.parts) < len(best.parts):
            best = given
    return path.relative_to(best).as_posix()
