"""Reads what PsPing printed, out of a file that somebody saved.

Such a file may hold several runs, the prompts between them, CRLF, a byte order
mark, or UTF-16 as PowerShell redirects it. What isn't PsPing's is never skipped
in silence.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Never

from attrs import define, field

from azsim.text import Advice, Text
from azsim.tools.psping import Ping, Run, Statistics
from azsim.units import MILLISECOND

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_BANNER = re.compile(r"PsPing v([0-9.]+) - .*")
_BENEATH_BANNER = re.compile(r"Copyright \(C\) .*|Sysinternals - .*")
# A prompt of Windows, or any other one with PsPing called after it.
_PROMPT = re.compile(r"[^>]*\\[^>]*>.*|[^>$#%]*[>$#%] ?\S*psping\S*(?: .*)?", re.IGNORECASE)
_TARGET = re.compile(r"TCP connect to (\S+:[0-9]+):")
_HEADER = re.compile(r"(?:[0-9]+|Infinite) iterations \(warmup [0-9]+\) (?:ping|connecting) test:")
_PING = re.compile(r"Connecting to (\S+?:[0-9]+)( \(warmup\))?:(?: from (\S+?:[0-9]+):)?(.*)")
_TIME = re.compile(r"([0-9]+\.[0-9]{2})ms")
_LAST = re.compile(r"TCP connect statistics for \S+:")
_SENT = re.compile(r"Sent = ([0-9]+), Received = ([0-9]+), Lost = ([0-9]+) \(([0-9]+)% loss\),?")
_FIGURES = re.compile(
    r"Minimum = ([0-9]+\.[0-9]{2})ms, Maximum = ([0-9]+\.[0-9]{2})ms, "
    r"Average = ([0-9]+\.[0-9]{2})ms"
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
    counts: tuple[int, int, int, int] | None = None

    def runs(self, lines: Iterable[str]) -> Iterator[Run]:
        for self.number, written in enumerate(lines, start=1):
            line = written.strip()
            if not line:
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
        if match := _TARGET.fullmatch(line):
            self.target, self.began = match[1], self.number
            self.warm_up, self.pings, self.unfinished, self.counts = [], [], None, None
        elif match := _BANNER.fullmatch(line):
            self.version = match[1]
        elif not _BENEATH_BANNER.fullmatch(line) and not _PROMPT.fullmatch(line):
            self._refuse(line, _A_RUN)

    def _within(self, line: str) -> Run | None:
        if self.counts is not None:
            figures = _FIGURES.fullmatch(line) or self._refuse(line, _THE_FIGURES)
            return self._finish(tuple(_nanoseconds(figure) for figure in figures.groups()))
        if match := _SENT.fullmatch(line):
            self._count(match)
        elif match := _PING.fullmatch(line):
            self._ping(line, match)
        elif self.unfinished is not None and not _LAST.fullmatch(line):
            self._lost(line)
        elif not _LAST.fullmatch(line) and not _HEADER.match(line):
            self._refuse(line, _A_PING)
        return None

    def _ping(self, line: str, match: re.Match[str]) -> None:
        target, warm_up, source, result = match.groups()
        if target != self.target:
            self._refuse(line, _SAME_TARGET.fill(target=self.target))
        pings = self.warm_up if warm_up else self.pings
        self.unfinished = None
        if time := _TIME.fullmatch(result.strip()):
            pings.append(Ping(_nanoseconds(time[1]), source or ""))
        elif result.strip():
            self.unfinished = pings
            self._lost(result.strip())
        else:
            # Either the reason stands on the next line, or somebody pressed Ctrl+C.
            self.unfinished = pings

    def _lost(self, reason: str) -> None:
        if not reason.endswith(".") or self.unfinished is None:
            self._refuse(reason, _A_PING)
        self.unfinished.append(Ping(None))
        self.unfinished = None

    def _count(self, match: re.Match[str]) -> None:
        sent, received, lost, loss = (int(figure) for figure in match.groups())
        found = sum(ping.took is not None for ping in self.pings)
        if (sent, received, lost) != (len(self.pings), found, len(self.pings) - found):
            raise Advice(
                _OTHER_COUNT.fill(
                    name=self.name, line=self.number, sent=sent, received=received,
                    pings=len(self.pings), found=found,
                )
            )  # fmt: skip
        self.counts = sent, received, lost, loss

    def _finish(self, figures: tuple[int, ...]) -> Run:
        assert self.counts is not None
        run = Run(
            self.target,
            tuple(self.warm_up),
            tuple(self.pings),
            Statistics(*self.counts, *figures),
            self.version,
        )
        self.target = ""
        return run

    def _refuse(self, line: str, expected: Text) -> Never:
        raise Advice(
            _UNKNOWN_LINE.fill(name=self.name, line=self.number, found=line, expected=expected)
        )


def _nanoseconds(milliseconds: str) -> int:
    return int(Decimal(milliseconds) * MILLISECOND)


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
