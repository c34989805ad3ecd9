"""What stands where in Terraform's files: the instances of resources, whichever file they are in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from attrs import frozen

from azsim.readers.declared import Object, Place, Secret, Unknown, Value
from azsim.text import Text

AFTER_APPLY: Final = Text(
    "it is known after the apply only", "適用 (apply) の後でなければわからない"
)
Side = Literal["before", "after"]
Key = str | int | None


@frozen(kw_only=True)
class Instance:
    """One instance of a Terraform resource, with the values that it has or will have.

    ``module`` is the path of its module, such as ``("network",)``, and ``module_keys`` the keys of
    each on the way. ``key`` is its own, where the resource has ``count`` or ``for_each``.
    """

    type: str
    name: str
    values: Object
    module: tuple[str, ...] = ()
    module_keys: tuple[Key, ...] = ()
    key: Key = None
    is_data: bool = False
    place: Place | None = None

    @property
    def label(self) -> str:
        """Its name within Terraform, with its key where it has one."""
        return self.name if self.key is None else f"{self.name}-{self.key}"


def is_plan(content: Value) -> bool:
    """Whether *content* is what Terraform shows of a plan, or a test's stand-in for one."""
    return isinstance(content, Object) and (
        isinstance(content.get("resource_changes"), tuple)
        or ("planned_values" in content and "format_version" in content)
        or _mocks(content) != ()
    )


def is_state(content: Value) -> bool:
    """Whether *content* is a state, as Terraform keeps or as it shows it."""
    if not isinstance(content, Object) or "terraform_version" not in content:
        return False
    return isinstance(content.get("resources"), tuple) or isinstance(content.get("values"), Object)


def of_state(content: Object) -> Iterator[Instance]:
    """The instances of a state."""
    if isinstance(shown := content.get("values"), Object):
        yield from _of_values(shown)
        return
    for resource in _objects(content.get("resources")):
        for each in _objects(resource.get("instances")):
            values = each.get("attributes")
            # What is deposed has a successor already.
            if isinstance(values, Object) and "deposed" not in each:
                key = each.get("index_key")
                module, keys = _module(_text(resource.get("module")))
                yield Instance(
                    type=_text(resource.get("type")),
                    name=_text(resource.get("name")),
                    values=_without(values, each.get("sensitive_attributes")),
                    module=module,
                    module_keys=keys,
                    key=key if isinstance(key, str | int) else None,
                    is_data=resource.get("mode") == "data",
                    place=each.place,
                )


def of_plan(content: Object, side: Side) -> Iterator[Instance]:
    """The instances that there are on one *side* of a plan."""
    for name, mock in _mocks(content):
        for each in of_plan(mock, side):
            yield Instance(
                type=each.type, name=f"{name} {each.name}", values=each.values, place=each.place
            )
    prior = content.get("prior_state")
    shown = prior.get("values") if isinstance(prior, Object) else None
    if isinstance(shown, Object):
        yield from (each for each in _of_values(shown) if each.is_data)
    planned = content.get("planned_values")
    changes = content.get("resource_changes")
    if not isinstance(changes, tuple):
        if side == "after" and isinstance(planned, Object):
            yield from _of_values(planned)
        return
    for resource in _objects(changes):
        change = resource.get("change")
        values = change.get(side) if isinstance(change, Object) else None
        if not isinstance(change, Object) or not isinstance(values, Object):
            continue
        if "deposed" in resource:
            continue
        unknown = change.get("after_unknown") if side == "after" else None
        masked = _masked(values, change.get(f"{side}_sensitive"))
        found = _opened(masked, unknown)
        # One that is unknown, or a secret, as a whole becomes nothing that could be read.
        yield _instance(resource, found if isinstance(found, Object) else Object())


def _mocks(content: Object) -> tuple[tuple[str, Object], ...]:
    """The plans that a file of tests for a policy holds, by their names."""
    mocks = content.get("mock")
    if not isinstance(mocks, Object):
        return ()
    return tuple(
        (name, each)
        for name, each in mocks.items()
        if isinstance(each, Object) and isinstance(each.get("resource_changes"), tuple)
    )


def _of_values(shown: Object) -> Iterator[Instance]:
    modules = [shown.get("root_module")]
    while modules:
        module = modules.pop(0)
        if not isinstance(module, Object):
            continue
        modules += _objects(module.get("child_modules"))
        for resource in _objects(module.get("resources")):
            values = resource.get("values")
            if isinstance(values, Object):
                masked = _masked(values, resource.get("sensitive_values"))
                yield _instance(resource, masked if isinstance(masked, Object) else Object())


def _instance(resource: Object, values: Object) -> Instance:
    address = _text(resource.get("address"))
    given = resource.get("module_address")
    type, name = _text(resource.get("type")), _text(resource.get("name"))
    inner = address.rpartition(f"{type}.{name}")[0].removesuffix("data.").rstrip(".")
    module, keys = _module(given if isinstance(given, str) else inner)
    key = resource.get("index")
    return Instance(
        type=type,
        name=name,
        values=values,
        module=module,
        module_keys=keys,
        key=key if isinstance(key, str | int) else None,
        is_data=resource.get("mode") == "data",
        place=values.place or resource.place,
    )


def _module(address: str) -> tuple[tuple[str, ...], tuple[Key, ...]]:
    """The names and the keys on the way to a module.

    >>> _module('module.net["a.b"].module.app')
    (('net', 'app'), ('a.b', None))
    """
    names: list[str] = []
    keys: list[Key] = []
    rest = address
    while rest.startswith("module."):
        rest = rest[len("module.") :]
        end = min((at for sign in ".[" if (at := rest.find(sign)) >= 0), default=len(rest))
        names.append(rest[:end])
        rest = rest[end:]
        key: Key = None
        if rest.startswith("["):
            inner, _, rest = rest[1:].partition("]")
            key = int(inner) if inner.isdecimal() and len(inner) < 10 else inner.strip('"')
        keys.append(key)
        rest = rest.lstrip(".")
    return tuple(names), tuple(keys)


def _masked(value: Value, sensitive: Value) -> Value:
    """*value* without what *sensitive*, which has the same shape, says nobody may see."""
    if sensitive is True:
        return Secret()
    if isinstance(value, Object) and isinstance(sensitive, Object):
        return _with(value, {key: _masked(value[key], sensitive.get(key)) for key in value})
    if isinstance(value, tuple) and isinstance(sensitive, tuple):
        marks = (*sensitive, *(None for _ in value))
        return tuple(map(_masked, value, marks))
    return value


def _without(values: Object, paths: Value) -> Object:
    """*values* without the attributes that the *paths* of a state lead into."""
    names = set()
    for path in paths if isinstance(paths, tuple) else ():
        first = path[0] if isinstance(path, tuple) and path else path
        name = first.get("value") if isinstance(first, Object) else first
        if isinstance(name, str):
            names.add(name.casefold())
    return _with(
        values, {key: Secret() if key.casefold() in names else values[key] for key in values}
    )


def _opened(value: Value, unknown: Value) -> Value:
    """*value* with an :class:`Unknown` in each place where *unknown*, of the same shape, has true."""
    if unknown is True:
        return Unknown(AFTER_APPLY)
    if isinstance(unknown, Object) and (value is None or isinstance(value, Object)):
        known = Object() if value is None else value
        found = {key: known[key] for key in known}
        for key in unknown:
            opened = _opened(known.get(key), unknown[key])
            if opened is not None:
                found[key] = opened
        return _with(known, found)
    if isinstance(unknown, tuple) and (value is None or isinstance(value, tuple)):
        known_items = value or ()
        size = max(len(known_items), len(unknown))
        return tuple(
            _opened(
                known_items[at] if at < len(known_items) else None,
                unknown[at] if at < len(unknown) else None,
            )
            for at in range(size)
        )
    return value


def _with(value: Object, items: dict[str, Value]) -> Object:
    places = {key: place for key in value if (place := value.place_of(key)) is not None}
    return Object(items.items(), value.place, places)


def _objects(value: Value) -> list[Object]:
    return [each for each in value if isinstance(each, Object)] if isinstance(value, tuple) else []


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""
