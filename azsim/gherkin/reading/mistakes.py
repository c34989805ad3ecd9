"""What is wrong with a feature file that can't be read, and how to write it instead."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from attrs import evolve, frozen
from gherkin.dialect import DIALECTS
from gherkin.errors import ParserException, UnexpectedEOFException
from gherkin.gherkin_line import GherkinLine

from azsim.gherkin.reading import lookalikes
from azsim.terminal.language import reader_language
from azsim.text import Language, Text, beside, is_japanese, nearest

_HEADER = re.compile(r"^\s*[#＃]\s*language\s*([:：])\s*(\S*)", re.IGNORECASE)

_TITLES = ("feature", "rule", "background", "scenarioOutline", "scenario", "examples")
_STEPS = ("given", "when", "then", "and", "but")
# No title is longer in any language.
_LONGEST_KEYWORD = 40
# What stands around a text below a step.
SEPARATORS = ('"""', "```")
_SCENARIOS = ("background", "scenario", "scenarioOutline")
# What has to stand below a title or a tag, or it is prose.
_BELOW: Mapping[str | None, tuple[str, ...]] = {
    **dict.fromkeys(_SCENARIOS, ("step",)),
    "examples": ("table",),
    "rule": (*_SCENARIOS, "tag"),
    "tag": (*_SCENARIOS, "tag", "rule", "examples"),
}
# Where the first keyword of a dialect isn't the one that people use.
_USUAL = {
    ("en", "scenario"): "Scenario",
    ("ja", "feature"): "機能",
    ("ja", "and"): "かつ",
    ("ja", "but"): "但し",
}


OUTSIDE_SCENARIO = Text(
    "A step stands here, outside a scenario. Write a line above it such as\n"
    "  {scenario}: What is to be shown\nIf it is prose, begin it with another word.",
    "シナリオの外にステップがある。この上に次のような行を書く。\n"
    "  {scenario}: 示したいこと\n説明文であれば、別の語で始める。",
)

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
IF_PROSE = Text(
    "{advice}\nIf it is prose, begin it with another word.",
    "{advice}\n説明文であれば、別の語で始める。",
)
MARKDOWN = Text(
    "This line belongs to Markdown, not to Gherkin. Delete it, and the one that ends the block.",
    "この行は Markdown のものであり、Gherkin ではない。ブロックを終える行とともに削除する。",
)
TABLE_PLACE = Text(
    "A table stands below a step or below {examples}: only.",
    "表を書けるのはステップまたは {examples}: の下だけである。",
)
DOCSTRING_PLACE = Text(
    "A text between two lines of {mark} stands below a step only.",
    "{mark} の行で挟んだ文章を書けるのはステップの下だけである。",
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
FOREIGN = Text(
    "This keyword is {other}, but the language of this file isn't. Write\n  {line}",
    "これは{other}のキーワードだが、このファイルの言語は{other}ではない。次のように書く。\n  {line}",
)
_NAMES = {"ja": Text("Japanese", "日本語"), "en": Text("English", "英語")}
SIGNS = Text("{reason} Write\n  {line}", "{reason}次のように書く。\n  {line}")
SPACE_BEFORE_COLON = Text(
    "No space belongs between the keyword and its colon.",
    "キーワードとコロンの間に空白は要らない。",
)
NO_COLON = Text("A step keyword takes no colon.", "ステップのキーワードの後にコロンは要らない。")
CAPITAL = Text(
    "A keyword begins with a capital letter, and goes on with small ones.",
    "キーワードは大文字で始め、その後は小文字で書く。",
)
SPACE_AFTER = Text("One space belongs after the keyword.", "キーワードの後には空白が一つ要る。")
TAKEN_FOR_PROSE = Text(
    "This scenario has no steps, for line {line} is taken for prose. {reason} Write\n  {written}",
    "このシナリオにはステップがない。{line} 行目は説明文として扱われている。{reason}"
    "次のように書く。\n  {written}",
)
NO_LAST_BAR = Text(
    "This row has no bar at its end. Write\n  {row} |",
    "この行の終わりに縦棒がない。次のように書く。\n  {row} |",
)


@frozen
class Mistake:
    """Something that keeps a feature file, or a part of it, from being played.

    ``repair`` is the line as it has to be, where nothing but its signs is wrong.
    """

    line: int
    text: Text
    source: str = ""
    repair: str | None = None


def lines_of(text: str) -> list[str]:
    """The lines of *text* as the official parser counts them.

    ``str.splitlines`` would also split at a form feed and at Unicode's own separators.
    """
    return [line.rstrip("\r") for line in text.split("\n")]


def language_of_reader(source: str) -> Language:
    """The language for messages about a file: that of its header, else of its words."""
    lines = lines_of(source)
    dialect = next((found for found in _headers(lines) if found in DIALECTS), None)
    if dialect is not None:
        return "ja" if dialect == "ja" else "en"
    # English features may hold a Japanese name, and Japanese ones English keywords.
    words = [line for line in lines if line.strip() and not line.lstrip().startswith(("#", "@"))]
    if not words:
        return reader_language()
    return "ja" if sum(map(is_japanese, words)) * 2 > len(words) else "en"


def outline_keywords(dialect: str) -> Sequence[str]:
    """How a scenario outline begins."""
    return DIALECTS[dialect]["scenarioOutline"]


def before_parsing(source: str) -> Mistake | None:
    """An empty file, one whose lines can't be told apart, or a misread language line."""
    lines = lines_of(source)
    if "\r" in source and "\n" not in source:
        return Mistake(1, OLD_LINE_ENDS)
    for number, line in enumerate(lines, start=1):
        header = _HEADER.match(line)
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
    if kind_of(_plain(line), "en") is not None or kind_of(_plain(line), "ja") is None:
        return None
    return Mistake(number, UNMARKED, line.strip())


def _header_mistake(number: int, line: str, code: str) -> Mistake | None:
    if code in _NAMES and _plain(line) == line:
        return None
    code = _plain(code)
    if code in _NAMES:
        return _looks_alike(number, line, f"# language: {code}")
    if code in DIALECTS:
        return Mistake(number, OTHER_LANGUAGE, line.strip())
    known = {"jp": "ja", "jpn": "ja", "japanese": "ja", "日本語": "ja", "english": "en"}
    meant = known.get(code.lower()) or nearest(code, _NAMES) or "en"
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
    lines = lines_of(source)
    number = min(error.location["line"], max(len(lines), 1))
    line = lines[number - 1] if lines else ""
    dialect = _dialect(lines)
    if isinstance(error, UnexpectedEOFException):
        return _end_of_file(lines, dialect)
    if "inconsistent cell count" in str(error):
        return _ragged(lines, number)
    if line.lstrip().startswith("@"):
        return _bad_tag(number, line, dialect)
    if line.lstrip().startswith("```") and "#FeatureLine" in str(error):
        return Mistake(number, MARKDOWN, line.strip())
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
    if mistake is not None:
        mistake = evolve(mistake, text=IF_PROSE.fill(advice=mistake.text))
    if kind_of(_plain(line), dialect) != "step":
        return mistake
    # A star may be that of a list.
    return mistake if steps_follow and not _plain(line).startswith("*") else None


def step_in_prose(line: str, language: Language) -> str | None:
    """What follows the step keyword that *line* begins with, if it does."""
    for kind in _STEPS:
        for word in _words(language, kind):
            if line.startswith(word):
                return line[len(word) :].strip()
    return None


def outside_scenario(number: int, line: str, language: Language) -> Mistake:
    """A sentence that stands where Gherkin takes it for prose."""
    title = _usual(language, "scenario")
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
    # A keyword alone is a step, which says nothing.
    if text.startswith("* ") or any(
        f"{text} ".startswith(word) for kind in _STEPS for word in _words(dialect, kind)
    ):
        return "step"
    for sign, name in (("|", "table"), ("@", "tag"), ("#", "comment")):
        if text.startswith(sign):
            return name
    return "docstring" if text.startswith(SEPARATORS) else None


def _misread(
    number: int, line: str, dialect: str, *, in_prose: bool = False, above: bool = False
) -> Mistake | None:
    """A line that isn't Gherkin as it stands, and would be with one repair."""
    if kind_of(line, dialect) is not None:
        return None
    repair = _with_signs(line, dialect)
    if repair is not None:
        return _looks_alike(number, line, repair)
    in_step = not (in_prose or above)
    for other in ("ja", "en"):
        if other != dialect and _is_foreign(_plain(line), other, in_step=in_step):
            return _foreign(number, line, other, dialect)
    # Prose may well begin with a word that is nearly a keyword.
    return _typo_in_title(number, line, dialect, in_prose=in_prose) or (
        _typo_in_step(number, line, dialect) if in_step else None
    )


def _is_foreign(line: str, other: str, *, in_step: bool) -> bool:
    kind = kind_of(line, other)
    # In prose, an English word at the start of a line says too little.
    return kind in _TITLES or (kind == "step" and (other == "ja" or in_step))


def _plain(line: str) -> str:
    return unicodedata.normalize("NFKC", lookalikes.plain(line))


def _looks_alike(number: int, line: str, repair: str) -> Mistake:
    """Signs that look like those of Gherkin, which *repair* has."""
    wrong = "".join(sign for sign in line.strip() if sign not in repair)
    shown = SIGNS.fill(reason=lookalikes.wrong(wrong) or SPACE_BEFORE_COLON, line=repair)
    return Mistake(number, shown, line.strip(), repair)


def _with_signs(line: str, dialect: str) -> str | None:
    """*line* as Gherkin, where only signs that Gherkin reads have to be put right.

    The words after them stay as they are.
    """
    text = line.strip()
    if kind_of(re.sub(" +:", ":", _plain(text)), dialect) is None:
        return None
    if text.startswith("｜"):
        return text.replace("｜", "|")
    if text.startswith("＠"):
        return text.replace("＠", "@").replace("\u3000", " ")
    for end in range(1, min(len(text), _LONGEST_KEYWORD) + 1):
        head, rest = _plain(text[:end]), text[end:].strip()
        title = re.sub(" +:$", ":", head)
        if kind_of(title, dialect) in _TITLES:
            return f"{title} {rest}".strip()
        if head == "*" or any(head in _words(dialect, kind) for kind in _STEPS):
            return f"{head.strip()} {rest}"
        if kind_of(head, dialect) in ("comment", "docstring"):
            return head + text[end:]
    return None


def _foreign(number: int, line: str, other: str, dialect: str) -> Mistake:
    """A keyword of the language *other*, and the one of the file's."""
    text = _plain(line).strip()
    kind, word = next(
        (kind, word)
        for kind in (*_TITLES, *_STEPS)
        for word in _words(other, kind)
        if text.startswith(f"{word}:" if kind in _TITLES else word)
    )
    own = _usual(dialect, kind).strip() + ":" * (kind in _TITLES)
    written = f"{own} {text[len(word) :].lstrip(': ')}".strip()
    return Mistake(number, FOREIGN.fill(other=_NAMES[other], line=written), line.strip())


def _typo_in_title(number: int, line: str, dialect: str, *, in_prose: bool) -> Mistake | None:
    text = _plain(line).strip()
    head, colon, rest = text.partition(":")
    keywords = [word for title in _TITLES for word in _words(dialect, title)]
    if not colon:
        # English prose may begin with such a word; Japanese has no blank after it.
        if in_prose and dialect != "ja":
            return None
        return _title_without_colon(number, text, keywords)
    if in_prose and head.removesuffix("s") in keywords:
        return None
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
    text = line.strip()
    found = _bent_keyword(text, dialect)
    if found is not None:
        reason, written = found
        return Mistake(number, SIGNS.fill(reason=reason, line=written), text)
    head, _, rest = text.partition(" ")
    keywords = [word.strip() for kind in _STEPS for word in _words(dialect, kind)]
    close = difflib.get_close_matches(head.strip(":：").capitalize(), keywords, n=1, cutoff=0.6)
    if not close or not rest:
        return None
    return _write(number, line, head, f"{close[0]} {rest.strip()}")


def _bent_keyword(text: str, dialect: str) -> tuple[Text, str] | None:
    """What is wrong with the step keyword of *text*, and *text* with the right one."""
    for word in (word.strip() for kind in _STEPS for word in _words(dialect, kind)):
        head, rest = text[: len(word)], text[len(word) :]
        if head.lower() != word.lower() or rest[:1].isalnum():
            continue
        rest = lookalikes.plain(rest).strip()
        written = f"{word} {rest.lstrip(': ')}".strip()
        if rest.startswith(":"):
            return NO_COLON, written
        return (SPACE_AFTER if head == word else CAPITAL), written
    return None


def before_steps(description: Iterable[tuple[int, str]], dialect: str) -> Iterator[Mistake]:
    """The lines of *description* that were meant as steps, and aren't for their keyword.

    A sentence of prose may go on with such a word on its next line, but doesn't begin
    with it.
    """
    begins = True
    for number, line in description:
        found = _bent_keyword(line, dialect) if begins else None
        if found is not None:
            yield Mistake(number, SIGNS.fill(reason=found[0], line=found[1]), line)
        begins = found is not None or line.endswith((".", "!", "?", ":", "。"))


def below_no_step(description: Iterable[tuple[int, str]], dialect: str) -> Iterator[Mistake]:
    """The first table or text of *description* that was meant for a step."""
    for number, line in description:
        if kind_of(line, dialect) in ("table", "docstring"):
            mistake = _misplaced(number, line, dialect)
            if mistake is not None:
                yield mistake
            return


def is_borne_out(lines: Sequence[str], mistake: Mistake) -> bool:
    """Whether the lines around one that was taken for prose show that its repair was meant."""
    dialect = _dialect(lines)
    kind = kind_of(mistake.repair or "", dialect)
    if kind == "table":
        return _kind_of_first(reversed(lines[: mistake.line - 1]), dialect) in ("table", "examples")
    return kind == "step" or _kind_of_first(lines[mistake.line :], dialect) in _BELOW.get(kind, ())


def _kind_of_first(lines: Iterable[str], dialect: str) -> str | None:
    words = (line for line in lines if line.strip() and not line.lstrip().startswith("#"))
    return kind_of(next(words, ""), dialect)


def end_of_docstring(lines: Sequence[str], start: int, mark: str) -> int | None:
    """The line below *start* that is *mark*, or looks like it."""
    return next(
        (
            number
            for number, line in enumerate(lines[start:], start=start + 1)
            if _plain(line).strip() == mark
        ),
        None,
    )


def without_steps(description: Iterable[tuple[int, str]], dialect: str) -> Text | None:
    """The line of *description* that was meant as the first step of its scenario."""
    for number, line in description:
        found = _bent_keyword(line, dialect)
        if found is not None:
            return TAKEN_FOR_PROSE.fill(line=number, reason=found[0], written=found[1])
    return None


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
            return _doubted(lines, mistake)
    return None


def _doubted(lines: Sequence[str], mistake: Mistake) -> Mistake:
    """*mistake*, without its repair where its line may as well be prose."""
    return mistake if is_borne_out(lines, mistake) else evolve(mistake, repair=None)


def _misplaced(number: int, line: str, dialect: str) -> Mistake | None:
    kind = kind_of(line, dialect)
    if kind is None:
        return None
    first = {title: _usual(dialect, title) for title in _TITLES}
    mark = line.strip()[:3]
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
        "table": TABLE_PLACE.fill(examples=first["examples"]),
        "docstring": DOCSTRING_PLACE.fill(mark=mark),
    }.get(kind)
    return None if advice is None else Mistake(number, advice, line.strip())


def _not_gherkin(number: int, line: str, dialect: str, error: str) -> Mistake:
    if "#StepLine" in error:
        *starts, last = (_usual(dialect, kind).strip() for kind in _STEPS)
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
    own = _usual(dialect, "feature")
    return Text(own, f"# language: ja\n  {_usual('ja', 'feature')}" if dialect == "en" else own)


def _ragged(lines: Sequence[str], number: int) -> Mistake:
    first = number
    row = lines[number - 1]
    while first > 1 and lines[first - 2].lstrip().startswith(("|", "#")):
        first -= 1
    while not lines[first - 1].lstrip().startswith("|"):
        first += 1
    heading = lines[first - 1]
    if _cells(row.replace("｜", "|")) == _cells(heading):
        return _looks_alike(number, row, row.strip().replace("｜", "|"))
    if _cells(heading.replace("｜", "|")) == _cells(row):
        return _looks_alike(first, heading, heading.strip().replace("｜", "|"))
    if not row.rstrip().endswith("|") and _cells(f"{row}|") == _cells(heading):
        return Mistake(number, NO_LAST_BAR.fill(row=row.strip()), row.strip())
    return Mistake(
        number,
        Text(
            "The number of cells in this row is {found}, in the heading row on line {first} it is "
            "{expected}. Every row needs as many; an empty cell is written | |.",
            "この行のセルは {found} 個だが、{first} 行目の見出しは {expected} 個である。"
            "数を揃える。空のセルは | | と書く。",
        ).fill(found=_cells(row), first=first, expected=_cells(heading)),
        row.strip(),
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
    opened = unclosed_docstring(lines)
    if opened is not None:
        mark = lines[opened - 1].strip()[:3]
        end = end_of_docstring(lines, opened, mark)
        if end is not None:
            return _looks_alike(end, lines[end - 1], mark)
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
            return _doubted(lines, mistake)
    text = lines[last - 1].strip()
    if all(kind_of(line, dialect) != "feature" for line in lines):
        return Mistake(last, NO_FEATURE.fill(feature=_usual(dialect, "feature")), text)
    return Mistake(last, ENDS_EARLY.fill(scenario=_usual(dialect, "scenario")), text)


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


def _dialect(lines: Sequence[str]) -> str:
    return next((found for found in _headers(lines) if found in DIALECTS), "en")


def _headers(lines: Sequence[str]) -> Iterator[str]:
    """The languages that are named above the first line of Gherkin, where alone they count."""
    for line in lines:
        header = _HEADER.match(line)
        if header is not None:
            yield header[2]
        elif line.strip() and not line.lstrip().startswith("#"):
            return


def _usual(dialect: str, kind: str) -> str:
    """The keyword that people use, which is never ``*``."""
    found: Sequence[str] = DIALECTS[dialect][kind]  # type: ignore[literal-required]
    return _USUAL.get((dialect, kind)) or next(word for word in found if word != "* ")
