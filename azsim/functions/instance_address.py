"""An instance-level public IP: stateless translation, one address for one."""

from __future__ import annotations

from collections.abc import Collection

import attrs

from azsim.model.packet import Packet
from azsim.model.rules import Rule
from azsim.model.verdict import Drop, Pass, Verdict
from azsim.text import Text, listed

ONE_TO_ONE = Rule("instance-address.one-to-one", Text("one-to-one translation", "1 対 1 の変換"))
CARRIES_ONLY = Rule(
    "instance-address.carries-only",
    Text(
        "an instance-level public IP carries only {protocols}",
        "インスタンス レベルのパブリック IP は {protocols} しか扱わない",
    ),
)


class InstanceLevelAddress:
    """The public address of one instance; ports stay as they are, and no state is kept."""

    def __init__(self, address: str, private: str, protocols: Collection[str]) -> None:
        self.address = address
        self.name = f"ILPIP {address}"
        self._private = private
        self._protocols = protocols

    def translate(self, packet: Packet, now: int) -> Verdict:
        """Put the public address for the private one on the way out, and back on the way in."""
        if packet.protocol not in self._protocols:
            return Drop(CARRIES_ONLY.fill(protocols=listed(self._protocols)))
        if packet.destination == self.address:
            return Pass(attrs.evolve(packet, destination=self._private), ONE_TO_ONE)
        return Pass(attrs.evolve(packet, source=self.address), ONE_TO_ONE)
