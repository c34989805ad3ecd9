"""What each platform documents about reaching the internet."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final

from azsim.engine.routes import AddressSpace
from azsim.facts import Facts
from azsim.facts.profile import Profile, names, networks, text

OUTBOUND_ADDRESSES: Final = "outbound addresses of the app"


class ClassicPlatform(Profile):
    """A classic deployment of virtual machines, or of web and worker roles."""

    choice = ("classic.endpoint-choice", "classic.endpoint-choice.scope")
    takes_turns = False
    _precedence = names("classic.methods")
    _of_machines = names("classic.virtual-machine.methods")
    _of_roles = names("classic.role.methods")
    _untranslated = networks("classic.private-destinations")

    def __init__(self, facts: Facts, *, of_machines: bool) -> None:
        super().__init__(facts)
        self._is_of_machines = of_machines

    @cached_property
    def methods(self) -> Sequence[str]:
        """The methods that such an instance has, in the order of precedence."""
        allowed = self._of_machines if self._is_of_machines else self._of_roles
        return tuple(each for each in self._precedence if each in allowed)

    def is_translated(self, address: str, space: AddressSpace) -> bool:
        """Whether flows to *address* are translated at all: by its range alone."""
        return not self._untranslated[address]


class ResourceManagerPlatform(Profile):
    """Virtual machines and scale sets in virtual networks."""

    choice = ()
    methods = names("outbound.methods")
    _private = networks("network.private-addresses")
    _order = text("outbound.front-end-order")

    @property
    def takes_turns(self) -> bool:
        """Whether a flow leaves from the first front end that has a port for it."""
        return self._order == "in turn"

    def is_translated(self, address: str, space: AddressSpace) -> bool:
        """Whether flows to *address* are translated at all: not to where *space* reaches."""
        return not self._private[address] and not space.reaches(address)


class AppServicePlatform(ResourceManagerPlatform):
    """Instances of an App Service plan, which no customer's network holds."""

    methods = names("app-service.methods")
