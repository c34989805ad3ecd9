"""The facts by which hosts decide."""

from __future__ import annotations

from azsim.facts.profile import Profile, duration, number


class HostProfile(Profile):
    """Which ports a host connects from, and how long it waits for what."""

    first_ephemeral_port = number("host.first-ephemeral-port")
    last_ephemeral_port = number("host.last-ephemeral-port")
    retransmission_wait = duration("host.retransmission-wait")
    time_wait = duration("host.time-wait")
