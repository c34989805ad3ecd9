"""Lines that aren't Gherkin as they stand, and would be with one repair."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from azsim.gherkin.reading import lookalikes
from azsim.gherkin.reading.dialects import STEPS, TITLES, dialect_of, kind_of, usual, words_of
from azsim.gherkin.reading.mistakes import Mistake
from azsim.text import Text

# No title is longer in any language.
_LONGEST_KEYWORD = 40
_SCENARIOS = ("background", "scenario", "scenarioOutline")
# What has to stand below a title or a tag, or it is prose.
_BELOW: Mapping[str | None, tuple[str, ...]] = {
    **dict.fromkeys(_SCENARIOS, ("step",)),
    "examples": ("table",),
    "rule": (*_SCENARIOS, "tag"),
    "tag": (*_SCENARIOS, "tag", "rule", "examples"),
}
FOREIGN = Text(
    "This keyword is {other}, but the language of this file isn't. Write\n  {line}",
    "これは{other}のキーワードだが、このファイルの言語は{other}ではない。次のように書く。\n  {line}",
)
NAMES = {"ja": Text("Japanese", "日本語"), "en": Text("English", "英語")}
WRITE_LINE = Text("{reason} Write\n  {line}", "{reason}次のように書く。\n  {line}")
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


def misread(
    number: int, line: str, dialect: str, *, in_prose: bool = False, above: bool = False
) -> Mistake | None:
    """A line that isn't Gherkin as it stands, and would be with one repair."""
    if kind_of(line, dialect) is not None:
        return None
    repair = _with_signs(line, dialect)
    if repair is not None:
        return looks_alike(number, line, repair)
    in_step = not (in_prose or above)
    for other in ("ja", "en"):
        if other != dialect and _is_foreign(plain(line), other, in_step=in_step):
            return _foreign(number, line, other, dialect)
    # Prose may well begin with a word that is nearly a keyword.
    return _typo_in_title(number, line, dialect, in_prose=in_prose) or (
        _typo_in_step(number, line, dialect) if in_step else None
    )


def _is_foreign(line: str, other: str, *, in_step: bool) -> bool:
    kind = kind_of(line, other)
    # In prose, an English word at the start of a line says too little.
    return kind in TITLES or (kind == "step" and (other == "ja" or in_step))


def plain(line: str) -> str:
    return unicodedata.normalize("NFKC", lookalikes.plain(line))


def looks_alike(number: int, line: str, repair: str) -> Mistake:
    """Signs that look like those of Gherkin, which *repair* has."""
    reason = lookalikes.wrong(line.strip(), repair) or SPACE_BEFORE_COLON
    shown = WRITE_LINE.fill(reason=reason, line=repair)
    return Mistake(number, shown, line.strip(), repair)


def _with_signs(line: str, dialect: str) -> str | None:
    """*line* as Gherkin, where only signs that Gherkin reads have to be put right.

    The words after them stay as they are.
    """
    text = line.strip()
    if kind_of(re.sub(" +:", ":", plain(text)), dialect) is None:
        return None
    if text.startswith("｜"):
        return text.replace("｜", "|")
    if text.startswith("＠"):
        return text.replace("＠", "@").replace("\u3000", " ")
    for end in range(1, min(len(text), _LONGEST_KEYWORD) + 1):
        head, rest = plain(text[:end]), text[end:].strip()
        title = re.sub(" +:$", ":", head)
        if kind_of(title, dialect) in TITLES:
            return f"{title} {rest}".strip()
        if head == "*" or any(head in words_of(dialect, kind) for kind in STEPS):
            return f"{head.strip()} {rest}"
        if kind_of(head, dialect) in ("comment", "docstring"):
            return head + text[end:]
    return None


def _foreign(number: int, line: str, other: str, dialect: str) -> Mistake:
    """A keyword of the language *other*, and the one of the file's."""
    text = plain(line).strip()
    kind, word = next(
        (kind, word)
        for kind in (*TITLES, *STEPS)
        for word in words_of(other, kind)
        if text.startswith(f"{word}:" if kind in TITLES else word)
    )
    own = usual(dialect, kind).strip() + ":" * (kind in TITLES)
    written = f"{own} {text[len(word) :].lstrip(': ')}".strip()
    return Mistake(number, FOREIGN.fill(other=NAMES[other], line=written), line.strip())


def _typo_in_title(number: int, line: str, dialect: str, *, in_prose: bool) -> Mistake | None:
    text = plain(line).strip()
    head, colon, rest = text.partition(":")
    keywords = [word for title in TITLES for word in words_of(dialect, title)]
    if not colon:
        # English prose may begin with such a word; Japanese has no blank after it.
        if in_prose and dialect != "ja":
            return None
        return _title_without_colon(number, text, keywords)
    if in_prose and (head.removesuffix("s") in keywords or not head[:1].isalpha()):
        # What begins with a dot or a dash is a list.
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
    found = bent_keyword(text, dialect)
    if found is not None:
        reason, written = found
        return Mistake(number, WRITE_LINE.fill(reason=reason, line=written), text)
    head, _, rest = text.partition(" ")
    keywords = [word.strip() for kind in STEPS for word in words_of(dialect, kind)]
    close = difflib.get_close_matches(head.strip(":：").capitalize(), keywords, n=1, cutoff=0.6)
    if not close or not rest:
        return None
    return _write(number, line, head, f"{close[0]} {rest.strip()}")


def bent_keyword(text: str, dialect: str) -> tuple[Text, str] | None:
    """What is wrong with the step keyword of *text*, and *text* with the right one."""
    for word in (word.strip() for kind in STEPS for word in words_of(dialect, kind)):
        head, rest = text[: len(word)], text[len(word) :]
        if head.lower() != word.lower() or rest[:1].isalnum():
            continue
        rest = lookalikes.plain(rest).strip()
        written = f"{word} {rest.lstrip(': ')}".strip()
        if rest.startswith(":"):
            return NO_COLON, written
        return (SPACE_AFTER if head == word else CAPITAL), written
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


def is_borne_out(lines: Sequence[str], mistake: Mistake) -> bool:
    """Whether the lines around one that was taken for prose show that its repair was meant."""
    dialect = dialect_of(lines)
    kind = kind_of(mistake.repair or "", dialect)
    if kind == "table":
        return _kind_of_first(reversed(lines[: mistake.line - 1]), dialect) in ("table", "examples")
    return kind == "step" or _kind_of_first(lines[mistake.line :], dialect) in _BELOW.get(kind, ())


def _kind_of_first(lines: Iterable[str], dialect: str) -> str | None:
    words = (line for line in lines if line.strip() and not line.lstrip().startswith("#"))
    return kind_of(next(words, ""), dialect)
