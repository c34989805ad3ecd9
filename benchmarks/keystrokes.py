"""How long the search of the site takes to answer a keystroke, measured in a browser's page."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

GOAL = 50.0  # milliseconds

# Many results, few, Japanese without its spaces, and several words.
WORDS = ("port", "idle timeout", "ロードバランサー", "1 tcp connection snat port")

# From the event that a keystroke causes until the results have their places in the page.
_MEASURE = """
async (words) => {
  const input = document.querySelector("#search input");
  const panel = document.querySelector("#search-panel");
  input.focus();
  while (panel.querySelectorAll("select[name=kind] option").length < 2) {
    await new Promise((go) => setTimeout(go));
  }
  let slowest = 0;
  for (let end = 1; end <= words.length; end++) {
    const answered = new Promise((go) =>
      new MutationObserver(go).observe(panel, { childList: true, subtree: true }));
    input.value = words.slice(0, end);
    const start = performance.now();
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await answered;
    panel.getBoundingClientRect();
    slowest = Math.max(slowest, performance.now() - start);
    // Let it be painted before the next one.
    await new Promise((go) => setTimeout(go));
  }
  return slowest;
}
"""


def grow(site: Path, folder: Path, scenarios: int) -> None:
    """Write into *folder* the first page of *site*, with a search among that many *scenarios*."""
    shutil.copytree(site / "assets", folder / "assets")
    (folder / "en").mkdir()
    shutil.copy(site / "en" / "index.html", folder / "en")
    index = folder / "assets" / "search-index.js"
    call, _, rest = index.read_text(encoding="utf-8").partition("(")
    content: dict[str, Any] = json.loads(rest.rstrip().removesuffix(");"))
    entries = content["entries"]
    behaviours = [each for each in entries if each["kind"] == "behaviour"]
    content["entries"] = [each for each in entries if each["kind"] != "behaviour"]
    lines = list(content["lines"])
    for number in range(scenarios):
        # Each copy has lines of its own, as scenarios of their own would have.
        copy, place = divmod(number, len(behaviours))
        content["entries"].append(_moved(behaviours[place], copy * len(lines)))
    copies = -(-scenarios // len(behaviours))
    content["lines"] = [_numbered(line, copy) for copy in range(copies) for line in lines]
    text = json.dumps(content, ensure_ascii=False)
    index.write_text(f"{call}({text});\n", encoding="utf-8")


def _moved(entry: dict[str, Any], by: int) -> dict[str, Any]:
    """*entry* with the lines that stand so many further on."""
    fields = ("answer", "about", "text")
    moved = {name: [line + by for line in entry[name]] for name in fields if name in entry}
    return entry | moved | {"title": entry["title"] + by}


def _numbered(line: str | list[str], copy: int) -> str | list[str]:
    if not copy:
        return line
    return f"{line} {copy}" if isinstance(line, str) else [f"{each} {copy}" for each in line]


def measure(page: Any, words: str) -> float:
    """The milliseconds of the slowest keystroke while *words* are typed into the search.

    *page* is a page of playwright that shows the site.
    """
    slowest: float = page.evaluate(_MEASURE, words)
    return slowest
