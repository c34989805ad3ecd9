"""Hosts, if they were otherwise."""

from __future__ import annotations

from azsim.hosts.profile import OperatingSystem
from azsim.proving.variants.variant import otherwise


@otherwise("host.waits-double", "all-alike", OperatingSystem, "waits")
def all_alike(self: OperatingSystem) -> list[int]:
    """Each wait is as long as the first one."""
    return [self.retransmission_wait] * (self.syn_retransmissions + 1)
