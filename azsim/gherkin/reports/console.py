"""What ``azsim run`` prints in place of pytest's own report."""

from __future__ import annotations

import gc
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from textwrap import indent
from typing import Any

import pytest

from azsim import garbage
from azsim.gherkin.playing import compat, slips
from azsim.gherkin.playing.console_symbols import console_symbols
from azsim.gherkin.playing.passed_over import PASSED_OVER, PassedOver, in_lines, passed_over
from azsim.gherkin.playing.report_facts import ReportFacts, facts_of
from azsim.terminal.language import reader_language
from azsim.terminal.progress import no_progress_bar, progress_bar
from azsim.terminal.visible import VisibleWriter
from azsim.text import Advice, Text

BAR_AFTER = 1.0
BAR_EVERY = 0.1

COUNTED = Text(
    "{total} {scenarios}: {parts}. {seconds} s", "シナリオ {total} 件: {parts}。{seconds} 秒"
)
OUTCOMES = {
    "passed": Text("{count} passed", "成功 {count} 件"),
    "failed": Text("{count} failed", "失敗 {count} 件"),
    "skipped": Text("{count} skipped", "スキップ {count} 件"),
}
NOTHING = Text(
    "There is nothing to play: no scenario was found or chosen.",
    "実行するものがない。シナリオが見つからないか、選ばれていない。",
)
NOT_ALL = Text("not everything could be collected", "収集できないものがある")
STOPPED = Text("Stopped early: {reason}.", "途中で止めた: {reason}")
RULE = Text("Rule", "ルール")
FAILED = Text("Failed:", "失敗したシナリオ:")
SKIPPED = Text("skipped: {reason}", "スキップ: {reason}")
IN_A_HOOK = Text(
    "A hook of this project ends in an error, so the run stopped:\n{problem}",
    "このプロジェクトのフックがエラーで終わり、実行は途中で止まった:\n{problem}",
)
NOT_PLAYED = Text("could not be collected", "収集できなかった")


class Console:
    """Puts our reporter in the place of pytest's, and makes collecting fast."""

    def __init__(self, left_out: Sequence[PassedOver] = ()) -> None:
        self._left_out = left_out
        self._reporter: ConsoleReporter | None = None

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Replace the reporter, which other plug-ins keep finding under its name."""

        def make(standard: Any) -> ConsoleReporter:
            self._reporter = ConsoleReporter(standard, config, self._left_out)
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
    """Prints features, scenarios and steps in the order of collection."""

    def __init__(
        self, standard: Any, config: pytest.Config, left_out: Sequence[PassedOver]
    ) -> None:
        self._standard = standard
        self._config = config
        self._left_out = left_out
        self._tw = VisibleWriter(compat.writer_of(standard, config))
        self._symbols = console_symbols(config)
        self._waiting: dict[int, Any] = {}
        self._next = 0
        self._last_path: str | None = None
        self._last_rule: str | None = None
        self._counts: dict[str, Counter[str]] = {}
        self._outcomes: dict[int, str] = {}
        self._failed_late: list[tuple[str, int]] = []
        self._failed: list[str] = []
        self._language = reader_language()
        self._started = time.monotonic()
        self._drawn = 0.0
        self._bar_shown = False
        self._is_terminal = bool(getattr(sys.stdout, "isatty", bool)())

    def __getattr__(self, name: str) -> Any:
        """Whatever another plug-in wants from pytest's reporter."""
        return getattr(self._standard, name)

    # -- what pytest tells us

    def pytest_collectreport(self, report: Any) -> None:
        """A file that can't even be collected; that is a mistake in Python code."""
        if report.failed:
            self._clear_bar()
            self._tw.line(f"{report.nodeid} {NOT_PLAYED.to(self._language)}", red=True)
            self._tw.line(slips.in_short(str(report.longrepr)))

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """``--collect-only`` lists what would be played."""
        if self._config.option.collectonly:
            for item in session.items:
                path, line, name = item.reportinfo()
                shown = getattr(item, "shown_path", lambda path=path: str(path))()
                self._tw.line(f"{shown}:{(line or 0) + 1}  {name}")

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Print the scenario as soon as those before it are printed."""
        category = report.outcome if report.when == "call" or not report.passed else ""
        compat.count(self._standard, category, report)
        played = facts_of(report)
        if played is None or "steps" not in played:
            # A scenario tells of its subtests itself.
            if report.failed and (played is None or compat.subtest_name(report) is None):
                self._print_error(report)
            return
        self._waiting[played["turn"]] = report
        while self._next in self._waiting:
            self._print(self._waiting.pop(self._next))
            self._next += 1
        self._draw_bar(played["total"])

    def pytest_internalerror(
        self, excrepr: Any, excinfo: pytest.ExceptionInfo[BaseException]
    ) -> bool:
        """A bug in pytest, a plug-in or azsim, or a slip in a hook of the project."""
        self._clear_bar()
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
            self._print(self._waiting[turn])
        self._clear_bar()
        if not self._config.option.collectonly:
            self._config.hook.pytest_terminal_summary(
                terminalreporter=self, exitstatus=exitstatus, config=self._config
            )
            self._print_summary(session)
        return result

    # -- what we print

    def _print(self, report: Any) -> None:
        self._clear_bar()
        played: ReportFacts = report.azsim
        path, language = played["path"], played["language"]
        self._counts.setdefault(path, Counter())[report.outcome] += 1
        self._outcomes[played["turn"]] = report.outcome
        if path != self._last_path:
            self._last_path, self._last_rule = path, None
            self._print_title(played)
        if played["rule"] != self._last_rule:
            self._last_rule = played["rule"]
            self._tw.line()
            if played["rule"]:
                self._tw.line(f"  {RULE.to(language)}: {played['rule']}", bold=True)
        sign, colour = self._sign(report.outcome)
        row = "" if played["row"] is None else f" [{played['row']}]"
        lines = [self._tw.markup(f"  {sign} {played['name']}{row}", **colour)]
        for index, (keyword, text, _, state) in enumerate(played["steps"]):
            step_sign, step_colour = self._sign(state)
            lines.append(self._tw.markup(f"      {step_sign} {keyword} {text}", **step_colour))
            lines.extend(self._note(played, index))
        lines.extend(self._note(played, None))
        # Writing line by line takes longer than the steps.
        self._tw.write("\n".join(lines) + "\n")
        if report.failed:
            line = played["line"] if played["row"] is None else played["row"]
            self._failed.append(f"{path}:{line}  {played['name']}")
            trace = _trace_back(report)
            if trace:
                self._tw.line(indent(trace, "        "))
        elif report.skipped:
            reason = SKIPPED.fill(reason=_skip_reason(report)).to(language)
            self._tw.line(f"        {reason}", yellow=True)

    def _print_title(self, played: ReportFacts) -> None:
        keyword, name = played["feature_keyword"], played["feature"]
        title = f"{keyword}: {name}" if keyword and name else ""
        self._tw.line()
        self._tw.line(f"{title}  ({played['path']})" if title else played["path"], bold=True)

    def _note(self, played: ReportFacts, step: int | None) -> Iterator[str]:
        note = played["notes"].get(step)
        if note is not None:
            line = played["steps"][step][2] if step is not None else played["line"]
            for text in (f"{played['path']}:{line}", note):
                yield self._tw.markup(indent(text, "          "), red=True)

    def _print_error(self, report: Any) -> None:
        self._clear_bar()
        self._tw.line(f"  {self._symbols.failed} {report.nodeid} ({report.when})", red=True)
        self._tw.line(indent(str(report.longrepr), "      "))
        played = facts_of(report)
        if played is None:
            path = report.nodeid.partition("::")[0]
            self._counts.setdefault(path, Counter())["failed"] += 1
            self._failed.append(report.nodeid)
        else:
            line = played["line"] if played["row"] is None else played["row"]
            self._failed.append(f"{played['path']}:{line}  {played['name']}")
            # Its steps are counted already, or are going to be.
            self._failed_late.append((played["path"], played["turn"]))

    def _print_summary(self, session: pytest.Session) -> None:
        language = self._language
        for path, turn in self._failed_late:
            self._counts[path][self._outcomes.pop(turn)] -= 1
            self._counts[path]["failed"] += 1
        total: Counter[str] = sum(self._counts.values(), Counter())
        self._tw.line()
        if not total:
            stopped = self._config.stash.get(_STOPPED, None)
            self._print_passed_over()
            nothing = NOTHING if stopped is None else STOPPED.fill(reason=stopped)
            self._tw.line(nothing.to(language))
            return
        for path, counts in self._counts.items():
            parts = "  ".join(
                f"{self._sign(name)[0]} {count}" for name, count in counts.items() if count
            )
            self._tw.line(f"{parts}  {path}", **self._sign(_worst(counts))[1])
        if self._failed:
            self._tw.line()
            self._tw.line(FAILED.to(language), red=True)
            for name in self._failed:
                self._tw.line(f"  {name}", red=True)
        self._tw.line()
        self._print_passed_over()
        reason = self._config.stash.get(_STOPPED, None) or session.shouldfail or session.shouldstop
        if reason:
            self._tw.line(STOPPED.fill(reason=reason).to(language), yellow=True)
        parts_of = [
            words.fill(count=f"{total[name]:,}").to(language)
            for name, words in OUTCOMES.items()
            if total[name]
        ]
        count = sum(total.values())
        line = COUNTED.fill(
            total=f"{count:,}",
            scenarios="scenario" if count == 1 else "scenarios",
            parts=Text(", ".join(parts_of), "、".join(parts_of)),
            seconds=f"{time.monotonic() - self._started:.2f}",
        )
        self._tw.line(line.to(language), bold=True, **self._sign(_worst(total))[1])

    def _print_passed_over(self) -> None:
        found = [*self._left_out, *passed_over(self._config)]
        if found:
            lines = in_lines(found, self._config.invocation_params.dir).to(self._language)
            self._tw.line(f"{PASSED_OVER.to(self._language)}\n{lines}\n", yellow=True)

    def _sign(self, outcome: str) -> tuple[str, dict[str, bool]]:
        if outcome == "passed":
            return self._symbols.passed, {"green": True}
        if outcome == "failed":
            return self._symbols.failed, {"red": True}
        return self._symbols.unreached, {"yellow": True}

    # -- the bar below the scenarios, on a terminal and in a long run only

    def _draw_bar(self, total: int) -> None:
        now = time.monotonic()
        if not self._is_terminal or now - self._started < BAR_AFTER:
            return
        if now - self._drawn < BAR_EVERY and self._bar_shown:
            return
        self._drawn, self._bar_shown = now, True
        self._tw.write(progress_bar(self._next, total), flush=True)

    def _clear_bar(self) -> None:
        if self._bar_shown:
            self._bar_shown = False
            self._tw.write(no_progress_bar())


_STOPPED = pytest.StashKey[Text | str]()


def _worst(counts: Counter[str]) -> str:
    return next((name for name in ("failed", "skipped") if counts[name]), "passed")


def _trace_back(report: Any) -> str:
    """The part of a failure's text that isn't shown with the steps."""
    text = str(report.longrepr)
    error = report.azsim["error"]
    if error is None:
        return text
    return text.partition("\n\n")[2] if error == "crash" else ""


def _skip_reason(report: Any) -> str:
    return compat.skip_reason(report) or str(report.longrepr)
