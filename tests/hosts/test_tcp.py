"""The table of TCP: complete, and every state can be reached and left."""

from __future__ import annotations

from typing import get_args

import pytest

from azsim.hosts.tcp import (
    HAS_CLOSED,
    IGNORED,
    RECEIVES,
    SENDS,
    TRANSITIONS,
    Segment,
    State,
    segment,
    step,
)
from azsim.model.packet import FiveTuple, Flags, Packet
from azsim.model.payload import Data, Keepalive, Payload

FLOW = FiveTuple("TCP", "10.0.0.4", 49_152, "198.51.100.7", 443)
STATES = get_args(State)


@pytest.mark.parametrize("state", STATES)
class TestEveryState:
    def test_lists_every_segment(self, state: State) -> None:
        assert set(get_args(Segment)) <= set(TRANSITIONS[state])

    def test_lists_how_it_is_closed_and_aborted(self, state: State) -> None:
        assert {"close", "abort"} <= set(TRANSITIONS[state])

    def test_is_left_by_rst_for_closed(self, state: State) -> None:
        assert step(state, "RST") == ("CLOSED", "")

    def test_answers_no_segment_by_a_syn_of_its_own(self, state: State) -> None:
        assert all(sent != "SYN" for event in get_args(Segment) for _, sent in [step(state, event)])

    def test_can_be_entered_and_left(self, state: State) -> None:
        entered = {
            after[0]
            for before, row in TRANSITIONS.items()
            for after in row.values()
            if after is not IGNORED and after[0] != before
        }
        left = {after[0] for after in TRANSITIONS[state].values() if after is not IGNORED}
        assert state in entered
        assert left - {state}


def test_a_connection_that_exists_is_not_connected_again() -> None:
    assert [state for state in STATES if "connect" in TRANSITIONS[state]] == ["CLOSED"]
    with pytest.raises(KeyError, match="connect"):
        step("ESTABLISHED", "connect")


def test_what_is_ignored_changes_nothing() -> None:
    assert step("ESTABLISHED", "ACK") == ("ESTABLISHED", "")


def test_no_end_that_has_sent_fin_sends_data() -> None:
    assert not SENDS & HAS_CLOSED


def test_an_end_takes_data_until_a_fin_comes() -> None:
    assert not RECEIVES & {"CLOSE_WAIT", "CLOSING", "LAST_ACK", "TIME_WAIT"}


@pytest.mark.parametrize(
    ("flags", "payload", "what"),
    [
        ("SYN", None, "SYN"),
        ("SYN ACK", None, "SYN ACK"),
        ("FIN ACK", None, "FIN ACK"),
        ("RST", None, "RST"),
        ("ACK", None, "ACK"),
        ("ACK", Data(), "data"),
        ("ACK", Keepalive(), "keepalive"),
    ],
)
def test_what_a_packet_is_to_a_connection(
    flags: Flags, payload: Payload | None, what: Segment
) -> None:
    assert segment(Packet(1, *FLOW, flags, payload)) == what
