"""The operating systems of machines."""

from __future__ import annotations

from attrs import define

from azsim.deploy.cloud import Cloud
from azsim.hosts.profile import SYSTEMS, SystemName
from azsim.questions.instances import instance_in_step
from azsim.text import Advice, Text

TOO_LATE = Text(
    "{machine} has opened connections already. Say before that what it runs.",
    "{machine} はすでに接続を開いている。OS はその前に書く。",
)
NEVER_CONNECTS = Text(
    "{machine} opens no connection in this scenario after this step, which so has no effect.",
    "このステップより後に {machine} が接続を開くことがなく、このステップは結果に影響しない。",
)
CONNECT = Text(
    "Let {machine} open a connection, or leave the step out.",
    "{machine} が接続を開くステップを書くか、このステップを取り除く。",
)


@define(eq=False)
class Guests:
    """What the machines of a scenario run, which is Windows unless a step says otherwise."""

    cloud: Cloud

    def run(self, name: str, system: SystemName) -> None:
        """The machine runs *system*; it is owed that it connects to something.

        :raises Advice: where there is no such machine, and where it has connected already.
        """
        host = self.cloud.machines.find(name).host
        machine = instance_in_step(name)
        if host.has_connected:
            raise Advice(TOO_LATE.fill(machine=machine))
        owed = self.cloud.world.owe(
            NEVER_CONNECTS.fill(machine=machine), CONNECT.fill(machine=machine)
        )
        host.runs(SYSTEMS[system], owed.settle)
