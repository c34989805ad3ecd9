"""How long a step through a packet walk takes until it is drawn, measured in a browser's page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

GOAL = 1000 / 60  # milliseconds: one frame

ROUNDS = 3

# Of each step, from the click until style and layout are done.
_MEASURE = """
async () => {
  const player = document.querySelector(".player:not([hidden])");
  const next = player.querySelector("[data-go=next]");
  const [, rows] = player.querySelector(".count").textContent.match(/[0-9]+/g);
  player.querySelector("[data-go=first]").click();
  const taken = [];
  for (let row = 1; row < rows; row++) {
    const start = performance.now();
    next.click();
    document.body.getBoundingClientRect();
    taken.push(performance.now() - start);
    // Let it be painted before the next one.
    await new Promise((go) => requestAnimationFrame(go));
  }
  return taken;
}
"""


def longest_walk(site: Path) -> Path:
    """The English page of *site* whose walk has the most rows."""
    return max(site.joinpath("en").rglob("*.html"), key=_rows)


def _rows(page: Path) -> int:
    """How many rows its first walk has."""
    walk = page.read_text(encoding="utf-8").partition('<figure class="picture walk')[2]
    return walk.partition("</figure>")[0].count('<g class="row')


def measure(page: Any) -> float:
    """The milliseconds of the slowest step through the first walk of *page*, one of playwright.

    Each step counts as the fastest of a few rounds: another process may have been in its way.
    """
    rounds = [page.evaluate(_MEASURE) for _ in range(ROUNDS)]
    slowest: float = max(map(min, zip(*rounds, strict=True)))
    return slowest
