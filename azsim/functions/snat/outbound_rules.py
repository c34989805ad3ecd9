"""What is documented about outbound rules, and about load-balancing rules that let flows out."""

from __future__ import annotations

from azsim.facts.profile import Profile, duration


class OutboundRules(Profile):
    """The rules of a load balancer, as far as they decide on outbound connections."""

    shortest_idle_timeout = duration("outbound-rule.idle-timeout.shortest")
    longest_idle_timeout = duration("outbound-rule.idle-timeout.longest")

    standard_only = "outbound-rule.standard-only"
    public_only = "outbound-rule.public-only"
    front_end_in_use = "outbound-rule.front-end-in-use"
    multiple_of_block = "outbound-rule.multiple-of-block"
    oversubscription = "outbound-rule.oversubscription"
    zero = "outbound-rule.zero"
    idle_timeout_protocols = "outbound-rule.idle-timeout.protocols"
    protocols_of_rules = "outbound.protocols-of-rules"
    basic_picks_one = "outbound.basic-picks-one"
    without_snat = "outbound.rules-without-snat"
