"""The line that shows how far a long run is, and what it is at."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from attrs import define

from azsim.terminal.columns import cut, width
from azsim.terminal.visible import plain
from azsim.text import visible

BAR_WIDTH = 30


def progress_bar(done: int, total: int) -> str:
    """``[########......................] 1,234/4,321``; nothing where there is no total yet."""
    if not total:
        return ""
    filled = BAR_WIDTH * done // total
    return f"[{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {done:,}/{total:,}"


@define
class Bar:
    """A line of a terminal that is written again and again by *write*, which keeps nothing back."""

    write: Callable[[str], object]
    _wide: int = 0

    def draw(self, done: int, total: int, what: str = "") -> None:
        """Show that *done* of *total* are through, and *what* is under way."""
        # The last column stays free, lest the line goes on in the next one.
        limit = shutil.get_terminal_size().columns - 1
        line = cut(f"{progress_bar(done, total)}  {visible(what)}".strip(), limit)
        wide = width(line)
        self.write(f"\r{line}{' ' * (self._wide - wide)}")
        self._wide = wide

    def clear(self) -> None:
        """Wipe the bar out."""
        if self._wide:
            self.write(f"\r{' ' * self._wide}\r")
            self._wide = 0


@contextmanager
def progress(began: str) -> Iterator[Callable[[int, int, str], None]]:
    """Shows how much of a run is done, where somebody is looking; at once that it *began*."""
    if not sys.stderr.isatty():
        yield lambda done, total, what: None
        return

    stream = plain(sys.stderr)

    def write(text: str) -> None:
        stream.write(text)
        stream.flush()

    bar = Bar(write)
    bar.draw(0, 0, began)
    try:
        yield bar.draw
    finally:
        bar.clear()
