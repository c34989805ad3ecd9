"""``azsim explain`` on thousands of resources and on an ordinary deployment, as whole processes.

Time is processor time, whatever else the machine had to do.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import deployments, processes
from benchmarks.line import Line

# With an interface for each and one network, so many machines are that many resources.
MANY, ORDINARY = 2_500, 20
MANY_GOAL, ORDINARY_GOAL = 10.0, 1.0
MEMORY_GOAL = 500.0


def measure() -> list[Line]:
    """Explain a template and an export of many resources, and a template of few."""
    return [
        *_many("template", deployments.template(MANY)),
        *_many("export", deployments.export(MANY)),
        _ordinary(),
    ]


def _many(kind: str, deployment: Any) -> list[Line]:
    run = _explain(deployment)
    what = f"{kind} of {1 + 2 * MANY:,} resources"
    fast, small = run.processor < MANY_GOAL, run.megabytes < MEMORY_GOAL
    return [
        Line(f"{what}, time", f"{run.processor:.1f} s", "", f"< {MANY_GOAL:.0f} s", fast),
        Line(f"{what}, memory", f"{run.megabytes:.0f} MB", "", f"< {MEMORY_GOAL:.0f} MB", small),
    ]


def _ordinary() -> Line:
    run = min(
        (_explain(deployments.template(ORDINARY)) for _ in range(3)),
        key=lambda each: each.processor,
    )
    what = f"template of {1 + 2 * ORDINARY} resources"
    fast = run.processor < ORDINARY_GOAL
    return Line(what, f"{run.processor:.2f} s", f"{run.megabytes:.0f} MB", "< 1 s", fast)


def _explain(deployment: Any) -> processes.Run:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deployment.json"
        path.write_text(json.dumps(deployment), encoding="utf-8")
        return processes.azsim("explain", str(path))
