"""What PsPing measured, as it stands in a trace.

Whoever reads or carries out a run of PsPing writes an event with the rule `MEASUREMENT`:
at the client for a run that was simulated, once it is done, and at the file for a run that
was recorded.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import frozen

from azsim.model.observation import Observation
from azsim.text import Text

COLUMNS = (
    Text("FastPath", "FastPath"),
    Text("file", "ファイル"),
    Text("pings", "ping の回数"),
    Text("lost", "損失"),
)

MEASUREMENT = Text("latency is measured", "レイテンシを計測する")


@frozen
class Measured:
    """One run: how long each connect took, in nanoseconds, the warm-up left out.

    ``file`` is where it was recorded, None where it was simulated; ``lost`` is how many
    connects got no answer.
    """

    fastpath: bool
    file: str | None
    samples: tuple[int, ...]
    lost: int


def measured(observations: Iterable[Observation]) -> tuple[Measured, ...]:
    """Every run, in the order of the trace."""
    return tuple(
        _measured(dict(each.details))
        for each in observations
        if each.kind == "event" and each.rule == MEASUREMENT
    )


def _measured(details: dict[str, Any]) -> Measured:
    took = details["samples"]
    samples = tuple(sample for sample in took if sample is not None)
    return Measured(details["fastpath"], details["file"], samples, len(took) - len(samples))
