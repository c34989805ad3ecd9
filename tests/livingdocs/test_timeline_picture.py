"""The picture of a timeline."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped import shipped
from svg_labels import check_forms

from azsim.azure import Azure
from azsim.livingdocs.picture import Picture
from azsim.livingdocs.pictures.callouts import Callout, Words, tops
from azsim.livingdocs.pictures.canvas import LAPTOP
from azsim.livingdocs.pictures.time_axis import LEAST, time_axis
from azsim.livingdocs.pictures.time_unit import MINUTES, SECONDS, unit_of
from azsim.livingdocs.pictures.timeline import draw
from azsim.questions.lanes import Bar, Lane, Mark, ticked
from azsim.questions.timeline import Timeline, timeline
from azsim.text import Language, Text, same
from azsim.units import HOUR, MINUTE, SECOND

LANGUAGES: tuple[Language, Language] = ("en", "ja")
TO = ("198.51.100.7", 443)


def kept_alive() -> Picture:
    """A connection that a keepalive saves in the last second, beside others that idle out."""
    azure = Azure()
    azure.deployment.describe_instances(1, endpoints=[("203.0.113.10", 80)])
    azure.outbound.open_many("vm1", "TCP", 8, [TO])
    azure.world.pass_time(239 * SECOND)
    azure.ends.send_sign("vm1", "keepalive")
    azure.world.pass_time(HOUR)
    found = timeline(azure.world.trace.events)
    assert found is not None
    return draw(found)


class TestAPicture:
    def test_says_what_lasts_and_how_long(self) -> None:
        picture = kept_alive()
        for words in ("idle, 240 seconds", "idle, 239 seconds", "keepalive from vm1"):
            assert f">{words}<" in picture.svg.en
        for words in ("アイドル (240 秒)", "アイドル (239 秒)", "vm1 からのキープアライブ"):
            assert f">{words}<" in picture.svg.ja

    def test_tells_instants_apart_and_writes_how_much_is_cut(self) -> None:
        svg = kept_alive().svg
        found = re.findall(r'<text x="([0-9.]+)" [^>]*>(239|240) s<', svg.en)
        assert [time for _, time in found] == ["239", "240"]
        assert float(found[1][0]) - float(found[0][0]) >= LEAST
        assert ">239 seconds</text>" in svg.en
        assert ">239 秒</text>" in svg.ja

    def test_has_all_of_it_in_a_table_in_the_order_of_time(self) -> None:
        table = kept_alive().table
        assert table is not None
        assert [str(column) for column in table.columns] == ["time", "lane", "what"]
        assert [tuple(map(str, row)) for row in table.rows] == [
            ("0 seconds", "1 TCP connection", "idle, 239 seconds"),
            ("0 seconds", "7 TCP connections", "idle, 240 seconds"),
            ("239 seconds", "1 TCP connection", "keepalive from vm1"),
            ("239 seconds", "1 TCP connection", "idle, 240 seconds"),
            ("240 seconds", "7 TCP connections", "time-out, the port is free"),
            ("479 seconds", "1 TCP connection", "time-out, the port is free"),
        ]

    def test_is_summed_up_in_words(self) -> None:
        summary = kept_alive().summary
        assert summary.en == (
            "A timeline of 2 lanes over 479 seconds of virtual time. 1 TCP connection: idle, "
            "239 seconds, then idle, 240 seconds; 7 TCP connections: idle, 240 seconds."
        )
        assert summary.ja == (
            "仮想時間 479 秒、2 行のタイムライン。TCP 接続 1 本: アイドル (239 秒)、"
            "次に、アイドル (240 秒)。TCP 接続 7 本: アイドル (240 秒)。"
        )

    def test_is_the_same_every_time(self) -> None:
        assert kept_alive() == kept_alive()

    def test_ends_with_an_arrow_what_outlasts_the_trace(self) -> None:
        bar = Bar(0, None, "idle", same("still open"))
        assert (
            "<polygon" in draw(Timeline((Lane("names", same("a"), same(""), (bar,)),), HOUR)).svg.en
        )

    def test_escapes_names(self) -> None:
        bar = Bar(0, HOUR, "cached", same("<b>"))
        svg = draw(Timeline((Lane("names", same("<a>&"), same(""), (bar,)),), HOUR)).svg.en
        assert "&lt;a&gt;&amp;" in svg
        assert "<b>" not in svg


class TestAnAxis:
    def test_that_is_even_is_true_to_scale(self) -> None:
        axis = time_axis([0, MINUTE, 4 * MINUTE], 100, 400, MINUTES, "en")
        assert [axis.x(each * MINUTE) for each in range(5)] == [100, 200, 300, 400, 500]
        assert not any(stretch.is_cut for stretch in axis.stretches)
        assert [str(tick.label) for tick in axis.ticks if tick.is_event] == [
            "0 min",
            "1 min",
            "4 min",
        ]

    def test_that_is_uneven_is_cut_where_it_is_long(self) -> None:
        axis = time_axis([0, 239 * SECOND, 240 * SECOND], 100, 400, SECONDS, "en")
        assert [stretch.is_cut for stretch in axis.stretches] == [True, False]
        assert axis.stretches[0].duration == 239 * SECOND

    @given(
        st.sets(st.integers(0, 10**6), min_size=2, max_size=20).map(sorted),
        st.sampled_from([1_000_000, SECOND, MINUTE]),
        st.sampled_from(LANGUAGES),
    )
    def test_keeps_instants_apart_and_in_order(
        self, times: list[int], unit: int, language: Language
    ) -> None:
        instants = [time * unit for time in times]
        axis = time_axis(instants, 50, 700, unit_of(instants), language)
        drawn = [axis.x(time) for time in instants]
        assert drawn[0] == 50
        assert all(right - left >= LEAST - 0.01 for left, right in pairwise(drawn))


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30), st.integers(1, 3)), max_size=9))
def test_no_hanger_crosses_words_and_no_words_lie_on_others(
    points: list[tuple[int, int, int]],
) -> None:
    by_x = {x * 20.0: (broadness, count) for x, broadness, count in points}
    callouts = [
        Callout(x, 0, (Words("m" * broadness),) * count)
        for x, (broadness, count) in sorted(by_x.items())
    ]
    hung = list(zip(callouts, tops(callouts), strict=True))
    for number, (left, top) in enumerate(hung):
        for right, other in hung[number + 1 :]:
            if left.right > right.x:
                assert top >= other + 16 * len(right.lines)


WORDS = st.sampled_from(
    [
        Text("idle", "アイドル"),
        Text("keepalive from vm1", "vm1 からのキープアライブ"),
        Text("accepted: grow to 51 instances of the pool that is used by all of them", "受" * 30),
    ]
)
TIMES = st.one_of(st.integers(0, 300).map(lambda time: time * SECOND), st.integers(0, 10**13))
MARKS = st.builds(Mark, TIMES, st.sampled_from(["happened", "succeeded", "failed"]), WORDS)
BARS = st.builds(
    lambda start, length, kind, what: Bar(start, start + length if length else None, kind, what),
    TIMES,
    TIMES,
    st.sampled_from(["idle", "hold", "cached", "degraded"]),
    WORDS,
)
LANES = st.builds(
    lambda bar, marks, ticks, name: Lane(
        "connections",
        name,
        same("198.51.100.7:443"),
        (bar,),
        tuple(sorted(marks, key=lambda mark: mark.time)),
        tuple(ticked(sorted(times), "failed", same("x")) for times in ticks),
    ),
    BARS,
    st.lists(MARKS, max_size=3),
    st.lists(st.lists(TIMES, min_size=1, max_size=9, unique=True), max_size=2),
    WORDS,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(LANES, min_size=1, max_size=4), TIMES)
def test_labels_never_overlap_whatever_happens(lanes: list[Lane], ended: int) -> None:
    ended = max(ended, SECOND, *(mark.time for lane in lanes for mark in lane.marks), 0)
    picture = draw(Timeline(tuple(lanes), ended))
    for language in LANGUAGES:
        check_forms(picture, language, LAPTOP)


@pytest.fixture(scope="module")
def pictures() -> Mapping[str, Picture]:
    """The picture of each shipped scenario that has one."""
    found = {id: timeline(evidence.events) for id, evidence in shipped().items()}
    return {id: draw(each) for id, each in found.items() if each is not None}


@pytest.mark.once
def test_pictures_of_shipped_scenarios_are_small_and_can_be_read(
    pictures: Mapping[str, Picture],
) -> None:
    assert len(pictures) > 30
    for picture in pictures.values():
        for language in LANGUAGES:
            svg = picture.svg.to(language)
            check_forms(picture, language, LAPTOP)
            assert len(svg.encode()) < 15_000
