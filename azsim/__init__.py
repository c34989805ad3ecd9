"""Executable documentation of Azure networking, played in virtual time."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    __version__: str

__all__ = ["__version__"]


def __getattr__(name: str) -> str:
    """The version, looked up when asked for, so that importing azsim costs nothing."""
    if name == "__version__":
        from importlib.metadata import version

        return version("azsim")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
