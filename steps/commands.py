"""What an engineer types on an instance, and the packets that can be captured."""

from __future__ import annotations

from azsim.azure import Azure
from azsim.gherkin import Column, Rows, expect, then, when
from azsim.text import Text

CAPTURED = (
    Column("source", Text("source", "送信元")),
    Column("destination", Text("destination", "宛先")),
    Column("flags", Text("flags", "フラグ"), required=False),
)


@when("{vm} runs {command}", "{vm} が {command} を実行する")
def run_command(azure: Azure, vm: str, command: str) -> None:
    """nslookup or netstat on the instance.

    インスタンスで nslookup または netstat を実行する。
    """
    azure.commands.run(vm, command)


@then(
    "netstat lists the connection to {destination} as {state}",
    "netstat は {destination} への接続を {state} と表示する",
)
def netstat_lists(azure: Azure, destination: tuple[str, int], state: str) -> None:
    """What the last netstat printed for the connection.

    最後に実行した netstat が、この接続について表示した状態である。
    """
    what = Text("state that netstat prints", "netstat が表示する状態")
    expect.equal(what, [state], azure.commands.states_toward(*destination))


@then(
    "netstat lists no connection to {destination}",
    "netstat に {destination} への接続は表示されない",
)
def netstat_lists_none(azure: Azure, destination: tuple[str, int]) -> None:
    """The last netstat printed no line for such a connection.

    最後に実行した netstat が、この宛先への接続を表示していない。
    """
    what = Text("states that netstat prints", "netstat が表示する状態")
    expect.equal(what, [], azure.commands.states_toward(*destination))


@then(
    "the packet capture on {vm} begins with:",
    "{vm} のパケット キャプチャの先頭は次のとおり:",
    table=CAPTURED,
)
def capture_on_instance(azure: Azure, vm: str, datatable: Rows) -> None:
    """The packets as the instance sends and receives them, before any translation.

    インスタンスが送受信したとおりの、変換される前のパケットである。
    """
    expect.rows(*azure.commands.captured_on(vm, datatable))


@then(
    "the packet capture outside the translation begins with:",
    "変換の外側のパケット キャプチャの先頭は次のとおり:",
    table=CAPTURED,
)
def capture_outside(azure: Azure, datatable: Rows) -> None:
    """The same packets after the translation, as the internet sees them.

    同じパケットを変換の後に、インターネットから見えるとおりに示す。
    """
    expect.rows(*azure.commands.captured_outside(datatable))
