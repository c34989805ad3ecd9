"""Vocabularies and feature files for tests that play nothing."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from small_project import VOCABULARY

from azsim.gherkin.reading.document import Document, of
from azsim.gherkin.reading.source import Source, parse_text
from azsim.gherkin.vocabulary import installed
from azsim.gherkin.vocabulary.vocabulary import Vocabulary, gather


def small_vocabulary(more: str = "") -> Vocabulary:
    """The sentences of the small project, and *more*."""
    module = ModuleType("conftest")
    module.__file__ = "conftest.py"
    group = installed.GROUP
    try:
        exec(compile(VOCABULARY + more, "conftest.py", "exec"), vars(module))
    finally:
        # The conftest of a small project changes it for its own process.
        installed.GROUP = group
    return gather([module])


def source(text: str) -> Source:
    return parse_text(Path("x.feature"), text)


def document(text: str) -> Document:
    return of(source(text))
