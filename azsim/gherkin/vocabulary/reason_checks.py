"""Who looks at the reasons that features give: a vocabulary, which knows what they speak of.

A module of a vocabulary lists its checks under the name ``azsim_reason_checks``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, Protocol, TypeAlias

from azsim.text import Text


class Objection(Protocol):
    """Something wrong with a reason.

    ``where`` it is: in the prose of a language, at the letter ``at``, or among the facts, at the one
    of that number.
    """

    @property
    def where(self) -> Literal["en", "ja", "facts"]:
        """In which part."""

    @property
    def at(self) -> int:
        """At which letter, or which fact."""

    @property
    def text(self) -> Text:
        """What is wrong, and what is right."""


ReasonCheck: TypeAlias = Callable[[Text, Sequence[str], Iterable[str]], Iterable[Objection]]
"""Takes the prose, empty in a language that has none, the ids of facts, and all that steps say."""
