"""The pages of a site as HTML, made from templates: every value in them is escaped."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from importlib import resources
from importlib.metadata import metadata
from typing import Any

from attrs import define, field, frozen
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from azsim.facts import show_rows, show_value
from azsim.facts.values import show
from azsim.gherkin import NotModelled, report
from azsim.livingdocs import copies, own_deployment, preview
from azsim.livingdocs.addresses import relative, slugs
from azsim.livingdocs.edition import Edition
from azsim.livingdocs.guide import glossary
from azsim.livingdocs.numbers import Numbers
from azsim.livingdocs.pictures import services as services_picture
from azsim.livingdocs.platforms import platforms
from azsim.livingdocs.playground import Playground
from azsim.livingdocs.search import FILTERS
from azsim.livingdocs.site import MARKS, Behaviour, FactPage, Feature, Row, Service, Site
from azsim.livingdocs.story import ADDRESS, Story, story
from azsim.livingdocs.words import PHRASES, SAID_BY_SCRIPTS, SAID_IN_PLAYING, word
from azsim.text import OTHER, Language, Text, say
from azsim.units import format_duration

# The natural widths up to which a picture is of a class; the style sheet says what each needs.
_ROOMS = (("room-narrow", 800), ("room-middle", 960), ("room-wide", 1120))

LANGUAGES: tuple[Language, ...] = ("en", "ja")
ASSETS = "assets"
PLAYING = "playing"
"""The folder of assets that only pages need where something can be played."""
OWN = "playground/index"
"""The address of the page where anything can be written and played, where there is one."""


@frozen
class Page:
    """A file of the site: its address from the top, and what is in it."""

    address: str
    content: bytes


def pages(site: Site, edition: Edition, playground: Playground | None = None) -> Iterator[Page]:
    """Every page of an *edition* in both languages, and the one that leads to either.

    With a *playground*, behaviours can be changed and played in the page.
    """
    environment = _environment()
    yield Page("index.html", _rendered(environment, "chooser.html", {}))
    for language in LANGUAGES:
        yield from _Writer(site, edition, language, environment, playground).pages()


def fragment(site: Site, edition: Edition, language: Language, top: str) -> str:
    """What was played, as a part of a page in *language* that reaches the top of its site by *top*."""
    writer = _Writer(site, edition, language, _environment())
    context = writer.context("", partial(_from_top, top))
    return _environment().get_template("played.html").render(context)


def rendered(template: str, language: Language, **values: Any) -> str:
    """A part of a page in *language* that is no part of a site: *template* with these *values*."""
    words = {"say": partial(say, language=language), "w": partial(word, language)}
    return _environment().get_template(template).render(language=language, **words, **values)


def _from_top(top: str, address: str) -> str:
    return f"{top}{address}"


@define
class _Writer:
    """Writes the pages of one language."""

    site: Site
    edition: Edition
    language: Language
    environment: Environment
    playground: Playground | None = None
    _sides: dict[object, Markup] = field(factory=dict, init=False)
    _script_words: Mapping[str, str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._script_words = {each: word(self.language, each) for each in SAID_BY_SCRIPTS}

    def pages(self) -> Iterator[Page]:
        site = self.site
        yield self._page(
            "home.html",
            "index",
            picture=services_picture.draw([each for each in site.services if each.is_shipped]),
            repository=_repository(),
            command=own_deployment.command(),
            told=own_deployment.told(self.language),
            story_address=f"{ADDRESS}/index",
        )
        if site.is_shipped:
            yield self._page("story.html", f"{ADDRESS}/index", story=story())
        for service in site.services:
            yield self._page("service.html", f"{service.address}/index", service=service)
            for feature in service.features:
                where = {"service": service, "feature": feature}
                yield self._page("feature.html", f"{feature.address}/index", **where)
                for number, behaviour in enumerate(feature.behaviours):
                    yield self._page(
                        "behaviour.html",
                        behaviour.address,
                        before=feature.behaviours[number - 1] if number else None,
                        after=(*feature.behaviours, None)[number + 1],
                        **self._behaviour(behaviour),
                        **where,
                    )
        yield self._page("facts.html", "facts/index", platforms=platforms())
        for fact in site.facts:
            yield self._page("fact.html", fact.address, page=fact)
        yield self._page("sentences.html", "sentences/index")
        if self.playground is not None:
            yield from self._own(self.playground)
        yield self._page("limits.html", "limits/index", limits=self._limits())
        yield self._page("glossary.html", "glossary/index", glossary=glossary())

    def _limits(self) -> list[tuple[NotModelled, str]]:
        """What isn't modelled, each with its anchor."""
        limits = self.site.not_modelled
        return list(zip(limits, slugs(each.name.en for each in limits), strict=True))

    def _page(self, template: str, address: str, **values: Any) -> Page:
        here = f"{self.language}/{address}.html"
        context = self.context(here, partial(relative, here))
        context |= {"service": None, "feature": None} | values
        context["described"] = preview.described(self._description(values))
        context["twin"] = relative(here, f"{OTHER[self.language]}/{address}.html")
        context["side"] = self._side(here, context)
        return Page(here, _rendered(self.environment, template, context))

    def _behaviour(self, behaviour: Behaviour) -> dict[str, Any]:
        """What only the page of a behaviour shows."""
        return {
            "behaviour": behaviour,
            "command": copies.command(behaviour.rows[0]),
            "copies": {
                "name": behaviour.address.rpartition("/")[2],
                "gherkin": copies.gherkin(behaviour, self.language),
                "markdown": copies.markdown(self.site, behaviour, self.language, self.edition),
            },
            "preview": preview.address(behaviour, self.language, self.edition),
            "bench": self._bench(behaviour),
        }

    def _bench(self, behaviour: Behaviour) -> Mapping[str, Any] | None:
        """What a script has to know for *behaviour* to be changed and played; None where it can't be."""
        playground = self.playground
        if playground is None:
            return None
        return {
            "name": behaviour.address.rpartition("/")[2],
            "text": playground.text_of(behaviour, self.language),
            "place": playground.place_of(behaviour),
            "sliders": playground.sliders_of(behaviour, self.language),
        }

    def _own(self, playground: Playground) -> Iterator[Page]:
        """The page where anything can be written and played, and what scripts have to know anywhere."""
        starters = playground.starters(self.language)
        first = starters[0][1] if starters else ""
        bench = {"name": "own", "text": first, "place": "", "sliders": [], "starters": starters}
        yield self._page("own.html", OWN, bench=bench)
        known = {
            "loader": playground.loader,
            **{each: getattr(playground, each) for each in ("play", "editor", "sentences")},
            "words": {each: word(self.language, each) for each in SAID_IN_PLAYING},
            "phrases": PHRASES[self.language],
        }
        script = f"azsimPlaying = {json.dumps(known, ensure_ascii=False)};\n"
        yield Page(f"{ASSETS}/{PLAYING}/words-{self.language}.js", script.encode())

    def _description(self, values: Mapping[str, Any]) -> str:
        """What a page says in a sentence or two: the answer, where it has one."""
        match values:
            case {"behaviour": Behaviour() as behaviour}:
                # Without a word of prose, its outcome tells most.
                last = behaviour.first.told.steps[-1:]
                words = [behaviour.answer, *(step.sentence.text for step in last)]
            case {"feature": Feature() as feature}:
                heading = feature.told.heading
                reasons = [heading.reason.prose] if heading.reason else []
                words = [*reasons, heading.description, feature.name]
            case {"service": Service() as service}:
                words = [service.summary, service.name]
            case {"page": FactPage() as page}:
                words = [page.fact.statement]
            case {"story": Story() as told}:
                words = [told.lead]
            case _:
                words = []
        said = (say(each, self.language) for each in words)
        return next(filter(None, said), word(self.language, "lead"))

    def context(self, here: str, link: Callable[[str], str]) -> dict[str, Any]:
        """What every template may use on the page *here*, from which *link* leads to an address."""
        return {
            "site": self.site,
            "language": self.language,
            "other": OTHER[self.language],
            "to": partial(self._to, link),
            "file": link,
            "say": partial(say, language=self.language),
            "w": partial(word, self.language),
            "marks": MARKS,
            "numbers": self._numbers_of,
            "script_words": self._script_words,
            "search_filters": FILTERS,
            "show_value": show_value,
            "show_rows": show_rows,
            "show_old": _show_old,
            "duration": format_duration,
            "here": here,
            "edition": self.edition,
            "built": copies.built(self.edition, self.language),
            "preview": None,
            "playable": self.playground is not None,
            "to_load": f"{self.playground.size / 1e6:.1f}" if self.playground else "",
            "writing": OWN if self.playground else "sentences/index",
        }

    def _numbers_of(
        self, what: Row | Behaviour | report.Heading, *, stated: bool = False
    ) -> Numbers:
        """The facts that numbers in the prose of *what* belong to, or those that its steps *stated*.

        A step states what Azure does, which is no choice of the model.
        """
        if isinstance(what, report.Heading):
            named = what.reason.facts if what.reason else ()
            return Numbers(self._fact_pages(named))
        rested = what.shown.facts if isinstance(what, Row) else what.facts
        pages = [self._fact_pages(ids) for ids in (what.named, rested)]
        if stated:
            pages = [[one for one in each if one.fact.status != "chosen"] for each in pages]
        return Numbers(*pages)

    def _fact_pages(self, ids: Iterable[str]) -> list[FactPage]:
        """The pages of the facts that there are; an author may have named others."""
        return [self.site.page_of[each] for each in ids if each in self.site.page_of]

    def _side(self, here: str, context: Mapping[str, Any]) -> Markup:
        """The list of features, which pages of one folder share."""
        folder = here.rpartition("/")[0]
        where = context["service"], context["feature"], "behaviour" in context
        key = (folder, *map(id, where[:2]), where[2])
        if key not in self._sides:
            self._sides[key] = Markup(self.environment.get_template("side.html").render(context))
        return self._sides[key]

    def _to(self, link: Callable[[str], str], what: object, anchor: str = "") -> str:
        """A link to the page of *what* in the same language."""
        match what:
            case Service() | Feature():
                address = f"{what.address}/index"
            case Behaviour() | FactPage():
                address = what.address
            case _:
                address = str(what)
        there = link(f"{self.language}/{address}.html")
        return f"{there}#{anchor}" if anchor else there


def _repository() -> str:
    """Where the source of azsim can be read, as its distribution says; empty where it doesn't."""
    named: list[str] = metadata("azsim").get_all("Project-URL") or []
    return next((each[12:] for each in named if each.startswith("Repository, ")), "")


def _show_old(page: FactPage) -> list[tuple[Text, str]]:
    fact = page.fact
    return [(show(fact.kind, fact.unit, old.value), old.date) for old in fact.superseded]


@cache
def _environment() -> Environment:
    environment = Environment(
        auto_reload=False,
        loader=FileSystemLoader(str(resources.files("azsim.livingdocs").joinpath("templates"))),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    filters: Mapping[str, Callable[..., Any]] = {
        # Drawn here, from words that were escaped one by one.
        "drawn": Markup,
        "room": _room,
        "say_in": say,
        "size": _size,
        "titled": _titled,
    }
    environment.filters.update(filters)
    return environment


def _rendered(environment: Environment, template: str, values: Mapping[str, Any]) -> bytes:
    return environment.get_template(template).render(values).encode("utf-8", "replace")


def _room(svg: str) -> str:
    """The class of a picture that is shown where its letters are large enough, by its width."""
    found = re.search(r' width="([0-9.]+)"', svg)
    assert found is not None
    classes = (name for name, widest in _ROOMS if float(found[1]) <= widest)
    return next(classes, "room-widest")


def _titled(sentence: str) -> str:
    """A sentence as a title, which has no full stop."""
    return sentence.removesuffix(".").removesuffix("。")


def _size(size: int) -> str:
    """Bytes as a reader takes them: ``1.2 kB``."""
    return (
        f"{size} B"
        if size < 1000
        else f"{size / 1000:,.1f} kB"
        if size < 1e6
        else f"{size / 1e6:,.1f} MB"
    )
