"""What Wireshark says of a capture; it must have nothing to complain of."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from azsim.model.payload import Data, DnsQuery, HttpRequest, Keepalive, Tls
from azsim.tools.capture import capture
from azsim.units import MINUTE, SECOND

if TYPE_CHECKING:
    from conftest import Played

TSHARK = shutil.which("tshark")
pytestmark = pytest.mark.skipif(TSHARK is None, reason="tshark isn't installed")

CHECKED = [f"{layer}.check_checksum:TRUE" for layer in ("ip", "tcp", "udp")]
WRONG = (
    "_ws.malformed || ip.checksum.status == 0 || tcp.checksum.status == 0"
    " || udp.checksum.status == 0 || icmp.checksum.status == 0"
)
# A keepalive and its answer are marked too, and rightly so.
CONSPICUOUS = (
    f"{WRONG} || (tcp.analysis.flags && !tcp.analysis.keep_alive && !tcp.analysis.keep_alive_ack)"
)
PLACES = ("vm1", "snat", "server")

Tshark = Callable[..., list[str]]


@pytest.fixture
def tshark(tmp_path: Path) -> Tshark:
    """Runs tshark on a capture at one place; its lines."""

    def run(played: Played, place: str, *arguments: str) -> list[str]:
        file = tmp_path / f"{place}.pcapng"
        file.write_bytes(capture(played.events, frozenset({place})))
        checks = [word for check in CHECKED for word in ("-o", check)]
        command = [TSHARK or "", "-n", "-r", str(file), *checks, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    return run


def converse(played: Played) -> None:
    """HTTP with keepalives and both FINs, TLS with a client certificate, DNS, echo, GRE."""
    web = played.connect(played.flow(port=80))
    played.say(web, HttpRequest("www.contoso.com", "/a"))
    played.world.pass_time(MINUTE)
    played.say(web, Keepalive())
    played.world.pass_time(MINUTE)
    played.say(web, Keepalive())
    played.say(web, HttpRequest("www.contoso.com", "/b"))
    played.close_both(web)
    secure = played.connect(played.flow())
    played.say(secure, Tls(("ClientHello",)))
    proven = ("Certificate", "ClientKeyExchange", "CertificateVerify", "Finished")
    played.say(secure, Tls(proven, certificate="CN=client1"))
    played.say(secure, Tls(("ApplicationData",), carries=HttpRequest("www.contoso.com")))
    played.world.send(played.vm, played.vm.close(secure))
    remote = played.connect(played.flow(port=3389))
    played.say(remote, Data("ping"))
    names = played.connect(played.flow(port=53))
    played.say(names, DnsQuery(1, "www.contoso.com"))
    played.datagram(played.flow("UDP", 53), DnsQuery(2, "www.contoso.com"))
    played.datagram(played.flow("UDP", 40_000), Data("ping"))
    for flow in (played.flow("ICMP", 0), played.flow("GRE", 0)):
        played.datagram(flow, Data("ping"))
        played.datagram(flow, Data("ping"))


@pytest.mark.parametrize("place", PLACES)
def test_nothing_is_wrong_or_conspicuous(played: Played, tshark: Tshark, place: str) -> None:
    """No checksum, no number, no message, on either side of the translation."""
    converse(played)
    assert tshark(played, place, "-Y", CONSPICUOUS) == []
    assert len(tshark(played, place)) > 40
    report = tshark(played, place, "-q", "-z", "expert,warn")
    assert not any(line.startswith(("Errors", "Warns")) for line in report), report


def test_every_protocol_is_recognized(played: Played, tshark: Tshark) -> None:
    """What stands in the capture is what was sent."""
    converse(played)
    found = tshark(played, "server", "-T", "fields", "-e", "_ws.col.Info")
    for expected in (
        "GET /a HTTP/1.1 ",
        "HTTP/1.1 200 OK ",
        "Client Hello",
        "Server Hello, Certificate, Server Key Exchange, Certificate Request, Server Hello Done",
        "Certificate, Client Key Exchange, Certificate Verify, Change Cipher Spec, "
        "Encrypted Handshake Message",
        "Application Data",
        "Standard query 0x0002 A www.contoso.com",
        "Standard query response 0x0002 A www.contoso.com CNAME pool.example.net A 198.51.100.9",
    ):
        assert expected in found
    assert any("Echo (ping) reply" in line for line in found)
    assert len(tshark(played, "server", "-Y", "tcp.analysis.keep_alive")) == 2
    assert len(tshark(played, "server", "-Y", "tcp.analysis.keep_alive_ack")) == 2
    subjects = tshark(played, "server", "-T", "fields", "-e", "x509sat.uTF8String")
    assert any("client1" in line for line in subjects)


@pytest.mark.parametrize("place", ["vm1", "server"])
def test_esp_is_counted_without_a_gap(played: Played, tshark: Tshark, place: str) -> None:
    """Its index isn't translated, so that both sides in one file would look repeated."""
    flow = played.flow("ESP", 0)
    for _ in range(3):
        played.datagram(flow, Data("ping"))
    sequences = tshark(played, place, "-T", "fields", "-e", "esp.sequence")
    assert sequences == ["1", "1", "2", "2", "3", "3"]
    assert tshark(played, place, "-Y", "_ws.expert") == []


def test_both_sides_are_interfaces_of_one_file(played: Played, tshark: Tshark) -> None:
    """Each packet is on both, with its comment."""
    played.connect(played.flow())
    fields = ("-T", "fields", "-e", "frame.interface_name", "-e", "ip.src", "-e", "frame.comment")
    assert tshark(played, "snat", *fields)[:2] == [
        "snat (inside)\t10.0.0.4\tsource rewritten",
        "snat (outside)\t203.0.113.10\tsource rewritten",
    ]


def test_a_reset_is_only_a_reset(played: Played, tshark: Tshark) -> None:
    """The one warning is that the connection was reset, with a number that fits."""
    connection = played.connect(played.flow(port=8_080))
    played.say(connection, Data("ping"))
    played.world.send(played.vm, played.vm.abort(connection))
    for place in PLACES:
        assert tshark(played, place, "-Y", CONSPICUOUS) == []
        last = tshark(played, place, "-T", "fields", "-e", "tcp.seq", "-e", "tcp.ack")[-1]
        assert last == "5\t5"


def test_a_syn_that_met_an_old_connection_is_a_retransmission(
    played: Played, tshark: Tshark
) -> None:
    """The challenge, the reset and the repeated SYN read as they do in the field."""
    flow = played.flow()
    connection = played.connect(flow)
    played.say(connection, Tls(("ClientHello",)))
    del played.vm.connections[flow]
    played.connect(flow)
    played.world.pass_time(5 * SECOND)
    assert tshark(played, "server", "-Y", WRONG) == []
    info = tshark(played, "server", "-T", "fields", "-e", "_ws.col.Info")[5:]
    assert "[TCP Port numbers reused]" in info[0]
    assert "[RST]" in info[2]
    assert "[TCP Retransmission]" in info[3]
    assert "[SYN, ACK]" in info[4]
