"""Members of pools that a load balancer names, as exports do, and that no input declares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from azsim.model.resources.compute import ScaleSet
from azsim.model.resources.identity import Resource, ResourceId
from azsim.model.resources.network import NetworkInterface
from azsim.readers.declared import Doubt
from azsim.text import Text

NOT_HERE = Text(
    "{name} is in the pool and isn't in the input, so that the pool is larger than it looks: name the file "
    "with what az network nic list or az vmss list shows as well",
    "{name} はプールのメンバーだが入力にないため、実際のプールはこれより大きい。az network nic list や "
    "az vmss list の出力も指定する",
)


def absent(
    members: Mapping[ResourceId, tuple[ResourceId, ...]], resources: Iterable[Resource]
) -> Iterator[Doubt]:
    """A doubt for each interface and scale set that is in a pool and not among *resources*."""
    known = {each.id for each in resources if isinstance(each, NetworkInterface | ScaleSet)}
    for pool, parts in members.items():
        for each in dict.fromkeys(part.resource for part in parts):
            if each not in known:
                balancer = pool.resource.text
                path = f"{balancer} {pool.name}"
                yield Doubt(path, NOT_HERE.fill(name=each.name), about=balancer)
