"""How often Python looks for garbage.

It counts what is made and not given up again, and looks at everything each time that the count
is full. What scenarios make mostly lives until they end, and refers to itself in no circle, so
that looking takes up to half of the time that they take, and finds nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

LOOK_AFTER: Final = 50_000


def look_rarely() -> None:
    """From now on, in a process that does nothing but play scenarios."""
    gc.set_threshold(LOOK_AFTER, *gc.get_threshold()[1:])


@contextmanager
def looking_rarely() -> Iterator[None]:
    """Meanwhile, in a process that is somebody else's."""
    before = gc.get_threshold()
    look_rarely()
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def not_looking() -> Iterator[None]:
    """Meanwhile: for what makes no garbage at all."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
