"""Parts that are declared as resources of their own, put back into what they are parts of.

A template may declare a subnet inside its virtual network or beside it: in the end both are the
same. Where nobody declares the whole, such as a network that is there already, it is made up
of the parts that are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from attrs import evolve

from azsim.readers.declared import Declared, Object, Value
from azsim.readers.records.references import reference, type_and_name

_ENDPOINTS: Final = "endpoints"

PARTS: Final[Mapping[str, Mapping[str, str]]] = {
    "microsoft.containerservice/managedclusters": {"agentpools": "agentPoolProfiles"},
    "microsoft.web/sites": {"networkconfig": "networkConfig"},
    "microsoft.network/azurefirewalls": {
        "applicationrulecollections": "applicationRuleCollections",
        "natrulecollections": "natRuleCollections",
        "networkrulecollections": "networkRuleCollections",
    },
    "microsoft.network/firewallpolicies": {"rulecollectiongroups": "ruleCollectionGroups"},
    "microsoft.network/virtualnetworks": {
        "subnets": "subnets",
        "virtualnetworkpeerings": "virtualNetworkPeerings",
    },
    "microsoft.network/loadbalancers": {
        "backendaddresspools": "backendAddressPools",
        "inboundnatrules": "inboundNatRules",
        "loadbalancingrules": "loadBalancingRules",
        "outboundrules": "outboundRules",
        "probes": "probes",
        "frontendipconfigurations": "frontendIPConfigurations",
    },
    "microsoft.network/networksecuritygroups": {"securityrules": "securityRules"},
    "microsoft.network/routetables": {"routes": "routes"},
    "microsoft.network/trafficmanagerprofiles": {
        "azureendpoints": _ENDPOINTS,
        "externalendpoints": _ENDPOINTS,
        "nestedendpoints": _ENDPOINTS,
    },
}
"""By the folded type of a resource, where in its properties each kind of its parts stands."""

_Key = tuple[str, str, str | None]


def assembled(declared: Iterable[Declared]) -> list[Declared]:
    """The same resources without those that are parts; the others have them inside."""
    wholes: dict[_Key, Declared] = {}
    parts: dict[_Key, dict[str, list[Declared]]] = {}
    rest = []
    for each in declared:
        type, name, kinds = type_and_name(each.type, each.name)
        key = type, name.casefold(), _group(each)
        if not kinds:
            # What is deployed goes before what is only named.
            if key not in wholes or wholes[key].is_existing:
                wholes[key] = each
            continue
        where = PARTS.get(type, {}).get(kinds[0][0].casefold()) if len(kinds) == 1 else None
        if where is None:
            rest.append(each)
        else:
            parts.setdefault(key, {}).setdefault(where, []).append(each)
    for key, by_list in parts.items():
        whole = wholes.get(key) or _named_by(next(iter(by_list.values()))[0])
        wholes[key] = _with_parts(whole, by_list)
    return [*wholes.values(), *rest]


def _group(each: Declared) -> str | None:
    found = reference(each.id)
    return None if found is None else found.group


def _named_by(part: Declared) -> Declared:
    """What *part* is a part of, of which nothing else is known."""
    type, name, _ = type_and_name(part.type, part.name)
    return Declared(
        type=type,
        name=name,
        id="/".join(part.id.rstrip("/").split("/")[:-2]),
        body=Object([("properties", Object(place=part.place))], part.place),
        place=part.place,
        is_existing=True,
    )


def _with_parts(whole: Declared, by_list: Mapping[str, list[Declared]]) -> Declared:
    inner = whole.body.get("properties")
    properties = inner if isinstance(inner, Object) else Object(place=whole.place)
    for where, parts in by_list.items():
        named: dict[str, Value] = {}
        listed = properties.get(where)
        for number, item in enumerate(listed if isinstance(listed, tuple) else ()):
            name = item.get("name") if isinstance(item, Object) else None
            named[str(name).casefold() if name else f"/{number}"] = item
        for part in parts:
            plain = part.name.rpartition("/")[2]
            body = part.body.with_("name", plain)
            if where == _ENDPOINTS:
                body = body.with_("type", part.type)
            if not (part.is_existing and plain.casefold() in named):
                named[plain.casefold()] = body
        properties = properties.with_(where, tuple(named.values()))
    why = (part.uncertain for parts in by_list.values() for part in parts)
    return evolve(
        whole,
        body=whole.body.with_("properties", properties),
        uncertain=whole.uncertain or next(filter(None, why), None),
    )
