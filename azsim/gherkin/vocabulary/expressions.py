"""Cucumber Expressions as regular expressions.

The official library takes as long for one expression as fifty steps take to be compared
with it. So what sentences are nearly always made of (words, values, alternatives and
optional text) is put together here, to the very pattern that the library makes, and
compiled only where a step can't be taken apart by the words alone. Anything else is left
to the library.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol

from attrs import frozen

from azsim.gherkin.vocabulary.compat import registry_of
from azsim.gherkin.vocabulary.parameter_types import ParameterType, Transformer

# The text of each value by the name of its type, and what makes a value of it.
Found = tuple[Mapping[str, str], Mapping[str, Transformer]]

# The parts of a simple expression. An alternative reaches from one blank or value to the
# next, as the library has it.
_WORD = r"[^\s{}()/\\]+"
_PART = re.compile(
    rf"\{{(?P<value>{_WORD})\}}"
    rf"|(?<![^\s}}])(?P<alternatives>{_WORD}(?:/{_WORD})+)(?![^\s{{])"
    r"|\((?P<optional>[^{}()/\\]+)\)"
    rf"|(?P<text>{_WORD}|\s+)"
)
_ESCAPES = str.maketrans({sign: f"\\{sign}" for sign in "\\^[({$.|?*+})]"})


class ExpressionError(Exception):
    """An expression that can't work as it is written."""


class Expression(Protocol):
    """A sentence that can be compared with steps."""

    def match(self, text: str) -> Found | None:
        """The text of each value by the name of its type, and what makes a value of it.

        None where *text* says something else.
        """


class Grammar:
    """Compiles the expressions that are made of some types of values."""

    def __init__(self, types: Mapping[str, ParameterType]) -> None:
        self._types = types
        self._registry: Any = None

    def compile(self, expression: str) -> Expression:
        """What *expression* says.

        :raises ExpressionError: where it isn't a Cucumber Expression, or holds an
            unknown type.
        """
        simple = self._simple(expression)
        return self._official(expression) if simple is None else simple

    def _simple(self, expression: str) -> Expression | None:
        pattern, end = "^", 0
        words = [""]
        kinds: list[ParameterType] = []
        is_plain = True
        for part in _PART.finditer(expression):
            if part.start() != end:
                return None
            end = part.end()
            match part.lastgroup, part[part.lastgroup or 0]:
                case "value", name:
                    kind = self._types.get(name)
                    if kind is None:
                        return None
                    pattern += kind.group
                    kinds.append(kind)
                    words.append("")
                case "alternatives", choices:
                    is_plain = False
                    pattern += f"(?:{choices.translate(_ESCAPES).replace('/', '|')})"
                case "optional", text:
                    is_plain = False
                    pattern += f"(?:{text.translate(_ESCAPES)})?"
                case _, text:
                    pattern += text.translate(_ESCAPES)
                    words[-1] += text
        if end != len(expression) or not expression:
            return None
        whole = Whole(f"{pattern}$", {kind.name: kind.value for kind in kinds})
        if is_plain and all(words[1:-1]) and all(kind.stands_alone for kind in kinds):
            return Apart(whole, tuple(words), tuple(kinds))
        return whole.compiled()

    def _official(self, expression: str) -> Expression:
        # Expressions that need the library are rare, and importing it takes time.
        from cucumber_expressions.errors import (  # type: ignore[import-untyped]
            CucumberExpressionError,
        )
        from cucumber_expressions.expression import (  # type: ignore[import-untyped]
            CucumberExpression,
        )

        if self._registry is None:
            self._registry = registry_of(self._types.values())
        try:
            compiled = CucumberExpression(expression, self._registry)
        except (re.error, CucumberExpressionError) as error:
            raise ExpressionError(_first_meaningful_line(error)) from None
        return _Official(compiled, tuple(kind.name for kind in compiled.parameter_types))


class Whole:
    """A step is compared as a whole: one group of the pattern for each value."""

    def __init__(self, pattern: str, transformers: Mapping[str, Transformer]) -> None:
        self.pattern = pattern
        self.transformers = transformers
        self._compiled: re.Pattern[str] | None = None

    def compiled(self) -> Whole:
        """Itself, with a pattern that is known to be right."""
        if self._compiled is None:
            try:
                self._compiled = re.compile(self.pattern)
            except re.error as error:
                raise ExpressionError(_first_meaningful_line(error)) from None
        return self

    def match(self, text: str) -> Found | None:
        """The text of each value, and what makes a value of it."""
        self.compiled()
        assert self._compiled is not None
        found = self._compiled.match(text)
        if found is None:
            return None
        return dict(zip(self.transformers, found.groups(), strict=True)), self.transformers


@frozen
class Apart:
    """A step is taken apart by the words between its values.

    Where some words stand in it more than once, it is compared as a whole.
    """

    whole: Whole
    words: tuple[str, ...]
    kinds: tuple[ParameterType, ...]

    def match(self, text: str) -> Found | None:
        """The text of each value, and what makes a value of it."""
        head, tail = self.words[0], self.words[-1]
        start, end = len(head), len(text) - len(tail)
        if not self.kinds:
            return ({}, {}) if text == head else None
        if start > end or not (text.startswith(head) and text.endswith(tail)):
            return None
        values = []
        for words in self.words[1:-1]:
            at = text.find(words, start, end)
            if at < 0:
                return None
            if text.find(words, at + 1, end) >= 0:
                return self.whole.match(text)
            values.append(text[start:at])
            start = at + len(words)
        values.append(text[start:end])
        for kind, value in zip(self.kinds, values, strict=True):
            if not kind.fits(value):
                return None
        transformers = self.whole.transformers
        return dict(zip(transformers, values, strict=True)), transformers


@frozen
class _Official:
    """A type such as {string} has groups of its own, and the library knows what they mean."""

    compiled: Any
    names: tuple[str, ...]

    def match(self, text: str) -> Found | None:
        found = self.compiled.match(text)
        if found is None:
            return None
        arguments = dict(zip(self.names, found, strict=True))
        return (
            {name: argument.group.value for name, argument in arguments.items()},
            {name: _taking(argument) for name, argument in arguments.items()},
        )


def _taking(argument: Any) -> Transformer:
    return lambda text: argument.value


def _first_meaningful_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    words = [line for line in lines if not set(line) <= set("^-")]
    return " ".join(words) or type(error).__name__
