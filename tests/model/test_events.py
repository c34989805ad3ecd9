"""Events and rules: what they hold, and what can't have happened."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

import azsim
from azsim.model import rules
from azsim.model.events import (
    Event,
    Passed,
    PoolResized,
    PortReleased,
    PortTaken,
    RequestBegan,
    Sampled,
)
from azsim.model.packet import FiveTuple, Packet
from azsim.model.rules import Rule
from azsim.text import Text, is_japanese

FLOW = FiveTuple("TCP", "10.0.0.4", 50_000, "198.51.100.7", 443)
RULE = Rule("test.rule", Text("{what} happens", "{what}が起きる"))


def defined() -> Iterator[Rule]:
    """Every rule that a module of azsim defines."""
    found: dict[int, Rule] = {}
    for module in pkgutil.walk_packages(azsim.__path__, "azsim."):
        if not module.name.startswith(("azsim.features", "azsim.__main__")):
            values = vars(importlib.import_module(module.name)).values()
            found |= {id(each): each for each in values if isinstance(each, Rule)}
    yield from found.values()


class TestRules:
    def test_share_no_id(self) -> None:
        counts = Counter(each.id for each in defined())
        assert len(counts) > 20
        assert [id for id, count in counts.items() if count > 1] == []

    def test_are_told_in_both_languages(self) -> None:
        assert [each.id for each in defined() if is_japanese(each.text.en)] == []
        assert [each.id for each in defined() if not is_japanese(each.text.ja)] == []

    def test_keep_their_id_when_they_are_filled(self) -> None:
        assert RULE.fill(what="it") == Rule("test.rule", Text("it happens", "itが起きる"))

    @pytest.mark.parametrize("id", ["", "snat", "Snat.exhausted", "snat exhausted", "snat."])
    def test_have_an_id_of_words_with_dots(self, id: str) -> None:
        with pytest.raises(ValueError, match="snat.exhausted"):
            Rule(id, RULE.text)

    def test_are_read_by_their_text(self) -> None:
        assert rules.words(RULE) == RULE.text


class TestWhatCantHaveHappened:
    @pytest.mark.parametrize(
        "made",
        [
            lambda: Passed(0, 0, "lb", Packet(1, *FLOW), Packet(2, *FLOW), RULE),
            lambda: PortTaken(0, 0, "snat", FLOW, FLOW, in_use=0),
            lambda: PortReleased(0, 0, "snat", FLOW, FLOW, "FIN", in_use=-1),
            lambda: PoolResized(0, 0, "snat", 1, 1_024, -1, ()),
            lambda: RequestBegan(0, 0, "client", 0),
            lambda: Sampled(0, 0, "vm1", sent=1, failed=2, ports_in_use=0),
        ],
    )
    def test_is_no_event(self, made: Callable[[], Event]) -> None:
        with pytest.raises(ValueError):  # noqa: PT011
            made()
