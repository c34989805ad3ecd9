"""Several processes that share the scenarios of a run, and tell how far they are.

They end with the process that asks, whatever ends it: each watches it, which works on every
platform, and leaves no folder behind that it can't clear away itself any more.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from pathlib import Path
from queue import Empty
from types import FrameType, TracebackType
from typing import Any, NoReturn, TypeVar

from azsim import garbage
from azsim.text import Advice, Text

T = TypeVar("T")

ENDED = Text(
    "A process that played scenarios has ended before its work was done, perhaps for lack of "
    "memory. Try again, or with fewer scenarios.",
    "シナリオを実行していたプロセスが、メモリ不足などにより途中で終了した。もう一度試すか、"
    "シナリオを減らして実行する。",
)

Progress = Callable[[int, int, str], None]
"""Told how many of the scenarios are through, how many there are, and which was played last."""


class ProcessPool:
    """As many processes as there are processors, or *processes* of them.

    They are started afresh, so that they inherit nothing of the process that asks. Where it is
    gone, they clear its *folder* away.
    """

    def __init__(self, processes: int = 0, folder: Path | None = None) -> None:
        self.size = processes or os.cpu_count() or 1
        self._folder = folder

    def __enter__(self) -> ProcessPool:
        context = multiprocessing.get_context("spawn")
        # Whatever closes our end, the processes see it.
        ends, self._goes_on = context.Pipe(duplex=False)
        self._ticks = context.Queue()
        self._pool = ProcessPoolExecutor(
            self.size,
            mp_context=context,
            initializer=_begin,
            initargs=(self._ticks, ends, self._folder),
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Whatever they still do, nobody waits for it: tidying up takes them half a second.
        self._goes_on.close()
        self._pool.shutdown(cancel_futures=True)
        self._ticks.close()

    def run(
        self, work: Callable[..., T], shares: Sequence[tuple[Any, ...]], progress: Progress
    ) -> list[T]:
        """What *work* returns for each of *shares*, whose values it takes with a queue behind.

        Into the queue it puts how many more scenarios are through, how many more there are,
        and the name of the one that is through.

        :raises Advice: where one of the processes is no more.
        """
        jobs = [self._pool.submit(_work, work, share) for share in shares]
        done = total = 0
        last = ""
        while not all(job.done() for job in jobs):
            try:
                more_done, more, name = self._ticks.get(timeout=0.1)
            except Empty:
                continue
            done, total, last = done + more_done, total + more, name or last
            progress(done, total, last)
        try:
            return [job.result() for job in jobs]
        except BrokenProcessPool:
            raise Advice(ENDED) from None


@contextmanager
def ends_cleanly() -> Iterator[None]:
    """Within it, a signal that asks this process to end lets it clear away first.

    Those are SIGTERM and SIGHUP, or on Windows Ctrl+Break. Whoever runs under nohup goes on.
    """
    before = {}
    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            before[number] = signal.signal(number, _end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(number: int, frame: FrameType | None) -> NoReturn:
    # As shells have it.
    raise SystemExit(128 + number)


_ticks: Any = None


def _begin(ticks: Any, ends: Connection, folder: Path | None) -> None:
    global _ticks
    _ticks = ticks
    garbage.look_rarely()
    threading.Thread(target=_end_with_parent, args=(ends, folder), daemon=True).start()


def _end_with_parent(ends: Connection, folder: Path | None) -> None:
    """Wait until nobody asks any more, and end this process at once."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    gone = wait([parent.sentinel, ends])
    if folder is not None and parent.sentinel in gone:
        shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


def _work(work: Callable[..., T], share: tuple[Any, ...]) -> T:
    return work(*share, _ticks)


def is_in_share(scenario: str, share: int, shares: int) -> bool:
    """Whether the scenario with that id falls to *share* of *shares*, on every machine alike."""
    return zlib.crc32(scenario.encode()) % shares == share
