"""Which answers aren't certain: doubts, brought together with the machines that they touch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from azsim.azure.deployments import Refused
from azsim.deploy.aks_nodes import made_for
from azsim.explaining.answers import Open
from azsim.explaining.touching import Touching
from azsim.model.resources.identity import ResourceId
from azsim.readers.declared import NOBODY
from azsim.readers.placing import Placed
from azsim.readers.records import Recorded
from azsim.text import Text

IS_REFUSED = Text(
    "it isn't there, and the answers are those without it",
    "これはなく、答えはこれがない場合のものである",
)


@frozen(eq=False)
class Doubtful:
    """What isn't known of a deployment: ``all`` of it, and by whom it touches.

    ``of_everybody`` may touch anyone.
    """

    all: tuple[Open, ...]
    of_everybody: tuple[Open, ...]
    _by_resource: Mapping[ResourceId, list[Open]]
    _touching: Touching

    @classmethod
    def of(cls, records: Recorded, deployment: Placed) -> Doubtful:
        """What isn't known of the *deployment* that was made of *records*."""
        everybody: list[Open] = []
        by_resource: dict[ResourceId, list[Open]] = {}
        known: dict[Open, None] = {}
        for each in (*records.doubts, *deployment.doubts):
            told = Open(each.path, each.reason, each.place)
            known[told] = None
            if each.about is None:
                everybody.append(told)
            elif each.about != NOBODY:
                by_resource.setdefault(ResourceId(each.about), []).append(told)
        resources = (*records.resources, *deployment.resources)
        made = made_for(records.resources)
        makers = {ResourceId(name): cluster.id for name, cluster in made.items()}
        touching = Touching(resources, records.hops, makers)
        return cls(tuple(known), tuple(everybody), by_resource, touching)

    def about(self, start: ResourceId, refused: Iterable[Refused]) -> tuple[Open, ...]:
        """What the answers about *start* rest on and isn't known, or was *refused*.

        It is a machine, or a plan or a cloud service with instances of its own.
        """
        touched = self._touching.of(start)
        found = dict.fromkeys(self.of_everybody)
        for id, doubts in self._by_resource.items():
            if id in touched:
                found |= dict.fromkeys(doubts)
        for each in refused:
            if each.resource.id in touched:
                found[Open(each.resource.name, IS_REFUSED)] = None
        return tuple(found)
