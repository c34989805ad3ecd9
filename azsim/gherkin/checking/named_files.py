"""Files that steps name: whether each is there, and can be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from azsim.files.named import read_named
from azsim.gherkin.playing import project
from azsim.gherkin.vocabulary.parameter_types import ReadsFile
from azsim.gherkin.vocabulary.vocabulary import Match, Vocabulary
from azsim.text import Advice, Text


def wrong_file(path: Path, match: Match, vocabulary: Vocabulary) -> Text | None:
    """What is wrong with a file that a step of the feature file at *path* names, if anything is."""
    for file, reads in named_files(match, vocabulary):
        try:
            reads(file, read_named(file, path.parent, project.folder_of(path)))
        except Advice as advice:
            return advice.text
    return None


def named_files(match: Match, vocabulary: Vocabulary) -> Iterator[tuple[str, ReadsFile]]:
    """The names of the files that a step names, each with what looks at its content."""
    for name, text in match.texts.items():
        kind = vocabulary.types.get(name)
        if kind is not None and kind.reads is not None:
            yield str(kind.value(text)), kind.reads
