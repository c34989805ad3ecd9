"""The index that the search reads: behaviours, facts and sentences in both languages.

It is a script that calls ``azsimIndex``, since a page that is opened from a folder may
load scripts but no other files. Whatever the language of the page, the words of both are
searched.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from azsim.facts import Fact, show_value
from azsim.livingdocs.site import Behaviour, FactPage, Feature, Saying, Service, Site
from azsim.text import Text


def index(site: Site) -> bytes:
    """The script, with one entry for each thing that can be found.

    An entry has ``kind``, ``address`` (below the folder of a language), ``title`` and
    ``text``, ``services``, ``status``, ``tags`` and ``sources``; whatever has two languages
    is a list of the English and the Japanese words.
    """
    content = json.dumps(list(_entries(site)), ensure_ascii=False, separators=(",", ":"))
    # Some editors and old browsers take these for ends of lines.
    content = content.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"azsimIndex({content});\n".encode("utf-8", "replace")


def _entries(site: Site) -> Iterator[dict[str, Any]]:
    for service, feature, behaviour in site.behaviours:
        yield _behaviour(site, service, feature, behaviour)
    for page in site.facts:
        yield _fact(page)
    for saying in site.sayings:
        yield _saying(saying)


def _behaviour(
    site: Site, service: Service, feature: Feature, behaviour: Behaviour
) -> dict[str, Any]:
    told = behaviour.first.told
    words: list[Text] = [feature.name]
    if told.rule is not None:
        words.append(told.rule.name)
    words.append(behaviour.heading.description)
    for step in told.steps:
        words.append(step.sentence.text)
        words += [cell for row in step.table for cell in row]
    for row in behaviour.rows:
        words += row.shown.told.cells
    facts = [site.page_of[each].fact for each in behaviour.facts]
    words += [Text(fact.id, fact.id) for fact in facts]
    return {
        "kind": "behaviour",
        "address": f"{behaviour.address}.html",
        "title": _both(behaviour.heading.name),
        "text": _joined(words),
        "services": [_both(service.name)],
        "status": behaviour.outcome,
        "tags": list(behaviour.tags),
        "sources": _sources(facts),
    }


def _fact(page: FactPage) -> dict[str, Any]:
    fact = page.fact
    value = show_value(fact)
    words = [fact.statement]
    for source in fact.sources:
        words += [source.document, source.section]
    words += [each for each in (fact.reason, fact.contradictions) if each is not None]
    words += [each.statement for each in fact.otherwise]
    return {
        "kind": "fact",
        "address": f"{page.address}.html",
        "title": [f"{fact.id}: {value.en}", f"{fact.id}: {value.ja}"],
        "text": _joined(words),
        "services": [_both(service.name) for service in page.services],
        "status": fact.status,
        "tags": [],
        "sources": _sources([fact]),
    }


def _saying(saying: Saying) -> dict[str, Any]:
    example = saying.example.sentence.text if saying.example else saying.made_up()
    return {
        "kind": "sentence",
        "address": f"sentences/index.html#{saying.anchor}",
        "title": _both(saying.sentence()),
        "text": _joined([saying.entry.definition.meaning, example]),
        "services": [],
        "status": None,
        "tags": [],
        "sources": [],
    }


def _both(text: Text) -> list[str]:
    return [text.en, text.ja]


def _joined(words: Iterable[Text]) -> list[str]:
    """Words that belong together, each of them once in each language."""
    texts = [text for text in words if text.en or text.ja]
    return [
        "\n".join(dict.fromkeys(text.en for text in texts)),
        "\n".join(dict.fromkeys(text.ja for text in texts)),
    ]


def _sources(facts: Iterable[Fact]) -> list[list[str]]:
    found = {source.document.en: source.document for fact in facts for source in fact.sources}
    return [_both(document) for document in found.values()]
