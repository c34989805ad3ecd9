"""Reads what PsPing printed, out of a file that somebody saved.

Such a file may hold several runs, the prompts between them, CRLF, a byte order
mark, or UTF-16 as PowerShell redirects it; time stamps before the lines, a fence
around them, masked addresses, decimal commas, and what the options -q and -h make
of a run. What isn't PsPing's is never skipped in silence.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Never

from attrs import define, field

from azsim.questions.latency import NAMES, RESOLUTION, Statistic, measure, rounded
from azsim.text import Advice, Text, quoted
from azsim.tools.psping import Ping, Run, Statistics, milliseconds
from azsim.units import MILLISECOND

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# PsPing prints none that is nearly as long; what is would take the patterns long to read.
_LONGEST_LINE = 1_000

_BANNER = re.compile(r"PsPing v([0-9.]+) - .*")
_BENEATH_BANNER = re.compile(r"Copyright \(C\) .*|Sysinternals - .*")
# A prompt of Windows, or any other one with PsPing called after it.
_PROMPT = re.compile(r"[^>]*\\[^>]*>.*|[^>$#%]*[>$#%] ?\S*psping\S*(?: .*)?", re.IGNORECASE)
# What a ticket or a logging shell puts around the lines.
_FENCE = re.compile(r"(?:```|~~~)\s*\S*")
_TIME_STAMP = re.compile(
    r"\[?(?:[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{2,4}[ T]+)?[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]+)?"
    r"(?: ?[AP]M)?(?: ?(?:Z|UTC|[-+][0-9]{2}:?[0-9]{2}))?\]?(?: *[-|:]? +|$)"
)
# An address may be masked: nn.nn.nn.nn:nn, or <IP Address>:443.
_TARGET = re.compile(r"TCP connect to (.+:[^\s:]+):")
_HEADER = re.compile(
    r"(?:(?:[0-9]+|Infinite) iterations \(warmup [0-9]+\)|[0-9]+ seconds? \([0-9]+ warmup pings?\))"
    r" (?:ping|connecting) test:(?: *([0-9]+)%)?"
)
_PING = re.compile(r"( \(warmup\))?:(?: from (.+?:[^\s:]+):)?(?: *(\S.*))?")
_FIGURE = r"([0-9]+[.,][0-9]{2})ms"
_TIME = re.compile(_FIGURE)
_LAST = re.compile(r"TCP connect statistics for .+:")
_SENT = re.compile(r"Sent = ([0-9]+), Received = ([0-9]+), Lost = ([0-9]+) \(([0-9]+)% loss\),?")
_FIGURES = re.compile(rf"Minimum = {_FIGURE}, Maximum = {_FIGURE}, Average = {_FIGURE}")
_HISTOGRAM = re.compile(r"Latency\s+Count")
_BUCKET = re.compile(r"[0-9]+[.,][0-9]{2}\s+[0-9]+")
# How the other tests of PsPing begin.
_OTHERS = (
    (re.compile(r"Pinging .+ with [0-9]+ bytes of data:"), Text("an ICMP ping", "ICMP の ping")),
    (
        re.compile(r"(?:TCP|UDP) latency test .*"),
        Text("a latency test (-l)", "レイテンシの計測 (-l)"),
    ),
    (
        re.compile(r"(?:TCP|UDP) bandwidth test .*|Setting warmup count to match .*"),
        Text("a bandwidth test (-b)", "帯域幅の計測 (-b)"),
    ),
)


def read_runs(content: bytes, name: str) -> tuple[Run, ...]:
    """The runs of PsPing in a file of that *name*, in their order.

    :raises Advice: for a line that PsPing doesn't print, a run that isn't whole, and
        a file without any.
    """
    reader = _Reader(name)
    runs = tuple(reader.runs(decode(content).splitlines()))
    if not runs:
        raise Advice(_NO_RUN.fill(name=name))
    return runs


def decode(content: bytes) -> str:
    """The text of a file that a console or an editor of Windows has written."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    if b"\0" in content[:4]:
        return content.decode(
            "utf-16-be" if content[:1] == b"\0" else "utf-16-le", errors="replace"
        )
    # Only prompts can hold anything but ASCII, and they are left out.
    return content.decode("utf-8", errors="replace")


@define
class _Reader:
    name: str
    number: int = 0
    version: str = ""
    target: str = ""
    began: int = 0
    warm_up: list[Ping] = field(factory=list)
    pings: list[Ping] = field(factory=list)
    unfinished: list[Ping] | None = None
    is_quiet: bool = False
    counts: tuple[int, int, int, int] | None = None
    within_histogram: bool = False

    def runs(self, lines: Iterable[str]) -> Iterator[Run]:
        for self.number, written in enumerate(lines, start=1):
            if len(written) > _LONGEST_LINE:
                self._refuse(written, _A_PING if self.target else _A_RUN)
            line = _TIME_STAMP.sub("", written.strip(), count=1)
            if not line or _FENCE.fullmatch(line):
                continue
            if not self.target:
                self._before(line)
                continue
            run = self._within(line)
            if run is not None:
                yield run
        if self.target:
            raise Advice(_CUT_OFF.fill(name=self.name, line=self.began))

    def _before(self, line: str) -> None:
        if self.within_histogram and _BUCKET.fullmatch(line):
            return
        self.within_histogram = _HISTOGRAM.fullmatch(line) is not None and self.counts is not None
        if match := _TARGET.fullmatch(line):
            self.target, self.began = match[1], self.number
            self.warm_up, self.pings, self.unfinished, self.counts = [], [], None, None
            self.is_quiet = False
        elif match := _BANNER.fullmatch(line):
            self.version = match[1]
        elif kind := next((kind for begins, kind in _OTHERS if begins.fullmatch(line)), None):
            raise Advice(_OTHER_KIND.fill(name=self.name, line=self.number, kind=kind))
        elif not (
            self.within_histogram or _BENEATH_BANNER.fullmatch(line) or _PROMPT.fullmatch(line)
        ):
            self._refuse(line, _A_RUN)

    def _within(self, line: str) -> Run | None:
        if self.counts is not None:
            figures = _FIGURES.fullmatch(line) or self._refuse(line, _THE_FIGURES)
            return self._finish(*(_nanoseconds(figure) for figure in figures.groups()))
        if match := _SENT.fullmatch(line):
            self._count(match)
        elif line.startswith("Connecting to "):
            self._ping(line)
        elif match := _HEADER.fullmatch(line):
            # Only where the pings aren't shown does it tell how far it is.
            self.is_quiet = match[1] is not None
        elif self.unfinished is not None and not _LAST.fullmatch(line):
            self._lost(line)
        elif not _LAST.fullmatch(line):
            self._refuse(line, _A_PING)
        return None

    def _ping(self, line: str) -> None:
        beginning = f"Connecting to {self.target}"
        match = _PING.fullmatch(line.removeprefix(beginning))
        if not line.startswith(beginning) or match is None:
            self._refuse(line, _SAME_TARGET.fill(target=quoted(self.target)))
        warm_up, source, result = match.groups()
        pings = self.warm_up if warm_up else self.pings
        self.unfinished = None
        if result is None:
            # Either the reason stands on the next line, or somebody pressed Ctrl+C.
            self.unfinished = pings
        elif time := _TIME.fullmatch(result.strip()):
            pings.append(Ping(_nanoseconds(time[1]), source or ""))
        else:
            self.unfinished = pings
            self._lost(result.strip())

    def _lost(self, reason: str) -> None:
        if not reason.endswith(".") or self.unfinished is None:
            self._refuse(reason, _A_PING)
        self.unfinished.append(Ping(None))
        self.unfinished = None

    def _count(self, match: re.Match[str]) -> None:
        sent, received, lost, loss = (int(figure) for figure in match.groups())
        found = sum(ping.took is not None for ping in self.pings)
        above = (len(self.pings), found, len(self.pings) - found)
        if not self._shows_no_ping and (sent, received, lost) != above:
            raise Advice(
                _OTHER_COUNT.fill(
                    name=self.name, line=self.number, sent=sent, received=received,
                    pings=len(self.pings), found=found,
                )
            )  # fmt: skip
        if sent != received + lost or abs(loss * sent - 100 * lost) > sent:
            raise Advice(_WRONG_LOSS.fill(name=self.name, line=self.number))
        self.counts = sent, received, lost, loss

    @property
    def _shows_no_ping(self) -> bool:
        return self.is_quiet and not self.pings

    def _finish(self, minimum: int, maximum: int, average: int) -> Run:
        assert self.counts is not None
        run = Run(
            self.target,
            tuple(self.warm_up),
            tuple(self.pings),
            Statistics(*self.counts, minimum, maximum, average),
            self.version,
        )
        self._compare(run)
        self.target = ""
        return run

    def _compare(self, run: Run) -> None:
        """See that the figures are those of the times above, or at least of some times."""
        said = run.statistics
        if not run.samples and not said.minimum <= said.average <= said.maximum:
            raise Advice(_NO_FIGURES.fill(name=self.name, line=self.number))
        figures: Mapping[Statistic, int] = {
            "minimum": said.minimum, "maximum": said.maximum, "average": said.average,
        }  # fmt: skip
        for statistic, figure in figures.items() if run.samples else ():
            # Each time is rounded, and so is the average.
            may_differ = RESOLUTION if statistic == "average" else 0
            actual = rounded(measure(statistic, run.samples))
            if abs(actual - figure) > may_differ:
                raise Advice(
                    _OTHER_FIGURE.fill(
                        name=self.name, line=self.number, statistic=NAMES[statistic],
                        said=milliseconds(figure), actual=milliseconds(actual),
                    )
                )  # fmt: skip

    def _refuse(self, line: str, expected: Text) -> Never:
        raise Advice(
            _UNKNOWN_LINE.fill(
                name=self.name, line=self.number, found=quoted(line), expected=expected
            )
        )


def _nanoseconds(milliseconds: str) -> int:
    return int(Decimal(milliseconds.replace(",", ".")) * MILLISECOND)


_NO_RUN = Text(
    "{name} holds no run of PsPing. Save what PsPing prints, from its banner to the line that "
    "ends in the average.",
    "{name} には PsPing の結果がない。バナーから平均の行までの PsPing の出力を保存する。",
)
_CUT_OFF = Text(
    "{name}:{line}: the run that begins here has no statistics. Save it up to the line that "
    "ends in the average.",
    "{name}:{line}: ここから始まる計測には統計がない。平均の行までを保存する。",
)
_UNKNOWN_LINE = Text(
    "{name}:{line}: PsPing doesn't print “{found}” here. Expected {expected}.",
    "{name}:{line}: PsPing はここで「{found}」と出力しない。ここに来るもの: {expected}",
)
_OTHER_COUNT = Text(
    "{name}:{line}: sent {sent} and received {received}, it says here, but {pings} pings with "
    "{found} times stand above. Save every line.",
    "{name}:{line}: ここには送信 {sent}、受信 {received} とあるが、上にある ping は {pings} 回で、"
    "時間があるのは {found} 回である。すべての行を保存する。",
)
_WRONG_LOSS = Text(
    "{name}:{line}: what was sent isn't what was received and lost. Save what PsPing printed as it is.",
    "{name}:{line}: 送信した回数が、受信した回数と失われた回数に合わない。PsPing の出力をそのまま保存する。",
)
_NO_FIGURES = Text(
    "{name}:{line}: the average doesn't lie between minimum and maximum. Save what PsPing printed "
    "as it is.",
    "{name}:{line}: 平均値が最小値と最大値の間にない。PsPing の出力をそのまま保存する。",
)
_OTHER_FIGURE = Text(
    "{name}:{line}: the {statistic} is {said}, it says here, but that of the times above is "
    "{actual}. Save what PsPing printed as it is.",
    "{name}:{line}: ここには{statistic}が {said} とあるが、上にある時間の{statistic}は {actual} である。"
    "PsPing の出力をそのまま保存する。",
)
_OTHER_KIND = Text(
    "{name}:{line}: this is {kind}. Only TCP connects are read: run psping ADDRESS:PORT, without "
    "-l and -b.",
    "{name}:{line}: これは{kind}である。読み込めるのは TCP 接続の計測だけである。-l と -b を付けずに "
    "psping アドレス:ポート を実行する。",
)
_A_RUN = Text(
    "PsPing's banner or “TCP connect to ADDRESS:PORT:”",
    "PsPing のバナーか「TCP connect to アドレス:ポート:」",
)
_A_PING = Text(
    "“Connecting to ADDRESS:PORT: from ADDRESS:PORT: 4.25ms” or the statistics",
    "「Connecting to アドレス:ポート: from アドレス:ポート: 4.25ms」か統計",
)
_SAME_TARGET = Text("a connection to {target}", "{target} への接続")
_THE_FIGURES = Text(
    "“Minimum = 3.81ms, Maximum = 4.74ms, Average = 4.33ms”",
    "「Minimum = 3.81ms, Maximum = 4.74ms, Average = 4.33ms」",
)
