"""The index that the search reads, in both languages, with what it has to know of words.

It is a script that calls ``azsimIndex``, since a page that is opened from a folder may
load scripts but no other files. Whatever the language of the page, the words of both are
searched.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from typing import Any

from attrs import define, field

from azsim.facts import Fact, show_value
from azsim.gherkin import NotModelled, report
from azsim.livingdocs.addresses import slugs
from azsim.livingdocs.site import Behaviour, FactPage, Feature, Saying, Service, Site
from azsim.livingdocs.story import ADDRESS, story
from azsim.livingdocs.words import WORDS
from azsim.text import Text, same

FILTERS = ("kind", "service", "platform", "status", "grounds", "tag", "source")
"""What results can be chosen by: the kind of an entry, and the names of its ``filters``."""


def index(site: Site) -> bytes:
    """The script.

    ``lines`` are texts in English and Japanese, or one that serves for both. Each of ``entries``
    is something that can be found: ``kind``, ``address`` (below the folder of a language),
    ``title``, and what is said in ``answer``, ``about`` it and in its ``text``, by the numbers of
    lines; ``filters`` are what it can be chosen by, names of words or texts in both
    languages. Of what isn't modelled, ``asked`` are the words that mean it, and one of ``beside``
    has to stand with them. ``words`` are those of ``search_words.toml``.
    """
    lines = _Lines()
    entries = list(_entries(site, lines))
    content = {"lines": lines.texts, "entries": entries, "words": _words()}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    # Some editors and old browsers take these for ends of lines.
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"azsimIndex({text});\n".encode("utf-8", "replace")


@define
class _Lines:
    """Every line that entries hold, once."""

    _numbers: dict[Text, int] = field(factory=dict)

    def __call__(self, texts: Iterable[Text]) -> list[int]:
        """The numbers of *texts*, each of them once and none that is empty."""
        said = dict.fromkeys(text for text in texts if text.en or text.ja)
        return [self._numbers.setdefault(text, len(self._numbers)) for text in said]

    def one(self, text: Text) -> int:
        """The number of *text*."""
        return self._numbers.setdefault(text, len(self._numbers))

    @property
    def texts(self) -> list[str | list[str]]:
        """The lines by their numbers."""
        return [text.en if text.en == text.ja else _both(text) for text in self._numbers]


def _words() -> Mapping[str, Any]:
    text = resources.files("azsim.livingdocs").joinpath("search_words.toml").read_text("utf-8")
    return tomllib.loads(text)


def _entries(site: Site, lines: _Lines) -> Iterator[dict[str, Any]]:
    if site.is_shipped:
        yield _story(lines)
    for service in site.services:
        yield _service(service, lines)
        for feature in service.features:
            yield _feature(site, service, feature, lines)
    for service, feature, behaviour in site.behaviours:
        yield _behaviour(site, service, feature, behaviour, lines)
    for page in site.facts:
        yield _fact(page, lines)
    anchors = slugs(each.name.en for each in site.not_modelled)
    for limit, anchor in zip(site.not_modelled, anchors, strict=True):
        yield _limit(limit, anchor, lines)
    for saying in site.sayings:
        yield _saying(saying, lines)


def _story(lines: _Lines) -> dict[str, Any]:
    told = story()
    commands = [same(each.command) for each in told.steps if each.command is not None]
    return {
        "kind": "feature",
        "address": f"{ADDRESS}/index.html",
        "title": lines.one(told.title),
        "about": lines([told.lead]),
        "text": lines([part for each in told.steps for part in (each.title, each.says)] + commands),
        "filters": {},
    }


def _service(service: Service, lines: _Lines) -> dict[str, Any]:
    return {
        "kind": "service",
        "address": f"{service.address}/index.html",
        "title": lines.one(service.name),
        "about": lines([service.summary]),
        "filters": {"service": [_both(service.name)], "platform": _platforms(service)},
    }


def _feature(site: Site, service: Service, feature: Feature, lines: _Lines) -> dict[str, Any]:
    heading = feature.told.heading
    return {
        "kind": "feature",
        "address": f"{feature.address}/index.html",
        "title": lines.one(heading.name),
        "answer": lines([*_asked(site, feature), *_reason(heading.reason)]),
        "about": lines(
            [*_paragraphs(heading), *(rule.name for rule in feature.told.rules), service.name]
        ),
        "text": lines(
            [_in_address(feature.address), *(each.heading.name for each in feature.behaviours)]
        ),
        "filters": {
            "service": [_both(service.name)],
            "platform": _platforms(feature),
            "tag": list(feature.told.tags),
        },
    }


def _behaviour(
    site: Site, service: Service, feature: Feature, behaviour: Behaviour, lines: _Lines
) -> dict[str, Any]:
    told = behaviour.first.told
    facts = [site.page_of[each].fact for each in behaviour.facts]
    about = [*_paragraphs(behaviour.heading), feature.name, service.name]
    if told.rule is not None:
        about.insert(0, told.rule.name)
    return {
        "kind": "behaviour",
        "address": f"{behaviour.address}.html",
        "title": lines.one(behaviour.heading.name),
        "answer": lines([*_asked(site, behaviour), *_rows(behaviour), *_reasons(behaviour)]),
        "about": lines(about),
        "text": lines(
            [_in_address(behaviour.address), *_said(behaviour), *(same(fact.id) for fact in facts)]
        ),
        "status": behaviour.outcome,
        "filters": {
            "service": [_both(service.name)],
            "platform": _platforms(behaviour),
            "status": [behaviour.outcome],
            "grounds": [behaviour.grounds] if behaviour.grounds else [],
            "tag": list(behaviour.tags),
            "source": _sources(facts),
        },
    }


def _asked(site: Site, page: Feature | Behaviour) -> Iterator[Text]:
    """What readers come with who find their answer on *page*, and the short answer."""
    for each in site.questions:
        if each.page is page:
            yield each.question
            yield each.answer


def _rows(behaviour: Behaviour) -> Iterator[Text]:
    """What the rows of an outline are called."""
    if behaviour.is_outline:
        for row in behaviour.rows:
            yield row.shown.told.name


def _reasons(behaviour: Behaviour) -> Iterator[Text]:
    """Why it is so, in each row where they differ."""
    for row in behaviour.rows:
        yield from _reason(row.reason)


def _reason(reason: report.Reason | None) -> Iterator[Text]:
    if reason is not None:
        yield reason.prose


def _in_address(address: str) -> Text:
    """What the last part of an address says: short words for what a page is about."""
    return same(address.rpartition("/")[2].replace("-", " ").replace("_", " "))


def _said(behaviour: Behaviour) -> Iterator[Text]:
    """What stands in the steps and examples of a behaviour."""
    for step in behaviour.first.told.steps:
        yield step.sentence.text
        for row in step.table:
            yield from row
    for each in behaviour.rows:
        yield from each.shown.told.cells


def _paragraphs(heading: report.Heading) -> Iterator[Text]:
    en, ja = (text.split("\n") for text in (heading.description.en, heading.description.ja))
    if len(en) == len(ja):
        yield from map(Text, en, ja)
    else:
        yield heading.description


def _fact(page: FactPage, lines: _Lines) -> dict[str, Any]:
    fact = page.fact
    value = show_value(fact)
    words = [fact.statement]
    for source in fact.sources:
        words += [source.document, source.section]
    words += [each for each in (fact.reason, fact.contradictions) if each is not None]
    words += [each.statement for each in fact.otherwise]
    return {
        "kind": "fact",
        "id": fact.id,
        "address": f"{page.address}.html",
        "title": lines.one(Text(f"{fact.id}: {value.en}", f"{fact.id}: {value.ja}")),
        "text": lines(words),
        "status": fact.status,
        "filters": {
            "service": [_both(service.name) for service in page.services],
            "platform": _platforms(page),
            "status": [fact.status],
            "source": _sources([fact]),
        },
    }


def _limit(limit: NotModelled, anchor: str, lines: _Lines) -> dict[str, Any]:
    words = [limit.why]
    if limit.nearest is not None:
        words.append(WORDS["nearest step"].fill(step=limit.nearest))
    return {
        "kind": "limit",
        "address": f"limits/index.html#{anchor}",
        "title": lines.one(WORDS["not modelled"].fill(name=limit.name)),
        "text": lines(words),
        "asked": list(limit.words),
        "beside": list(limit.beside),
        "filters": {},
    }


def _saying(saying: Saying, lines: _Lines) -> dict[str, Any]:
    example = saying.example.sentence.text if saying.example else saying.made_up()
    return {
        "kind": "sentence",
        "address": f"sentences/index.html#{saying.anchor}",
        "title": lines.one(saying.sentence()),
        "text": lines([saying.entry.definition.meaning, example]),
        "filters": {},
    }


def _both(text: Text) -> list[str]:
    return [text.en, text.ja]


def _platforms(page: Service | Feature | Behaviour | FactPage) -> list[list[str]]:
    return [_both(each.name) for each in page.platforms]


def _sources(facts: Iterable[Fact]) -> list[list[str]]:
    found = {source.document.en: source.document for fact in facts for source in fact.sources}
    return [_both(document) for document in found.values()]
