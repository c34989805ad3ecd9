"""What azsim knows of the inside of cucumber-expressions and of Python, and nothing else does.

cucumber-expressions documents how an expression is compared with a text. That a built-in type
may be replaced, and which parts an expression has, is in its source only. Python documents the
frame of a caller, and doesn't promise that there is one. The test that fails first is named
beside each part.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import cache
from inspect import unwrap
from types import FrameType
from typing import Any, Literal, cast

from attrs import frozen

from azsim.gherkin.vocabulary.parameter_types import ParameterType

NodeKind = Literal["TEXT", "PARAMETER", "OPTIONAL", "ALTERNATION", "ALTERNATIVE"]


@frozen
class Node:
    """A part of an expression: words, a value, an optional text, or alternatives."""

    kind: NodeKind
    text: str
    nodes: tuple[Node, ...]


def caller() -> FrameType:
    """The frame that called whoever asks: there a declaration leaves what it made.

    First to fail: test_sentences.py, test_a_sentence_is_a_cucumber_expression.
    """
    return sys._getframe(2)


def registry_of(types: Iterable[ParameterType]) -> Any:
    """*types* as the library knows them; ours win over the built-in ones, such as {int}.

    The library refuses a second type of one name, and takes none back. First to fail:
    test_sentences.py, test_a_type_of_ours_wins_over_a_built_in_one.
    """
    from cucumber_expressions.parameter_type import (  # type: ignore[import-untyped]
        ParameterType as CucumberType,
    )
    from cucumber_expressions.parameter_type_registry import (  # type: ignore[import-untyped]
        ParameterTypeRegistry,
    )

    registry = ParameterTypeRegistry()
    for made in types:
        registry.parameter_type_by_name.pop(made.name, None)
        registry.define_parameter_type(
            CucumberType(made.name, list(made.patterns), object, made.value, False, False)
        )
    return registry


def steps_of_pytest_bdd(keyword: str, text: str) -> Iterator[str]:
    """The places of pytest-bdd's own steps that say *text*, where it is loaded."""
    for found in _own_steps_of_pytest_bdd(keyword):
        if found.parser.is_matching(text):
            code = unwrap(found.step_func).__code__
            yield f"{code.co_filename}:{code.co_firstlineno}"


def patterns_of_pytest_bdd(keyword: str) -> Iterator[str]:
    """What pytest-bdd's own steps say, each as its parser has it."""
    return (found.parser.name for found in _own_steps_of_pytest_bdd(keyword))


def _own_steps_of_pytest_bdd(keyword: str) -> Iterator[Any]:
    """Its steps that are none of our sentences, each of which is a step of pytest-bdd as well.

    Which steps there are is known to the library only. First to fail: test_steps.py,
    test_a_step_of_pytest_bdd_is_said_to_be_one.
    """
    module: Any = sys.modules.get("pytest_bdd.steps")
    for found in list(module.step_function_context_registry.values()) if module else ():
        is_such = found.type in (None, keyword)
        if is_such and not type(found.parser).__module__.startswith("azsim."):
            yield found


@cache
def nodes_of(expression: str) -> tuple[Node, ...]:
    """The parts of *expression*, in their order.

    The library's parser is no part of what it documents. First to fail: test_translate.py,
    test_the_number_beside_a_word_chooses_it.
    """
    # Importing it takes time.
    from cucumber_expressions.expression_parser import (  # type: ignore[import-untyped]
        CucumberExpressionParser,
    )

    return _nodes(CucumberExpressionParser().parse(expression).nodes)


def _nodes(found: Iterable[Any]) -> tuple[Node, ...]:
    return tuple(
        Node(cast(NodeKind, node.ast_type.name), str(node.text), _nodes(node.nodes or ()))
        for node in found
    )
