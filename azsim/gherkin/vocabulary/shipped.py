"""The feature files that come with azsim."""

from __future__ import annotations

from importlib import resources
from pathlib import Path


def features() -> Path:
    """Their folder, with one folder in it for each service."""
    return Path(str(resources.files("azsim.features")))


def services() -> list[str]:
    """The names of the services, which are those of their folders."""
    return sorted({path.parent.name for path in features().glob("*/*.feature")})
