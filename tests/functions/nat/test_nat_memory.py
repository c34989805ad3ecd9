"""What a flow through a NAT gateway costs."""

from __future__ import annotations

import gc
import tracemalloc
from itertools import product

from test_gateway import APP, nat

from azsim.model.packet import FiveTuple

LARGEST_ENTRY = 400


def test_a_flow_takes_less_than_400_bytes() -> None:
    ports, servers = list(range(50_000, 50_500)), [f"198.51.100.{n}" for n in range(1, 101)]
    gateway = nat()
    gateway.open(FiveTuple("TCP", APP, 49_999, servers[0], 443), 0)
    gc.collect()
    tracemalloc.start()
    try:
        for server, port in product(servers, ports):
            gateway.open(FiveTuple("TCP", APP, port, server, 443), 1)
        used, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    flows = len(servers) * len(ports)
    assert gateway.in_use(APP, "TCP") == flows + 1
    assert used / flows < LARGEST_ENTRY
