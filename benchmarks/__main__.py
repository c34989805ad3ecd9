"""``python -m benchmarks``: measures everything in one run and says which goals hold."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable

from attrs import frozen
from tabulate import tabulate

from benchmarks import processes, scenarios, simpy_model, snat
from benchmarks.workload import Counts, openings

WORKLOADS = (("none refused", 100_000, 300), ("some refused", 260_000, 900))
ROUNDS = 3


@frozen
class Line:
    """One goal: what was measured, and whether it is reached."""

    what: str
    measured: str
    goal: str
    holds: bool | None

    def cells(self) -> tuple[str, str, str, str]:
        """As a row of the table; a measurement without a goal is only shown."""
        held = {True: "yes", False: "NO", None: "-"}[self.holds]
        return self.what, self.measured, self.goal, held


def main() -> int:
    """Measure, print the table, and return 1 where a goal isn't reached."""
    lines = [line for workload in WORKLOADS for line in against_simpy(*workload)]
    entry = snat.bytes_per_entry()
    lines.append(Line("flow-table entry", f"{entry:.0f} bytes", "< 400", entry < 400))
    run = processes.pooled_requests()
    lines.append(
        Line("1.8 million pooled requests", f"{run.seconds:.1f} s", "< 10 s", run.seconds < 10)
    )
    lines.append(
        Line("the same, memory", f"{run.megabytes:.0f} MB", "< 300 MB", run.megabytes < 300)
    )
    each = scenarios.seconds_per_scenario() * 1000
    lines.append(Line("an ordinary scenario", f"{each:.1f} ms", "< 5 ms", each < 5))
    start = processes.start_ratio()
    lines.append(
        Line("import azsim, against bare Python", f"{start:.2f} times", "<= 2.5", start <= 2.5)
    )
    headings = ("what", "measured", "goal", "holds")
    print(tabulate([line.cells() for line in lines], headings, disable_numparse=True))
    return int(any(line.holds is False for line in lines))


def against_simpy(name: str, flows: int, per_second: int) -> list[Line]:
    """SimPy and azsim on the same flows; the counts have to agree, or nothing is comparable."""
    made = openings(flows, per_second)
    contenders: dict[str, Callable[[], Counts]] = {
        "SimPy": lambda: simpy_model.play(made),
        "function": lambda: snat.play_function(made),
        "pipeline": lambda: snat.play_pipeline(made, tracing=False),
        "traced pipeline": lambda: snat.play_pipeline(made, tracing=True),
    }
    best: dict[str, float] = {}
    counts: set[Counts] = set()
    for _ in range(ROUNDS):
        for contender, play in contenders.items():
            gc.collect()
            started = time.process_time()
            counts.add(play())
            seconds = time.process_time() - started
            best[contender] = min(seconds, best.get(contender, seconds))
    if len(counts) != 1:
        sys.exit(f"the contenders disagree: {counts}")
    [agreed] = counts
    share = agreed.refused / flows
    what = f"{flows:,} flows, {share:.0%} refused"
    ratios = {contender: best["SimPy"] / seconds for contender, seconds in best.items()}
    return [
        Line(
            f"SNAT function, {what}",
            f"{ratios['function']:.1f} times SimPy",
            ">= 10",
            ratios["function"] >= 10,
        ),
        Line(
            f"whole pipeline, {what}",
            f"{ratios['pipeline']:.1f} times SimPy",
            ">= 2",
            ratios["pipeline"] >= 2,
        ),
        Line(
            f"traced pipeline, {what}",
            f"{ratios['traced pipeline']:.1f} times SimPy",
            "shown",
            None,
        ),
    ]


if __name__ == "__main__":
    raise SystemExit(main())
