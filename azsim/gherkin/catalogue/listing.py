"""Sentences on a page: what each says, means and holds, and where it is used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from attrs import frozen

from azsim.gherkin.catalogue.entries import Entry, Value, holds
from azsim.gherkin.catalogue.examples import Example
from azsim.gherkin.catalogue.uses import Places
from azsim.gherkin.reading.keywords import STEP_KEYWORDS
from azsim.gherkin.reading.notation import written
from azsim.gherkin.reading.paths import shown_path
from azsim.gherkin.vocabulary.definition import Definition
from azsim.terminal.columns import width
from azsim.terminal.wrapping import wrapped
from azsim.text import Language, Text, same

TABLE = Text("Table with {headings}", "表の列: {headings}")
OPTIONAL = Text("{heading} (optional)", "{heading} (省略可)")
EXAMPLE = Text("Example", "例")
EXAMPLE_AT = Text("Example ({place})", "例 ({place})")
VALUES = Text("Values", "値")
SUCH_AS = Text("{meaning}, such as {example}", "{meaning}。例: {example}")
AND = Text(", ", "、")
MORE = Text("… {count} more: azsim steps {name}", "ほか {count} 件: azsim steps {name}")
# Longer choices stand below each other.
ONE_LINE = 90
# Where there are more choices, most of them are beside the point.
MANY, FEW = 12, 3


@frozen
class Style:
    """How a page looks; ``limit`` is the width of its lines, None where they have none."""

    language: Language
    limit: int | None
    quotes: tuple[str, str]

    def name(self, value: str) -> str:
        """The place of a value in a sentence."""
        return f"{self.quotes[0]}{value.replace('_', ' ')}{self.quotes[1]}"

    def sentence(self, entry: Entry) -> str:
        """The sentence with the places of its values."""
        return entry.spoken(self.language, self.name)


def style(language: Language, limit: int | None, encoding: str | None) -> Style:
    """The finest style that *encoding* can write."""
    try:
        "‹›".encode(encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return Style(language, limit, ("<", ">"))
    return Style(language, limit, ("‹", "›"))


def short(entries: Iterable[Entry], style: Style) -> Iterator[str]:
    """One line for each sentence."""

    def lines(entry: Entry) -> Iterator[str]:
        yield from wrapped(style.sentence(entry), style.limit, "  ", "      ")

    return _grouped(entries, style, lines)


def full(
    entries: Sequence[Entry],
    examples: Mapping[Definition, Example],
    style: Style,
    words: Sequence[str] = (),
) -> Iterator[str]:
    """Everything about each sentence, and below them each kind of value once.

    Of many choices those are told that hold one of *words*, unless these name the kind itself.
    """

    def lines(entry: Entry) -> Iterator[str]:
        yield ""
        yield from wrapped(style.sentence(entry), style.limit, "  ", "      ")
        yield from _about(entry, examples.get(entry.definition), style)

    yield from _grouped(entries, style, lines)
    values = {value.name: value for entry in entries for value in entry.values}
    if values:
        yield from ("", VALUES.to(style.language), "")
        widest = max(width(style.name(name)) for name in values)
        for value in values.values():
            yield from _value(value, widest, style, words)


def usage(entries: Iterable[Entry], places: Places, style: Style) -> Iterator[str]:
    """How often each sentence is used, and where; those used most come first."""
    used = [(places.get(entry.definition, ()), entry) for entry in entries]
    for where, entry in sorted(used, key=lambda each: -len(each[0])):
        keyword = STEP_KEYWORDS[entry.definition.keyword].to(style.language)
        first = f"{len(where):>4}  {keyword} "
        yield from wrapped(style.sentence(entry), style.limit, first, " " * 10)
        yield from (f"      {place}" for place in where)


def defined(entries: Iterable[Entry], folder: Path, style: Style) -> Iterator[str]:
    """Where each sentence is defined, as seen from *folder*."""

    def lines(entry: Entry) -> Iterator[str]:
        path, _, line = entry.definition.where.rpartition(":")
        yield from wrapped(style.sentence(entry), style.limit, "  ", "      ")
        yield f"      {shown_path(Path(path), folder)}:{line}"

    return _grouped(entries, style, lines)


def _grouped(
    entries: Iterable[Entry], style: Style, lines: Callable[[Entry], Iterator[str]]
) -> Iterator[str]:
    groups = {keyword: list[Entry]() for keyword in STEP_KEYWORDS}
    for entry in entries:
        groups[entry.definition.keyword].append(entry)
    gap: list[str] = []
    for keyword, group in groups.items():
        if group:
            yield from (*gap, STEP_KEYWORDS[keyword].to(style.language))
            gap = [""]
            for entry in group:
                yield from lines(entry)


def _about(entry: Entry, example: Example | None, style: Style) -> Iterator[str]:
    language, definition = style.language, entry.definition
    if definition.meaning.to(language):
        yield from wrapped(definition.meaning.to(language), style.limit, "    ")
    if definition.table is not None:
        headings = [
            (column.heading if column.required else OPTIONAL.fill(heading=column.heading))
            for column in definition.table
        ]
        said = AND.to(language).join(heading.to(language) for heading in headings)
        yield from wrapped(TABLE.fill(headings=said).to(language), style.limit, "    ", "      ")
    if example is not None:
        where = EXAMPLE if example.place is None else EXAMPLE_AT.fill(place=example.place)
        yield f"    {where.to(language)}"
        # Not wrapped: it is there to be copied.
        keyword = STEP_KEYWORDS[definition.keyword].to(language)
        for line in written(example.step, keyword):
            yield f"      {line}"


def _value(value: Value, widest: int, style: Style, words: Sequence[str]) -> Iterator[str]:
    language, name = style.language, style.name(value.name)
    first = f"  {name}{' ' * (widest - width(name))}  "
    later = " " * width(first)
    meaning = value.meaning.to(language) if value.meaning else ""
    told = _told(value, words)
    left = len(value.choices) - len(told)
    # A choice may bring the spaces that stand beside it in a sentence.
    choices = list(dict.fromkeys(choice.to(language).strip() for choice in told))
    together = AND.to(language).join(choices)
    said = meaning
    if choices and not all(choice in meaning for choice in choices):
        if left or width(together) > ONE_LINE:
            yield from wrapped(f"{meaning}:" if meaning else "", style.limit, first, later)
            more = MORE.fill(count=left, name=value.name.replace("_", " ")).to(language)
            for choice in [*choices, more] if left else choices:
                yield from wrapped(choice, style.limit, f"{later}  ", f"{later}    ")
            return
        said = f"{meaning}: {together}" if meaning else together
    elif not choices and value.example is not None:
        example = value.example.to(language)
        said = SUCH_AS.fill(meaning=meaning, example=example).to(language) if meaning else example
    yield from wrapped(said, style.limit, first, later)


def _told(value: Value, words: Sequence[str]) -> Sequence[Text]:
    """The choices of *value* that somebody who looks for *words* wants to know."""
    about = value.meaning or same("")
    names_it = any(holds(word, (value.name, about.en, about.ja)) for word in words)
    if not words or names_it or len(value.choices) <= MANY:
        return value.choices
    for every in (all, any):
        held = [
            each
            for each in value.choices
            if every(holds(word, (each.en, each.ja)) for word in words)
        ]
        if held:
            return held
    return value.choices[:FEW]
