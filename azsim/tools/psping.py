"""PsPing, as far as it measures TCP connects: its command line and what it prints."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Final, Protocol

from attrs import frozen

from azsim.facts import Facts
from azsim.facts.decides import decides
from azsim.facts.profile import Profile, duration, number, text
from azsim.questions.latency import RESOLUTION, Statistic, measure, rounded
from azsim.text import Advice, Text
from azsim.tools.command_line import split_command_line
from azsim.units import parse_count, parse_duration, parse_endpoint

TIMED_OUT: Final = "This operation returned because the timeout period expired."

_COPYRIGHT = "Copyright (C) 2012-2023 Mark Russinovich"
_SITE = "Sysinternals - www.sysinternals.com"


@frozen
class Ping:
    """One connect: how long it took, or None where it was lost, and where it came from."""

    took: int | None
    source: str = ""


@frozen
class Statistics:
    """The last lines that PsPing prints."""

    sent: int
    received: int
    lost: int
    loss: int
    minimum: int
    maximum: int
    average: int


@frozen
class Run:
    """What one call of PsPing measured and printed; times in nanoseconds."""

    target: str
    warm_up: tuple[Ping, ...]
    pings: tuple[Ping, ...]
    statistics: Statistics
    version: str

    @property
    def is_quiet(self) -> bool:
        """Whether only the statistics were printed, as with the option -q."""
        return not self.pings and self.statistics.sent > 0

    @property
    def samples(self) -> tuple[int, ...]:
        """How long the connects took that weren't lost, the warm-up left out."""
        return tuple(ping.took for ping in self.pings if ping.took is not None)


@frozen
class Command:
    """A command line that was read; None is what it leaves to the defaults."""

    address: str
    port: int
    count: int | None = None
    warm_up: int | None = None
    interval: int | None = None

    @property
    def target(self) -> str:
        """The destination as it is printed."""
        return f"{self.address}:{self.port}"


class Defaults(Profile):
    """What PsPing does where its command line doesn't say."""

    warm_up = number("psping.warm-up")
    count = number("psping.count")
    interval = duration("psping.interval")
    timeout = duration("psping.timeout")
    version = text("psping.version")


class Machine(Protocol):
    """Where PsPing runs."""

    @property
    def now(self) -> int:
        """The present instant."""

    def connect(self, address: str, port: int, timeout: int) -> Ping:
        """Open a TCP connection, close it again, and tell how long opening it took."""

    def wait_until(self, time: int) -> None:
        """Let time pass."""


def parse_command(text: str) -> Command:
    """Read a command line such as ``psping -n 200 10.128.1.4:3389``.

    :raises Advice: for another program, and for what isn't modelled of this one.
    """
    arguments = split_command_line(text, ("psping",)).arguments
    options: dict[str, int] = {}
    targets: list[str] = []
    words = iter(arguments)
    for word in words:
        if not word.startswith(("-", "/")):
            targets.append(word)
            continue
        name = f"-{word[1:].lower()}"
        if name not in _OPTIONS:
            raise Advice(_UNKNOWN_OPTION.fill(option=word))
        value = next(words, None)
        if value is None:
            raise Advice(_NO_VALUE.fill(option=word))
        options[name] = _OPTIONS[name](value)
    if len(targets) != 1:
        raise Advice(_ONE_TARGET.fill(found=" ".join(targets) or "-"))
    if ":" not in targets[0]:
        raise Advice(_NO_PORT.fill(target=targets[0]))
    address, port = parse_endpoint(targets[0])
    return Command(address, port, options.get("-n"), options.get("-w"), options.get("-i"))


def run(command: Command, machine: Machine, facts: Facts) -> Run:
    """Carry *command* out on *machine*."""
    defaults = Defaults(facts)
    warm_up = defaults.warm_up if command.warm_up is None else command.warm_up
    count = defaults.count if command.count is None else command.count
    interval = defaults.interval if command.interval is None else command.interval
    pings: list[Ping] = []
    due = machine.now
    for _ in range(warm_up + count):
        machine.wait_until(max(due, machine.now))
        due = machine.now + interval
        pings.append(machine.connect(command.address, command.port, defaults.timeout))
    facts.rests_on("psping.statistics-include-warm-up")
    facts.rests_on("psping.rounding")
    return Run(
        command.target,
        tuple(pings[:warm_up]),
        tuple(pings[warm_up:]),
        count_up(counted(pings, warm_up)),
        defaults.version,
    )


@decides
def counted(pings: Sequence[Ping], warm_up: int) -> Sequence[Ping]:
    """The *pings* that the statistics are of: those after the *warm_up* first ones."""
    return pings[warm_up:]


def count_up(pings: Sequence[Ping]) -> Statistics:
    """The statistics of *pings*; all figures are 0 where every ping was lost."""
    samples = [ping.took for ping in pings if ping.took is not None]
    lost = len(pings) - len(samples)
    return Statistics(
        sent=len(pings),
        received=len(samples),
        lost=lost,
        loss=100 * lost // len(pings) if pings else 0,
        minimum=rounded(measure("minimum", samples)) if samples else 0,
        maximum=rounded(measure("maximum", samples)) if samples else 0,
        average=rounded(measure("average", samples)) if samples else 0,
    )


def measure_all(statistic: Statistic, runs: Sequence[Run]) -> Fraction | None:
    """That *statistic* of all connects of *runs* that weren't lost; None where there is none.

    It isn't rounded yet.

    :raises Advice: for the median, where a run is quiet.
    """
    quiet = [run.statistics for run in runs if run.is_quiet and run.statistics.received]
    samples = [sample for run in runs for sample in run.samples]
    if not quiet:
        return measure(statistic, samples) if samples else None
    match statistic:
        case "minimum":
            return Fraction(min(*samples, *(each.minimum for each in quiet)))
        case "maximum":
            return Fraction(max(*samples, *(each.maximum for each in quiet)))
        case "average":
            received = sum(each.received for each in quiet)
            total = sum(each.average * each.received for each in quiet)
            return Fraction(sum(samples) + total, len(samples) + received)
        case "median":
            raise Advice(_NO_MEDIAN)


def render(run: Run) -> str:
    """What PsPing prints for *run*."""
    lines = [
        f"PsPing v{run.version} - PsPing - ping, latency, bandwidth measurement utility",
        _COPYRIGHT,
        _SITE,
        "",
        f"TCP connect to {run.target}:",
        *([] if run.is_quiet else [_header(run)]),
        *(_line(f"{run.target} (warmup)", ping) for ping in run.warm_up),
        *(_line(run.target, ping) for ping in run.pings),
        "",
        f"TCP connect statistics for {run.target}:",
        *_figures(run.statistics),
    ]
    return "\n".join(lines) + "\n"


def reports(run: Run, output: str) -> bool:
    """Whether *output* stands in what is printed for *run*, as whole words and numbers."""
    pattern = rf"(?<![0-9A-Za-z.]){re.escape(output)}(?![0-9A-Za-z]|\.[0-9])"
    return re.search(pattern, render(run)) is not None


def nearest_line(run: Run, output: str) -> str:
    """The line that is printed for *run* and looks most like *output*."""
    lines = [line.strip() for line in render(run).splitlines() if line]
    return difflib.get_close_matches(output, lines, n=1, cutoff=0)[0]


def milliseconds(nanoseconds: int) -> str:
    """``4.25ms``, the way PsPing writes it."""
    whole, hundredths = divmod(rounded(Fraction(nanoseconds)) // RESOLUTION, 100)
    return f"{whole}.{hundredths:02}ms"


def _header(run: Run) -> str:
    return f"{len(run.warm_up) + len(run.pings)} iterations (warmup {len(run.warm_up)}) ping test:"


def _line(target: str, ping: Ping) -> str:
    if ping.took is None:
        # With which address a lost connect is printed isn't documented: with none.
        return f"Connecting to {target}: {TIMED_OUT}"
    source = f" from {ping.source}:" if ping.source else ""
    return f"Connecting to {target}:{source} {milliseconds(ping.took)}"


def _figures(figures: Statistics) -> tuple[str, str]:
    minimum, maximum, average = (
        milliseconds(figure) for figure in (figures.minimum, figures.maximum, figures.average)
    )
    lost = f"{figures.lost} ({figures.loss}% loss)"
    return (
        f"  Sent = {figures.sent}, Received = {figures.received}, Lost = {lost},",
        f"  Minimum = {minimum}, Maximum = {maximum}, Average = {average}",
    )


def _count(text: str) -> int:
    if text[-1:].lower() == "s" and text[:-1].isdigit():
        raise Advice(_IN_SECONDS.fill(text=text))
    count = parse_count(text)
    if count < 1:
        raise Advice(_NO_PINGS)
    return count


def _interval(text: str) -> int:
    if not re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", text):
        raise Advice(_NO_INTERVAL.fill(text=text))
    return parse_duration(f"{text} s")


_OPTIONS: Final[dict[str, Callable[[str], int]]] = {
    "-n": _count,
    "-w": parse_count,
    "-i": _interval,
}

_NO_MEDIAN = Text(
    "A run that was recorded with -q shows no single times, and has no median. Ask for its minimum, "
    "average or maximum, or record it without -q.",
    "-q を付けて記録した結果には個々の時間がなく、中央値が求められない。最小値、平均値、最大値の"
    "いずれかを書くか、-q を付けずに記録する。",
)
_UNKNOWN_OPTION = Text(
    "The option {option} of PsPing isn't modelled. The options are -n for the number of "
    "connections, -w for the warm-up and -i for the seconds between two of them.",
    "PsPing のオプション {option} はモデル化していない。使えるのは、接続の回数の -n、"
    "ウォームアップの -w、間隔の秒数の -i である。",
)
_NO_VALUE = Text(
    "The option {option} has no value. Write a number after it.",
    "オプション {option} に値がない。その後に数を書く。",
)
_ONE_TARGET = Text(
    "PsPing takes one destination, an address and a port such as 10.128.1.4:3389; found: {found}.",
    "PsPing の宛先は 10.128.1.4:3389 のようなアドレスとポートの一つである。見つかったもの: {found}",
)
_NO_PORT = Text(
    "{target} has no port, which makes PsPing send ICMP. Only TCP connects are modelled: "
    "write {target}:3389, or whichever port the server listens on.",
    "{target} にはポートがなく、その場合 PsPing は ICMP を送る。モデル化しているのは TCP 接続だけで"
    "ある。{target}:3389 のように、サーバーが待ち受けるポートを書く。",
)
_IN_SECONDS = Text(
    "A duration such as -n {text} isn't modelled. Write the number of connections, such as -n 200.",
    "-n {text} のような時間の指定はモデル化していない。-n 200 のように接続の回数を書く。",
)
_NO_PINGS = Text(
    "PsPing needs at least one connection to measure: write -n 1 or more.",
    "PsPing の計測には少なくとも 1 回の接続が要る。-n 1 以上を書く。",
)
_NO_INTERVAL = Text(
    '"{text}" is not an interval. Write the seconds from one ping to the next, such as -i 1.',
    "「{text}」は間隔ではない。-i 1 のように、次の ping までの秒数を書く。",
)
