"""What services are called, by the names of their folders: ``services.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from azsim.text import Text, same

FEATURES = Text("Features", "機能")
NOTHING = Text("", "")


def known_services() -> tuple[str, ...]:
    """The folders that have a name here, in the order in which they are shown."""
    return tuple(_file())


def described(folder: str) -> tuple[Text, Text]:
    """The name of a service and what it does; a folder that nobody knows is called as it is."""
    if not folder:
        return FEATURES, NOTHING
    known = _file().get(folder)
    if known is None:
        return same(folder.replace("_", " ")), NOTHING
    (en, summary_en), (ja, summary_ja) = known["en"], known["ja"]
    return Text(en, ja), Text(summary_en, summary_ja)


@cache
def _file() -> Mapping[str, Any]:
    text = resources.files("azsim.livingdocs").joinpath("services.toml").read_text("utf-8")
    return tomllib.loads(text)
