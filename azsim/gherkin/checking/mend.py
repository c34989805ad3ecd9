"""Putting a feature file in order: its layout, and signs that only look like Gherkin's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path

from attrs import evolve

from azsim.files.written import write_whole
from azsim.gherkin.checking.findings import has_strays
from azsim.gherkin.checking.layout import laid_out, meaning
from azsim.gherkin.reading import lookalikes
from azsim.gherkin.reading.dialects import SEPARATORS, TITLES, dialect_of, kind_of, lines_of
from azsim.gherkin.reading.document import Case, Document, Step, of
from azsim.gherkin.reading.nearly_gherkin import is_borne_out, misread
from azsim.gherkin.reading.source import Source, parse, parse_text
from azsim.gherkin.reading.unreadable import end_of_docstring, unclosed_docstring
from azsim.gherkin.vocabulary.vocabulary import Vocabulary
from azsim.text import Advice, Text

_MARK = b"\xef\xbb\xbf"

CANT_BE_WRITTEN = Text(
    "This file can't be written: {reason}.", "このファイルに書き込めない: {reason}"
)


def mend(path: Path, vocabulary: Vocabulary) -> bool:
    """Put the feature file at *path* in order; whether anything had to be changed.

    A byte order mark stays, for some Windows programs need it.

    :raises Advice: where the file can't be written.
    """
    source = parse(path)
    text = mended(source, vocabulary)
    if text == source.text:
        return False
    try:
        mode = path.stat().st_mode
        with path.open("r+b") as file:
            mark = _MARK if file.read(len(_MARK)) == _MARK else b""
        write_whole(path, mark + text.encode())
        path.chmod(mode)
    except OSError as error:
        raise Advice(CANT_BE_WRITTEN.fill(reason=error.strerror or error)) from None
    return True


def mended(source: Source, vocabulary: Vocabulary) -> str:
    """The text of *source* with right signs and even layout.

    Where only its indentation shows what was meant, nothing is moved.
    """
    source = _with_right_steps(_with_right_signs(source), vocabulary)
    if has_strays(source):
        return source.text
    text = laid_out(source, wrong=_unknown(of(source), vocabulary))
    # Whatever happens, the author's words are worth more than their layout.
    return text if meaning(parse_text(source.path, text)) == meaning(source) else source.text


def _with_right_signs(source: Source) -> Source:
    """*source* with every line repaired of which nothing but the signs is wrong.

    What may be prose as well is left, unless a scenario comes of it and all others stay.
    """
    source = _readable(source)
    played = {each for each in _cases(source) if each.problem is None}
    for _ in lines_of(source.text):
        better = next(_better(source, played), None)
        if better is None:
            break
        source = better
    return source


def _readable(source: Source) -> Source:
    """*source* with right signs where wrong ones keep it from being read."""
    for _ in lines_of(source.text):
        repairs = _repairs_of(source)
        if not repairs:
            break
        # What is wrong in one title is wrong in many, and reading a file takes long.
        every = _titles_alike(source) | repairs
        tried = _with_lines(source, every)
        is_right = tried.mistake is None or tried.mistake.line > max(every)
        source = tried if is_right else _with_lines(source, repairs)
    return source


def _titles_alike(source: Source) -> dict[int, str]:
    """The titles of which nothing but the signs is wrong, and which can be no prose.

    They stand behind a step or a tag, and above a step.
    """
    lines = lines_of(source.text)
    dialect = dialect_of(lines)
    found: dict[int, str] = {}
    above, mark = None, None
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if mark is not None or text.startswith(SEPARATORS):
            # A text below a step is no place to look for titles.
            mark = None if mark is not None and text.startswith(mark) else mark or text[:3]
            continue
        kind = kind_of(line, dialect)
        if kind is None and above in ("step", "table", "tag"):
            mistake = misread(number, line, dialect)
            if mistake is not None and mistake.repair is not None and is_borne_out(lines, mistake):
                found[number] = mistake.repair
                kind = kind_of(mistake.repair, dialect)
        if text and kind != "comment":
            above = kind
    return {
        number: repair for number, repair in found.items() if kind_of(repair, dialect) in TITLES
    }


def _repairs_of(source: Source) -> dict[int, str]:
    """The line that keeps *source* from being read; where it opens a text, that which ends it, too."""
    mistake = source.mistake
    if mistake is None or mistake.repair is None:
        return {}
    lines, mark = lines_of(source.text), mistake.repair[:3]
    ends = unclosed_docstring(lines[: mistake.line - 1]) is not None
    if ends or mark not in SEPARATORS:
        return {mistake.line: mistake.repair}
    end = end_of_docstring(lines, mistake.line, mark)
    return {} if end is None else {mistake.line: mistake.repair, end: mark}


def _better(source: Source, played: Set[Case]) -> Iterator[Source]:
    """*source* with one line of prose repaired, where that does more than touch prose."""
    lines, before = lines_of(source.text), _cases(source)
    for mistake in () if source.mistake else of(source).mistakes:
        if mistake.repair is not None and is_borne_out(lines, mistake):
            tried = _readable(_with_lines(source, {mistake.line: mistake.repair}))
            if tried.mistake is None and played <= _cases(tried) != before:
                yield tried


def _cases(source: Source) -> Set[Case]:
    """The scenarios of *source*, whatever the prose above their steps."""
    return {evolve(case, description=()) for case in of(source).cases}


def _with_right_steps(source: Source, vocabulary: Vocabulary) -> Source:
    """*source* with other signs in steps that are sentences only then."""
    lines = lines_of(source.text)
    left = {
        number: _repairs(lines[number - 1].strip(), keyword)
        for number, keyword in _unknown(of(source), vocabulary).items()
    }
    # Reading a file takes long, so each way of repairing is tried on all lines at once.
    while left:
        tried = {number: repairs.pop(0) for number, repairs in left.items() if repairs}
        right = _right(source, tried, vocabulary)
        source = _with_lines(source, right) if right else source
        left = {number: left[number] for number in tried if number not in right}
    return source


def _right(source: Source, repairs: Mapping[int, str], vocabulary: Vocabulary) -> dict[int, str]:
    """Those of *repairs* that make a sentence of their line, and leave every other a step."""
    if not repairs:
        return {}
    before, after = _steps(of(source)), _steps(of(_with_lines(source, repairs)))
    if before.keys() != after.keys() and len(repairs) > 1:
        lines = list(repairs)
        halves = lines[: len(lines) // 2], lines[len(lines) // 2 :]
        first, second = ({line: repairs[line] for line in half} for half in halves)
        return _right(source, first, vocabulary) | _right(source, second, vocabulary)
    return {
        line: repair
        for line, repair in repairs.items()
        if line in after and _is_known(after[line], vocabulary)
    }


def _repairs(line: str, keyword: str) -> list[str]:
    """*line* with ordinary characters, and without a colon or comma after its keyword."""
    found = []
    for plain in (lookalikes.outside_quotes(line, lookalikes.plain), lookalikes.plain(line)):
        found += [plain, f"{keyword} {plain.removeprefix(keyword).lstrip(' :,、')}"]
    return [each for each in dict.fromkeys(found) if each != line]


def _unknown(document: Document, vocabulary: Vocabulary) -> dict[int, str]:
    """The lines of steps that aren't a sentence in any row, with their keywords."""
    return {
        line: steps[0].keyword
        for line, steps in sorted(_steps(document).items())
        if not any(vocabulary.find(step.kind, step.text) for step in steps)
    }


def _is_known(steps: Iterable[Step], vocabulary: Vocabulary) -> bool:
    """Whether each of *steps*, which stand on one line, is one sentence."""
    return all(len(vocabulary.find(step.kind, step.text)) == 1 for step in steps)


def _steps(document: Document) -> dict[int, list[Step]]:
    """The steps on each line: one for each scenario or row that has it."""
    found: dict[int, list[Step]] = {}
    for case in document.cases:
        for step in case.steps:
            found.setdefault(step.line, []).append(step)
    return found


def _with_lines(source: Source, repairs: Mapping[int, str]) -> Source:
    """*source* with other words on some lines, each as far in as it was."""
    lines = source.text.split("\n")
    for number, words in repairs.items():
        old = lines[number - 1]
        indent = old[: len(old) - len(old.lstrip())]
        end = "\r" if old.endswith("\r") else ""
        lines[number - 1] = f"{indent}{words}{end}"
    return parse_text(source.path, "\n".join(lines))
