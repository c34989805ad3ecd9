"""A flow that was tried, and the attempt that a step speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from attrs import define, field

from azsim.deploy.requests import Owed
from azsim.functions.snat.flows import TranslatedFlow
from azsim.hosts.application import Connection
from azsim.hosts.host import Host
from azsim.model.packet import FiveTuple
from azsim.model.rules import Rule
from azsim.text import Text

TIMED_OUT = Rule(
    "flow.timed-out", Text("the connection has timed out", "接続がタイムアウトしている")
)

State = Literal["open", "connecting", "closed", "reset", "timed out", "failed"]


@define(eq=False)
class Flow:
    """A flow that was tried, as its sender sees it.

    ``far_end`` is the server that it goes to, None where it goes to an address of the
    deployment. ``translated`` is what it leaves through, None where it leaves as it is;
    ``refused`` is why it failed; ``drawn_from`` are the addresses of which chance chose the one that
    it leaves from, none where there was no choice.
    """

    host: Host
    far_end: Host | None
    inside: FiveTuple
    connection: Connection | None = None
    translated: TranslatedFlow | None = None
    refused: Rule | None = None
    drawn_from: Sequence[str] = ()
    _answers: FiveTuple | None = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.leave_through(self.translated)

    def leave_through(self, translated: TranslatedFlow | None) -> None:
        """From now on the flow leaves through *translated*, or as it is."""
        self.translated = translated
        # The port of a flow may be another's later, when the flow is gone.
        self._answers = None if translated is None else translated.answers

    @property
    def answers(self) -> FiveTuple:
        """What comes back, as the far end sends it."""
        return self._answers or self.inside.reversed()

    @property
    def outside(self) -> FiveTuple:
        """The flow as the far end sees it."""
        return self.answers.reversed()

    @property
    def state(self) -> State:
        """What became of the flow by now."""
        if self.refused is not None or self.connection is None:
            return "failed"
        translated, at_sender = self.translated, self.connection.state
        if translated is not None:
            if translated.timed_out:
                return "timed out"
            if translated.was_reset:
                return "reset"
            if not translated.is_open:
                return "connecting" if at_sender == "SYN_SENT" else "closed"
        if at_sender in ("SYN_SENT", "SYN_RECEIVED"):
            return "connecting"
        return "closed" if at_sender in ("CLOSED", "TIME_WAIT") else "open"


@define
class Attempt:
    """Everything that one step tried to open or to send.

    ``mark`` is the length of the trace when it began, ``mentioned`` whether a later step speaks of it.
    """

    mark: int
    flows: list[Flow] = field(factory=list)
    owed: Owed | None = None
    mentioned: bool = False

    @property
    def refusals(self) -> list[Rule]:
        """Why flows failed, for each that did."""
        return [flow.refused for flow in self.flows if flow.refused is not None]
