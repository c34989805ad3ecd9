"""The two tables of the TLS handshake, played against each other."""

from __future__ import annotations

import pytest

from azsim.hosts.tls import TlsClient, TlsServer
from azsim.model.payload import Tls


def handshake(client: TlsClient, server: TlsServer) -> list[Tls]:
    """Every message of a handshake, in order."""
    sent: list[Tls] = []
    message = client.begin()
    while message is not None:
        sent.append(message)
        end = server if len(sent) % 2 else client
        message = end.take(message)
    return sent


def test_a_server_that_asks_nothing_gets_no_certificate() -> None:
    client, server = TlsClient("CN=alice"), TlsServer()
    sent = handshake(client, server)
    assert [each.messages[0] for each in sent] == [
        "ClientHello", "ServerHello", "ClientKeyExchange", "Finished",
    ]  # fmt: skip
    assert (client.state, server.state) == ("open", "open")
    assert all(each.certificate is None for each in sent)


@pytest.mark.parametrize(
    ("certificate", "last", "states"),
    [("CN=alice", "Finished", ("open", "open")), (None, "Alert", ("closed", "closed"))],
)
def test_a_server_that_asks_judges_by_what_it_gets(
    certificate: str | None, last: str, states: tuple[str, str]
) -> None:
    client, server = TlsClient(certificate), TlsServer(asks=True)
    sent = handshake(client, server)
    assert "CertificateRequest" in sent[1].messages
    # Only who has a certificate can prove that it is theirs.
    proof = () if certificate is None else ("CertificateVerify",)
    assert sent[2].messages == ("Certificate", "ClientKeyExchange", *proof, "Finished")
    assert sent[2].certificate == certificate
    assert sent[3].messages == (last,)
    assert (client.state, server.state) == states


def test_a_message_out_of_turn_changes_nothing() -> None:
    server = TlsServer()
    assert server.take(Tls(("Finished",))) is None
    assert server.take(Tls(("ApplicationData",))) is None
    assert server.state == "start"
    assert TlsClient().take(Tls(("ServerHello",))) is None


def test_a_message_of_no_handshake_is_not_answered() -> None:
    assert TlsClient(state="open").take(Tls(("ApplicationData",))) is None
