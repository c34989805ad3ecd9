"""A step for each sentence, as it stands in some feature file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from attrs import frozen

from azsim.gherkin.catalogue.entries import Entry
from azsim.gherkin.catalogue.uses import Use, uses
from azsim.gherkin.reading.document import Step, read
from azsim.gherkin.translating.sentences import step_in
from azsim.gherkin.vocabulary.definition import Definition
from azsim.gherkin.vocabulary.vocabulary import Vocabulary
from azsim.text import Language


@frozen(eq=False)
class Example:
    """A step that says a sentence, and the place where it stands, if anywhere."""

    step: Step
    place: str | None


def examples(
    entries: Iterable[Entry],
    vocabulary: Vocabulary,
    language: Language,
    files: Iterable[Path],
    folder: Path,
) -> dict[Definition, Example]:
    """For each of *entries* a step in *language*, if possible one that stands in *files*.

    A step in the other language is translated; where there is none at all, one is made of
    the examples of its values. Places are shown as seen from *folder*.
    """
    entries = list(entries)
    found = _first(entries, vocabulary, language, files)
    return {
        entry.definition: _example(entry, found.get(entry.definition), vocabulary, language, folder)
        for entry in entries
    }


def _first(
    entries: Iterable[Entry], vocabulary: Vocabulary, language: Language, files: Iterable[Path]
) -> dict[Definition, Use]:
    """The first step that says each of *entries*, if possible in *language*.

    Parsing a file takes far longer than looking for the words of a sentence in it. Only
    in outlines, where they may stand in the examples, is that not enough.
    """
    wanted = {entry.definition for entry in entries}
    unread = {path: _text(path) for path in files}
    found: dict[Definition, Use] = {}
    others: dict[Definition, Use] = {}

    def read_where(may_say: Callable[[str, set[Definition]], bool]) -> None:
        for path, text in list(unread.items()):
            if may_say(text, wanted.difference(found)):
                del unread[path]
                for use in uses(read(path), vocabulary):
                    kept = found if _is_said_in(language, use) else others
                    kept.setdefault(use.match.definition, use)

    def holds(text: str, definitions: set[Definition], *languages: Language) -> bool:
        return any(
            sentence.longest in text
            for sentence in vocabulary.sentences
            if sentence.definition in definitions and sentence.language in languages
        )

    read_where(lambda text, missing: holds(text, missing, language))
    read_where(lambda text, missing: holds(text, missing.difference(others), "en", "ja"))
    read_where(lambda text, missing: "<" in text and bool(missing.difference(others)))
    return others | found


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", errors="replace")
    except OSError:
        return ""


def _is_said_in(language: Language, use: Use) -> bool:
    return use.match.sentence.language == language or len(use.match.definition.sentences) == 1


def _example(
    entry: Entry, use: Use | None, vocabulary: Vocabulary, language: Language, folder: Path
) -> Example:
    if use is not None:
        step = use.step if _is_said_in(language, use) else step_in(vocabulary, use.step, language)
        # Where the type of a value can't be translated, the step says something else now.
        if [match.definition for match in vocabulary.find(step.kind, step.text)] == [
            entry.definition
        ]:
            return Example(step, use.place(folder))
    return Example(_made_up(entry, language), None)


def _made_up(entry: Entry, language: Language) -> Step:
    examples = {value.name: value.example for value in entry.values}

    def value(name: str) -> str:
        example = examples[name]
        return f"<{name}>" if example is None else example.to(language)

    text = entry.spoken(language, value)
    columns = entry.definition.table or ()
    headings = tuple(column.heading.to(language) for column in columns if column.required)
    return Step("", entry.definition.keyword, text, 0, table=(headings,) if headings else None)
