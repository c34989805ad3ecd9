"""What the pictures of the shipped scenarios say, reckoned again from their traces alone."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from statistics import median
from typing import TypeVar
from xml.etree import ElementTree

import pytest
from shipped import shipped

from azsim.livingdocs.pictures import latency, ports, timeline, topology
from azsim.livingdocs.pictures.time_unit import TimeUnit
from azsim.livingdocs.pictures.timeline_words import unit_for
from azsim.model.events import (
    Delivered,
    Event,
    FlowOpened,
    FlowReopened,
    HoldBegan,
    LatencyMeasured,
    OthersCarried,
    PoolResized,
    PortRefused,
    PortReleased,
    PortTaken,
    ProbesBegan,
    RequestBegan,
)
from azsim.model.packet import FiveTuple
from azsim.questions.lanes import Lane
from azsim.questions.latency import rounded
from azsim.questions.measured import measured
from azsim.questions.ports import PortUse, port_use
from azsim.questions.shared_ports import shared_port_use
from azsim.questions.timeline import Timeline
from azsim.questions.timeline import timeline as timeline_of
from azsim.questions.ways import ways
from azsim.units import MILLISECOND, format_count

pytestmark = pytest.mark.once

SVG = "{http://www.w3.org/2000/svg}"
E = TypeVar("E", bound=Event)


def of(events: Sequence[Event], kind: type[E]) -> list[E]:
    return [each for each in events if isinstance(each, kind)]


# SNAT ports


def uses() -> Iterator[tuple[str, Sequence[Event], PortUse]]:
    for id, evidence in shipped().items():
        for use in port_use(evidence.events):
            yield id, evidence.events, use


def concerns(use: PortUse, each: PortTaken | PortRefused, address: str) -> bool:
    flow = each.flow.protocol, each.flow.source
    return each.where == use.snat and flow == (use.protocol, address)


def address_of(use: PortUse, events: Sequence[Event]) -> str:
    members = (member for each in of(events, PoolResized) for member in each.members)
    return next(address for name, address in members if name == use.instance)


def test_ports_in_use_and_refusals_are_those_of_the_trace() -> None:
    checked = 0
    for id, events, use in uses():
        address = address_of(use, events)
        taken = [each for each in of(events, PortTaken) if concerns(use, each, address)]
        refused = [each for each in of(events, PortRefused) if concerns(use, each, address)]
        assert use.peak.in_use == max((each.in_use for each in taken), default=0), id
        assert use.refused == len(refused), id
        assert sum(each.made for each in use.attempts) == len(taken) + len(refused), id
        assert sum(each.refused for each in use.attempts) == len(refused), id
        checked += 1
    assert checked > 60


def test_ports_of_gateways_are_those_of_the_trace() -> None:
    """Counted anew: what each flow held, from the event that took it to the one that gave it back."""
    checked = 0
    for id, evidence in shipped().items():
        found = shared_port_use(evidence.events)
        gateways = {use.snat for use in found}
        toward, ports = defaultdict[tuple[str, str], set[FiveTuple]](set), Counter[object]()
        most, shared = Counter[tuple[str, str]](), 0
        for each in evidence.events:
            if not isinstance(each, PortTaken | PortReleased) or each.where not in gateways:
                continue
            outside = each.outside
            held = toward[each.where, f"{outside.destination}:{outside.destination_port}"]
            port = each.where, outside.source, outside.source_port, outside.protocol
            if isinstance(each, PortTaken):
                assert outside not in held, id
                held.add(outside)
                ports[port] += 1
            else:
                held.remove(outside)
                ports[port] -= 1
            key = each.where, f"{outside.destination}:{outside.destination_port}"
            most[key] = max(most[key], len(held))
            if ports[port] == 2 and isinstance(each, PortTaken):
                shared = max(shared, sum(count > 1 for count in ports.values()))
        for carried in of(evidence.events, OthersCarried):
            if carried.destination is not None:
                address, number = carried.destination
                most[carried.where, f"{address}:{number}"] += carried.count
        for use in found:
            if use.scope == "destination" and ":" in use.instance:
                assert use.peak.in_use == most[use.snat, use.instance], id
                assert use.peak.in_use <= use.peak.allocated, id
                checked += 1
        assert max([use.shared for use in found], default=shared) == shared, id
    assert checked > 30


def test_a_picture_of_ports_says_them_and_reaches_the_allocation() -> None:
    checked = 0
    for id, events, use in uses():
        picture = ports.draw([use])
        if picture is None or not use.ended:
            continue
        most = max(each.ports for each in use.allocated)
        told = [each.allocated for each in of(events, PoolResized) if each.where == use.snat]
        assert most in told, id
        peak = format_count(use.peak.in_use)
        assert f"had at most {peak} of its" in picture.summary.en, id
        if use.refused:
            attempts = "attempt" if use.refused == 1 else "attempts"
            assert (
                f"{format_count(use.refused)} {attempts} found no free port" in picture.summary.en
            )
        for svg in (picture.svg.en, picture.narrow.en if picture.narrow else ""):
            assert highest_in_use(svg, most) == round_near(use.peak.in_use, most), id
        checked += 1
    assert checked > 30


def highest_in_use(svg: str, most: int) -> Fraction:
    """How high the line of the ports in use rises, as a part of the allocation."""
    root = ElementTree.fromstring(svg)
    at = {
        text.text: float(text.attrib["y"]) - 4
        for text in root.iter(f"{SVG}text")
        if text.get("text-anchor") == "end" and "muted" in text.get("class", "")
    }
    bottom, top = at["0"], min(y for label, y in at.items() if label and is_count(label))
    scale = max(int(label.replace(",", "")) for label in at if label and is_count(label))
    assert scale >= most
    [line] = [path for path in root.iter(f"{SVG}path") if path.get("class") == "line accent"]
    ys = [float(y) for y in re.findall(r"(?:M[\d.]+ |V)([\d.]+)", line.attrib["d"])]
    return round_near(scale * (bottom - min(ys)) / (bottom - top), most)


def is_count(label: str) -> bool:
    return re.fullmatch(r"[\d,]+", label) is not None


def round_near(ports: float, most: int) -> Fraction:
    """*ports* as a part of *most*, as finely as a pixel shows."""
    return Fraction(round(100 * ports / most), 100)


# Timers, probes and names


def timelines() -> Iterator[tuple[str, Sequence[Event], Timeline]]:
    for id, evidence in shipped().items():
        found = timeline_of(evidence.events)
        if found is not None:
            yield id, evidence.events, found


def test_every_hold_begins_and_ends_where_the_trace_says_so() -> None:
    checked = 0
    for id, events, found in timelines():
        began = {each.time for each in of(events, HoldBegan)}
        over = {each.time for each in (*of(events, PortReleased), *of(events, FlowReopened))}
        for bar in (bar for lane in found.lanes for bar in lane.bars if bar.kind == "hold"):
            assert bar.start in began, id
            assert bar.end is None or bar.end in over, id
            checked += 1
    assert checked > 10


def test_every_time_of_a_timeline_is_one_of_the_trace() -> None:
    for id, events, found in timelines():
        times = {each.time for each in events} | {0}
        runs = (each.time + each.duration for each in of(events, ProbesBegan))
        assert found.ended == max([events[-1].time, *runs]), id
        for lane in found.lanes:
            assert {mark.time for mark in lane.marks} <= times, id
            assert {time for ticks in lane.ticks for time in ticks.times} <= times, id
            # A cached answer ends by itself.
            ends = {(bar.start, bar.end) for bar in lane.bars if bar.kind != "cached"}
            assert {time for pair in ends for time in pair if time is not None} <= times, id


def test_as_many_probes_are_told_as_arrived() -> None:
    checked = 0
    for id, events, found in timelines():
        lanes = [lane for lane in found.lanes if lane.kind == "probes" and lane.ticks]
        if not lanes:
            continue
        arrived = probes(events)
        for lane in lanes:
            [ticks] = lane.ticks
            servers = [name for name in arrived if name in re.split(r", | and ", lane.name.en)]
            assert servers, id
            sources = sources_of(lane, arrived[servers[0]])
            counts = {sum(arrived[name][source] for source in sources) for name in servers}
            assert counts == {ticks.count}, id
            checked += 1
    assert checked > 5


def sources_of(lane: Lane, found: Mapping[str, int]) -> list[str]:
    """The source that a lane names, or all of those that take turns."""
    one = lane.beneath.en.removeprefix("from ")
    return [one] if one in found else list(found)


def probes(events: Sequence[Event]) -> dict[str, dict[str, int]]:
    """How many probes came to each server from each source."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    runs = False
    for each in events:
        if isinstance(each, ProbesBegan | RequestBegan):
            runs = isinstance(each, ProbesBegan)
        elif isinstance(each, Delivered) and runs and each.packet.flags == "SYN":
            found[each.where][each.packet.source] += 1
    return found


def test_a_timeline_draws_each_tick_in_one_unit() -> None:
    for id, _, found in timelines():
        picture, unit = timeline.draw(found), unit_for(found)
        strokes = sum(
            len(ticks.times)
            for lane in found.lanes
            for ticks in lane.ticks
            if ticks.outcome != "failed"
        )
        for svg in filter(None, (picture.svg.en, picture.narrow and picture.narrow.en)):
            assert svg.count('class="stroke"') == strokes, id
            assert other_units(svg, unit) == [], id


def other_units(svg: str, unit: TimeUnit) -> list[str]:
    """Labels that tell a time in a unit that isn't the picture's."""
    known = "ms|s|seconds?|min|minutes?|h|hours?"
    own = {unit.short.en, unit.long.en, f"{unit.long.en}s"}
    found = re.findall(rf">(?:[^<]*, )?[\d.,]+ ({known})<", svg)
    return [each for each in found if each not in own]


# Latency


def test_counts_medians_and_their_drop_are_those_of_exact_times() -> None:
    checked = 0
    for id, evidence in shipped().items():
        picture = latency.draw(measured(evidence.events))
        if picture is None:
            continue
        assert picture.table is not None
        rows = {str(row[0]): [str(cell) for cell in row[1:]] for row in picture.table.rows}
        runs: dict[tuple[bool, bool], list[int | None]] = defaultdict(list)
        for run in of(evidence.events, LatencyMeasured):
            runs[run.file is not None, run.fastpath] += run.samples
        medians = {}
        for (is_recorded, fastpath), samples in runs.items():
            answered = [Fraction(sample) for sample in samples if sample is not None]
            start = f"FastPath {'enabled' if fastpath else 'disabled'}, "
            start += "recorded" if is_recorded else "simulated"
            [row] = [cells for name, cells in rows.items() if name.startswith(start)]
            assert row[0] == format_count(len(samples)), id
            assert row[1] == format_count(len(samples) - len(answered)), id
            if answered:
                medians[is_recorded, fastpath] = median(answered)
                assert row[4] == milliseconds(median(answered)), id
                assert f"median {row[4]}" in " ".join(picture.svg.en.split("<")), id
        for is_recorded in (False, True):
            pair = [medians.get((is_recorded, fastpath)) for fastpath in (False, True)]
            if pair[0] is not None and pair[1] is not None:
                change = milliseconds(abs(pair[0] - pair[1]))
                assert f"by {change}." in picture.summary.en, id
        checked += 1
    assert checked > 5


def milliseconds(time: Fraction) -> str:
    hundredths = rounded(time) * 100 // MILLISECOND
    return f"{hundredths // 100}.{hundredths % 100:02} ms"


# Topologies


def test_a_topology_names_the_addresses_that_were_described() -> None:
    for id, evidence in shipped().items():
        assert evidence.topology is not None
        picture = topology.draw(ways(evidence.topology, evidence.events))
        if picture is None:
            continue
        known = {
            address.partition(":")[0]
            for place in evidence.topology.places
            for each in (place.name, *place.addresses)
            for address in re.findall(r"\d+\.\d+\.\d+\.\d+", each)
        }
        for svg in filter(None, (picture.svg.en, picture.narrow and picture.narrow.en)):
            labels = " ".join(re.findall(r">([^<]+)</text>", svg))
            assert set(re.findall(r"\b\d+\.\d+\.\d+\.\d+\b", labels)) <= known, id


def test_a_head_at_a_server_on_the_internet_stands_where_something_arrived() -> None:
    checked = 0
    for id, evidence in shipped().items():
        assert evidence.topology is not None
        reached = {each.where for each in of(evidence.events, Delivered)}
        flows = (*of(evidence.events, PortTaken), *of(evidence.events, FlowOpened))
        reached |= {each.outside.destination for each in flows}
        servers = {
            place.name: {place.name, *place.addresses}
            for place in evidence.topology.places
            if place.kind == "internet server"
        }
        for link in ways(evidence.topology, evidence.events).links:
            if link.end in servers and link.heads in ("end", "both"):
                assert servers[link.end] & reached, (id, link)
                checked += 1
    assert checked > 50


def test_no_connection_leaves_traffic_manager() -> None:
    checked = 0
    for id, evidence in shipped().items():
        assert evidence.topology is not None
        kinds = {place.name: place.kind for place in evidence.topology.places}
        for link in ways(evidence.topology, evidence.events).links:
            if kinds[link.start] == "Traffic Manager profile":
                assert (link.kind, link.heads) == ("choice", "none"), id
                checked += 1
    assert checked > 10
