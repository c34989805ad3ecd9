"""A flow that was tried, and the attempt that a step speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from attrs import define, field

from azsim.deploy.requests import Owed
from azsim.functions.balanced_flows import Flow as BalancedFlow
from azsim.functions.load_balancer import LoadBalancer
from azsim.functions.snat.flows import TranslatedFlow
from azsim.hosts.application import Connection
from azsim.hosts.host import NO_EPHEMERAL_PORT, REFUSED, RESET, Host
from azsim.model.packet import FiveTuple
from azsim.model.rules import Rule
from azsim.text import Text

TIMED_OUT = Rule(
    "flow.timed-out", Text("the connection has timed out", "接続がタイムアウトしている")
)

State = Literal["open", "connecting", "closed", "reset", "cut", "timed out", "failed"]


TOLD_AT_ONCE = frozenset({REFUSED, RESET, NO_EPHEMERAL_PORT})
"""Of these failures an RST or the operating system tells at once; of others only a time-out does."""


@define(eq=False)
class Flow:
    """A flow that was tried, as its sender sees it.

    ``far_end`` is the server that it goes to, None where it goes to an address of the
    deployment. ``translated`` is what it leaves through, None where it leaves as it is;
    ``refused`` is why it failed; ``drawn_from`` are the addresses of which chance chose the one that
    it leaves from, none where there was no choice. ``balanced`` is what ``balancer`` knows of it, a
    load balancer; both are None where it goes to none. ``arrived`` is what it has come in through, where
    that is the public IP of a machine.
    """

    host: Host
    far_end: Host | None
    inside: FiveTuple
    connection: Connection | None = None
    translated: TranslatedFlow | None = None
    refused: Rule | None = None
    drawn_from: Sequence[str] = ()
    balanced: BalancedFlow | None = None
    balancer: LoadBalancer | None = None
    arrived: TranslatedFlow | None = field(default=None, init=False)
    # As it is translated. Asked for at once: its port may be another's later, when the flow is gone.
    _answers: FiveTuple | None = field(default=None, kw_only=True)

    def leave_through(self, translated: TranslatedFlow | None) -> None:
        """From now on the flow leaves through *translated*, or as it is."""
        self.translated = translated
        self._answers = None if translated is None else translated.answers

    def arrive_through(self, translated: TranslatedFlow) -> None:
        """The flow has come in through *translated*, which is known as the far end sends it."""
        self.arrived = translated
        self._answers = translated.inside

    @property
    def translations(self) -> Sequence[TranslatedFlow]:
        """What knows it on its way: what it leaves through, and what it has come in through."""
        left, arrived = self.translated, self.arrived
        if arrived is None:
            return () if left is None else (left,)
        return (arrived,) if left is None else (left, arrived)

    @property
    def answers(self) -> FiveTuple:
        """What comes back, as the far end sends it."""
        if self.balanced is not None:
            return self.balanced.inside.reversed()
        return self._answers or self.inside.reversed()

    @property
    def outside(self) -> FiveTuple:
        """The flow as the far end sees it."""
        return self.answers.reversed()

    @property
    def got_no_answer(self) -> bool:
        """Whether it is an attempt to connect that failed in silence."""
        return (
            self.inside.protocol == "TCP"
            and self.refused is not None
            and self.refused not in TOLD_AT_ONCE
            and (self.connection is None or self.connection.state == "SYN_SENT")
        )

    @property
    def fails_after(self) -> int | None:
        """How long an attempt to connect takes until it fails; None where it is none, or succeeds."""
        if self.got_no_answer:
            return self.host.connect_timeout
        at_once = self.refused in (REFUSED, NO_EPHEMERAL_PORT) and self.inside.protocol == "TCP"
        return 0 if at_once else None

    @property
    def state(self) -> State:
        """What became of the flow by now."""
        if self.refused is not None or self.connection is None:
            return "failed"
        at_sender = self.connection.state
        if (balanced := self.balanced) is not None:
            if balanced.was_reset:
                return "reset"
            if balanced.was_cut and at_sender not in ("CLOSED", "TIME_WAIT"):
                return "cut"
            if balanced.timed_out and at_sender not in ("CLOSED", "TIME_WAIT"):
                return "timed out"
        for translated in self.translations:
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

    ``mark`` is the length of the trace when it began, at ``began``; ``mentioned`` tells whether a later
    step speaks of it.
    """

    mark: int
    began: int
    flows: list[Flow] = field(factory=list)
    owed: Owed | None = None
    mentioned: bool = False

    @property
    def refusals(self) -> list[Rule]:
        """Why flows failed, for each that did."""
        return [flow.refused for flow in self.flows if flow.refused is not None]
