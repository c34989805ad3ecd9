"""How servers serve, whoever asks: a client, an instance, a load balancer or a gateway."""

from __future__ import annotations

from attrs import define

from azsim.azure import hashed
from azsim.azure.clients import Clients
from azsim.deploy.cloud import Cloud
from azsim.deploy.machines import Machine
from azsim.hosts.host import Host
from azsim.hosts.serving import Manner, Serving, nobody_notices
from azsim.questions import exchange
from azsim.text import Advice, Text, did_you_mean

NO_REQUEST = Text(
    "No step before this one sends a request.",
    "これより前に要求を送るステップがない。",
)

NOBODY_CONNECTS = Text(
    "Nothing in this scenario connects to {address} after this step, which so has no effect.",
    "このステップより後に {address} に接続するものがなく、このステップは結果に影響しない。",
)
CONNECT = Text(
    "Let a machine or a client connect to {address}, or leave the step out.",
    "{address} に接続するステップを書くか、このステップを取り除く。",
)
NOBODY_ASKS = Text(
    "Nothing in this scenario sends a request to {address} after this step, which so has no effect.",
    "このステップより後に {address} に要求を送るものがなく、このステップは結果に影響しない。",
)
ASK = Text(
    "Let a machine or a client send a request to {address}, or leave the step out.",
    "{address} に要求を送るステップを書くか、このステップを取り除く。",
)


@define(eq=False)
class Servers:
    """The servers of a world, which answer everything at once unless a step says otherwise."""

    cloud: Cloud

    def find(self, name: str) -> Host:
        """The server with that name: a machine, or an endpoint on the internet.

        :raises Advice: where there is none, with the nearest name.
        """
        names = self.cloud.world.names
        thing = names.get(name)
        if isinstance(thing, Machine):
            return thing.host
        if isinstance(thing, Host):
            return thing
        known = [*names.names_of(Machine), *names.names_of(Host)]
        raise Advice(
            Text(
                'Nothing is called "{name}" here.{hint}', "「{name}」という名前のものはない。{hint}"
            ).fill(name=name, hint=did_you_mean(name, known))
        )

    def refuse(self, address: str) -> None:
        """The server at *address* answers every SYN with RST from now on.

        It is owed that something connects to it.
        """
        self._let(address, "refuses connections", NOBODY_CONNECTS, CONNECT)

    def fall_silent(self, address: str) -> None:
        """The server at *address* answers nothing from now on.

        It is owed that something is sent to it.
        """
        self._let(address, "doesn't answer", NOBODY_CONNECTS, CONNECT)

    def answer_first_request_after(self, address: str, duration: int) -> None:
        """The server at *address* takes *duration* for the next request that it gets.

        It is owed that something sends one.
        """
        serving = self._let(address, "answers", NOBODY_ASKS, ASK)
        serving.first_answer_after = duration

    def _let(self, address: str, manner: Manner, unfelt: Text, remedy: Text) -> Serving:
        """Let the server at *address* serve in that *manner*; *unfelt* says that nobody came."""
        world = self.cloud.world
        serving = world.endpoint_at(address).serving
        serving.felt()  # what was described before is replaced
        serving.manner = manner
        serving.felt = world.owe(unfelt.fill(address=address), remedy.fill(address=address)).settle
        return serving

    def status_at(self, client: str) -> int | None:
        """The status code of the response to the last request, or None where none has come.

        :raises Advice: for a client that nobody described, where no request was sent, and where a
            load balancer chose one of several servers that don't serve alike.
        """
        sender = Clients(self.cloud).find(client)
        seen = exchange.last_request(self.cloud.world.trace.events)
        if not seen:
            raise Advice(NO_REQUEST)
        balanced = hashed.balancer_of(self.cloud.world, seen)
        if balanced is not None:
            serving = [each.host.serving for each in balanced.servers]
            if len({(each.manner, each.felt is nobody_notices) for each in serving}) > 1:
                raise hashed.by_hash(balanced)
        response = exchange.response(seen, sender.host.name)
        return None if response is None else response.status
