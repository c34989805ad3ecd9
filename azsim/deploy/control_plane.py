"""Takes descriptions of resources, accepts or refuses them as Azure does, and applies them.

A change is a new description applied to what runs: it may come at any time, also after
the first packet.
"""

from __future__ import annotations

from typing import Any, Generic, Protocol, TypeVar

from attrs import define, field

from azsim.deploy.requests import Requests
from azsim.model.resources.description import Description, Resource
from azsim.model.rules import Rule
from azsim.text import Advice, Text

R = TypeVar("R", bound=Resource)


class Deployer(Protocol, Generic[R]):
    """Turns resources of one kind into nodes, routes, ports and probers."""

    def refusal(self, before: R | None, after: R | None) -> Rule | None:
        """Why Azure refuses the change, or None where it accepts it."""

    def apply(self, before: R | None, after: R | None) -> None:
        """Carry the change out; None is a resource that isn't there yet, or no more."""


@define(eq=False)
class ControlPlane:
    """The resources of a scenario, and who deploys each kind of them."""

    requests: Requests
    deployers: dict[type[Resource], Deployer[Any]]
    description: Description = field(factory=Description, init=False)

    def describe(self, resource: Resource) -> None:
        """*resource* is there, as it says, from now on.

        :raises Advice: where Azure refuses it.
        """
        refusal = self._change(resource)
        if refusal is not None:
            raise Advice(
                Text("This can't be: {reason}.", "これは構成できない。{reason}。").fill(
                    reason=refusal.text
                )
            )

    def ask(self, request: Text, resource: Resource) -> bool:
        """Ask Azure for *resource* as it says; whether Azure accepts the request."""
        refusal = self._change(resource)
        if refusal is not None:
            self.requests.refuse(request, refusal)
            return False
        self.requests.accept(request)
        return True

    def remove(self, resource: Resource) -> None:
        """*resource* isn't there any more."""
        self.description = self.description.without(resource)
        self.deployers[type(resource)].apply(resource, None)

    def _change(self, resource: Resource) -> Rule | None:
        before = self.description.get(type(resource), resource.name)
        deployer = self.deployers[type(resource)]
        refusal: Rule | None = deployer.refusal(before, resource)
        if refusal is None:
            deployer.apply(before, resource)
            self.description = self.description.with_(resource)
        return refusal
