"""The health probes of a load balancer's servers: what counts, and what comes too late."""

from __future__ import annotations

import pytest

from azsim.azure import Azure, describing
from azsim.functions.health_probe import NO_ANSWER, OTHER_STATUS, RESET
from azsim.hosts.host import STOPPED
from azsim.model.resources.balancing import Probe, ProbeProtocol
from azsim.model.rules import Rule
from azsim.units import SECOND


def probed_by(protocol: str, threshold: int = 2) -> Azure:
    """web1 behind "lb", which probes it every 5 seconds."""
    azure = Azure()
    describing.load_balancer(azure.cloud, "lb", "203.0.113.20", [("web1", "10.0.0.4")])
    probe = Probe(
        name="probe",
        protocol=ProbeProtocol(protocol),
        port=443 if protocol == "HTTPS" else 80,
        interval=5 * SECOND,
        probe_threshold=threshold,
    )
    azure.server_health.set_probe("lb", probe)
    return azure


def why_unhealthy(azure: Azure, probes: int) -> Rule | None:
    """Why web1 is unhealthy after that many probes, each with its time; None where it is healthy."""
    azure.load_balancing.run_probes(probes * 5 * SECOND)
    found = azure.server_health.of("web1", "lb")
    return None if found.healthy else found.why


class TestOverHttps:
    def test_a_response_within_tls_counts(self) -> None:
        azure = probed_by("HTTPS")
        assert why_unhealthy(azure, 1) is None
        assert azure.load_balancing.probes_of("web1") == 1

    def test_another_status_code_decides_at_once(self) -> None:
        azure = probed_by("HTTPS", threshold=3)
        azure.servers.respond_with("web1", 503)
        assert why_unhealthy(azure, 1) == OTHER_STATUS

    def test_a_server_that_asks_for_a_certificate_gives_no_response(self) -> None:
        azure = probed_by("HTTPS")
        azure.load_balancing.ask_for_certificates("web1")
        assert why_unhealthy(azure, 1) is None
        assert why_unhealthy(azure, 1) == NO_ANSWER


class TestAReset:
    @pytest.mark.parametrize("manner", ["refuses connections", "resets connections"])
    @pytest.mark.parametrize("protocol", ["HTTP", "HTTPS"])
    def test_of_a_probe_that_awaits_a_response_decides_at_once(
        self, protocol: str, manner: str
    ) -> None:
        azure = probed_by(protocol, threshold=3)
        azure.servers.change("web1", manner)  # type: ignore[arg-type]
        assert why_unhealthy(azure, 1) == RESET

    def test_of_a_tcp_probe_counts_towards_the_threshold(self) -> None:
        azure = probed_by("TCP")
        azure.servers.change("web1", "refuses connections")
        assert why_unhealthy(azure, 1) is None
        assert why_unhealthy(azure, 1) == RESET

    def test_after_the_handshake_is_nothing_to_a_tcp_probe(self) -> None:
        azure = probed_by("TCP")
        azure.servers.change("web1", "resets connections")
        assert why_unhealthy(azure, 3) is None


def test_a_response_that_comes_after_its_probe_was_given_up_decides_nothing() -> None:
    azure = probed_by("HTTP", threshold=1)
    azure.servers.answer_after("web1", 7 * SECOND)
    assert why_unhealthy(azure, 3) == NO_ANSWER


def test_a_probe_of_an_earlier_run_is_answered_in_its_own_time() -> None:
    azure = probed_by("HTTP", threshold=1)
    azure.servers.answer_after("web1", 4 * SECOND)
    azure.servers.respond_with("web1", 503)
    for _ in range(2):
        azure.load_balancing.run_probes(3 * SECOND)
    assert azure.server_health.of("web1", "lb").why == OTHER_STATUS


def test_a_probe_of_an_earlier_run_is_given_up_in_its_own_time() -> None:
    azure = probed_by("TCP", threshold=1)
    azure.servers.change("web1", "doesn't answer")
    azure.load_balancing.run_probes(3 * SECOND)
    assert azure.server_health.of("web1", "lb").healthy
    azure.load_balancing.run_probes(3 * SECOND)
    assert azure.server_health.of("web1", "lb").why == NO_ANSWER


def test_a_server_that_is_stopped_while_it_is_unhealthy_stays_so_by_another_reason() -> None:
    azure = probed_by("TCP")
    azure.servers.change("web1", "doesn't answer")
    assert why_unhealthy(azure, 2) == NO_ANSWER
    azure.networks.stop("web1")
    found = azure.server_health.of("web1", "lb")
    assert (found.healthy, found.why) == (False, STOPPED)
