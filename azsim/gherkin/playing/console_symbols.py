"""Which symbols the console of a run can show."""

from __future__ import annotations

import sys

import pytest

from azsim.terminal.symbols import ASCII, UNICODE, Symbols, symbols_for


def console_symbols(config: pytest.Config) -> Symbols:
    """The signs that the console of the first process can show."""
    option = config.option
    if not hasattr(option, "azsim_shows_unicode"):
        # Workers of pytest-xdist have no console; they inherit this with the options.
        option.azsim_shows_unicode = (
            symbols_for(getattr(sys.__stdout__, "encoding", None)) is UNICODE
        )
    return UNICODE if option.azsim_shows_unicode else ASCII
