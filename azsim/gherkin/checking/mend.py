"""Putting a feature file in order: its layout, and signs that only look like Gherkin's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from pathlib import Path

from attrs import evolve

from azsim.files.written import write_whole
from azsim.gherkin.checking.findings import has_strays
from azsim.gherkin.checking.layout import laid_out, meaning
from azsim.gherkin.reading import lookalikes
from azsim.gherkin.reading.dialects import SEPARATORS, lines_of
from azsim.gherkin.reading.document import Case, Document, of
from azsim.gherkin.reading.nearly_gherkin import is_borne_out
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
        source = _with_lines(source, repairs)
    return source


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
    for number, keyword in _unknown(of(source), vocabulary).items():
        line = lines[number - 1].strip()
        for repair in dict.fromkeys(_repairs(line, keyword)):
            if repair == line:
                continue
            tried = _with_lines(source, {number: repair})
            if _is_known(of(tried), number, vocabulary):
                source = tried
                break
    return source


def _repairs(line: str, keyword: str) -> Iterator[str]:
    """*line* with ordinary characters, and without a colon or comma after its keyword."""
    for plain in (lookalikes.outside_quotes(line, lookalikes.plain), lookalikes.plain(line)):
        yield plain
        yield f"{keyword} {plain.removeprefix(keyword).lstrip(' :,、')}"


def _unknown(document: Document, vocabulary: Vocabulary) -> dict[int, str]:
    """The lines of steps that aren't a sentence in any row, with their keywords."""
    keywords = {step.line: step.keyword for case in document.cases for step in case.steps}
    return {
        line: keyword
        for line, keyword in sorted(keywords.items())
        if not any(_matches(document, line, vocabulary))
    }


def _is_known(document: Document, line: int, vocabulary: Vocabulary) -> bool:
    found = _matches(document, line, vocabulary)
    return bool(found) and all(count == 1 for count in found)


def _matches(document: Document, line: int, vocabulary: Vocabulary) -> list[int]:
    """How many sentences say the step on *line*, in each scenario or row that has it."""
    return [
        len(vocabulary.find(step.kind, step.text))
        for case in document.cases
        for step in case.steps
        if step.line == line
    ]


def _with_lines(source: Source, repairs: Mapping[int, str]) -> Source:
    """*source* with other words on some lines, each as far in as it was."""
    lines = source.text.split("\n")
    for number, words in repairs.items():
        old = lines[number - 1]
        indent = old[: len(old) - len(old.lstrip())]
        end = "\r" if old.endswith("\r") else ""
        lines[number - 1] = f"{indent}{words}{end}"
    return parse_text(source.path, "\n".join(lines))
