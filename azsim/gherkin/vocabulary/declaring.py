"""How a module declares sentences and the types of their values.

The values of a sentence are bound to the function's parameters by the name of their
type, because English and Japanese put them in different orders. The function is also
registered with pytest-bdd as it stands, so that it serves ``scenarios()`` in a test
module too.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from attrs import frozen

from azsim.gherkin.reading.keywords import Keyword
from azsim.gherkin.vocabulary import compat
from azsim.gherkin.vocabulary.definition import Definition, VocabularyError
from azsim.gherkin.vocabulary.parameter_types import ParameterType, ReadsFile
from azsim.gherkin.vocabulary.parts import names_in
from azsim.gherkin.vocabulary.tables import Column
from azsim.gherkin.vocabulary.translations import Translate, as_written
from azsim.text import Language, Text

Function = TypeVar("Function", bound=Callable[..., Any])

# The names under which definitions lie in the module that makes them. They don't
# begin with an underscore, so that ``from steps import *`` brings them along.
SENTENCE_PREFIX = "azsim_sentence_"
TYPE_PREFIX = "azsim_type_"

# Whether a sentence becomes a step of pytest-bdd as well. ``azsim run`` plays nothing but
# feature files, and has no need for that; in a page there is no pytest-bdd.
serves_pytest_bdd = sys.platform != "emscripten"

# Every type of this process, for steps that pytest-bdd itself plays: it asks a sentence
# without saying for which project.
known_types: dict[str, ParameterType] = {}


def given(
    en: str,
    ja: str | None = None,
    *,
    target_fixture: str | None = None,
    table: Sequence[Column] | None = None,
) -> Decorator:
    """A state that a scenario starts from."""
    return Decorator("given", en, ja, target_fixture, table)


def when(
    en: str,
    ja: str | None = None,
    *,
    target_fixture: str | None = None,
    table: Sequence[Column] | None = None,
) -> Decorator:
    """An event."""
    return Decorator("when", en, ja, target_fixture, table)


def then(
    en: str,
    ja: str | None = None,
    *,
    target_fixture: str | None = None,
    table: Sequence[Column] | None = None,
) -> Decorator:
    """What is seen afterwards."""
    return Decorator("then", en, ja, target_fixture, table)


@frozen
class Decorator:
    """Puts a function behind one sentence in each language.

    Where *table* names the columns of the table below the sentence, the function gets
    its rows as :func:`~azsim.gherkin.read_table` reads them, else the bare cells.
    """

    keyword: Keyword
    en: str
    ja: str | None
    target_fixture: str | None
    table: Sequence[Column] | None

    def __call__(self, function: Function) -> Function:
        caller = compat.caller().f_locals
        definition = _define(self, function)
        caller[_free_name(SENTENCE_PREFIX, definition.where, caller)] = definition
        if serves_pytest_bdd:
            from azsim.gherkin.vocabulary import pytest_bdd_steps

            pytest_bdd_steps.define(definition, known_types)
        return function


def parameter_type(
    name: str,
    regexp: str | Sequence[str],
    transformer: Callable[[str], object] = str,
    *,
    meaning: Text | None = None,
    example: Text | None = None,
    translate: Translate = as_written,
    suggest: Callable[[str], str | None] | None = None,
    reads: ReadsFile | None = None,
) -> None:
    """Let sentences hold values written as ``{name}``.

    *regexp* says what a value looks like; write it without backslashes and without
    capturing groups, and as one text, since editors read no other. *transformer* turns
    the text into the value; a ``ValueError`` or an :class:`~azsim.text.Advice` refuses it.
    *meaning* is a noun phrase (``a whole number``, ``整数``) and *example* a value;
    messages are built from both. *translate* says a value in the other language, where
    names and numbers alone won't do. *suggest* says which value words are that haven't its
    shape, such as ``90 minutes`` for ``1 hour and 30 minutes``, or None. *reads* says that a
    value is the name of a file beside the feature file: it is called with the name and what the
    file holds, when a feature is checked, and an advice of its tells why that can't be read.
    """
    frame = compat.caller()
    where = f"{frame.f_code.co_filename}:{frame.f_lineno}"
    patterns = (regexp,) if isinstance(regexp, str) else tuple(regexp)
    for pattern in patterns:
        if re.compile(pattern).groups:
            raise VocabularyError(
                f"{where}: the pattern {pattern!r} of {{{name}}} has a capturing group; "
                "write (?:…) instead of (…)"
            )
    made = ParameterType(
        name, patterns, transformer, meaning, example, translate, where, suggest, reads
    )
    frame.f_locals[f"{TYPE_PREFIX}{name}"] = made
    known_types[name] = made


def _define(decorator: Decorator, function: Callable[..., Any]) -> Definition:
    code = inspect.unwrap(function).__code__
    where = f"{code.co_filename}:{code.co_firstlineno}"
    sentences: list[tuple[Language, str]] = [("en", decorator.en)]
    if decorator.ja is not None:
        sentences.append(("ja", decorator.ja))
    required, optional, takes_any = _parameters(function)
    names = [sorted(names_in(expression)) for _, expression in sentences]
    for name in names[0]:
        if names[0].count(name) > 1:
            raise VocabularyError(
                f"{where}: {{{name}}} stands twice in “{decorator.en}”; values are bound by "
                "type name, so give one of them a type of its own"
            )
        if not takes_any and name not in required and name not in optional:
            raise VocabularyError(
                f"{where}: “{decorator.en}” holds {{{name}}}, but the function has no "
                f"parameter {name}"
            )
    if len(names) == 2 and names[0] != names[1]:
        raise VocabularyError(
            f"{where}: “{decorator.en}” and “{decorator.ja}” hold different types: "
            f"{names[0]} and {names[1]}"
        )
    return Definition(
        decorator.keyword,
        tuple(sentences),
        function,
        decorator.target_fixture,
        where,
        tuple(required),
        tuple(optional),
        takes_any,
        inspect.isgeneratorfunction(function),
        inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function),
        None if decorator.table is None else tuple(decorator.table),
    )


def _parameters(function: Callable[..., Any]) -> tuple[list[str], list[str], bool]:
    """Those that need a value, those that don't, and whether there are any others.

    A vocabulary has hundreds of functions, for which ``inspect.signature`` takes too long.
    """
    plain = inspect.unwrap(function)
    code = plain.__code__
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    positional = names[code.co_posonlyargcount : code.co_argcount]
    with_default = set(
        code.co_varnames[code.co_argcount - len(plain.__defaults__ or ()) : code.co_argcount]
    )
    with_default |= set(plain.__kwdefaults__ or ())
    named = [*positional, *names[code.co_argcount :]]
    return (
        [name for name in named if name not in with_default],
        [name for name in named if name in with_default],
        bool(code.co_flags & inspect.CO_VARKEYWORDS),
    )


def _free_name(prefix: str, where: str, taken: Mapping[str, object]) -> str:
    # The file is part of the name, lest two modules that are imported with * clash.
    path, _, line = where.rpartition(":")
    stem = f"{prefix}{re.sub(r'[^0-9a-zA-Z]', '_', '_'.join(Path(path).parts[-2:]))}_{line}"
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}_{number}"
    return name
