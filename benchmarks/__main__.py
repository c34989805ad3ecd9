"""``python -m benchmarks [engine|runners|mistakes|site|explain]``: measures in one run and says which goals hold."""

from __future__ import annotations

import argparse
import importlib

from tabulate import tabulate

# Each offers ``measure()``, which returns its lines of the table.
TOPICS = ("engine", "runners", "mistakes", "site", "explain")
HEADINGS = ("what", "azsim", "compared with", "goal", "holds")


def main() -> int:
    """Measure, print the table, and return 1 where a goal isn't reached."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument(
        "topics", nargs="*", choices=[*TOPICS, []], help="all, unless some are named"
    )
    chosen = parser.parse_args().topics or TOPICS
    lines = [
        line
        for topic in chosen
        for line in importlib.import_module(f"benchmarks.{topic}").measure()
    ]
    print(tabulate([line.cells() for line in lines], HEADINGS, disable_numparse=True))
    return int(any(line.holds is False for line in lines))


if __name__ == "__main__":
    raise SystemExit(main())
