"""A client's resolver, if it were otherwise."""

from __future__ import annotations

from azsim.hosts.dns import Records, Resolver
from azsim.proving.variants.variant import otherwise


@otherwise("traffic-manager.client-caches", "asks-every-time", Resolver, "cached")
def asks_every_time(self: Resolver, name: str, now: int) -> Records | None:
    """Nothing is kept."""
    return None


@otherwise(
    "traffic-manager.expired-answer-is-asked-again", "the-first-answer-stays", Resolver, "cached"
)
def the_first_answer_stays(self: Resolver, name: str, now: int) -> Records | None:
    """An answer never expires."""
    kept = self._cache.get(name)
    return None if kept is None else kept.records
