"""A timeline: lanes with bars for what lasts and signs for what happens, over virtual time.

Lanes share one axis where a screen has room for it; on a narrow one, and where more happens
than an axis can tell apart, time runs downwards in each lane.
"""

from __future__ import annotations

from azsim.livingdocs.picture import Picture
from azsim.livingdocs.pictures import timeline_down
from azsim.livingdocs.pictures.timeline_across import across
from azsim.livingdocs.pictures.timeline_words import summary, table, title, unit_for
from azsim.questions.timeline import Timeline
from azsim.text import Language, Text


def draw(timeline: Timeline) -> Picture:
    """*timeline* as a picture, with a table of all that it shows."""
    unit = unit_for(timeline)
    narrow = Text(*(timeline_down.down(timeline, unit, each) for each in _LANGUAGES))
    wide = [across(timeline, unit, each) for each in _LANGUAGES]
    svg = Text(*(each or other for each, other in zip(wide, (narrow.en, narrow.ja), strict=True)))
    return Picture(
        "timeline",
        title(timeline),
        summary(timeline, unit),
        svg,
        table(timeline, unit),
        narrow=narrow,
    )


_LANGUAGES: tuple[Language, Language] = ("en", "ja")
