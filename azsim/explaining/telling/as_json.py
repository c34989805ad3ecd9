"""Explanations and differences as JSON, whose keys stay: ``format`` counts up if a meaning ever changes.

docs/explanation.schema.json and docs/difference.schema.json describe them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

import attrs

from azsim.azure.outbound_methods import ROUTE
from azsim.explaining.answers import (
    Explanation,
    Inbound,
    Interface,
    Machines,
    Outbound,
    PortCount,
    Timer,
)
from azsim.explaining.differences import Difference, Differences
from azsim.explaining.grouping import EACH
from azsim.readers.declared import Place
from azsim.text import Language, Text
from azsim.units import MINUTE, SECOND

FORMAT: Final = 1
KINDS: Final = {"scale set instance": "vmss", "virtual machine": "vm", "any machine": "vm"}
METHODS: Final = {
    None: "none",
    ROUTE.en: "appliance",
    "NAT gateway": "nat_gateway",
    "public IP of the machine": "instance_public_ip",
    "outbound rule": "lb_outbound_rule",
    "load-balancing rule": "lb_rule_implicit_snat",
    "default outbound access": "default_outbound",
    "load-balanced endpoint": "load_balanced_endpoint",
    "fallback address": "fallback_address",
    "outbound addresses of the app": "app_outbound_addresses",
}
"""What answers call a method for outbound connections, and what JSON does."""
WAYS: Final = {
    "load-balancing rule": "lb_rule",
    "inbound NAT rule": "lb_inbound_nat",
    "public IP of the machine": "instance_public_ip",
    "application gateway rule": "application_gateway",
    "DNAT rule": "firewall_dnat",
}
"""The same of ways in."""


def as_json(explanation: Explanation, language: Language) -> str:
    """*explanation* in one JSON object; sentences in *language*."""
    return json.dumps(_explanation(explanation, language), ensure_ascii=False, indent=2)


def differences_as_json(found: Differences, language: Language) -> str:
    """What a change does in one JSON object."""
    told = {
        "format": FORMAT,
        "changed": bool(found),
        "inputs": list(found.inputs),
        "machines": [_difference(each, language) for each in found.machines],
        "others": [_difference(each, language) for each in found.others],
        "findings_added": plain(found.findings_added, language),
        "findings_gone": plain(found.findings_gone, language),
        "doubts_added": plain(found.doubts_added, language),
        "doubts_gone": plain(found.doubts_gone, language),
        "before": _explanation(found.before, language),
        "after": _explanation(found.after, language),
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _difference(each: Difference, language: Language) -> dict[str, Any]:
    return {**plain(each, language), "aspect": _key(each.what.en)}


def _explanation(explanation: Explanation, language: Language) -> dict[str, Any]:
    machines = [_machines(each, language) for each in explanation.machines]
    others = {
        each.name: plain(getattr(explanation, each.name), language)
        for each in attrs.fields(Explanation)
    }
    for profile in others["profiles"]:
        profile["ttl"] = _number(profile["ttl"] / SECOND)
    return {"format": FORMAT, **others, "machines": machines}


def _machines(each: Machines, language: Language) -> dict[str, Any]:
    is_there = each.kind != "any machine"
    doubts = list(dict.fromkeys(one.path for one in each.doubts))
    told = {
        "name": each.scale_set or each.names[0],
        "kind": KINDS.get(each.kind, _key(each.kind)),
        "orchestration": each.orchestration,
        "count": len(each.names) if is_there else 0,
        "names": list(each.names),
        "subnet": each.subnet,
        "nic": each.interface,
        "outbound": {**_outbound(each.outbound, language), "doubts": doubts},
        "inbound": [_inbound(way, language) for way in each.inbound],
    }
    if len(each.interfaces) > 1:
        told["interfaces"] = [_interface(one, doubts, language) for one in each.interfaces]
    return told


def _interface(each: Interface, doubts: Sequence[str], language: Language) -> dict[str, Any]:
    return {
        "nic": each.name,
        "ip_configurations": list(each.configurations),
        "subnet": each.subnet,
        "sends": _key(each.sends),
        "outbound": {**_outbound(each.outbound, language), "doubts": list(doubts)},
    }


def _outbound(answer: Outbound, language: Language) -> dict[str, Any]:
    return {
        "method": METHODS.get(answer.method) or _key(answer.method or ""),
        "via": answer.through,
        "why_not": plain(answer.why_not or answer.denied, language),
        "public_ips": list(
            dict.fromkeys(
                one.resource for one in answer.addresses if one.resource not in (None, EACH)
            )
        ),
        "addresses": [one.address for one in answer.addresses if one.address],
        "idle_timeout_min": _minutes(answer.timers),
        "tcp_reset": answer.resets,
        "snat": {
            "mode": _mode(answer),
            "tcp_per_instance": _each(answer.ports, "TCP"),
            "udp_per_instance": _each(answer.ports, "UDP"),
            "shared": next((one.shared for one in answer.ports if one.shared), None),
            "pool_size": answer.pool,
        },
        "timers": [
            {**plain(timer, language), "duration": _number(timer.duration / SECOND)}
            for timer in answer.timers
        ],
        "order": [
            {
                "method": METHODS.get(rung.method) or _key(rung.method),
                "state": plain(rung.state, language),
            }
            for rung in answer.ladder
        ],
        "reasons": list(answer.facts),
    }


def _minutes(timers: Iterable[Timer]) -> float | None:
    """For how many minutes an idle TCP flow is kept."""
    found = (one for one in timers if one.what == "idle timeout" and one.protocol == "TCP")
    return next((_number(one.duration / MINUTE) for one in found), None)


def _number(value: float) -> float:
    return int(value) if value.is_integer() else value


def _mode(answer: Outbound) -> str:
    """How machines come by SNAT ports."""
    if answer.method is None or answer.why_not is not None:
        return "unavailable"
    if not answer.ports:
        return "not_used"
    return "dynamic_shared" if any(one.shared for one in answer.ports) else "preallocated"


def _each(counts: Sequence[PortCount], protocol: str) -> int | None:
    """How many ports of *protocol* each instance has; None where they aren't counted by instance."""
    if any(one.shared for one in counts):
        return None
    return next((one.each or 0 for one in counts if one.protocol == protocol), None)


def _inbound(way: Inbound, language: Language) -> dict[str, Any]:
    is_balanced = way.kind in ("load-balancing rule", "inbound NAT rule")
    is_denied = way.why_not is not None and not way.is_probe_denied
    return {
        "via": WAYS.get(way.kind, _key(way.kind)),
        "lb": way.through if is_balanced else None,
        "through": way.through,
        "rule": way.rule,
        "public_ip": None if way.address is None else way.address.resource,
        "address": None if way.address is None else way.address.address,
        "protocol": way.protocol,
        "frontend_port": _port(way.ports),
        "backend_port": _port(way.back_end_ports),
        "from": way.source,
        "nsg": None if way.not_known is not None else "deny" if is_denied else "allow",
        "probe": plain(way.probe, language),
        "condition": plain(way.condition, language),
        "seen": plain(way.seen, language),
        "why_not": plain(way.why_not, language),
        "not_known": plain(way.not_known, language),
        "reasons": list(way.facts),
    }


def _port(ports: str) -> int | str:
    """One port as a number; a range, or \"*\" for every port, as a text."""
    return int(ports) if ports.isdecimal() else ports


def _key(words: str) -> str:
    return words.casefold().replace(" ", "_").replace("-", "_")


def plain(value: Any, language: Language) -> Any:
    """*value* in the types that JSON knows."""
    if isinstance(value, Text):
        return value.to(language)
    if isinstance(value, Place):
        return {"path": value.path, "line": value.line}
    if attrs.has(type(value)):
        return {
            each.name: plain(getattr(value, each.name), language)
            for each in attrs.fields(type(value))
        }
    if isinstance(value, tuple | list):
        return [plain(each, language) for each in value]
    return value
