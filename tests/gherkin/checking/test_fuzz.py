"""Damaged feature files: no trace-back, no lost scenario, no pass by mistake."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random

import pytest
from attrs import frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from azsim.gherkin.checking.findings import in_feature
from azsim.gherkin.checking.layout import laid_out, meaning
from azsim.gherkin.checking.mend import mended
from azsim.gherkin.reading.document import of
from azsim.gherkin.reading.source import Source, parse, parse_text
from azsim.gherkin.vocabulary.installed import features
from azsim.gherkin.vocabulary.installed import vocabulary_modules as vocabulary_modules
from azsim.gherkin.vocabulary.vocabulary import Vocabulary, gather

pytestmark = pytest.mark.once

# The same files on every machine, and as many as CI has time for.
fixed = settings(
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

STEP = re.compile(r"\s*(?:Given |When |Then |And |But |前提|もし|ならば|かつ|但し)")
TITLE = re.compile(
    r"(?:\s*#[^\n]*\n)*\s*(?:Scenario|Scenario Outline|シナリオ|シナリオアウトライン):"
)

# What hands and programs do to text: signs that mean something to Gherkin, and look-alikes.
SIGNS = (
    *":：|｜@＠#＃\"'“”「」<>*\\ \t\n\r　。，、.e１ア\0",
    *("\u00a0", "\u200b", "\u2028", "\x0b", "\x0c", "\x85", "\ufeff", "\ud800"),
    *('"""', "```", "\\n", "Given ", "もし", "<n>"),
)
ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "cp932", "latin-1")
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)} | {" ": "　"})


@cache
def vocabulary() -> Vocabulary:
    """The sentences that azsim ships."""
    return gather(vocabulary_modules())


@cache
def scenarios() -> tuple[str, ...]:
    """Every shipped scenario in a small feature, with what stands right above it."""
    return tuple(
        text
        for folder in features()
        for path in sorted(folder.rglob("*.feature"))
        for text in _cut(path.read_text(encoding="utf-8"))
    )


def _cut(text: str) -> Iterator[str]:
    head, *blocks = re.split(
        r"\n(?=\n(?: *#[^\n]*\n)* *(?:Scenario|シナリオ|Background|背景|Rule|ルール)[^\n]*:)", text
    )
    before = ""
    for block in blocks:
        if TITLE.match(block.strip("\n")):
            yield f"{head}\n{before}{block}\n"
        if before.count("\n\n") > 1 or not TITLE.match(block.strip("\n")):
            before = ""
        before += f"{block}\n"


@frozen
class Damage:
    """One thing done to the lines of a file: what, at which line, at which letter."""

    what: Callable[[str, int, str], str]
    line: int
    letter: int
    sign: str

    def done_to(self, lines: list[str]) -> list[str]:
        number = self.line % len(lines)
        line = lines[number]
        damaged = self.what(line, self.letter % (len(line) + 1), self.sign)
        return [*lines[:number], *damaged.split("\x00"), *lines[number + 1 :]]


def insert(line: str, at: int, sign: str) -> str:
    return line[:at] + sign + line[at:]


def drop(line: str, at: int, sign: str) -> str:
    return line[:at] + line[at + 1 :]


def replace(line: str, at: int, sign: str) -> str:
    return line[:at] + sign + line[at + 1 :]


def swap(line: str, at: int, sign: str) -> str:
    return line[:at] + line[at : at + 2][::-1] + line[at + 2 :]


def widen(line: str, at: int, sign: str) -> str:
    return line[:at] + line[at : at + 3].translate(WIDE) + line[at + 3 :]


def widen_all(line: str, at: int, sign: str) -> str:
    return line.translate(WIDE)


def cut(line: str, at: int, sign: str) -> str:
    return line[:at]


def shift(line: str, at: int, sign: str) -> str:
    return " " * (at % 9) + line.strip()


def double(line: str, at: int, sign: str) -> str:
    return f"{line}\x00{line}"


def split(line: str, at: int, sign: str) -> str:
    return f"{line[:at]}\x00{line[at:]}"


def empty(line: str, at: int, sign: str) -> str:
    return ""


def lower(line: str, at: int, sign: str) -> str:
    return line.lower()


def keyword_with_colon(line: str, at: int, sign: str) -> str:
    return re.sub(r"^(\s*\S+) ", r"\1: ", line)


IN_A_LINE = (insert, drop, replace, swap, widen, lower, keyword_with_colon)
ANYWHERE = (*IN_A_LINE, widen_all, cut, shift, double, split, empty)


def damages(what: tuple[Callable[[str, int, str], str], ...]) -> st.SearchStrategy[Damage]:
    places = st.integers(0, 200)
    return st.builds(Damage, st.sampled_from(what), places, places, st.sampled_from(SIGNS))


@st.composite
def damaged_files(draw: st.DrawFn) -> bytes:
    lines = draw(st.sampled_from(scenarios())).split("\n")
    for damage in draw(st.lists(damages(ANYWHERE), min_size=1, max_size=3)):
        lines = damage.done_to(lines)
    newline = draw(st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"]))
    content = newline.join(lines).encode(draw(st.sampled_from(ENCODINGS)), "replace")
    if draw(st.integers(0, 9)) == 0:
        at = draw(st.integers(0, len(content)))
        content = content[:at] + draw(st.binary(max_size=4)) + content[at:]
    return content


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "x.feature"


def is_mistaken(source: Source) -> bool:
    """Whether a run of *source* can't pass."""
    document = of(source)
    findings = in_feature("x.feature", source, document, vocabulary())
    return any(case.problem is not None for case in document.cases) or any(
        finding.kind in ("file", "step") for finding in findings
    )


def titles(text: str) -> list[int]:
    """The lines of *text* that begin a scenario, as a reader without a parser finds them."""
    found, inside = [], ""
    for number, line in enumerate(text.split("\n"), start=1):
        words = line.strip()
        if inside:
            inside = "" if words.startswith(inside) else inside
        elif words.startswith(('"""', "```")):
            inside = words[:3]
        elif TITLE.match(line):
            found.append(number)
    return found


def check(source: Source) -> None:
    document = of(source)
    in_feature("x.feature", source, document, vocabulary())
    known = {case.line for case in document.cases}
    if not document.mistakes:
        assert known.issuperset(titles(source.text))
    if source.mistake is not None:
        # Its encoding may be wrong, and then not a letter may be written.
        assert laid_out(source) == source.text
        return
    even = parse_text(source.path, laid_out(source))
    assert meaning(even) == meaning(source)
    right = parse_text(source.path, mended(source, vocabulary()))
    assert mended(right, vocabulary()) == right.text


@settings(fixed, max_examples=2000)
@given(damaged_files())
def test_a_damaged_file_is_explained_and_loses_no_scenario(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    check(parse(file))


@settings(fixed, max_examples=1000)
@given(st.data())
def test_a_damaged_step_never_vanishes(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(scenarios())).split("\n")
    number = data.draw(st.sampled_from([n for n, line in enumerate(lines) if STEP.match(line)]))
    damage = data.draw(damages(IN_A_LINE))
    damaged = damage.what(lines[number], damage.letter % len(lines[number]), damage.sign)
    if damaged.lstrip().startswith("#"):
        return
    lines[number] = damaged
    damaged_source = parse_text(Path("x.feature"), "\n".join(lines))
    played = {step.line for case in of(damaged_source).cases for step in case.steps}
    standing = range(number + 1, number + 2 + damaged.count("\n"))
    assert is_mistaken(damaged_source) or not played.isdisjoint(standing)


def some_damaged_files(count: int) -> Iterator[bytes]:
    chance = Random(0)
    for _ in range(count):
        lines = chance.choice(scenarios()).split("\n")
        for _ in range(chance.randint(1, 2)):
            place, letter = chance.randrange(200), chance.randrange(200)
            damage = Damage(chance.choice(ANYWHERE), place, letter, chance.choice(SIGNS))
            lines = damage.done_to(lines)
        yield "\n".join(lines).encode(chance.choice(ENCODINGS), "replace")


def test_a_run_over_damaged_files_ends_in_an_ordinary_way(pytester: pytest.Pytester) -> None:
    vocabulary()  # Modules that a run inside this process imports are forgotten after it.
    for number, content in enumerate(some_damaged_files(60)):
        (pytester.path / f"{number}.feature").write_bytes(content)
    run = pytester.inline_run("--azsim-collect", "-p", "no:cacheprovider", ".")
    reports = run.getreports("pytest_runtest_logreport")
    assert run.ret == pytest.ExitCode.TESTS_FAILED
    assert {report.nodeid.partition("::")[0] for report in reports} == {
        f"{number}.feature" for number in range(60)
    }
    assert not any("Traceback" in report.longreprtext for report in reports if report.failed)
    assert any(report.passed and report.when == "call" for report in reports)
