"""Port masquerading behind several public addresses, of which each flow draws one.

An instance has its ports once, whichever address a flow leaves from: a port that is in use
toward a destination from one address isn't free there from another.
"""

from __future__ import annotations

from collections.abc import Sequence

from azsim.engine.draws import Draws
from azsim.engine.trace import UNRECORDED, Recorder
from azsim.facts.decides import decides
from azsim.functions.snat.masquerading import Snat
from azsim.functions.snat.profiles import PortProfile
from azsim.model.packet import FiveTuple


class SnatOfSeveralAddresses(Snat):
    """The flows of all instances behind *addresses*, the first of which is its own."""

    def __init__(
        self,
        name: str,
        addresses: Sequence[str],
        profile: PortProfile,
        draws: Draws,
        recorder: Recorder = UNRECORDED,
    ) -> None:
        super().__init__(name, addresses[0], profile, recorder)
        self._addresses = tuple(addresses)
        self._draws = draws

    @property
    def addresses(self) -> Sequence[str]:
        """The public addresses, of which chance chooses one for each new flow."""
        return self._addresses

    @property
    def choices(self) -> Sequence[str]:
        """The same, where there are several: chance chooses one of them for each flow."""
        return self._addresses if len(self._addresses) > 1 else ()

    @decides
    def address_for(self, flow: FiveTuple) -> str:
        """The one of the public addresses that *flow* leaves from."""
        self._ports.shows(self._ports.address_choice)
        return self._draws.choose(self._addresses, "outbound address", flow)
