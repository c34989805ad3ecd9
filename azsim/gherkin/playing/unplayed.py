"""What plain pytest finds in feature files and doesn't play, which it may not say itself."""

from __future__ import annotations

from typing import Any

import pytest

from azsim.gherkin.playing.choice import choice_of, reasons
from azsim.gherkin.playing.items import FeatureItem
from azsim.gherkin.playing.report_facts import facts_of
from azsim.terminal.language import reader_language
from azsim.text import Text

UNPLAYED = Text(
    "{count} of {total} chosen scenarios left unplayed.",
    "選ばれたシナリオ {total} 件のうち {count} 件は未実行。",
)
LEFT_OUT = Text(
    "{count} of {total} scenarios left out.",
    "シナリオ {total} 件のうち {count} 件は除外。",
)
LEFT_OUT_BY = Text(
    "{count} of {total} scenarios left out by {reasons}.",
    "シナリオ {total} 件のうち {count} 件は {reasons} により除外。",
)


class Unplayed:
    """Says it at the end of a run; ``azsim run`` does so in words of its own.

    Where workers of pytest-xdist play, this process collects nothing, and knows from their
    reports what there was; pytest counts nothing as deselected then.
    """

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._chosen = self._left_out = 0
        self._played: set[int] = set()

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Everything is chosen."""
        self._chosen = sum(isinstance(item, FeatureItem) for item in session.items)
        self._left_out = choice_of(self._config).left_out_tests

    def pytest_runtest_logreport(self, report: Any) -> None:
        """A scenario was played."""
        facts = facts_of(report)
        if facts is not None:
            self._chosen, self._left_out = facts["total"], facts["left_out"]
            if "steps" in facts:
                self._played.add(facts["turn"])

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """The run is over."""
        if self._config.option.collectonly:
            return
        counted = terminalreporter.stats.get("deselected", ())
        untold = self._left_out - sum(isinstance(item, FeatureItem) for item in counted)
        unplayed = self._chosen - len(self._played)
        found = []
        if untold > 0:
            why = reasons(self._config)
            words = LEFT_OUT_BY if why else LEFT_OUT
            total = self._left_out + self._chosen
            found.append(words.fill(count=untold, total=total, reasons=why))
        if unplayed:
            found.append(UNPLAYED.fill(count=unplayed, total=self._chosen))
        for words in found:
            terminalreporter.write_line(words.to(reader_language()), yellow=True)
