"""Deployments within deployments: templates inside a template, or in files beside it."""

from __future__ import annotations

from functools import partial
from typing import Final

from attrs import define, field

from azsim.readers.arm.deployment import IN_A_VAULT, Deployment, Given, section
from azsim.readers.arm.evaluate import decided, repeated, resolved
from azsim.readers.arm.expanding import Expansion
from azsim.readers.arm.files import BASE, ELSEWHERE, Files
from azsim.readers.arm.finder import ResourceFinder
from azsim.readers.arm.instances import Catalogue, Instance
from azsim.readers.arm.limits import MOST_LEVELS
from azsim.readers.arm.open import Open
from azsim.readers.arm.problem import advice
from azsim.readers.arm.scope import Scope
from azsim.readers.arm.types import Types
from azsim.readers.declared import Doubt, Object, Secret, Unknown, Value
from azsim.text import Text, quoted

NOT_FOUND = Text(
    'the template "{link}" doesn\'t lie beside this one, and is left out',
    "テンプレート「{link}」が同じ場所にないため、含まれていない",
)
NO_LINK = Text(
    "which template it deploys isn't known", "どのテンプレートをデプロイするかわからない"
)
NOT_DEPLOYED = Text(
    "it comes from a deployment whose template isn't here",
    "テンプレートがここにないデプロイの出力である",
)
_TOO_MANY_LEVELS = Text(
    "Deployments lie within one another more than {most} deep; a link may lead in a circle.",
    "デプロイの入れ子が {most} 段を超える。リンクが循環している可能性がある。",
)
_INNER: Final = "inner"
_PROPERTIES: Final = "properties"


@define(eq=False)
class Opened:
    """A deployment within another, with its template; *scope* is what its outputs see."""

    template: Object
    scope: Scope
    path: str


@define(eq=False)
class Opener:
    """Opens deployments within deployments, each of them once."""

    catalogue: Catalogue
    files: Files
    _opened: dict[Instance, Opened | None] = field(factory=dict)

    def open(self, instance: Instance) -> Opened | None:
        """Take the resources of the deployment *instance* into the catalogue.

        None where its template isn't here, which is a doubt.

        :raises Advice: where Azure would refuse it
        :raises Problem: if what is given to it comes from itself
        """
        if instance not in self._opened:
            called, make = f"deployment {instance.name}", partial(self._open, instance)
            self._opened[instance] = self.catalogue.circles.within(called, make)
        return self._opened[instance]

    def _open(self, instance: Instance) -> Opened | None:
        place = instance.raw.place_of(_PROPERTIES) or instance.place
        properties = section(instance.raw, _PROPERTIES)
        level = instance.deployment.level + 1
        if level > MOST_LEVELS:
            raise advice(_TOO_MANY_LEVELS.fill(most=MOST_LEVELS), instance.place)
        link = properties.get("templateLink")
        if isinstance(link, Object):
            path = self._linked(link, instance)
            template = None if path is None else self.files.get(path)
        else:
            path, template = instance.deployment.path, self._within(properties, instance)
        if path is None or template is None:
            return None
        is_inner = isinstance(link, Object) or _is_inner(properties)
        deployment = Deployment(
            template=template,
            place=template.place or place,
            path=path,
            name=instance.name,
            target=instance.target,
            budget=instance.deployment.budget,
            facts=instance.deployment.facts,
            given=self._given(properties, instance) if is_inner else {},
            level=level,
        )
        if is_inner:
            finder = ResourceFinder(self.catalogue, self.outputs)
            deployment.finder = finder
            deployment.check_parameters()
            scope = deployment.scope
        else:
            scope = instance.scope
            outer = scope.surroundings
            assert isinstance(outer, Deployment)
            assert isinstance(outer.finder, ResourceFinder)
            finder = outer.finder
        deployment.finder = finder
        where = template.place_of("resources") or place
        inner = Expansion(
            deployment, scope, deployment.target, self.catalogue, finder, instance.uncertain
        )
        inner.expand(template.get("resources"), where, f"{instance.name}: resources")
        return Opened(template, scope, f"{instance.name}: outputs")

    def _within(self, properties: Object, instance: Instance) -> Object | None:
        """The template that stands in the deployment."""
        if not isinstance(properties.get("template"), str):
            return section(properties, "template")
        place = properties.place_of("template") or instance.place
        found = resolved(properties["template"], instance.scope, place)
        if isinstance(found, Object):
            return found
        path = f"{instance.name}: template"
        self.catalogue.doubts.append(Doubt(path, NO_LINK, place))
        return None

    def _linked(self, link: Object, instance: Instance) -> str | None:
        """The file that a link leads to."""
        relative = link.get("relativePath")
        key = "uri" if relative is None else "relativePath"
        place = link.place_of(key) or link.place or instance.place
        whole = resolved(link.get(key), instance.scope, place)
        path = f"{instance.name}: templateLink"
        found = None
        reason = NO_LINK
        if isinstance(whole, str):
            found = self.files.linked(whole, instance.deployment.path)
            reason = NOT_FOUND.fill(link=quoted(whole.removeprefix(BASE), 200))
        elif isinstance(whole, Unknown):
            # Neither the folder nor a token is known, and still the last names are those of a file.
            link_text = f"{ELSEWHERE}{whole.stand_in}".replace(str(Secret()), "")
            found = self.files.linked(link_text, instance.deployment.path)
            reason = whole.reason
        if found is None:
            self.catalogue.doubts.append(Doubt(path, reason, place))
        return found

    def _given(self, properties: Object, instance: Instance) -> dict[str, Given]:
        """The values that the outer template gives, which its own expressions make."""
        link = properties.get("parametersLink")
        given: dict[str, Given] = {}
        if isinstance(link, Object):
            path = self._linked(link, instance)
            if path is not None:
                given = given_in(self.files.get(path))
        declared = properties.get("parameters")
        if isinstance(declared, str):
            place = properties.place_of("parameters") or instance.place
            declared = resolved(declared, instance.scope, place)
        if isinstance(declared, Object):
            given |= given_in(declared, instance.scope)
        return given

    def outputs(self, instance: Instance) -> Value:
        """What a deployment puts out."""
        opened = self.open(instance)
        called = f"reference('{instance.name}').outputs"
        if opened is None:
            return Open(Object(), called, reason=NOT_DEPLOYED)
        make = partial(self._outputs, opened)
        return self.catalogue.circles.within(f"outputs of {instance.name}", make)

    def _outputs(self, opened: Opened) -> Value:
        items = []
        for name, output in section(opened.template, "outputs").items():
            if isinstance(output, Object):
                value = _output(output, opened.scope)
                shown = output.get("type")
                items.append((name, Object([("type", shown), ("value", value)], output.place)))
        return Object(items, opened.template.place_of("outputs"))

    def check_outputs(self, opened: Opened) -> None:
        """Evaluate what a deployment puts out.

        :raises Advice: where Azure would refuse it
        """
        self._outputs(opened)


def _output(output: Object, scope: Scope) -> Value:
    place = output.place or scope.place
    if "condition" in output and decided(output["condition"], scope, place) is False:
        return None
    if Types(Object()).is_secure(Object([("type", output.get("type"))])):
        return Secret()
    copy = output.get("copy")
    if isinstance(copy, Object):
        return repeated(copy.get("count"), copy.get("input"), "", scope, place)
    return resolved(output.get("value"), scope, output.place_of("value") or place)


def given_in(parameters: Object, scope: Scope | None = None) -> dict[str, Given]:
    """The values in a file of parameters, or in a deployment whose expressions see *scope*."""
    inner = parameters.get("parameters")
    is_file = scope is None and isinstance(inner, Object)
    whole = inner if is_file and isinstance(inner, Object) else parameters
    given = {}
    for name, each in whole.items():
        place = whole.place_of(name) or parameters.place
        assert place is not None
        if not isinstance(each, Object):
            continue
        if "reference" in each and "value" not in each:
            value: Value = Unknown(IN_A_VAULT.fill(name=quoted(name)), f"{{{name}}}", place)
        else:
            value = each.get("value")
            if scope is not None:
                value = resolved(value, scope, each.place_of("value") or place)
        given[name.casefold()] = Given(name, value, each.place_of("value") or place)
    return given


def _is_inner(properties: Object) -> bool:
    options = properties.get("expressionEvaluationOptions")
    scope = options.get("scope") if isinstance(options, Object) else None
    return isinstance(scope, str) and scope.casefold() == _INNER
