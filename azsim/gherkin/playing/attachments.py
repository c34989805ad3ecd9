"""Which attachments of its scenarios a run is asked for; nobody pays for the others."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

_WANTED = pytest.StashKey[frozenset[str]]()


def want(config: pytest.Config, names: Iterable[str]) -> None:
    """Ask the scenarios of this run for the attachments called *names*."""
    config.stash[_WANTED] = wanted(config) | frozenset(names)


def wanted(config: pytest.Config) -> frozenset[str]:
    """The attachments that somebody is going to read."""
    if _WANTED not in config.stash:
        option = config.option
        names = {
            "trace": option.azsim_trace or option.azsim_messages,
            "captures": option.azsim_captures or option.azsim_messages,
        }
        config.stash[_WANTED] = frozenset(name for name, asked in names.items() if asked)
    return config.stash[_WANTED]
