"""What PsPing measured, simulated and recorded, with FastPath and without."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from attrs import define, field, frozen

from azsim.engine.trace import Trace
from azsim.facts import Facts
from azsim.model.events import LatencyMeasured
from azsim.questions.latency import NAMES, STATISTICS, Milliseconds, Statistic, rounded
from azsim.text import Advice, Text, did_you_mean, quoted
from azsim.tools import psping
from azsim.tools.psping_recording import read_runs

# A lost ping takes 0.00ms, whatever is drawn.
_LATENCY = re.compile(r"(?!0+[.]0+ms)\b[0-9]+[.][0-9]+ms")
_TIME = re.compile(r"[0-9]ms\b")
_NO_TIMES = Text(
    "How long a ping takes to a load balancer, or over the internet, isn't modelled. Say how many are lost, "
    "such as: Then PsPing "
    'reports "Lost = 0 (0% loss)"',
    "ロード バランサーへの ping と、インターネット経由の ping の所要時間はモデル化していない。失われた数を書く。例: "
    "ならば PsPing は "
    '"Lost = 0 (0% loss)" と報告する',
)
_DRAWN = Text(
    "How long a simulated ping takes is drawn, and another seed draws something else. Say between what "
    "it lies, such as: Then the median of the runs with FastPath disabled is between 3 ms and 7 ms",
    "シミュレーションした ping の所要時間は乱数で決まり、シードが変われば値も変わる。範囲で書く: "
    "ならば FastPath が無効な状態での計測の中央値は 3 ミリ秒以上 7 ミリ秒以下である",
)


@frozen
class Measured:
    """A run of PsPing; ``file`` is where it was read from, or None where it was simulated.

    ``fastpath`` is what was asked for, whether Azure granted it or not. Where it is None, the run
    went over the internet or to a load balancer, and how long it took isn't modelled.
    """

    run: psping.Run
    fastpath: bool | None
    file: str | None = None


@define(eq=False)
class Measurements:
    """The runs of PsPing that a scenario speaks of."""

    facts: Facts
    trace: Trace
    _measured: list[Measured] = field(factory=list, init=False)

    def add(self, client: str, run: psping.Run, fastpath: bool) -> None:
        """A run that was simulated on *client*."""
        self._add(client, run, fastpath)

    def add_without_latency(self, run: psping.Run) -> None:
        """A run over the internet or to a load balancer, of which only the losses are modelled."""
        self._measured.append(Measured(run, None))

    def read_recordings(
        self, read: Callable[[str], bytes], files: Sequence[str], fastpath: bool
    ) -> None:
        """Runs that PsPing printed to *files*, which *read* reads, with FastPath as it was then."""
        for name in files:
            if any(each.file == name for each in self._measured):
                raise Advice(_FILE_TWICE.fill(name=name))
            for run in read_runs(read(name), name):
                self._add(name, run, fastpath, name)

    def median_drop(self) -> Milliseconds:
        """By how much the median is lower with FastPath than without."""
        simulated = any(each.file is None and each.fastpath is not None for each in self._measured)
        before, after = (self._measure("median", fastpath, simulated) for fastpath in (False, True))
        return Milliseconds(rounded(before - after))

    def each_reports(self, output: str) -> str:
        """*output* where every simulated run prints it; else what the first prints that doesn't.

        :raises Advice: where it holds a latency, which is drawn.
        """
        self._refuse_times(output)
        return _simulated(self.simulated_runs(), output)

    def last_reports(self, output: str) -> str:
        """*output* where the last simulated run prints it; else what it prints.

        :raises Advice: where it holds a latency, which is drawn.
        """
        self._refuse_times(output)
        return _simulated(self.simulated_runs()[-1:], output)

    def recording_reports(self, file: str, output: str) -> str:
        """*output* where a run in *file* prints it; else what they print."""
        return _reported(self._recorded(file), output, any)

    def simulated(self, statistic: Statistic, fastpath: bool) -> Milliseconds:
        """That statistic of all the runs simulated with FastPath so."""
        return Milliseconds(rounded(self._measure(statistic, fastpath, simulated=True)))

    def recorded(self, statistic: Statistic, fastpath: bool) -> Milliseconds:
        """That statistic of all the runs recorded with FastPath so."""
        return Milliseconds(rounded(self._measure(statistic, fastpath, simulated=False)))

    def recorded_in(self, statistic: Statistic, file: str) -> Milliseconds:
        """That statistic of the runs recorded in *file*."""
        self.facts.rests_on("psping.rounding")
        found = psping.measure_all(statistic, self._recorded(file))
        if found is None:
            raise Advice(_NO_SAMPLES)
        return Milliseconds(rounded(found))

    def comparison(self) -> list[tuple[Text, Milliseconds, Milliseconds, Milliseconds]]:
        """Each statistic of the recorded runs: without FastPath, with it, and the drop."""
        found = []
        for statistic in STATISTICS:
            exact = [self._measure(statistic, fastpath, False) for fastpath in (False, True)]
            figures = (*exact, exact[0] - exact[1])
            before, after, drop = (Milliseconds(rounded(each)) for each in figures)
            found.append((NAMES[statistic], before, after, drop))
        return found

    def _add(self, where: str, run: psping.Run, fastpath: bool, file: str | None = None) -> None:
        self._measured.append(Measured(run, fastpath, file))
        self.trace.add(
            LatencyMeasured,
            where,
            fastpath=fastpath,
            samples=tuple(ping.took for ping in run.pings),
            file=file,
        )

    def _refuse_times(self, output: str) -> None:
        """Say nothing of how long a ping takes where that isn't modelled."""
        if _TIME.search(output) and any(each.fastpath is None for each in self._measured):
            raise Advice(_NO_TIMES)

    def _measure(self, statistic: Statistic, fastpath: bool, simulated: bool) -> Fraction:
        self.facts.rests_on("psping.rounding")
        runs = [
            each.run
            for each in self._measured
            if each.fastpath == fastpath and (each.file is None) == simulated
        ]
        found = psping.measure_all(statistic, runs)
        if found is None:
            state = Text("enabled", "有効") if fastpath else Text("disabled", "無効")
            raise Advice(_NO_SAMPLES_WITH.fill(state=state))
        return found

    def simulated_runs(self) -> list[psping.Run]:
        """The runs of this scenario, of which there is at least one."""
        runs = [each.run for each in self._measured if each.file is None]
        if not runs:
            raise Advice(_NO_RUN)
        return runs

    def _recorded(self, file: str) -> list[psping.Run]:
        runs = [each.run for each in self._measured if each.file == file]
        if not runs:
            known = [each.file for each in self._measured if each.file is not None]
            raise Advice(_NOT_READ.fill(name=quoted(file), hint=did_you_mean(file, known)))
        return runs


def _simulated(runs: Sequence[psping.Run], output: str) -> str:
    """*output* where all of the *runs* print it; else the line nearest to it of one that doesn't.

    :raises Advice: where they print it, and another seed would have them print something else.
    """
    found = _reported(runs, output, all)
    if found == output and _LATENCY.search(output):
        raise Advice(_DRAWN)
    return found


def _reported(
    runs: Sequence[psping.Run], output: str, enough: Callable[[Iterable[bool]], bool]
) -> str:
    """*output*, or the line nearest to it of the first run that doesn't print it."""
    if enough(psping.reports(run, output) for run in runs):
        return output
    other = next(run for run in runs if not psping.reports(run, output))
    return psping.nearest_line(other, output)


_FILE_TWICE = Text(
    'The file "{name}" is given twice. Every recording counts once.',
    "ファイル「{name}」が二度指定されている。記録は一度だけ数える。",
)
_NOT_READ = Text(
    'No recorded run is called "{name}" here.{hint}',
    "「{name}」という記録はここにない。{hint}",
)
_NO_RUN = Text(
    "No run of PsPing comes before this step.",
    "このステップの前に PsPing の実行がない。",
)
_NO_SAMPLES = Text(
    "All of these pings were lost, so they have no figures.",
    "ping がすべて失われたため、数値がない。",
)
_NO_SAMPLES_WITH = Text(
    "There is no ping with FastPath {state} to count.",
    "FastPath が{state}な状態の ping がない。",
)
