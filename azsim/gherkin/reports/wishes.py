"""What whoever calls ``azsim run`` wants to read of it."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from azsim.gherkin.playing.passed_over import PassedOver


@frozen
class Wishes:
    """The steps of every scenario, or of failures only; and what is told at the end.

    ``paths`` are the PATHs as they were typed, for the commands that come next; ``left_out``
    is known not to be played, beside what pytest finds out.
    """

    every_step: bool = False
    paths: Sequence[str] = ()
    left_out: Sequence[PassedOver] = ()
