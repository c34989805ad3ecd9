"""How long connects took: a distribution for each set of pings, above one axis.

A set is drawn as dots where it is small, else as a histogram, with a box below from the
lower to the upper quartile and a line at the median.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Final

from attrs import frozen

from azsim.livingdocs.picture import Picture, Table
from azsim.livingdocs.pictures.canvas import Canvas, width
from azsim.livingdocs.pictures.ticks import TimeTicks, time_ticks
from azsim.questions.latency import quartiles
from azsim.questions.measured import Measured
from azsim.text import Language, Text, same
from azsim.units import format_count, format_milliseconds

PLOT: Final = 760.0
"""How broad the axis is, in pixels."""

_MARGIN: Final = 10.0
_DENSITY: Final = 56.0
_BOX: Final = 14.0
_ROW: Final = 128.0
_DROP: Final = 40.0
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
    def median(self) -> int:
        """Half of the pings took longer."""
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
        Text(_drawn(sets, "en"), _drawn(sets, "ja")),
        _table(sets, measured),
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
        _MEDIAN_OF.fill(name=each.name, about=each.about, median=format_milliseconds(each.median))
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
    return words.fill(change=format_milliseconds(abs(drop)))


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
    figures = (each.samples[0], *quartiles(each.samples), each.samples[-1])
    return (name, *counts, *map(format_milliseconds, figures))


# In shapes


@frozen
class _Scale:
    """From ``left`` on, the time from 0 to ``top`` nanoseconds."""

    left: float
    top: int

    def x(self, time: int) -> float:
        return self.left + PLOT * min(time, self.top) / self.top

    def fitting(self, x: float, said: str) -> float:
        """The place nearest to *x* where words can be centred."""
        half = width(said, "small") / 2
        return min(max(x, self.left + half), self.left + PLOT - half)

    def pixel(self, time: int) -> int:
        return int(PLOT * time // self.top)


def _drawn(sets: Sequence[_Set], language: Language) -> str:
    names = [width(each.name.to(language)) for each in sets]
    abouts = [width(each.about.to(language), "small") for each in sets]
    left = _MARGIN + max(*names, *abouts) + 24
    scale = _Scale(left, _top(sets))
    pairs = _pairs(sets)
    tall = 24 + _ROW * len(sets) + _DROP * len(pairs) + 40
    canvas = Canvas(left + PLOT + 40, tall, _TITLE.to(language))
    foot = tall - 40
    _draw_axis(canvas, scale, foot, language)
    y = 12.0
    for number, each in enumerate(sets):
        _draw_set(canvas, each, scale, y, language)
        y += _ROW
        following = sets[number + 1 : number + 2]
        if following and (each, following[0]) in pairs:
            _draw_change(canvas, each, following[0], scale, y, language)
            y += _DROP
    return canvas.svg()


def _top(sets: Sequence[_Set]) -> int:
    """The end of the axis: the longest ping, without the long tail of a large set."""
    ends = [
        each.samples[-1 - len(each.samples) // _TAIL if len(each.samples) >= _MANY else -1]
        for each in sets
        if each.samples
    ]
    return max(*ends, 1) * 51 // 50


def _draw_axis(canvas: Canvas, scale: _Scale, foot: float, language: Language) -> None:
    ticks = time_ticks(scale.top)
    for time in ticks.times:
        canvas.line(scale.x(time), 8, scale.x(time), foot, "thin")
        label = _tick(ticks, time).to(language)
        canvas.words(scale.x(time), foot + 18, label, anchor="middle", size="small")
    canvas.line(scale.left, foot, scale.left + PLOT, foot)


def _tick(ticks: TimeTicks, time: int) -> Text:
    number = ticks.number(time)
    return Text(f"{number} {ticks.name.en}", f"{number} {ticks.name.ja}")


def _draw_set(canvas: Canvas, each: _Set, scale: _Scale, y: float, language: Language) -> None:
    floor = y + _DENSITY + 14
    canvas.words(_MARGIN, floor - 20, each.name.to(language))
    canvas.words(_MARGIN, floor - 3, each.about.to(language), "muted", size="small")
    if not each.samples:
        canvas.words(scale.left + 8, floor - 10, _ALL_LOST.to(language), "bad", size="small")
        return
    style = "good" if each.fastpath else "warn"
    within = [sample for sample in each.samples if sample <= scale.top]
    heights = Counter(scale.pixel(sample) // _DOT for sample in within)
    canvas.line(scale.left, floor, scale.left + PLOT, floor, "thin")
    if len(within) <= _FEW and max(heights.values()) * _DOT <= _DENSITY:
        _draw_dots(canvas, heights, scale, floor, style)
    else:
        _draw_histogram(canvas, within, scale, floor, style)
    _draw_box(canvas, each, scale, floor + 8, style, language)
    if beyond := len(each.samples) - len(within):
        words = _BEYOND.fill(
            count=format_count(beyond),
            plural="" if beyond == 1 else "s",
            maximum=format_milliseconds(each.samples[-1]),
        )
        right = scale.left + PLOT
        canvas.words(right, y + 10, words.to(language), "muted", anchor="end", size="small")


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


def _draw_box(
    canvas: Canvas, each: _Set, scale: _Scale, y: float, style: str, language: Language
) -> None:
    low, middle, high = quartiles(each.samples)
    centre = y + _BOX / 2
    canvas.line(scale.x(each.samples[0]), centre, scale.x(each.samples[-1]), centre)
    canvas.box(scale.x(low), y, scale.x(high) - scale.x(low), _BOX, style, 2)
    x = scale.x(middle)
    canvas.line(x, y - 3, x, y + _BOX + 3, "line accent")
    said = _MEDIAN.fill(
        median=format_milliseconds(middle),
        low=format_milliseconds(low),
        high=format_milliseconds(high),
    ).to(language)
    x = scale.fitting(x, said)
    canvas.words(x, y + _BOX + 18, said, anchor="middle", size="small")


def _draw_change(
    canvas: Canvas, before: _Set, after: _Set, scale: _Scale, y: float, language: Language
) -> None:
    start, end = scale.x(before.median), scale.x(after.median)
    for x in (start, end):
        canvas.line(x, y - 4, x, y + 11, "dashed")
    if abs(start - end) >= _ARROW:
        canvas.arrow(start, y + 4, end, y + 4, "line accent")
    said = _change(before, after).to(language)
    x = scale.fitting((start + end) / 2, said)
    canvas.words(x, y + 24, said, "strong", anchor="middle", size="small")


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
_DROPS = Text("the median drops by {change}", "中央値の低下幅は {change}")
_RISES = Text("the median rises by {change}", "中央値の上昇幅は {change}")
_BEYOND = Text(
    "{count} ping{plural} beyond, up to {maximum} →", "範囲外の ping {count} 回、最大 {maximum} →"
)
_ALL_LOST = Text("every ping was lost", "ping はすべて失われた")
