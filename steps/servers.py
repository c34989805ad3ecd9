"""How servers serve, and what their clients get."""

from __future__ import annotations

from azsim.azure import Azure
from azsim.gherkin import expect, given, one_of, parameter_type, then, when
from azsim.hosts.profile import SYSTEMS, SystemName
from azsim.model.rules import Rule
from azsim.text import Text, same
from azsim.units import format_duration

parameter_type(
    name="status",
    regexp="[1-5][0-9][0-9]",
    transformer=int,
    meaning=Text("an HTTP status code", "HTTP の状態コード"),
    example=Text("502", "502"),
)

parameter_type(
    name="operating_system",
    regexp=list(SYSTEMS),
    transformer=str,
    translate=one_of([same(name) for name in SYSTEMS]),
    meaning=Text("an operating system: Windows or Linux", "OS (Windows または Linux)"),
    example=Text("Linux", "Linux"),
)

STATUS = Text("the status code that {client} receives", "{client} が受け取る状態コード")
RESPONSE = Text("the response that {client} receives", "{client} が受け取る応答")
NONE = Text("none", "なし")


@given("{vm} runs {operating_system}", "{vm} の OS は {operating_system} である")
def runs_operating_system(azure: Azure, vm: str, operating_system: SystemName) -> None:
    """Its ephemeral ports, and how long it tries to connect, are those of that system's defaults.

    エフェメラル ポートの範囲と、接続を諦めるまでの時間は、その OS の既定値である。
    """
    azure.guests.run(vm, operating_system)


@given(
    "the server {any_server} refuses connections",
    "サーバー {any_server} は接続を拒否する",
)
def refuses_connections(azure: Azure, any_server: str) -> None:
    """Nothing listens there: each SYN is answered by RST.

    待ち受けるものがなく、SYN にはすべて RST で応答する。
    """
    azure.servers.refuse(any_server)


@given("the server {any_server} doesn't answer", "サーバー {any_server} は応答しない")
def does_not_answer(azure: Azure, any_server: str) -> None:
    """Whatever arrives there falls in silence, as where a server is down.

    サーバーが停止している場合と同じく、届いたものはすべて応答なしで破棄される。
    """
    azure.servers.fall_silent(any_server)


@given("{any_server} doesn't answer {address}", "{any_server} は {address} に応答しない")
def does_not_answer_address(azure: Azure, any_server: str, address: str) -> None:
    """What comes from there gets no answer, as where a firewall of its own drops it, or the answer.

    そこから届いたものには応答しない。サーバー自身のファイアウォールが要求か応答を破棄する場合などである。
    """
    azure.servers.ignore(any_server, address)


@given(
    "the server {any_server} answers each request with RST",
    "サーバー {any_server} は要求を受けるたびに RST を返す",
)
def resets_connections(azure: Azure, any_server: str) -> None:
    """Connections are accepted, and reset as soon as a request arrives on them.

    接続は受け入れるが、要求が届くとすぐに RST でリセットする。
    """
    azure.servers.reset(any_server)


@given(
    "{any_server} answers the first request after {duration}",
    "{any_server} は最初の要求に {duration}後に応答する",
)
def slow_first_answer(azure: Azure, any_server: str, duration: int) -> None:
    """The next request waits so long for its answer, whoever sends it; others are answered at once.

    次に届く要求には、送信者によらず、この時間の後に応答する。ほかの要求にはすぐに応答する。
    """
    azure.servers.answer_first_request_after(any_server, duration)


@given(
    "{any_server} answers each request after {duration}",
    "{any_server} はどの要求にも {duration}後に応答する",
)
def slow_answers(azure: Azure, any_server: str, duration: int) -> None:
    """Every request waits so long for its answer, whoever sends it.

    どの要求にも、送信者によらず、この時間の後に応答する。
    """
    azure.servers.answer_after(any_server, duration)


@given(
    "{any_server} answers with status code {status}",
    "{any_server} は状態コード {status} で応答する",
)
def answers_with_status(azure: Azure, any_server: str, status: int) -> None:
    """Every HTTP request gets a response with that status code, a health probe's as well.

    HTTP 要求には、正常性プローブのものも含めて、この状態コードで応答する。
    """
    azure.servers.respond_with(any_server, status)


@when(
    "{any_server} starts to answer with status code {status}",
    "{any_server} が状態コード {status} で応答し始める",
)
def starts_to_answer_with_status(azure: Azure, any_server: str, status: int) -> None:
    """From now on every HTTP request gets a response with that status code.

    以後の HTTP 要求には、この状態コードで応答する。
    """
    azure.servers.respond_with(any_server, status)


@when("{any_server} stops answering", "{any_server} が応答しなくなる")
def stops_answering(azure: Azure, any_server: str) -> None:
    """From now on whatever arrives there falls in silence, as where a server goes down.

    サーバーが停止したかのように、以後に届いたものはすべて応答なしで破棄される。
    """
    azure.servers.change(any_server, "doesn't answer")


@when("{any_server} starts to refuse connections", "{any_server} が接続を拒否し始める")
def starts_to_refuse(azure: Azure, any_server: str) -> None:
    """From now on each SYN is answered by RST, as where a service has stopped on its machine.

    サービスだけが停止したマシンと同じく、以後の SYN にはすべて RST で応答する。
    """
    azure.servers.change(any_server, "refuses connections")


@when("{any_server} answers again", "{any_server} が再び応答するようになる")
def answers_again(azure: Azure, any_server: str) -> None:
    """From now on it takes connections and answers requests.

    以後は接続を受け入れ、要求に応答する。
    """
    azure.servers.change(any_server, "answers")


@then("the connection fails because {reason}", "{reason}ため、接続は失敗する")
def connection_fails(azure: Azure, reason: Rule) -> None:
    """The connection that the step before opened failed, for exactly this reason.

    直前のステップで開いた接続が、まさにこの理由で失敗している。
    """
    what = Text("what became of the connection", "接続の結果")
    expect.equal(what, reason, azure.seen.fate(reason), why=azure.seen.why_fate)


@then("the attempt to connect fails after {duration}", "接続の試みは {duration}後に失敗する")
def attempt_fails_after(azure: Azure, duration: int) -> None:
    """How long the application waits: until an RST comes, or the operating system gives up.

    アプリケーションが待つ時間である。RST が届くか、OS が諦めるまで続く。
    """
    what = Text("when the attempt to connect fails", "接続の試みが失敗する時点")
    expect.equal(what, format_duration(duration), azure.seen.fails_after())


@then("the request fails because {reason}", "{reason}ため、要求は失敗する")
def request_fails(azure: Azure, reason: Rule) -> None:
    """The last request that a client sent has got no response by now, for exactly this reason.

    クライアントが最後に送った要求に、まさにこの理由で、その時点までに応答が届いていない。
    """
    what = Text("what became of the request", "要求の結果")
    expect.equal(what, reason, azure.servers.fate_of_request(reason))


@then("{client} receives status code {status}", "{client} が受け取る状態コードは {status} である")
def receives_status(azure: Azure, client: str, status: int) -> None:
    """The response to the last request that the client sent has come, with that status code.

    クライアントが最後に送った要求への応答が届いており、その状態コードである。
    """
    found = azure.servers.status_at(client)
    what = STATUS.fill(client=client)
    expect.equal(what, same(f"{status}"), NONE if found is None else same(f"{found}"))


@then("{client} receives no response", "{client} に応答は届かない")
def receives_no_response(azure: Azure, client: str) -> None:
    """No response to the last request that the client sent has come by now.

    クライアントが最後に送った要求への応答は、その時点までに届いていない。
    """
    found = azure.servers.status_at(client)
    what = RESPONSE.fill(client=client)
    expect.equal(what, NONE, NONE if found is None else same(f"{found}"))
