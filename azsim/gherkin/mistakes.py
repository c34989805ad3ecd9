"""What is wrong with a feature file that can't be read, and how to write it instead."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

from attrs import frozen
from gherkin.dialect import DIALECTS
from gherkin.errors import ParserException, UnexpectedEOFException
from gherkin.gherkin_line import GherkinLine

from azsim.text import Language, Text, is_japanese, listed, nearest

_HEADER = re.compile(r"^\s*[#＃]\s*language\s*([:：])\s*(\S*)", re.IGNORECASE)

_TITLES = ("feature", "rule", "background", "scenarioOutline", "scenario", "examples")
_STEPS = ("given", "when", "then", "and", "but")
_SEPARATORS = ('"""', "```")


OUTSIDE_SCENARIO = Text(
    "A step stands here, outside a scenario. Write a line above it such as\n"
    "  {scenario}: What is to be shown\nIf it is prose, begin it with another word.",
    "シナリオの外にステップがある。この上に次のような行を書く。\n"
    "  {scenario}: 示したいこと\n説明文ならば、別の語で始める。",
)


@frozen
class Mistake:
    """Something that keeps a feature file, or a part of it, from being played."""

    line: int
    text: Text
    source: str = ""


def decode(content: bytes) -> tuple[str, Mistake | None]:
    """The text of a feature file, or what is wrong with its encoding."""
    try:
        return content.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace"), _wrong_encoding(1, "UTF-16")
    try:
        return content.decode("cp932"), _wrong_encoding(line, "Shift_JIS")
    except UnicodeDecodeError:
        return content.decode("utf-8", "replace"), _wrong_encoding(line, None)


def _wrong_encoding(line: int, encoding: str | None) -> Mistake:
    if encoding is None:
        return Mistake(
            line,
            Text(
                "This file isn't UTF-8. Save it as UTF-8 in your editor.",
                "このファイルは UTF-8 ではない。エディターで UTF-8 として保存する。",
            ),
        )
    return Mistake(
        line,
        Text(
            "This file is saved as {encoding}. Save it as UTF-8 in your editor.",
            "このファイルは {encoding} で保存されている。エディターで UTF-8 として保存する。",
        ).fill(encoding=encoding),
    )


def unreadable(error: OSError) -> Mistake:
    """A file that the operating system doesn't let us read."""
    return Mistake(
        1,
        Text("This file can't be read: {reason}.", "このファイルは読み込めない: {reason}").fill(
            reason=error.strerror or error
        ),
    )


def language_of_reader(source: str) -> Language:
    """The language for messages about a file: that of its header, else of its words."""
    for line in source.splitlines():
        header = _HEADER.match(line)
        if header is not None and header[2] in DIALECTS:
            return "ja" if header[2] == "ja" else "en"
    return "ja" if is_japanese(source) else "en"


def outline_keywords(dialect: str) -> Sequence[str]:
    """How a scenario outline begins."""
    return DIALECTS[dialect]["scenarioOutline"]


def before_parsing(source: str) -> Mistake | None:
    """An empty file, or a language line that would be misread."""
    lines = source.splitlines()
    for number, line in enumerate(lines, start=1):
        header = _HEADER.match(line)
        if header is not None:
            return _header_mistake(number, line, header[2].rstrip())
        if line.strip() and not line.lstrip().startswith("#"):
            return None
    return Mistake(
        1,
        Text(
            "This file is empty. Begin it with a line such as\n  Feature: What is described here",
            "このファイルは空である。次の 2 行で始める。\n"
            "  # language: ja\n  機能: ここで述べること",
        ),
    )


def _header_mistake(number: int, line: str, code: str) -> Mistake | None:
    plain = unicodedata.normalize("NFKC", line)
    if code in DIALECTS and plain == line:
        return None
    code = unicodedata.normalize("NFKC", code)
    if code in DIALECTS:
        return _full_width(number, line)
    known = {"jp": "ja", "jpn": "ja", "japanese": "ja", "日本語": "ja", "english": "en"}
    meant = known.get(code.lower()) or nearest(code, DIALECTS) or "en"
    return Mistake(
        number,
        Text(
            'There is no language "{code}". Write\n  # language: {meant}',
            "「{code}」という言語はない。次のように書く。\n  # language: {meant}",
        ).fill(code=code, meant=meant),
        line.strip(),
    )


def explain(source: str, error: ParserException) -> Mistake:
    """What the author has to change where the parser gave up."""
    lines = source.splitlines()
    number = min(error.location["line"], max(len(lines), 1))
    line = lines[number - 1] if lines else ""
    dialect = _dialect(lines)
    if isinstance(error, UnexpectedEOFException):
        return _end_of_file(lines, dialect)
    if "inconsistent cell count" in str(error):
        return _ragged(lines, number)
    if line.lstrip().startswith("@"):
        return _bad_tag(number, line, dialect)
    return (
        _misread(number, line, dialect)
        or _misread_above(lines, number, dialect)
        or _misplaced(number, line, dialect)
        or _not_gherkin(number, line, dialect, str(error))
    )


def in_description(number: int, line: str, dialect: str, *, steps_follow: bool) -> Mistake | None:
    """A line of a description that was meant as something else.

    Gherkin takes any line below a title for prose, so these would vanish in silence.
    """
    mistake = _misread(number, line, dialect, in_prose=True)
    if mistake is None or steps_follow or kind_of(_plain(line), dialect) != "step":
        return mistake
    return None


def step_in_prose(line: str, language: Language) -> str | None:
    """What follows the step keyword that *line* begins with, if it does."""
    for kind in _STEPS:
        for word in _words(language, kind):
            if line.startswith(word):
                return line[len(word) :].strip()
    return None


def outside_scenario(number: int, line: str, language: Language) -> Mistake:
    """A sentence that stands where Gherkin takes it for prose."""
    title = _shortest(language, "scenario")
    return Mistake(number, OUTSIDE_SCENARIO.fill(scenario=title), line)


@cache
def _words(dialect: str, kind: str) -> tuple[str, ...]:
    spec = DIALECTS[dialect]
    found = spec[kind]  # type: ignore[literal-required]
    return tuple(sorted((word for word in found if word != "* "), key=len, reverse=True))


def kind_of(line: str, dialect: str) -> str | None:
    """What *line* is in Gherkin, or None where it is plain text."""
    text = line.strip()
    for title in _TITLES:
        if any(text.startswith(f"{word}:") for word in _words(dialect, title)):
            return title
    if text.startswith("* ") or any(
        text.startswith(word) for kind in _STEPS for word in _words(dialect, kind)
    ):
        return "step"
    for sign, name in (("|", "table"), ("@", "tag"), ("#", "comment")):
        if text.startswith(sign):
            return name
    return "docstring" if text.startswith(_SEPARATORS) else None


def _misread(
    number: int, line: str, dialect: str, *, in_prose: bool = False, above: bool = False
) -> Mistake | None:
    """A line that isn't Gherkin as it stands, and would be with one repair."""
    if kind_of(line, dialect) is not None:
        return None
    if kind_of(_plain(line), dialect) is not None:
        return _full_width(number, line)
    for other in ("ja", "en"):
        if other != dialect and _is_foreign(_plain(line), other):
            return _foreign(number, line, other, dialect)
    # Prose may well begin with a word that is nearly a keyword.
    return _typo_in_title(number, line, dialect, in_prose=in_prose) or (
        None if in_prose or above else _typo_in_step(number, line, dialect)
    )


def _is_foreign(line: str, other: str) -> bool:
    kind = kind_of(line, other)
    # An English word at the start of a line says too little on its own.
    return kind in _TITLES or (kind == "step" and other == "ja")


def _plain(line: str) -> str:
    return unicodedata.normalize("NFKC", line)


def _full_width(number: int, line: str) -> Mistake:
    # Only what Gherkin reads is put right; the words after it stay as they were.
    head, colon, rest = line.strip().partition("：")
    written = _plain(head) + (": " + rest.strip() if colon else "")
    return Mistake(
        number,
        Text(
            "Full-width characters aren't Gherkin here. Write\n  {line}",
            "ここに全角の記号は使えない。次のように書く。\n  {line}",
        ).fill(line=written.strip()),
        line.strip(),
    )


def _foreign(number: int, line: str, other: str, dialect: str) -> Mistake:
    names = {"ja": Text("Japanese", "日本語"), "en": Text("English", "英語")}
    return Mistake(
        number,
        Text(
            "This keyword is {other}, but the file isn't marked as {other}. Write this as its "
            "first line:\n  # language: {code}",
            "これは{other}のキーワードだが、ファイルの言語は{other}ではない。先頭の行に次のように"
            "書く。\n  # language: {code}",
        ).fill(other=names[other], code=other),
        line.strip(),
    )


def _typo_in_title(number: int, line: str, dialect: str, *, in_prose: bool) -> Mistake | None:
    text = _plain(line).strip()
    head, colon, rest = text.partition(":")
    keywords = [word for title in _TITLES for word in _words(dialect, title)]
    if in_prose and (not colon or head.removesuffix("s") in keywords):
        return None
    if not colon:
        return _title_without_colon(number, text, keywords)
    close = difflib.get_close_matches(head.strip().title(), keywords, n=1, cutoff=0.8)
    if not close:
        return None
    return _write(number, line, head.strip(), f"{close[0]}: {rest.strip()}".strip())


def _title_without_colon(number: int, text: str, keywords: Sequence[str]) -> Mistake | None:
    for word in keywords:
        if text == word or text.startswith((f"{word} ", f"{word}\u3000")):
            written = f"{word}: {text[len(word) :].strip()}".strip()
            return Mistake(
                number,
                Text(
                    'A colon belongs after "{word}". Write\n  {line}',
                    "「{word}」の後にはコロンが要る。次のように書く。\n  {line}",
                ).fill(word=word, line=written),
                text,
            )
    return None


def _typo_in_step(number: int, line: str, dialect: str) -> Mistake | None:
    head, _, rest = line.strip().partition(" ")
    keywords = [word.strip() for kind in _STEPS for word in _words(dialect, kind)]
    close = difflib.get_close_matches(head.strip(":：").capitalize(), keywords, n=1, cutoff=0.6)
    if not close or not rest:
        return None
    return _write(number, line, head, f"{close[0]} {rest.strip()}")


def _write(number: int, line: str, word: str, written: str) -> Mistake:
    return Mistake(
        number,
        Text(
            'No line of a feature file begins with "{word}". Did you mean\n  {line}',
            "「{word}」で始まる行は Gherkin にない。次のことか。\n  {line}",
        ).fill(word=word, line=written),
        line.strip(),
    )


def _misread_above(lines: Sequence[str], number: int, dialect: str) -> Mistake | None:
    """The line above that was taken for prose, which made this one come unexpected."""
    for above in range(number - 1, 0, -1):
        line = lines[above - 1]
        if not line.strip():
            continue
        if kind_of(line, dialect) in (*_TITLES, "step"):
            return None
        mistake = _misread(above, line, dialect, above=True)
        if mistake is not None:
            return mistake
    return None


def _misplaced(number: int, line: str, dialect: str) -> Mistake | None:
    kind = kind_of(line, dialect)
    if kind is None:
        return None
    first = {title: _shortest(dialect, title) for title in _TITLES}
    advice = {
        "feature": Text(
            "A file holds one feature. Put this one into a file of its own.",
            "一つのファイルに書ける機能は一つである。これは別のファイルに分ける。",
        ),
        "background": Text(
            "A background stands above the first scenario of its feature or rule, and once "
            "only. Move it up.",
            "背景は、機能またはルールの最初のシナリオより前に一つだけ書ける。上へ移す。",
        ),
        "examples": Text(
            "Examples belong below the steps of a scenario outline.",
            "例は、シナリオアウトラインのステップの下に書く。",
        ),
        "step": OUTSIDE_SCENARIO.fill(scenario=first["scenario"]),
        "table": Text(
            "A table stands below a step or below {examples}: only.",
            "表を書けるのはステップまたは {examples}: の下だけである。",
        ).fill(examples=first["examples"]),
        "docstring": Text(
            "A text between quotation marks stands below a step only.",
            "引用符の間の文章を書けるのはステップの下だけである。",
        ),
    }.get(kind)
    return None if advice is None else Mistake(number, advice, line.strip())


def _not_gherkin(number: int, line: str, dialect: str, error: str) -> Mistake:
    if "#StepLine" in error:
        starts = listed(_shortest(dialect, kind).strip() for kind in _STEPS)
        text = Text(
            "This line is no step. Begin it with {starts}.",
            "この行はステップではない。{starts} のいずれかで始める。",
        ).fill(starts=starts)
    else:
        text = Text(
            "This line isn't Gherkin. A feature file begins with\n  {feature}: What is described",
            "この行は Gherkin ではない。ファイルは次のように始める。\n  {feature}: 述べること",
        ).fill(feature=_shortest(dialect, "feature"))
    return Mistake(number, text, line.strip())


def _ragged(lines: Sequence[str], number: int) -> Mistake:
    first = number
    while first > 1 and lines[first - 2].lstrip().startswith(("|", "#")):
        first -= 1
    while not lines[first - 1].lstrip().startswith("|"):
        first += 1
    return Mistake(
        number,
        Text(
            "The number of cells in this row is {found}, in the heading row on line {first} it is "
            "{expected}. Every row needs as many; an empty cell is written | |.",
            "この行のセルは {found} 個だが、{first} 行目の見出しは {expected} 個である。"
            "数を揃える。空のセルは | | と書く。",
        ).fill(found=_cells(lines[number - 1]), first=first, expected=_cells(lines[first - 1])),
        lines[number - 1].strip(),
    )


def _cells(line: str) -> int:
    return sum(1 for _ in GherkinLine.split_table_cells(line.strip()))


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
    opened = _unclosed_docstring(lines)
    if opened is not None:
        mark = lines[opened - 1].strip()[:3]
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
        mistake = _misread(above, lines[above - 1], dialect, above=True)
        if mistake is not None:
            return mistake
    return Mistake(
        last,
        Text(
            "The file ends too early: something has to follow this line, such as\n"
            "  {scenario}: What is to be shown",
            "ファイルが途中で終わっている。この行の後に、たとえば次の行が要る。\n"
            "  {scenario}: 示したいこと",
        ).fill(scenario=_shortest(dialect, "scenario")),
        lines[last - 1].strip(),
    )


def _unclosed_docstring(lines: Sequence[str]) -> int | None:
    opened: tuple[int, str] | None = None
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if opened is None:
            if text.startswith(_SEPARATORS):
                opened = number, text[:3]
        elif text.startswith(opened[1]):
            opened = None
    return opened[0] if opened else None


def _dialect(lines: Sequence[str]) -> str:
    return next((found for found in _headers(lines) if found in DIALECTS), "en")


def _headers(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        header = _HEADER.match(line)
        if header is not None:
            yield header[2]


def _shortest(dialect: str, kind: str) -> str:
    """The keyword that people use: the first one of the dialect that isn't ``*``."""
    preferred = {"scenario": {"en": "Scenario"}}.get(kind, {}).get(dialect)
    found: Sequence[str] = DIALECTS[dialect][kind]  # type: ignore[literal-required]
    return preferred or next(word for word in found if word != "* ")
