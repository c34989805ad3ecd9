"""Several processes that share the scenarios of a run, and tell how far they are."""

from __future__ import annotations

import multiprocessing
import os
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from queue import Empty
from types import TracebackType
from typing import Any, TypeVar

from azsim import garbage

T = TypeVar("T")

Progress = Callable[[int, int], None]
"""Told how many of the scenarios are through, and how many there are."""


class ProcessPool:
    """As many processes as there are processors, or *processes* of them.

    They are started afresh, so that they inherit nothing of the process that asks.
    """

    def __init__(self, processes: int = 0) -> None:
        self.size = processes or os.cpu_count() or 1
        self._stack = ExitStack()

    def __enter__(self) -> ProcessPool:
        context = multiprocessing.get_context("spawn")
        manager = self._stack.enter_context(context.Manager())
        self._pool = self._stack.enter_context(
            ProcessPoolExecutor(self.size, mp_context=context, initializer=garbage.look_rarely)
        )
        self._ticks = manager.Queue()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def run(
        self, work: Callable[..., T], shares: Sequence[tuple[Any, ...]], progress: Progress
    ) -> list[T]:
        """What *work* returns for each of *shares*, whose values it takes with a queue behind.

        Into the queue it puts how many more scenarios are through, and how many more there
        are, as a pair.
        """
        jobs = [self._pool.submit(work, *share, self._ticks) for share in shares]
        done = total = 0
        while not all(job.done() for job in jobs):
            try:
                more_done, more = self._ticks.get(timeout=0.1)
            except Empty:
                continue
            done, total = done + more_done, total + more
            progress(done, total)
        return [job.result() for job in jobs]


def is_in_share(scenario: str, share: int, shares: int) -> bool:
    """Whether the scenario with that id falls to *share* of *shares*, on every machine alike."""
    return zlib.crc32(scenario.encode()) % shares == share
