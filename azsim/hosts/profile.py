"""The facts by which hosts decide, which are those of their operating systems."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from azsim.facts.decides import decides
from azsim.facts.profile import Parameter, Profile, duration, number

SystemName = Literal["Windows", "Linux"]


class OperatingSystem(Profile):
    """Which ports a host connects from, and how long it waits for what."""

    first_ephemeral_port: ClassVar[Parameter[int]]
    last_ephemeral_port: ClassVar[Parameter[int]]
    retransmission_wait: ClassVar[Parameter[int]]
    syn_retransmissions: ClassVar[Parameter[int]]
    time_wait = duration("host.time-wait")

    @decides
    def waits(self) -> list[int]:
        """How long it waits for an answer after the first SYN, and after each that would follow."""
        self.rests_on("host.waits-double")
        return [self.retransmission_wait << each for each in range(self.syn_retransmissions + 1)]


class Windows(OperatingSystem):
    """Windows, as it is set by default."""

    first_ephemeral_port = number("host.first-ephemeral-port")
    last_ephemeral_port = number("host.last-ephemeral-port")
    retransmission_wait = duration("host.retransmission-wait")
    syn_retransmissions = number("host.syn-retransmissions")


class Linux(OperatingSystem):
    """Linux, as its kernel is set by default."""

    first_ephemeral_port = number("host.linux.first-ephemeral-port")
    last_ephemeral_port = number("host.linux.last-ephemeral-port")
    retransmission_wait = duration("host.linux.retransmission-wait")
    syn_retransmissions = number("host.linux.syn-retransmissions")
    even_waits = number("host.linux.even-waits")

    def waits(self) -> list[int]:
        """So many even ones, before they begin to double."""
        return [self.retransmission_wait] * self.even_waits + super().waits()


SYSTEMS: Mapping[SystemName, type[OperatingSystem]] = {"Windows": Windows, "Linux": Linux}
"""Each operating system, by its name."""
