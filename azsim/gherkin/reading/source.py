"""A feature file as text and as the tree that the official parser makes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from attrs import frozen

from azsim.gherkin.reading import encoding
from azsim.gherkin.reading.compat import ParsingStopped, tree_of
from azsim.gherkin.reading.dialects import language_of
from azsim.gherkin.reading.mistakes import Mistake
from azsim.gherkin.reading.unreadable import before_parsing, explain
from azsim.text import Language


@frozen
class Source:
    """What stands in a feature file: a tree, or else the mistake that keeps it from one.

    ``language`` is that of messages about the file. ``tree`` is a document of the
    official parser; its lines and columns count from 1.
    """

    path: Path
    text: str
    language: Language
    tree: Any = None
    mistake: Mistake | None = None


def parse(path: Path) -> Source:
    """The feature file at *path*, which need not be readable."""
    try:
        text, mistake = encoding.decode(path.read_bytes())
    except OSError as error:
        text, mistake = "", encoding.unreadable(error)
    return _parse(path, text, mistake)


def parse_text(path: Path, text: str) -> Source:
    """*text* as if it stood in the file at *path*."""
    return _parse(path, text, None)


def _parse(path: Path, text: str, mistake: Mistake | None) -> Source:
    language = language_of(text)
    mistake = mistake or before_parsing(text)
    if mistake is not None:
        return Source(path, text, language, mistake=mistake)
    try:
        return Source(path, text, language, tree_of(text))
    except ParsingStopped as error:
        return Source(path, text, language, mistake=explain(text, error))
