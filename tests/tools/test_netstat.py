"""netstat against lines in the format that Windows prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from azsim.azure import Azure
from azsim.model.payload import Data
from azsim.text import Advice
from azsim.tools.netstat import NetstatRow, netstat, netstat_rows, read_netstat
from azsim.units import HOUR, SECOND

if TYPE_CHECKING:
    from conftest import Played

# Written for this test, with the columns, the line ends and the trailing blanks of Windows 10.
WINDOWS = (
    "\r\n"
    "Active Connections\r\n"
    "\r\n"
    "  Proto  Local Address          Foreign Address        State\r\n"
    "  TCP    0.0.0.0:443            0.0.0.0:0              LISTENING\r\n"
    "  TCP    10.0.0.4:50001         198.51.100.7:443       ESTABLISHED\r\n"
    "  TCP    [::]:443               [::]:0                 LISTENING\r\n"
    "  UDP    0.0.0.0:53             *:*                    \r\n"
    "  UDP    [fe80::1234:5678:9abc:def0%9]:1900  *:*                    \r\n"
)


def test_connections_are_printed_as_windows_does(played: Played) -> None:
    """Blank lines, headings and columns stand where the parsers of others expect them."""
    played.connect(played.flow())
    closing = played.connect(played.flow(port=80))
    played.world.send(played.vm, played.vm.close(closing))
    played.datagram(played.flow("UDP", 53), None)
    assert netstat(["-n"], played.vm, 0) == (
        "\n"
        "Active Connections\n"
        "\n"
        "  Proto  Local Address          Foreign Address        State\n"
        "  TCP    10.0.0.4:50001         198.51.100.7:443       ESTABLISHED\n"
        "  TCP    10.0.0.4:50002         198.51.100.7:80        FIN_WAIT_2\n"
    )


def test_everything_adds_listening_ports_and_udp(played: Played) -> None:
    """A port that was served listens; UDP has no state but its column is filled."""
    played.connect(played.flow())
    played.datagram(played.flow("UDP", 53), Data("ping"))
    lines = netstat(["-an"], played.server, 0).splitlines()[4:]
    assert lines == [
        "  TCP    0.0.0.0:443            0.0.0.0:0              LISTENING",
        "  TCP    198.51.100.7:443       203.0.113.10:1024      ESTABLISHED",
        "  UDP    0.0.0.0:53             *:*                    ",
    ]
    assert netstat(["-a", "/N"], played.vm, 0).splitlines()[-1] == (
        "  UDP    10.0.0.4:50002         *:*                    "
    )


def test_a_flow_that_was_dropped_in_silence_still_shows(played: Played) -> None:
    """The host has no way to know."""
    played.connect(played.flow())
    played.translator.ports.clear()
    played.world.pass_time(HOUR)
    assert [row.state for row in netstat_rows(played.vm, 0)] == ["ESTABLISHED"]


def test_states_are_named_as_windows_names_them(played: Played) -> None:
    """A connection that is closed isn't shown."""
    both = played.connect(played.flow())
    played.close_both(both)
    reset = played.connect(played.flow())
    played.world.send(played.vm, played.vm.abort(reset))
    played.translator.exhausted = True
    played.connect(played.flow())
    assert [row.state for row in netstat_rows(played.vm, 0)] == ["TIME_WAIT", "SYN_SENT"]
    assert netstat_rows(played.server, 0) == []


def test_lines_are_in_the_order_of_their_addresses(played: Played) -> None:
    """By number, not by letter."""
    for port in (60_000, 9_000):
        flow = played.flow()._replace(source_port=port)
        played.connect(flow)
    assert [row.local for row in netstat_rows(played.vm, 0)] == ["10.0.0.4:9000", "10.0.0.4:60000"]


def test_what_windows_prints_is_read() -> None:
    """Carriage returns, IPv6 and addresses wider than their column included."""
    assert read_netstat(WINDOWS) == [
        NetstatRow("TCP", "0.0.0.0:443", "0.0.0.0:0", "LISTENING"),
        NetstatRow("TCP", "10.0.0.4:50001", "198.51.100.7:443", "ESTABLISHED"),
        NetstatRow("TCP", "[::]:443", "[::]:0", "LISTENING"),
        NetstatRow("UDP", "0.0.0.0:53", "*:*"),
        NetstatRow("UDP", "[fe80::1234:5678:9abc:def0%9]:1900", "*:*"),
    ]


def test_process_ids_and_program_names_are_passed_over() -> None:
    """A reader may have typed -ano or -anb."""
    text = "  TCP    10.0.0.4:1   10.0.0.5:2   ESTABLISHED   4711\n [svchost.exe]\n"
    assert read_netstat(text) == [NetstatRow("TCP", "10.0.0.4:1", "10.0.0.5:2", "ESTABLISHED")]
    assert read_netstat("  UDP  0.0.0.0:53  *:*  4711\n") == [
        NetstatRow("UDP", "0.0.0.0:53", "*:*")
    ]


def test_what_is_printed_is_read_back(played: Played) -> None:
    """Both directions know the same format."""
    played.connect(played.flow())
    played.datagram(played.flow("UDP", 53), Data("ping"))
    rows = netstat_rows(played.server, 0, everything=True)
    assert read_netstat(netstat(["-an"], played.server, 0)) == rows


def test_a_line_without_its_columns_is_refused() -> None:
    """The line is quoted."""
    with pytest.raises(Advice, match='"TCP 10.0.0.4:1" is no line of netstat'):
        read_netstat("  TCP 10.0.0.4:1\n")


@pytest.mark.parametrize("arguments", [["-ano"], ["-n", "5"], ["-r"], ["n"]])
def test_other_options_are_refused(played: Played, arguments: list[str]) -> None:
    """With what can be written in their place."""
    with pytest.raises(Advice, match="netstat -n for the TCP connections"):
        netstat(arguments, played.vm, 0)


@pytest.mark.parametrize("arguments", [[], ["-a"], ["-"]])
def test_names_in_place_of_numbers_are_refused(played: Played, arguments: list[str]) -> None:
    """Nothing here has a name that could be looked up."""
    with pytest.raises(Advice, match="netstat without -n"):
        netstat(arguments, played.vm, 0)


def test_attempts_are_shown_until_the_host_gives_up() -> None:
    azure = Azure()
    azure.deployment.describe_instances(1)
    azure.servers.fall_silent("198.51.100.7")
    host = azure.cloud.machines.find("vm1").host
    azure.outbound.open_connection("vm1", "TCP", "198.51.100.7", 443)
    azure.world.pass_time(10 * SECOND)
    azure.outbound.open_many("vm1", "TCP", 3, [("198.51.100.7", 443)])
    azure.outbound.open_connection("vm1", "UDP", "198.51.100.7", 53)
    for seconds, shown in ((0, 4), (10, 4), (1, 3), (9, 3), (1, 0)):
        azure.world.pass_time(seconds * SECOND)
        rows = netstat_rows(host, azure.world.now)
        assert [row.state for row in rows] == ["SYN_SENT"] * shown


def test_a_refused_attempt_is_over_at_once() -> None:
    azure = Azure()
    azure.deployment.describe_instances(1)
    azure.servers.refuse("198.51.100.7")
    azure.outbound.open_connection("vm1", "TCP", "198.51.100.7", 443)
    azure.outbound.open_many("vm1", "TCP", 3, [("198.51.100.7", 443)])
    assert netstat_rows(azure.cloud.machines.find("vm1").host, azure.world.now) == []
