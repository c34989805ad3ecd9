"""A feature to begin with: its text, its name, and the scenario that it is made of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from attrs import frozen

from azsim.gherkin.checking.named_files import named_files
from azsim.gherkin.reading.document import Case, Step, read
from azsim.gherkin.reading.keywords import STEP_KEYWORDS
from azsim.gherkin.reading.notation import written
from azsim.gherkin.translating.sentences import step_in
from azsim.gherkin.vocabulary.installed import features, services
from azsim.gherkin.vocabulary.vocabulary import Vocabulary
from azsim.text import Advice, Language, Text, did_you_mean, listed

# The tag of the scenario of a service to begin with.
STARTER = "starter"
# So many Japanese letters still fit into the 255 bytes that file systems allow.
LONGEST_NAME = 60
# Names of devices, which Windows refuses whatever the suffix.
RESERVED = re.compile("con|prn|aux|nul|com[0-9]|lpt[0-9]")

HEADER = Text("", "# language: ja\n")
FEATURE = Text("Feature", "機能")
SCENARIO = Text("Scenario", "シナリオ")
AND = Text("And", "かつ")
TO_CHANGE = Text(
    "# Change the names, addresses and numbers; for more sentences: azsim steps WORDS",
    "# 名前、アドレス、数は自由に変えてよい。ほかの文を探すには: azsim steps 語",
)
TO_NAME = Text("Say in one sentence what this shows", "ここに示したいことを一文で書く")
NO_SERVICE = Text(
    'There is no service "{service}".{hint} There are {services}.',
    "「{service}」というサービスはない。{hint}あるのは {services} である。",
)


def file_name(title: str) -> str:
    """A name for the file of *title* that every system takes, without a suffix."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", title).lower())
    name = "_".join(words)[:LONGEST_NAME].strip("_")
    return f"{name}_feature" if RESERVED.fullmatch(name) else name or "feature"


@frozen
class Starter:
    """The steps of a scenario to begin with, and the files that these name, by their names."""

    steps: tuple[Step, ...]
    files: Mapping[str, bytes]


def starter(service: str, vocabulary: Vocabulary, language: Language) -> Starter:
    """The scenario of *service* to begin with, in *language*.

    :raises Advice: where there is no such service.
    """
    known = services()
    if service not in known:
        hint = did_you_mean(service, known)
        raise Advice(NO_SERVICE.fill(service=service, hint=hint, services=listed(known)))
    for path in _features_of(service):
        if f"@{STARTER}" in path.read_text("utf-8"):
            [case] = (case for case in read(path).cases if STARTER in case.tags)
            return Starter(
                tuple(step_in(vocabulary, step, language) for step in case.steps),
                {name: (path.parent / name).read_bytes() for name in _files(case, vocabulary)},
            )
    raise LookupError(f"no scenario of {service} is tagged @{STARTER}")


def _files(case: Case, vocabulary: Vocabulary) -> Iterator[str]:
    for step in case.steps:
        for match in vocabulary.find(step.kind, step.text):
            yield from (name for name, _ in named_files(match, vocabulary))


def _features_of(service: str) -> Iterator[Path]:
    for folder in features():
        yield from sorted((folder / service).glob("*.feature"))


def feature(title: str, steps: Iterable[Step], language: Language) -> str:
    """A feature of that *title* with one scenario of *steps*."""
    lines = [
        f"{HEADER.to(language)}{FEATURE.to(language)}: {title}",
        "",
        f"  {TO_CHANGE.to(language)}",
        "",
        f"  {SCENARIO.to(language)}: {TO_NAME.to(language)}",
    ]
    last = None
    for step in steps:
        keyword = AND if step.kind == last else STEP_KEYWORDS[step.kind]
        lines += (f"    {line}" for line in written(step, keyword.to(language)))
        last = step.kind
    return "\n".join(lines) + "\n"
