"""Sentences as steps of pytest-bdd, for whoever plays them by ``scenarios()``."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

import pytest_bdd
from pytest_bdd.parsers import StepParser

from azsim.gherkin.vocabulary.definition import Definition
from azsim.gherkin.vocabulary.expressions import Expression, Grammar
from azsim.gherkin.vocabulary.parameter_types import ParameterType
from azsim.gherkin.vocabulary.tables import Column, read_table


def define(definition: Definition, types: Mapping[str, ParameterType]) -> None:
    """Make steps of *definition*, in the module whose decorator called this function."""
    register = getattr(pytest_bdd, definition.keyword)
    function = definition.function
    if definition.table is not None:
        function = _reading(function, definition.table)
    for _, expression in definition.sentences:
        parser = SentenceParser(expression, types)
        # That module is three frames up, behind this function and the decorator.
        register(parser, target_fixture=definition.target_fixture, stacklevel=3)(function)


class SentenceParser(StepParser):
    """A sentence as pytest-bdd sees it; *types* may still grow."""

    def __init__(self, name: str, types: Mapping[str, ParameterType]) -> None:
        super().__init__(name)
        self._types = types
        self._expression: Expression | None = None

    def is_matching(self, name: str) -> bool:
        """Whether the step *name* is this sentence."""
        return self._compiled().match(name) is not None

    def parse_arguments(self, name: str) -> dict[str, Any] | None:
        """The values in the step *name*, by the name of their type."""
        found = self._compiled().match(name)
        if found is None:
            return None
        texts, transformers = found
        return {kind: transformers[kind](text) for kind, text in texts.items()}

    def _compiled(self) -> Expression:
        if self._expression is None:
            self._expression = Grammar(self._types).compile(self.name)
        return self._expression


def _reading(function: Callable[..., Any], columns: Sequence[Column]) -> Callable[..., Any]:
    """*function* for pytest-bdd, which hands over bare cells."""

    def read(values: dict[str, Any]) -> dict[str, Any]:
        if "datatable" in values:
            values["datatable"] = read_table(values["datatable"], columns)
        return values

    if inspect.isgeneratorfunction(function):

        @wraps(function)
        def generator(**values: Any) -> Any:
            return (yield from function(**read(values)))

        return generator

    @wraps(function)
    def ordinary(**values: Any) -> Any:
        return function(**read(values))

    return ordinary
