"""Instances that share public addresses, and how many ports each has at each of them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

from attrs import frozen

from azsim.facts.decides import decides
from azsim.functions.snat.flows import Sender, TranslatedFlow
from azsim.functions.snat.port_allocation import Allocation, after_growth, by_pool_size, spread
from azsim.functions.snat.ports import InstancePorts
from azsim.functions.snat.profiles import PortProfile
from azsim.model.events import ReleaseCause
from azsim.text import Advice, Text

Lost = Iterator[tuple[TranslatedFlow, ReleaseCause]]


class Place(Protocol):
    """One of the addresses, with the ports that each instance has there, and whose pool that is.

    It ``is_ready`` once the pool is measured.
    """

    pool: Pool
    is_ready: bool
    instances: dict[str, InstancePorts]

    @abstractmethod
    def release(self, flow: TranslatedFlow, why: ReleaseCause) -> None:
        """*flow* is gone, because of *why*."""

    @abstractmethod
    def keep(self, staying: Collection[str]) -> None:
        """Make the ports free that were taken away, or whose instance isn't *staying*."""

    @abstractmethod
    def hand_out(self, member: Sender, ports: int) -> int:
        """Let *member* have so many more ports, or as many as there are; how many those are."""

    @abstractmethod
    def tell_size(
        self, members: Sequence[Sender], reported: int, allocated: int, lost: int
    ) -> None:
        """The ports were allocated anew."""

    @abstractmethod
    def withdraw(self) -> None:
        """Nobody has ports here any more."""

    @abstractmethod
    def look_up_anew(self) -> None:
        """Ports have changed hands."""


class Plan(Protocol):
    """Who says how many ports an instance has."""

    @abstractmethod
    def allocation(self, reported: int, addresses: int) -> Allocation:
        """The ports of each instance of a pool that reports so many, at so many addresses.

        :raises Advice: where nothing says how many.
        """


@frozen
class ByPoolSize:
    """The documented table by the size of the pool."""

    profile: PortProfile

    def allocation(self, reported: int, addresses: int) -> Allocation:
        """What its row says.

        :raises Advice: where the table ends before a pool of that size.
        """
        profile = self.profile
        most = profile.most_by_default if addresses > 1 else None
        found = by_pool_size(reported, profile.tiers, addresses, most)
        if found is None:
            largest = f"{profile.tiers[-1][0]:,}"
            raise Advice(
                Text(
                    f"A pool of {reported:,} instances isn't modelled: the documented table "
                    f"of SNAT ports ends at {largest}.",
                    f"{reported:,} 台のプールはモデル化していない。"
                    f"文書の SNAT ポートの表は {largest} 台までである。",
                )
            )
        return found


@frozen
class Fixed:
    """A rule that says the number, whatever the size of the pool."""

    ports: int

    def allocation(self, reported: int, addresses: int) -> Allocation:
        """That many."""
        return Allocation(self.ports)


class Pool:
    """Instances, and the public addresses that they share.

    It is measured when the first flow asks for a port, and from then on whenever it changes.
    """

    def __init__(self, profile: PortProfile, places: Sequence[Place]) -> None:
        self._profile = profile
        self._plan: Plan = ByPoolSize(profile)
        self._places = places
        self._members: Sequence[Sender] = ()
        self._reported = 0
        self._allocation: Allocation | None = None
        self._moved = False

    @property
    def plan(self) -> Plan:
        """Who says how many ports an instance has."""
        return self._plan

    @property
    def reported(self) -> int:
        """How many instances the pool reports."""
        return self._reported

    @property
    def is_measured(self) -> bool:
        """Whether the instances have their ports."""
        return self._allocation is not None

    def serve(
        self, members: Sequence[Sender], reported: int, gone: Collection[Sender] = ()
    ) -> None:
        """Let *members* share the addresses, in a pool that reports that many instances.

        Who has *gone* loses its flows. Who isn't among the members for another reason keeps
        the ports of its open flows, and gets no others.
        """
        same = (list(members), reported) == (list(self._members), self._reported)
        if same and not gone:
            return
        self._members, self._reported = members, reported
        self._measure_again(gone)

    def share_out(self, plan: Plan, places: Sequence[Place]) -> None:
        """Let *plan* say how many ports there are for each, from now on at *places*."""
        if (plan, list(places)) == (self._plan, list(self._places)):
            return
        if self._allocation is not None:
            self._profile.shows(self._profile.shared_out_anew)
        for place in self._places:
            if place not in places:
                place.withdraw()
        for place in places:
            place.pool, place.is_ready = self, self.is_measured
        self._moved = list(places) != list(self._places)
        self._plan, self._places = plan, places
        self._measure_again()

    def measure(self) -> None:
        """Let each instance have its ports, where nobody has asked for one yet."""
        if self._allocation is None:
            self._measure()

    def _measure_again(self, gone: Collection[Sender] = ()) -> None:
        if self._allocation is not None:
            self._measure(gone)

    def _measure(self, gone: Collection[Sender] = ()) -> None:
        """Let each member have the ports that it is to have."""
        profile, places = self._profile, self._places
        after = self._plan.allocation(self._reported, len(places))
        before, self._allocation = self._allocation or after, after
        if len(places) > 1:
            profile.shows(profile.spread_over_addresses)
        block = profile.block if len(places) > 1 else 1
        shares = spread(after.ports, len(places), block) if places else []
        more = after.ports > before.ports or self._moved
        self._moved = False
        staying = {member.address for member in self._members}
        staying -= {member.address for member in gone}
        for place, share in zip(places, shares, strict=True):
            lost = list(self._losing(place, share, before, gone))
            self._tell_size(place, share, more, len(lost))
            for flow, why in lost:
                place.release(flow, why)
            place.keep(staying)
        self._hand_out(shares, after.ports, more)
        for place in places:
            place.is_ready = True
            place.look_up_anew()

    @decides
    def _losing(
        self, place: Place, share: int, before: Allocation, gone: Collection[Sender]
    ) -> Lost:
        """Which flows of *place* go: of those who have gone, and on ports that are reclaimed."""
        left = {member.address for member in gone}
        for member in gone:
            instance = place.instances.get(member.address)
            if instance is not None:
                yield from ((flow, "removed") for flow in instance.holders_from(0))
        assert self._allocation is not None
        if self._allocation.ports < before.ports:
            # Somebody else may have come to the address of one who has gone.
            reclaimed = self._reclaimed(place, share, self._allocation.tiers_up_from(before))
            yield from ((flow, "reclaimed") for flow in reclaimed if flow.inside.source not in left)

    @decides
    def _reclaimed(self, place: Place, share: int, tiers: int) -> Iterator[TranslatedFlow]:
        """Take ports away that are more than the *share*; the flows on them.

        Where the pool has grown by *tiers*, the documented part goes for each of them.
        """
        profile = self._profile
        if tiers:
            profile.shows(profile.growth_times_out_flows)
            profile.shows(profile.reclaimed_half)
        for member in self._members:
            instance = place.instances.get(member.address)
            if instance is not None:
                kept = share
                if tiers:
                    halved = after_growth(instance.size, tiers, profile.reclaimed_share)
                    # Below the most that several addresses give together, less is taken.
                    kept = halved if len(self._places) == 1 else max(halved, share)
                instance.size = min(instance.size, kept)
                yield from instance.holders_from(instance.size)

    def _hand_out(self, shares: Sequence[int], ports: int, more: bool) -> None:
        """Let newcomers have their ports, and everybody *more* where there are."""
        if more:
            self._profile.shows(self._profile.shrinking_keeps_flows)
        for member in self._members:
            known = [place.instances.get(member.address) for place in self._places]
            has = [0 if each is None else each.size for each in known]
            wanted = ports - sum(has) if more or not any(known) else 0
            for place, share, had in zip(self._places, shares, has, strict=True):
                wanted -= place.hand_out(member, max(0, min(wanted, share - had)))
            for place in self._places:
                # An address may have run out: the others make up for it.
                wanted -= place.hand_out(member, max(0, wanted)) if wanted > 0 else 0

    def _tell_size(self, place: Place, share: int, more: bool, lost: int) -> None:
        first = next(iter(self._members), None)
        instance = None if first is None else place.instances.get(first.address)
        allocated = 0 if first is None else share
        if instance is not None:
            allocated = max(share, instance.size) if more else instance.size
        place.tell_size(self._members, self._reported, allocated, lost)
