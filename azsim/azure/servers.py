"""How servers serve, whoever asks: a client, an instance, a load balancer or a gateway."""

from __future__ import annotations

import re
from collections.abc import Callable

from attrs import define

from azsim.azure import client_requests, which
from azsim.azure.clients import Clients
from azsim.deploy.cloud import Cloud
from azsim.deploy.machines import Machine
from azsim.hosts.host import Host
from azsim.hosts.serving import ANSWERS, Manner, Serving, Trait, nobody_notices
from azsim.hosts.status import PHRASES
from azsim.model.resources.servers import StorageAccount
from azsim.model.rules import Rule
from azsim.questions import exchange
from azsim.questions.instances import instance_in_step
from azsim.text import Advice, Text, did_you_mean, same

NOBODY_CONNECTS = Text(
    "Nothing in this scenario connects to {server} after this step, which so has no effect.",
    "このステップより後に {server} に接続するものがなく、このステップは結果に影響しない。",
)
CONNECT = Text(
    "Let a machine or a client connect to {server}, or leave the step out.",
    "{server} に接続するステップを書くか、このステップを取り除く。",
)
NOBODY_ASKS = Text(
    "Nothing in this scenario sends a request to {server} after this step, which so has no effect.",
    "このステップより後に {server} に要求を送るものがなく、このステップは結果に影響しない。",
)
ASK = Text(
    "Let a machine or a client send a request to {server}, or leave the step out.",
    "{server} に要求を送るステップを書くか、このステップを取り除く。",
)
NOBODY_ASKS_HTTP = Text(
    "Nothing in this scenario sends an HTTP request to {server} after this step, which so has no "
    "effect.",
    "このステップより後に {server} に HTTP 要求を送るものがなく、このステップは結果に影響しない。",
)
ASK_HTTP = Text(
    "Let a client or a health probe send an HTTP request to {server}, or leave the step out. What "
    "machines open and workloads send has no status code.",
    "{server} にクライアントまたは正常性プローブの HTTP 要求が届くステップを書くか、このステップを取り除く。"
    "マシンが開く接続やワークロードの要求には状態コードがない。",
)
NO_STATUS = Text(
    "{status} is no status code of a response. Write one such as 200, 404 or 503.",
    "{status} は応答の状態コードではない。200、404、503 などを書く。",
)

NOTHING_FROM = Text(
    "Nothing in this scenario comes from {address} to {server} after this step, which so has no effect.",
    "このステップより後に {address} から {server} に届くものがなく、このステップは結果に影響しない。",
)
LET_COME = Text(
    "Let {address} connect to {server}, or leave the step out. From 168.63.129.16 come health probes: When "
    "the health probes run for 1 minute",
    "{address} から {server} に接続するステップを書くか、このステップを取り除く。168.63.129.16 から届くのは"
    "正常性プローブである: もし 正常性プローブが 1 分続く",
)

PRIVATE = Text(
    "{address} is a private address: a server on the internet has a public one.",
    "{address} はプライベート アドレスである。インターネット上のサーバーにはパブリック アドレスを書く。",
)

ALREADY: dict[Manner, Text] = {
    "answers": Text("{server} answers already.", "{server} はすでに応答している。"),
    "doesn't answer": Text("{server} is silent already.", "{server} はすでに応答していない。"),
    "refuses connections": Text(
        "{server} refuses connections already.", "{server} はすでに接続を拒否している。"
    ),
}

_ADDRESS = re.compile("[0-9.]+")


@define(eq=False)
class Servers:
    """The servers of a world, which answer everything at once unless a step says otherwise.

    ``mentioned`` is told of each question about what became of requests.
    """

    cloud: Cloud
    mentioned: Callable[[], None] = nobody_notices

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

    def describe_on_the_internet(self, address: str) -> None:
        """A server on the internet that answers every connection.

        :raises Advice: for a private address, and for one that is taken.
        """
        self._check_public(address)
        world = self.cloud.world
        world.host(address, world.internet, address)

    def describe_storage_account(self, address: str) -> None:
        """An Azure Storage account in the region of the virtual networks.

        :raises Advice: for a private address, and for one that is taken.
        """
        self._check_public(address)
        self.cloud.plane.describe(StorageAccount(id=address, ip_address=address))

    def _check_public(self, address: str) -> None:
        if self.cloud.world.is_private(address):
            raise Advice(PRIVATE.fill(address=address))

    def refuse(self, server: str) -> None:
        """The server answers every SYN with RST from now on; something has to connect to it."""
        self._describe(server, "refuses connections", NOBODY_CONNECTS, CONNECT)

    def fall_silent(self, server: str) -> None:
        """The server answers nothing from now on; something has to connect to it."""
        self._describe(server, "doesn't answer", NOBODY_CONNECTS, CONNECT)

    def ignore(self, server: str, address: str) -> None:
        """The server answers nothing that comes from *address*; something has to come from there."""
        serving = self._host(server).serving
        said = _in_step(server)
        serving.ignored[address] = self.cloud.world.owe(
            NOTHING_FROM.fill(server=said, address=address),
            LET_COME.fill(server=said, address=address),
        ).settle

    def reset(self, server: str) -> None:
        """The server takes connections from now on, and answers each request with RST.

        Something has to send it one.
        """
        self._describe(server, "resets connections", NOBODY_ASKS, ASK)

    def change(self, server: str, manner: Manner) -> None:
        """The server serves in that *manner* from now on; something has to connect to it.

        Its responses stay as they are described.

        :raises Advice: where it serves in that manner already.
        """
        serving = self._host(server).serving
        if serving.manner.value == manner:
            raise Advice(ALREADY[manner].fill(server=_in_step(server)))
        serving.manner.felt()
        serving.manner = Trait(manner, self._owe(server, NOBODY_CONNECTS, CONNECT))

    def answer_first_request_after(self, server: str, duration: int) -> None:
        """The server takes *duration* for the next request that it gets, which has to come."""
        serving = self._answering(server)
        serving.first_answer_after.felt()
        serving.first_answer_after = Trait(duration, self._owe(server, NOBODY_ASKS, ASK))

    def answer_after(self, server: str, duration: int) -> None:
        """The server takes *duration* for each request that it gets; one has to come."""
        serving = self._answering(server)
        serving.answer_after.felt()
        serving.answer_after = Trait(duration, self._owe(server, NOBODY_ASKS, ASK))

    def respond_with(self, server: str, status: int) -> None:
        """The server's HTTP responses have that status code; somebody has to ask for one.

        :raises Advice: for a code that no final response has.
        """
        if status not in PHRASES:
            raise Advice(NO_STATUS.fill(status=status))
        serving = self._answering(server)
        serving.status.felt()
        serving.status = Trait(status, self._owe(server, NOBODY_ASKS_HTTP, ASK_HTTP))

    def _describe(self, server: str, manner: Manner, unfelt: Text, remedy: Text) -> None:
        """Let the server serve in that *manner*, whatever was said of it before."""
        serving = self._host(server).serving
        serving.begin_anew()
        serving.manner = Trait(manner, self._owe(server, unfelt, remedy))

    def _answering(self, server: str) -> Serving:
        """How the server serves, which answers from now on."""
        serving = self._host(server).serving
        if serving.manner.value != "answers":
            serving.manner.felt()
            serving.manner = ANSWERS
        return serving

    def _host(self, server: str) -> Host:
        """The server that has that name or that address."""
        if _ADDRESS.fullmatch(server):
            return self.cloud.world.endpoint_at(server)
        return self.find(server)

    def _owe(self, server: str, unfelt: Text, remedy: Text) -> Callable[[], None]:
        """What settles that somebody has to come to the server; *unfelt* says that nobody did."""
        said = _in_step(server)
        return self.cloud.world.owe(unfelt.fill(server=said), remedy.fill(server=said)).settle

    def status_at(self, client: str) -> int | None:
        """The status code of the response to the last request, or None where none has come.

        :raises Advice: for a client that nobody described, where no request was sent, and where a
            load balancer chose one of several servers that don't serve alike.
        """
        sender = Clients(self.cloud).find(client)
        client_requests.last_step(self.cloud)
        seen = exchange.last_request(self.cloud.world.trace.events)
        response = exchange.response(seen, sender.host.name)
        return None if response is None else response.status

    def fate_of_request(self, said: Rule | None = None) -> Rule:
        """What became of the request that a client sent last, or of all of one step.

        :raises Advice: as :meth:`status_at` does, and where not the same became of all of them.
        """
        self.mentioned()
        return which.the_fate_of_requests(client_requests.what_became(self.cloud, said))


def _in_step(server: str) -> Text:
    """The server as a step names it."""
    return same(server) if _ADDRESS.fullmatch(server) else instance_in_step(server)
