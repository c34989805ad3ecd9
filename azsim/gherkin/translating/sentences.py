"""A step, said in the other language: the same sentence with the same values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from attrs import evolve, frozen

from azsim.gherkin.reading.document import Step
from azsim.gherkin.vocabulary.compat import Node, nodes_of
from azsim.gherkin.vocabulary.definition import Definition
from azsim.gherkin.vocabulary.tables import Column
from azsim.gherkin.vocabulary.vocabulary import Match, Vocabulary
from azsim.text import Advice, Language, Text, is_japanese

LANGUAGES: Mapping[Language, Text] = {
    "en": Text("English", "英語"),
    "ja": Text("Japanese", "日本語"),
}

ONE_LANGUAGE = Text(
    "This sentence doesn't exist in {language}:\n  {sentence}  ({where})\n"
    "Give its definition one: {pair}",
    "この文は{language}では定義されていない。\n  {sentence}  ({where})\n定義に加える: {pair}",
)

# A number on its own or with a unit: what the words around it go by.
_NUMBER = re.compile(r"([-+]?[0-9][0-9,]*(?:[.][0-9]+)?)(?:\s?[^0-9.:/\s]+)?")
# Several names, which count as so many.
_NAMES = re.compile(r'"[^"]*"(?:(?:, | and |、| ?と ?)"[^"]*")+')


@frozen
class Part:
    """A piece of a sentence: fixed words, or the value of the type called *name*.

    A *counted* word goes by a number, as ``ports`` does in ``8 ports``.
    """

    text: str
    name: str | None = None
    counted: bool = False


def step_in(vocabulary: Vocabulary, step: Step, language: Language) -> Step:
    """*step* and its table in *language*; its keyword stays.

    :raises Advice: where its sentence has no words in *language*.
    :raises LookupError: where the step isn't exactly one sentence of *vocabulary*.
    """
    matches = vocabulary.find(step.kind, step.text)
    if len(matches) != 1:
        raise LookupError(step.text)
    match = matches[0]
    parts = said(sentence_in(match.definition, language), values_in(vocabulary, match, language))
    table = step.table
    if table is not None and match.definition.table is not None:
        table = tuple(tuple(row) for row in table_in(match.definition.table, table, language))
    return evolve(step, text="".join(part.text for part in parts), table=table)


def sentence_in(definition: Definition, language: Language) -> str:
    """The expression of *definition* in *language*.

    :raises Advice: where there is none.
    """
    sentences = sentences_of(definition)
    if language not in sentences:
        known = next(iter(sentences.values()))
        raise Advice(
            ONE_LANGUAGE.fill(
                language=LANGUAGES[language],
                sentence=known,
                where=definition.where,
                pair=f'@{definition.keyword}("{sentences.get("en", "…")}", "{sentences.get("ja", "…")}")',
            )
        )
    return sentences[language]


def sentences_of(definition: Definition) -> dict[Language, str]:
    """The expressions of *definition* by their language."""
    sentences = dict(definition.sentences)
    if len(sentences) == 1:
        # The first place is meant for English; a team that writes Japanese only uses it too.
        return {"ja" if is_japanese(each) else "en": each for each in sentences.values()}
    return sentences


def values_in(vocabulary: Vocabulary, match: Match, language: Language) -> dict[str, str]:
    """The words of each value of *match* in *language*, by the name of its type."""
    return {
        name: value_in(vocabulary, name, words, language) for name, words in match.texts.items()
    }


def value_in(vocabulary: Vocabulary, name: str, words: str, language: Language) -> str:
    """A value of the type *name* in *language*."""
    kind = vocabulary.types.get(name)
    return words if kind is None else kind.translate(words, language)


def table_in(
    columns: Sequence[Column], table: Sequence[Sequence[str]], language: Language
) -> list[list[str]]:
    """*table*, whose first row holds headings of *columns*, in *language*.

    A heading that is none of theirs stays as it is, and so do the cells below it.
    """
    chosen = [column_called(columns, heading) for heading in table[0]]
    heading = [
        written if column is None else column.heading.to(language)
        for written, column in zip(table[0], chosen, strict=True)
    ]
    body = [
        [
            column.translate(cell, language) if column and cell else cell
            for cell, column in zip(row, chosen, strict=True)
        ]
        for row in table[1:]
    ]
    return [heading, *body]


def column_called(columns: Iterable[Column], heading: str) -> Column | None:
    """The one of *columns* whose heading it is, in either language."""
    return next(
        (column for column in columns if heading in (column.heading.en, column.heading.ja)), None
    )


def said(
    expression: str, values: Mapping[str, str], counts: Mapping[str, str] | None = None
) -> tuple[Part, ...]:
    """*expression* with *values*, by the names of their types.

    Where it offers several words, such as ``port/ports``, the number before them chooses,
    or else the one behind them: the first word for 1, the last for anything else. Where
    *values* doesn't say the numbers, *counts* does.
    """
    nodes = nodes_of(expression)
    numbers = [
        _number((counts or values)[node.text]) if node.kind == "PARAMETER" else None
        for node in nodes
    ]
    return tuple(_parts(nodes, values, lambda at: _is_one(numbers, at)))


def is_one(words: str) -> bool:
    """Whether *words* are the number 1, with or without a unit."""
    return _number(words) == "1"


def _number(words: str) -> str | None:
    found = _NUMBER.fullmatch(words)
    if found is not None:
        return found[1]
    return str(words.count('"') // 2) if _NAMES.fullmatch(words) else None


def _is_one(numbers: Sequence[str | None], at: int) -> bool | None:
    nearest = [*reversed(numbers[:at]), *numbers[at:]]
    number = next((each for each in nearest if each is not None), None)
    return None if number is None else number == "1"


def _parts(
    nodes: Sequence[Node], values: Mapping[str, str], is_one: Callable[[int], bool | None]
) -> Iterator[Part]:
    before = ""
    for at, node in enumerate(nodes):
        kind = node.kind
        if kind == "PARAMETER":
            part = Part(values[node.text], node.text)
        elif kind == "TEXT":
            part = Part(node.text)
        elif kind == "OPTIONAL":
            # Only the end of a word, such as "(s)", is the plural of something.
            is_ending = before[-1:].isalpha() and node.text.isalpha()
            part = Part(node.text if is_ending and is_one(at) is False else "", counted=True)
        else:
            chosen = node.nodes[-1 if is_one(at) is False else 0]
            inner = _parts(chosen.nodes, values, lambda _, at=at: is_one(at))  # type: ignore[misc]
            part = Part("".join(each.text for each in inner), counted=True)
        before += part.text
        yield part
