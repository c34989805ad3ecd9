"""Command lines as people type them at a Windows prompt."""

from __future__ import annotations

import pytest

from azsim.text import Advice, did_you_mean
from azsim.tools.command_line import PROGRAMS, CommandLine, split_command_line


@pytest.mark.parametrize(
    ("line", "program", "arguments"),
    [
        (r".\psping.exe -n 200 10.128.1.4:3389", "psping", ("-n", "200", "10.128.1.4:3389")),
        ("psping64 10.128.1.4:3389", "psping", ("10.128.1.4:3389",)),
        ("nslookup a b", "nslookup", ("a", "b")),
        ("  netstat   -n ", "netstat", ("-n",)),
        ("NETSTAT.EXE\t-an", "netstat", ("-an",)),
        (r'"C:\Program Files\PSTools\PsPing.exe" -q "a b"', "psping", ("-q", "a b")),
        ("./psping -n 5", "psping", ("-n", "5")),
        ('nslookup "" b', "nslookup", ("", "b")),
    ],
)
def test_a_line_is_taken_apart(line: str, program: str, arguments: tuple[str, ...]) -> None:
    """Folder, ending and case of the program don't matter; quotes hold words together."""
    assert split_command_line(line) == CommandLine(program, arguments)


def test_a_program_that_is_not_there_is_refused_with_the_nearest() -> None:
    """And with all there are, in both languages."""
    with pytest.raises(Advice) as refused:
        split_command_line("nslokup a")
    assert refused.value.text.en == (
        'No program is called "nslokup" here. Did you mean "nslookup"? '
        "What can be run is netstat, nslookup and psping."
    )
    assert refused.value.text.ja == (
        f"「nslokup」というプログラムはここにはない。{did_you_mean('nslokup', PROGRAMS).ja}"
        "実行できるのは netstat、nslookup、psping である。"
    )


def test_only_the_programs_at_hand_can_be_run() -> None:
    """A host may know fewer."""
    with pytest.raises(Advice, match="What can be run is netstat"):
        split_command_line("nslookup a", ["netstat"])


@pytest.mark.parametrize("line", ["", "   "])
def test_an_empty_line_is_refused(line: str) -> None:
    """There is nothing to run."""
    with pytest.raises(Advice, match="The command line is empty"):
        split_command_line(line)


def test_an_open_quote_is_refused() -> None:
    """Where it would end is anybody's guess."""
    with pytest.raises(Advice, match="opens a quote"):
        split_command_line('nslookup "a')
