"""Ways into what has been read."""

from __future__ import annotations

from azsim.readers.declared import Object, Value


def at(value: Value, *path: str | int) -> Value:
    """What stands in *value* where *path* leads, by keys and by places."""
    for step in path:
        if isinstance(step, str):
            assert isinstance(value, Object)
            value = value[step]
        else:
            assert isinstance(value, tuple)
            value = value[step]
    return value
