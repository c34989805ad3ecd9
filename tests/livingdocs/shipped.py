"""The walk and the topology of every shipped scenario."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import cast

from attrs import frozen

from azsim.gherkin import play
from azsim.model.observation import Observation
from azsim.model.topology import Topology
from azsim.questions.walk import Walk, walk

FEATURES = Path(__file__).parents[2] / "features"


@frozen
class Shipped:
    """What is drawn of one scenario, and how many packets were sent in it."""

    id: str
    walk: Walk | None
    topology: Topology
    sent: int


@cache
def shipped() -> tuple[Shipped, ...]:
    """Every shipped scenario, played once in this process."""
    found = []
    for played in play([FEATURES], wanted=["evidence"]).played:
        seen = cast(tuple[Observation, ...], played.report["observations"])
        described = cast(Topology, played.report["topology"])
        sent = sum(each.kind == "send" for each in seen)
        found.append(Shipped(played.id, walk(seen, described), described, sent))
    return tuple(found)
