"""What an ordinary scenario costs, once pytest and azsim are there."""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

from attrs import frozen

from azsim.gherkin import play

FEATURES = Path(__file__).parent.parent / "features"
WORKLOAD = "workload"
ROUNDS = 3


@frozen
class Durations:
    """Of how many scenarios, and how long they take in milliseconds."""

    count: int
    median: float
    mean: float


def milliseconds() -> Durations:
    """All shipped scenarios that aren't workloads, each at its fastest of a few plays.

    What pytest does around the steps is counted as well.
    """
    best: dict[str, float] = {}
    for _ in range(ROUNDS):
        plays = play([FEATURES])
        if plays.problems or any(each.outcome != "passed" for each in plays.played):
            sys.exit("not every scenario passes, so that nothing can be measured")
        for each in plays.played:
            if WORKLOAD not in each.tags:
                best[each.id] = min(each.duration * 1000, best.get(each.id, float("inf")))
    return Durations(len(best), statistics.median(best.values()), statistics.mean(best.values()))
