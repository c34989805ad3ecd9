"""A Then that doesn't hold tells why, with the numbers that decide."""

from __future__ import annotations

import pytest

from azsim.azure import Azure, why
from azsim.text import Text
from azsim.units import SECOND

TO = ("198.51.100.7", 443)


@pytest.fixture
def azure() -> Azure:
    """Instances with four ports each."""
    azure = Azure(changed={"classic.ports-by-pool-size": ((2, 4), (4, 2))})
    azure.deployment.describe_instances(1, endpoints=[("203.0.113.10", 80)])
    return azure


def wait(azure: Azure, seconds: int) -> None:
    azure.world.pass_time(seconds * SECOND)


def test_what_became_of_an_attempt_is_counted(azure: Azure) -> None:
    azure.outbound.open_many("vm1", "TCP", 6, [TO])
    assert azure.seen.why_attempt() == Text(
        "of 6 in all: 4 open, 2 failed because SNAT ports are exhausted",
        "接続 6 本の内訳: 開いている接続 4 本、SNAT ポートが枯渇しているため失敗 2 本",
    )


def test_nothing_is_said_of_no_connection(azure: Azure) -> None:
    assert azure.seen.why_of_all() is None


@pytest.mark.parametrize(
    ("ending", "seconds", "english", "japanese"),
    [
        (
            "FIN from both ends",
            200,
            "FIN was 200 s ago, and the port is held for 240 s after it: 40 s to go",
            "FIN から 200 秒経過。ポートは FIN の後 240 秒保持され、残りは 40 秒",
        ),
        (
            "RST",
            20,
            "RST was 20 s ago, and the port is held for 15 s after it",
            "RST から 20 秒経過。ポートが保持されるのは RST の後 15 秒",
        ),
    ],
)
def test_a_port_tells_how_long_it_is_held(
    azure: Azure, ending: str, seconds: int, english: str, japanese: str
) -> None:
    azure.outbound.open_many("vm1", "TCP", 2, [TO])
    azure.ends.end_some(1, ending)  # type: ignore[arg-type]
    wait(azure, seconds)
    assert azure.seen.why_those() == Text(english, japanese)


@pytest.mark.parametrize(
    ("seconds", "english", "japanese"),
    [
        (
            200,
            "no traffic for 200 s, and the idle timeout is 240 s: 40 s to go",
            "通信のない状態が 200 秒続いている。アイドル タイムアウトは 240 秒で、残りは 40 秒",
        ),
        (
            300,
            "no traffic for 300 s, and the idle timeout is 240 s",
            "通信のない状態が 300 秒続いた。アイドル タイムアウトは 240 秒",
        ),
    ],
)
def test_a_connection_tells_how_long_it_may_be_silent(
    azure: Azure, seconds: int, english: str, japanese: str
) -> None:
    azure.outbound.open_connection("vm1", "TCP", *TO)
    wait(azure, seconds)
    assert azure.seen.why_those() == Text(english, japanese)


def test_a_port_that_azure_took_back_says_so(azure: Azure) -> None:
    azure.outbound.open_many("vm1", "TCP", 4, [TO])
    azure.deployment.grow(4)
    assert azure.seen.why_of("vm1") == Text(
        "of 4 in all: 2 open, 2 timed out",
        "接続 4 本の内訳: 開いている接続 2 本、タイムアウト 2 本",
    )

    lost = [flow for flow in azure.outbound.flows if flow.state == "timed out"]
    assert why.of_those(lost, azure.world.now) == why.RECLAIMED
    assert why.of_those(azure.outbound.flows, azure.world.now) is None


def test_all_connections_are_counted(azure: Azure) -> None:
    azure.outbound.open_many("vm1", "TCP", 2, [TO])
    assert azure.seen.why_of_all() == Text(
        "of 2 in all: 2 open", "接続 2 本の内訳: 開いている接続 2 本"
    )
