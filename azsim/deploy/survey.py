"""The topology of a scenario, read off a cloud at its end and whenever somebody looked before."""

from __future__ import annotations

from attrs import define, field

from azsim.deploy.cloud import Cloud
from azsim.deploy.described import Described, together
from azsim.deploy.topology import described
from azsim.model.resources.description import Description
from azsim.model.topology import Topology


def topology(cloud: Cloud) -> Topology:
    """The places and links that the steps so far have described, or sent something to."""
    return together([described(cloud)])


@define
class Survey:
    """Looks at a cloud again and again, because what has gone by the end was there as well."""

    cloud: Cloud
    _seen: list[Described] = field(factory=list)
    _of: Description | None = None

    def look(self) -> None:
        """Take down what is described by now; of one description the last look counts."""
        description = self.cloud.plane.description
        if self._seen and self._of is description:
            self._seen.pop()
        self._of = description
        self._seen.append(described(self.cloud))

    def topology(self) -> Topology:
        """All that was there at any look, and is there now."""
        self.look()
        return together(self._seen)
