"""The site before it is written: services, features, behaviours, facts and sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import PurePath

from attrs import define, frozen

from azsim.facts import Fact, Source, Status
from azsim.gherkin import Entry, NotModelled, report
from azsim.livingdocs.addresses import slugs
from azsim.livingdocs.gathering import Capture, Shown
from azsim.livingdocs.grounds import LEAST_SURE, counting, grounds
from azsim.livingdocs.guide import groups
from azsim.livingdocs.platforms import Platform, platforms, platforms_of, spoken_of
from azsim.proving import FactProof, Proof
from azsim.text import Text

MARKS: Mapping[report.Outcome, str] = {
    "passed": "✓",
    "failed": "✗",
    "skipped": "–",
    "xfailed": "–",
    "xpassed": "✓",
}
LIMIT = "limit"
"""The tag of a scenario that tells where the model ends."""

# A scenario that failed is what a reader wants to hear of first.
_WORST_FIRST: tuple[report.Outcome, ...] = ("failed", "xpassed", "xfailed", "skipped", "passed")


def worst(outcomes: Iterable[report.Outcome]) -> report.Outcome:
    """The one of *outcomes* that a reader should hear of; of none, nothing is wrong."""
    found = set(outcomes)
    return next((each for each in _WORST_FIRST if each in found), "passed")


@frozen
class Row:
    """One play of a behaviour: the whole scenario, or one row of its examples.

    ``address`` is that of the behaviour's page, on which the row has an ``anchor``.
    """

    address: str
    anchor: str
    shown: Shown

    @property
    def outcome(self) -> report.Outcome:
        """How it went."""
        return self.shown.told.outcome

    @property
    def was_played(self) -> bool:
        """Whether any step of it was reached: done, or failed by more than its words."""
        told = self.shown.told
        states = {step.state for step in told.steps}
        return "passed" in states or ("failed" in states and told.error != "advice")

    @property
    def reason(self) -> report.Reason | None:
        """Why it is so, with the values of the row."""
        return self.shown.told.reason

    @property
    def named(self) -> tuple[str, ...]:
        """The facts that its reason names, as far as it rested on them."""
        named = self.reason.facts if self.reason else ()
        return tuple(each for each in named if each in self.shown.facts)

    @property
    def grounds(self) -> Status | None:
        """What it rests on, by the least sure of the facts that its answer depends on."""
        return grounds(counting(self.shown.facts, self.named))

    @property
    def captures(self) -> list[tuple[Capture, str]]:
        """Its captures, each with the address of its file on the site."""
        folder = f"captures/{self.address.removeprefix('features/')}"
        if self.shown.told.row is not None:
            folder = f"{folder}/{self.anchor}"
        names = slugs(each.place for each in self.shown.captures)
        return [
            (each, f"{folder}/{name}.pcapng")
            for each, name in zip(self.shown.captures, names, strict=True)
        ]


@define(slots=False, eq=False)
class Behaviour:
    """A scenario with all its rows, which have one page together.

    ``address`` is that of the page, without language and ending.
    """

    address: str
    rows: tuple[Row, ...]

    @property
    def first(self) -> Shown:
        """Its first play."""
        return self.rows[0].shown

    @property
    def heading(self) -> report.Heading:
        """Its title."""
        return self.first.told.outline

    @property
    def answer(self) -> Text:
        """What is to be known before the steps: why it is so, else the prose below its title."""
        reason = self.rows[0].reason
        return reason.prose if reason else self.heading.description

    @property
    def is_outline(self) -> bool:
        """Whether it has rows of examples."""
        return self.first.told.row is not None

    @cached_property
    def outcome(self) -> report.Outcome:
        """The worst of its rows."""
        return worst(row.outcome for row in self.rows)

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """The tags of all its rows."""
        return tuple(dict.fromkeys(tag for row in self.rows for tag in row.shown.told.tags))

    @property
    def is_limit(self) -> bool:
        """Whether it tells where the model ends, and nothing of Azure."""
        return LIMIT in self.tags

    @property
    def reason(self) -> report.Reason | None:
        """Why it is so, where that is the same in all its rows."""
        told = {row.reason.prose if row.reason else None for row in self.rows}
        return self.rows[0].reason if len(told) == 1 else None

    @cached_property
    def named(self) -> tuple[str, ...]:
        """The facts that its reason names, as far as a row of it rested on them."""
        named = self.rows[0].reason.facts if self.rows[0].reason else ()
        return tuple(each for each in named if each in self.facts)

    @cached_property
    def grounds(self) -> Status | None:
        """What it rests on: the least sure of its rows; None where nothing does, or it doesn't hold."""
        if self.outcome != "passed":
            return None
        return grounds(each for row in self.rows for each in counting(row.shown.facts, row.named))

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """The facts that its rows decided by, in the order in which they first did."""
        return tuple(dict.fromkeys(fact for row in self.rows for fact in row.shown.facts))

    @cached_property
    def platforms(self) -> tuple[Platform, ...]:
        """What its rows speak of."""
        return spoken_of(self.facts, self.named)


@define(slots=False, eq=False)
class Feature:
    """A feature file; ``address`` is that of its folder."""

    address: str
    told: report.FeatureReport
    behaviours: tuple[Behaviour, ...]
    mistakes: tuple[report.MistakeReport, ...]

    @property
    def name(self) -> Text:
        """Its title."""
        return self.told.heading.name

    @cached_property
    def by_rule(self) -> tuple[tuple[report.Heading | None, tuple[Behaviour, ...]], ...]:
        """Its behaviours below their rules, first those that belong to none."""
        found: dict[int, list[Behaviour]] = defaultdict(list)
        rules: dict[int, report.Heading | None] = {
            0: None,
            **{each.line: each for each in self.told.rules},
        }
        for behaviour in self.behaviours:
            rule = behaviour.first.told.rule
            found[rule.line if rule else 0].append(behaviour)
        return tuple((rules[line], tuple(each)) for line, each in found.items())

    @cached_property
    def platforms(self) -> tuple[Platform, ...]:
        """What its behaviours speak of."""
        found = {platform.id for each in self.behaviours for platform in each.platforms}
        return tuple(each for each in platforms() if each.id in found)

    @property
    def rows(self) -> Iterator[Row]:
        """Everything that was played."""
        for behaviour in self.behaviours:
            yield from behaviour.rows


@define(slots=False, eq=False)
class Service:
    """A folder of features; ``address`` is that of its folder on the site.

    Those that ``is_shipped`` speak of Azure, the others of what somebody has built on it.
    """

    id: str
    address: str
    name: Text
    summary: Text
    features: tuple[Feature, ...]
    is_shipped: bool

    @cached_property
    def platforms(self) -> tuple[Platform, ...]:
        """What its features speak of."""
        found = {each.id: each for feature in self.features for each in feature.platforms}
        return tuple(found.values())

    @property
    def rows(self) -> Iterator[Row]:
        """Everything that was played."""
        for feature in self.features:
            yield from feature.rows

    @property
    def mistakes(self) -> Iterator[report.MistakeReport]:
        """What is wrong with its files."""
        for feature in self.features:
            yield from feature.mistakes


@define(slots=False, eq=False)
class FactPage:
    """A fact, the services and behaviours that decide by it, and its proof if there is one."""

    fact: Fact
    address: str
    services: tuple[Service, ...]
    read_by: tuple[Behaviour, ...]
    proof: FactProof | None
    pinned_by: tuple[tuple[Behaviour, Row], ...]

    @cached_property
    def platforms(self) -> tuple[Platform, ...]:
        """What the fact is about."""
        return platforms_of([self.fact.id])

    @cached_property
    def cited(self) -> tuple[tuple[Source, tuple[Text, ...]], ...]:
        """The documents that state it, each once with the sections that do."""
        found: dict[tuple[Text, str], tuple[Source, list[Text]]] = {}
        for each in self.fact.sources:
            found.setdefault((each.document, each.date), (each, []))[1].append(each.section)
        return tuple((source, tuple(sections)) for source, sections in found.values())

    @cached_property
    def failing(self) -> tuple[tuple[Behaviour, tuple[Row, ...]], ...]:
        """The behaviours that fail when it changes, each with those of its rows that do."""
        found: dict[str, tuple[Behaviour, list[Row]]] = {}
        for behaviour, row in self.pinned_by:
            found.setdefault(behaviour.address, (behaviour, []))[1].append(row)
        return tuple((behaviour, tuple(rows)) for behaviour, rows in found.values())

    @cached_property
    def using(self) -> tuple[Behaviour, ...]:
        """The other behaviours that decide by it."""
        failing = {behaviour.address for behaviour, _ in self.failing}
        return tuple(each for each in self.read_by if each.address not in failing)

    def pins(self, *told: report.ScenarioReport) -> bool:
        """Whether one of these plays fails when the fact changes."""
        return self.proof is not None and any(each.id in self.proof.pinned_by for each in told)


@frozen
class FactsRead:
    """The facts that a scenario decided by.

    ``decisive`` are those that its reason names or that it pins, and all that are documented or
    observed where there are none; ``beside`` are the others of these, ``chosen`` other choices of
    the model.
    """

    decisive: tuple[FactPage, ...]
    beside: tuple[FactPage, ...]
    chosen: tuple[FactPage, ...]


@define(slots=False, eq=False)
class Saying:
    """A sentence of the vocabulary, with a step that says it and where that stands."""

    entry: Entry
    anchor: str
    example: report.StepReport | None = None
    place: tuple[Behaviour, Row] | None = None

    def sentence(self) -> Text:
        """The sentence with the names of its values."""
        return Text(self.entry.spoken("en", slot), self.entry.spoken("ja", slot))

    def made_up(self) -> Text:
        """The sentence with an example for each of its values."""
        examples = {value.name: value.example for value in self.entry.values}

        def words(english: bool, name: str) -> str:
            example = examples[name]
            return slot(name) if example is None else example.en if english else example.ja

        return Text(
            self.entry.spoken("en", lambda name: words(True, name)),
            self.entry.spoken("ja", lambda name: words(False, name)),
        )


@frozen
class Signpost:
    """A page that answers something, with the words that lead there."""

    words: Text
    page: Behaviour | Service


@frozen
class Asked:
    """A question that readers come with, the short answer, and the page that shows it."""

    question: Text
    answer: Text
    page: Behaviour


@frozen
class Compared:
    """Things side by side: ``rows`` have a name, and a cell for each of ``columns``."""

    title: Text
    columns: tuple[Signpost, ...]
    rows: tuple[tuple[Text, tuple[Signpost, ...]], ...]


@define(slots=False, eq=False)
class Site:
    """Everything that stands on the site.

    ``lost`` are mistakes in files of which nothing could be played, ``problems`` is what
    went wrong in Python code. ``project`` is what the site of somebody's own features is
    called. ``shipped_pages`` are those of behaviours that come with azsim, by their addresses below
    the features; ``questions`` and ``comparisons`` lead there.
    """

    services: tuple[Service, ...]
    facts: tuple[FactPage, ...]
    sayings: tuple[Saying, ...]
    lost: tuple[report.MistakeReport, ...]
    problems: tuple[str, ...]
    proof: Proof | None
    project: Text
    shipped_pages: Mapping[str, Behaviour]
    questions: tuple[Asked, ...] = ()
    comparisons: tuple[Compared, ...] = ()
    not_modelled: tuple[NotModelled, ...] = ()

    @property
    def is_shipped(self) -> bool:
        """Whether features that come with azsim stand on it."""
        return any(each.is_shipped for each in self.services)

    @property
    def rows(self) -> Iterator[Row]:
        """Everything that was played."""
        for service in self.services:
            yield from service.rows

    @property
    def behaviours(self) -> Iterator[tuple[Service, Feature, Behaviour]]:
        """Each behaviour with where it stands."""
        for service in self.services:
            for feature in service.features:
                for behaviour in feature.behaviours:
                    yield service, feature, behaviour

    @cached_property
    def stated(self) -> tuple[Behaviour, ...]:
        """The behaviours that say something of Azure, or of what somebody has built on it."""
        return tuple(each for _, _, each in self.behaviours if not each.is_limit)

    @cached_property
    def limits(self) -> tuple[Behaviour, ...]:
        """The behaviours that tell where the model ends."""
        return tuple(each for _, _, each in self.behaviours if each.is_limit)

    @property
    def mistakes(self) -> tuple[report.MistakeReport, ...]:
        """Everything that is wrong with feature files."""
        return (*self.lost, *(each for service in self.services for each in service.mistakes))

    @property
    def decisive(self) -> tuple[FactPage, ...]:
        """The documented facts that scenarios of the site decide by."""
        return tuple(
            each for each in self.facts if each.read_by and each.fact.status == "documented"
        )

    @property
    def failures(self) -> Iterator[tuple[Behaviour, Row]]:
        """What doesn't hold."""
        for _, _, behaviour in self.behaviours:
            for row in behaviour.rows:
                if row.outcome == "failed":
                    yield behaviour, row

    @property
    def holds(self) -> bool:
        """Whether everything was played and nothing failed."""
        return not (self.mistakes or self.problems or any(self.failures))

    @cached_property
    def facts_by_platform(self) -> tuple[tuple[Platform | None, tuple[FactPage, ...]], ...]:
        """The facts below what they are about; last those that any platform may rest on."""
        found: dict[Platform | None, list[FactPage]] = {
            **{each: [] for each in platforms()},
            None: [],
        }
        for page in self.facts:
            found[next(iter(page.platforms), None)].append(page)
        return tuple((about, tuple(pages)) for about, pages in found.items() if pages)

    @cached_property
    def sayings_by_group(self) -> tuple[tuple[Text | None, tuple[Saying, ...]], ...]:
        """The sentences below the names of their groups; first those of the project, without name."""
        found: dict[str, list[Saying]] = {"": [], **{each: [] for each in groups()}}
        for saying in self.sayings:
            module = PurePath(saying.entry.definition.where.rpartition(":")[0]).stem
            found[module if module in found else ""].append(saying)
        return tuple((groups().get(each), tuple(found[each])) for each in found if found[each])

    @cached_property
    def anchor_of(self) -> Mapping[str, str]:
        """Where a sentence stands, by the place of its definition."""
        return {each.entry.definition.where: each.anchor for each in self.sayings}

    def facts_of(self, *rows: Row) -> FactsRead:
        """The facts that plays of one behaviour decided by, those that a reason names first."""
        named = dict.fromkeys(self.page_of[each] for row in rows for each in row.named)
        read = dict.fromkeys(self.page_of[each] for row in rows for each in row.shown.facts)
        others = [each for each in read if each not in named]
        sure = [each for each in others if each.fact.status != "chosen"]
        told = [row.shown.told for row in rows]
        decisive = [*named, *(each for each in sure if each.pins(*told))] or sure
        return FactsRead(
            tuple(decisive),
            tuple(each for each in sure if each not in decisive),
            tuple(each for each in others if each.fact.status == "chosen"),
        )

    def less_sure(self, behaviour: Behaviour) -> list[FactPage]:
        """The facts for which *behaviour* rests on more than documents, the least sure ones first."""
        counted = dict.fromkeys(
            each for row in behaviour.rows for each in counting(row.shown.facts, row.named)
        )
        pages = [self.page_of[each] for each in counted]
        found = [each for each in pages if each.fact.status != "documented"]
        return sorted(found, key=lambda each: LEAST_SURE.index(each.fact.status))

    @cached_property
    def page_of(self) -> Mapping[str, FactPage]:
        """The pages of facts, by id."""
        return {each.fact.id: each for each in self.facts}


def slot(name: str) -> str:
    return f"‹{name.replace('_', ' ')}›"
