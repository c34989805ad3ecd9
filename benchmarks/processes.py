"""Whole processes: how long they take and how much memory they need."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from attrs import frozen

POOLED = """\
Feature: A connection pool

  Scenario: 1.8 million requests over 20 connections
    Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80
    When "vm1" sends 500 requests per second to 198.51.100.7:443 for 1 hour over a pool of 20 connections
    Then all 1,800,000 requests succeed
    And "vm1" uses 20 TCP SNAT ports
"""
IMPORTS = ("import azsim", "import azsim.azure")

# The child says its own peak, in kilobytes: what the system counts for a child begins with
# what its parent had.
_PEAK = """\
import sys
from azsim.cli import main
code = main(sys.argv[1:])
[peak] = [line for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(peak.split()[1], file=sys.stderr)
sys.exit(code)
"""


@frozen
class Run:
    """One process: its wall time and its processor time in seconds, its largest memory in megabytes."""

    seconds: float
    processor: float
    megabytes: float


def pooled_requests() -> Run:
    """``azsim run`` on a feature whose one scenario sends 1.8 million requests."""
    with tempfile.TemporaryDirectory() as folder:
        feature = Path(folder) / "pool.feature"
        feature.write_text(POOLED, encoding="utf-8")
        return azsim("run", str(feature), folder=folder)


def azsim(*arguments: str, folder: str | None = None) -> Run:
    """The command line with *arguments*, as it is called in *folder*; it has to end with 0."""
    started, used = time.perf_counter(), processor_time()
    done = subprocess.run(
        [sys.executable, "-c", _PEAK, *arguments],
        capture_output=True,
        text=True,
        cwd=folder,
        check=True,
    )
    seconds = time.perf_counter() - started
    return Run(seconds, processor_time() - used, int(done.stderr.split()[-1]) / 1024)


def processor_time() -> float:
    """The seconds that all processes took that have ended, whatever else the machine had to do."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def start_ratio(code: str, pairs: int = 15) -> float:
    """The time of a process that runs *code* over that of a bare one, in turn, as a median."""
    return median(_seconds(code) / _seconds("pass") for _ in range(pairs))


def _seconds(code: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - started
