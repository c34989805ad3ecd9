"""What advice on a step consists of: proposals, what says something else, what isn't modelled."""

from __future__ import annotations

from pathlib import Path

from attrs import field, frozen

from azsim.gherkin.advice import not_modelled
from azsim.gherkin.advice.unknown_step import advise
from azsim.gherkin.reading.document import of
from azsim.gherkin.reading.source import parse_text
from azsim.gherkin.vocabulary.vocabulary import Vocabulary
from azsim.text import is_japanese

PROPOSES = (
    "Did you mean",
    "Write",
    "The sentence is",
    "次のことか。",
    "次のように書く。",
    "文は次のとおり。",
)


@frozen
class Told:
    """Advice, taken apart.

    ``same`` are the steps that it proposes, ``others`` those that say something else, by what it
    says of them, and ``not_modelled`` the English names of what it says isn't modelled.
    """

    text: str
    same: list[str] = field(factory=list)
    others: dict[str, str] = field(factory=dict)
    not_modelled: list[str] = field(factory=list)


def advice(vocabulary: Vocabulary, step: str) -> str:
    """What is said of *step* where it is the only one of a scenario."""
    head = (
        "# language: ja\n機能: F\n  シナリオ: S\n"
        if is_japanese(step)
        else "Feature: F\n  Scenario: S\n"
    )
    document = of(parse_text(Path("x.feature"), f"{head}    {step}\n"))
    [case] = document.cases
    return advise(vocabulary, case, case.steps[0]).to(document.language)


def told(vocabulary: Vocabulary, step: str) -> Told:
    """The advice on *step*, taken apart."""
    text = advice(vocabulary, step)
    found = Told(text)
    head = ""
    for line in text.splitlines():
        if not line.startswith("  "):
            head = line
        elif head.endswith(PROPOSES):
            found.same.append(line.strip())
        else:
            found.others[line.strip()] = head
    language = "ja" if is_japanese(step) else "en"
    for each in vocabulary.not_modelled:
        if not_modelled.told([each])[0].to(language).splitlines()[0] in text.splitlines():
            found.not_modelled.append(each.name.en)
    return found
