"""The health probes of a load balancer's servers, and what they make of their health."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from attrs import define, field, frozen

from azsim.deploy import probing
from azsim.deploy.services import Member
from azsim.deploy.world import World
from azsim.facts.profile import Profile, duration, names, number, text
from azsim.functions.health_probe import (
    CLOSED_PORT,
    NO_ANSWER,
    HttpProbe,
    Outcome,
    Prober,
    TcpProbe,
)
from azsim.functions.server_health import ServerHealth
from azsim.hosts.application import Application, Connection
from azsim.hosts.host import STOPPED
from azsim.hosts.tls import TlsClient
from azsim.model.events import ServerHealthChanged
from azsim.model.resources.balancing import Probe, ProbeProtocol
from azsim.model.rules import Rule


class ProbeProfile(Profile):
    """What is documented of the health probes of Load Balancer."""

    source = text("load-balancer.probe-source")
    interval = duration("load-balancer.probe-interval")
    threshold = number("load-balancer.probe-threshold")
    largest_timeout = duration("load-balancer.http-probe.timeout")
    closed_ports = names("load-balancer.http-probe.closed-ports")


@frozen
class ProbeSettings:
    """How servers are probed: what *probe* says, and what is documented where it is silent."""

    probe: Probe | None
    profile: ProbeProfile

    @property
    def port(self) -> int:
        """The port of the server that is probed."""
        return probing.PORT if self.probe is None else self.probe.port

    def interval(self) -> int:
        """Nanoseconds from one probe to the next."""
        said = None if self.probe is None else self.probe.interval
        return self.profile.interval if said is None else said

    def threshold(self) -> int:
        """So many probes in a row change the state of a server."""
        said = None if self.probe is None else self.probe.probe_threshold
        return self.profile.threshold if said is None else said

    def timeout(self) -> int:
        """Nanoseconds after which a probe without an answer has failed."""
        interval = self.interval()
        return min(interval, self.profile.largest_timeout) if self.asks_for_a_page else interval

    @property
    def asks_for_a_page(self) -> bool:
        """Whether a response decides, and not the handshake alone."""
        return self.probe is not None and self.probe.protocol is not ProbeProtocol.TCP

    @property
    def is_closed(self) -> bool:
        """Whether its probes can't use their port."""
        if self.probe is None or self.probe.protocol is not ProbeProtocol.HTTP:
            return False
        return str(self.port) in self.profile.closed_ports

    def application(self, host_name: str, report: Callable[[Outcome], None]) -> Application:
        """What one probe does."""
        if self.probe is None or self.probe.protocol is ProbeProtocol.TCP:
            return TcpProbe(report)
        tls = TlsClient() if self.probe.protocol is ProbeProtocol.HTTPS else None
        return HttpProbe(host_name, self.probe.request_path or "/", tls, report)


@define(eq=False)
class ServerProbe:
    """Probes one member for the load balancer *balancer*; ``changed`` is told when its state has."""

    world: World
    balancer: str
    member: Member
    settings: ProbeSettings
    changed: Callable[[], None]
    health: ServerHealth = field(init=False)
    prober: Prober = field(init=False)
    # Those that no answer has come on, by the number of their probe.
    _connections: dict[int, Connection] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        world = self.world
        self.health = ServerHealth(world.facts, lambda: self.settings.threshold())
        self.prober = Prober(
            lambda: self.settings.interval(),
            self._probe,
            lambda: self.settings.timeout(),
            self._give_up,
        )
        world.from_azure.owners[self.member.address] = self.member.machine.host
        world.schedule.watch(self.prober)

    def stop(self) -> None:
        """Its server is stopped."""
        self.prober.stop()
        self._connections.clear()
        if self.health.stop():
            self._tell(False, STOPPED)

    def _probe(self, number: int) -> None:
        world, address, settings = self.world, self.member.address, self.settings
        source = settings.profile.source
        sender = probing.azure_itself(world, source)

        if settings.is_closed:
            world.facts.rests_on("load-balancer.http-probe.closed-ports.outcome")
            self._take(number, Outcome(False, CLOSED_PORT, explicit=True))
            return
        # What is given up is closed, and reports nothing any more.
        application = settings.application(address, partial(self._take, number))
        sent = probing.probe(world, sender, source, address, application, settings.port)
        if self.prober.awaits(number):
            self._connections[number] = sent

    def _give_up(self, number: int) -> None:
        sender = probing.azure_itself(self.world, self.settings.profile.source)
        connection = self._connections.pop(number)
        # The next probe leaves as soon as anything is sent, and its outcome comes after this one.
        self._note(Outcome(False, NO_ANSWER))
        self.world.send(sender, sender.abort(connection))

    def _take(self, number: int, outcome: Outcome) -> None:
        self.prober.answered(number)
        self._connections.pop(number, None)
        self._note(outcome)

    def _note(self, outcome: Outcome) -> None:
        if self.health.note(outcome):
            self._tell(outcome.success, outcome.why)
            self.changed()

    def _tell(self, healthy: bool, why: Rule) -> None:
        server = self.member.machine.name
        self.world.trace.add(ServerHealthChanged, server, self.balancer, healthy, why)
