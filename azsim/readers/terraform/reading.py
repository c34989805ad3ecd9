"""From the instances of a state or a plan to what they declare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from attrs import define, evolve, field, frozen

from azsim.readers.declared import (
    Declaration,
    Declared,
    Doubt,
    Object,
    StandIn,
    Value,
)
from azsim.readers.records.references import Reference, reference
from azsim.readers.terraform import azapi
from azsim.readers.terraform.azurerm import (
    ASSOCIATIONS,
    ELSEWHERE,
    KINDS,
    POOL_ADDRESS,
    Association,
    Kind,
)
from azsim.readers.terraform.files import AFTER_APPLY, Instance, of_plan, of_state
from azsim.readers.terraform.links import Links, Path, Target
from azsim.readers.terraform.shapes import Block, id_of, shaped
from azsim.text import Text

NO_TARGET = Text(
    "what it belongs to is known after the apply only",
    "何に関連付けられるのかは、適用 (apply) の後でなければわからない",
)
NO_RESOURCE = Text(
    "it is known after the apply only which resource this changes",
    "どのリソースを変更するのかは、適用 (apply) の後でなければわからない",
)
CHANGES_ANOTHER = Text(
    "it changes a resource that is declared elsewhere, which isn't followed",
    "別の場所で宣言されたリソースを変更するが、その変更は追っていない",
)
_POOL_ADDRESSES: Final = "loadBalancerBackendAddresses"
# Attributes that hold blocks with parts of a resource, and what ids call those parts.
_PARTS: Final[Mapping[str, str]] = {
    "subnet": "subnets",
    "frontend_ip_configuration": "frontendIPConfigurations",
    "backend_address_pool": "backendAddressPools",
}
_POOL_ADDRESS_TYPE: Final = "azurerm_lb_backend_address_pool_address"


def state(content: Object) -> Declaration:
    """What a state declares."""
    return _declaration(list(of_state(content)), None)


def after(content: Object) -> Declaration:
    """What there is after the apply of a plan."""
    configuration = content.get("configuration")
    found = configuration if isinstance(configuration, Object) else None
    return _declaration(list(of_plan(content, "after")), found)


def before(content: Object) -> Declaration:
    """What there is before the apply of a plan."""
    return _declaration(list(of_plan(content, "before")), None)


@define(eq=False)
class _Ids:
    """The ids of instances: those that they have, or made of names where an apply would tell them."""

    links: Links
    _known: dict[int, str] = field(factory=dict, init=False)

    def of(self, instance: Instance) -> str | None:
        """The id of *instance*; None for a type that isn't known."""
        if id(instance) not in self._known:
            # One that a circle leads back to has no parent.
            self._known[id(instance)] = ""
            self._known[id(instance)] = self._made(instance) or ""
        return self._known[id(instance)] or None

    def _made(self, instance: Instance) -> str | None:
        given = instance.values.get("id")
        if isinstance(given, str) and reference(given) is not None:
            return given
        if instance.type.startswith(azapi.PREFIX):
            type, parent = azapi.type_of(instance), self._text(instance, "parent_id")
            return None if type is None else azapi.id_in(parent, type[0], _name(instance))
        kind = KINDS.get(instance.type)
        type_name = ELSEWHERE.get(instance.type) if kind is None else kind.type
        if type_name is None:
            return None
        if kind is not None and kind.parent is not None:
            whole = self._whole(instance, kind, kind.parent)
            return (
                None if whole is None else f"{whole}/{kind.type.split('/')[-1]}/{_name(instance)}"
            )
        group = _plain(instance.values.get("resource_group_name")) or "?"
        return azapi.id_in(f"/subscriptions/?/resourceGroups/{group}", type_name, _name(instance))

    def _whole(self, instance: Instance, kind: Kind, parent: str) -> str | None:
        value = instance.values.get(parent)
        if isinstance(value, str) and kind.within is not None:
            group = _plain(instance.values.get("resource_group_name")) or "?"
            return azapi.id_in(f"/subscriptions/?/resourceGroups/{group}", kind.within, value)
        return self._text(instance, parent)

    def _text(self, instance: Instance, name: str) -> str | None:
        value = instance.values.get(name)
        if isinstance(value, str):
            return value.rstrip("/")
        found = Linked(instance, self).ids((name,))
        return found[0] if len(found) == 1 else None


@frozen(eq=False)
class Linked:
    """Resolves the attributes of one instance that aren't known yet."""

    instance: Instance
    all_ids: _Ids

    def is_written(self, path: Path) -> bool:
        """Whether somebody wrote the attribute; a plan without configuration doesn't say."""
        return self.all_ids.links.targets(self.instance, path) is not None

    def ids(self, path: Path) -> list[str]:
        """The ids of the resources, or parts of some, that the attribute at *path* refers to."""
        targets = self.all_ids.links.targets(self.instance, path) or []
        found = (self._id(each) for each in targets)
        return [each for each in found if each is not None]

    def id_behind(self, path: Path) -> str | None:
        """The id of the one resource that the attribute at *path* takes a value of."""
        targets = self.all_ids.links.targets(self.instance, path) or []
        found = {self.all_ids.of(each.instance) for each in targets}
        return found.pop() if len(found) == 1 else None

    def _id(self, target: Target) -> str | None:
        whole = self.all_ids.of(target.instance)
        if (
            whole is None
            or not target.attribute
            or target.attribute in (("id",), ("name",), ("*", "id"))
        ):
            return whole
        first, *rest = target.attribute
        blocks = target.instance.values.get(first)
        if first not in _PARTS or not isinstance(blocks, tuple):
            return None
        at = next((int(each) for each in rest if each.isdecimal() and len(each) < 10), None)
        chosen = blocks if at is None else blocks[at : at + 1]
        names = [each.get("name") for each in chosen if isinstance(each, Object)]
        if len(names) != 1 or not isinstance(names[0], str):
            return None
        return f"{whole}/{_PARTS[first]}/{names[0]}"


def _declaration(instances: Sequence[Instance], configuration: Object | None) -> Declaration:
    ids = _Ids(Links(instances, configuration))
    doubts: list[Doubt] = []
    found: dict[Reference, Declared] = {}
    for each in instances:
        declared = _declared(each, ids, doubts)
        named = None if declared is None else reference(declared.id)
        if declared is not None and named is not None:
            key = _key(named)
            # What is read and managed as well is managed.
            if key not in found or found[key].is_existing:
                found[key] = declared
    for each in instances:
        _associate(each, ids, found, doubts)
    return Declaration(tuple(found.values()), tuple(doubts))


def _key(named: Reference) -> Reference:
    parts = tuple((kind.casefold(), name.casefold()) for kind, name in named.parts)
    return Reference(named.type, named.name.casefold(), named.group, parts)


def _declared(instance: Instance, ids: _Ids, doubts: list[Doubt]) -> Declared | None:
    label = f"{instance.type}.{instance.label}"
    if instance.type in azapi.OVERLAYS:
        doubts.append(Doubt(label, CHANGES_ANOTHER, instance.place))
        return None
    kind = KINDS.get(instance.type)
    is_azapi = instance.type.startswith(azapi.PREFIX)
    if kind is None and instance.type not in ELSEWHERE and not is_azapi:
        return None
    id = ids.of(instance)
    named = None if id is None else reference(id)
    if id is None or named is None:
        doubts.append(Doubt(label, NO_RESOURCE, instance.place))
        return None
    block = Block(instance.values, id, Linked(instance, ids))
    version = None
    if is_azapi:
        found = azapi.type_of(instance)
        type, version = (None, None) if found is None else found
        body = azapi.body(instance)
        if type is None or body is None:
            doubts.append(Doubt(label, AFTER_APPLY, instance.place))
            return None
        known = azapi.linked(body, list(dict.fromkeys(block.links.ids(("body",)))))
        assert isinstance(known, Object), "an object stays one"
        body = known.with_("name", named.name).with_("apiVersion", version)
    elif kind is None:
        type, body = ELSEWHERE[instance.type], Object(place=instance.place)
    else:
        type, body = kind.type, _body(kind, block)
    names = "/".join((named.name, *(name for _, name in named.parts)))
    return Declared(
        type=type,
        name=names,
        id=id,
        body=body,
        api_version=version,
        place=instance.place,
        is_existing=instance.is_data,
    )


def _body(kind: Kind, block: Block) -> Object:
    places = {"name": place} if (place := block.values.place_of("name")) is not None else {}
    items: list[tuple[str, Value]] = [("properties", shaped(block, kind.properties))]
    if isinstance(kind.sku, Mapping):
        sku: Value = shaped(block, kind.sku)
        items += [("sku", sku)] if sku else []
    else:
        items.append(("sku", kind.sku.read(block)))
    return Object(items, block.values.place, places)


def _associate(
    instance: Instance, ids: _Ids, found: dict[Reference, Declared], doubts: list[Doubt]
) -> None:
    """What an association says becomes part of the resource that it is about."""
    association = ASSOCIATIONS.get(instance.type)
    is_address = instance.type == _POOL_ADDRESS_TYPE
    if association is None and not is_address:
        return
    block = Block(instance.values, "", Linked(instance, ids))
    target = id_of(block, "backend_address_pool_id" if association is None else association.target)
    label = f"{instance.type}.{instance.label}"
    named = reference(target) if isinstance(target, str) else None
    if named is None:
        doubts.append(Doubt(label, NO_TARGET, instance.place))
        return
    assert isinstance(target, str)
    whole = found.get(_key(named)) or _existing(target, named, instance)
    inner = whole.body.get("properties")
    properties = inner if isinstance(inner, Object) else Object()
    if association is None:
        properties = _appended(properties, _POOL_ADDRESSES, shaped(block, POOL_ADDRESS))
    else:
        other = id_of(block, association.names)
        if not other:
            return
        value: Value = Object([("id", other)], instance.place)
        properties = _said(properties, association, value, block)
    found[_key(named)] = evolve(whole, body=whole.body.with_("properties", properties))


def _said(properties: Object, said: Association, value: Value, block: Block) -> Object:
    if said.inner is None:
        if said.is_list:
            return _appended(properties, said.property, value)
        return properties.with_(said.property, value)
    _, name = ("", None) if said.named is None else block.found(said.named)
    items = properties.get(said.inner)
    return properties.with_(
        said.inner,
        tuple(
            _appended(each, said.property, value)
            if isinstance(each, Object) and (said.named is None or each.get("name") == name)
            else each
            for each in (items if isinstance(items, tuple) else ())
        ),
    )


def _appended(whole: Object, key: str, value: Value) -> Object:
    known = whole.get(key)
    items = known if isinstance(known, tuple) else ()
    id = value.get("id") if isinstance(value, Object) else None
    if id is not None and any(isinstance(each, Object) and each.get("id") == id for each in items):
        return whole
    return whole.with_(key, (*items, value))


def _existing(id: str, named: Reference, instance: Instance) -> Declared:
    """What an association is about and nobody declares."""
    kinds = "/".join((named.type, *(kind for kind, _ in named.parts)))
    names = "/".join((named.name, *(name for _, name in named.parts)))
    return Declared(
        type=kinds,
        name=names,
        id=id,
        body=Object(place=instance.place),
        place=instance.place,
        is_existing=True,
    )


def _name(instance: Instance) -> str:
    """Its name in Azure; that within Terraform where only an apply would tell."""
    return _plain(instance.values.get("name")) or StandIn(instance.label, AFTER_APPLY)


def _plain(value: Value) -> str | None:
    return value if isinstance(value, str) and value and "/" not in value else None
