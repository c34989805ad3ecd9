"""The registry, and what one scenario reads of it."""

from __future__ import annotations

from fractions import Fraction
from importlib import resources

import pytest

from azsim.facts import Facts, UnknownFact, registry
from azsim.facts.on_demand import DocumentsOnDemand, FactsOnDemand
from azsim.facts.reading import FactFileError, read_documents, read_facts
from azsim.facts.registry import DOCUMENTS, FILES, WrongKind
from azsim.units import MINUTE, SECOND


def test_the_registry_is_read_once_and_cannot_be_changed() -> None:
    assert registry() is registry()
    with pytest.raises(TypeError):
        registry()["a"] = registry()["classic.methods"]  # type: ignore[index]


def test_the_order_is_that_of_the_files() -> None:
    ids = list(registry())
    assert ids[0] == "network.private-addresses"
    assert ids[-1] == "host.private-first-address"


def test_facts_are_those_of_whole_files() -> None:
    folder = resources.files("azsim.facts")
    texts = {name: folder.joinpath(name).read_text("utf-8") for name in (DOCUMENTS, *FILES)}
    documents = read_documents(DOCUMENTS, texts.pop(DOCUMENTS))
    assert list(registry().values()) == list(read_facts(texts, documents))


FACT = """[[fact]]
id = "{id}"
kind = "number"
value = 4
unit = "ports"
status = "chosen"
reason_en = "It is so."
reason_ja = "そうする。"
en = "Ports."
ja = "ポートの数である。"
"""


def test_a_fact_is_read_when_it_is_asked_for() -> None:
    found = FactsOnDemand({"a.toml": FACT.format(id="a.b") + "nonsense = 1\n"}, {})
    assert (list(found), len(found), "a.b" in found) == (["a.b"], 1, True)
    with pytest.raises(FactFileError, match=r"a.toml: a.b: unknown key nonsense"):
        found["a.b"]


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        (FACT.format(id="a.b") * 2, "a.toml: a.b: the id stands in a.toml already"),
        (FACT.format(id="a.b").replace("id =", "name ="), "a.toml: fact number 1: id is missing"),
        ("a = 1\n" + FACT.format(id="a.b"), "a file holds .* records and nothing else"),
    ],
)
def test_what_cannot_be_found_is_a_mistake_of_its_file(text: str, mistake: str) -> None:
    with pytest.raises(FactFileError, match=mistake):
        FactsOnDemand({"a.toml": text}, {})


def test_sections_are_found_by_their_document() -> None:
    text = """[a]
title = "A"
title_ja = "A"
date = "2020"
text = "https://example.com/a"
[a.sections]
one = ["One", "一"]
"""
    found = DocumentsOnDemand(
        "documents.toml", text + text.replace("a]", "b]").replace("a.s", "b.s")
    )
    assert (list(found), len(found)) == (["a/one", "b/one"], 2)
    assert found["b/one"].section.en == "One"
    assert "c/one" not in found
    assert "a/two" not in found


def test_reading_is_remembered_once_and_in_order() -> None:
    facts = Facts()
    assert facts["classic.rst-hold"] == 15 * SECOND
    assert facts["classic.fin-hold"] == 240 * SECOND
    assert facts["classic.rst-hold"] == 15 * SECOND
    assert facts.read == ("classic.rst-hold", "classic.fin-hold")


def test_two_scenarios_share_nothing() -> None:
    Facts()["classic.fin-hold"]
    assert Facts().read == ()


def test_a_changed_fact_hides_the_documented_one() -> None:
    facts = Facts({"classic.fin-hold": 65 * SECOND})
    assert facts["classic.fin-hold"] == 65 * SECOND
    assert facts["classic.idle-timeout"] == 4 * MINUTE
    assert registry()["classic.fin-hold"].value == 240 * SECOND


def test_an_unknown_id_is_a_bug_and_names_the_nearest() -> None:
    with pytest.raises(LookupError, match="'classic.fin-hld'; did you mean 'classic.fin-hold'"):
        Facts()["classic.fin-hld"]
    with pytest.raises(UnknownFact):
        Facts({"classic.fin-hld": 1})


def test_an_unknown_id_is_not_remembered() -> None:
    facts = Facts()
    with pytest.raises(UnknownFact):
        facts["nothing.at.all"]
    assert facts.read == ()


def test_typed_readings() -> None:
    facts = Facts()
    assert facts.duration("classic.idle-timeout") == 4 * MINUTE
    assert facts.number("classic.endpoint.first-port") == 1024
    assert facts.fraction("classic.growth.reclaimed-share") == Fraction(1, 2)
    assert facts.names("classic.fin-ends") == ("client", "server")
    assert facts.text("psping.version") == "2.12"
    assert facts.table("classic.ports-by-pool-size")[0] == (50, 1024)
    assert len(facts.read) == 6


def test_a_set_can_be_emptied() -> None:
    assert Facts({"classic.fin-ends": ()}).names("classic.fin-ends") == ()


@pytest.mark.parametrize(
    ("method", "fact_id"),
    [
        ("duration", "psping.version"),
        ("number", "psping.version"),
        ("number", "classic.fallback.shared"),
        ("fraction", "classic.endpoint.first-port"),
        ("names", "classic.ports-by-pool-size"),
        ("names", "psping.version"),
        ("text", "classic.fin-ends"),
        ("table", "classic.fin-ends"),
        ("rests_on", "classic.fin-hold"),
    ],
)
def test_a_reading_of_another_kind_is_a_bug(method: str, fact_id: str) -> None:
    with pytest.raises(WrongKind, match=fact_id):
        getattr(Facts(), method)(fact_id)


def test_a_behaviour_is_rested_on_and_tells_nothing() -> None:
    facts = Facts()
    for fact_id in ("classic.exhaustion-refuses", "classic.fallback.shared") * 2:
        rested: object = facts.rests_on(fact_id)  # type: ignore[func-returns-value]
        assert rested is None
    assert facts.read == ("classic.exhaustion-refuses", "classic.fallback.shared")


def test_a_behaviour_has_no_value_to_change() -> None:
    with pytest.raises(WrongKind, match="classic.exhaustion-refuses"):
        Facts({"classic.exhaustion-refuses": "shares-a-port"})


def test_an_unknown_behaviour_is_a_bug() -> None:
    with pytest.raises(UnknownFact):
        Facts().rests_on("classic.exhaustion")


def test_a_fact_counts_with_one_that_there_is() -> None:
    assert {fact.counts_with for fact in registry().values()} <= {"", *registry()}
