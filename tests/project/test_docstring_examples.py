"""The examples in docstrings are what a reader copies: they run, and show what they say."""

from __future__ import annotations

import doctest
import importlib

import pytest
from folder import ROOT


def modules() -> list[str]:
    """The modules that show examples."""
    return [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted((ROOT / "azsim").rglob("*.py"))
        if ">>> " in path.read_text(encoding="utf-8")
    ]


@pytest.mark.parametrize("name", modules())
def test_an_example_shows_what_it_says(name: str) -> None:
    found = doctest.testmod(importlib.import_module(name))
    assert found.attempted > 0
    assert found.failed == 0
