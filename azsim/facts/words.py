"""Names of things and units in Japanese: ``words.toml``.

A name that stands nowhere in it, such as TCP or an address, is the same in both
languages.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from azsim.text import Text


def of(name: str) -> Text:
    """*name* in both languages."""
    return names().get(name, Text(name, name))


def amount(number: str, unit: str, *, plural: bool) -> Text:
    """*number* with its unit: ``1 port``, ``50 percent``, ``50%``."""
    forms = units()[unit]
    return Text(forms["en_plural" if plural else "en"].format(number), forms["ja"].format(number))


def columns(unit: str) -> tuple[Text, Text]:
    """What the two columns of a table in *unit* are called."""
    forms = units()[unit]
    return (
        Text(forms["en_first"], forms["ja_first"]),
        Text(forms["en_second"], forms["ja_second"]),
    )


@cache
def names() -> Mapping[str, Text]:
    """Every translated name."""
    return MappingProxyType({name: Text(name, ja) for name, ja in _file()["names"].items()})


@cache
def units() -> Mapping[str, Mapping[str, str]]:
    """Every unit that a number or a table can have, with its written forms."""
    return MappingProxyType(_file()["units"])


@cache
def _file() -> dict[str, Any]:
    text = resources.files("azsim.facts").joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
