"""A behaviour as text to take along: the line that plays it, Gherkin, and Markdown."""

from __future__ import annotations

from azsim.gherkin import feature_text
from azsim.livingdocs.edition import Edition
from azsim.livingdocs.markdown import Markdown, blocks, bold, code, fence, heading, joined, text
from azsim.livingdocs.site import MARKS, Behaviour, Row
from azsim.livingdocs.words import word
from azsim.text import Language


def command(row: Row) -> str:
    """The line that plays *row*, from the folder that its feature is shown from."""
    told = row.shown.told
    place = f"{told.feature.shown}:{told.row or told.line}"
    return f"azsim run {place}" if place.isascii() and " " not in place else f'azsim run "{place}"'


def gherkin(behaviour: Behaviour, language: Language) -> str:
    """A feature file of *behaviour* alone."""
    return feature_text([row.shown.told for row in behaviour.rows], language)


def markdown(behaviour: Behaviour, language: Language, edition: Edition) -> Markdown:
    """What *behaviour* says, why, and how it went when the site was built."""
    outcome = f"{MARKS[behaviour.outcome]} {word(language, behaviour.outcome)}"
    return blocks(
        (
            heading(1, text(behaviour.heading.name.to(language))),
            *(text(line) for line in behaviour.answer.to(language).split("\n")),
            fence(gherkin(behaviour, language), "gherkin"),
            joined((bold(text(f"{word(language, 'outcome')}:")), text(outcome))),
            code(command(behaviour.rows[0])),
            text(built(edition, language)),
        )
    )


def built(edition: Edition, language: Language) -> str:
    """When and with what an edition was built, in a sentence."""
    name = "built from commit" if edition.commit else "built"
    return word(language, name, date=edition.date, version=edition.version, commit=edition.commit)
