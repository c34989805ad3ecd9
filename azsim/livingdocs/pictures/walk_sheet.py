"""The packet walk as a sequence diagram: lifelines, arrows, and notes beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from attrs import define, field, frozen

from azsim.livingdocs.pictures.canvas import Canvas, width, wrapped
from azsim.livingdocs.pictures.time_unit import TimeUnit
from azsim.livingdocs.pictures.walk_columns import (
    LOOP,
    MARGIN,
    ROOM,
    Columns,
    Heading,
    columns,
    leg_lines,
    time_lines,
)
from azsim.livingdocs.pictures.walk_legend import Legend
from azsim.livingdocs.pictures.walk_notes import GAP, LINE, Line, Notes
from azsim.livingdocs.pictures.walk_times import times_of
from azsim.livingdocs.pictures.walk_words import (
    BYPASSED,
    banner,
    is_dns,
    label,
    outcome,
    rewrite,
)
from azsim.model.rules import Rule
from azsim.questions.walk import Walk
from azsim.questions.walk_rows import Leg, Note, Passage, Pause, Request, Row
from azsim.text import Language, Text

NOTE: Final = 290
ARC: Final = 12

_Draw = Callable[[Canvas, float], None]


@frozen
class _Block:
    """A part of the picture of some height, over all lifelines but those it bypasses."""

    height: float
    draw: _Draw
    bypassed: frozenset[str] = frozenset()


def svg(walk: Walk, language: Language, summary: str) -> str:
    """The whole picture."""
    sheet = _Sheet(columns(walk, language), times_of(walk.rows), language)
    rows = [(row, list(sheet.blocks(row))) for row in walk.rows]
    blocks = [block for _, each in rows for block in each]
    legend = Legend(walk, language)
    head = legend.height + sheet.head_height()
    height = head + sum(block.height for block in blocks) + MARGIN
    canvas = Canvas(sheet.columns.width, height, summary)
    sheet.draw_lifelines(canvas, head, blocks)
    legend.draw(canvas, sheet.columns.times)
    sheet.draw_headings(canvas, legend.height)
    y = head
    for number, (row, each) in enumerate(rows):
        canvas.group(style_of(row, walk), number)
        for block in each:
            block.draw(canvas, y)
            y += block.height
        canvas.end_group()
    return canvas.svg()


@define
class _Sheet:
    columns: Columns
    times: TimeUnit
    language: Language
    _rules_said: set[tuple[str, Rule]] = field(factory=set)
    _ends_said: dict[frozenset[str], frozenset[str]] = field(factory=dict)
    _times_said: list[str] = field(factory=list)

    # Lifelines

    def head_height(self) -> float:
        tallest = max(
            (18 * len(each.name) + LINE * len(each.kind) for each in self._headings()), default=0
        )
        return MARGIN + (tallest + 14 if tallest else 0)

    def draw_headings(self, canvas: Canvas, top: float) -> None:
        for name, heading in self.columns.headings.items():
            x, w = self.columns.at[name], heading.width
            y = top + MARGIN / 2
            canvas.box(x - w / 2, y, w, self.head_height() - MARGIN / 2)
            y += 20
            for line in heading.name:
                canvas.words(x, y, line, "strong", anchor="middle")
                y += 18
            for line in heading.kind:
                canvas.words(x, y - 2, line, "muted", anchor="middle", size="small")
                y += LINE

    def draw_lifelines(self, canvas: Canvas, top: float, blocks: Sequence[_Block]) -> None:
        for name, x in self.columns.at.items():
            start, y = top, top
            for number, block in enumerate(blocks):
                y += block.height
                is_off = name in block.bypassed
                following = blocks[number + 1 : number + 2]
                if not following or (name in following[0].bypassed) != is_off:
                    canvas.line(x, start, x, y, "lifeline off" if is_off else "lifeline")
                    start = y

    # Rows

    def blocks(self, row: Row) -> Iterator[_Block]:
        if isinstance(row, Passage):
            yield from self._passage(row)
        elif isinstance(row, Note) and row.where in self.columns.at:
            yield self._note(row, row.where)
        elif isinstance(row, Pause):
            yield self._pause(row)
        else:
            yield self._banner(row)

    def _passage(self, row: Passage) -> Iterator[_Block]:
        """One block for the legs in one direction; a packet that turns, or stays, begins another."""
        strips = [list[Leg]()]
        for leg in row.legs:
            strip = strips[-1]
            if strip and self._direction(strip[-1]) * self._direction(leg) <= 0:
                strips.append(strip := [])
            strip.append(leg)
        for number, strip in enumerate(strips):
            yield self._strip(row, strip, is_first=number == 0, is_last=strip is strips[-1])

    def _strip(self, row: Passage, legs: Sequence[Leg], *, is_first: bool, is_last: bool) -> _Block:
        labels = [self._label_lines(row, leg) for leg in legs]
        addresses = [
            self._address_lines(leg, legs[number - 1] if number else None)
            for number, leg in enumerate(legs)
        ]
        # What crosses no link stands beside its time.
        notes = Notes(self.columns.width, MARGIN if legs else self.columns.times)
        for leg in legs:
            notes.add(self.columns.at[leg.end], self._rule_lines(leg))
        end = outcome(row) if is_last else None
        if end is not None:
            said = end if legs else Text(f"{label(row).en}, {end.en}", f"{label(row).ja}、{end.ja}")
            style = "bad" if row.ended == "dropped" else "note"
            notes.add(self.columns.at[row.where], self._wrapped(said), style)
        arcs = any(leg.bypassed for leg in legs)
        above = max([LINE * max(map(len, labels), default=0), (ARC + LINE) if arcs else 0])
        arrow = GAP + above + 4
        under = arrow + 4 + LINE * max(map(len, addresses), default=0) if legs else GAP

        def draw(canvas: Canvas, y: float) -> None:
            self._band(canvas, row, legs, y, height)
            if is_first:
                self._times(canvas, row, y + (arrow if legs else GAP + LINE))
            for leg, words, lines in zip(legs, labels, addresses, strict=True):
                is_end = is_last and leg is legs[-1]
                dropped = is_end and row.ended == "dropped"
                self._leg(canvas, leg, y + arrow, dropped=dropped, dns=is_dns(row))
                low, high = self.columns.stretch(leg, self.language)
                middle = (low + high) / 2
                bottom = y + arrow - 6
                top = bottom - LINE * (len(words) - 1)
                is_crossed = row.session is None and self.columns.is_crossed(low, high)
                write = partial(_centred, canvas, middle, blank=is_crossed)
                for number, line in enumerate(words):
                    write(top + LINE * number, Line(line))
                for number, line in enumerate(lines, start=1):
                    write(y + arrow + LINE * number - 1, Line(line, "mono muted"))
            notes.draw(canvas, y + under + GAP)

        height = under + (notes.height + GAP if notes.height else 0) + GAP
        gone_past = frozenset(name for leg in legs for name in leg.bypassed)
        return _Block(height, draw, gone_past)

    def _leg(self, canvas: Canvas, leg: Leg, y: float, *, dropped: bool, dns: bool) -> None:
        line = "line dns" if dns else "line"
        start, end = self.columns.at[leg.start], self.columns.at[leg.end]
        if start == end:
            points = [(start, y - 14), (end + LOOP, y - 14), (end + LOOP, y), (end + 8, y)]
            canvas.path(points, line)
            canvas.head(end, y, "left")
            return
        step = 1 if end > start else -1
        style = "bad" if dropped else "line"
        d = f"M{start:.1f} {y:.1f}"
        for name in leg.bypassed if step > 0 else reversed(leg.bypassed):
            x = self.columns.at[name]
            sweep = 1 if step > 0 else 0
            d += f"L{x - step * ARC:.1f} {y:.1f}A{ARC} {ARC} 0 0 {sweep} {x + step * ARC:.1f} {y:.1f}"
            word = Line(BYPASSED.to(self.language), "accent")
            _centred(canvas, x, y - ARC - 5, word, blank=True)
        d += f"L{end - step * (4 if dropped else 8):.1f} {y:.1f}"
        canvas.curve(d, f"{line} bad" if dropped else line)
        canvas.head(end, y, "right" if step > 0 else "left", style)
        if dropped:
            canvas.cross(end, y)

    def _band(
        self, canvas: Canvas, row: Passage, legs: Sequence[Leg], y: float, height: float
    ) -> None:
        if row.session is None or not legs:
            return
        stops = sorted(self.columns.at[name] for leg in legs for name in (leg.start, leg.end))
        style = "session-odd" if row.session % 2 else "session-even"
        canvas.box(stops[0], y + 1, stops[-1] - stops[0], height - 2, style, radius=0)

    def _note(self, row: Note, where: str) -> _Block:
        notes = Notes(self.columns.width, self.columns.times)
        notes.add(self.columns.at[where], self._wrapped(row.words))

        def draw(canvas: Canvas, y: float) -> None:
            self._times(canvas, row, y + GAP + LINE)
            notes.draw(canvas, y + GAP)

        return _Block(notes.height + 2 * GAP, draw)

    def _pause(self, row: Pause) -> _Block:
        words = banner(row, self.times)[0].to(self.language)
        left, right = self._inside()

        def draw(canvas: Canvas, y: float) -> None:
            middle, half = (left + right) / 2, width(words, "small") / 2 + ROOM
            canvas.line(left, y + 16, middle - half, y + 16, "dashed")
            canvas.line(middle + half, y + 16, right, y + 16, "dashed")
            _centred(canvas, middle, y + 20, Line(words, "strong"), blank=True)

        return _Block(32, draw)

    def _banner(self, row: Row) -> _Block:
        assert not isinstance(row, Passage)
        left, right = self._inside()
        lines = [
            line
            for words in banner(row, self.times)
            for line in wrapped(words.to(self.language), right - left - 2 * ROOM, "small")
        ]
        style = "band"
        if isinstance(row, Request):
            style = "good" if row.refused is None else "bad"
        height = LINE * len(lines) + 10

        def draw(canvas: Canvas, y: float) -> None:
            self._times(canvas, row, y + GAP + LINE)
            canvas.box(left, y + GAP, right - left, height, style)
            for number, line in enumerate(lines, start=1):
                canvas.words(left + ROOM, y + GAP + LINE * number, line, size="small")

        return _Block(height + 2 * GAP, draw)

    # Words

    def _label_lines(self, row: Passage, leg: Leg) -> list[str]:
        low, high = self.columns.stretch(leg, self.language)
        return wrapped(label(row).to(self.language), high - low, "small")

    def _address_lines(self, leg: Leg, before: Leg | None) -> list[str]:
        """The addresses on a link, unless they are those of the packet there before, or its answer."""
        link, ends = frozenset((leg.start, leg.end)), frozenset(_ends(leg))
        known = self._ends_said.get(link)
        self._ends_said[link] = ends
        if known == ends or (before is not None and _ends(before) == _ends(leg)):
            return []
        return leg_lines(leg, has_long_lines=self.columns.has_long_lines)

    def _rule_lines(self, leg: Leg) -> list[Line]:
        """What the place at the end changed, and by which rule, which is said once."""
        lines = [Line(rewrite(each).to(self.language), "mono") for each in leg.rewrites]
        if leg.rule is not None and (leg.end, leg.rule) not in self._rules_said:
            self._rules_said.add((leg.end, leg.rule))
            lines += self._wrapped(leg.rule.text)
        return lines

    def _wrapped(self, words: Text) -> list[Line]:
        return [Line(line) for line in wrapped(words.to(self.language), NOTE, "small")]

    def _times(self, canvas: Canvas, row: Row, y: float) -> None:
        """The time in the margin, where it isn't the same as above."""
        lines = time_lines(row, self.times, self.language)
        if not lines or lines == self._times_said:
            return
        self._times_said = lines
        for number, line in enumerate(lines):
            canvas.words(MARGIN, y + LINE * number, line, "muted", size="small")

    def _inside(self) -> tuple[float, float]:
        return self.columns.times, self.columns.width - MARGIN

    def _direction(self, leg: Leg) -> float:
        """Above 0 to the right, below to the left; 0 where it stays."""
        return self.columns.at[leg.end] - self.columns.at[leg.start]

    def _headings(self) -> Iterator[Heading]:
        yield from self.columns.headings.values()


def style_of(row: Row, walk: Walk) -> str:
    """How a row stands out of the others, or back behind them."""
    if not isinstance(row, Passage) or not walk.is_told_apart:
        return "row"
    return "row asked" if row.asked_about else "row aside"


def _centred(canvas: Canvas, x: float, y: float, line: Line, *, blank: bool) -> None:
    """A line around *x* on the baseline *y*; *blank* hides what runs behind it."""
    if blank:
        w = line.width
        canvas.box(x - w / 2, y - 11, w, LINE - 1, "blank", radius=0)
    canvas.words(x, y, line.words, line.style, anchor="middle", size="small")


def _ends(leg: Leg) -> tuple[str, str]:
    return leg.source, leg.destination
