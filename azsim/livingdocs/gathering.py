"""Playing the features and gathering what there is to show, in several processes at once.

A process draws the evidence of a scenario as soon as it has played it, so that no trace
outlives its scenario.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

from attrs import Factory, define, frozen

from azsim.gherkin import Played, Reporter, play, report
from azsim.livingdocs.evidence import exhibits
from azsim.livingdocs.picture import Picture
from azsim.model.events import (
    Event,
    FlowOpened,
    FlowRefused,
    LatencyMeasured,
    Sampled,
    Sent,
)
from azsim.model.evidence import EVIDENCE, Evidence
from azsim.processes import Progress, is_in_share, process_pool
from azsim.questions.asked_about import Step
from azsim.questions.printed import Printed, printed
from azsim.tools.capture import captures


@frozen
class Capture:
    """What one place saw, as a file in the folder of captures; ``size`` in bytes."""

    place: str
    file: str
    size: int


@frozen
class Shown:
    """A scenario that was played, with its evidence and the facts that it decided by.

    ``packed`` are its `pictures`, of which a large site has more than a computer likes to hold
    unpacked. ``uncaptured`` says why there are no captures where one might look for some.
    """

    told: report.ScenarioReport
    facts: tuple[str, ...]
    packed: bytes
    printed: tuple[Printed, ...]
    captures: tuple[Capture, ...]
    uncaptured: Literal["", "no packets", "flows alone"] = ""

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """What its evidence looks like."""
        pictures: tuple[Picture, ...] = pickle.loads(zlib.decompress(self.packed))
        return pictures


def pack(pictures: tuple[Picture, ...]) -> bytes:
    """*pictures* as `Shown` holds them."""
    return zlib.compress(pickle.dumps(pictures), level=1)


@frozen
class Gathered:
    """Everything that was played, in the order of a run, and what kept things from it."""

    shown: tuple[Shown, ...]
    mistakes: tuple[report.MistakeReport, ...]
    problems: tuple[str, ...]


def gather(paths: Sequence[str], folder: Path, progress: Progress, processes: int = 0) -> Gathered:
    """Play the scenarios of *paths* and write their captures into *folder*.

    *processes* is how many work at once, by default one for each processor.
    """
    with process_pool(processes, folder) as pool:
        shares = [(list(paths), folder, share, pool.size) for share in range(pool.size)]
        found = pool.run(_play_share, shares, progress)
    shown = sorted((each for one in found for each in one.shown), key=lambda each: each.told.order)
    return Gathered(tuple(shown), found[0].mistakes, found[0].problems)


def _play_share(paths: list[str], folder: Path, share: int, shares: int, ticks: Any) -> Gathered:
    def is_ours(scenario: str, _: object) -> bool:
        ours = is_in_share(scenario, share, shares)
        ticks.put((0, int(ours), ""))
        return ours

    collector = _Collector(folder, ticks)
    plays = play(
        paths,
        select=is_ours,
        wanted=(EVIDENCE,),
        whole_project=True,
        listener=Reporter(collector.scenario, collector.mistake),
    )
    # Mistakes are told of by themselves; they come last.
    problems = plays.problems[: len(plays.problems) - len(collector.mistakes)]
    return Gathered(tuple(collector.shown), tuple(collector.mistakes), problems)


def shown(told: report.ScenarioReport, evidence: Evidence, captured: Iterable[Capture]) -> Shown:
    """What there is to show of a scenario with this *evidence* of it, *captured* as well."""
    return Shown(
        told,
        evidence.facts,
        pack(exhibits(evidence.events, evidence.topology, _steps(told, evidence))),
        printed(evidence.events),
        tuple(captured),
        _uncaptured(evidence.events),
    )


def _uncaptured(events: Sequence[Event]) -> Literal["", "no packets", "flows alone"]:
    """Why no place saw a packet; nothing of a run that was recorded elsewhere."""
    kinds = {type(each) for each in events}
    if not events or kinds & {Sent, LatencyMeasured}:
        return ""
    return "flows alone" if kinds & {FlowOpened, FlowRefused, Sampled} else "no packets"


def _steps(told: report.ScenarioReport, evidence: Evidence) -> list[Step]:
    begun = zip(told.steps, evidence.steps, strict=False)
    return [Step(step.kind, before) for step, before in begun]


@define
class _Collector:
    """Takes down each scenario right after its play."""

    folder: Path
    ticks: Any
    shown: list[Shown] = Factory(list)
    mistakes: list[report.MistakeReport] = Factory(list)

    def scenario(self, told: report.ScenarioReport, played: Played) -> None:
        evidence = played.take(EVIDENCE, Evidence) or Evidence()
        self.shown.append(shown(told, evidence, self._captures(told, evidence.events)))
        self.ticks.put((1, 0, told.name.to(told.feature.language)))

    def mistake(self, mistaken: report.MistakeReport) -> None:
        self.mistakes.append(mistaken)

    def _captures(self, told: report.ScenarioReport, events: Sequence[Event]) -> Iterable[Capture]:
        for number, (place, content) in enumerate(captures(events).items()):
            file = f"{told.order}-{number}.pcapng"
            (self.folder / file).write_bytes(content)
            yield Capture(place, file, len(content))
