"""Which platform a page speaks of, and whether that has ended: ``platforms.toml``.

What a scenario rests on tells it: the facts of a platform have ids that begin alike.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources

from attrs import frozen

from azsim.livingdocs.guide import with_values
from azsim.text import Text


@frozen
class Platform:
    """A service in the form that scenarios describe.

    ``ended`` is a day such as 2024-08-31, and ``source`` the page that says so; empty where there is
    none. ``note`` says what is still true and what isn't, ``page`` where that is shown.
    """

    id: str
    name: Text
    facts: tuple[str, ...]
    ended: str
    source: str
    note: Text
    page: str


@cache
def platforms() -> tuple[Platform, ...]:
    """Every platform, in the order of the file."""
    text = resources.files("azsim.livingdocs").joinpath("platforms.toml").read_text("utf-8")
    return tuple(
        Platform(
            id,
            Text(*each["name"]),
            tuple(each["facts"]),
            each.get("ended", ""),
            each.get("source", ""),
            with_values(Text(*each["note"])),
            each.get("page", ""),
        )
        for id, each in tomllib.loads(text).items()
    )


def platforms_of(facts: Iterable[str]) -> tuple[Platform, ...]:
    """The platforms that *facts*, given by their ids, are about."""
    about = {fact.partition(".")[0] for fact in facts}
    return tuple(each for each in platforms() if about.intersection(each.facts))


def spoken_of(facts: Iterable[str], named: Iterable[str]) -> tuple[Platform, ...]:
    """What a page speaks of that rests on *facts*, of which its reason has *named* those that decide.

    That is what these are about, and whatever else has ended; without any, all that it rests on.
    """
    rested, decisive = platforms_of(facts), platforms_of(named)
    if not decisive:
        return rested
    return tuple(each for each in rested if each in decisive or each.ended)
