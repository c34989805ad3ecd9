"""Every documented value with its source.

A fact is one ``[[fact]]`` of a TOML file in this folder: a *parameter* with a value, or
a *behaviour*, which is a statement. `registry()` is all of them; `Facts` is what one
scenario reads, and remembers which ones it did. A duration is in nanoseconds, and there is
nothing to branch on in a behaviour:

>>> facts = Facts()
>>> facts.duration("classic.fin-hold")
240000000000
>>> facts.rests_on("classic.exhaustion-refuses")
>>> facts.read
('classic.fin-hold', 'classic.exhaustion-refuses')
"""

from __future__ import annotations

from azsim.facts.record import Change, Fact, Otherwise, Source, Status, Superseded
from azsim.facts.registry import Facts, UnknownFact, registry
from azsim.facts.search import search
from azsim.facts.show import show_rows, show_value
from azsim.facts.values import Kind, Value, show

__all__ = [
    "Change",
    "Fact",
    "Facts",
    "Kind",
    "Otherwise",
    "Source",
    "Status",
    "Superseded",
    "UnknownFact",
    "Value",
    "registry",
    "search",
    "show",
    "show_rows",
    "show_value",
]
