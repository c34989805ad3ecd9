"""The answers about a deployment, as plain records that can be compared, printed and kept."""

from __future__ import annotations

from attrs import field, frozen

from azsim.model.web_address import WebAddress
from azsim.readers.declared import Place
from azsim.text import Text


@frozen
class PublicAddress:
    """A public address as a deployment has it; ``address`` is None until Azure has given one out.

    ``resource`` is what the address is called, None for one that Azure picks by itself; that is a prefix
    where ``is_of_prefix``.
    """

    resource: str | None
    address: str | None
    is_of_prefix: bool = field(default=False, eq=False)


@frozen
class Rung:
    """A method for outbound connections, and what it is for a machine."""

    method: str
    state: Text


@frozen
class Link:
    """A resource or a part of one that leads a machine on to its way out."""

    kind: Text
    name: str


@frozen
class PortCount:
    """SNAT ports of one protocol: ``each`` for every instance, or ``shared`` among all of them.

    Both are None for a protocol that isn't carried. ``beside`` are those of ``each`` that default
    outbound access gives beside another method.
    """

    protocol: str
    each: int | None = None
    shared: int | None = None
    beside: int = 0


@frozen
class Timer:
    """How long something is kept, in nanoseconds, and the fact that says so.

    ``is_set`` tells that the deployment says it, and not the platform.
    """

    what: str
    protocol: str
    duration: int
    fact: str
    is_set: bool = False


@frozen(kw_only=True)
class Outbound:
    """How a machine reaches the internet.

    ``method`` is None where it has no way, and then ``why_not`` tells the reason. ``through`` is the
    resource that it leaves through, ``chain`` what leads there. ``ladder`` holds each method in its
    documented order. ``counting``
    tells how the ports come about, and ``pool`` is how many instances they are counted for, where that
    matters. ``resets`` tells that both ends are told of an idle timeout. ``denied`` is the rule that keeps
    it in even so.
    """

    method: str | None
    why_not: Text | None = None
    through: str | None = None
    chain: tuple[Link, ...] = ()
    ladder: tuple[Rung, ...] = ()
    addresses: tuple[PublicAddress, ...] = ()
    ports: tuple[PortCount, ...] = ()
    counting: Text | None = None
    pool: int | None = None
    timers: tuple[Timer, ...] = ()
    resets: bool = False
    denied: Text | None = None
    facts: tuple[str, ...] = field(default=(), eq=False)


@frozen(kw_only=True)
class Inbound:
    """One way in: from where, through which rule of what, to which port of the machine.

    ``why_not`` tells why nothing comes in by it after all, and ``is_probe_denied`` that the reason is
    its health probe. ``not_known`` tells why nobody can say. ``condition`` is which requests come by
    it, where not all do, and ``asked`` one of them; ``seen`` is whom the server takes for the sender,
    where that isn't the client. ``client`` is an address on the internet that it is told for, or a machine
    of the same network, and ``refusal`` what drops the packets of everybody else first, or of everybody.
    ``front_end`` is where it comes in at a load balancer.
    """

    kind: str
    through: str
    rule: str | None
    address: PublicAddress | None
    protocol: str
    ports: str
    back_end_ports: str
    source: str
    why_not: Text | None = None
    is_probe_denied: bool = False
    not_known: Text | None = None
    probe: Text | None = None
    condition: Text | None = None
    asked: WebAddress | None = None
    seen: Text | None = None
    client: str | None = field(default=None, eq=False)
    front_end: str | None = field(default=None, eq=False)
    refusal: Text | None = field(default=None, eq=False)
    facts: tuple[str, ...] = field(default=(), eq=False)


@frozen
class KeptOut:
    """A port of a public address at which nobody from the internet at large gets in, and why."""

    address: PublicAddress
    protocol: str
    port: int
    why: Text


@frozen
class Open:
    """What isn't known, where, and why; an answer that it touches isn't certain."""

    path: str
    reason: Text
    place: Place | None = None


@frozen(kw_only=True)
class Interface:
    """A network interface of a machine, or those of its IP configurations that leave alike.

    ``configurations`` are their names. ``sends`` tells when a connection leaves from here: ``by
    default``, ``where bound`` by a program, or ``where routed`` by the operating system as well.
    """

    name: str
    configurations: tuple[str, ...]
    subnet: str
    sends: str
    outbound: Outbound


@frozen(kw_only=True)
class Own:
    """The answers about one machine, as they were before it was put together with others."""

    outbound: Outbound
    interfaces: tuple[Interface, ...] = ()
    inbound: tuple[Inbound, ...]
    kept_out: tuple[KeptOut, ...] = ()


@frozen(kw_only=True)
class Machines:
    """Machines that are alike in all answers, by their names in order.

    ``scale_set`` is the one whose instances they are, with its ``orchestration``; ``interface`` is what
    their first interfaces are called, and ``outbound`` the answer about those. ``interfaces`` are all of
    them, with those first; none where nobody configures any.
    """

    names: tuple[str, ...]
    kind: str
    subnet: str
    interface: str
    scale_set: str | None = None
    orchestration: str | None = None
    outbound: Outbound
    interfaces: tuple[Interface, ...] = ()
    inbound: tuple[Inbound, ...] = ()
    doubts: tuple[Open, ...] = ()
    own: tuple[Own, ...] = field(default=(), eq=False, repr=False)


@frozen(kw_only=True)
class GatewayRoute:
    """What an application gateway does with some requests: whose pool they go to, by which port.

    ``condition`` is which requests these are, where not all of the listener's. ``targets`` are
    machines, and the addresses and names of servers elsewhere. ``why_not`` tells why no request goes
    there after all, and ``why_not_known`` why nobody can say where they go.
    """

    rule: str
    address: PublicAddress
    protocol: str
    port: int
    condition: Text | None
    back_end_protocol: str | None
    back_end_port: int | None
    targets: tuple[str, ...]
    why_not: Text | None = None
    why_not_known: Text | None = None


@frozen(kw_only=True)
class Gateway:
    """An application gateway, with at least so many ``instances`` in ``subnet``."""

    name: str
    subnet: str
    instances: int
    routes: tuple[GatewayRoute, ...]


@frozen(kw_only=True)
class Endpoint:
    """An endpoint of a profile, and what it leads to.

    ``public_ip`` is the public IP address of the deployment that it leads to, by its name. ``priority``
    and ``weight`` are told where the profile's method goes by them.
    """

    name: str
    leads_to: Text
    public_ip: str | None
    is_enabled: bool
    priority: int | None
    weight: int | None
    location: str | None
    min_child_endpoints: int | None


@frozen(kw_only=True)
class Profile:
    """A Traffic Manager profile; ``ttl`` in nanoseconds, as it is or as the platform sets it.

    ``order`` are the names of its endpoints in the order in which each takes over where those before it
    are degraded; none where that isn't modelled.
    """

    name: str
    fqdn: str
    method: str
    ttl: int
    is_enabled: bool
    endpoints: tuple[Endpoint, ...]
    order: tuple[str, ...]
    facts: tuple[str, ...] = field(default=(), eq=False)


@frozen(kw_only=True)
class CircuitPath:
    """The way over one ExpressRoute connection: what packets visit into Azure, and out of it.

    ``fastpath`` is None where the deployment asks for it and its gateway isn't known well enough.
    ``why_not_fastpath`` tells why FastPath, which the deployment asks for, can't be enabled.
    """

    connection: str
    gateway: str
    sku: str | None
    fastpath: bool | None
    why_not_fastpath: Text | None
    inwards: tuple[str, ...]
    outwards: tuple[str, ...]
    facts: tuple[str, ...] = field(default=(), eq=False)


@frozen(kw_only=True)
class Finding:
    """Something that will surprise: what, about whom, by which facts, and where the input says it.

    ``in_doubt`` tells that it is about machines whose answers aren't certain.
    """

    id: str
    text: Text
    about: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    place: Place | None = None
    in_doubt: bool = field(default=False, eq=False)


@frozen(kw_only=True)
class Explanation:
    """All answers about a deployment."""

    inputs: tuple[str, ...]
    machines: tuple[Machines, ...]
    gateways: tuple[Gateway, ...]
    profiles: tuple[Profile, ...]
    circuits: tuple[CircuitPath, ...]
    findings: tuple[Finding, ...]
    unresolved: tuple[Open, ...]
    not_modelled: tuple[Open, ...]
