"""The functions that a project hands over with its types and columns: they may end in any error.

Whoever reads, checks or translates a feature file calls them, so an error in one is told beside
the line of the file, and keeps nothing else from being looked at.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from inspect import unwrap
from typing import TypeVar

from azsim.text import Advice, Language, Text, quotation

Value = TypeVar("Value")

# How a function says that a text is no such value; anything else is a slip in its code.
REFUSALS = (ValueError, LookupError, ArithmeticError, AssertionError)

SLIP = Text(
    "The function that is to read {found} ends in {error} ({where}). That is a slip in the code "
    "behind this sentence, not in this line.",
    "{found}を読む関数が {error} で終わる ({where})。この行ではなく、文の背後にあるコードの誤りで"
    "ある。",
)


def slip(error: Exception, function: object, found: str) -> Advice:
    """What to say of an *error* in *function*, which was called with *found*."""
    frames = traceback.extract_tb(error.__traceback__)
    code = getattr(unwrap(function), "__code__", None) if callable(function) else None
    own = [each for each in frames if code is not None and each.filename == code.co_filename]
    last = (own or frames)[-1]
    said = traceback.format_exception_only(error)[-1].strip()
    return Advice(
        SLIP.fill(found=quotation(found), error=said, where=f"{last.filename}:{last.lineno}")
    )


def translating(function: Callable[[str, Language], str]) -> Callable[[str, Language], str]:
    """*function*, which says words in another language, with any error of its own as advice."""

    def translate(words: str, language: Language) -> str:
        try:
            return function(words, language)
        except Advice:
            raise
        except Exception as error:
            raise slip(error, function, words) from error

    return translate
