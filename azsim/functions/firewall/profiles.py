"""The facts by which a firewall decides, one class for each half of its flows."""

from __future__ import annotations

from azsim.facts.profile import Profile, duration, networks, number
from azsim.functions.snat.profiles import LoadBalancerRule
from azsim.model.rules import Rule
from azsim.text import Text

TRANSLATED = Rule(
    "firewall.translated", Text("SNAT by the firewall", "ファイアウォールによる SNAT")
)
PASSED = Rule("firewall.passed", Text("passed by the firewall", "ファイアウォールを通過"))
NOT_TO_THE_INTERNET = Rule(
    "firewall.not-to-the-internet",
    Text(
        "the firewall doesn't translate it, and can't send it to the internet as it is",
        "ファイアウォールが変換せず、そのままではインターネットへ送れない",
    ),
)
NOT_FORWARDED = Rule(
    "firewall.not-forwarded",
    Text(
        "the peering doesn't allow forwarded traffic",
        "ピアリングで転送されたトラフィックが許可されていない",
    ),
)


class FirewallLimits(Profile):
    """How many ports and addresses a firewall has, and what it takes for private."""

    ports = number("firewall.ports-per-address")
    least_instances = number("firewall.least-instances")
    most_addresses = number("firewall.most-addresses")
    longest_idle_timeout = duration("firewall.longest-idle-timeout")
    drain = duration("firewall.drain")
    largest_nat_port = number("firewall.largest-nat-port")
    private = networks("firewall.private-destinations")
    on_networks = networks("network.private-addresses")


class ToTheInternet(LoadBalancerRule):
    """Flows of a firewall to the internet; ports are held as behind a load balancer."""

    idle_timeout = duration("firewall.idle-timeout.internet")
    address_choice = "firewall.address-choice"
    exhaustion_refuses = "firewall.exhaustion-refuses"
    port_choice = "firewall.ports-of-instances"
    hold_is_per_destination = "firewall.ports-as-load-balancer"
    reset_at_idle = "firewall.resets-at-idle"


class BetweenNetworks(LoadBalancerRule):
    """Flows of a firewall between private networks."""

    idle_timeout = duration("firewall.idle-timeout.private")
    tcp_release = "firewall.silent-between-networks"
