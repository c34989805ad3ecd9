"""The same scenario gives the same trace, byte for byte."""

from __future__ import annotations

import os
import subprocess
import sys
from fractions import Fraction

import pytest

from azsim.azure import Azure
from azsim.tools.trace_lines import lines
from azsim.units import SECOND

SERVER = "198.51.100.7"


def a_busy_day(seed: int) -> str:
    """A deployment that meets everything that draws, expires or moves; its trace and its facts."""
    azure = Azure(seed=seed, changed={"classic.ports-by-pool-size": ((4, 8), (8, 4))})
    endpoints = [("203.0.113.10", 80), ("203.0.113.11", 80), ("203.0.113.12", 80)]
    azure.deployment.describe_instances(3, endpoints=endpoints)
    outbound, ends, world = azure.outbound, azure.ends, azure.world
    outbound.open_many("vm1", "TCP", 20, [(SERVER, 443), ("198.51.100.8", 443)])
    outbound.open_many("vm2", "UDP", 5, [(SERVER, 53)])
    for name in ("vm1", "vm2", "vm3"):
        outbound.open_connection(name, "TCP", SERVER, 8443)
    ends.end_some(3, "RST")
    ends.end_some(1, "FIN from both ends")
    ends.send_sign(SERVER, "keepalive")
    world.pass_time(15 * SECOND)
    azure.deployment.grow(6)
    azure.deployment.shrink(3)
    azure.deployment.start_redeployment(Fraction(2))
    world.pass_time(226 * SECOND)
    azure.deployment.end_redeployment()
    outbound.reopen_timed_out("vm1")
    azure.workloads.on_new_connections("vm2", 5, SERVER, 443, 20 * SECOND, "RST")
    world.pass_time(300 * SECOND)
    return "\n".join([*lines(world.trace.events), *world.facts.read])


@pytest.mark.parametrize("hash_seed", ["0", "1", "4711"])
def test_a_trace_does_not_depend_on_the_hash_seed_or_the_process(hash_seed: str) -> None:
    done = subprocess.run(
        [sys.executable, __file__],
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONUTF8": "1"},
        capture_output=True,
        check=True,
    )
    assert done.stdout == a_busy_day(0).encode()


def test_a_scenario_does_not_depend_on_what_was_played_before() -> None:
    assert a_busy_day(1) == a_busy_day(1)


def test_another_seed_chooses_otherwise() -> None:
    assert a_busy_day(0) != a_busy_day(1)


if __name__ == "__main__":
    sys.stdout.buffer.write(a_busy_day(0).encode())
