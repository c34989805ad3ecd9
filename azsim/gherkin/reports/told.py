"""A scenario as lines of a console: its title, and its steps where they are asked for or fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from textwrap import indent

from attrs import frozen

from azsim.gherkin.playing.report_facts import ReportFacts
from azsim.gherkin.playing.result import Outcome, State
from azsim.gherkin.playing.step_details import StepDetails
from azsim.gherkin.reading.notation import aligned, escaped
from azsim.gherkin.reports.attempts import Attempt
from azsim.terminal.columns import width
from azsim.terminal.symbols import Symbols
from azsim.terminal.visible import VisibleWriter
from azsim.terminal.wrapping import wrapped

Colours = Mapping[str, bool]

VALUE: Colours = {"cyan": True}
PLAIN: Colours = {}

_TITLE, _STEP, _BELOW = 2, 6, 10
"""How far each is indented."""


@frozen
class Teller:
    """Puts scenarios into lines of *limit* columns, in the colours of a *writer*."""

    writer: VisibleWriter
    symbols: Symbols
    limit: int | None

    def title(self, attempt: Attempt, remark: str) -> Iterator[str]:
        """The line that says how a scenario went."""
        played = attempt.facts
        row = "" if played["row"] is None else f" [{played['row']}]"
        sign, colours = self.sign(attempt.outcome)
        words = f"{played['name']}{row}{remark}"
        yield from self._marked(words, sign, _TITLE, colours, attempt.outcome == "failed")

    def steps(self, played: ReportFacts) -> Iterator[tuple[int, str]]:
        """The lines of each step, behind its number."""
        details = played["details"] or [_NOTHING] * len(played["steps"])
        for index, (step, detail) in enumerate(zip(played["steps"], details, strict=True)):
            for line in self._step(*step, detail):
                yield index, line

    def _step(
        self, keyword: str, text: str, _: int, state: State, detail: StepDetails
    ) -> Iterator[str]:
        sign, colours = self.sign(state)
        values = [
            (start + len(keyword) + 1, end + len(keyword) + 1) for start, end in detail["values"]
        ]
        yield from self._marked(
            f"{keyword} {text}", sign, _STEP, colours, state == "failed", values
        )
        if detail["table"]:
            yield from self._table(detail["table"])
        if detail["docstring"] is not None:
            for line in ('"""', *detail["docstring"].splitlines(), '"""'):
                yield self.writer.markup(f"{' ' * _BELOW}{line}")

    def _table(self, rows: Sequence[Sequence[str]]) -> Iterator[str]:
        """*rows* in columns, or cell by cell where those are too wide."""
        lines = aligned([[escaped(cell) for cell in row] for row in rows])
        if self.limit is None or width(lines[0]) + _BELOW <= self.limit:
            yield from (self.writer.markup(f"{' ' * _BELOW}{line}") for line in lines)
            return
        headings, *body = rows
        for row in body:
            cells = "; ".join(f"{name}: {cell}" for name, cell in zip(headings, row, strict=True))
            for line in wrapped(cells, self.limit, f"{' ' * _BELOW}- ", " " * (_BELOW + 2)):
                yield self.writer.markup(line)

    def below(
        self, text: str, indentation: int = _BELOW, colours: Colours = PLAIN
    ) -> Iterator[str]:
        """*text*, of which prose is wrapped; what stands in columns, or is there to be copied, isn't."""
        for line in text.splitlines():
            if line.startswith(" ") or "  " in line:
                yield self.writer.markup(indent(line, " " * indentation), **colours)
            else:
                for each in wrapped(line, self.limit, " " * indentation):
                    yield self.writer.markup(each, **colours)

    def sign(self, outcome: Outcome | State) -> tuple[str, Colours]:
        """How an outcome is marked."""
        if outcome == "passed":
            return self.symbols.passed, {"green": True}
        if outcome == "xpassed":
            return self.symbols.passed, {"yellow": True}
        if outcome == "failed":
            return self.symbols.failed, {"red": True}
        return self.symbols.unreached, {"yellow": True}

    def _marked(
        self,
        words: str,
        sign: str,
        indentation: int,
        colours: Colours,
        stands_out: bool,
        values: Sequence[tuple[int, int]] = (),
    ) -> Iterator[str]:
        """*words* behind their sign; a failure as a whole has its colour, elsewhere the sign has."""
        start = f"{' ' * indentation}{sign} "
        hanging = " " * len(start)
        lines = wrapped(words, self.limit, hanging)
        chosen = colours if stands_out else PLAIN
        shown = _styled(
            [line.removeprefix(hanging) for line in lines],
            words,
            values,
            lambda piece, is_value: self.writer.markup(
                piece, **(VALUE if is_value and not stands_out else chosen)
            ),
        )
        before = " " * indentation + self.writer.markup(sign, **colours) + " "
        for line in shown:
            yield f"{before}{line}"
            before = hanging


_NOTHING: StepDetails = {"values": [], "table": [], "docstring": None}


def _styled(
    lines: Sequence[str],
    words: str,
    values: Sequence[tuple[int, int]],
    style: Callable[[str, bool], str],
) -> Iterator[str]:
    """*lines*, which *words* were wrapped into, with each piece in its style; *values* are spans."""
    if not values:
        yield from (style(line, False) for line in lines)
        return
    in_value = {at for start, end in values for at in range(start, end)}
    at = 0
    for line in lines:
        shown, piece, was_value = "", "", False
        for sign in line:
            # Blanks at which a line was broken are gone.
            while words[at] != sign:
                at += 1
            if (at in in_value) != was_value:
                shown += style(piece, was_value) if piece else ""
                piece, was_value = "", at in in_value
            piece += sign
            at += 1
        yield shown + (style(piece, was_value) if piece else "")
