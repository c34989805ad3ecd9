"""Scale sets: their instances are virtual machines that name them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from attrs import define, field

from azsim.deploy.control_plane import Unrefused
from azsim.deploy.machines import Machine
from azsim.facts import Facts
from azsim.facts.decides import decides
from azsim.model.resources.compute import OrchestrationMode, ScaleSet
from azsim.model.resources.identity import ResourceId
from azsim.model.rules import Rule
from azsim.text import Text

BEHIND_BASIC = Rule(
    "scale-set.flexible.behind-basic",
    Text(
        "instances of a Flexible scale set can't be behind a Basic load balancer",
        "Flexible スケール セットのインスタンスは Basic ロード バランサーの背後に置けない",
    ),
)


@define(eq=False)
class ScaleSets(Unrefused):
    """Deploys scale sets. ``_of`` has the scale set of each machine that is an instance."""

    facts: Facts
    _records: dict[ResourceId, ScaleSet] = field(factory=dict, init=False)
    _of: dict[Machine, ResourceId] = field(factory=dict, init=False)

    def apply(self, before: ScaleSet | None, after: ScaleSet) -> None:
        """Keep what the scale set says."""
        self._records[after.id] = after

    def join(self, machine: Machine, scale_set: ResourceId) -> None:
        """*machine* is an instance of *scale_set*."""
        self._of[machine] = scale_set

    def forget(self, machine: Machine) -> None:
        """*machine* is no more."""
        self._of.pop(machine, None)

    def group_of(self, machine: Machine) -> Sequence[Machine]:
        """The instances of the scale set that *machine* is one of; none where it is of none."""
        scale_set = self._of.get(machine)
        if scale_set is None:
            return ()
        return [each for each, its_own in self._of.items() if its_own == scale_set]

    def is_in_flexible(self, machine: Machine) -> bool:
        """Whether *machine* is an instance of a Flexible scale set."""
        scale_set = self._of.get(machine)
        return scale_set is not None and self.is_flexible(scale_set)

    def is_flexible(self, scale_set: ResourceId) -> bool:
        """Whether a scale set is a Flexible one."""
        return self._records[scale_set].orchestration_mode is OrchestrationMode.FLEXIBLE

    def behind_basic(self, addresses: Collection[str]) -> Rule | None:
        """Why machines at *addresses* can't be behind a Basic load balancer."""
        behind = (each for each in self._of if not each.interfaces.keys().isdisjoint(addresses))
        return self._refuse_basic() if any(map(self.is_in_flexible, behind)) else None

    @decides
    def _refuse_basic(self) -> Rule | None:
        self.facts.rests_on("scale-set.flexible.no-basic-load-balancer")
        return BEHIND_BASIC

    def leaving(
        self, scale_set: ResourceId, instances: Sequence[Machine], count: int
    ) -> Sequence[Machine]:
        """The *count* of its *instances*, the oldest first, that go when it shrinks."""
        if self.is_flexible(scale_set):
            return self._leaving_flexible(instances, count)
        return self._leaving_uniform(instances, count)

    @decides
    def _leaving_flexible(self, instances: Sequence[Machine], count: int) -> Sequence[Machine]:
        self.facts.rests_on("scale-set.scale-in.flexible")
        return instances[:count]

    @decides
    def _leaving_uniform(self, instances: Sequence[Machine], count: int) -> Sequence[Machine]:
        self.facts.rests_on("scale-set.scale-in.uniform")
        return instances[-count:]
