"""A mark for functions that decide a behaviour."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Function = TypeVar("Function", bound=Callable[..., object])


def decides(function: Function) -> Function:
    """A variant of a behaviour hangs here: `azsim.proving.variants` replaces *function*.

    It changes nothing. It tells whoever renames or divides a private function that a
    proof rests on it.
    """
    function.__dict__["decides"] = True
    return function
