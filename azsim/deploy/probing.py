"""Health probes: who sends them from where, and all of them run together."""

from __future__ import annotations

from azsim.deploy.world import World
from azsim.functions.health_probe import Prober
from azsim.hosts.application import Application, Connection
from azsim.hosts.host import Host
from azsim.model.events import ProbesBegan
from azsim.text import Advice, Text

# Not documented as defaults: the port and the path are set with each probe.
PORT = 80


def run(world: World, duration: int) -> None:
    """Let every service probe for *duration*; the first probes leave at once.

    :raises Advice: where nothing would be probed.
    """
    probers = _probers(world)
    if not probers and not _is_any_stopped(world):
        raise Advice(
            Text(
                "Nothing is probed here. Load balancers, application gateways and Traffic Manager "
                'probe. Begin with a step such as: Given a public load balancer "lb" with front-end '
                "IP 203.0.113.90 and 2 healthy back-end servers",
                "ここにはプローブの対象がない。プローブを送るのはロード バランサー、Application Gateway、"
                "Traffic Manager である。まず次のように書く: 前提 フロントエンド IP が 203.0.113.90 の"
                'パブリック ロード バランサー "lb" があり、正常なバックエンド サーバーは 2 台である',
            )
        )
    world.trace.add(ProbesBegan, "Azure", duration)
    for prober in probers:
        prober.run(world.now, duration)
    world.pass_time(duration)


def count(world: World, duration: int) -> int:
    """How many probes :func:`run` would send."""
    return sum(-(-duration // prober.interval()) for prober in _probers(world))


def _is_any_stopped(world: World) -> bool:
    """Whether a machine is stopped, so that there may be something that isn't probed for now."""
    owners = (owner for space in world.spaces for owner in space.owners.values())
    return any(isinstance(owner, Host) and owner.is_off for owner in owners)


def _probers(world: World) -> list[Prober]:
    return [prober for probers_of_service in world.probed for prober in probers_of_service()]


def source_at(world: World, address: str) -> Host:
    """The endpoint on the internet that probes come from at *address*, made where there is none."""
    owner = world.internet.owners.get(address)
    if isinstance(owner, Host):
        return owner
    return world.host(address, world.internet, address, listens=False)


def azure_itself(world: World, address: str) -> Host:
    """The endpoint of Azure's own address, which stands beside every machine."""
    owner = world.platform.owners.get(address)
    if isinstance(owner, Host):
        return owner
    host = world.host(address, world.platform, address, listens=False)
    world.routes.attach(host, world.from_azure)
    return host


def probe(
    world: World,
    sender: Host,
    source: str,
    target: str,
    application: Application,
    port: int = PORT,
) -> Connection:
    """Open one connection from *source* to *target* for a probe.

    :raises Advice: where *sender* has no free port left for it.
    """
    flow = world.free_flow(sender, "TCP", target, port, source)
    connection, packets = sender.connect(flow, application)
    world.send(sender, packets)
    return connection
