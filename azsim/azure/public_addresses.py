"""The public addresses of a deployment, and which of them an instance leaves through."""

from __future__ import annotations

import ipaddress
import math
from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from typing import Literal

from attrs import define, field

from azsim.azure.flows import Translator
from azsim.azure.world import World
from azsim.engine.trace import Trace
from azsim.facts.decides import decides
from azsim.functions.instance_address import InstanceLevelAddress
from azsim.functions.snat.flows import Mapping, Snat
from azsim.functions.snat.profiles import Classic
from azsim.hosts.host import Host
from azsim.text import Advice, Text
from azsim.units import within

Kind = Literal["virtual machine", "web role", "worker role"]

INSTANCE_LEVEL = "instance-level public IP"
ENDPOINT = "load-balanced endpoint"
FALLBACK = "fallback address"


ENDPOINT_TAKEN = Text(
    "There is a load-balanced endpoint at {address} already. Another one there needs another port "
    "and the same instances.",
    "{address} の負荷分散エンドポイントはすでにある。同じアドレスにもう一つ置くには、"
    "別のポートと同じインスタンスを指定する。",
)
INBOUND_NOT_MODELLED = Text(
    "{endpoint} is a load-balanced endpoint of the classic deployment. What comes in through one "
    "isn't modelled; describe a public load balancer instead.",
    "{endpoint} はクラシック デプロイの負荷分散エンドポイントである。そこへの受信はモデル化されて"
    "いない。代わりにパブリック ロード バランサーを記述する。",
)


@define(eq=False)
class Instance:
    """One virtual machine or role instance."""

    name: str
    host: Host
    instance_level: Translator | None = None

    @property
    def address(self) -> str:
        """Its private address."""
        return self.host.address


@define(eq=False)
class PublicAddress:
    """A public address that instances share.

    ``everyone`` makes an instance that joins the deployment join here as well.
    The translator is made when the address is first used.
    """

    address: str
    method: str
    members: list[Instance]
    everyone: bool
    ports: list[int] = field(factory=list)
    translator: Translator | None = None


class _Expiring:
    """The timers of a :class:`Snat`, whose releases are written into the trace."""

    def __init__(self, snat: Snat, trace: Trace) -> None:
        self._snat = snat
        self._trace = trace

    def next_deadline(self) -> int | None:
        return self._snat.next_deadline()

    def expire(self, now: int) -> None:
        for mapping in self._snat.expire(now):
            write_release(self._trace, self._snat, mapping)


def write_release(trace: Trace, snat: Snat, mapping: Mapping) -> None:
    """Write into *trace* that *mapping* gave its port back, and why."""
    if trace.on:
        trace.add(
            "time out" if mapping.timed_out else "release",
            snat.name,
            mapping.inside,
            reason=mapping.ended,
            in_use=snat.in_use(mapping.inside.source, mapping.inside.protocol),
        )


@define(eq=False)
class PublicAddresses:
    """The addresses that the instances of a deployment share or have for themselves."""

    world: World
    instances: dict[str, Instance]
    kind: Kind = field(default="virtual machine", init=False)
    factor: Fraction = field(default=Fraction(1), init=False)
    rules: Classic = field(init=False)
    _endpoints: list[PublicAddress] = field(factory=list, init=False)
    _fallbacks: list[PublicAddress] = field(factory=list, init=False)
    # What each instance leaves through, until an address is given or the deployment changes.
    _translators: dict[Instance, list[Translator]] = field(factory=dict, init=False)
    _translated: dict[str, bool] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self.rules = Classic(self.world.facts)

    # Describing them

    def add_endpoint(
        self, endpoint: tuple[str, int], members: list[Instance], *, everyone: bool
    ) -> None:
        """A load-balanced endpoint in front of *members*, or of *everyone* there will be.

        :raises Advice: for a private or a taken address.
        """
        address, port = endpoint
        self._check_public(address)
        known = next((each for each in self._endpoints if each.address == address), None)
        if known is not None:
            if port in known.ports or known.members != members:
                raise Advice(ENDPOINT_TAKEN.fill(address=address))
            known.ports.append(port)
            return
        self.world.reserve(address, INBOUND_NOT_MODELLED.fill(endpoint=f"{address}:{port}"))
        self._translators.clear()
        self._endpoints.append(PublicAddress(address, ENDPOINT, members, everyone, [port]))

    def give(self, instance: Instance, address: str) -> None:
        """An instance-level public IP for *instance*.

        :raises Advice: for a private or a taken address, or where the instance has one already.
        """
        self._check_public(address)
        self.world.check_unreserved(address)
        if instance.instance_level is not None:
            raise Advice(
                Text(
                    f"{instance.name} has an instance-level public IP already.",
                    f"{instance.name} にはすでにインスタンス レベルのパブリック IP がある。",
                )
            )
        public = PublicAddress(address, INSTANCE_LEVEL, [instance], everyone=False)
        instance.instance_level = self._use(public)
        self._translators.clear()

    # Changing the deployment

    def join(self, newcomers: list[Instance]) -> None:
        """Let *newcomers* share what everyone shares, and measure the pools again."""
        for public in self.shared():
            if public.everyone:
                public.members = public.members + newcomers
        self._translators.clear()
        self.resize()

    def leave(self, gone: set[Instance]) -> None:
        """Let *gone* share nothing any more, and measure the pools again."""
        for public in self.shared():
            public.members = [each for each in public.members if each not in gone]
        self._translators.clear()
        self.resize()

    def report(self, factor: Fraction) -> None:
        """Let every pool look *factor* times as large as it is."""
        self.factor = factor
        self.resize()

    def resize(self) -> None:
        """Measure the pools again after the deployment has changed.

        :raises Advice: where a pool is larger than what is modelled.
        """
        for public in self.shared():
            if isinstance(public.translator, Snat):
                self._measure(public, public.translator)

    # Reaching the internet

    def allowed(self) -> tuple[str, ...]:
        """The methods that a deployment of this kind may use."""
        of_machines = self.kind == "virtual machine"
        return self.world.facts.names(
            "classic.virtual-machine.methods" if of_machines else "classic.role.methods"
        )

    def translates(self, destination: str) -> bool:
        """Whether a flow to *destination* is translated at all."""
        known = self._translated.get(destination)
        if known is None:
            private = self.world.facts.names("classic.private-destinations")
            known = self._translated[destination] = not within(destination, private)
        return known

    def on_fallback(self) -> list[Instance]:
        """The instances that have no other address to leave from."""
        behind = {each for endpoint in self._endpoints for each in endpoint.members}
        return [
            each
            for each in self.instances.values()
            if each.instance_level is None and each not in behind
        ]

    def translators(self, instance: Instance) -> list[Translator]:
        """What *instance* may leave through by the first method that it has.

        More than one are all candidates; none means that no method is left to it.
        """
        known = self._translators.get(instance)
        if known is None:
            known = self._translators[instance] = self._first_method(instance)
        return known

    def shared(self) -> list[PublicAddress]:
        """The addresses that instances share, as far as they exist by now."""
        return [*self._endpoints, *self._fallbacks]

    def snats(self) -> Iterator[Snat]:
        """Every port-masquerading translator that is in use."""
        for public in self.shared():
            if isinstance(public.translator, Snat):
                yield public.translator
        for instance in self.instances.values():
            if isinstance(instance.instance_level, Snat):
                yield instance.instance_level

    def use_all(self) -> None:
        """Make every instance's translators, as its first flow would."""
        for instance in self.instances.values():
            self.translators(instance)

    def serves(self, address: str, port: int) -> bool:
        """Whether a load-balanced endpoint listens at that address and port."""
        return any(each.address == address and port in each.ports for each in self._endpoints)

    def is_own(self, address: str) -> bool:
        """Whether *address* is one of the deployment's public addresses."""
        own = [each.instance_level for each in self.instances.values()]
        return any(each.address == address for each in self.shared()) or any(
            each is not None and each.address == address for each in own
        )

    # Within

    def _first_method(self, instance: Instance) -> list[Translator]:
        for method in self._methods:
            if method == INSTANCE_LEVEL and instance.instance_level is not None:
                return [instance.instance_level]
            if method == ENDPOINT:
                shared = [self._use(each) for each in self._endpoints if instance in each.members]
                if shared:
                    return shared
            if method == FALLBACK:
                return [self._use(self._fallback_of(instance))]
        return []

    def _check_public(self, address: str) -> None:
        if self.world.is_private(address):
            raise Advice(
                Text(
                    f"{address} is a private address; a public one is needed here.",
                    f"{address} はプライベート アドレスである。ここにはパブリック アドレスを書く。",
                )
            )

    @cached_property
    def _methods(self) -> list[str]:
        """The methods that this kind of deployment has, in the order of precedence."""
        allowed = self.allowed()
        return [each for each in self.world.facts.names("classic.methods") if each in allowed]

    @decides
    def _fallback_of(self, instance: Instance) -> PublicAddress:
        for public in self._fallbacks:
            if instance in public.members:
                return public
        first = ipaddress.IPv4Address(self.world.facts.text("classic.fallback.address"))
        address = str(first + len(self._fallbacks))
        self.world.facts.rests_on("classic.fallback.shared")
        members = [instance, *(each for each in self.on_fallback() if each is not instance)]
        public = PublicAddress(address, FALLBACK, members, everyone=not self._endpoints)
        self._fallbacks.append(public)
        return public

    def _use(self, public: PublicAddress) -> Translator:
        """The translator of *public*, made when it is first asked for."""
        if public.translator is None:
            facts = self.world.facts
            if public.method in facts.names("classic.masquerading-methods"):
                snat = Snat(public.address, self.rules)
                self._measure(public, snat)
                self.world.schedule.watch(_Expiring(snat, self.world.trace))
                public.translator = snat
            else:
                protocols = facts.names("classic.instance-level.protocols")
                private = public.members[0].address
                public.translator = InstanceLevelAddress(public.address, private, protocols)
            self.world.own(public.address, public.translator)
        return public.translator

    def _measure(self, public: PublicAddress, snat: Snat) -> None:
        """Let *snat* allocate ports by the size of its pool, and write down what it did."""
        reported = self._reported(public)
        lost = snat.resize([each.address for each in public.members], reported)
        if lost is None:
            raise Advice(
                Text(
                    f"A pool that reports {reported} instances isn't modelled: the "
                    f"documented table of SNAT ports ends at {self.rules.tiers[-1][0]}.",
                    f"{reported} 台と報告されるプールはモデル化されていない。"
                    f"文書の SNAT ポートの表は {self.rules.tiers[-1][0]} 台までである。",
                )
            )
        trace, members = self.world.trace, public.members
        trace.add(
            "resize",
            snat.name,
            reported=reported,
            allocated=snat.size(members[0].address) if members else 0,
            lost=len(lost),
            members=tuple((each.name, each.address) for each in members),
        )
        for mapping in lost:
            write_release(trace, snat, mapping)

    @decides
    def _reported(self, public: PublicAddress) -> int:
        self.world.facts.rests_on("classic.pool-members")
        self.world.facts.rests_on("classic.ilpip-behind-endpoint-counts")
        return math.ceil(len(public.members) * self.factor)
