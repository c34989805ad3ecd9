"""What PsPing measured, as it stands in a trace."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from azsim.model.events import Event, LatencyMeasured
from azsim.text import Text

COLUMNS = (
    Text("FastPath", "FastPath"),
    Text("file", "ファイル"),
    Text("pings", "ping の回数"),
    Text("lost", "損失"),
)


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


def measured(events: Iterable[Event]) -> tuple[Measured, ...]:
    """Every run, in the order of the trace."""
    return tuple(_measured(each) for each in events if isinstance(each, LatencyMeasured))


def _measured(run: LatencyMeasured) -> Measured:
    samples = tuple(sample for sample in run.samples if sample is not None)
    return Measured(run.fastpath, run.file, samples, len(run.samples) - len(samples))
