"""How servers serve, and what their clients get."""

from __future__ import annotations

from azsim.azure import Azure
from azsim.gherkin import expect, given, parameter_type, then
from azsim.text import Text, same

parameter_type(
    name="status",
    regexp="[1-5][0-9][0-9]",
    transformer=int,
    meaning=Text("an HTTP status code", "HTTP の状態コード"),
    example=Text("502", "502"),
)

STATUS = Text("the status code that {client} receives", "{client} が受け取る状態コード")
RESPONSE = Text("the response that {client} receives", "{client} が受け取る応答")
NONE = Text("none", "なし")


@given(
    "the server {internet_server} refuses connections",
    "サーバー {internet_server} は接続を拒否する",
)
def refuses_connections(azure: Azure, internet_server: str) -> None:
    """Nothing listens there: each SYN is answered by RST.

    待ち受けるものがなく、SYN にはすべて RST で応答する。
    """
    azure.servers.refuse(internet_server)


@given("the server {internet_server} doesn't answer", "サーバー {internet_server} は応答しない")
def does_not_answer(azure: Azure, internet_server: str) -> None:
    """Whatever arrives there falls in silence, as where a server is down.

    サーバーが停止している場合と同じく、届いたものはすべて応答なしで破棄される。
    """
    azure.servers.fall_silent(internet_server)


@given(
    "{internet_server} answers the first request after {duration}",
    "{internet_server} は最初の要求に {duration}後に応答する",
)
def slow_first_answer(azure: Azure, internet_server: str, duration: int) -> None:
    """The next request waits so long for its answer, whoever sends it; others are answered at once.

    次に届く要求には、送信者によらず、この時間の後に応答する。ほかの要求にはすぐに応答する。
    """
    azure.servers.answer_first_request_after(internet_server, duration)


@then("the connection fails because {reason}", "{reason}ため、接続は失敗する")
def connection_fails(azure: Azure, reason: Text) -> None:
    """The connection that the step before opened failed, for exactly this reason.

    直前のステップで開いた接続が、まさにこの理由で失敗している。
    """
    what = Text("what became of the connection", "接続の結果")
    expect.equal(what, reason, azure.seen.fate())


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
