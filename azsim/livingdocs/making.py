"""Making a site of what was gathered: pages get their addresses, facts their readers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve

from azsim.facts import registry
from azsim.gherkin import Entry, report
from azsim.livingdocs.addresses import page_names, slug, slugs
from azsim.livingdocs.gathering import Gathered, Shown
from azsim.livingdocs.services import described, known_services
from azsim.livingdocs.site import (
    Behaviour,
    FactPage,
    Feature,
    Row,
    Saying,
    Service,
    Site,
    slot,
)
from azsim.proving import Proof
from azsim.text import same

FEATURES = "features"


def make(gathered: Gathered, entries: Iterable[Entry], proof: Proof | None) -> Site:
    """The site of what was *gathered*, with the sentences of *entries*."""
    services = _services(gathered)
    played = {each.told.shown for service in services for each in service.features}
    lost = tuple(each for each in gathered.mistakes if each.shown not in played)
    return Site(
        services,
        tuple(_facts(services, proof)),
        tuple(_sayings(services, entries)),
        lost,
        gathered.problems,
        proof,
    )


def _services(gathered: Gathered) -> tuple[Service, ...]:
    files: dict[str, list[Shown]] = defaultdict(list)
    for shown in gathered.shown:
        files[shown.told.feature.shown].append(shown)
    folders: dict[str, list[list[Shown]]] = defaultdict(list)
    for group in files.values():
        folders[_service_of(group[0].told.feature)].append(group)
    order = [each for each in known_services() if each in folders]
    order += sorted(each for each in folders if each not in order)
    names = slugs(each or "own" for each in order)
    return tuple(
        _service(each, f"features/{name}", folders[each], gathered.mistakes)
        for each, name in zip(order, names, strict=True)
    )


def _service(
    id: str,
    address: str,
    files: Sequence[Sequence[Shown]],
    mistakes: Iterable[report.MistakeReport],
) -> Service:
    # A page of the service itself is called index.
    names = _feature_names([group[0].told.feature for group in files])
    features = tuple(
        _feature(f"{address}/{name}", group, mistakes)
        for name, group in zip(names, files, strict=True)
    )
    return Service(id, address, *described(id), features)


def _feature_names(features: Sequence[report.FeatureReport]) -> list[str]:
    """What the folders of *features* are called: as declared, else as their files."""
    files = (evolve(each.heading, name=same(_stem(each))) for each in features)
    return page_names(list(files), taken=["index"])


def _feature(
    address: str, group: Sequence[Shown], mistakes: Iterable[report.MistakeReport]
) -> Feature:
    told = group[0].told.feature
    plays: dict[int, list[Shown]] = defaultdict(list)
    for shown in group:
        plays[shown.told.line].append(shown)
    names = page_names([each[0].told.outline for each in plays.values()], taken=["index"])
    behaviours = tuple(
        Behaviour(f"{address}/{name}", _rows(f"{address}/{name}", each))
        for name, each in zip(names, plays.values(), strict=True)
    )
    return Feature(
        address, told, behaviours, tuple(each for each in mistakes if each.shown == told.shown)
    )


def _rows(address: str, plays: Sequence[Shown]) -> tuple[Row, ...]:
    values = [" ".join(cell.en for cell in each.told.cells) for each in plays]
    return tuple(
        Row(address, anchor, shown) for anchor, shown in zip(slugs(values), plays, strict=True)
    )


def _facts(services: Sequence[Service], proof: Proof | None) -> Iterator[FactPage]:
    readers: dict[str, dict[int, Behaviour]] = defaultdict(dict)
    users: dict[str, dict[str, Service]] = defaultdict(dict)
    by_id: dict[str, tuple[Behaviour, Row]] = {}
    for service in services:
        for feature in service.features:
            for behaviour in feature.behaviours:
                by_id |= {row.shown.told.id: (behaviour, row) for row in behaviour.rows}
                for fact in behaviour.facts:
                    readers[fact][id(behaviour)] = behaviour
                    users[fact][service.id] = service
    for known in registry().values():
        proven = proof.facts.get(known.id) if proof else None
        pinned = [by_id[each] for each in (proven.pinned_by if proven else ()) if each in by_id]
        yield FactPage(
            known,
            f"facts/{slug(known.id)}",
            tuple(users[known.id].values()),
            tuple(readers[known.id].values()),
            proven,
            tuple(pinned),
        )


def _sayings(services: Sequence[Service], entries: Iterable[Entry]) -> Iterator[Saying]:
    uses: dict[str, tuple[report.StepReport, tuple[Behaviour, Row]]] = {}
    for service in services:
        for feature in service.features:
            for behaviour in feature.behaviours:
                for row in behaviour.rows:
                    for step in row.shown.told.steps:
                        if step.sentence.definition is not None:
                            uses.setdefault(step.sentence.definition, (step, (behaviour, row)))
    listed = list(entries)
    anchors = slugs(each.spoken("en", slot) for each in listed)
    for entry, anchor in zip(listed, anchors, strict=True):
        use = uses.get(entry.definition.where)
        yield Saying(entry, anchor, *use) if use else Saying(entry, anchor)


def _service_of(told: report.FeatureReport) -> str:
    """The folder of a feature below the folder ``features``; empty for one that has none."""
    folders = told.file.split("/")[:-1] or told.shown.split("/")[-2:-1]
    inner = folders[1:] if folders[:1] == [FEATURES] else folders
    return inner[0] if inner else ""


def _stem(told: report.FeatureReport) -> str:
    """The name of a feature file, with the folders between it and that of its service."""
    *folders, name = told.file.removeprefix(f"{FEATURES}/").split("/")
    return " ".join([*folders[1:], name.removesuffix(".feature")])
