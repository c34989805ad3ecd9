"""Why a flow doesn't pass at a machine: every security rule that would keep it by itself."""

from __future__ import annotations

from azsim.deploy.cloud import Cloud
from azsim.deploy.machines import Machine
from azsim.model.packet import FiveTuple
from azsim.model.resources.security import Direction
from azsim.model.verdict import Drop
from azsim.text import Text, listed


def denials(
    cloud: Cloud, machine: Machine, direction: Direction, flow: FiveTuple, drop: Drop | None
) -> Text | None:
    """Why *flow* is dropped, where a packet meets *drop* first; None where it isn't dropped."""
    if drop is None:
        return None
    found = cloud.security_groups.refusals(machine, direction, flow)
    return listed(dict.fromkeys(each.text for each in found)) if found else drop.reason.text
