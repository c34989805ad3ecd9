"""Which resource an attribute refers to, where only an apply would tell its value.

A plan's ``configuration`` names for every expression what it refers to, and not how: what goes through
a local value, or through a choice between several, isn't resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import define, field, frozen

from azsim.readers.declared import Object, Value
from azsim.readers.terraform.files import Instance, Key

_Module = tuple[str, ...]
_Keys = tuple[Key, ...]
_Named = tuple[_Module, str, str]
Path = tuple[str | int, ...]
_ANY: Final = "?any"
_SEGMENT = re.compile(r'\.?([^.\[\]]+)|\[("?)(.*?)\2\]')
_KEYED: Final = ("count", "each")


@frozen
class Target:
    """An attribute of an instance that an expression refers to; ``attribute`` may be empty."""

    instance: Instance
    attribute: tuple[str, ...]


@frozen(eq=False)
class _Group:
    """The instances of one resource in one instance of its module, by their keys."""

    keys: _Keys
    instances: dict[Key, Instance] = field(factory=dict)

    def at(self, index: str) -> Instance | None:
        """The instance that an index of a reference names."""
        if index in self.instances:
            return self.instances[index]
        return self.instances.get(int(index)) if index.isdecimal() and len(index) < 10 else None


@frozen
class _Scope:
    """A place that expressions stand in; ``key`` is that of the resource or module that has them.

    ``group`` are the instances of the resource, of which this is one.
    """

    module: _Module
    keys: _Keys
    key: Key = None
    group: _Group | None = None
    each: tuple[str, ...] = ()


@define(eq=False)
class Links:
    """The links of a configuration among *instances*."""

    instances: Sequence[Instance]
    configuration: Object | None = None
    _found: dict[_Named, dict[_Keys, _Group]] = field(factory=dict, init=False)
    _alike: dict[tuple[_Group, _Group], bool] = field(factory=dict, init=False)
    _resources: dict[_Named, Object] = field(factory=dict, init=False)
    _modules: dict[_Module, Object] = field(factory=dict, init=False)
    _calls: dict[_Module, Object] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        for each in self.instances:
            groups = self._found.setdefault((each.module, each.type, each.name), {})
            keys = each.module_keys
            groups.setdefault(keys, _Group(keys)).instances[each.key] = each
        root = None if self.configuration is None else self.configuration.get("root_module")
        self._walk((), root)

    def _walk(self, path: _Module, module: Value) -> None:
        if not isinstance(module, Object):
            return
        self._modules[path] = module
        resources = module.get("resources")
        for each in resources if isinstance(resources, tuple) else ():
            if isinstance(each, Object):
                type, name = each.get("type"), each.get("name")
                self._resources[path, str(type), str(name)] = each
        calls = module.get("module_calls")
        for name, call in calls.items() if isinstance(calls, Object) else ():
            if isinstance(call, Object):
                self._calls[*path, name] = call
                self._walk((*path, name), call.get("module"))

    def targets(self, instance: Instance, path: Path) -> list[Target] | None:
        """What the attribute at *path* refers to, each once; None where nobody wrote the attribute."""
        resource = self._resources.get((instance.module, instance.type, instance.name))
        if resource is None:
            return [] if self.configuration is None else None
        expression = _at(resource.get("expressions"), path, instance.values)
        if expression is None:
            return None
        groups = self._found[instance.module, instance.type, instance.name]
        scope = _Scope(
            instance.module,
            instance.module_keys,
            instance.key,
            groups[instance.module_keys],
            tuple(_references(resource.get("for_each_expression"))),
        )
        seen: set[tuple[_Scope, str]] = set()
        found = list(self._all(_references(expression), scope, seen))
        if any(reference.startswith("local.") for _, reference in seen):
            # What a local value holds isn't in a plan: it may be what is meant here.
            return []
        return list({(id(each.instance), each.attribute): each for each in found}.values())

    def _all(
        self,
        references: Iterable[str],
        scope: _Scope,
        seen: set[tuple[_Scope, str]],
        is_keyed: bool = False,
    ) -> Iterator[Target]:
        known = list(references)
        is_keyed = is_keyed or any(each.partition(".")[0] in _KEYED for each in known)
        for each in known:
            if (scope, each) in seen:
                continue
            seen.add((scope, each))
            yield from self._one(each, scope, is_keyed, seen)

    def _one(
        self, reference: str, scope: _Scope, is_keyed: bool, seen: set[tuple[_Scope, str]]
    ) -> Iterator[Target]:
        first, *rest = _segments(reference)
        if first == "data":
            first, *rest = rest or [""]
        if first in _KEYED:
            if reference.startswith("each.value"):
                yield from self._all(scope.each, scope, seen, is_keyed=True)
        elif first == "var" and rest:
            yield from self._variable(rest[0], scope, seen)
        elif first == "module" and rest:
            yield from self._output(rest, scope, is_keyed, seen)
        elif rest:
            name, *rest = rest
            for group in self._found.get((scope.module, first, name), {}).values():
                if _fit(group.keys, scope.keys):
                    yield from self._chosen(group, rest, scope, is_keyed)

    def _chosen(
        self, group: _Group, rest: list[str], scope: _Scope, is_keyed: bool
    ) -> Iterator[Target]:
        """Those of *group* that a reference means, with the attribute of them."""
        indexed = group.at(rest[0]) if rest else None
        if indexed is not None:
            yield Target(indexed, tuple(rest[1:]))
        elif is_keyed and None not in group.instances:
            # Which one an index leads to isn't said; where both have the same keys, it is its own.
            own = group.instances.get(scope.key)
            if own is not None and (scope.group is None or self._are_alike(scope.group, group)):
                yield Target(own, tuple(rest))
        else:
            yield from (Target(each, tuple(rest)) for each in group.instances.values())

    def _are_alike(self, one: _Group, other: _Group) -> bool:
        """Whether two resources have the same keys."""
        if (one, other) not in self._alike:
            self._alike[one, other] = one.instances.keys() == other.instances.keys()
        return self._alike[one, other]

    def _variable(
        self, name: str, scope: _Scope, seen: set[tuple[_Scope, str]]
    ) -> Iterator[Target]:
        call = self._calls.get(scope.module)
        expressions = None if call is None else call.get("expressions")
        if call is None or not isinstance(expressions, Object):
            return
        key = scope.keys[-1]
        outer = _Scope(
            scope.module[:-1],
            scope.keys[:-1],
            None if key == _ANY else key,
            each=tuple(_references(call.get("for_each_expression"))),
        )
        yield from self._all(_references(expressions.get(name)), outer, seen)

    def _output(
        self, rest: list[str], scope: _Scope, is_keyed: bool, seen: set[tuple[_Scope, str]]
    ) -> Iterator[Target]:
        name, *rest = rest
        module = self._modules.get((*scope.module, name))
        outputs = None if module is None else module.get("outputs")
        if not isinstance(outputs, Object) or not rest:
            return
        key: Key = scope.key if is_keyed else _ANY
        if rest[0] not in outputs and len(rest) > 1:
            index, *rest = rest
            key = int(index) if index.isdecimal() and len(index) < 10 else index
        output = outputs.get(rest[0])
        expression = output.get("expression") if isinstance(output, Object) else None
        inner = _Scope((*scope.module, name), (*scope.keys, key))
        yield from self._all(_references(expression), inner, seen)


def _fit(keys: _Keys, wanted: _Keys) -> bool:
    """Whether an instance of a module with these *keys* may be meant by the *wanted* ones.

    A module that is called once has no key, whoever asks for it by one of their own.
    """
    return all(want in (key, _ANY) or key is None for key, want in zip(keys, wanted, strict=False))


def _segments(reference: str) -> list[str]:
    """The parts of a reference: ``a.b["c"].d`` has four."""
    return [plain or index for plain, _, index in _SEGMENT.findall(reference)] or [""]


def _references(expression: Value) -> list[str]:
    """The references of an expression, without those that only begin the one before them."""
    found: list[str] = []
    pending = [expression]
    while pending:
        each = pending.pop()
        if isinstance(each, tuple):
            pending += each
        elif isinstance(each, Object):
            references = each.get("references")
            beginnings: list[str] = []
            for one in references if isinstance(references, tuple) else ():
                if one in beginnings:
                    beginnings.remove(one)
                elif isinstance(one, str):
                    found.append(one)
                    beginnings = [one[:at] for at in range(len(one)) if one[at] in ".["]
    return list(dict.fromkeys(found))


def _at(expressions: Value, path: Path, values: Value) -> Value:
    """The expression of the attribute at *path*, whose blocks stand in *values* as they will be."""
    for step in path:
        if isinstance(step, str):
            expressions = expressions.get(step) if isinstance(expressions, Object) else None
            values = values.get(step) if isinstance(values, Object) else None
            continue
        blocks = expressions if isinstance(expressions, tuple) else (expressions,)
        items = values if isinstance(values, tuple) else (values,)
        values = items[step] if step < len(items) else None
        expressions = _block(blocks, step, values, len(items))
    return expressions


def _block(blocks: tuple[Value, ...], at: int, values: Value, count: int) -> Value:
    """The block that became *values*: the one with its name, since sets have no order."""
    name = values.get("name") if isinstance(values, Object) else None
    for each in blocks:
        said = each.get("name") if isinstance(each, Object) else None
        if (
            isinstance(said, Object)
            and isinstance(name, str)
            and said.get("constant_value") == name
        ):
            return each
    return blocks[at] if len(blocks) == count else None
