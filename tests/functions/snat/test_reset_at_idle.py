"""A TCP reset at idle timeout: the platform tells both ends what it gives up."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest
from attrs import define, evolve, field

from azsim.facts import Facts
from azsim.functions.snat.flows import FlowSettings, TranslatedFlow, Translator
from azsim.functions.snat.masquerading import Snat
from azsim.functions.snat.profiles import LoadBalancerRule
from azsim.model.packet import FiveTuple, Flags, Packet
from azsim.model.payload import Data
from azsim.units import MINUTE, SECOND

VM, PUBLIC, SERVER = "10.0.0.4", "203.0.113.10", "198.51.100.7"
OUT = Packet(1, "TCP", VM, 50_000, SERVER, 443, "SYN")


@define(eq=False)
class Sender:
    """An interface with its flow table."""

    name: str
    address: str
    flows: dict[FiveTuple, TranslatedFlow] = field(factory=dict)


class Sent(list[FiveTuple]):
    """What a translator has sent of its own accord."""

    def carry(self, translator: Translator, packets: Sequence[Packet]) -> None:
        assert {packet.flags for packet in packets} == {"RST"}
        self += [packet.five_tuple for packet in packets]


@pytest.fixture
def sent() -> Sent:
    return Sent()


@pytest.fixture
def snat(sent: Sent) -> Snat:
    made = Snat("SNAT", PUBLIC, LoadBalancerRule(Facts()))
    made.set_pool([Sender("vm1", VM)], 1)
    made.carried_by(sent.carry, itertools.count(1))
    return made


def handshake(snat: Snat) -> TranslatedFlow:
    """One connection, established at the start."""
    snat.translate(OUT, 0)
    held = snat.instances[VM].sender.flows[OUT.five_tuple]
    answer = Packet(2, *held.answers, "SYN ACK")
    snat.translate(answer, 0)
    snat.translate(evolve(OUT, flags="ACK"), 0)
    return held


def test_goes_to_both_ends_of_an_established_connection(snat: Snat, sent: Sent) -> None:
    snat.set(FlowSettings(tcp_reset=True))
    held = handshake(snat)
    snat.expire(239 * SECOND)
    assert sent == []
    snat.expire(240 * SECOND)
    assert sent == [held.outside, held.inside.reversed()]
    assert (held.ended, held.was_reset, held.timed_out) == ("idle reset", True, False)


def test_is_what_a_resource_asks_for(snat: Snat, sent: Sent) -> None:
    held = handshake(snat)
    snat.expire(240 * SECOND)
    assert sent == []
    assert (held.was_reset, held.timed_out) == (False, True)


@pytest.mark.parametrize("flags", ["SYN", "RST"])
def test_never_goes_to_a_connection_that_was_not_established(
    snat: Snat, sent: Sent, flags: Flags
) -> None:
    snat.set(FlowSettings(tcp_reset=True))
    snat.translate(OUT, 0)
    held = snat.instances[VM].sender.flows[OUT.five_tuple]
    snat.translate(evolve(OUT, flags=flags), 0)
    snat.expire(MINUTE * 60)
    assert sent == []
    assert not held.was_reset


def test_never_goes_to_udp(snat: Snat, sent: Sent) -> None:
    snat.set(FlowSettings(tcp_reset=True))
    datagram = evolve(OUT, protocol="UDP", flags="", payload=Data())
    snat.translate(datagram, 0)
    snat.expire(240 * SECOND)
    assert sent == []


def test_another_handshake_on_the_same_ports_has_to_be_over_as_well(snat: Snat, sent: Sent) -> None:
    snat.set(FlowSettings(tcp_reset=True))
    handshake(snat)
    snat.translate(evolve(OUT, flags="RST"), SECOND)
    snat.translate(OUT, 2 * SECOND)
    snat.expire(MINUTE * 60)
    assert sent == []


def test_a_timeout_of_the_resource_replaces_the_platforms_for_tcp_alone(snat: Snat) -> None:
    snat.set(FlowSettings(idle_timeout=15 * MINUTE))
    held = handshake(snat)
    snat.translate(evolve(OUT, protocol="UDP", flags="", payload=Data()), 0)
    assert snat.next_deadline() == 4 * MINUTE
    snat.expire(4 * MINUTE)
    assert snat.next_deadline() == 15 * MINUTE
    snat.expire(15 * MINUTE)
    assert held.timed_out


def test_a_shorter_timeout_is_announced(snat: Snat) -> None:
    snat.set(FlowSettings(idle_timeout=15 * MINUTE))
    handshake(snat)
    woken: list[int | None] = []
    snat.announce_to(lambda: woken.append(snat.next_deadline()))
    snat.set(FlowSettings(idle_timeout=5 * MINUTE))
    assert woken == [5 * MINUTE]
