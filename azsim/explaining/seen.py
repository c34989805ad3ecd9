"""A deployment with all that was found out about it, from which findings are made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

from attrs import frozen

from azsim.deploy.aks_nodes import made_for
from azsim.explaining.answers import CircuitPath, Finding, Machines
from azsim.explaining.running import Running
from azsim.model.resources.identity import Resource
from azsim.readers.declared import Place
from azsim.readers.placing import Placed
from azsim.readers.records import Recorded
from azsim.text import Text


@frozen(eq=False)
class Seen:
    """A deployment with all that was found out about it."""

    records: Recorded
    placed: Placed
    running: Sequence[Running]
    machines: Sequence[Machines]
    circuits: Sequence[CircuitPath]

    def place_of(self, kind: type[Resource], name: str) -> Place | None:
        """Where the resource of that kind and short name is declared, or the cluster it is made for."""
        for each in self.records.resources:
            if isinstance(each, kind) and each.name == name:
                return self.records.place_of(each)
        cluster = self._made_for.get(name)
        return None if cluster is None else self.records.place_of(cluster)

    def place_of_machines(self, machines: Machines) -> Place | None:
        """Where the first of *machines* is declared, or its scale set, its cluster or its network."""
        [first, *_] = machines.names
        near = first, first.rpartition("_")[0], machines.subnet.partition("/")[0]
        found = next(filter(None, map(self._by_name.get, near)), None)
        return None if found is None else self.records.place_of(found)

    @cached_property
    def _by_name(self) -> Mapping[str, Resource]:
        return {each.name: each for each in self.records.resources} | self._made_for

    @cached_property
    def _made_for(self) -> dict[str, Resource]:
        """By its name, for which cluster something is made."""
        return dict(made_for(self.records.resources))


Findings: TypeAlias = Iterator[Finding]


def about(
    seen: Seen, machines: Machines, kind: str, text: Text, facts: Sequence[str] = ()
) -> Finding:
    """A finding about *machines*, by *facts* or else by those of their outbound answer."""
    return Finding(
        id=kind,
        text=text,
        about=machines.names,
        facts=tuple(facts or machines.outbound.facts),
        place=seen.place_of_machines(machines),
    )
