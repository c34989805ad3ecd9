"""Which server a load balancer chose: its hash isn't published, so that no scenario states it."""

from __future__ import annotations

from collections.abc import Iterable

from azsim.deploy.balanced import Balanced
from azsim.deploy.world import World
from azsim.functions.load_balancer import LoadBalancer
from azsim.model.events import Event, Passed
from azsim.text import Advice, Text
from azsim.units import format_count

BY_HASH = Text(
    '"{name}" chooses one of its {count} servers by a hash that Azure doesn\'t publish, so that nobody '
    "can say beforehand which server gets a request. Describe the load balancer with one server; or "
    'say that flows are spread: When 64 pairs of flows that differ only in the source port reach "{name}", '
    "Then some flows that differ only in the source port reach different servers",
    "「{name}」は、公開されていないハッシュによって {count} 台のサーバーから 1 台を選ぶため、要求がどのサーバーに"
    "届くかは事前には分からない。ロード バランサーのサーバーを 1 台にするか、フローの分散を二つの文で書く: もし "
    '送信元ポートだけが異なるフローの組が 64 組 "{name}" に届く。ならば 送信元ポートだけが異なるフローの一部は'
    "別々のサーバーに届く",
)


def balancer_of(world: World, events: Iterable[Event]) -> Balanced | None:
    """The load balancer that chose one of several servers for a request of *events*, if any did."""
    for each in events:
        if isinstance(each, Passed):
            balanced = world.names.get(each.where)
            if isinstance(balanced, Balanced) and isinstance(balanced.node, LoadBalancer):
                flow = balanced.node.flow_of(each.before.five_tuple)
                if flow is not None and flow.by_chance:
                    return balanced
    return None


def refuse_choice(world: World, events: Iterable[Event]) -> None:
    """Refuse to say which server got the requests of *events*.

    :raises Advice: where a load balancer chose one of several.
    """
    if (balanced := balancer_of(world, events)) is not None:
        raise by_hash(balanced)


def serve_alike(balanced: Balanced) -> bool:
    """Whether the same becomes of a connection whichever of the servers gets it."""
    found = {
        (each.machine.host.serving.likeness, each.machine.answers_elsewhere(each.address))
        for each in balanced.members
    }
    return len(found) == 1


def by_hash(balanced: Balanced) -> Advice:
    """What holds whichever server that load balancer chooses."""
    count = format_count(len(balanced.servers))
    return Advice(BY_HASH.fill(name=balanced.node.name, count=count))
