"""What an ordinary scenario costs, once pytest and azsim are there."""

from __future__ import annotations

from pathlib import Path
from statistics import median

from azsim.gherkin import play

FEATURES = Path(__file__).parent.parent / "features"
WORKLOADS = "workload"


def seconds_per_scenario() -> float:
    """The median of all shipped scenarios that aren't workloads, pytest's protocol included."""
    plays = play([FEATURES])
    durations = [each.duration for each in plays.played if WORKLOADS not in each.tags]
    return median(durations)
