"""The files that a run leaves behind: one trace, and a capture for each scenario."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, count
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from azsim.files.written import write_whole
from azsim.gherkin.playing.from_python import Played
from azsim.gherkin.playing.report_facts import ReportFacts, facts_of
from azsim.gherkin.reports.outputs import (
    CAPTURES_MARK,
    TRACE_BEGINS,
    output_file,
    output_folder,
    told,
    written_before,
)

TRACE_HEADER = '{"format":"azsim-trace","version":2}\n'
"""The first line of a trace.

Each line behind it is a JSON object: ``scenario``, the feature file as it was given, ``line``,
where the scenario stands in it, and ``row``, the line of the row of an outline's examples or
null; then what the line of the attachment ``trace`` holds. Lines stand in the order of the
run's scenarios, and of each scenario's events. The version grows when whoever reads older
lines would misread newer ones: since 2, an event has fields of its own and a rule its id.
"""

_NOT_IN_NAMES = re.compile(r"[^\w.()-]+")
# Letters of a place; a file system counts bytes, of which a letter may have four.
_LONGEST = 40


@frozen
class LeftBehind:
    """What a scenario left behind, and where it stands in which feature file."""

    file: str
    line: int
    row: int | None
    attachments: Mapping[str, str | bytes]

    @classmethod
    def of(cls, facts: ReportFacts) -> LeftBehind:
        """That of a scenario that pytest reported."""
        return cls(facts["file"], facts["line"], facts["row"], facts["attachments"])

    @classmethod
    def of_play(cls, played: Played) -> LeftBehind:
        """That of a scenario that was played from Python."""
        return cls(played.file, played.line, played.row, played.attachments)


def prepare(config: pytest.Config) -> None:
    """Check the places before a long run, not after it.

    :raises pytest.UsageError: where one of them can't be written.
    """
    trace = output_file(config, "trace", lambda head: head.startswith(TRACE_BEGINS))
    captures = output_folder(config, "captures")
    # A worker of pytest-xdist only hands its attachments over.
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Evidence(trace, captures), "azsim-evidence")


class Evidence:
    """Collects attachments from the reports and writes them when the run is over."""

    def __init__(self, trace: Path | None, captures: Path | None) -> None:
        self._trace = trace
        self._captures = captures
        self._found: dict[int, ReportFacts] = {}

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Keep the attachments of a scenario that is over."""
        played = facts_of(report)
        if played and played.get("attachments"):
            self._found[played["serial"]] = played

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write everything, in the order of collection, whatever order it was played in."""
        played = [LeftBehind.of(self._found[serial]) for serial in sorted(self._found)]
        if self._trace is not None:
            with told(session, "trace", self._trace):
                write_whole(self._trace, trace(played).encode())
        if self._captures is not None:
            with told(session, "captures", self._captures):
                _write_captures(self._captures, played)


def _write_captures(folder: Path, played: Sequence[LeftBehind]) -> None:
    found = captures(played)
    folder.mkdir(exist_ok=True)
    # The list comes first: a capture that isn't on it would be taken for somebody else's.
    names = sorted(written_before(folder) | set(found))
    write_whole(folder / CAPTURES_MARK, "".join(f"{name}\n" for name in names).encode())
    for name, content in found.items():
        write_whole(folder / name, content)


def trace_page(played: Played) -> Iterator[str]:
    """What ``azsim run`` writes below :data:`TRACE_HEADER` of *played*, line by line.

    It has to have been asked for the attachment ``trace``.
    """
    return _page(LeftBehind.of_play(played))


def captures_of(plays: Iterable[Played]) -> dict[str, bytes]:
    """The captures of *plays* that were asked for the attachment ``captures``, as ``azsim run`` writes them.

    They are found by the names of their files.
    """
    return captures(list(map(LeftBehind.of_play, plays)))


def trace(played: Iterable[LeftBehind]) -> str:
    """The whole trace of a run: a head, and the pages of its scenarios."""
    return TRACE_HEADER + "".join(chain.from_iterable(map(_page, played)))


def captures(played: Sequence[LeftBehind]) -> dict[str, bytes]:
    """All captures of a run, by the names of their files."""
    each_with_places = ((each, _by_place(each)) for each in played)
    shown = [(each, places) for each, places in each_with_places if places]
    names = capture_names([each for each, _ in shown])
    return {
        f"{name}{place}.pcapng": content
        for (_, places), name in zip(shown, names, strict=True)
        for place, content in places.items()
    }


def _page(played: LeftBehind) -> Iterator[str]:
    """The trace of a scenario that was played, each line with the place of the scenario."""
    where = {"scenario": played.file, "line": played.line, "row": played.row}
    prefix = json.dumps(where, ensure_ascii=False, separators=(",", ":"))[:-1]
    trace = played.attachments.get("trace", "")
    text = trace if isinstance(trace, str) else trace.decode()
    return (f"{prefix},{line[1:]}\n" for line in text.splitlines() if line)


def _by_place(played: LeftBehind) -> dict[str, bytes]:
    """The captures of a scenario, by what stands behind its name in the name of the file."""
    found = []
    for key, content in played.attachments.items():
        kind, _, place = key.partition("/")
        if kind == "captures":
            name = f"-{_NOT_IN_NAMES.sub('-', place)[:_LONGEST]}" if place else ""
            found.append((name, content if isinstance(content, bytes) else content.encode()))
    return dict(
        zip(_told_apart([name for name, _ in found]), (each for _, each in found), strict=True)
    )


def capture_names(played: Sequence[LeftBehind]) -> list[str]:
    """``outbound-L27``; with the folders in front where two files share a name."""
    files: dict[str, set[str]] = {}
    for each in played:
        files.setdefault(Path(each.file).stem, set()).add(each.file)
    names = []
    for each in played:
        stem = Path(each.file).stem
        if len(files[stem]) > 1:
            stem = "-".join(Path(each.file).with_suffix("").parts)
        row = "" if each.row is None else f"-{each.row}"
        names.append(f"{stem}-L{each.line}{row}")
    return _told_apart(names)


def _told_apart(names: Sequence[str]) -> list[str]:
    """*names*, of which those get a number that a file system might take for another."""
    taken: set[str] = set()
    found = []
    for name in names:
        numbered = (f"{name}-{number}" for number in count(2))
        free = next(each for each in chain([name], numbered) if each.casefold() not in taken)
        taken.add(free.casefold())
        found.append(free)
    return found
