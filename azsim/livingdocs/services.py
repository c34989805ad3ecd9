"""What the services that azsim documents are called, and their order: ``services.toml``.

The features of a project have services of their own, called like their folders.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from azsim.text import Text, same

FEATURES = Text("Features", "フィーチャー")
NOTHING = Text("", "")


def known_services() -> tuple[str, ...]:
    """The folders that have a name here, in the order in which they are shown."""
    return tuple(_file())


def known_features(folder: str) -> tuple[str, ...]:
    """The files of a known folder, without their ending, in the order in which they are shown."""
    known = _file().get(folder)
    return () if known is None else tuple(known["features"])


def described(folder: str) -> tuple[Text, Text]:
    """The name of a known service and what it does; one that nobody knows is called as it is."""
    known = _file().get(folder)
    if known is None:
        return called(folder), NOTHING
    (en, summary_en), (ja, summary_ja) = known["en"], known["ja"]
    return Text(en, ja), Text(summary_en, summary_ja)


def called(folder: str) -> Text:
    """The name of a service of which nothing is known but its folder."""
    return same(folder.replace("_", " ")) if folder else FEATURES


@cache
def _file() -> Mapping[str, Any]:
    text = resources.files("azsim.livingdocs").joinpath("services.toml").read_text("utf-8")
    return tomllib.loads(text)
