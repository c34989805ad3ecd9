"""What was asked of Azure, and the pools that it measured again, on a timeline."""

from __future__ import annotations

from attrs import define, field

from azsim.model.events import Asked, Event, PoolResized
from azsim.questions.lanes import Lane, Mark, Outcome, lane
from azsim.text import Text, same
from azsim.units import format_count


@define
class AzureLanes:
    """Reads a trace once, and tells of requests to Azure and of pools that changed."""

    _asked: list[Mark] = field(factory=list)
    _resized: dict[str, list[Mark]] = field(factory=dict)
    _allocated: dict[str, int] = field(factory=dict)

    def read(self, each: Event) -> None:
        """Take in the next event."""
        if isinstance(each, Asked):
            outcome: Outcome = "succeeded" if each.refused is None else "failed"
            words = _ACCEPTED if each.refused is None else _REFUSED
            self._asked.append(Mark(each.time, outcome, words.fill(request=each.request)))
        elif isinstance(each, PoolResized):
            after = each.allocated
            before = self._allocated.get(each.where, after)
            self._allocated[each.where] = after
            if before != after:
                said = _RESIZED.fill(before=format_count(before), after=format_count(after))
                self._resized.setdefault(each.where, []).append(Mark(each.time, "happened", said))

    def lanes(self) -> list[Lane]:
        """One for requests, and one for each pool that changed."""
        asked = [lane("Azure", same("Azure"), _REQUESTS, marks=self._asked)]
        resized = [
            lane("Azure", same(place), _ALLOCATION, marks=marks)
            for place, marks in self._resized.items()
        ]
        return [*(asked if self._asked else []), *resized]


_REQUESTS = Text("requests", "要求")
_ALLOCATION = Text("ports of each instance", "インスタンスごとのポート")
_ACCEPTED = Text("accepted: {request}", "受け付け: {request}")
_REFUSED = Text("refused: {request}", "拒否: {request}")
_RESIZED = Text("from {before} to {after} ports", "{before} 個から {after} 個へ")
