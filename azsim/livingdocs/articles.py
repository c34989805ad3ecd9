"""A site as articles in Markdown: one for each feature and language, and lists of them.

An article tells what the site spreads over the pages of a feature. Zenn takes articles from a folder
of its own under names of its own, and shows none until its front matter says that it is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import define

from azsim.livingdocs.article import Article
from azsim.livingdocs.article_parts import INDEX, Writer, address_of
from azsim.livingdocs.markdown import Markdown, blocks, bullets, fence, heading, joined, link, text
from azsim.livingdocs.pages import LANGUAGES, Page
from azsim.livingdocs.site import MARKS, Service, Site
from azsim.livingdocs.words import word


def articles(site: Site) -> Iterator[Page]:
    """The article of every feature in both languages, and what leads to them."""
    yield _page(INDEX, _chooser())
    for language in LANGUAGES:
        here = f"{language}/{INDEX}"
        yield _page(here, _Index(site, language, here).blocks())
        for service in site.services:
            for feature in service.features:
                here = address_of(feature, language)
                article = Article(site, language, here)
                front_matter = article.front_matter(feature, service.id)
                yield _page(here, (front_matter, *article.blocks(feature)))


def _page(address: str, content: Iterable[Markdown]) -> Page:
    return Page(address, f"{blocks(content)}\n".encode("utf-8", "replace"))


def _chooser() -> Iterator[Markdown]:
    yield heading(1, Markdown("azsim"))
    yield bullets(
        link(text(word(language, "headline")), f"{language}/{INDEX}") for language in LANGUAGES
    )


@define
class _Index(Writer):
    """Leads to the articles of one language."""

    def blocks(self) -> Iterator[Markdown]:
        site = self.site
        yield heading(1, self.word("headline"))
        yield self.word("lead")
        yield self.score(site.rows)
        yield from self._failures()
        yield from self._mistakes()
        for service in site.services:
            yield from self._service(service)
        yield self.to(f"{self.other}/{INDEX}", self.word("other language"))

    def _failures(self) -> Iterator[Markdown]:
        failing = [
            (feature, [row for row in feature.rows if row.outcome == "failed"])
            for service in self.site.services
            for feature in service.features
        ]
        if any(rows for _, rows in failing):
            yield heading(2, self.word("fails first"))
            yield bullets(
                joined(
                    (
                        Markdown(MARKS["failed"]),
                        self.to(address_of(feature, self.language), self.say(row.shown.told.name)),
                    )
                )
                for feature, rows in failing
                for row in rows
            )

    def _mistakes(self) -> Iterator[Markdown]:
        site = self.site
        if site.mistakes or site.problems:
            yield heading(2, self.word("mistakes"))
            for mistaken in site.mistakes:
                yield from self.mistake(mistaken)
            yield from map(fence, site.problems)

    def _service(self, service: Service) -> Iterator[Markdown]:
        yield heading(2, self.say(service.name))
        yield self.say(service.summary)
        yield bullets(
            Markdown(
                f"{self.to(address_of(each, self.language), self.say(each.name))}: "
                f"{self.score(each.rows)}"
            )
            for each in service.features
        )
