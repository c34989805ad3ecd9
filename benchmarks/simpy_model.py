"""The same rules in SimPy, as one would write them down there: one process per flow."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any

import simpy

from azsim.units import SECOND
from benchmarks.workload import Counts, Opening

PORTS = 1024
IDLE_TIMEOUT = 240 * SECOND
FIN_HOLD = 240 * SECOND
RST_HOLD = 15 * SECOND

Steps = Generator[simpy.Event, Any, None]


class Model:
    """The SNAT ports of some instances: so many for each instance and destination."""

    def __init__(self) -> None:
        self.env = simpy.Environment()
        self.accepted = 0
        self.refused = 0
        self._free: dict[tuple[str, str], list[int]] = {}

    def ports_toward(self, source: str, destination: str) -> list[int]:
        """The free ports of *source* toward *destination*."""
        ports = self._free.get((source, destination))
        if ports is None:
            ports = self._free[source, destination] = list(range(PORTS))
        return ports


class Flow:
    """A flow that holds a port until it has ended or was idle for long enough."""

    def __init__(self, model: Model, source: str, destination: str) -> None:
        self._model = model
        self._ports = model.ports_toward(source, destination)
        self._ended = model.env.event()
        self._fins: set[str] = set()
        self._hold = 0
        model.env.process(self._live())

    def fin(self, end: str) -> None:
        """*end* sends FIN; when both have, the hold begins."""
        self._fins.add(end)
        if len(self._fins) == 2:
            self._end(FIN_HOLD)

    def reset(self) -> None:
        """Either end sends RST: another hold begins."""
        self._end(RST_HOLD)

    def _end(self, hold: int) -> None:
        self._hold = hold
        self._ended.succeed()

    def _live(self) -> Steps:
        model, ports = self._model, self._ports
        if not ports:
            model.refused += 1
            return
        port = ports.pop()
        model.accepted += 1
        yield self._ended | model.env.timeout(IDLE_TIMEOUT)
        if self._ended.triggered:
            yield model.env.timeout(self._hold)
        ports.append(port)


def play(openings: Sequence[Opening]) -> Counts:
    """Open and end every flow."""
    model = Model()

    def source() -> Steps:
        for time, flow, ending in openings:
            yield model.env.timeout(time - model.env.now)
            opened = Flow(model, flow.source, flow.destination)
            if ending == "FIN":
                opened.fin("client")
                opened.fin("server")
            elif ending == "RST":
                opened.reset()

    model.env.process(source())
    model.env.run(until=openings[-1].time + 1)
    return Counts(model.accepted, model.refused)


def play_knowing_the_end(openings: Sequence[Opening]) -> Counts:
    """The least that SimPy needs: every flow knows from the start how long it holds its port.

    It has no idle timer and can't be told of anything. No goal is measured by it.
    """
    model = Model()
    holds = {"FIN": FIN_HOLD, "RST": RST_HOLD, "silence": IDLE_TIMEOUT}

    def live(ports: list[int], hold: int) -> Steps:
        if not ports:
            model.refused += 1
            return
        port = ports.pop()
        model.accepted += 1
        yield model.env.timeout(hold)
        ports.append(port)

    def source() -> Steps:
        for time, flow, ending in openings:
            yield model.env.timeout(time - model.env.now)
            ports = model.ports_toward(flow.source, flow.destination)
            model.env.process(live(ports, holds[ending]))

    model.env.process(source())
    model.env.run(until=openings[-1].time + 1)
    return Counts(model.accepted, model.refused)
