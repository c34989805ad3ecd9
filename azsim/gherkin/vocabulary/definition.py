"""One function and the sentences that call it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from attrs import frozen

from azsim.gherkin.reading.keywords import Keyword
from azsim.gherkin.vocabulary.tables import Column
from azsim.text import Language, Text, is_japanese, joined_lines


class VocabularyError(Exception):
    """A sentence or a type that can't work as it is written: a mistake in Python code."""


@frozen(eq=False)
class Definition:
    """One function and the sentences that call it.

    ``table`` holds the columns of the table below its sentence, where they are declared.
    ``is_generator`` is true for a function that goes on after the scenario, as a fixture
    with ``yield`` does; calling an ``is_async`` one would only make a coroutine.
    """

    keyword: Keyword
    sentences: tuple[tuple[Language, str], ...]
    function: Callable[..., Any]
    target_fixture: str | None
    where: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    takes_any: bool
    is_generator: bool
    is_async: bool
    table: tuple[Column, ...] | None

    @property
    def meaning(self) -> Text:
        """What the function does, from its docstring.

        The first paragraph of a docstring is English; one with Japanese letters is the
        same in Japanese. Where one is missing, the other stands for both.
        """
        paragraphs = [
            joined_lines(paragraph.splitlines())
            for paragraph in (inspect.getdoc(self.function) or "").split("\n\n")
        ]
        japanese = [each for each in paragraphs if is_japanese(each)]
        english = [each for each in paragraphs if not is_japanese(each)]
        first, second = (english or japanese)[0], (japanese or english)[0]
        return Text(first, second)

    @property
    def takes_table(self) -> bool:
        """Whether the function has a parameter for the table below its sentence."""
        return "datatable" in self.required or "datatable" in self.optional

    @property
    def takes_docstring(self) -> bool:
        """Whether the function has a parameter for the text below its sentence."""
        return "docstring" in self.required or "docstring" in self.optional
