"""What is told of a feature and its scenarios: every word in both languages.

Whatever has no words in one of the languages stands there in the other.
"""

from __future__ import annotations

from attrs import frozen

from azsim.gherkin.playing.result import Error, State
from azsim.gherkin.playing.result import Outcome as Outcome
from azsim.gherkin.reading.keywords import Keyword
from azsim.text import Language, Text


@frozen
class Part:
    """A piece of a sentence; a *value* is what the author chose."""

    text: str
    value: bool = False


@frozen
class Sentence:
    """A step in both languages; ``definition`` is the place of the function behind it.

    ``untranslated`` is the language that it has no words in, where that is so.
    """

    en: tuple[Part, ...]
    ja: tuple[Part, ...]
    definition: str | None = None
    untranslated: Language | None = None

    def to(self, language: Language) -> tuple[Part, ...]:
        """The pieces in *language*."""
        return self.ja if language == "ja" else self.en

    @property
    def text(self) -> Text:
        """The whole sentence."""
        return Text("".join(part.text for part in self.en), "".join(part.text for part in self.ja))


@frozen
class Difference:
    """What a Then expected and what was found: pairs of rows, of which one may be missing.

    Without ``columns`` there is one pair of single values. ``why`` is the reason, where it is known.
    """

    what: Text
    columns: tuple[Text, ...]
    pairs: tuple[tuple[tuple[Text, ...] | None, tuple[Text, ...] | None], ...]
    why: Text | None = None


@frozen
class StepReport:
    """One step, with what a failure says of it. A step of a background comes from above."""

    keyword: Text
    kind: Keyword
    sentence: Sentence
    line: int
    background: bool
    state: State
    table: tuple[tuple[Text, ...], ...] = ()
    docstring: str | None = None
    note: Text | None = None
    difference: Difference | None = None


@frozen
class Reason:
    """Why something is so: prose, and the ids of the facts that decide.

    ``untranslated`` is the language that it has no words in, where that is so.
    """

    prose: Text
    facts: tuple[str, ...] = ()
    untranslated: Language | None = None


@frozen
class Heading:
    """A title and its description, and the language in which one of them is missing.

    That of an outline says what all rows have in common, and its ``template`` is what is written,
    with its columns. ``page`` is the address that a comment
    declares for its page. A feature and a rule have their ``reason`` here.
    """

    line: int
    keyword: Text
    name: Text
    description: Text
    untranslated: Language | None = None
    page: str | None = None
    reason: Reason | None = None
    template: Text | None = None


@frozen
class FeatureReport:
    """A feature file: ``file`` from the PATH that led to it, ``shown`` from the current folder.

    One that comes with azsim is shown from the folder ``features``, and ``is_shipped``.
    """

    file: str
    shown: str
    language: Language
    heading: Heading
    tags: tuple[str, ...]
    rules: tuple[Heading, ...]
    is_shipped: bool = False


@frozen
class ScenarioReport:
    """One play of a scenario, or of one row of an outline.

    ``id`` is the one that a proof knows, ``order`` grows in the order of the run.
    ``outline`` is the title of all rows, ``name`` and ``reason`` have the values of this one, whose
    ``cells`` go with ``columns``. ``note`` is what failed outside the steps.
    """

    id: str
    order: int
    feature: FeatureReport
    rule: Heading | None
    outline: Heading
    name: Text
    line: int
    row: int | None
    tags: tuple[str, ...]
    columns: tuple[Text, ...]
    cells: tuple[Text, ...]
    steps: tuple[StepReport, ...]
    outcome: Outcome
    error: Error | None = None
    note: Text | None = None
    reason: Reason | None = None


@frozen
class MistakeReport:
    """Something wrong with a feature file, which kept a part of it from being played."""

    order: int
    shown: str
    line: int
    source: str
    text: Text
