"""What it costs when something is wrong: a renamed sentence, foreign files, slips in every scenario."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks import foreign, processes, suites
from benchmarks.line import Line
from benchmarks.runners import VOCABULARY, Environments, Runner, environ

ROUNDS = 3
SMALL, LARGE = 500, 5_000
FEW, MANY = 1_250, 5_000

SENTENCES = """\
from azsim.gherkin import given, parameter_type, then

parameter_type(name="number", regexp="[0-9]+", transformer=int)


@given("a start", "始まり")
def start():
    pass


@then("{number} is seen", "{number} が見える")
def seen(number):
    pass
"""


def measure() -> list[Line]:
    """Every line about mistakes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environments = Environments.make(folder / "installed")
        print(environments.versions(), flush=True)
        azsim = str(environments.azsim / "azsim")
        return [
            *(
                line
                for size in (SMALL, LARGE)
                for line in renamed(environments.runners(), folder / f"renamed{size}", size)
            ),
            unknown(azsim, str(environments.behave / "behave"), folder / "foreign"),
            growth("--fix", [azsim, "check", "--fix"], "１", folder / "fix"),
            growth("translate", [azsim, "translate", "--to", "ja"], "1", folder / "translate"),
        ]


def renamed(runners: Sequence[Runner], folder: Path, scenarios: int) -> list[Line]:
    """A suite each of whose scenarios begins with a sentence that no longer exists.

    It has the same values everywhere, or others in every scenario.
    """
    known = suites.sentences(VOCABULARY)
    kinds = {("azsim", "right"): known} | {
        (runner.name, "same"): suites.renamed(known) for runner in runners
    }
    kinds["azsim", "other values"] = suites.renamed(known)
    by_name = {runner.name: runner for runner in runners}
    for (name, kind), sentences in kinds.items():
        place = folder / name / kind
        values = "other" if kind == "other values" else "same"
        suites.write_features(place / "features", scenarios, known, begin=values)
        by_name[name].write(place, sentences)
    times: dict[tuple[str, str], list[float]] = {key: [] for key in kinds}
    for _ in range(ROUNDS):
        for (name, kind), found in times.items():
            code = 0 if kind == "right" else 1
            found.append(run(by_name[name].command, folder / name / kind, code, f"{scenarios}"))
    taken = {key: median(found) for key, found in times.items()}
    right, same = taken["azsim", "right"], taken["azsim", "same"]
    other = taken["azsim", "other values"]
    return [
        Line(
            f"{scenarios:,} scenarios that begin with a renamed sentence",
            f"{same:.2f} s",
            f"{same / right:.2f} times as long as the right suite ({right:.2f} s)",
            "<= 1.5 times",
            same / right <= 1.5,
        ),
        Line(
            f"{scenarios:,} scenarios, with other values in each",
            f"{other:.2f} s",
            f"{other / right:.2f} times as long as the right suite ({right:.2f} s)",
            "<= 1.5 times",
            other / right <= 1.5,
        ),
        *(
            Line(
                f"{scenarios:,} scenarios that begin with a renamed sentence",
                f"{same:.2f} s",
                f"{taken[name, 'same'] / same:.1f} times as long: {name} "
                f"({taken[name, 'same']:.2f} s)",
            )
            for name in by_name
            if name != "azsim"
        ),
    ]


def unknown(azsim: str, behave: str, folder: Path) -> Line:
    """Feature files of another project: each step is answered with what comes nearest."""
    foreign.write(folder / "features")
    (folder / "features" / "steps").mkdir()
    own = run([azsim, "check", "features"], folder, 1)
    peer = run([behave, "--dry-run", "--no-snippets", "--format=null", "features"], folder)
    steps = foreign.FILES * foreign.STEPS
    return Line(
        f"check of {foreign.FILES} foreign files ({steps:,} unknown sentences)",
        f"{own:.1f} s",
        f"behave --dry-run, which names them without advice ({peer:.1f} s)",
        "<= 20 s",
        own <= 20,
    )


def growth(what: str, command: Sequence[str], number: str, folder: Path) -> Line:
    """What four times as many scenarios cost; *number* is what each of them sees."""
    times: dict[int, list[float]] = {FEW: [], MANY: []}
    for _ in range(ROUNDS):
        for scenarios, found in times.items():
            place = folder / str(scenarios)
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir(parents=True)
            (place / "conftest.py").write_text(SENTENCES, encoding="utf-8")
            each = f"    Given a start\n    Then {number} is seen\n\n"
            text = "".join(f"  Scenario: Number {n}\n{each}" for n in range(scenarios))
            (place / "x.feature").write_text(f"Feature: F\n\n{text}", encoding="utf-8")
            found.append(run([*command, "x.feature"], place, 0))
    ratio = median(times[MANY]) / median(times[FEW])
    return Line(
        f"{what} of {MANY:,} scenarios against {FEW:,}",
        f"{ratio:.1f} times",
        f"{median(times[MANY]):.1f} s",
        "<= 4.4 times",
        ratio <= 4.4,
    )


def run(command: Sequence[str], folder: Path, code: int | None = None, said: str = "") -> float:
    """The processor time in seconds of one whole process, which has to end with *code* if there is one.

    What it prints has to hold what is *said*.
    """
    started = processes.processor_time()
    done = subprocess.run(
        command,
        cwd=folder,
        env=environ(folder),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = processes.processor_time() - started
    if code not in (None, done.returncode) or said not in done.stdout.replace(",", ""):
        sys.exit(f"{command} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr}")
    return seconds
