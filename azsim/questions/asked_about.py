"""What a scenario is about: the traffic of the steps whose outcome a Then asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, Literal, NamedTuple

from azsim.model.events import Event, FlowClosed, FlowOpened, FlowRefused, Sent

_TRAFFIC: Final = {Sent, FlowOpened, FlowRefused, FlowClosed}

StepKind = Literal["given", "when", "then"]


class Step(NamedTuple):
    """A step that began, and how many events there were before it."""

    kind: StepKind
    begun: int


def asked_about(events: Sequence[Event], steps: Sequence[Step]) -> tuple[range, ...]:
    """Which events, by their numbers, are the traffic that a Then asks about.

    What Givens let pass sets the scene, and so do flows that a When opens in numbers before
    another sends anything.
    """
    return tuple(_asked(events, steps))


def _asked(events: Sequence[Event], steps: Sequence[Step]) -> Iterator[range]:
    ends = [*(step.begun for step in steps[1:]), len(events)]
    spans = [(step.kind, range(step.begun, end)) for step, end in zip(steps, ends, strict=False)]
    for kind, group in groupby(spans, lambda span: span[0]):
        if kind == "when":
            seen = [(span, set(map(type, events[span.start : span.stop]))) for _, span in group]
            sent = [(span, kinds) for span, kinds in seen if kinds & _TRAFFIC]
            yield from (span for span, kinds in sent[:-1] if Sent in kinds)
            yield from (span for span, _ in sent[-1:])
