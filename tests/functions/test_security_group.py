"""Rules of network security groups, and the flows that an interface lets through."""

from __future__ import annotations

import pytest

from azsim.facts import Facts
from azsim.functions.security_group import (
    InterfaceFilter,
    SecurityGroup,
    default_rules,
)
from azsim.model.packet import FiveTuple, Protocol
from azsim.model.resources.security import Access, Direction, SecurityRule
from azsim.model.verdict import Drop
from azsim.text import Advice

CLIENT, SERVER = "192.0.2.33", "10.0.0.4"
REQUEST = FiveTuple("TCP", CLIENT, 50_000, SERVER, 80)


def tags(tag: str, address: str) -> bool:
    in_network = address.startswith("10.")
    return {"VirtualNetwork": in_network, "Internet": not in_network}.get(tag, False)


def allow(name: str = "Allow", priority: int = 100, **fields: object) -> SecurityRule:
    return SecurityRule(
        name=name, priority=priority, direction=Direction.INBOUND, access=Access.ALLOW, **fields
    )


def group(*rules: SecurityRule) -> SecurityGroup:
    facts = Facts()
    return SecurityGroup("nsg1", facts, (*rules, *default_rules(facts)))


def interface(*rules: SecurityRule) -> InterfaceFilter:
    found = InterfaceFilter(Facts(), tags)
    found.change_to(None, group(*rules), [])
    return found


def refused_by(drop: Drop | None) -> str | None:
    return None if drop is None else drop.reason.text.en


@pytest.mark.parametrize(
    "fields",
    [
        {"source_ports": ["80"]},
        {"destination_ports": ["81-443", "8080"]},
        {"sources": ["10.0.0.0/8"]},
        {"destinations": ["10.0.0.5"]},
        {"sources": ["VirtualNetwork"]},
        {"protocol": "UDP"},
    ],
)
def test_a_rule_that_differs_in_one_field_matches_nothing(fields: dict[str, object]) -> None:
    drop = interface(allow(**fields)).let_in(REQUEST, starts=True)
    assert refused_by(drop) == 'the rule "DenyAllInBound" of "nsg1" denies it'


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"source_ports": ["1-65535"], "destination_ports": ["443", "80-81"]},
        {"sources": ["192.0.2.33"], "destinations": ["VirtualNetwork"]},
        {"sources": ["*"], "destinations": ["0.0.0.0/0"], "protocol": "tcp"},
    ],
)
def test_a_rule_that_agrees_in_every_field_matches(fields: dict[str, object]) -> None:
    assert interface(allow(**fields)).let_in(REQUEST, starts=True) is None


def test_a_new_connection_of_the_same_ports_is_decided_anew() -> None:
    found = interface(allow())
    assert found.let_in(REQUEST, starts=True) is None
    found.change_to(None, group(), [])
    assert found.let_in(REQUEST, starts=False) is None
    assert found.let_out(REQUEST.reversed(), starts=False) is None
    assert found.let_in(REQUEST, starts=True) is not None


def test_what_was_open_before_the_group_goes_on() -> None:
    found = InterfaceFilter(Facts(), tags)
    found.change_to(None, group(), [REQUEST])
    assert found.let_in(REQUEST, starts=False) is None


def test_without_a_group_only_what_is_closed_is_kept_out() -> None:
    found = InterfaceFilter(Facts(), tags)
    assert refused_by(
        found.let_in(REQUEST, starts=True, closed_by="security-group.closed-by-default")
    ) == ("no network security group lets it in")
    assert found.let_in(REQUEST, starts=True) is None
    assert found.let_in(REQUEST, starts=False, closed_by="security-group.closed-by-default") is None


@pytest.mark.parametrize("protocol", ["ESP", "GRE"])
def test_whether_any_means_other_protocols_too_is_not_modelled(protocol: Protocol) -> None:
    packet = FiveTuple(protocol, CLIENT, 0, SERVER, 0)
    with pytest.raises(Advice, match="isn't modelled"):
        interface(allow()).let_in(packet, starts=False)


def test_a_rule_for_a_protocol_covers_it() -> None:
    packet = FiveTuple("ESP", CLIENT, 0, SERVER, 0)
    assert interface(allow(protocol="ESP")).let_in(packet, starts=False) is None


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"sources": ["10.0.0.300"]}, "not an IPv4 address"),
        ({"sources": ["10.0.0.1/8"]}, "write 10.0.0.0/8"),
        ({"sources": ["Internet", "VirtualNetwork"]}, "several service tags"),
        ({"sources": ["-"]}, "none of what a rule may name"),
        ({"source_ports": ["80-"]}, "neither a port nor a range"),
        ({"source_ports": ["443-80"]}, "neither a port nor a range"),
        ({"source_ports": ["65536"]}, "neither a port nor a range"),
        ({"protocol": "SCTP"}, "is none of"),
    ],
)
def test_what_a_rule_cannot_hold_is_said(fields: dict[str, object], told: str) -> None:
    with pytest.raises(Advice, match=told):
        allow(**fields)
