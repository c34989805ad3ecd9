"""What a flow costs in the flow table."""

from __future__ import annotations

import gc
import tracemalloc
from itertools import product

from azsim.facts import Facts
from azsim.functions.snat.flows import Snat
from azsim.functions.snat.profiles import Classic
from azsim.model.packet import FiveTuple

LARGEST_ENTRY = 400


def test_an_entry_of_the_flow_table_takes_less_than_400_bytes() -> None:
    # Ports and addresses belong to the hosts; the entry and its five-tuple don't.
    ports, servers = list(range(50_000, 50_500)), [f"198.51.100.{n}" for n in range(1, 101)]
    snat = Snat("203.0.113.10", Classic(Facts()))
    snat.resize(["10.0.0.4"], 1)
    snat.open(FiveTuple("TCP", "10.0.0.4", 49_999, servers[0], 443), 0)
    gc.collect()
    tracemalloc.start()
    try:
        for server, port in product(servers, ports):
            snat.open(FiveTuple("TCP", "10.0.0.4", port, server, 443), 1)
        used, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    flows = len(servers) * len(ports)
    assert snat.refused == 0
    assert used / flows < LARGEST_ENTRY


def test_an_entry_is_gone_when_its_port_is_given_back() -> None:
    snat = Snat("203.0.113.10", Classic(Facts()))
    snat.resize(["10.0.0.4"], 1)
    gc.collect()
    tracemalloc.start()
    try:
        for now in range(100):
            for port in range(100):
                snat.open(FiveTuple("TCP", "10.0.0.4", port, "198.51.100.7", 443), now)
            if now == 0:
                after_one, _ = tracemalloc.get_traced_memory()
            snat.expire(now + 10**12)
        after_all, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after_all < after_one
