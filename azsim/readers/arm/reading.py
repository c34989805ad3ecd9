"""A template and its parameters in, a declaration out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from azsim.facts import Facts
from azsim.garbage import looking_rarely
from azsim.readers.arm.deployment import Deployment, Given, section
from azsim.readers.arm.evaluate import resolved
from azsim.readers.arm.expanding import Expansion
from azsim.readers.arm.files import Beside, Files
from azsim.readers.arm.finder import ResourceFinder
from azsim.readers.arm.instances import Catalogue, Instance
from azsim.readers.arm.kinds import text_of
from azsim.readers.arm.limits import Budget
from azsim.readers.arm.nested import Opened, Opener, given_in
from azsim.readers.arm.problem import Problem, advice
from azsim.readers.arm.scope import SUBSCRIPTION, Target
from azsim.readers.arm.types import Types
from azsim.readers.declared import (
    NOBODY,
    Declaration,
    Declared,
    Doubt,
    Object,
    Place,
    Unknown,
    Value,
)
from azsim.text import Advice, Text

Override: TypeAlias = Mapping[str, Value]
"""Values of parameters by name, as somebody types them."""

_TOO_DEEP = Text(
    "Values of the template lie within one another too deep.",
    "テンプレートの値の入れ子が深すぎる。",
)
_LEVELS: Final = {
    "subscriptiondeploymenttemplate.json": Target(SUBSCRIPTION, None),
    "managementgroupdeploymenttemplate.json": Target(None, None, "management-group"),
    "tenantdeploymenttemplate.json": Target(None, None),
}


def is_template(value: Value) -> bool:
    """Whether *value* is an ARM template, by what it holds."""
    if not isinstance(value, Object) or "resources" not in value:
        return False
    schema = value.get("$schema")
    says_so = isinstance(schema, str) and "deploymenttemplate.json" in schema.casefold()
    return says_so or "contentVersion" in value


def declared(
    template: Object,
    path: str,
    beside: Beside,
    parameters: Object | None = None,
    overrides: Override | None = None,
    facts: Facts | None = None,
) -> Declaration:
    """What *template* deploys; *path* is what messages call it.

    :param beside: what a file holds, by its path as seen from the template's folder
    :param parameters: what a file of parameters holds
    :param overrides: values that go before it
    :param facts: what Azure takes; what is documented, unless others are given
    :raises Advice: if Azure would refuse the template
    """
    place = template.place or Place(path, 1)
    try:
        with looking_rarely():
            return _declared(template, path, beside, parameters, overrides or {}, facts or Facts())
    except Problem as problem:
        raise advice(problem.text, place) from None
    except RecursionError:
        raise advice(_TOO_DEEP, place) from None


def secure_parameters(template: Object) -> frozenset[str]:
    """The folded names of the parameters of *template* whose values are secrets."""
    types = Types(section(template, "definitions"))
    declared = section(template, "parameters")
    return frozenset(
        name.casefold()
        for name, type in declared.items()
        if isinstance(type, Object) and types.is_secure(type)
    )


def _declared(
    template: Object,
    path: str,
    beside: Beside,
    parameters: Object | None,
    overrides: Override,
    facts: Facts,
) -> Declaration:
    place = template.place or Place(path, 1)
    given = {} if parameters is None else given_in(parameters)
    typed = Place(path, place.line)
    given |= {
        name.casefold(): Given(name, value, typed, is_loose=True)
        for name, value in overrides.items()
    }
    folder, _, name = path.rpartition("/")
    catalogue = Catalogue()
    opener = Opener(catalogue, Files(beside, folder))
    deployment = Deployment(
        template=template,
        place=place,
        path=name,
        name=name.partition(".")[0] or "main",
        target=_target(template),
        budget=Budget(),
        facts=facts,
        given=given,
    )
    finder = ResourceFinder(catalogue, opener.outputs)
    deployment.finder = finder
    deployment.check_parameters()
    whole = Expansion(deployment, deployment.scope, deployment.target, catalogue, finder)
    whole.expand(template.get("resources"), template.place_of("resources") or place, "resources")
    # Deployments within it add to what is being gone through.
    for each in catalogue.instances:
        if each.is_deployment and not each.is_existing:
            opener.open(each)
    resources = tuple(_resource(each) for each in catalogue.instances if not each.is_deployment)
    _check_outputs(opener, Opened(template, deployment.scope, "outputs"), catalogue)
    return Declaration(resources, tuple(catalogue.doubts))


def _target(template: Object) -> Target:
    schema = template.get("$schema")
    name = schema.rstrip("#").rpartition("/")[2] if isinstance(schema, str) else ""
    return _LEVELS.get(name.casefold(), Target())


def _check_outputs(opener: Opener, opened: Opened, catalogue: Catalogue) -> None:
    """Outputs come after the resources, which they can't change any more: a mistake is a doubt."""
    place = opened.template.place_of("outputs") or opened.scope.place
    try:
        opener.check_outputs(opened)
    except Advice as mistake:
        catalogue.doubts.append(Doubt(opened.path, mistake.text, place, NOBODY))
    except Problem as problem:
        catalogue.doubts.append(Doubt(opened.path, problem.text, place, NOBODY))


def _resource(instance: Instance) -> Declared:
    version = instance.api_version
    return Declared(
        type=instance.type,
        name=instance.name,
        id=instance.id,
        body=instance.body(),
        api_version=version if isinstance(version, str) else None,
        place=instance.place,
        is_existing=instance.is_existing,
        uncertain=instance.uncertain,
        depends_on=tuple(_depends_on(instance)),
    )


def _depends_on(instance: Instance) -> Iterator[str]:
    """The ids that it depends on; words that are none where they name nothing here."""
    place = instance.raw.place_of("dependsOn") or instance.place
    found = resolved(instance.raw.get("dependsOn"), instance.scope, place)
    finder = instance.deployment.finder
    for each in found if isinstance(found, tuple) else ():
        if isinstance(each, Unknown):
            yield each.stand_in
            continue
        words = text_of(each)
        named = finder.all_named(words) if isinstance(finder, ResourceFinder) else []
        yield from [one.id for one in named] or [words]
