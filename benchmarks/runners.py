"""azsim beside pytest-bdd, behave and cucumber-js: whole processes on equal suites."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

from attrs import frozen

from benchmarks import suites
from benchmarks.line import Line

ROOT = Path(__file__).parent.parent
ROUNDS = 5
SMALL, LARGE = 1_000, 10_000
VOCABULARY = 150

ONE_SCENARIO = """\
Feature: One scenario

  Scenario: The 1,025th connection to one server fails
    Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80
    When "vm1" opens a TCP connection to 198.51.100.7:443
    Then "vm1" uses 1 SNAT port
"""


@frozen
class Runner:
    """A Gherkin runner: the command in a folder, and what it prints when all is well.

    ``write`` puts its sentences into that folder.
    """

    name: str
    command: Sequence[str]
    passed: str
    write: Callable[[Path, list[suites.Sentence]], None]


@frozen
class Environments:
    """Where the runners are installed, from their registries, with nothing beside them."""

    azsim: Path
    behave: Path
    node: Path | None

    @classmethod
    def make(cls, folder: Path) -> Environments:
        """Install everything below *folder*; cucumber-js where npm is there."""
        azsim = _environment(folder / "azsim", str(ROOT))
        behave = _environment(folder / "behave", "behave")
        return cls(azsim, behave, _node(folder / "node"))

    def runners(self) -> list[Runner]:
        """azsim first, then its peers."""
        found = [
            Runner(
                "azsim", [str(self.azsim / "azsim"), "run", "features"], "{} passed", _write_azsim
            ),
            Runner(
                "pytest-bdd",
                [str(self.azsim / "pytest"), "-q", "-p", "no:azsim"],
                "{} passed",
                _write_pytest_bdd,
            ),
            Runner(
                "behave",
                [str(self.behave / "behave"), "--format=progress", "features"],
                "{} scenarios passed",
                _write_behave,
            ),
        ]
        if self.node is not None:
            command = ["node", str(self.node / "@cucumber/cucumber/bin/cucumber.js")]
            found.append(
                Runner(
                    "cucumber-js",
                    [*command, "--format=progress", "features"],
                    "({} passed)",
                    self._write_cucumber_js,
                )
            )
        return found

    def _write_cucumber_js(self, folder: Path, vocabulary: list[suites.Sentence]) -> None:
        steps = folder / "features" / "step_definitions"
        steps.mkdir()
        (steps / "steps.js").write_text(suites.cucumber_js_sentences(vocabulary), encoding="utf-8")
        assert self.node is not None
        (folder / "node_modules").symlink_to(self.node)

    def versions(self) -> str:
        """What is compared, with versions."""
        python = [
            _version(self.azsim, name) for name in ("pytest", "pytest-bdd", "gherkin-official")
        ]
        peers = [_version(self.behave, "behave")]
        if self.node is not None:
            manifest = (self.node / "@cucumber/cucumber/package.json").read_text(encoding="utf-8")
            [number] = re.findall(r'"version": "([^"]+)"', manifest)
            node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)
            peers.append(f"cucumber-js {number} on Node.js {node.stdout.strip().lstrip('v')}")
        return f"Python {sys.version.split()[0]}, {', '.join(python + peers)}"


def measure() -> list[Line]:
    """Every line about the runner."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environments = Environments.make(folder / "installed")
        print(environments.versions(), flush=True)
        runners = environments.runners()
        small = compare(runners, folder / "small", SMALL, ("cold", "warm"))
        # A cold start is a matter of the same few milliseconds there.
        large = compare(runners, folder / "large", LARGE, ("warm",))
        return [
            *_lines(small, SMALL, "cold"),
            *_lines(small, SMALL, "warm"),
            *_lines(large, LARGE, "warm"),
            growth(small, large),
            vocabulary(runners[0], folder),
            shipped_vocabulary(runners[0], folder, small),
            one_scenario(environments, folder / "one"),
        ]


# From the name of a runner and "cold" or "warm" to seconds.
Times = Mapping[tuple[str, str], float]


def compare(runners: Sequence[Runner], folder: Path, scenarios: int, kinds: Sequence[str]) -> Times:
    """Every runner on its own copy of one suite, in turn, as a median.

    A cold run finds nothing that an earlier one has left behind.
    """
    known = suites.sentences(VOCABULARY)
    times: dict[tuple[str, str], list[float]] = {}
    for runner in runners:
        suite(runner, folder / runner.name, scenarios, known)
    for _ in range(ROUNDS):
        for runner in runners:
            for kind in kinds:
                if kind == "cold":
                    forget(folder / runner.name)
                seconds = play(runner, folder / runner.name, scenarios)
                times.setdefault((runner.name, kind), []).append(seconds)
    return {key: median(found) for key, found in times.items()}


def suite(runner: Runner, folder: Path, scenarios: int, known: list[suites.Sentence]) -> None:
    """Write the features and the sentences of *runner*."""
    suites.write_features(folder / "features", scenarios, known)
    runner.write(folder, known)


def forget(folder: Path) -> None:
    """Remove what runners keep for the next time."""
    for name in ("__pycache__", ".pytest_cache", ".cache"):
        for found in list(folder.rglob(name)):
            shutil.rmtree(found)


def play(runner: Runner, folder: Path, scenarios: int) -> float:
    """The seconds of one whole process; every scenario has to pass."""
    started = time.perf_counter()
    done = subprocess.run(
        runner.command,
        cwd=folder,
        env=environ(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - started
    if runner.passed.format(scenarios) not in done.stdout.replace(",", ""):
        sys.exit(
            f"{runner.name} doesn't pass the suite:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        )
    return seconds


def _lines(times: Times, scenarios: int, kind: str) -> list[Line]:
    own = times["azsim", kind]
    return [
        Line(
            f"{scenarios:,} scenarios, {kind}",
            f"{own:.2f} s",
            f"{seconds / own:.1f} times as long: {name} ({seconds:.2f} s)",
            f"faster than {name}",
            own < seconds,
        )
        for (name, found), seconds in times.items()
        if found == kind and name != "azsim"
    ]


def growth(small: Times, large: Times) -> Line:
    """What ten times as many scenarios cost."""
    ratio = large["azsim", "warm"] / small["azsim", "warm"]
    return Line(
        f"{LARGE:,} scenarios against {SMALL:,}",
        f"{ratio:.1f} times",
        "",
        "<= 11 times",
        ratio <= 11,
    )


def vocabulary(azsim: Runner, folder: Path) -> Line:
    """What ten times as many sentences cost, on suites that use all of them."""
    times: dict[int, list[float]] = {50: [], 500: []}
    for size in times:
        suite(azsim, folder / f"vocabulary{size}", SMALL, suites.sentences(size))
    for _ in range(ROUNDS):
        for size, found in times.items():
            found.append(play(azsim, folder / f"vocabulary{size}", SMALL))
    ratio = median(times[500]) / median(times[50])
    return Line("500 sentences against 50", f"{ratio:.2f} times", "", "<= 1.2 times", ratio <= 1.2)


def shipped_vocabulary(azsim: Runner, folder: Path, small: Times) -> Line:
    """The same suite with the sentences that azsim ships beside its own."""
    place = folder / "shipped"
    known = suites.sentences(VOCABULARY)
    suite(azsim, place, SMALL, known)
    (place / "conftest.py").write_text(
        suites.azsim_sentences(known, shipped=True), encoding="utf-8"
    )
    seconds = median(play(azsim, place, SMALL) for _ in range(ROUNDS))
    fastest = min(found for (name, _), found in small.items() if name != "azsim")
    return Line(
        f"{SMALL:,} scenarios, with the shipped sentences as well",
        f"{seconds:.2f} s",
        f"{fastest / seconds:.1f} times as long: the fastest peer ({fastest:.2f} s)",
    )


def one_scenario(environments: Environments, folder: Path) -> Line:
    """From the command to the result of one scenario, against one empty test of pytest."""
    folder.mkdir()
    (folder / "one.feature").write_text(ONE_SCENARIO, encoding="utf-8")
    (folder / "test_one.py").write_text("def test_nothing():\n    pass\n", encoding="utf-8")
    bin_folder = environments.azsim
    commands = {
        "azsim": [str(bin_folder / "azsim"), "run", "one.feature"],
        "pytest": [str(bin_folder / "pytest"), "-p", "no:azsim", "test_one.py"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(3 * ROUNDS):
        for name, command in commands.items():
            started = time.perf_counter()
            subprocess.run(
                command, cwd=folder, env=environ(folder), capture_output=True, check=True
            )
            times[name].append(time.perf_counter() - started)
    own, peer = median(times["azsim"]), median(times["pytest"])
    return Line(
        "one scenario, from the command to its result",
        f"{own:.2f} s",
        f"{own / peer:.2f} times pytest on one empty test ({peer:.2f} s)",
        "<= 1.3 times",
        own / peer <= 1.3,
    )


def _write_azsim(folder: Path, known: list[suites.Sentence]) -> None:
    text = suites.azsim_sentences(known, shipped=False)
    (folder / "conftest.py").write_text(text, encoding="utf-8")


def _write_pytest_bdd(folder: Path, known: list[suites.Sentence]) -> None:
    text = suites.pytest_bdd_sentences(known)
    (folder / "conftest.py").write_text(text, encoding="utf-8")
    (folder / "test_all.py").write_text(
        'from pytest_bdd import scenarios\n\nscenarios("features")\n', encoding="utf-8"
    )


def _write_behave(folder: Path, known: list[suites.Sentence]) -> None:
    steps = folder / "features" / "steps"
    steps.mkdir()
    (steps / "steps.py").write_text(suites.behave_sentences(known), encoding="utf-8")


def _environment(folder: Path, package: str) -> Path:
    venv.create(folder, with_pip=True)
    programs = folder / "bin"
    subprocess.run([programs / "python", "-m", "pip", "install", "--quiet", package], check=True)
    return programs


def _node(folder: Path) -> Path | None:
    if shutil.which("npm") is None:
        print("npm isn't there, so cucumber-js is left out", flush=True)
        return None
    folder.mkdir(parents=True)
    install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "@cucumber/cucumber"]
    subprocess.run(install, cwd=folder, check=True)
    return folder / "node_modules"


def _version(programs: Path, package: str) -> str:
    code = f"from importlib.metadata import version; print(version({package!r}))"
    done = subprocess.run(
        [programs / "python", "-c", code], capture_output=True, text=True, check=True
    )
    return f"{package} {done.stdout.strip()}"


def environ(folder: Path) -> dict[str, str]:
    """The environment of a process that is measured, which keeps what it keeps in *folder*."""
    # Python may keep what it has compiled, as it does for everybody; what azsim keeps for
    # pytest's --lf goes where the cold run forgets it.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return kept | {"XDG_CACHE_HOME": str(folder / ".cache")}
