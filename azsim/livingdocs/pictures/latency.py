"""How long connects took: a distribution for each set of pings, above one axis.

A set is drawn as dots where it is small, else as a histogram, with a box below from the
lower to the upper quartile and a line at the median.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Final

from attrs import frozen

from azsim.livingdocs.picture import Picture, Table
from azsim.livingdocs.pictures.canvas import PHONE, TABLET, Canvas, width, wrapped
from azsim.livingdocs.pictures.latency_mermaid import Line, mermaid
from azsim.livingdocs.pictures.place_words import BOLD
from azsim.livingdocs.pictures.ticks import time_ticks
from azsim.livingdocs.pictures.time_unit import MILLISECONDS
from azsim.questions.latency import quartiles, rounded
from azsim.questions.measured import Measured
from azsim.text import Language, Text, same
from azsim.units import format_count, format_milliseconds

_LINE: Final = 18.0
_DENSITY: Final = 56.0
_BOX: Final = 14.0
_AXIS: Final = 44.0
_BIN: Final = 5
_DOT: Final = 8
_FEW: Final = 60
_MANY: Final = 100
_TAIL: Final = 100
"""One ping in so many may lie beyond the axis."""


@frozen
class _Set:
    """The pings of runs that were measured in the same way; ``samples`` ascend."""

    fastpath: bool
    is_recorded: bool
    samples: tuple[int, ...]
    lost: int
    files: int

    @property
    def name(self) -> Text:
        """What sets it apart."""
        return _ENABLED if self.fastpath else _DISABLED

    @property
    def about(self) -> Text:
        """Where its pings come from, and how many there are."""
        words = _RECORDED if self.is_recorded else _SIMULATED
        lost = _LOST.fill(count=format_count(self.lost)) if self.lost else same("")
        count = len(self.samples) + self.lost
        return words.fill(
            count=format_count(count),
            plural="" if count == 1 else "s",
            files=format_count(self.files),
            plural_files="" if self.files == 1 else "s",
            lost=lost,
        )

    @property
    def median(self) -> Fraction:
        """Half of the pings took longer; not rounded yet."""
        return quartiles(self.samples)[1]


def draw(measured: Sequence[Measured]) -> Picture | None:
    """The distributions of *measured*; None where no ping was answered."""
    sets = list(_sets(measured))
    if not any(each.samples for each in sets):
        return None
    return Picture(
        "latency",
        _TITLE,
        _summary(sets),
        Text(_drawn(sets, "en", TABLET), _drawn(sets, "ja", TABLET)),
        _table(sets, measured),
        mermaid(
            [
                Line(
                    _IN_SHORT.fill(name=each.name, median=_milliseconds(each.median)), each.samples
                )
                for each in sets
                if each.samples
            ]
        ),
        narrow=Text(_drawn(sets, "en", PHONE), _drawn(sets, "ja", PHONE)),
    )


def _sets(measured: Iterable[Measured]) -> Iterator[_Set]:
    """Simulated before recorded, and without FastPath before with it."""
    ordered = sorted(measured, key=_kind_of)
    for (is_recorded, fastpath), group in groupby(ordered, _kind_of):
        runs = list(group)
        yield _Set(
            fastpath,
            is_recorded,
            tuple(sorted(sample for run in runs for sample in run.samples)),
            sum(run.lost for run in runs),
            len({run.file for run in runs}),
        )


def _kind_of(measured: Measured) -> tuple[bool, bool]:
    return measured.file is not None, measured.fastpath


# In words


def _summary(sets: Sequence[_Set]) -> Text:
    parts = [
        _MEDIAN_OF.fill(name=each.name, about=each.about, median=_milliseconds(each.median))
        for each in sets
        if each.samples
    ]
    parts += [_change(before, after) for before, after in _pairs(sets)]
    return Text(
        " ".join(f"{part.en[0].upper()}{part.en[1:]}." for part in parts),
        "".join(f"{p.ja}。" for p in parts),
    )


def _pairs(sets: Sequence[_Set]) -> list[tuple[_Set, _Set]]:
    """The sets without FastPath and with it that can be compared."""
    return [
        (before, after)
        for before, after in pairwise(sets)
        if before.is_recorded == after.is_recorded and before.samples and after.samples
    ]


def _change(before: _Set, after: _Set) -> Text:
    drop = before.median - after.median
    words = _DROPS if drop >= 0 else _RISES
    return words.fill(change=_milliseconds(abs(drop)))


def _table(sets: Sequence[_Set], measured: Sequence[Measured]) -> Table:
    rows = [_figures(_SET.fill(name=each.name, about=each.about), each) for each in sets]
    recorded = [run for run in measured if run.file is not None]
    files = sorted(recorded, key=lambda run: (run.fastpath, run.file))
    for _, group in groupby(files, attrgetter("fastpath", "file")):
        [one] = _sets(group_ := list(group))
        rows.append(_figures(same(group_[0].file), one))
    return Table(_COLUMNS, tuple(rows))


def _figures(name: Text, each: _Set) -> tuple[Text | str, ...]:
    counts = format_count(len(each.samples) + each.lost), format_count(each.lost)
    if not each.samples:
        return (name, *counts, *["–"] * 5)
    first, last = each.samples[0], each.samples[-1]
    figures: Sequence[Fraction | int] = (first, *quartiles(each.samples), last)
    return (name, *counts, *map(_milliseconds, figures))


# In shapes


@frozen
class _Scale:
    """From ``left`` on, the time from 0 to ``top`` nanoseconds, ``broad`` pixels wide."""

    left: float
    broad: float
    top: int

    @property
    def right(self) -> float:
        return self.left + self.broad

    def x(self, time: Fraction | int) -> float:
        return self.left + self.broad * float(min(time, self.top)) / self.top

    def fitting(self, x: float, said: Sequence[str]) -> float:
        """The place nearest to *x* where words can be centred."""
        half = BOLD * max(width(line, "small") for line in said) / 2
        return min(max(x, self.left + half), self.right - half)

    def pixel(self, time: int) -> int:
        return int(self.broad * time // self.top)


@frozen
class _Row:
    """A set, laid out: what is said above it, below it, and of how much the median changes."""

    set: _Set
    name: Sequence[str]
    about: Sequence[str]
    figures: Sequence[str]
    change: Sequence[str]

    @property
    def head(self) -> float:
        """How much room is above its pings."""
        return _LINE * (len(self.name) + len(self.about)) + 12

    @property
    def height(self) -> float:
        """How tall it is."""
        change = _LINE * len(self.change) + 26 if self.change else 0
        shown = _DENSITY + 8 + _BOX + _LINE * len(self.figures) if self.figures else 0
        return self.head + shown + change + 22


def _drawn(sets: Sequence[_Set], language: Language, most: float) -> str:
    edge = most / 40
    scale = _Scale(edge, most - 2 * edge, _top(sets))
    pairs = _pairs(sets)
    rows = []
    for number, each in enumerate(sets):
        following = sets[number + 1 : number + 2]
        is_compared = bool(following) and (each, following[0]) in pairs
        change = _change(each, following[0]) if is_compared else same("")
        rows.append(_row(each, change, scale, language))
    tall = 10 + sum(row.height for row in rows) + _AXIS
    canvas = Canvas(most, tall, _TITLE.to(language))
    _draw_axis(canvas, scale, tall - _AXIS, 6 if most > PHONE else 4, language)
    y = 10.0
    for number, row in enumerate(rows):
        _draw_set(canvas, row, scale, y, language)
        if row.change:
            _draw_change(canvas, row, sets[number + 1], scale, y + row.height - 22)
        y += row.height
    return canvas.svg()


def _row(each: _Set, change: Text, scale: _Scale, language: Language) -> _Row:
    def lines(words: Text) -> Sequence[str]:
        said = words.to(language)
        return wrapped(said, scale.broad / BOLD, "small") if said else ()

    figures = same("")
    about = each.about
    if each.samples:
        low, middle, high = map(_milliseconds, quartiles(each.samples))
        figures = _MEDIAN.fill(median=middle, low=low, high=high)
        if beyond := sum(sample > scale.top for sample in each.samples):
            words = _BEYOND.fill(
                count=format_count(beyond),
                plural="" if beyond == 1 else "s",
                maximum=_milliseconds(each.samples[-1]),
            )
            about = _WITH_BEYOND.fill(about=about, beyond=words)
    return _Row(each, lines(each.name), lines(about), lines(figures), lines(change))


def _top(sets: Sequence[_Set]) -> int:
    """The end of the axis: the longest ping, without the long tail of a large set."""
    ends = [
        each.samples[-1 - len(each.samples) // _TAIL if len(each.samples) >= _MANY else -1]
        for each in sets
        if each.samples
    ]
    return max(*ends, 1) * 51 // 50


def _draw_axis(canvas: Canvas, scale: _Scale, foot: float, most: int, language: Language) -> None:
    ticks = time_ticks(scale.top, most, MILLISECONDS)
    for time in ticks.times:
        canvas.line(scale.x(time), foot, scale.x(time), foot + 5)
        number = MILLISECONDS.number(time)
        x = scale.fitting(scale.x(time), [number])
        canvas.words(x, foot + 20, number, anchor="middle", size="small")
    canvas.line(scale.left, foot, scale.right, foot)
    name = MILLISECONDS.short.to(language)
    canvas.words(scale.right, foot + 36, name, "muted", anchor="end", size="small")


def _draw_set(canvas: Canvas, row: _Row, scale: _Scale, y: float, language: Language) -> None:
    each, floor = row.set, y + row.head + _DENSITY
    for style, lines in (("strong", row.name), ("muted", row.about)):
        for line in lines:
            y += _LINE
            canvas.words(scale.left, y - 4, line, style, size="small")
    if not each.samples:
        canvas.words(scale.left, y + 16, _ALL_LOST.to(language), "bad", size="small")
        return
    style = "good" if each.fastpath else "warn"
    within = [sample for sample in each.samples if sample <= scale.top]
    heights = Counter(scale.pixel(sample) // _DOT for sample in within)
    canvas.line(scale.left, floor, scale.right, floor, "thin")
    if len(within) <= _FEW and max(heights.values()) * _DOT <= _DENSITY:
        _draw_dots(canvas, heights, scale, floor, style)
    else:
        _draw_histogram(canvas, within, scale, floor, style)
    _draw_box(canvas, row, scale, floor + 8, style)


def _draw_dots(
    canvas: Canvas, heights: Counter[int], scale: _Scale, floor: float, style: str
) -> None:
    for column, count in sorted(heights.items()):
        for number in range(count):
            x = scale.left + column * _DOT + _DOT / 2
            canvas.dot(x, floor - _DOT * number - _DOT / 2, 3.5, f"dot {style}")


def _draw_histogram(
    canvas: Canvas, samples: Sequence[int], scale: _Scale, floor: float, style: str
) -> None:
    bins = Counter(scale.pixel(sample) // _BIN for sample in samples)
    highest = max(bins.values())
    outline = f"M{_n(scale.left + min(bins) * _BIN)} {_n(floor)}"
    for number in range(min(bins), max(bins) + 1):
        outline += f"V{_n(floor - _DENSITY * bins[number] / highest)}h{_BIN}"
    canvas.curve(f"{outline}V{_n(floor)}Z", style)


def _draw_box(canvas: Canvas, row: _Row, scale: _Scale, y: float, style: str) -> None:
    samples = row.set.samples
    low, middle, high = map(scale.x, quartiles(samples))
    centre = y + _BOX / 2
    canvas.line(scale.x(samples[0]), centre, scale.x(samples[-1]), centre)
    canvas.box(low, y, high - low, _BOX, style, 2)
    canvas.line(middle, y - 3, middle, y + _BOX + 3, "line accent")
    _draw_lines(canvas, row.figures, scale, middle, y + _BOX + 4)


def _draw_change(canvas: Canvas, row: _Row, after: _Set, scale: _Scale, y: float) -> None:
    y -= _LINE * len(row.change) + 12
    start, end = scale.x(row.set.median), scale.x(after.median)
    for x in (start, end):
        canvas.line(x, y - 8, x, y + 8, "dashed")
    if abs(start - end) >= _ARROW:
        canvas.arrow(start, y, end, y, "line accent")
    _draw_lines(canvas, row.change, scale, (start + end) / 2, y + 10, "strong")


def _draw_lines(
    canvas: Canvas, lines: Sequence[str], scale: _Scale, x: float, y: float, style: str = ""
) -> None:
    x = scale.fitting(x, lines)
    for line in lines:
        y += _LINE
        canvas.words(x, y - 3, line, style, anchor="middle", size="small")


def _milliseconds(time: Fraction | int) -> Text:
    """*time*, rounded once, as PsPing would print it."""
    return format_milliseconds(rounded(Fraction(time)))


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


_ARROW: Final = 12
_TITLE = Text("Latency of the connects", "接続のレイテンシ")
_COLUMNS = (
    Text("pings", "ping"),
    Text("count", "回数"),
    Text("lost", "損失"),
    Text("minimum", "最小値"),
    Text("lower quartile", "第 1 四分位数"),
    Text("median", "中央値"),
    Text("upper quartile", "第 3 四分位数"),
    Text("maximum", "最大値"),
)
_ENABLED = Text("FastPath enabled", "FastPath 有効")
_DISABLED = Text("FastPath disabled", "FastPath 無効")
_SIMULATED = Text("simulated, {count} ping{plural}{lost}", "シミュレーション、{count} 回{lost}")
_RECORDED = Text(
    "recorded, {count} ping{plural} in {files} file{plural_files}{lost}",
    "記録、{files} ファイルの {count} 回{lost}",
)
_LOST = Text(", {count} lost", "、損失 {count} 回")
_SET = Text("{name}, {about}", "{name}、{about}")
_MEDIAN_OF = Text("{name}, {about}: the median is {median}", "{name}、{about}: 中央値は {median}")
_MEDIAN = Text(
    "median {median}, half of the pings from {low} to {high}",
    "中央値 {median}、半数の ping は {low}から {high}まで",
)
_IN_SHORT = Text("{name}: median {median}", "{name}: 中央値 {median}")
_DROPS = Text("the median drops by {change}", "中央値の低下幅は {change}")
_RISES = Text("the median rises by {change}", "中央値の上昇幅は {change}")
_WITH_BEYOND = Text("{about}; {beyond}", "{about}。{beyond}")
_BEYOND = Text(
    "{count} ping{plural} beyond the axis, up to {maximum}",
    "軸の範囲外の ping {count} 回、最大 {maximum}",
)
_ALL_LOST = Text("every ping was lost", "ping はすべて失われた")
