"""PsPing: its command line, what it prints, and reading that back."""

from __future__ import annotations

import codecs
import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azsim.questions.latency import rounded
from azsim.text import Advice
from azsim.tools.psping import (
    Command,
    Ping,
    Run,
    count_up,
    measure_all,
    parse_command,
    render,
    reports,
)
from azsim.tools.psping_recording import read_runs

FOLDER = Path(__file__).parents[2] / "features" / "expressroute" / "recordings"
RECORDINGS = sorted(FOLDER.glob("*.txt"))
FIRST = (FOLDER / "before-1.txt").read_bytes()
BANNER = FIRST.splitlines(keepends=True)[0]
QUIET = (
    b"TCP connect to 10.128.1.4:3389:\n"
    b"101 iterations (warmup 1) ping test:  50%\r101 iterations (warmup 1) ping test: 100%\n"
    b"\n"
    b"TCP connect statistics for 10.128.1.4:3389:\n"
    b"  Sent = 100, Received = 100, Lost = 0 (0% loss),\n"
    b"  Minimum = 7.48ms, Maximum = 9.08ms, Average = 8.30ms\n"
)
PROMPT = b"PS C:\\Users\\somebody\\Downloads\\PSTools> .\\psping.exe 10.128.1.4:3389\n\n"


class TestCommand:
    @pytest.mark.parametrize(
        ("line", "command"),
        [
            ("psping 10.128.1.4:3389", Command("10.128.1.4", 3389)),
            ("psping -n 200 10.128.1.4:3389", Command("10.128.1.4", 3389, count=200)),
            ("psping 10.128.1.4:3389 -w 0 -i 0", Command("10.128.1.4", 3389, None, 0, 0)),
            (".\\psping.exe -i 0.5 10.128.1.4:22", Command("10.128.1.4", 22, interval=500_000_000)),
            ("C:\\Tools\\PsPing64.exe /n 2 10.128.1.4:22", Command("10.128.1.4", 22, count=2)),
        ],
    )
    def test_is_read(self, line: str, command: Command) -> None:
        assert parse_command(line) == command

    @pytest.mark.parametrize(
        ("line", "advice"),
        [
            ("ping 10.128.1.4", 'No program is called "ping"'),
            ("psping", "PsPing takes one destination"),
            ("psping 10.128.1.4:3389 10.128.1.5:3389", "PsPing takes one destination"),
            ("psping 10.128.1.4", "write 10.128.1.4:3389"),
            ("psping 10.128.1.400:3389", "is not an IPv4 address"),
            ("psping 10.128.1.4:70000", "is not a port"),
            ("psping -t 10.128.1.4:3389", "The option -t of PsPing isn't modelled"),
            ("psping -l 8k 10.128.1.4:3389", "The option -l of PsPing isn't modelled"),
            ("psping 10.128.1.4:3389 -n", "The option -n has no value"),
            ("psping -n 10s 10.128.1.4:3389", "Write the number of connections"),
            ("psping -n 0 10.128.1.4:3389", "-n 1 or more"),
            ("psping -n many 10.128.1.4:3389", "is not a whole number"),
            ("psping -i -1 10.128.1.4:3389", "is not an interval"),
        ],
    )
    def test_that_isnt_modelled_is_refused_with_advice(self, line: str, advice: str) -> None:
        with pytest.raises(Advice, match=advice) as refused:
            parse_command(line)
        assert refused.value.text.ja != refused.value.text.en


class TestOutput:
    @pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
    def test_is_that_of_the_recorded_runs_byte_for_byte(self, path: Path) -> None:
        [run] = read_runs(path.read_bytes(), path.name)
        assert render(run).encode() == path.read_bytes()

    @pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
    def test_statistics_follow_from_the_printed_samples(self, path: Path) -> None:
        [run] = read_runs(path.read_bytes(), path.name)
        assert count_up(run.pings) == run.statistics

    def test_there_are_three_recordings_before_and_four_after(self) -> None:
        assert [path.stem[:-2] for path in RECORDINGS] == ["after"] * 4 + ["before"] * 3

    def test_an_average_between_two_figures_is_rounded_half_up(self) -> None:
        pings = [Ping(took) for took in (7_130_000, 2_950_000, 3_480_000, 3_820_000)]
        assert count_up(pings).average == 4_350_000

    def test_of_lost_pings(self) -> None:
        lost = Run("10.128.1.4:3389", (), (Ping(None),) * 3, count_up([Ping(None)] * 3), "2.12")
        assert render(lost).splitlines()[-2:] == [
            "  Sent = 3, Received = 0, Lost = 3 (100% loss),",
            "  Minimum = 0.00ms, Maximum = 0.00ms, Average = 0.00ms",
        ]
        assert (
            render(lost)
            .splitlines()[6]
            .endswith(
                "10.128.1.4:3389: This operation returned because the timeout period expired."
            )
        )

    @pytest.mark.parametrize(
        ("output", "reported"),
        [
            ("Sent = 4, Received = 4, Lost = 0 (0% loss)", True),
            ("5 iterations (warmup 1) ping test:", True),
            ("Average = 4.33ms", True),
            ("Average = 4", False),
            ("Lost = 0", True),
            ("ent = 4", False),
        ],
    )
    def test_is_reported_by_whole_words_and_numbers(self, output: str, reported: bool) -> None:
        [run] = read_runs(FIRST, "before-1.txt")
        assert reports(run, output) is reported

    @given(
        st.lists(st.none() | st.integers(0, 10**6), min_size=1, max_size=20),
        st.integers(0, 3),
    )
    def test_reads_back_as_it_was(self, hundredths: list[int | None], warm_up: int) -> None:
        pings = tuple(
            Ping(None) if each is None else Ping(each * 10_000, "10.100.10.2:50000")
            for each in hundredths
        )
        run = Run("10.128.1.4:3389", pings[:warm_up], pings, count_up(pings), "2.12")
        assert read_runs(render(run).encode(), "any.txt") == (run,)


class TestRecording:
    @pytest.mark.parametrize(
        "content",
        [
            FIRST.replace(b"\n", b"\r\n"),
            codecs.BOM_UTF8 + FIRST,
            codecs.BOM_UTF16_LE + FIRST.decode().encode("utf-16-le"),
            codecs.BOM_UTF16_BE + FIRST.decode().encode("utf-16-be"),
            FIRST.decode().encode("utf-16-le"),
            PROMPT + FIRST + b"\n" + PROMPT[:39],
            "PS C:\\Users\\利用者> psping 10.128.1.4:3389\n".encode("cp932") + FIRST,
            b"$ ./psping.exe 10.128.1.4:3389\n" + FIRST,
            b"\n".join(FIRST.splitlines()[3:]),
            b"```text\n" + FIRST + b"```\n",
            b"".join(b"    " + line for line in FIRST.splitlines(True)),
            b"".join(b"[2024-05-06 07:08:09.123] " + line for line in FIRST.splitlines(True)),
            b"".join(b"5/6/2024 7:08:09 AM " + line for line in FIRST.splitlines(True)),
            re.sub(rb"([0-9])[.]([0-9]{2}ms)", rb"\1,\2", FIRST),
            FIRST.replace(b"10.128.1.4:3389", b"<IP Address>:3389"),
            FIRST.replace(b"10.128.1.4:3389", b"nn.nn.nn.nn:nn"),
            FIRST.replace(b"5 iterations (warmup 1) ping", b"10 seconds (1 warmup pings) connecting")
            .replace(b"10.128.1.4:3389", b"db.example.net:3389"),
            FIRST + b"\nLatency\tCount\n4.25\t3\n4.74\t1\n",
        ],
        ids=["crlf", "utf-8 mark", "utf-16", "utf-16 big", "no mark", "prompt", "cp932", "shell",
             "no banner", "fence", "indented", "time stamps", "times of the US", "decimal comma",
             "address masked", "all masked", "seconds and a name", "histogram"],
    )  # fmt: skip
    def test_is_read_however_it_was_saved(self, content: bytes) -> None:
        [run] = read_runs(content, "saved.txt")
        [same] = read_runs(FIRST, "before-1.txt")
        assert (run.samples, run.statistics) == (same.samples, same.statistics)

    def test_without_single_times_tells_what_its_statistics_tell(self) -> None:
        [run] = read_runs(QUIET, "quiet.txt")
        assert (run.is_quiet, run.samples, run.statistics.received) == (True, (), 100)
        [other] = read_runs(FIRST, "before-1.txt")
        both = [run, other]
        assert measure_all("minimum", both) == other.statistics.minimum
        assert measure_all("maximum", both) == 9_080_000
        assert measure_all("average", [run]) == 8_300_000
        # 100 of 8.30 ms and four that are 17.31 ms together.
        assert rounded(measure_all("average", both) or Fraction()) == 8_150_000
        with pytest.raises(Advice, match="no median"):
            measure_all("median", both)
        assert reports(run, "Average = 8.30ms")
        assert not reports(run, "iterations")

    def test_may_hold_several_runs(self) -> None:
        content = b"\n".join(PROMPT + path.read_bytes() for path in RECORDINGS)
        assert [len(run.samples) for run in read_runs(content, "all.txt")] == [4] * 7

    def test_of_an_older_version_is_read(self) -> None:
        old = (
            "PsPing v2.01 - PsPing - ping, latency, bandwidth measurement utility\n"
            "TCP connect to 10.20.0.5:80:\n"
            "Infinite iterations (warmup 1) connecting test:\n"
            "Connecting to 10.20.0.5:80 (warmup): 6.21ms\n"
            "Connecting to 10.20.0.5:80: 3.79ms\n"
            "Connecting to 10.20.0.5:80: from 0.0.0.0:50000:\n"
            "This operation returned because the timeout period expired.\n"
            "Connecting to 10.20.0.5:80:\n"
            "    Sent = 2, Received = 1, Lost = 1 (50% loss),\n"
            "    Minimum = 3.79ms, Maximum = 3.79ms, Average = 3.79ms\n"
        )
        [run] = read_runs(old.encode(), "old.txt")
        assert (run.samples, len(run.pings), run.version) == ((3_790_000,), 2, "2.01")

    @pytest.mark.parametrize(
        ("content", "advice"),
        [
            (b"", "x.txt holds no run of PsPing"),
            (b"hello\n" + FIRST, "x.txt:1: PsPing doesn't print “hello” here"),
            (FIRST + b"Reply from 10.128.1.4", "x.txt:16: PsPing doesn't print “Reply from"),
            (b"\n".join(FIRST.splitlines()[:12]), "x.txt:5: the run that begins here has no"),
            (FIRST.replace(b": 4.25ms", b": 4.25s"), "x.txt:8: PsPing doesn't print “4.25s”"),
            (FIRST.replace(b"Minimum", b"Least"), "x.txt:15: PsPing doesn't print “Least"),
            (b"".join(FIRST.splitlines(True)[:9] + FIRST.splitlines(True)[10:]),
             "sent 4 and received 4, it says here, but 3 pings"),
            (FIRST.replace(b"to 10.128.1.4:3389: from", b"to 10.128.1.5:3389: from"),
             "Expected a connection to 10.128.1.4:3389"),
            (FIRST.replace(b"Average = 4", b"Average = 9"), "that of the times above is 4."),
            (FIRST.replace(b"Minimum = 3", b"Minimum = 2"), "x.txt:15: the minimum is 2."),
            (FIRST.replace(b"(0% loss)", b"(50% loss)"), "isn't what was received and lost"),
            (QUIET.replace(b"Maximum = 9.08", b"Maximum = 7.50"), "between minimum and maximum"),
            (FIRST + b"\n" + b"7.48    3\n", "x.txt:17: PsPing doesn't print “7.48    3”"),
            (BANNER + b"Pinging 10.128.1.4 with 32 bytes of data:\n", "x.txt:2: this is an ICMP"),
            (BANNER + b"TCP latency test connecting to 10.128.1.4:3389: Connected\n",
             "x.txt:2: this is a latency test (-l)"),
            (BANNER + b"Setting warmup count to match number of outstanding I/Os: 16\n",
             "x.txt:2: this is a bandwidth test (-b)"),
            (b"\x1b[8m" + b"x" * 5_000, "“␛[8mxxx"),
            (FIRST.replace(b": from", b"\\" * 1_000_000), "x.txt:7: PsPing doesn't print"),
        ],
    )  # fmt: skip
    def test_that_isnt_psping_is_refused_with_its_line(self, content: bytes, advice: str) -> None:
        with pytest.raises(Advice) as refused:
            read_runs(content, "x.txt")
        assert advice in refused.value.text.en
        assert refused.value.text.ja != refused.value.text.en
