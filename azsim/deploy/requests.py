"""What was asked of Azure, and whether Azure refused it.

A refusal must not pass unnoticed: it is owed to the scenario until a later step
speaks of it.
"""

from __future__ import annotations

from typing import Protocol

from attrs import define, field

from azsim.engine.trace import Trace
from azsim.model.events import Asked
from azsim.model.rules import Rule
from azsim.text import Advice, Text

ACCEPTED = Rule("request.accepted", Text("accepted", "受け付けられる"))


class Owed(Protocol):
    """Something that a later step has to mention."""

    def settle(self) -> None:
        """A step has mentioned it."""


class Account(Protocol):
    """Keeps what is owed to a scenario."""

    def __call__(self, text: Text, remedy: Text | None = None, /) -> Owed:
        """Owe *text*; *remedy* says how it is settled, where it isn't by mentioning it."""


class _Nothing:
    """Where nobody keeps account, nothing is owed."""

    def settle(self) -> None:
        return


def nobody_keeps_account(text: Text, remedy: Text | None = None, /) -> Owed:
    """The account of a world outside a scenario, such as in a notebook."""
    return _Nothing()


@define
class Requests:
    """The requests to Azure, of which the last is the one that steps speak of."""

    trace: Trace
    owe: Account = nobody_keeps_account
    _reason: Rule | None = field(default=None, init=False)
    _owed: Owed | None = field(default=None, init=False)
    _made: bool = field(default=False, init=False)

    def accept(self, request: Text) -> None:
        """Azure accepts *request*."""
        self._made, self._reason, self._owed = True, None, None
        self.trace.add(Asked, "Azure", request, None)

    def refuse(self, request: Text, reason: Rule) -> None:
        """Azure refuses *request* because of *reason*, a clause without full stop."""
        self._made, self._reason = True, reason
        self._owed = self.owe(
            Text(
                "The request is refused because {reason}.{remedy}",
                "{reason}ため、要求は拒否される。{remedy}",
            ).fill(reason=reason.text, remedy=reason.then)
        )
        self.trace.add(Asked, "Azure", request, reason)

    def settle(self, request: Text, refusal: Rule | None) -> None:
        """Azure accepts *request*, or refuses it because of *refusal*."""
        if refusal is None:
            self.accept(request)
        else:
            self.refuse(request, refusal)

    def answer(self) -> Rule:
        """The reason for which the last request was refused, or :data:`ACCEPTED`.

        :raises Advice: where nothing has been asked of Azure yet.
        """
        if not self._made:
            raise Advice(
                Text(
                    "No request to Azure comes before this step.",
                    "このステップの前に Azure への要求がない。",
                )
            )
        if self._owed is not None:
            self._owed.settle()
        return self._reason or ACCEPTED
