"""Several processes that share the scenarios of a run, and tell how far they are.

They end with the process that asks, whatever ends it: each watches it, which works on every
platform, and leaves no folder behind that it can't clear away itself any more.

In a browser there is one process only, which does all of the work itself.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, Final, NoReturn, Protocol, TypeVar

from attrs import define

from azsim import garbage
from azsim.text import Advice, Text

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")

ENDED = Text(
    "A process that played scenarios has ended before its work was done, perhaps for lack of "
    "memory. Try again, or with fewer scenarios.",
    "シナリオを実行していたプロセスが、メモリ不足などにより途中で終了した。もう一度試すか、"
    "シナリオを減らして実行する。",
)

HAS_OTHERS: Final = sys.platform != "emscripten"
"""Whether there can be other processes; in a browser there can't."""

Progress = Callable[[int, int, str], None]
"""Told how many of the scenarios are through, how many there are, and which was played last."""


class Ticks(Protocol):
    """Where work says how far it is."""

    def put(self, tick: tuple[int, int, str], /) -> None:
        """How many more scenarios are through, how many more there are, and which one is through."""


class Pool(Protocol):
    """Those who share the work, ``size`` of them."""

    size: int

    def run(
        self, work: Callable[..., T], shares: Sequence[tuple[Any, ...]], progress: Progress
    ) -> list[T]:
        """What *work* returns for each of *shares*, whose values it takes with :class:`Ticks` behind.

        :raises Advice: where one of the processes is no more.
        """


@contextmanager
def process_pool(processes: int = 0, folder: Path | None = None) -> Iterator[Pool]:
    """As many processes as there are processors, or *processes* of them; this one where others can't be.

    Where this one is gone, they clear its *folder* away.
    """
    if HAS_OTHERS:
        with ProcessPool(processes, folder) as pool:
            yield pool
    else:
        yield ThisProcess()


@define
class _Count:
    """Adds up how far the work is, and tells it."""

    progress: Progress
    done: int = 0
    total: int = 0
    last: str = ""

    def put(self, tick: tuple[int, int, str], /) -> None:
        more_done, more, name = tick
        self.done, self.total, self.last = (
            self.done + more_done,
            self.total + more,
            name or self.last,
        )
        self.progress(self.done, self.total, self.last)


class ThisProcess:
    """The process that asks, which does all of the work itself."""

    size = 1

    def run(
        self, work: Callable[..., T], shares: Sequence[tuple[Any, ...]], progress: Progress
    ) -> list[T]:
        """As :meth:`Pool.run`."""
        ticks = _Count(progress)
        return [work(*share, ticks) for share in shares]


class ProcessPool:
    """As many processes as there are processors, or *processes* of them.

    They are started afresh, so that they inherit nothing of the process that asks. Where it is
    gone, they clear its *folder* away.
    """

    def __init__(self, processes: int = 0, folder: Path | None = None) -> None:
        self.size = processes or os.cpu_count() or 1
        self._folder = folder

    def __enter__(self) -> ProcessPool:
        # Not there where there can be no other processes.
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

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
        """As :meth:`Pool.run`."""
        from concurrent.futures.process import BrokenProcessPool
        from queue import Empty

        jobs = [self._pool.submit(_work, work, share) for share in shares]
        count = _Count(progress)
        while not all(job.done() for job in jobs):
            with suppress(Empty):
                count.put(self._ticks.get(timeout=0.1))
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
    import multiprocessing
    from multiprocessing.connection import wait

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
