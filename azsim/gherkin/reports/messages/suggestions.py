"""The functions that would make sense of a step that no sentence says, as Cucumber suggests them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import cucumber_messages as messages  # type: ignore[import-untyped]

from azsim.gherkin.reading.keywords import Keyword
from azsim.gherkin.vocabulary.compat import registry_of


def snippets(keyword: Keyword, text: str) -> list[messages.Snippet]:
    """One for each way to take numbers and texts in *text* for values."""
    found = {_code(keyword, source, names) for source, names in _expressions(text)}
    return [messages.Snippet(code=code, language="python") for code in sorted(found)]


def _expressions(text: str) -> Iterator[tuple[str, list[str]]]:
    """Cucumber Expressions for *text*, and the names of their types, each once."""
    made = [(each.source, [kind.name for kind in each.parameter_types]) for each in _all(text)]
    once = [(source, names) for source, names in made if len(set(names)) == len(names)]
    # Values are bound by the names of their types, so what needs one twice stays as it is.
    yield from once or [(re.sub(r"([{(/\\])", r"\\\1", text), [])]


def _all(text: str) -> Any:
    from cucumber_expressions.expression_generator import (  # type: ignore[import-untyped]
        CucumberExpressionGenerator,
    )

    return CucumberExpressionGenerator(built_in_types()).generate_expressions(text)


@cache
def built_in_types() -> Any:
    """The types that every expression may use."""
    return registry_of(())


def _code(keyword: Keyword, source: str, names: list[str]) -> str:
    quoted = source.replace("\\", "\\\\").replace('"', '\\"')
    return f'@{keyword}("{quoted}")\ndef step({", ".join(names)}):\n    ...\n'
