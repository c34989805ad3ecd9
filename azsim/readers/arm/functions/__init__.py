"""The functions of templates, each with the meaning that Azure documents for it."""

from __future__ import annotations

from azsim.readers.arm.functions import (
    addresses,
    collections,
    dates,
    encoding,
    lambdas,
    logic,
    made_up,
    numbers,
    scopes,
    text,
)
from azsim.readers.arm.functions.registry import FUNCTIONS, Function, Special

__all__ = [
    "FUNCTIONS",
    "Function",
    "Special",
    "addresses",
    "collections",
    "dates",
    "encoding",
    "lambdas",
    "logic",
    "made_up",
    "numbers",
    "scopes",
    "text",
]
