"""One feature as an article: its behaviours with their steps and the picture that matters.

It can be published on Zenn as it is: front matter stands above it, its headings begin with the second
level, since the title is the page's, and no link leads to a file that isn't there.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence

from attrs import define

from azsim.facts import Fact, Source, Status, show_value
from azsim.gherkin import report
from azsim.livingdocs import article_words as words
from azsim.livingdocs.article_parts import Writer
from azsim.livingdocs.markdown import (
    NOTHING,
    Markdown,
    blocks,
    bold,
    bullets,
    fence,
    heading,
    joined,
    link,
    table,
    text,
)
from azsim.livingdocs.picture import Picture, PictureKind
from azsim.livingdocs.platforms import Platform
from azsim.livingdocs.site import Behaviour, Feature, Row
from azsim.livingdocs.words import word
from azsim.questions.printed import Printed
from azsim.text import say, spaced
from azsim.units import format_count, format_duration

# Zenn draws no Mermaid diagram that has more letters.
LONGEST_DIAGRAM = 2000

# Rows of a table that stands for a picture.
LONGEST_TABLE = 20

# Lines of an output.
LONGEST_OUTPUT = 30

_KINDS: tuple[PictureKind, ...] = ("latency", "ports", "timeline", "walk", "topology")
# What so many services decide by belongs to none of them.
_SERVICES = 3

_STATUSES: tuple[Status, ...] = ("documented", "observed", "chosen")


@define
class Article(Writer):
    """Writes the article of a feature. A ``level`` is that of the next heading."""

    def front_matter(self, feature: Feature, service: str) -> Markdown:
        """What Zenn wants to know of an article; GitHub shows it as a table."""
        topic = words.topic_of(service)
        lines = (
            "---",
            f"title: {_quoted(say(feature.name, self.language))}",
            f"emoji: {_quoted(topic.emoji)}",
            'type: "tech"',
            f"topics: [{', '.join(map(_quoted, topic.topics))}]",
            "published: false",
            "---",
        )
        return Markdown("\n".join(lines))

    def blocks(self, feature: Feature) -> Iterator[Markdown]:
        """The whole article; first what doesn't hold."""
        yield heading(2, self.say(words.INTRODUCTION))
        yield from self._told(feature.told.heading, feature.told.heading.reason)
        yield from map(self._platform, feature.platforms)
        count = len(feature.behaviours)
        many = words.BEHAVIOURS.fill(count=format_count(count))
        yield self.say(words.ABOUT.fill(count=words.ONE_BEHAVIOUR if count == 1 else many))
        yield from self._mistakes(feature)
        yield from self._failures(feature)
        for rule, behaviours in feature.by_rule:
            yield from self._rule(rule, behaviours)
        yield from self._grounds(feature)
        yield heading(2, self.say(words.YOURSELF))
        yield self.say(words.PLAY)
        yield fence(f"azsim run {feature.told.shown}", "sh")

    def _told(self, heading: report.Heading, reason: report.Reason | None) -> Iterator[Markdown]:
        """Why it is so, which says more than the description; that one where nobody tells why."""
        told = list(self.why(reason))
        yield from told or self.prose(heading.description)

    def _platform(self, platform: Platform) -> Markdown:
        """Which Azure it is about, whether that has ended, and what is still true."""
        date = text(platform.ended)
        said = (words.ENDED if platform.ended else words.PLATFORM).fill(
            name=spaced("は", platform.name, "です")
        )
        if platform.ended and platform.source:
            date = link(date, platform.source)
        space = " " if self.language == "en" else ""
        return joined(
            (Markdown(self.say(said).replace("DATE", date)), self.say(platform.note)), space
        )

    def _mistakes(self, feature: Feature) -> Iterator[Markdown]:
        if feature.mistakes:
            yield heading(2, self.word("mistakes"))
            for mistaken in feature.mistakes:
                yield from self.mistake(mistaken)

    def _failures(self, feature: Feature) -> Iterator[Markdown]:
        failing = [row for row in feature.rows if row.outcome == "failed"]
        if failing:
            yield self.score(feature.rows)
            yield heading(2, self.word("fails first"))
        for row in failing:
            yield heading(3, self.say(row.shown.told.name))
            yield from self.verdict(row)

    def _rule(
        self, rule: report.Heading | None, behaviours: Sequence[Behaviour]
    ) -> Iterator[Markdown]:
        level = 2
        if rule is not None:
            yield heading(level, self.say(rule.name))
            yield from self._told(rule, rule.reason)
            level += 1
        above = [step for step in behaviours[0].first.told.steps if step.background]
        if above:
            yield self.say(words.SET_UP)
            yield bullets(map(self.step, above))
        for behaviour in behaviours:
            yield from self._behaviour(behaviour, level)

    def _behaviour(self, behaviour: Behaviour, level: int) -> Iterator[Markdown]:
        """A scenario. Of an outline: its rows, and the first with the worst outcome as a whole."""
        row = next(each for each in behaviour.rows if each.outcome == behaviour.outcome)
        told = row.shown.told
        yield heading(level, self.say(behaviour.heading.name))
        if behaviour.outcome != "passed":
            yield self.badge(behaviour.outcome)
        yield from self._told(behaviour.heading, row.reason)
        if behaviour.grounds not in (None, "documented"):
            yield self.say(words.RESTS_ON[behaviour.grounds])
        if behaviour.is_outline:
            yield from self._rows(behaviour)
        yield bullets(self.step(step) for step in told.steps if not step.background)
        yield from self._evidence(row)

    def _rows(self, behaviour: Behaviour) -> Iterator[Markdown]:
        """The examples in a table, with their outcomes where not all of them hold."""
        holds = behaviour.outcome == "passed"
        columns = [self.say(column) for column in behaviour.first.told.columns]
        rows = [[*map(self.say, row.shown.told.cells)] for row in behaviour.rows]
        if not holds:
            columns.insert(0, self.word("outcome"))
            for cells, row in zip(rows, behaviour.rows, strict=True):
                cells.insert(0, self.badge(row.outcome))
        yield self.say(words.CASES if holds else words.OUTCOMES)
        yield table(columns, rows)
        if len(rows) > 1:
            yield self.say(
                words.STEPS_OF_FAILED if behaviour.outcome == "failed" else words.STEPS_OF_ONE
            )

    def _evidence(self, row: Row) -> Iterator[Markdown]:
        """The one picture that matters, and what tools printed."""
        picture = self._that_matters(row.shown.pictures)
        if picture is not None:
            if picture.kind in ("latency", "ports"):
                yield self.say(picture.summary)
            yield self._drawn(picture)
        for printed in row.shown.printed:
            yield from self._printed(printed)

    def _that_matters(self, pictures: Sequence[Picture]) -> Picture | None:
        """The picture that shows most of what a scenario is about, of those that fit an article.

        Latencies, and ports that come and go, are there only where a scenario is about them, and
        a timeline only where time passes; where nothing moves, the topology is all there is to see.
        """
        fitting = filter(self._fits, pictures)
        return min(fitting, key=self._rank, default=None)

    def _rank(self, picture: Picture) -> int:
        if picture.kind == "ports" and picture.mermaid is None:
            # It is but a moment or a step, and a walk tells more.
            return _KINDS.index("topology")
        return _KINDS.index(picture.kind)

    def _fits(self, picture: Picture) -> bool:
        return self._is_drawn(picture) or (
            picture.table is not None and len(picture.table.rows) <= LONGEST_TABLE
        )

    def _is_drawn(self, picture: Picture) -> bool:
        """Whether both GitHub and Zenn draw it."""
        diagram = picture.mermaid.to(self.language) if picture.mermaid else ""
        return bool(diagram) and len(diagram) <= LONGEST_DIAGRAM

    def _drawn(self, picture: Picture) -> Markdown:
        """A diagram that both GitHub and Zenn draw, else the figures behind the picture."""
        if picture.mermaid is not None and self._is_drawn(picture):
            return fence(picture.mermaid.to(self.language), "mermaid")
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

    def _grounds(self, feature: Feature) -> Iterator[Markdown]:
        """The facts of the feature below the documents that they come from, the surest first.

        What nearly every service decides by, such as which addresses are private, says nothing of
        this one.
        """
        ids = {fact for behaviour in feature.behaviours for fact in behaviour.facts}
        pages = [
            page
            for page in self.site.facts
            if page.fact.id in ids and len(page.services) < _SERVICES
        ]
        if pages:
            yield heading(2, self.say(words.GROUNDS))
        for status in _STATUSES:
            alike = [page.fact for page in pages if page.fact.status == status]
            if alike:
                yield self.say(words.BY_STATUS[status])
                yield bullets(self._documents(alike))

    def _documents(self, facts: Sequence[Fact]) -> Iterator[Markdown]:
        """Each document with its date, and below it what of *facts* stands there."""
        found: dict[Markdown, list[Fact]] = defaultdict(list)
        for fact in facts:
            if fact.sources:
                found[self._document(fact.sources[0])].append(fact)
        for document, inside in found.items():
            yield blocks((document, bullets(map(self._ground, inside))))
        yield from (self._ground(fact) for fact in facts if not fact.sources)

    def _ground(self, fact: Fact) -> Markdown:
        value = NOTHING if fact.value is None else bold(self.say(show_value(fact)))
        reason = NOTHING if fact.reason is None else self.say(fact.reason)
        return joined((value, self.say(fact.statement), reason))

    def _document(self, source: Source) -> Markdown:
        date = self.word("undated") if source.date == "undated" else text(source.date)
        title = self.say(source.document)
        named = link(title, source.address) if source.address else title
        return self.listed((named, date))


def _quoted(words: str) -> str:
    """*words* as YAML takes them, whatever they hold."""
    return json.dumps(" ".join(words.split()), ensure_ascii=False)
