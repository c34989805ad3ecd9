"""The trace as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, get_args

from azsim.model.events import (
    Asked,
    Delivered,
    Event,
    LatencyMeasured,
    Passed,
    PoolResized,
    PortTaken,
    Sent,
)
from azsim.model.packet import FiveTuple, Packet
from azsim.model.payload import DnsAnswer, DnsRecord, HttpRequest, Payload, Tls
from azsim.model.rules import Rule
from azsim.model.verdict import DELIVERED
from azsim.text import Text
from azsim.tools.trace_lines import lines

if TYPE_CHECKING:
    from conftest import Played

FLOW = FiveTuple("TCP", "10.0.0.4", 50_000, "198.51.100.7", 443)
OUTSIDE = FiveTuple("TCP", "203.0.113.10", 1_024, "198.51.100.7", 443)


def only(event: Event) -> str:
    [line] = lines([event])
    return line


def read(event: Event) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(only(event))
    return found


def carried(payload: Payload) -> object:
    return read(Sent(0, 0, "vm1", Packet(1, *FLOW, "ACK", payload)))["packet"]["payload"]


def test_a_packet_before_and_after_a_rewrite() -> None:
    """Keys in their order, addresses with ports, the rule by its id and in English."""
    before, after = Packet(7, *FLOW, "SYN"), Packet(7, *OUTSIDE, "SYN")
    rule = Rule("snat.r", Text("r", "規"))
    assert only(Passed(3, 4_000_000_000, "snat", before, after, rule)) == (
        '{"sequence":3,"ns":4000000000,"kind":"passed","where":"snat",'
        '"before":{"id":7,"protocol":"TCP","source":"10.0.0.4:50000",'
        '"destination":"198.51.100.7:443","flags":"SYN"},'
        '"after":{"id":7,"protocol":"TCP","source":"203.0.113.10:1024",'
        '"destination":"198.51.100.7:443","flags":"SYN"},"rule":"snat.r","text":"r"}'
    )


def test_a_flow_has_no_id() -> None:
    taken = read(PortTaken(0, 0, "snat", FLOW, OUTSIDE, 1))
    assert taken["kind"] == "port-taken"
    assert taken["flow"] == {
        "protocol": "TCP",
        "source": "10.0.0.4:50000",
        "destination": "198.51.100.7:443",
    }
    assert taken["in_use"] == 1


def test_a_reason_is_a_rule_and_null_where_there_is_none() -> None:
    request = Text("grow", "増やす")
    refused = Asked(0, 0, "Azure", request, Rule("pool.too-large", Text("too many", "多すぎる")))
    assert only(refused).endswith('"request":"grow","rule":"pool.too-large","text":"too many"}')
    assert only(Asked(0, 0, "Azure", request, None)).endswith('"rule":null,"text":null}')


def test_other_fields_stand_under_their_names() -> None:
    assert only(LatencyMeasured(0, 0, 'v"m', True, (1, None), None)).endswith(
        '"where":"v\\"m","fastpath":true,"samples":[1,null],"file":null}'
    )
    resized = read(PoolResized(0, 0, "snat", 2, 1_024, 0, (("名前", "10.0.0.4"),)))
    assert resized["members"] == [["名前", "10.0.0.4"]]


def test_a_protocol_without_ports_has_bare_addresses() -> None:
    """A port of 0 would be none."""
    ping = Packet(1, "ICMP", "10.0.0.4", 0, "198.51.100.7", 0)
    assert read(Delivered(0, 0, "vm1", ping, DELIVERED))["packet"]["source"] == "10.0.0.4"


def test_payloads_name_their_kind() -> None:
    """What isn't there is left out."""
    record = DnsRecord("a.net", "A", "203.0.113.1", 30)
    assert carried(DnsAnswer(5, "a.net", (record,))) == {
        "kind": "DnsAnswer",
        "id": 5,
        "name": "a.net",
        "records": [{"name": "a.net", "type": "A", "data": "203.0.113.1", "ttl": 30}],
    }
    assert carried(Tls(("ApplicationData",), carries=HttpRequest("h"))) == {
        "kind": "Tls",
        "messages": ["ApplicationData"],
        "carries": {"kind": "HttpRequest", "host": "h", "path": "/", "method": "GET"},
    }


def test_a_played_conversation_gives_the_same_lines(play: Callable[[], Played]) -> None:
    """And each of them is JSON that begins with the same keys."""
    written = []
    for played in (play(), play()):
        played.connect(played.flow())
        written.append(list(lines(played.events)))
    assert written[0] == written[1]
    common = ["sequence", "ns", "kind", "where"]
    assert all(list(json.loads(line))[:4] == common for line in written[0])


def test_no_field_of_an_event_is_called_as_another_key() -> None:
    keys = {"ns", "kind", "text", "scenario", "line", "row"}
    for event in get_args(Event):
        assert not keys & set(event.__annotations__)
