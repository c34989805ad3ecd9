"""The packet walk of a scenario: a sequence diagram that shows each hop and each rewrite."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from azsim.livingdocs.picture import Picture
from azsim.livingdocs.pictures.place_words import place_name
from azsim.livingdocs.pictures.walk_hops import hops
from azsim.livingdocs.pictures.walk_mermaid import mermaid
from azsim.livingdocs.pictures.walk_replay import replay
from azsim.livingdocs.pictures.walk_sheet import svg
from azsim.livingdocs.pictures.walk_table import table
from azsim.livingdocs.pictures.walk_words import TITLE, listed
from azsim.model.events import Event
from azsim.questions.walk import Walk
from azsim.questions.walk_rows import Passage, Request, packets
from azsim.text import Text
from azsim.units import format_count

_PLACES: Final = Text("Places: {places}.", "場所: {places}。")
_TRAVEL: Final = Text("Events: {count}.", "イベント: {count} 件。")
_LOST: Final = Text("Dropped or refused: {count}.", "破棄または拒否: {count} 個。")
_ASKED: Final = Text("Requests to Azure: {count}.", "Azure への要求: {count} 件。")


def draw(walk: Walk, events: Sequence[Event] = ()) -> Picture:
    """The picture of a walk, with all its other forms; *events* are those that it is of."""
    summary = _summary(walk)
    return Picture(
        "walk",
        TITLE,
        summary,
        Text(svg(walk, "en", summary.en), svg(walk, "ja", summary.ja)),
        table(walk),
        mermaid(walk),
        hops=hops(walk),
        replay=replay(walk, events),
    )


def _summary(walk: Walk) -> Text:
    travelled = sum(map(packets, walk.rows))
    lost = sum(
        packets(row) for row in walk.rows if isinstance(row, Passage) and row.ended == "dropped"
    )
    asked = sum(isinstance(row, Request) for row in walk.rows)
    counts = ((_TRAVEL, travelled), (_LOST, lost), (_ASKED, asked))
    said = [words.fill(count=format_count(count)) for words, count in counts if count]
    if walk.places:
        named = [place_name(name) for name, _ in walk.places]
        said.insert(0, _PLACES.fill(places=listed(named)))
    return Text(" ".join(each.en for each in said), "".join(each.ja for each in said))
