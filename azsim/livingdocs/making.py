"""Making a site of what was gathered: pages get their addresses, facts their readers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import evolve

from azsim.facts import registry
from azsim.gherkin import Catalogue, Entry, report
from azsim.livingdocs import guide
from azsim.livingdocs.addresses import page_names, slug, slugs
from azsim.livingdocs.gathering import Gathered, Shown
from azsim.livingdocs.services import (
    FEATURES,
    NOTHING,
    called,
    described,
    known_features,
    known_services,
)
from azsim.livingdocs.site import (
    Asked,
    Behaviour,
    Compared,
    FactPage,
    Feature,
    Row,
    Saying,
    Service,
    Signpost,
    Site,
    slot,
)
from azsim.proving import Proof
from azsim.text import same

FOLDER = "features"


def make(gathered: Gathered, catalogue: Catalogue, proof: Proof | None, project: str = "") -> Site:
    """The site of what was *gathered*, with the sentences and limits of *catalogue*.

    *project* is what somebody's own features are called together.
    """
    services = _services(gathered)
    pages = _shipped_pages(services)
    played = {each.told.shown for service in services for each in service.features}
    lost = tuple(each for each in gathered.mistakes if each.shown not in played)
    return Site(
        services,
        tuple(_facts(services, proof)),
        tuple(_sayings(services, catalogue.entries)),
        lost,
        gathered.problems,
        proof,
        same(project) if project else FEATURES,
        pages,
        tuple(_asked(pages)),
        tuple(_compared(services, pages)),
        catalogue.not_modelled,
    )


def _asked(pages: Mapping[str, Behaviour]) -> Iterator[Asked]:
    """The questions of readers that *pages* answer."""
    for each in guide.questions():
        if each.place in pages:
            yield Asked(each.asked, each.answer, pages[each.place])


def _compared(services: Iterable[Service], pages: Mapping[str, Behaviour]) -> Iterator[Compared]:
    """What stands side by side, where all that is said of it stands on *pages*."""
    places: dict[str, Behaviour | Service] = {each.id: each for each in services if each.is_shipped}
    places |= pages

    def lead(cells: Iterable[guide.Cell]) -> tuple[Signpost, ...]:
        return tuple(Signpost(each.text, places[each.place]) for each in cells)

    for table in guide.comparisons():
        said = [*table.columns, *(cell for row in table.rows for cell in row.cells)]
        if all(cell.place in places for cell in said):
            rows = tuple((row.name, lead(row.cells)) for row in table.rows)
            yield Compared(table.title, lead(table.columns), rows)


def _shipped_pages(services: Iterable[Service]) -> Mapping[str, Behaviour]:
    """The pages of behaviours that come with azsim, by their addresses below the features."""
    return {
        behaviour.address.removeprefix(f"{FOLDER}/"): behaviour
        for service in services
        if service.is_shipped
        for feature in service.features
        for behaviour in feature.behaviours
    }


def _services(gathered: Gathered) -> tuple[Service, ...]:
    files: dict[str, list[Shown]] = defaultdict(list)
    for shown in gathered.shown:
        files[shown.told.feature.shown].append(shown)
    shipped: dict[str, list[list[Shown]]] = defaultdict(list)
    own: dict[str, list[list[Shown]]] = defaultdict(list)
    for group in files.values():
        told = group[0].told.feature
        (shipped if told.is_shipped else own)[_service_of(told)].append(group)
    folders = [(each, True, _in_order(each, shipped[each])) for each in _ordered(shipped)]
    folders += [(each, False, own[each]) for each in _ordered(own)]
    names = slugs(each or "own" for each, _, _ in folders)
    return tuple(
        _service(id, f"{FOLDER}/{name}", groups, gathered.mistakes, is_shipped=is_shipped)
        for (id, is_shipped, groups), name in zip(folders, names, strict=True)
    )


def _ordered(folders: Iterable[str]) -> list[str]:
    """The names of folders: first those of services that are known, then the others."""
    known = known_services()
    return sorted(
        folders, key=lambda each: (known.index(each) if each in known else len(known), each)
    )


def _in_order(folder: str, files: Sequence[list[Shown]]) -> list[list[Shown]]:
    """The feature files of a known folder in the order of importance, the rest after them."""
    known = known_features(folder)

    def place(group: Sequence[Shown]) -> int:
        name = _stem(group[0].told.feature)
        return known.index(name) if name in known else len(known)

    return sorted(files, key=place)


def _service(
    id: str,
    address: str,
    files: Sequence[Sequence[Shown]],
    mistakes: Iterable[report.MistakeReport],
    *,
    is_shipped: bool,
) -> Service:
    # A page of the service itself is called index.
    names = _feature_names([group[0].told.feature for group in files])
    features = tuple(
        _feature(f"{address}/{name}", group, mistakes)
        for name, group in zip(names, files, strict=True)
    )
    name, summary = described(id) if is_shipped else (called(id), NOTHING)
    return Service(id, address, name, summary, features, is_shipped)


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
    inner = folders[1:] if folders[:1] == [FOLDER] else folders
    return inner[0] if inner else ""


def _stem(told: report.FeatureReport) -> str:
    """The name of a feature file, with the folders between it and that of its service."""
    *folders, name = told.file.removeprefix(f"{FOLDER}/").split("/")
    return " ".join([*folders[1:], name.removesuffix(".feature")])
