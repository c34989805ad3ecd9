"""One feature as an article: its behaviours with their steps, evidence and facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import define

from azsim.facts import Source, show_value
from azsim.gherkin import report
from azsim.livingdocs.article_parts import INDEX, Writer, address_of
from azsim.livingdocs.markdown import (
    NOTHING,
    Markdown,
    bullets,
    code,
    fence,
    heading,
    joined,
    link,
    table,
    text,
)
from azsim.livingdocs.picture import Picture
from azsim.livingdocs.site import Behaviour, FactPage, Feature, Row
from azsim.livingdocs.words import word
from azsim.questions.printed import Printed
from azsim.text import say
from azsim.units import format_count, format_duration

# Zenn draws no Mermaid diagram that has more letters.
LONGEST_DIAGRAM = 2000

# Lines of an output.
LONGEST_OUTPUT = 30


@define
class Article(Writer):
    """Writes the article of a feature. A ``level`` is that of the next heading."""

    def blocks(self, feature: Feature) -> Iterator[Markdown]:
        """The whole article; first what doesn't hold."""
        yield heading(1, self.say(feature.name))
        yield self.score(feature.rows)
        yield from self.prose(feature.told.heading.description)
        yield from self.why(feature.told.heading.reason)
        yield from self._mistakes(feature)
        yield from self._failures(feature)
        for rule, behaviours in feature.by_rule:
            yield from self._rule(rule, behaviours)
        yield from self._register(feature)
        yield from self._end(feature)

    def _mistakes(self, feature: Feature) -> Iterator[Markdown]:
        if feature.mistakes:
            yield heading(2, self.word("mistakes"))
            for mistaken in feature.mistakes:
                yield from self.mistake(mistaken)

    def _failures(self, feature: Feature) -> Iterator[Markdown]:
        failing = [row for row in feature.rows if row.outcome == "failed"]
        if failing:
            yield heading(2, self.word("fails first"))
        for row in failing:
            yield heading(3, self.say(row.shown.told.name))
            yield from self.verdict(row)

    def _rule(
        self, rule: report.Heading | None, behaviours: Sequence[Behaviour]
    ) -> Iterator[Markdown]:
        level = 2
        if rule is not None:
            yield heading(level, Markdown(f"{self.word('rule')}: {self.say(rule.name)}"))
            yield from self.prose(rule.description)
            yield from self.why(rule.reason)
            level += 1
        above = [step for step in behaviours[0].first.told.steps if step.background]
        if above:
            yield heading(level, self.word("background"))
            yield bullets(map(self.step, above))
        for behaviour in behaviours:
            yield from self._behaviour(behaviour, level)

    def _behaviour(self, behaviour: Behaviour, level: int) -> Iterator[Markdown]:
        """A scenario. Of an outline: its rows, and the first with the worst outcome as a whole."""
        row = next(each for each in behaviour.rows if each.outcome == behaviour.outcome)
        told = row.shown.told
        yield heading(level, self.say(behaviour.heading.name))
        place = code(f"{told.feature.shown}:{told.line}")
        tags = (code(f"@{tag}") for tag in behaviour.tags)
        ground = [self.word(f"rests on {behaviour.grounds}")] if behaviour.grounds else []
        yield joined((self.badge(behaviour.outcome), *ground, place, *tags), " · ")
        yield from self.prose(behaviour.heading.description)
        yield from self.why(row.reason)
        if behaviour.is_outline:
            yield self._rows(behaviour)
            cells = self.listed(code(say(cell, self.language)) for cell in told.cells)
            yield joined((self.label("row shown"), cells))
        yield bullets(self.step(step) for step in told.steps if not step.background)
        yield from self._evidence(row, level + 1)
        yield from self._facts(row)

    def _rows(self, behaviour: Behaviour) -> Markdown:
        """The examples, each with its outcome and what was captured."""
        columns = behaviour.first.told.columns
        return table(
            [self.word("outcome"), *map(self.say, columns), self.word("captures")],
            (
                [self.badge(row.outcome), *map(self.say, row.shown.told.cells), self._captures(row)]
                for row in behaviour.rows
            ),
        )

    def _evidence(self, row: Row, level: int) -> Iterator[Markdown]:
        shown = row.shown
        if not shown.pictures:
            yield self.word("no evidence")
        for picture in shown.pictures:
            yield heading(level, self.say(picture.title))
            yield self.say(picture.summary)
            yield self._drawn(picture)
        if shown.printed:
            yield heading(level, self.word("printed"))
            for printed in shown.printed:
                yield from self._printed(printed)
        if shown.captures and shown.told.row is None:
            yield joined((self.label("captures"), self._captures(row)))

    def _drawn(self, picture: Picture) -> Markdown:
        """A diagram that both GitHub and Zenn draw, else the figures behind the picture."""
        diagram = picture.mermaid.to(self.language) if picture.mermaid else ""
        if diagram and len(diagram) <= LONGEST_DIAGRAM:
            return fence(diagram, "mermaid")
        if picture.table:
            return self.grid(picture.table.columns, picture.table.rows)
        return NOTHING

    def _printed(self, printed: Printed) -> Iterator[Markdown]:
        when = "printed at" if printed.time else "printed at start"
        yield self.word(
            when,
            command=printed.command,
            where=printed.where,
            time=format_duration(printed.time),
        )
        yield fence(self._shortened(printed.output))

    def _shortened(self, output: str) -> str:
        """An output with its middle left out where it is long: figures stand at the end."""
        lines = output.splitlines()
        left_out = len(lines) - LONGEST_OUTPUT
        if left_out <= 0:
            return output
        told = word(self.language, "lines left out", count=format_count(left_out))
        half = LONGEST_OUTPUT // 2
        return "\n".join((*lines[:half], told, *lines[-half:]))

    def _captures(self, row: Row) -> Markdown:
        return self.listed(self.to(address, text(each.place)) for each, address in row.captures)

    def _facts(self, row: Row) -> Iterator[Markdown]:
        """What the scenario decided by; statements and sources stand at the end of the article.

        Once it is known what a scenario pins, the other facts that it read are but named.
        """
        told = row.shown.told
        pages = self.site.facts_of(row).decisive
        if not pages:
            yield self.word("no facts")
            return
        shown = [self._valued(each) for each in pages if each.proof is None or each.pins(told)]
        named = [code(each.fact.id) for each in pages if each.proof and not each.pins(told)]
        if named:
            shown.append(Markdown(f"{self.word('not pinned here')}: {self.listed(named)}"))
        yield self.label("facts read")
        yield bullets(shown)

    def _valued(self, page: FactPage) -> Markdown:
        value = joined((code(page.fact.id), self.say(show_value(page.fact))), ": ")
        return Markdown(f"{value} ({self.word('pinned here')})") if page.proof else value

    def _register(self, feature: Feature) -> Iterator[Markdown]:
        """Every fact of the feature with its source; choices of the model last."""
        ids = {fact for behaviour in feature.behaviours for fact in behaviour.facts}
        pages = [page for page in self.site.facts if page.fact.id in ids]
        if pages:
            yield heading(2, self.word("facts"))
            columns = ("id", "value", "statement", "status", "sources")
            pages.sort(key=lambda page: page.fact.status == "chosen")
            yield table([self.word(each) for each in columns], map(self._registered, pages))

    def _registered(self, page: FactPage) -> list[Markdown]:
        fact = page.fact
        return [
            code(fact.id),
            self.say(show_value(fact)),
            self.say(fact.statement),
            self._status(page),
            self.listed(map(self._source, fact.sources)) or self.word("no source"),
        ]

    def _status(self, page: FactPage) -> Markdown:
        status = self.word(page.fact.status)
        if page.fact.status == "chosen":
            return status
        if page.proof is None:
            return self.listed((status, self.word("not proven yet")))
        return self.listed((status, self.word("proven" if page.proof.proven else "unproven")))

    def _source(self, source: Source) -> Markdown:
        where = self.listed((self.say(source.document), self.say(source.section)))
        date = self.word("undated") if source.date == "undated" else text(source.date)
        named = link(where, source.address) if source.address else where
        return Markdown(f"{named} ({date})")

    def _end(self, feature: Feature) -> Iterator[Markdown]:
        """Where a reader goes from here."""
        yield Markdown("---")
        if any(row.captures for row in feature.rows):
            yield self.word("captures say")
        twin = self.to(address_of(feature, self.other), self.word("other language"))
        yield joined((self.to(f"{self.language}/{INDEX}", self.word("headline")), twin), " · ")
