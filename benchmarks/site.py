"""``azsim docs`` on the shipped features and on a thousand scenarios and more."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from attrs import frozen

from benchmarks import keystrokes, steps
from benchmarks.line import Line
from benchmarks.scenarios import FEATURES

COPIES = 2
"""The shipped features this often are more than a thousand scenarios."""
SHIPPED_GOAL, THOUSAND_GOAL = 10.0, 60.0
MEMORY_GOAL = 500.0
PAGE_GOAL = 300.0
LOOKED_EVERY = 0.05
ROUNDS = 3
# What a browser loads before anyone searches.
FIRST_PAGE = (
    "en/index.html",
    "assets/style.css",
    "assets/find.js",
    "assets/site.js",
    "assets/search.js",
    "assets/theme.js",
    "assets/icon.svg",
)


@frozen
class Build:
    """One build: wall time in seconds, memory of all its processes together in megabytes."""

    seconds: float
    megabytes: float
    scenarios: int


def measure() -> list[Line]:
    """Build both sites and look at what was written."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shipped = build(folder, FEATURES, folder / "shipped")
        many = folder / "features"
        for copy in range(COPIES):
            for service in sorted(each for each in FEATURES.iterdir() if each.is_dir()):
                shutil.copytree(service, many / f"{service.name}_{copy}")
        thousand = build(folder, many, folder / "thousand")
        weight = sum((folder / "thousand" / each).stat().st_size for each in FIRST_PAGE) / 1000
        each = shipped.seconds * 1000 / shipped.scenarios
        lines = [
            Line(
                f"site of the shipped features ({shipped.scenarios} scenarios)",
                f"{shipped.seconds:.1f} s, {each:.0f} ms for each",
                f"{shipped.megabytes:.0f} MB",
                f"< {SHIPPED_GOAL:.0f} s",
                shipped.seconds < SHIPPED_GOAL,
            ),
            Line(
                f"site of {thousand.scenarios:,} scenarios, time",
                f"{thousand.seconds:.1f} s",
                "",
                f"< {THOUSAND_GOAL:.0f} s",
                thousand.seconds < THOUSAND_GOAL,
            ),
            Line(
                f"site of {thousand.scenarios:,} scenarios, memory",
                f"{thousand.megabytes:.0f} MB",
                "all processes together",
                f"< {MEMORY_GOAL:.0f} MB",
                thousand.megabytes < MEMORY_GOAL,
            ),
            Line(
                "its first page, with all that it loads",
                f"{weight:.0f} kB",
                "",
                f"< {PAGE_GOAL:.0f} kB",
                weight < PAGE_GOAL,
            ),
        ]
        return [*lines, *_in_a_browser(folder / "thousand", thousand.scenarios)]


def build(folder: Path, features: Path, place: Path) -> Build:
    """Build the site of *features* at *place*, in a process of its own.

    :raises SystemExit: where a scenario fails, so that nothing can be measured.
    """
    command = [sys.executable, "-m", "azsim", "docs", str(features), "--out", str(place)]
    started = time.perf_counter()
    most = 0.0
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            most = max(most, sum(map(_megabytes, _family(process.pid))))
            time.sleep(LOOKED_EVERY)
        assert process.stdout is not None
        printed = process.stdout.read()
    seconds = time.perf_counter() - started
    if process.returncode:
        sys.exit(f"the site can't be built, so that nothing can be measured:\n{printed}")
    last = printed.splitlines()[-1]
    return Build(seconds, most, int(last.split()[2]))


def _in_a_browser(site: Path, scenarios: int) -> Iterator[Line]:
    """The slowest keystroke in the search of *site*, by what is typed, and step through a walk."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None or find_spec("playwright") is None:
        yield Line("in a browser", "not measured: no Chromium, or no playwright")
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for words in keystrokes.WORDS:
            slowest = min(_slowest(browser, site, words) for _ in range(ROUNDS))
            yield Line(
                f"a keystroke of “{words}” among {scenarios:,} scenarios",
                f"{slowest:.0f} ms",
                "",
                f"< {keystrokes.GOAL:.0f} ms",
                slowest < keystrokes.GOAL,
            )
        page = browser.new_page()
        page.goto(steps.longest_walk(site).as_uri())
        step = steps.measure(page)
        yield Line(
            "a step through its longest walk",
            f"{step:.1f} ms",
            "",
            f"< {steps.GOAL:.1f} ms",
            step < steps.GOAL,
        )
        browser.close()


def _slowest(browser: Any, site: Path, words: str) -> float:
    page = browser.new_page()
    page.goto((site / "en" / "index.html").as_uri())
    slowest = keystrokes.measure(page, words)
    page.close()
    return slowest


def _family(process: int) -> Iterator[int]:
    """A process and all below it."""
    yield process
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text()
    except OSError:
        return
    for child in children.split():
        yield from _family(int(child))


def _megabytes(process: int) -> float:
    """The memory that a process has in use and shares with no other."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    sizes = {line.split()[0]: int(line.split()[1]) for line in lines[1:]}
    return sizes.get("Pss:", 0) / 1024
