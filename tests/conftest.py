"""Machines that run tests are shared: no property fails because an example took long."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("shared machine", settings(), deadline=None)
settings.load_profile("shared machine")
