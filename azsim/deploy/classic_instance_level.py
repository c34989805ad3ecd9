"""Instance-level public IPs of the classic model: which idle timeouts they may have."""

from __future__ import annotations

from typing import Final

from azsim.facts import Facts
from azsim.facts.profile import Profile, duration
from azsim.model.resources.classic import CloudService
from azsim.model.rules import Rule
from azsim.text import Text
from azsim.units import MINUTE

IDLE_TIMEOUT_RANGE: Final = Rule(
    "classic.instance-level-idle-timeout",
    Text(
        "the idle timeout of an instance-level public IP is from {least} to {most} minutes",
        "インスタンス レベルのパブリック IP のアイドル タイムアウトは {least} 分から {most} 分までである",
    ),
)


class Limits(Profile):
    """The idle timeouts that an instance-level public IP may have for what comes in."""

    shortest_idle_timeout = duration("classic.instance-level.idle-timeout.shortest")
    longest_idle_timeout = duration("classic.instance-level.idle-timeout.longest")


def idle_timeout_range(facts: Facts) -> Rule:
    """The reason for which Azure refuses another idle timeout."""
    limits = Limits(facts)
    return IDLE_TIMEOUT_RANGE.fill(
        least=limits.shortest_idle_timeout // MINUTE, most=limits.longest_idle_timeout // MINUTE
    )


def refusal(service: CloudService, facts: Facts) -> Rule | None:
    """Why Azure refuses an address of *service*: an idle timeout that is too short or too long."""
    limits = Limits(facts)
    for each in service.instances:
        timeout = each.public_ip_idle_timeout
        if timeout is None:
            continue
        if not limits.shortest_idle_timeout <= timeout <= limits.longest_idle_timeout:
            return idle_timeout_range(facts)
    return None
