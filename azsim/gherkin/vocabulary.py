"""Sentences in two languages, the types of their values, and matching a step to one.

A sentence is a Cucumber Expression. Its values are bound to the function's
parameters by the name of their type, because English and Japanese put them in
different orders. The function is also registered with pytest-bdd as it stands,
so that it serves ``scenarios()`` in a test module too.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, TypeVar

from attrs import Factory, define, field, frozen

from azsim.gherkin.expressions import (
    Expression,
    ExpressionError,
    Grammar,
    ParameterType,
    Transformer,
)
from azsim.gherkin.tables import Column
from azsim.gherkin.wording import Translate, as_written
from azsim.text import Language, Text, is_japanese

Keyword = Literal["given", "when", "then"]
Function = TypeVar("Function", bound=Callable[..., Any])

KEYWORDS: Mapping[Keyword, Text] = {
    "given": Text("Given", "前提"),
    "when": Text("When", "もし"),
    "then": Text("Then", "ならば"),
}

# The names under which definitions lie in the module that makes them. They don't
# begin with an underscore, so that ``from steps import *`` brings them along.
SENTENCE_PREFIX = "azsim_sentence_"
TYPE_PREFIX = "azsim_type_"
# Under this name a module may list everyday words with those that its sentences use.
SYNONYMS = "azsim_synonyms"


# Whether a sentence becomes a step of pytest-bdd as well. ``azsim run`` plays nothing but
# feature files, and has no need for that.
serves_pytest_bdd = True

# Every type of this process, for steps that pytest-bdd itself plays: it asks a sentence
# without saying for which project.
known_types: dict[str, ParameterType] = {}

# How much of the beginning or the end of a sentence is compared at once.
_LOOKED_AT = 12
_PARAMETER = re.compile(r"\{([^{}]*)\}")
# What isn't literal in an expression: a parameter, an optional text, alternatives.
_VARIABLE = re.compile(r"\{[^{}]*\}|[^\s{}]*/[^\s{}]*|\([^()]*\)")


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
            " ".join(paragraph.split())
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


@define(eq=False)
class Sentence:
    """One way to say a definition, ready to be compared with a step."""

    definition: Definition
    language: Language
    expression: str
    head: str
    tail: str
    literals: tuple[str, ...]
    longest: str
    names: tuple[str, ...]
    compiled: Expression | None = None
    failure: str | None = None


@frozen(eq=False)
class Match:
    """A step that a sentence says, with the text of each value."""

    sentence: Sentence
    texts: Mapping[str, str]
    transformers: Mapping[str, Transformer]

    @property
    def definition(self) -> Definition:
        """The function behind the sentence."""
        return self.sentence.definition

    def arguments(self) -> dict[str, object]:
        """The values, by the name of their type.

        :raises Advice: where a text has the right shape, and still is no such value.
        """
        return {name: self.transformers[name](text) for name, text in self.texts.items()}


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
        caller = sys._getframe(1).f_locals
        definition = _define(self, function)
        caller[_free_name(SENTENCE_PREFIX, definition.where, caller)] = definition
        if serves_pytest_bdd:
            from azsim.gherkin import bdd_steps

            bdd_steps.define(definition, known_types)
        return function


def parameter_type(
    name: str,
    regexp: str | Sequence[str],
    transformer: Callable[[str], object] = str,
    *,
    meaning: Text | None = None,
    example: Text | None = None,
    translate: Translate = as_written,
    meant: Callable[[str], str | None] | None = None,
) -> None:
    """Let sentences hold values written as ``{name}``.

    *regexp* says what a value looks like; write it without backslashes and without
    capturing groups, and as one text, since editors read no other. *transformer* turns
    the text into the value and may raise :class:`~azsim.text.Advice`. *meaning* is a noun
    phrase (``a whole number``, ``整数``) and *example* a value; messages are built from
    both. *translate* says a value in the other language, where names and numbers alone
    won't do. *meant* says which value words are that haven't its shape, such as
    ``90 minutes`` for ``1 hour and 30 minutes``, or None.
    """
    frame = sys._getframe(1)
    where = f"{frame.f_code.co_filename}:{frame.f_lineno}"
    patterns = (regexp,) if isinstance(regexp, str) else tuple(regexp)
    for pattern in patterns:
        if re.compile(pattern).groups:
            raise VocabularyError(
                f"{where}: the pattern {pattern!r} of {{{name}}} has a capturing group; "
                "write (?:…) instead of (…)"
            )
    made = ParameterType(name, patterns, transformer, meaning, example, translate, where, meant)
    frame.f_locals[f"{TYPE_PREFIX}{name}"] = made
    known_types[name] = made


class Index:
    """Finds the sentences that a step may be by how it begins, or else by how it ends."""

    def __init__(self, sentences: Iterable[Sentence]) -> None:
        self._heads: dict[int, dict[str, list[Sentence]]] = {}
        self._tails: dict[int, dict[str, list[Sentence]]] = {}
        for sentence in sentences:
            head, tail = sentence.head[:_LOOKED_AT], sentence.tail[-_LOOKED_AT:]
            ends, end = (self._heads, head) if head or not tail else (self._tails, tail)
            ends.setdefault(len(end), {}).setdefault(end, []).append(sentence)

    def candidates(self, text: str) -> Iterator[Sentence]:
        """The sentences whose first or last words are those of *text*."""
        for length, heads in self._heads.items():
            yield from heads.get(text[:length], ())
        for length, tails in self._tails.items():
            yield from tails.get(text[-length:], ())


@define(eq=False)
class Vocabulary:
    """Every sentence that a feature file may use.

    ``synonyms`` are everyday words, with the words that the sentences use for them.
    """

    definitions: tuple[Definition, ...]
    types: Mapping[str, ParameterType]
    problems: tuple[str, ...] = ()
    synonyms: Mapping[str, str] = Factory(dict)
    sentences: tuple[Sentence, ...] = field(init=False)
    _index: Mapping[Keyword, Index] = field(init=False)
    _found: dict[tuple[Keyword, str], tuple[Match, ...]] = Factory(dict)
    _grammar: Grammar = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._grammar = Grammar(self.types)
        self.sentences = tuple(
            _sentence(definition, language, expression)
            for definition in self.definitions
            for language, expression in definition.sentences
        )
        self._index = {
            keyword: Index(each for each in self.sentences if each.definition.keyword == keyword)
            for keyword in KEYWORDS
        }

    def find(self, keyword: Keyword, text: str) -> tuple[Match, ...]:
        """The definitions that say *text*: one, unless it is unknown or ambiguous."""
        found = self._found.get((keyword, text))
        if found is None:
            found = self._found[keyword, text] = self._search(keyword, text)
        return found

    def _search(self, keyword: Keyword, text: str) -> tuple[Match, ...]:
        found: dict[Definition, Match] = {}
        for sentence in self._index[keyword].candidates(text):
            if sentence.longest in text and sentence.definition not in found:
                match = self.match(sentence, text)
                if match is not None:
                    found[sentence.definition] = match
        return tuple(found.values())

    def match(self, sentence: Sentence, text: str) -> Match | None:
        """*text* as *sentence*, or None where it says something else."""
        expression = self.compiled(sentence)
        found = None if expression is None else expression.match(text)
        return None if found is None else Match(sentence, *found)

    def compiled(self, sentence: Sentence) -> Expression | None:
        """The compiled expression, or None where the sentence is no valid expression.

        Compiling takes longer than matching, so it waits until a step may be this
        sentence.
        """
        if sentence.compiled is None and sentence.failure is None:
            try:
                sentence.compiled = self._grammar.compile(sentence.expression)
            except ExpressionError as error:
                sentence.failure = str(error)
        return sentence.compiled

    def broken(self) -> list[Sentence]:
        """The sentences that can't be compiled, among those that were tried."""
        return [sentence for sentence in self.sentences if sentence.failure is not None]


def gather(modules: Iterable[ModuleType]) -> Vocabulary:
    """The vocabulary that *modules* make up together."""
    definitions: dict[int, Definition] = {}
    types: dict[str, ParameterType] = {}
    problems: list[str] = []
    synonyms: dict[str, str] = {}
    for module in modules:
        synonyms |= getattr(module, SYNONYMS, {})
        for value in vars(module).values():
            if isinstance(value, Definition):
                definitions[id(value)] = value
            elif isinstance(value, ParameterType):
                other = types.setdefault(value.name, value)
                if other is not value:
                    problems.append(
                        f"{{{value.name}}} is defined twice: {other.where} and {value.where}"
                    )
    ordered = tuple(sorted(definitions.values(), key=lambda found: _place(found.where)))
    problems.extend(_said_twice(ordered))
    return Vocabulary(ordered, types, tuple(problems), synonyms)


def has_sentences(module: ModuleType) -> bool:
    """Whether *module* holds anything for :func:`gather`."""
    prefixes = (SENTENCE_PREFIX, TYPE_PREFIX, SYNONYMS)
    return any(name.startswith(prefixes) for name in vars(module))


def _said_twice(definitions: Iterable[Definition]) -> Iterable[str]:
    first: dict[tuple[str, str], Definition] = {}
    for definition in definitions:
        for _, expression in definition.sentences:
            other = first.setdefault((definition.keyword, expression), definition)
            if other is not definition:
                yield (
                    f"“{expression}” is defined twice as {definition.keyword}: "
                    f"{other.where} and {definition.where}"
                )


def _define(decorator: Decorator, function: Callable[..., Any]) -> Definition:
    code = inspect.unwrap(function).__code__
    where = f"{code.co_filename}:{code.co_firstlineno}"
    sentences: list[tuple[Language, str]] = [("en", decorator.en)]
    if decorator.ja is not None:
        sentences.append(("ja", decorator.ja))
    required, optional, takes_any = _parameters(function)
    names = [sorted(_PARAMETER.findall(expression)) for _, expression in sentences]
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


def _sentence(definition: Definition, language: Language, expression: str) -> Sentence:
    # A backslash takes the meaning from the character after it; such a sentence is
    # rare, and simply has no literals to look for.
    literals = [""] if "\\" in expression else _VARIABLE.split(expression)
    return Sentence(
        definition,
        language,
        expression,
        head=literals[0],
        tail=literals[-1],
        literals=tuple(literals),
        longest=max(literals, key=len),
        names=tuple(_PARAMETER.findall(expression)),
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


def _place(where: str) -> tuple[str, int]:
    path, _, line = where.rpartition(":")
    return path, int(line)
