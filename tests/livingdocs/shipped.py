"""The walk and the topology of every shipped scenario."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from attrs import frozen

from azsim.gherkin import play
from azsim.model.events import Sent
from azsim.model.evidence import EVIDENCE, Evidence
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
    for played in play([FEATURES], wanted=[EVIDENCE]).played:
        evidence = Evidence.of(played.report)
        assert evidence.topology is not None
        sent = sum(isinstance(each, Sent) for each in evidence.events)
        walked = walk(evidence.events, evidence.topology)
        found.append(Shipped(played.id, walked, evidence.topology, sent))
    return tuple(found)
