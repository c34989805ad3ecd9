"""Putting a feature file in order: its layout, and signs that only look like Gherkin's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from azsim.gherkin import mistakes, signs
from azsim.gherkin.authoring.findings import has_strays
from azsim.gherkin.authoring.layout import laid_out, meaning
from azsim.gherkin.document import Document, of
from azsim.gherkin.outputs import write
from azsim.gherkin.source import Source, parse, parse_text
from azsim.gherkin.vocabulary import Vocabulary
from azsim.text import Advice, Text

_MARK = b"\xef\xbb\xbf"

CANT_BE_WRITTEN = Text("{path} can't be written: {reason}.", "{path} に書き込めない: {reason}")


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
        # At once, so that nobody ever finds half of it; what a link points to, not the link.
        write(path.resolve(), mark + text.encode())
        path.chmod(mode)
    except OSError as error:
        reason = error.strerror or error
        raise Advice(CANT_BE_WRITTEN.fill(path=path.as_posix(), reason=reason)) from None
    return True


def mended(source: Source, vocabulary: Vocabulary) -> str:
    """The text of *source* with right signs and even layout.

    Where only its indentation shows what was meant, nothing is moved.
    """
    source = _with_right_steps(_with_right_signs(source), vocabulary)
    if has_strays(source):
        return source.text
    text = laid_out(source)
    # Whatever happens, the author's words are worth more than their layout.
    return text if meaning(parse_text(source.path, text)) == meaning(source) else source.text


def _with_right_signs(source: Source) -> Source:
    """*source* with every line repaired of which nothing but the signs is wrong."""
    for _ in mistakes.lines_of(source.text):
        repairs = {each.line: each.repair for each in of(source).mistakes if each.repair}
        if not repairs:
            break
        source = _with_lines(source, repairs)
    return source


def _with_right_steps(source: Source, vocabulary: Vocabulary) -> Source:
    """*source* with ordinary characters in steps that are sentences only then."""
    lines = mistakes.lines_of(source.text)
    for number in _unknown(of(source), vocabulary):
        line = lines[number - 1]
        for repair in (_plain_outside_quotes(line), signs.plain(line)):
            tried = _with_lines(source, {number: repair.strip()})
            if repair != line and _is_known(of(tried), number, vocabulary):
                source = tried
                break
    return source


def _unknown(document: Document, vocabulary: Vocabulary) -> Iterator[int]:
    """The lines of steps that aren't a sentence in any row."""
    lines = {step.line for case in document.cases for step in case.steps}
    for line in sorted(lines):
        if not any(_matches(document, line, vocabulary)):
            yield line


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


def _plain_outside_quotes(line: str) -> str:
    parts = line.split('"')
    return '"'.join(part if index % 2 else signs.plain(part) for index, part in enumerate(parts))


def _with_lines(source: Source, repairs: Mapping[int, str]) -> Source:
    """*source* with other words on some lines, each as far in as it was."""
    lines = source.text.split("\n")
    for number, words in repairs.items():
        old = lines[number - 1]
        indent = old[: len(old) - len(old.lstrip())]
        end = "\r" if old.endswith("\r") else ""
        lines[number - 1] = f"{indent}{words}{end}"
    return parse_text(source.path, "\n".join(lines))
