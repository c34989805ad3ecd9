"""What ``azsim run`` prints in place of pytest's own report: a line for each scenario.

Its steps stand below it where it fails, or where every step is asked for.
"""

from __future__ import annotations

import gc
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from textwrap import indent
from typing import Any

import pytest

from azsim import garbage
from azsim.gherkin.playing import compat, slips
from azsim.gherkin.playing.choice import choice_of, reasons
from azsim.gherkin.playing.console_symbols import console_symbols
from azsim.gherkin.playing.passed_over import PASSED_OVER, in_lines, passed_over
from azsim.gherkin.playing.report_facts import ReportFacts, facts_of
from azsim.gherkin.playing.result import Outcome
from azsim.gherkin.playing.step_details import ask_for_details
from azsim.gherkin.reports.attempts import Attempt, is_over
from azsim.gherkin.reports.told import Teller
from azsim.gherkin.reports.wishes import Wishes
from azsim.terminal.language import reader_language
from azsim.terminal.progress import Bar
from azsim.terminal.visible import VisibleWriter
from azsim.terminal.wrapping import columns, wrapped
from azsim.text import Advice, Text, same

BAR_AFTER = 1.0
BAR_EVERY = 0.1

COUNTED = Text("{total} {scenarios}: {parts}.", "シナリオ {total} 件: {parts}。")
COUNTED_OF = Text(
    "{total} of {all} {scenarios}: {parts}. {rest}.",
    "シナリオ {all} 件中 {total} 件: {parts}。{rest}。",
)
FULL_STOP = Text(".", "。")
SECONDS = Text(" {seconds} s", "{seconds} 秒")
LEFT_OUT = Text("{count} left out", "除外 {count} 件")
LEFT_OUT_BY = Text("{count} left out by {reasons}", "{reasons} による除外 {count} 件")
UNPLAYED = Text("{count} left unplayed", "未実行 {count} 件")
OUTCOMES: Mapping[Outcome, Text] = {
    "passed": Text("{count} passed", "成功 {count} 件"),
    "failed": Text("{count} failed", "失敗 {count} 件"),
    "skipped": Text("{count} skipped", "スキップ {count} 件"),
    "xfailed": Text("{count} failed as expected", "想定どおりの失敗 {count} 件"),
    "xpassed": Text("{count} passed against expectation", "想定に反した成功 {count} 件"),
}
NOTHING = Text(
    "There is nothing to play: no scenario was found or chosen.",
    "実行するものがない。シナリオが見つからないか、選ばれていない。",
)
NOT_ALL = Text("not everything could be collected", "収集できないものがある")
STOPPED = Text("Stopped early: {reason}.", "途中で止めた: {reason}")
RULE = Text("Rule", "ルール")
FAILED = Text("Failed:", "失敗したシナリオ:")
PLAYED_AGAIN = Text("Played again:", "再実行したシナリオ:")
SKIPPED = Text("skipped: {reason}", "スキップ: {reason}")
IN_A_HOOK = Text(
    "A hook of this project ends in an error, so the run stopped:\n{problem}",
    "このプロジェクトのフックがエラーで終わり、実行は途中で止まった:\n{problem}",
)
XFAILED = Text("failed as expected{reason}", "想定どおりに失敗{reason}")
XPASSED = Text("expected to fail, but passes{reason}", "失敗する想定だが成功{reason}")
REASON = Text(": {reason}", ": {reason}")
OUTPUT = {
    "stdout": Text("Printed:", "出力:"),
    "stderr": Text("Printed to stderr:", "標準エラー出力:"),
    "log": Text("Logged:", "ログ:"),
}
AGAIN = Text("attempt {number}, played again", "{number} 回目、再実行する")
ATTEMPTS = Text("after {count} attempts", "{count} 回目の結果")
NOT_PLAYED = Text("could not be collected", "収集できなかった")
SEE_STEPS = Text("Every step: azsim run -v{paths}", "すべてのステップを見る: azsim run -v{paths}")
SEE = Text(
    "Reasons, pictures and sources: azsim docs{paths}", "理由・図・出典を見る: azsim docs{paths}"
)
SEE_FAILURES = Text(
    "What happened, in pictures: azsim docs{paths}", "何が起きたかを図で見る: azsim docs{paths}"
)


class Console:
    """Puts our reporter in the place of pytest's, and makes collecting fast."""

    def __init__(self, wishes: Wishes) -> None:
        self._wishes = wishes
        self._reporter: ConsoleReporter | None = None

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Replace the reporter, which other plug-ins keep finding under its name."""

        def make(standard: Any) -> ConsoleReporter:
            self._reporter = ConsoleReporter(standard, config, self._wishes)
            return self._reporter

        compat.replace_reporter(config, make)

    def pytest_plugin_registered(
        self, plugin: object, plugin_name: str, manager: pytest.PytestPluginManager
    ) -> None:
        """Take the place back where another plug-in puts a reporter of its own into it."""
        ours = self._reporter
        if plugin_name == compat.REPORTER and ours is not None and plugin is not ours:
            manager.unregister(plugin)
            manager.register(ours, compat.REPORTER)

    @pytest.hookimpl(wrapper=True)
    def pytest_load_initial_conftests(self) -> Iterator[Any]:
        """A slip in a conftest.py is told in a few lines."""
        try:
            return (yield)
        except compat.ConftestImportFailure as failure:
            problem = slips.told(failure.cause)
            if problem is None:
                raise
            raise Advice(slips.NO_SENTENCES.fill(problems=problem)) from None

    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self) -> Iterator[Any]:
        """Collect without looking for garbage.

        Nothing that is made while collecting goes away before the end, so the collector
        would only walk over it again and again; frozen, it is left alone later, too. Nor
        does a scenario leave garbage behind that would be worth a look every few steps.
        """
        with garbage.not_looking():
            try:
                return (yield)
            finally:
                gc.freeze()
                garbage.look_rarely()


class ConsoleReporter:
    """Prints features, scenarios and their steps in the order of collection."""

    def __init__(self, standard: Any, config: pytest.Config, wishes: Wishes) -> None:
        self._standard = standard
        self._config = config
        self._wishes = wishes
        self._tw = VisibleWriter(compat.writer_of(standard, config))
        self._teller = Teller(self._tw, console_symbols(config), columns())
        ask_for_details(
            config,
            "every step" if wishes.every_step else "failures",
            with_values=self._tw.hasmarkup,
        )
        self._waiting: dict[int, list[Attempt]] = {}
        self._next = 0
        self._last_path: str | None = None
        self._last_rule: str | None = None
        self._counts: dict[str, Counter[Outcome]] = {}
        self._chosen = self._left_out_by_choice = 0
        self._failed: list[str] = []
        self._played_again: list[str] = []
        self._language = reader_language()
        self._started = time.monotonic()
        self._drawn = 0.0
        self._bar = Bar(lambda text: self._tw.write(text, flush=True))
        self._is_terminal = bool(getattr(sys.stdout, "isatty", bool)())

    def __getattr__(self, name: str) -> Any:
        """Whatever another plug-in wants from pytest's reporter."""
        return getattr(self._standard, name)

    # -- what pytest tells us

    def pytest_collectreport(self, report: Any) -> None:
        """A file that can't even be collected; that is a mistake in Python code."""
        if report.failed:
            self._bar.clear()
            self._tw.line(f"{report.nodeid} {NOT_PLAYED.to(self._language)}", red=True)
            self._tw.line(slips.in_short(str(report.longrepr)))

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """``--collect-only`` lists what would be played."""
        self._chosen = len(session.items)
        self._left_out_by_choice = choice_of(self._config).left_out_tests
        if self._config.option.collectonly:
            for item in session.items:
                path, line, name = item.reportinfo()
                shown = getattr(item, "shown_path", lambda path=path: str(path))()
                self._tw.line(f"{shown}:{(line or 0) + 1}  {name}")
            rest = self._rest(self._chosen).to(self._language)
            if rest:
                self._tw.line(f"\n{rest}")

    def pytest_runtest_logstart(self, location: tuple[str, int | None, str]) -> None:
        """Show what is under way."""
        self._draw_bar(location[2])

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Print the scenario as soon as those before it are printed."""
        category = report.outcome if report.when == "call" or not report.passed else ""
        compat.count(self._standard, category, report)
        played = facts_of(report)
        if played is None:
            if report.failed:
                self._print_error(report)
            return
        self._chosen, self._left_out_by_choice = played["total"], played["left_out"]
        attempts = self._waiting.setdefault(played["turn"], [])
        if "steps" in played:
            attempts.append(Attempt(report))
        elif report.when == "teardown" and attempts:
            attempts[-1].end = report
        while self._next in self._waiting and is_over(self._waiting[self._next]):
            self._print(self._waiting.pop(self._next))
            self._next += 1

    def pytest_internalerror(
        self, excrepr: Any, excinfo: pytest.ExceptionInfo[BaseException]
    ) -> bool:
        """A bug in pytest, a plug-in or azsim, or a slip in a hook of the project."""
        self._bar.clear()
        slip = slips.told(excinfo.value)
        text = str(excrepr) if slip is None else IN_A_HOOK.fill(problem=slip).to(self._language)
        self._tw.line(text, red=True)
        return True

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """The user has had enough, or pytest itself, which says why."""
        reason = str(excinfo.value) or "Ctrl+C"
        collecting = reason.endswith("during collection")
        self._config.stash[_STOPPED] = NOT_ALL if collecting else reason

    @pytest.hookimpl(wrapper=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: Any) -> Iterator[Any]:
        """Everything has been played."""
        result = yield
        for turn in sorted(self._waiting):
            if self._waiting[turn]:
                self._print(self._waiting[turn])
        self._bar.clear()
        if not self._config.option.collectonly:
            self._config.hook.pytest_terminal_summary(
                terminalreporter=self, exitstatus=exitstatus, config=self._config
            )
            self._print_summary(session)
        return result

    # -- what we print

    def _print(self, attempts: Sequence[Attempt]) -> None:
        """A scenario as often as it was played; the last attempt counts."""
        self._bar.clear()
        *earlier, last = attempts
        played = last.facts
        path = played["path"]
        self._counts.setdefault(path, Counter())[last.outcome] += 1
        if path != self._last_path:
            self._last_path, self._last_rule = path, None
            self._print_title(played)
        if played["rule"] != self._last_rule:
            self._last_rule = played["rule"]
            self._tw.line()
            if played["rule"]:
                self._wrap(f"{RULE.to(played['language'])}: {played['rule']}", "  ", bold=True)
        for number, attempt in enumerate(earlier, start=1):
            self._print_attempt(attempt, AGAIN.fill(number=number))
        after = ATTEMPTS.fill(count=len(attempts)) if earlier else None
        self._print_attempt(last, after)
        line = played["line"] if played["row"] is None else played["row"]
        where = f"{path}:{line}  {played['name']}"
        if last.outcome == "failed":
            self._failed.append(where)
        if after is not None:
            self._played_again.append(f"{where} ({after.to(self._language)})")

    def _print_attempt(self, attempt: Attempt, remark: Text | None) -> None:
        played = attempt.facts
        said = "" if remark is None else f" ({remark.to(played['language'])})"
        lines = list(self._teller.title(attempt, said))
        if self._wishes.every_step or attempt.outcome != "passed":
            lines.extend(self._steps(attempt))
        lines.extend(self._note(played, None))
        if played["failed"] is None:
            lines.extend(self._output(attempt))
        # Writing line by line takes longer than the steps.
        self._tw.write("\n".join(lines) + "\n")
        for below, below_colour in _below(attempt):
            self._tw.line(indent(below.to(played["language"]), "        "), **below_colour)

    def _steps(self, attempt: Attempt) -> Iterator[str]:
        """Each step, with what is wrong with it and what it has printed."""
        played = attempt.facts
        for index, lines in groupby(self._teller.steps(played), itemgetter(0)):
            yield from (line for _, line in lines)
            yield from self._note(played, index)
            if index == played["failed"]:
                yield from self._output(attempt)

    def _print_title(self, played: ReportFacts) -> None:
        keyword, name = played["feature_keyword"], played["feature"]
        title = f"{keyword}: {name}" if keyword and name else ""
        self._tw.line()
        self._wrap(f"{title}  ({played['path']})" if title else played["path"], bold=True)

    def _wrap(self, text: str, start: str = "", /, **colours: bool) -> None:
        """*text* behind *start*, and what doesn't fit a line below it, further in."""
        for line in wrapped(text, self._teller.limit, start, f"{start}    "):
            self._tw.line(line, **colours)

    def _note(self, played: ReportFacts, step: int | None) -> Iterator[str]:
        note = played["notes"].get(step)
        if note is not None:
            line = played["steps"][step][2] if step is not None else played["line"]
            yield from self._teller.below(f"{played['path']}:{line}\n{note}", colours={"red": True})

    def _output(self, attempt: Attempt) -> Iterator[str]:
        """What was printed and logged, where a failure or an option of pytest asks for it."""
        option = self._config.option
        if attempt.outcome != "failed" and not set("PA") & set(option.reportchars):
            return
        for name, text in attempt.output.items():
            if option.showcapture in (name, "all"):
                title = OUTPUT[name].to(attempt.facts["language"])
                yield indent(title, "          ")
                yield self._tw.markup(indent(text.rstrip("\n"), "            "))

    def _print_error(self, report: Any) -> None:
        self._bar.clear()
        sign, colours = self._teller.sign("failed")
        self._tw.line(f"  {sign} {report.nodeid} ({report.when})", **colours)
        self._tw.line(indent(str(report.longrepr), "      "))
        path = report.nodeid.partition("::")[0]
        self._counts.setdefault(path, Counter())["failed"] += 1
        self._failed.append(report.nodeid)

    def _print_summary(self, session: pytest.Session) -> None:
        language = self._language
        total: Counter[Outcome] = sum(self._counts.values(), Counter())
        rest = self._rest(sum(total.values())).to(language)
        self._tw.line()
        if not total:
            self._print_passed_over()
            stopped = self._config.stash.get(_STOPPED, None)
            nothing = NOTHING if stopped is None else STOPPED.fill(reason=stopped)
            self._tw.line(nothing.to(language))
            if rest:
                self._tw.line(f"{rest}{FULL_STOP.to(language)}")
            return
        for path, counts in self._counts.items():
            signs: Counter[str] = Counter()
            for outcome, count in counts.items():
                signs[self._teller.sign(outcome)[0]] += count
            parts = "  ".join(f"{sign} {count}" for sign, count in signs.items())
            self._tw.line(f"{parts}  {path}", **self._teller.sign(_worst(counts))[1])
        self._print_list(FAILED, self._failed, red=True)
        self._print_list(PLAYED_AGAIN, self._played_again, yellow=True)
        self._tw.line()
        self._print_passed_over()
        self._print_what_comes_next()
        reason = self._config.stash.get(_STOPPED, None) or session.shouldfail or session.shouldstop
        if reason:
            self._tw.line(STOPPED.fill(reason=reason).to(language), yellow=True)
        self._wrap(
            self._counted(total, rest).to(language),
            bold=True,
            **self._teller.sign(_worst(total))[1],
        )

    def _print_what_comes_next(self) -> None:
        wishes = self._wishes
        seen = SEE_FAILURES if self._failed else SEE
        hints = [seen] if self._failed or wishes.every_step else [SEE_STEPS, seen]
        paths = "".join(f" {_typed(path)}" for path in wishes.paths)
        for hint in hints:
            self._wrap(hint.fill(paths=paths).to(self._language))

    def _print_list(self, title: Text, names: Sequence[str], **colour: bool) -> None:
        if names:
            self._tw.line()
            self._tw.line(title.to(self._language), **colour)
            for name in names:
                self._wrap(name, "  ", **colour)

    def _counted(self, total: Counter[Outcome], rest: str) -> Text:
        """How many scenarios there were, what became of them, and how long it took."""
        parts = [
            words.fill(count=f"{total[name]:,}") for name, words in OUTCOMES.items() if total[name]
        ]
        count = sum(total.values())
        every = max(count, self._chosen) + self._left_out_by_choice
        counted = COUNTED_OF if rest else COUNTED
        words = counted.fill(
            total=f"{count:,}",
            all=f"{every:,}",
            scenarios="scenario" if every == 1 else "scenarios",
            parts=_together(parts),
            rest=rest,
        )
        seconds = SECONDS.fill(seconds=f"{time.monotonic() - self._started:.2f}")
        return Text(words.en + seconds.en, words.ja + seconds.ja)

    def _rest(self, played: int) -> Text:
        """How many were left out, and how many of those chosen weren't *played*."""
        found: list[Text] = []
        left_out, unplayed = self._left_out_by_choice, self._chosen - played
        if left_out:
            why = reasons(self._config)
            words = LEFT_OUT_BY if why else LEFT_OUT
            found.append(words.fill(count=f"{left_out:,}", reasons=why))
        if unplayed > 0:
            found.append(UNPLAYED.fill(count=f"{unplayed:,}"))
        return _together(found)

    def _print_passed_over(self) -> None:
        found = [*self._wishes.left_out, *passed_over(self._config)]
        if found:
            lines = in_lines(found, self._config.invocation_params.dir).to(self._language)
            self._tw.line(f"{PASSED_OVER.to(self._language)}\n{lines}\n", yellow=True)

    # -- the bar below the scenarios, on a terminal and in a long run only

    def _draw_bar(self, playing: str) -> None:
        now = time.monotonic()
        is_due = now - self._started >= BAR_AFTER and now - self._drawn >= BAR_EVERY
        if self._is_terminal and is_due:
            self._drawn = now
            self._bar.draw(self._next, self._chosen, playing)


_STOPPED = pytest.StashKey[Text | str]()


def _typed(path: str) -> str:
    return f'"{path}"' if " " in path else path


def _together(parts: Iterable[Text]) -> Text:
    found = list(parts)
    return Text(", ".join(each.en for each in found), "、".join(each.ja for each in found))


def _worst(counts: Counter[Outcome]) -> Outcome:
    found: Iterable[Outcome] = ("failed", "xpassed", "skipped", "xfailed")
    return next((name for name in found if counts[name]), "passed")


def _below(attempt: Attempt) -> Iterator[tuple[Text, dict[str, bool]]]:
    """What is said of a scenario below its steps."""
    report, expected = attempt.report, compat.expected_failure(attempt.report)
    if expected is not None:
        words = XFAILED if report.skipped else XPASSED
        reason = REASON.fill(reason=expected) if expected else Text("", "")
        yield words.fill(reason=reason), {"red" if report.failed else "yellow": True}
    elif report.skipped:
        yield SKIPPED.fill(reason=_skip_reason(report)), {"yellow": True}
    elif attempt.outcome == "failed" and not report.passed:
        trace = _trace_back(report)
        if trace:
            yield same(trace), {}
    if attempt.end is not None and not attempt.end.passed:
        yield same(attempt.end.longrepr), {"red": True}


def _trace_back(report: Any) -> str:
    """The part of a failure's text that isn't shown with the steps."""
    text = str(report.longrepr)
    error = report.azsim["error"]
    if error is None:
        return text
    return text.partition("\n\n")[2] if error == "crash" else ""


def _skip_reason(report: Any) -> str:
    return compat.skip_reason(report) or str(report.longrepr)
