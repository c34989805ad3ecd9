"""The table of a SNAT at chosen moments."""

from __future__ import annotations

from azsim.azure import Azure
from azsim.model.events import HoldBegan, PortReleased
from azsim.questions.translations import MOST_SHOWN, Snapshot, snapshots
from azsim.units import SECOND

TO = ("198.51.100.7", 443)


def outbound() -> Azure:
    azure = Azure()
    azure.deployment.describe_instances(1, endpoints=[("203.0.113.10", 80)])
    return azure


def at_the_end(azure: Azure) -> Snapshot:
    events = azure.world.trace.events
    [found] = snapshots(events, [len(events) - 1])
    return found


def test_holds_a_flow_as_each_side_sees_it() -> None:
    azure = outbound()
    azure.outbound.open_connection("vm1", "TCP", *TO, source_port=50_000)
    [row] = at_the_end(azure).shown
    assert (row.inside.source_port, row.outside.source_port) == (50_000, 1_024)
    assert (row.outside.source, row.state) == ("203.0.113.10", "in use")


def test_counts_what_it_does_not_show() -> None:
    azure = outbound()
    azure.outbound.open_many("vm1", "TCP", 1_000, [TO])
    found = at_the_end(azure)
    assert len(found.shown) == MOST_SHOWN
    assert found.more == 1_000 - MOST_SHOWN
    [ports] = found.ports
    assert (ports.instance, ports.in_use, ports.allocated) == ("vm1", 1_000, 1_024)


def test_tells_of_a_hold_until_when_it_lasts() -> None:
    azure = outbound()
    azure.outbound.open_many("vm1", "TCP", 8, [TO])
    azure.ends.end_some(1, "RST")
    azure.world.pass_time(15 * SECOND)
    events = azure.world.trace.events
    marks = [each.sequence for each in events if isinstance(each, HoldBegan | PortReleased)]
    held, free = snapshots(events, marks)
    assert [(row.state, row.until) for row in held.shown if row.until] == [
        ("held after RST", 15 * SECOND)
    ]
    assert [row.state for row in free.shown].count("free") == 1
    assert free.ports[0].in_use == 7


def test_tells_of_no_end_that_was_not_seen() -> None:
    azure = outbound()
    azure.outbound.open_many("vm1", "TCP", 8, [TO])
    azure.ends.end_some(1, "RST")
    assert {row.until for row in at_the_end(azure).shown} == {None}
