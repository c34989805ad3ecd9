"""The engine against SimPy, what it needs, and how soon it is there."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable

from benchmarks import processes, scenarios, simpy_model, snat
from benchmarks.line import Line
from benchmarks.workload import Counts, openings

WORKLOADS = ((100_000, 300), (260_000, 900))
ROUNDS = 5


def measure() -> list[Line]:
    """Every line about the engine."""
    return [
        *(line for flows, per_second in WORKLOADS for line in against_simpy(flows, per_second)),
        *memory(),
        *nat_gateway(),
        *pooled_requests(),
        *ordinary_scenario(),
        *start(),
    ]


def against_simpy(flows: int, per_second: int) -> list[Line]:
    """SimPy and azsim on the same flows; the counts have to agree, or nothing is comparable."""
    made = openings(flows, per_second)
    contenders: dict[str, Callable[[], Counts]] = {
        "SimPy": lambda: simpy_model.play(made),
        "bare SimPy": lambda: simpy_model.play_knowing_the_end(made),
        "function": lambda: snat.play_function(made),
        "pipeline": lambda: snat.play_pipeline(made, "classic", tracing=False),
        "Standard": lambda: snat.play_pipeline(made, "Standard Load Balancer", tracing=False),
        "traced pipeline": lambda: snat.play_pipeline(made, "classic", tracing=True),
    }
    # The flows belong to nobody: no contender looks for garbage among them.
    gc.collect()
    gc.freeze()
    best: dict[str, float] = {}
    counts: set[Counts] = set()
    for _ in range(ROUNDS):
        for contender, play in contenders.items():
            gc.collect()
            started = time.process_time()
            counts.add(play())
            seconds = time.process_time() - started
            best[contender] = min(seconds, best.get(contender, seconds))
    gc.unfreeze()
    if len(counts) != 1:
        sys.exit(f"the contenders disagree: {counts}")
    [agreed] = counts

    def line(contender: str, what: str, peer: str = "SimPy", goal: int | None = None) -> Line:
        ratio = best[peer] / best[contender]
        return Line(
            f"{what}, {agreed.refused / flows:.0%} refused",
            _rate(flows / best[contender]),
            f"{ratio:.1f} times {peer} ({_rate(flows / best[peer])})",
            "" if goal is None else f"{goal} times",
            None if goal is None else ratio >= goal,
        )

    return [
        line("function", "SNAT function", goal=10),
        line("pipeline", "whole pipeline", goal=3),
        line("Standard", "whole pipeline, Standard Load Balancer", goal=3),
        line("traced pipeline", "whole pipeline, traced"),
        line("function", "SNAT function", "bare SimPy"),
    ]


def _rate(per_second: float) -> str:
    return f"{per_second / 1000:.0f} k flows/s"


def memory() -> list[Line]:
    """The tables of the function, with every port in use."""
    entry = snat.bytes_per_entry()
    return [Line("flow-table entry", f"{entry:.0f} bytes", "", "< 400 bytes", entry < 400)]


def nat_gateway() -> list[Line]:
    """A NAT gateway with 16 addresses beside classic SNAT, and a million live flows through it."""
    flows, per_second = WORKLOADS[0]
    made = openings(flows, per_second)
    gc.collect()
    gc.freeze()
    best: dict[snat.Deployment, float] = {}
    deployments: tuple[snat.Deployment, ...] = ("classic", "NAT gateway")
    for _ in range(ROUNDS):
        for deployment in deployments:
            gc.collect()
            started = time.process_time()
            snat.play_pipeline(made, deployment, tracing=False)
            seconds = time.process_time() - started
            best[deployment] = min(seconds, best.get(deployment, seconds))
    gc.unfreeze()
    classic, gateway = best["classic"], best["NAT gateway"]
    alone = snat.seconds_for_a_million()
    entry = snat.bytes_of_a_million()
    return [
        Line(
            "whole pipeline, NAT gateway",
            _rate(flows / gateway),
            f"{classic / gateway:.2f} times classic ({_rate(flows / classic)})",
            "0.5 times",
            classic / gateway >= 0.5,
        ),
        Line(
            "NAT gateway, a million flows opened",
            _rate(snat.A_MILLION / alone["NAT gateway"]),
            f"{alone['SNAT'] / alone['NAT gateway']:.2f} times the SNAT function",
        ),
        Line("NAT gateway, one of them", f"{entry:.0f} bytes", "", "< 400 bytes", entry < 400),
    ]


def pooled_requests() -> list[Line]:
    """One scenario, as a whole process."""
    run = processes.pooled_requests()
    what = "1.8 million pooled requests"
    return [
        Line(f"{what}, time", f"{run.seconds:.1f} s", "", "< 10 s", run.seconds < 10),
        Line(f"{what}, memory", f"{run.megabytes:.0f} MB", "", "< 300 MB", run.megabytes < 300),
    ]


def ordinary_scenario() -> list[Line]:
    """A scenario among many, without the start of Python and pytest."""
    durations = scenarios.milliseconds()
    return [
        Line(
            f"ordinary scenario, median of {durations.count}",
            f"{durations.median:.1f} ms",
            f"mean {durations.mean:.1f} ms",
            "< 5 ms",
            durations.median < 5,
        )
    ]


def start() -> list[Line]:
    """Whole processes that import something and end."""
    azsim, facade = (processes.start_ratio(code) for code in processes.IMPORTS)
    return [
        Line("import azsim", f"{azsim:.2f} times", "bare Python", "<= 2.5 times", azsim <= 2.5),
        Line("import azsim.azure, the engine", f"{facade:.2f} times", "bare Python"),
    ]
