"""Where feature files say the sentences of a vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from attrs import frozen

from azsim.gherkin.reading.document import Document, Step
from azsim.gherkin.reading.paths import shown_path
from azsim.gherkin.vocabulary.definition import Definition
from azsim.gherkin.vocabulary.vocabulary import Match, Vocabulary

# Every place where a definition is used, such as ``features/x.feature:12``.
Places = Mapping[Definition, tuple[str, ...]]


@frozen(eq=False)
class Use:
    """A step that says exactly one sentence."""

    document: Document
    step: Step
    match: Match

    def place(self, folder: Path) -> str:
        """Where the step stands, as seen from *folder*."""
        return f"{shown_path(self.document.path, folder)}:{self.step.line}"


def uses(document: Document, vocabulary: Vocabulary) -> Iterator[Use]:
    """Every step of *document*, in every row of an outline, that is one sentence."""
    for case in document.cases:
        for step in case.steps:
            found = vocabulary.find(step.kind, step.text)
            if len(found) == 1:
                yield Use(document, step, found[0])


def places(documents: Iterable[tuple[Document, Vocabulary]], folder: Path) -> Places:
    """Where each definition is used, as seen from *folder*; each place once."""
    found: dict[Definition, dict[str, None]] = {}
    for document, vocabulary in documents:
        for use in uses(document, vocabulary):
            found.setdefault(use.match.definition, {})[use.place(folder)] = None
    return {definition: tuple(where) for definition, where in found.items()}


def feature_files(paths: Iterable[str | Path]) -> list[Path]:
    """The feature files among *paths* and below them, each once."""
    found: dict[Path, Path] = {}
    for path in map(Path, paths):
        for each in sorted(path.rglob("*.feature")) if path.is_dir() else [path]:
            found.setdefault(each.resolve(), each)
    return list(found.values())
