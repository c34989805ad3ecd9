"""Machines that run tests are shared: no property fails because an example took long.

Nor does it depend on the terminal, whose width a worker of pytest-xdist hands to what it starts.
"""

from __future__ import annotations

import os

from chromium import browser
from hypothesis import settings

__all__ = ["browser"]

settings.register_profile("shared machine", settings(), deadline=None)
settings.load_profile("shared machine")
os.environ.pop("COLUMNS", None)
