"""What was asked of Azure, and the pools that it measured again, on a timeline."""

from __future__ import annotations

from typing import cast

from attrs import define, field

from azsim.model.observation import Observation
from azsim.questions.lanes import Lane, Mark, lane
from azsim.text import Text, same
from azsim.units import format_count


@define
class AzureLanes:
    """Reads a trace once, and tells of requests to Azure and of pools that changed."""

    _asked: list[Mark] = field(factory=list)
    _resized: dict[str, list[Mark]] = field(factory=dict)
    _allocated: dict[str, int] = field(factory=dict)

    def read(self, each: Observation) -> None:
        """Take in the next observation."""
        if each.kind == "request" and each.rule is not None:
            if ("answer", "accepted") in each.details:
                self._asked.append(Mark(each.time, "succeeded", _ACCEPTED.fill(request=each.rule)))
            else:
                self._asked.append(Mark(each.time, "failed", _REFUSED.fill(request=each.rule)))
        elif each.kind == "resize":
            after = cast(int, dict(each.details)["allocated"])
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
