"""Default outbound access, private subnets, and which method for outbound connections wins."""

from __future__ import annotations

from datetime import date

from azsim.azure import Azure
from azsim.azure.outbound_methods import AVAILABLE, NONE, ROUTE, USED
from azsim.azure.reasons import REASONS
from azsim.facts import words
from azsim.facts.words import names
from azsim.gherkin import Column, Rows, expect, given, one_of, parameter_type, then, when
from azsim.model.rules import Rule
from azsim.text import Advice, Text

NO_DATE = Text(
    "{found} is no date; a version of the API is called by one, such as 2026-05-01.",
    "{found} は日付ではない。API バージョンは 2026-05-01 のような日付である。",
)


def api_version(written: str) -> str:
    """A version of the API.

    :raises Advice: where it is no date.
    """
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        raise Advice(NO_DATE.fill(found=written)) from None


parameter_type(
    name="api_version",
    regexp="[0-9]+-[0-9]+-[0-9]+",
    transformer=api_version,
    meaning=Text("a version of the API", "API のバージョン"),
    example=Text("2026-05-01", "2026-05-01"),
)

_METHODS = (ROUTE, *names().values())
_STATES = (USED, AVAILABLE, NONE, *(each.text for each in REASONS))


def _text(known: tuple[Text, ...], cell: str) -> Text:
    """The text of which *cell* is one of the languages; one of its own where there is none."""
    return next((each for each in known if cell in (each.en, each.ja)), words.of(cell))


def method(cell: str) -> Text:
    """A method, in both languages."""
    return _text(_METHODS, cell)


def state(cell: str) -> Text:
    """What a method is for a machine, in both languages."""
    return _text(_STATES, cell)


LADDER_COLUMNS = (Text("method", "方法"), Text("state", "状態"))
LADDER = (
    Column("method", LADDER_COLUMNS[0], parse=method, translate=one_of(_METHODS)),
    Column("state", LADDER_COLUMNS[1], parse=state, translate=one_of(_STATES)),
)
METHODS_OF = Text("the methods for outbound connections of {vm}", "{vm} の送信接続の方法")
NO_WAY = Text("why {vm} has no way to the internet", "{vm} がインターネットに接続できない理由")


# Given


@given("the subnet {subnet} is private", "サブネット {subnet} はプライベート サブネットである")
def private_subnet(azure: Azure, subnet: str) -> None:
    """Its machines have never had default outbound access.

    サブネットのマシンに既定の送信アクセスが与えられたことはない。
    """
    azure.networks.set_default_access(subnet, enabled=False)


@given(
    "the subnet {subnet} has default outbound access",
    "サブネット {subnet} では既定の送信アクセスが有効である",
)
def subnet_with_default_access(azure: Azure, subnet: str) -> None:
    """It says so itself, whatever its virtual network was created with.

    仮想ネットワークの作成方法にかかわらず、サブネットで明示されている。
    """
    azure.networks.set_default_access(subnet, enabled=True)


@given(
    "the virtual network {virtual_network} comes from a template with API version {api_version}",
    "仮想ネットワーク {virtual_network} は API バージョン {api_version} のテンプレートで作成された",
)
def created_with(azure: Azure, virtual_network: str, api_version: str) -> None:
    """The version decides whether subnets are private that don't say it themselves.

    プライベートかどうかを明示していないサブネットの扱いは、バージョンで決まる。
    """
    azure.networks.set_api_version(virtual_network, api_version)


# When


@when(
    "default outbound access of the subnet {subnet} is disabled",
    "サブネット {subnet} の既定の送信アクセスを無効にする",
)
def disable(azure: Azure, subnet: str) -> None:
    """The subnet becomes a private one. Machines that run keep what they have.

    プライベート サブネットになる。実行中のマシンはそのままである。
    """
    azure.networks.ask_for_default_access(subnet, enabled=False)


@when(
    "default outbound access of the subnet {subnet} is enabled",
    "サブネット {subnet} の既定の送信アクセスを有効にする",
)
def enable(azure: Azure, subnet: str) -> None:
    """The subnet is no private one any more. Machines that run stay without it.

    プライベート サブネットではなくなる。実行中のマシンには与えられないままである。
    """
    azure.networks.ask_for_default_access(subnet, enabled=True)


@when(
    "{vm} is deallocated and started again",
    "{vm} の割り当てを解除してから起動する",
)
def restart(azure: Azure, vm: str) -> None:
    """Its connections end, and what its subnet says by now counts for it.

    マシンの接続は終わり、現在のサブネットの設定が適用される。
    """
    azure.networks.restart(vm)


@when("{vm} is stopped", "{vm} を停止する")
def stop(azure: Azure, vm: str) -> None:
    """It is stopped and deallocated. Nothing reaches it, and it sends nothing until it is started.

    停止し、割り当てを解除する。起動するまで、何も届かず、何も送信しない。
    """
    azure.networks.stop(vm)


@when("{vm} is started", "{vm} を起動する")
def start(azure: Azure, vm: str) -> None:
    """A machine that was stopped runs again. Behind a load balancer it waits for a probe that succeeds.

    停止していたマシンが再び動作する。ロード バランサーの背後では、プローブが成功するまで待つ。
    """
    azure.networks.start(vm)


# Then


@then(
    "the methods for outbound connections of {vm} are:",
    "{vm} の送信接続の方法は次のとおり:",
    table=LADDER,
)
def ladder(azure: Azure, vm: str, datatable: Rows) -> None:
    """All of them, in the order in which they count: the first that is there is used.

    すべての方法を優先順に並べる。使われるのは、ある中で最初のものである。
    """
    expected = [(row["method"], row["state"]) for row in datatable]
    expect.rows(METHODS_OF.fill(vm=vm), LADDER_COLUMNS, expected, azure.outbound_methods.ladder(vm))


@then(
    "{vm} has no way to the internet because {reason}",
    "{reason}ため、{vm} はインターネットに接続できない",
)
def no_way(azure: Azure, vm: str, reason: Rule) -> None:
    """None of the methods is there for the machine.

    マシンに使える送信接続の方法が一つもない。
    """
    expect.equal(NO_WAY.fill(vm=vm), reason.text, azure.outbound_methods.why_none(vm))
