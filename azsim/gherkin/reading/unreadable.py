"""What keeps a feature file from being read, and how to write it instead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from attrs import evolve
from gherkin.dialect import DIALECTS

from azsim.gherkin.reading.compat import ParsingStopped, count_cells
from azsim.gherkin.reading.dialects import (
    HEADER,
    SEPARATORS,
    STEPS,
    TITLES,
    dialect_of,
    kind_of,
    lines_of,
    usual,
)
from azsim.gherkin.reading.mistakes import Mistake
from azsim.gherkin.reading.nearly_gherkin import NAMES, is_borne_out, looks_alike, misread, plain
from azsim.gherkin.reading.wrong_place import misplaced
from azsim.text import Text, beside, nearest

OLD_LINE_ENDS = Text(
    "The lines of this file end in CR alone, so it is read as one line. Save it with LF or CRLF in "
    "your editor.",
    "このファイルの改行は CR だけであり、全体が 1 行として読まれる。エディターで改行を LF または "
    "CRLF にして保存する。",
)
OTHER_LANGUAGE = Text(
    "azsim reads English and Japanese only. Write one of\n  # language: en\n  # language: ja",
    "azsim が読めるのは英語と日本語だけである。次のどちらかで書く。\n"
    "  # language: en\n  # language: ja",
)
NO_LANGUAGE = Text(
    'There is no language "{code}". Write one of\n  # language: en\n  # language: ja',
    "「{code}」という言語はない。次のどちらかで書く。\n  # language: en\n  # language: ja",
)
MARKDOWN = Text(
    "This line belongs to Markdown, not to Gherkin. Delete it, and the one that ends the block.",
    "この行は Markdown のものであり、Gherkin ではない。ブロックを終える行とともに削除する。",
)
NO_FEATURE = Text(
    "The file ends too early: something has to follow this line, such as\n"
    "  {feature}: What is described here",
    "ファイルが途中で終わっている。この行の後に、たとえば次の行が要る。\n"
    "  {feature}: ここで述べること",
)
ENDS_EARLY = Text(
    "The file ends too early: something has to follow this line, such as\n"
    "  {scenario}: What is to be shown",
    "ファイルが途中で終わっている。この行の後に、たとえば次の行が要る。\n"
    "  {scenario}: 示したいこと",
)
UNMARKED = Text(
    "This keyword is Japanese, but the file isn't marked as Japanese. Write this as its first "
    "line:\n  # language: ja",
    "これは日本語のキーワードだが、ファイルの言語は日本語ではない。先頭の行に次のように書く。\n"
    "  # language: ja",
)
NO_LAST_BAR = Text(
    "This row has no bar at its end. Write\n  {row} |",
    "この行の終わりに縦棒がない。次のように書く。\n  {row} |",
)


def before_parsing(source: str) -> Mistake | None:
    """An empty file, one whose lines can't be told apart, or a misread language line."""
    lines = lines_of(source)
    if "\r" in source and "\n" not in source:
        return Mistake(1, OLD_LINE_ENDS)
    for number, line in enumerate(lines, start=1):
        header = HEADER.match(line)
        if header is not None:
            return _header_mistake(number, line, header[2].rstrip())
        if line.strip() and not line.lstrip().startswith(("#", "@", "＠")):
            return _unmarked(number, line)
    return Mistake(
        1,
        Text(
            "This file is empty. Begin it with a line such as\n  Feature: What is described here",
            "このファイルは空である。次の 2 行で始める。\n"
            "  # language: ja\n  機能: ここで述べること",
        ),
    )


def _unmarked(number: int, line: str) -> Mistake | None:
    """The first line of a file that doesn't say that it is Japanese."""
    if kind_of(plain(line), "en") is not None or kind_of(plain(line), "ja") is None:
        return None
    return Mistake(number, UNMARKED, line.strip())


def _header_mistake(number: int, line: str, code: str) -> Mistake | None:
    if code in NAMES and plain(line) == line:
        return None
    code = plain(code)
    if code in NAMES:
        return looks_alike(number, line, f"# language: {code}")
    # A region, as in pt-br or hu-HU, makes no other language of it.
    language = re.split("[-_]", code.lower())[0]
    if code in DIALECTS or (language in DIALECTS and language not in NAMES):
        return Mistake(number, OTHER_LANGUAGE, line.strip())
    known = {"jp": "ja", "jpn": "ja", "japanese": "ja", "日本語": "ja", "english": "en"}
    meant = known.get(code.lower()) or (language if language in NAMES else nearest(code, NAMES))
    if meant is None:
        return Mistake(number, NO_LANGUAGE.fill(code=code), line.strip())
    return Mistake(
        number,
        Text(
            'There is no language "{code}". Write\n  # language: {meant}',
            "「{code}」という言語はない。次のように書く。\n  # language: {meant}",
        ).fill(code=code, meant=meant),
        line.strip(),
    )


def explain(source: str, error: ParsingStopped) -> Mistake:
    """What the author has to change where the parser gave up."""
    lines = lines_of(source)
    number = min(error.line, max(len(lines), 1))
    line = lines[number - 1] if lines else ""
    dialect = dialect_of(lines)
    if error.at_the_end:
        return _end_of_file(lines, dialect)
    if error.in_ragged_table:
        return _ragged(lines, number)
    if line.lstrip().startswith("@"):
        return _bad_tag(number, line, dialect)
    if line.lstrip().startswith("```") and error.before_feature:
        return Mistake(number, MARKDOWN, line.strip())
    return (
        misread(number, line, dialect)
        or _misread_above(lines, number, dialect)
        or misplaced(number, line, dialect)
        or _not_gherkin(number, line, dialect, error)
    )


def end_of_docstring(lines: Sequence[str], start: int, mark: str) -> int | None:
    """The line below *start* that is *mark*, or looks like it."""
    return next(
        (
            number
            for number, line in enumerate(lines[start:], start=start + 1)
            if plain(line).strip() == mark
        ),
        None,
    )


def _misread_above(lines: Sequence[str], number: int, dialect: str) -> Mistake | None:
    """The line above that was taken for prose, which made this one come unexpected."""
    for above in range(number - 1, 0, -1):
        line = lines[above - 1]
        if not line.strip():
            continue
        if kind_of(line, dialect) in (*TITLES, "step"):
            return None
        mistake = misread(above, line, dialect, above=True)
        if mistake is not None:
            return _doubted(lines, mistake)
    return None


def _doubted(lines: Sequence[str], mistake: Mistake) -> Mistake:
    """*mistake*, without its repair where its line may as well be prose."""
    return mistake if is_borne_out(lines, mistake) else evolve(mistake, repair=None)


def _not_gherkin(number: int, line: str, dialect: str, error: ParsingStopped) -> Mistake:
    if error.where_steps_stand:
        *starts, last = (usual(dialect, kind).strip() for kind in STEPS)
        text = Text(
            f"This line is no step. Begin it with {', '.join(starts)} or {last}.",
            "この行はステップではない。"
            f"{beside('、'.join([*starts, last]), 'のいずれかで始める。')}",
        )
    else:
        text = Text(
            "This line isn't Gherkin. A feature file begins with\n  {feature}: What is described",
            "この行は Gherkin ではない。ファイルは次のように始める。\n  {feature}: ここで述べること",
        ).fill(feature=_first_words(dialect))
    return Mistake(number, text, line.strip())


def _first_words(dialect: str) -> Text:
    """How a file begins; one that a Japanese reader wrote without a header needs that, too."""
    own = usual(dialect, "feature")
    return Text(own, f"# language: ja\n  {usual('ja', 'feature')}" if dialect == "en" else own)


def _ragged(lines: Sequence[str], number: int) -> Mistake:
    first = number
    row = lines[number - 1]
    while first > 1 and lines[first - 2].lstrip().startswith(("|", "#")):
        first -= 1
    while not lines[first - 1].lstrip().startswith("|"):
        first += 1
    heading = lines[first - 1]
    if count_cells(row.replace("｜", "|")) == count_cells(heading):
        return looks_alike(number, row, row.strip().replace("｜", "|"))
    if count_cells(heading.replace("｜", "|")) == count_cells(row):
        return looks_alike(first, heading, heading.strip().replace("｜", "|"))
    if not row.rstrip().endswith("|") and count_cells(f"{row}|") == count_cells(heading):
        return Mistake(number, NO_LAST_BAR.fill(row=row.strip()), row.strip())
    return Mistake(
        number,
        Text(
            "The number of cells in this row is {found}, in the heading row on line {first} it is "
            "{expected}. Every row needs as many; an empty cell is written | |.",
            "この行のセルは {found} 個だが、{first} 行目の見出しは {expected} 個である。"
            "数を揃える。空のセルは | | と書く。",
        ).fill(found=count_cells(row), first=first, expected=count_cells(heading)),
        row.strip(),
    )


def _bad_tag(number: int, line: str, dialect: str) -> Mistake:
    text = line.strip()
    if kind_of(text, dialect) == "tag" and len(text.split()) > 1:
        joined = "@" + "_".join(word.lstrip("@") for word in text.split())
        apart = " ".join(f"@{word.lstrip('@')}" for word in text.split())
        return Mistake(
            number,
            Text(
                "A tag is one word that begins with @. Write\n  {joined}\nor\n  {apart}",
                "タグは @ で始まる一語である。次のどちらかで書く。\n  {joined}\n  {apart}",
            ).fill(joined=joined, apart=apart),
            text,
        )
    return Mistake(
        number,
        Text(
            "Tags stand above a feature, rule, scenario or examples only.",
            "タグを書けるのは、機能、ルール、シナリオ、例のすぐ上だけである。",
        ),
        text,
    )


def _end_of_file(lines: Sequence[str], dialect: str) -> Mistake:
    opened = unclosed_docstring(lines)
    if opened is not None:
        mark = lines[opened - 1].strip()[:3]
        end = end_of_docstring(lines, opened, mark)
        if end is not None:
            return looks_alike(end, lines[end - 1], mark)
        return Mistake(
            opened,
            Text(
                "The text that begins here has no end. Write {mark} on a line below it.",
                "ここから始まる文章に終わりがない。文章の下の行に {mark} を書く。",
            ).fill(mark=mark),
            lines[opened - 1].strip(),
        )
    last = max(number for number, line in enumerate(lines, start=1) if line.strip())
    for above in range(last, 0, -1):
        mistake = misread(above, lines[above - 1], dialect, above=True)
        if mistake is not None:
            return _doubted(lines, mistake)
    text = lines[last - 1].strip()
    if all(kind_of(line, dialect) != "feature" for line in lines):
        return Mistake(last, NO_FEATURE.fill(feature=usual(dialect, "feature")), text)
    return Mistake(last, ENDS_EARLY.fill(scenario=usual(dialect, "scenario")), text)


def unclosed_docstring(lines: Sequence[str]) -> int | None:
    opened: tuple[int, str] | None = None
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if opened is None:
            if text.startswith(SEPARATORS):
                opened = number, text[:3]
        elif text.startswith(opened[1]):
            opened = None
    return opened[0] if opened else None
