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
    from azsim.gherkin import expect as expect
    from azsim.gherkin.declaring import given as given
    from azsim.gherkin.declaring import parameter_type as parameter_type
    from azsim.gherkin.declaring import then as then
    from azsim.gherkin.declaring import when as when
    from azsim.gherkin.document import read as read
    from azsim.gherkin.expect import Mismatch as Mismatch
    from azsim.gherkin.playing import Played as Played
    from azsim.gherkin.playing import Plays as Plays
    from azsim.gherkin.playing import play as play
    from azsim.gherkin.stage import Debt as Debt
    from azsim.gherkin.stage import Scenario as Scenario
    from azsim.gherkin.tables import Column as Column
    from azsim.gherkin.tables import Rows as Rows
    from azsim.gherkin.tables import read_table as read_table
    from azsim.gherkin.wording import one_of as one_of

_HOMES = {
    "Column": "tables",
    "Debt": "stage",
    "Mismatch": "expect",
    "Played": "playing",
    "Plays": "playing",
    "Rows": "tables",
    "Scenario": "stage",
    "given": "declaring",
    "one_of": "wording",
    "parameter_type": "declaring",
    "play": "playing",
    "read": "document",
    "read_table": "tables",
    "then": "declaring",
    "when": "declaring",
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
        value: object = importlib.import_module("azsim.gherkin.expect")
    elif name in _HOMES:
        value = getattr(importlib.import_module(f"azsim.gherkin.{_HOMES[name]}"), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value
