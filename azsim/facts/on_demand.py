"""Facts and documents that are read out of their files when somebody asks for them.

Reading all of them takes longer than most commands do otherwise, and each asks for a few.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from azsim.facts.reading import FactFileError, read_documents, read_facts
from azsim.facts.record import Fact, Source

_FACT = re.compile(r"^\[\[fact\]\]\s*$", re.MULTILINE)
_ID = re.compile(r'^id\s*=\s*"([^"\n]*)"', re.MULTILINE)
_DOCUMENT = re.compile(r"^\[([^.\[\]\n]+)\]\s*$", re.MULTILINE)


class DocumentsOnDemand(Mapping[str, Source]):
    """The sections of all documents, by ``document/section``."""

    def __init__(self, file: str, content: str) -> None:
        self._file: Final = file
        starts = [(each[1], each.start()) for each in _DOCUMENT.finditer(content)]
        ends = [start for _, start in starts[1:]] + [len(content)]
        self._written: Final = {
            key: content[start:end] for (key, start), end in zip(starts, ends, strict=True)
        }
        self._read: Final[dict[str, Mapping[str, Source]]] = {}

    def __getitem__(self, key: str) -> Source:
        return self._document(key.partition("/")[0])[key]

    def __iter__(self) -> Iterator[str]:
        return (key for document in self._written for key in self._document(document))

    def __len__(self) -> int:
        return sum(len(self._document(each)) for each in self._written)

    def _document(self, key: str) -> Mapping[str, Source]:
        if key not in self._read:
            self._read[key] = read_documents(self._file, self._written[key])
        return self._read[key]


class FactsOnDemand(Mapping[str, Fact]):
    """Every fact by its id, in the order of the files, which are given as name and text, and of the facts in them."""

    def __init__(self, files: Mapping[str, str], documents: Mapping[str, Source]) -> None:
        """
        :raises FactFileError: where an id stands twice, a fact has none, or something stands before the first.
        """
        self._documents: Final = documents
        self._written: Final[dict[str, tuple[str, str]]] = {}
        self._read: Final[dict[str, Fact]] = {}
        for file, content in files.items():
            before, *facts = _FACT.split(content)
            read_facts({file: before}, documents)
            for number, written in enumerate(facts, start=1):
                self._find(file, number, written)

    def _find(self, file: str, number: int, written: str) -> None:
        found = _ID.search(written)
        if found is None:
            raise FactFileError(file, f"fact number {number}", "id is missing")
        if found[1] in self._written:
            other, _ = self._written[found[1]]
            raise FactFileError(file, found[1], f"the id stands in {other} already")
        self._written[found[1]] = file, f"[[fact]]\n{written}"

    def __getitem__(self, fact_id: str) -> Fact:
        found = self._read.get(fact_id)
        if found is None:
            file, written = self._written[fact_id]
            [found] = read_facts({file: written}, self._documents)
            self._read[fact_id] = found
        return found

    def __contains__(self, fact_id: object) -> bool:
        return fact_id in self._written

    def __iter__(self) -> Iterator[str]:
        return iter(self._written)

    def __len__(self) -> int:
        return len(self._written)
