"""Feature files as tests: sentences in two languages, and advice for whoever writes them.

    from azsim.gherkin import given, parameter_type, then, when

    @when("{vm} opens a TCP connection to {destination}", "{vm} が {destination} へ TCP 接続を開く")
    def open_connection(azure, vm, destination):
        azure.open(vm, destination)

Everything public is named here and fetched when it is first asked for, so that
importing this package costs nothing in a pytest that has no feature files.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from azsim.gherkin.playing import expect as expect
    from azsim.gherkin.playing.expect import Mismatch as Mismatch
    from azsim.gherkin.playing.from_python import Played as Played
    from azsim.gherkin.playing.from_python import Plays as Plays
    from azsim.gherkin.playing.from_python import play as play
    from azsim.gherkin.playing.scenario import Debt as Debt
    from azsim.gherkin.playing.scenario import Scenario as Scenario
    from azsim.gherkin.reading.document import read as read
    from azsim.gherkin.vocabulary.declaring import given as given
    from azsim.gherkin.vocabulary.declaring import parameter_type as parameter_type
    from azsim.gherkin.vocabulary.declaring import then as then
    from azsim.gherkin.vocabulary.declaring import when as when
    from azsim.gherkin.vocabulary.tables import Column as Column
    from azsim.gherkin.vocabulary.tables import Rows as Rows
    from azsim.gherkin.vocabulary.tables import read_table as read_table
    from azsim.gherkin.vocabulary.translations import one_of as one_of

_HOMES = {
    "Column": "vocabulary.tables",
    "Debt": "playing.scenario",
    "Mismatch": "playing.expect",
    "Played": "playing.from_python",
    "Plays": "playing.from_python",
    "Rows": "vocabulary.tables",
    "Scenario": "playing.scenario",
    "given": "vocabulary.declaring",
    "one_of": "vocabulary.translations",
    "parameter_type": "vocabulary.declaring",
    "play": "playing.from_python",
    "read": "reading.document",
    "read_table": "vocabulary.tables",
    "then": "vocabulary.declaring",
    "when": "vocabulary.declaring",
}

__all__ = [
    "Column",
    "Debt",
    "Mismatch",
    "Played",
    "Plays",
    "Rows",
    "Scenario",
    "expect",
    "given",
    "one_of",
    "parameter_type",
    "play",
    "read",
    "read_table",
    "then",
    "when",
]


def __getattr__(name: str) -> object:
    if name == "expect":
        value: object = importlib.import_module("azsim.gherkin.playing.expect")
    elif name in _HOMES:
        value = getattr(importlib.import_module(f"azsim.gherkin.{_HOMES[name]}"), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value
