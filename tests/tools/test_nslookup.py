"""nslookup: what it is asked and what it prints on Windows."""

from __future__ import annotations

import pytest

from azsim.model.payload import DnsAnswer, DnsRecord
from azsim.text import Advice
from azsim.tools.nslookup import Lookup, answer_text, parse_nslookup, time_out_text
from azsim.units import SECOND

NAME = "myip.opendns.com"
RESOLVER = "resolver1.opendns.com"


def test_a_name_and_perhaps_a_resolver() -> None:
    """A dot at the end changes nothing."""
    assert parse_nslookup([NAME]) == Lookup(NAME)
    assert parse_nslookup([NAME, RESOLVER]) == Lookup(NAME, RESOLVER)
    assert parse_nslookup([f"{NAME}.", "208.67.222.222"]) == Lookup(NAME, "208.67.222.222")


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        ([], "takes a name and perhaps a resolver, not 0 arguments"),
        (["a", "b", "c"], "not 3 arguments"),
        (["-type=MX", "a"], 'no option "-type=MX"'),
        (["198.51.100.7"], "reverse lookups are not modelled"),
    ],
)
def test_anything_else_is_refused(arguments: list[str], advice: str) -> None:
    """The advice says what to write."""
    with pytest.raises(Advice, match=advice):
        parse_nslookup(arguments)


def test_one_address() -> None:
    """As it is printed when the resolver was given by name."""
    answer = DnsAnswer(1, NAME, (DnsRecord(NAME, "A", "203.0.113.10", 0),))
    assert answer_text(answer, "208.67.222.222", RESOLVER) == (
        "Server:  resolver1.opendns.com\n"
        "Address:  208.67.222.222\n"
        "\n"
        "Non-authoritative answer:\n"
        "Name:    myip.opendns.com\n"
        "Address:  203.0.113.10\n"
        "\n"
    )


def test_a_chain_of_names_with_several_addresses() -> None:
    """The last name owns the addresses, those before it are aliases."""
    answer = DnsAnswer(
        1,
        "www.contoso.com",
        (
            DnsRecord("www.contoso.com", "CNAME", "contoso.trafficmanager.net", 300),
            DnsRecord("contoso.trafficmanager.net", "CNAME", "east.cloudapp.net", 60),
            DnsRecord("east.cloudapp.net", "A", "203.0.113.1", 30),
            DnsRecord("east.cloudapp.net", "A", "203.0.113.2", 30),
        ),
    )
    assert answer_text(answer, "168.63.129.16") == (
        "Server:  UnKnown\n"
        "Address:  168.63.129.16\n"
        "\n"
        "Non-authoritative answer:\n"
        "Name:    east.cloudapp.net\n"
        "Addresses:  203.0.113.1\n"
        "\t  203.0.113.2\n"
        "Aliases:  www.contoso.com\n"
        "\t  contoso.trafficmanager.net\n"
        "\n"
    )


def test_a_chain_without_address() -> None:
    """No line stands where there is no address."""
    answer = DnsAnswer(1, "a.net", (DnsRecord("a.net", "CNAME", "b.net", 60),))
    assert answer_text(answer, "168.63.129.16").endswith("Name:    b.net\nAliases:  a.net\n\n")


def test_a_name_that_does_not_exist() -> None:
    """An answer without records says so."""
    assert answer_text(DnsAnswer(1, "nosuch.net", ()), "208.67.222.222", RESOLVER) == (
        "Server:  resolver1.opendns.com\n"
        "Address:  208.67.222.222\n"
        "\n"
        "*** resolver1.opendns.com can't find nosuch.net: Non-existent domain\n"
    )


def test_no_answer() -> None:
    """Each wait is told."""
    assert time_out_text("10.0.0.10", [2 * SECOND, SECOND]) == (
        "Server:  UnKnown\n"
        "Address:  10.0.0.10\n"
        "\n"
        "DNS request timed out.\n"
        "    timeout was 2 seconds.\n"
        "DNS request timed out.\n"
        "    timeout was 1 second.\n"
        "*** Request to UnKnown timed-out\n"
    )
