"""Takes descriptions of resources, accepts or refuses them as Azure does, and applies them.

A change is a new description applied to what runs: it may come at any time, also after
the first packet.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

from attrs import define, field

from azsim.deploy.requests import Requests
from azsim.model.resources.description import Description
from azsim.model.resources.identity import Resource, ResourceId
from azsim.model.rules import Rule
from azsim.text import Advice, Text

R = TypeVar("R", bound=Resource)
C = TypeVar("C", bound=Resource, contravariant=True)


class Deployer(Protocol, Generic[C]):
    """Turns resources of one kind into nodes, routes, ports and probers."""

    def refusal(self, before: C | None, after: C) -> Rule | None:
        """Why Azure refuses the change, or None where it accepts it.

        *before* is None where the resource is new.
        """

    def apply(self, before: C | None, after: C) -> None:
        """Let the resource run as *after* says."""


class Unrefused:
    """A deployer of what nobody refuses: Azure has no objection here, or no say."""

    def refusal(self, before: Any, after: Any) -> Rule | None:
        """Nothing is refused."""
        return None


@define(eq=False)
class ControlPlane:
    """The resources of a scenario, and who deploys each kind of them.

    ``on_change`` is told after each change what takes several resources together, such as the
    security groups that subnets and interfaces name.
    """

    requests: Requests
    deployers: dict[type[Resource], Deployer[Any]]
    on_change: list[Callable[[ControlPlane], None]] = field(factory=list, init=False)
    _running: dict[tuple[type[Resource], ResourceId], Resource] = field(factory=dict, init=False)
    _description: Description | None = field(default=None, init=False)

    @property
    def description(self) -> Description:
        """Everything that is there now."""
        if self._description is None:
            self._description = Description(self._running.values())
        return self._description

    def describe(self, *resources: Resource) -> None:
        """*resources* are there, as they say, from now on.

        :raises Advice: where Azure refuses one of them.
        """
        for resource in resources:
            refusal = self.apply(resource)
            if refusal is not None:
                raise Advice(
                    Text(
                        "Azure refuses this, because {reason}.{remedy}",
                        "{reason}ため、Azure はこれを拒否する。{remedy}",
                    ).fill(reason=refusal.text, remedy=refusal.then)
                )
        self._tell()

    def ask(self, request: Text, *resources: Resource) -> bool:
        """Ask Azure for *resources* as they say, all or none; whether Azure accepts the request."""
        refusals = (self._refusal(resource) for resource in resources)
        refusal = next((each for each in refusals if each is not None), None)
        self.requests.settle(request, refusal)
        if refusal is not None:
            return False
        for resource in resources:
            self._run(resource)
        self._tell()
        return True

    def find(self, kind: type[R], id: str) -> R:
        """The resource of that kind and id.

        :raises Advice: where there is none, with the nearest name.
        """
        return self.description.find(kind, id)

    def get(self, kind: type[R], id: str) -> R | None:
        """The same, or None where there is none."""
        found = self._running.get((kind, ResourceId(id)))
        return found if isinstance(found, kind) else None

    def apply(self, resource: Resource) -> Rule | None:
        """Let *resource* be as it says; why Azure refuses it, where it does."""
        refusal = self._refusal(resource)
        if refusal is None:
            self._run(resource)
        return refusal

    def forget(self, *resources: Resource) -> None:
        """*resources* are deleted."""
        for resource in resources:
            del self._running[type(resource), resource.id]
        self._description = None
        self._tell()

    def _refusal(self, resource: Resource) -> Rule | None:
        deployer = self.deployers[type(resource)]
        refusal: Rule | None = deployer.refusal(self._before(resource), resource)
        return refusal

    def _run(self, resource: Resource) -> None:
        self.deployers[type(resource)].apply(self._before(resource), resource)
        self._running[type(resource), resource.id] = resource
        self._description = None

    def _tell(self) -> None:
        for each in self.on_change:
            each(self)

    def _before(self, resource: Resource) -> Resource | None:
        return self._running.get((type(resource), resource.id))
