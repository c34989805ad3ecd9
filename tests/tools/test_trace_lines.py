"""The trace as JSON lines."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from azsim.model.observation import Observation
from azsim.model.packet import FiveTuple, Packet
from azsim.model.payload import DnsAnswer, DnsRecord, HttpRequest, Tls
from azsim.text import Text
from azsim.tools.trace_lines import header, lines

if TYPE_CHECKING:
    from conftest import Played

FLOW = FiveTuple("TCP", "10.0.0.4", 50_000, "198.51.100.7", 443)


def only(observation: Observation) -> str:
    [line] = lines([observation])
    return line


def test_a_packet_before_and_after_a_rewrite() -> None:
    """Keys in their order, addresses with ports, the rule in English."""
    before = Packet(7, *FLOW, "SYN")
    after = Packet(7, "TCP", "203.0.113.10", 1_024, "198.51.100.7", 443, "SYN")
    assert only(Observation(3, 4_000_000_000, "pass", "snat", before, after, Text("r", "規"))) == (
        '{"sequence":3,"ns":4000000000,"kind":"pass","packet":7,"where":"snat",'
        '"before":{"protocol":"TCP","source":"10.0.0.4:50000",'
        '"destination":"198.51.100.7:443","flags":"SYN"},'
        '"after":{"protocol":"TCP","source":"203.0.113.10:1024",'
        '"destination":"198.51.100.7:443","flags":"SYN"},"rule":"r"}'
    )


def test_a_flow_has_no_packet() -> None:
    """Its five-tuples stand in the place of the packet's."""
    read = json.loads(only(Observation(0, 0, "open", "snat", FLOW, None)))
    assert read["packet"] is None
    assert read["before"] == {
        "protocol": "TCP",
        "source": "10.0.0.4:50000",
        "destination": "198.51.100.7:443",
    }
    assert read["after"] is None


def test_a_protocol_without_ports_has_bare_addresses() -> None:
    """A port of 0 would be none."""
    ping = Packet(1, "ICMP", "10.0.0.4", 0, "198.51.100.7", 0)
    read = json.loads(only(Observation(0, 0, "send", "vm1", None, ping)))
    assert read["after"]["source"] == "10.0.0.4"


def test_payloads_name_their_kind() -> None:
    """What isn't there is left out."""
    record = DnsRecord("a.net", "A", "203.0.113.1", 30)
    answer = Packet(1, *FLOW, "ACK", DnsAnswer(5, "a.net", (record,)))
    read = json.loads(only(Observation(0, 0, "send", "vm1", None, answer)))
    assert read["after"]["payload"] == {
        "kind": "DnsAnswer",
        "id": 5,
        "name": "a.net",
        "records": [{"name": "a.net", "type": "A", "data": "203.0.113.1", "ttl": 30}],
    }
    tls = Packet(1, *FLOW, "ACK", Tls(("ApplicationData",), carries=HttpRequest("h")))
    read = json.loads(only(Observation(0, 0, "send", "vm1", None, tls)))
    assert read["after"]["payload"] == {
        "kind": "Tls",
        "messages": ["ApplicationData"],
        "carries": {"kind": "HttpRequest", "host": "h", "path": "/", "method": "GET"},
    }


def test_details_stand_at_the_end_in_their_order() -> None:
    """Words in English, sets sorted, names as they were given."""
    details = (
        ("used", 3),
        ("名前", Text("b", "び")),
        ("ports", (1, 2)),
        ("set", frozenset({"b", "a"})),
        ("flow", FiveTuple),
        ("by", {1: None}),
    )
    line = only(Observation(0, 0, "sample", 'v"m', details=details[:4]))
    assert line.endswith(
        '"where":"v\\"m","before":null,"after":null,"rule":null,'
        '"details":{"used":3,"名前":"b","ports":[1,2],"set":["a","b"]}}'
    )
    assert json.loads(only(Observation(0, 0, "event", "x", details=details)))["details"]["by"] == {
        "1": None
    }


def test_a_played_conversation_gives_the_same_lines(play: Callable[[], Played]) -> None:
    """And each of them is JSON with the keys in one order."""
    written = []
    for played in (play(), play()):
        played.connect(played.flow())
        written.append(list(lines(played.observations)))
    assert written[0] == written[1]
    keys = ["sequence", "ns", "kind", "packet", "where", "before", "after", "rule"]
    assert all(list(json.loads(line)) == keys for line in written[0])


def test_the_header_names_the_format_and_the_scenario() -> None:
    """The row is null outside an outline."""
    assert header("features/x.feature", 12) == (
        '{"format":1,"scenario":"features/x.feature","line":12,"row":null}'
    )
    assert json.loads(header("あ.feature", 12, 20))["row"] == 20


def test_ten_thousand_observations_are_quick(played: Played) -> None:
    """The best of three, so that a busy machine doesn't matter."""
    played.connect(played.flow())
    many = (played.observations * 2_000)[:10_000]
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        assert sum(1 for _ in lines(many)) == len(many)
        best = min(best, time.perf_counter() - start)
    assert best < 0.1
