"""Time that passes lets no probe run, and so must not hide what one would find."""

from __future__ import annotations

import pytest

from azsim.azure import Azure, describing
from azsim.functions.health_probe import NO_ANSWER
from azsim.model.resources.balancing import Probe, ProbeProtocol
from azsim.text import Advice
from azsim.units import SECOND


@pytest.fixture
def azure() -> Azure:
    azure = Azure()
    describing.load_balancer(azure.cloud, "lb", "203.0.113.20", [("web1", "10.0.0.4")])
    azure.server_health.set_probe(
        "lb", Probe(name="probe", protocol=ProbeProtocol.TCP, port=80, interval=5 * SECOND)
    )
    return azure


def test_a_server_that_fails_unnoticed_is_named(azure: Azure) -> None:
    azure.servers.change("web1", "doesn't answer")
    with pytest.raises(Advice, match='"web1" .* Write instead: When the health probes run for 5 s'):
        azure.server_health.let_time_pass(5 * SECOND)


def test_time_passes_before_the_next_probe(azure: Azure) -> None:
    azure.servers.change("web1", "refuses connections")
    azure.server_health.let_time_pass(5 * SECOND - 1)
    assert azure.world.now == 5 * SECOND - 1


def test_time_passes_once_a_probe_has_found_it(azure: Azure) -> None:
    azure.servers.change("web1", "doesn't answer")
    azure.load_balancing.run_probes(30 * SECOND)
    azure.server_health.let_time_pass(60 * SECOND)
    assert azure.world.now == 90 * SECOND


def test_time_passes_where_no_probe_is_described() -> None:
    azure = Azure()
    describing.load_balancer(azure.cloud, "lb", "203.0.113.20", [("web1", "10.0.0.4")])
    azure.servers.change("web1", "doesn't answer")
    azure.server_health.let_time_pass(60 * SECOND)
    assert azure.world.now == 60 * SECOND


@pytest.mark.parametrize(("duration", "healthy"), [(9, True), (10, False), (14, False)])
def test_each_probe_of_one_run_counts_to_the_threshold(duration: int, healthy: bool) -> None:
    azure = Azure()
    describing.load_balancer(azure.cloud, "lb", "203.0.113.20", [("web1", "10.0.0.4")])
    probe = Probe(
        name="probe",
        protocol=ProbeProtocol.TCP,
        port=80,
        interval=5 * SECOND,
        probe_threshold=2,
    )
    azure.server_health.set_probe("lb", probe)
    azure.servers.change("web1", "doesn't answer")
    azure.load_balancing.run_probes(duration * SECOND)
    found = azure.server_health.of("web1", "lb")
    assert (found.healthy, found.why) == (healthy, None if healthy else NO_ANSWER)
