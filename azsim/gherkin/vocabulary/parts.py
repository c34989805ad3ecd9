"""The parts of a sentence as it is declared: values, alternatives, optional text, escaped signs."""

from __future__ import annotations

import re

PART = re.compile(
    r"\\(?P<sign>.)|\{(?P<value>[^{}]*)\}"
    r"|(?P<words>[^\s{}\\]*/[^\s{}\\]*)|\((?P<optional>[^()]*)\)"
)
"""What isn't literal: a sign that a backslash makes literal, a value, alternatives, an optional text."""

_ESCAPED = re.compile(r"\\(.)")


def names_in(expression: str) -> list[str]:
    """The types of the values of *expression*, in their order."""
    return [part["value"] for part in PART.finditer(expression) if part["value"] is not None]


def unescaped(words: str) -> str:
    """*words* of an expression as a step has them."""
    return _ESCAPED.sub(r"\1", words)
