"""The bar that shows how far a long run is."""

from __future__ import annotations

import sys
from collections.abc import Callable

from azsim.terminal.visible import plain

BAR_WIDTH = 30


def progress_bar(done: int, total: int) -> str:
    """``[########......................] 1,234/4,321``, which begins its line anew."""
    filled = BAR_WIDTH * done // max(total, 1)
    return f"\r[{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {done:,}/{total:,}"


def no_progress_bar() -> str:
    """What wipes the bar out."""
    return "\r" + " " * (BAR_WIDTH + 24) + "\r"


def progress() -> Callable[[int, int], None]:
    """Shows how much of a run is done, where somebody is looking."""
    if not sys.stderr.isatty():
        return lambda done, total: None

    stream = plain(sys.stderr)

    def show(done: int, total: int) -> None:
        stream.write(progress_bar(done, total) if done < total else no_progress_bar())
        stream.flush()

    return show
