"""A behaviour as text to take along: the line that plays it, Gherkin, and Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from azsim.facts import Source, show_value
from azsim.gherkin import feature_text
from azsim.livingdocs.edition import Edition
from azsim.livingdocs.markdown import (
    NOTHING,
    Markdown,
    blocks,
    bold,
    bullets,
    code,
    fence,
    heading,
    joined,
    link,
    text,
)
from azsim.livingdocs.platforms import Platform
from azsim.livingdocs.site import MARKS, Behaviour, FactPage, Row, Site
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


def markdown(site: Site, behaviour: Behaviour, language: Language, edition: Edition) -> Markdown:
    """What *behaviour* says, why, of which Azure and by which documents, and how it went.

    Where it is pasted nobody sees the page, so the date when a platform ended and the sources go along.
    """
    outcome = f"{MARKS[behaviour.outcome]} {word(language, behaviour.outcome)}"
    return blocks(
        (
            heading(1, text(behaviour.heading.name.to(language))),
            *(text(line) for line in behaviour.answer.to(language).split("\n")),
            *(_platform(each, language) for each in behaviour.platforms),
            fence(gherkin(behaviour, language), "gherkin"),
            joined((bold(text(f"{word(language, 'outcome')}:")), text(outcome))),
            *_facts(site, behaviour, language),
            code(command(behaviour.rows[0])),
            text(built(edition, language)),
        )
    )


def _platform(platform: Platform, language: Language) -> Markdown:
    """Which Azure it speaks of, whether that has ended, and what is still true."""
    named = text(word(language, "speaks of", platform=platform.name))
    state = (
        text(word(language, "ended", date=platform.ended))
        if platform.ended
        else text(word(language, "still current"))
    )
    return joined((bold(named), Markdown(f"({state}):"), text(platform.note.to(language))))


def _facts(site: Site, behaviour: Behaviour, language: Language) -> Iterator[Markdown]:
    """What decided it, with the documents, and how sure that is where it holds."""
    if behaviour.grounds:
        yield text(word(language, f"rests on {behaviour.grounds}"))
    decisive = site.facts_of(*behaviour.rows).decisive
    if decisive:
        yield bold(text(f"{word(language, 'facts read')}:"))
        yield bullets(_fact(page, language) for page in decisive)


def _fact(page: FactPage, language: Language) -> Markdown:
    fact = page.fact
    value = NOTHING if fact.value is None else bold(text(show_value(fact).to(language)))
    status = Markdown(f"({text(word(language, fact.status))})")
    documents = joined((_document(source, language) for source, _ in page.cited), "; ")
    return joined((value, text(fact.statement.to(language)), status, documents))


def _document(source: Source, language: Language) -> Markdown:
    date = word(language, "undated") if source.date == "undated" else source.date
    title = text(source.document.to(language))
    named = link(title, source.address) if source.address else title
    return Markdown(f"{named} ({text(date)})")


def built(edition: Edition, language: Language) -> str:
    """When and with what an edition was built, in a sentence."""
    name = "built from commit" if edition.commit else "built"
    return word(language, name, date=edition.date, version=edition.version, commit=edition.commit)
