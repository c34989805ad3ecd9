"""Variants of behaviours: one for each counterfactual, and none of them leaves a trace."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

from azsim.azure import Azure
from azsim.facts import Fact, registry
from azsim.facts.decides import decides
from azsim.proving.variants import MODULES, VARIANTS, Variant, put_in

BEHAVIOURS = [fact for fact in registry().values() if fact.kind == "behaviour"]
PACKAGE = Path(str(resources.files("azsim")))
PARAMETERS = [fact for fact in registry().values() if fact.kind != "behaviour"]
READ_BY_TESTS_ONLY = {
    "fastpath.recorded.median-off",
    "fastpath.recorded.median-on",
    "fastpath.recorded.minimum-off",
    "fastpath.recorded.minimum-on",
}

pytestmark = pytest.mark.usefixtures("nothing_stays")


@pytest.fixture
def nothing_stays() -> Iterator[None]:
    """What stands in production before a test stands there after it."""
    before = {key: variant.target for key, variant in VARIANTS.items()}
    yield
    assert {key: variant.target for key, variant in VARIANTS.items()} == before


def production() -> str:
    """All code that isn't a proof's, in which ids of facts may stand."""
    files = [path for path in PACKAGE.rglob("*.py") if "proving" not in path.parts]
    return "\n".join(path.read_text("utf-8") for path in files)


def parameters(function: object) -> list[tuple[str, object]]:
    """The names and kinds of what *function* takes, but for the one that it replaces."""
    assert callable(function)
    found = inspect.signature(function).parameters.values()
    return [(each.name, each.kind) for each in found if each.name != "real"]


@pytest.mark.parametrize("fact", BEHAVIOURS, ids=lambda fact: fact.id)
class TestABehaviour:
    def test_has_a_variant_for_each_otherwise_and_no_more(self, fact: Fact) -> None:
        told = [each.id for each in fact.otherwise]
        assert sorted(told) == sorted(id for known, id in VARIANTS if known == fact.id)
        assert told or fact.status == "chosen"

    def test_is_rested_on_by_production_code(self, fact: Fact) -> None:
        assert f'"{fact.id}"' in production()


def test_each_parameter_is_read_by_production_code() -> None:
    code = production()
    unread = {fact.id for fact in PARAMETERS if f'"{fact.id}"' not in code}
    assert unread == READ_BY_TESTS_ONLY


def test_nothing_is_made_of_what_a_behaviour_tells() -> None:
    """``rests_on`` returns None; in production it stands alone, so that nothing depends on it."""
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".rests_on"):
                assert id(node) in alone, f"{path}:{node.lineno}"


def test_no_fact_is_a_yes_or_a_no() -> None:
    assert not any(isinstance(fact.value, bool) for fact in registry().values())


def test_each_variant_is_of_a_behaviour() -> None:
    assert {fact for fact, _ in VARIANTS} <= {fact.id for fact in BEHAVIOURS}


def test_each_module_of_variants_is_loaded() -> None:
    folder = PACKAGE / "proving" / "variants"
    names = {path.stem for path in folder.glob("*.py")} - {"__init__", "variant"}
    assert {module.__name__.rpartition(".")[2] for module in MODULES} == names


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=lambda each: f"{each.fact}-{each.id}")
class TestAVariant:
    def test_replaces_a_function_that_is_public_or_marked(self, variant: Variant) -> None:
        assert callable(variant.target)
        assert not variant.name.startswith("_") or variant.target.__dict__["decides"]

    def test_takes_what_the_function_takes(self, variant: Variant) -> None:
        assert parameters(variant.function) == parameters(variant.target)

    def test_has_a_docstring(self, variant: Variant) -> None:
        assert variant.function.__doc__

    def test_leaves_no_trace_when_it_is_taken_out(self, variant: Variant) -> None:
        before = variant.target
        with put_in(variant):
            assert variant.target is not before
        assert variant.target is before

    def test_is_taken_out_when_a_play_breaks(self, variant: Variant) -> None:
        before = variant.target
        with pytest.raises(ZeroDivisionError), put_in(variant):
            _ = 1 // 0
        assert variant.target is before


def test_a_world_is_the_same_after_every_variant_as_before() -> None:
    before = trace()
    for variant in VARIANTS.values():
        with put_in(variant):
            pass
    assert trace() == before


def test_a_world_is_another_with_a_variant() -> None:
    with put_in(VARIANTS["classic.exhaustion-refuses", "shares-a-port"]):
        assert opened() == 1025
    assert opened() == 1024


def trace() -> list[str]:
    """What happens in a world of each kind, line by line."""
    azure = Azure()
    azure.deployment.describe_instances(1, endpoints=[("203.0.113.10", 80)])
    azure.outbound.open_connection("vm1", "TCP", "198.51.100.7", 443)
    azure.world.pass_time(300_000_000_000)
    other = Azure()
    other.load_balancing.add_client("192.0.2.33")
    other.load_balancing.add_load_balancer("lb", "203.0.113.20", [("web1", "10.0.2.4")])
    other.load_balancing.send_requests("192.0.2.33", "203.0.113.20", 80)
    seen = (*azure.world.trace.events, *other.world.trace.events)
    return [repr(each) for each in seen]


def opened() -> int:
    """How many of 1,025 flows to one destination succeed."""
    azure = Azure()
    azure.deployment.describe_instances(1, endpoints=[("203.0.113.10", 80)])
    azure.outbound.open_many("vm1", "TCP", 1025, [("198.51.100.7", 443)])
    return len(azure.outbound.flows)


def test_the_mark_changes_nothing() -> None:
    def function() -> None:
        pass

    assert decides(function) is function
