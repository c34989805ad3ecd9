"""The hops of an ExpressRoute path, in the words of both languages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from azsim.facts import words
from azsim.functions.circuit import ROUTERS
from azsim.text import Advice, Text, did_you_mean, listed

_NO_HOP = Text(
    '"{part}" is no hop of an ExpressRoute path.{hint} The hops are {hops}.',
    "「{part}」は ExpressRoute の経路にない。{hint}経路にあるのは {hops}である。",
)


def hops_in_words(names: Sequence[str]) -> Text:
    """``CE router and MSEE``, ``CE ルーター、MSEE ルーター``: hops in their order."""
    known = [words.of(name) for name in names]
    return Text(listed(known).en, "、".join(name.ja for name in known))


def parse_hops(text: str) -> Text:
    """The hops that *text* lists in either language, in the words of both.

    :raises Advice: for a name that is no hop of an ExpressRoute path.
    """
    by_words = {said: name for name in ROUTERS for said in (name, words.of(name).ja)}
    names = []
    for part in re.split(r", | and |、", text):
        if part not in by_words:
            raise Advice(
                _NO_HOP.fill(
                    part=part,
                    hint=did_you_mean(part, by_words),
                    hops=hops_in_words(ROUTERS),
                )
            )
        names.append(by_words[part])
    return hops_in_words(names)
