"""Facts out of TOML, checked: a mistake is said with the file and the id.

A fact as it is written by hand::

    [[fact]]
    id = "classic.fin-hold"
    kind = "duration"
    value = "240 seconds"
    step = "1 second"                          # default: one of the written unit
    status = "documented"                      # or observed, or chosen with a reason
    sources = ["classic-outbound/tcp-release"] # a document and a section of documents.toml
    en = "…"
    ja = "…"

Further keys: ``unit`` (numbers and tables), ``others`` (sets and texts), ``reason_en``
and ``reason_ja``, ``contradiction_en`` and ``contradiction_ja``, ``superseded``.

A behaviour has no value. Unless it is chosen, it says what would happen otherwise::

    [[fact.otherwise]]
    id = "shares-a-port"                       # names a variant of azsim.proving.variants
    en = "…"
    ja = "…"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any, get_args

from attrs import frozen

from azsim.facts import words
from azsim.facts.record import Fact, Otherwise, Source, Status, Superseded
from azsim.facts.values import (
    KINDS,
    Kind,
    Value,
    WrongValue,
    default_step,
    duration_unit,
    parse,
    parse_step,
)
from azsim.text import Text, nearest

_KEYS = {
    "id", "kind", "value", "unit", "step", "others", "status", "sources", "en", "ja",
    "reason_en", "reason_ja", "contradiction_en", "contradiction_ja", "superseded", "otherwise",
    "incidental", "counts_with",
}  # fmt: skip
_NEEDED = ("id", "kind", "status", "en", "ja")
_ID = re.compile(r"[a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)+")
_OTHERWISE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_AT_A_COMMIT = re.compile(r"https://github[.]com/[^/]+/[^/]+/blob/[0-9a-f]{40}/")
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}|undated")


class FactFileError(ValueError):
    """A mistake in a TOML file of facts, with the file and the id in front."""

    def __init__(self, file: str, about: str, mistake: str) -> None:
        super().__init__(f"{file}: {about}: {mistake}")


@frozen
class _Place:
    file: str
    about: str

    def error(self, mistake: str) -> FactFileError:
        return FactFileError(self.file, self.about, mistake)


def read_documents(file: str, content: str) -> Mapping[str, Source]:
    """The sections of all documents, by ``document/section``."""
    sources = {}
    for key, document in _toml(file, content).items():
        place = _Place(file, key)
        title = Text(*(_string(place, document, name) for name in ("title", "title_ja")))
        date = _string(place, document, "date")
        if not _DATE.fullmatch(date):
            raise place.error(f'the date "{date}" is not like 2018-07-13, 2018-07 or undated')
        text, current, missing = _links(place, document)
        sections = document.get("sections")
        if not isinstance(sections, dict) or not sections:
            raise place.error("sections are missing")
        for section, name in sections.items():
            if not isinstance(name, list) or len(name) != 2:
                raise place.error(f"section {section} needs its name in English and in Japanese")
            sources[f"{key}/{section}"] = Source(title, Text(*name), date, text, current, missing)
    return sources


def _links(place: _Place, document: dict[str, Any]) -> tuple[str, str, Text | None]:
    """The text that was read, the page as it is today, and why the first is missing."""
    text, current = document.get("text", ""), document.get("current", "")
    missing = _texts(place, document, "missing")
    for link in filter(None, (text, current)):
        if not link.startswith("https://"):
            raise place.error(f"{link} is no address that begins with https://")
    if text.startswith("https://github.com/") and not _AT_A_COMMIT.match(text):
        raise place.error(f"{text} may change; link to the file at the commit that was read")
    if bool(text) == bool(missing):
        raise place.error("a document has either its text, or missing_en and missing_ja")
    return text, current, missing


def read_facts(files: Mapping[str, str], documents: Mapping[str, Source]) -> tuple[Fact, ...]:
    """The facts of several files, given as name and text, in their order.

    :raises FactFileError: for any mistake in them.
    """
    facts: dict[str, Fact] = {}
    where: dict[str, str] = {}
    for file, text in files.items():
        content = _toml(file, text)
        records = content.pop("fact", [])
        if content or not isinstance(records, list):
            raise FactFileError(file, "top level", "a file holds [[fact]] records and nothing else")
        for number, record in enumerate(records, start=1):
            fact = _fact(
                _Place(file, record.get("id") or f"fact number {number}"), record, documents
            )
            if fact.id in facts:
                raise FactFileError(file, fact.id, f"the id stands in {where[fact.id]} already")
            facts[fact.id] = fact
            where[fact.id] = file
    return tuple(facts.values())


def _fact(place: _Place, record: dict[str, Any], documents: Mapping[str, Source]) -> Fact:
    for key in record:
        if key not in _KEYS:
            close = nearest(key, _KEYS)
            raise place.error(f"unknown key {key}" + (f"; did you mean {close}?" if close else ""))
    for key in _NEEDED:
        if key not in record:
            raise place.error(f"{key} is missing")
    if not _ID.fullmatch(record["id"]):
        raise place.error(
            "an id is lower-case words with dots between them, as in classic.fin-hold"
        )
    kind = _kind(place, record)
    if kind != "behaviour" and "value" not in record:
        raise place.error("value is missing")
    unit = _unit(place, kind, record)
    status = _status(place, record)
    sources = _sources(place, record, documents)
    reason = _texts(place, record, "reason")
    if status == "chosen" and reason is None:
        raise place.error("a chosen fact needs its reason: reason_en and reason_ja")
    incidental = record.get("incidental", False)
    if not isinstance(incidental, bool) or (incidental and status != "chosen"):
        raise place.error("incidental = true belongs to a chosen fact")
    counts_with = _string(place, record, "counts_with") if "counts_with" in record else ""
    if counts_with and (incidental or status != "chosen"):
        raise place.error("counts_with belongs to a chosen fact that isn't incidental")
    if status != "chosen" and not sources:
        raise place.error(f"a fact that is {status} needs a source")
    try:
        value = parse(kind, unit, record["value"]) if "value" in record else None
        step = (
            parse_step(kind, unit, record["step"]) if "step" in record else default_step(kind, unit)
        )
        superseded = tuple(
            Superseded(parse(kind, unit, old["value"]), _string(place, old, "date"))
            for old in record.get("superseded", [])
        )
    except WrongValue as wrong:
        raise place.error(str(wrong)) from None
    return Fact(
        id=record["id"],
        kind=kind,
        value=value,
        unit=unit,
        step=step,
        statement=Text(_string(place, record, "en"), _string(place, record, "ja")),
        status=status,
        sources=sources,
        reason=reason,
        others=_others(place, kind, value, record),
        otherwise=_otherwise(place, kind, status, record),
        superseded=superseded,
        contradictions=_texts(place, record, "contradiction"),
        incidental=incidental,
        counts_with=counts_with,
    )


def _kind(place: _Place, record: dict[str, Any]) -> Kind:
    for kind in KINDS:
        if record["kind"] == kind:
            return kind
    raise place.error(f"unknown kind {record['kind']!r}; a kind is one of {', '.join(KINDS)}")


def _status(place: _Place, record: dict[str, Any]) -> Status:
    statuses: tuple[Status, ...] = get_args(Status)
    for status in statuses:
        if record["status"] == status:
            return status
    raise place.error(
        f"unknown status {record['status']!r}; a status is one of {', '.join(statuses)}"
    )


def _unit(place: _Place, kind: Kind, record: dict[str, Any]) -> str:
    unit = record.get("unit", "")
    if kind not in ("number", "table"):
        if unit:
            raise place.error(f"a {kind} has no unit")
        return _duration_unit(place, record) if kind == "duration" else ""
    if not unit:
        raise place.error(f"a {kind} needs a unit")
    if unit not in words.units():
        raise place.error(f"unknown unit {unit!r}; units stand in words.toml")
    return str(unit)


def _duration_unit(place: _Place, record: dict[str, Any]) -> str:
    try:
        return duration_unit(record["value"])
    except WrongValue as wrong:
        raise place.error(str(wrong)) from None


def _sources(
    place: _Place, record: dict[str, Any], documents: Mapping[str, Source]
) -> tuple[Source, ...]:
    found = []
    for key in record.get("sources", []):
        if key not in documents:
            close = nearest(str(key), documents)
            raise place.error(
                f"documents.toml has no {key!r}" + (f"; did you mean {close!r}?" if close else "")
            )
        found.append(documents[key])
    return tuple(found)


def _otherwise(
    place: _Place, kind: Kind, status: Status, record: dict[str, Any]
) -> tuple[Otherwise, ...]:
    told = record.get("otherwise", [])
    if told and kind != "behaviour":
        raise place.error(f"a {kind} is changed by its value; only a behaviour has an otherwise")
    if told and status == "chosen":
        raise place.error("a choice of the model has its reason and no otherwise")
    if kind == "behaviour" and status != "chosen" and not told:
        raise place.error("a behaviour needs at least one otherwise")
    found: dict[str, Otherwise] = {}
    for each in told:
        name = _string(place, each, "id")
        if not _OTHERWISE.fullmatch(name) or name in found:
            raise place.error(f"{name!r} is no id of its own, such as shares-a-port")
        found[name] = Otherwise(name, Text(_string(place, each, "en"), _string(place, each, "ja")))
    return tuple(found.values())


def _others(
    place: _Place, kind: Kind, value: Value | None, record: dict[str, Any]
) -> tuple[str, ...]:
    others = record.get("others", [])
    if not isinstance(others, list) or not all(
        isinstance(other, str) and other for other in others
    ):
        raise place.error(f"others is a list of names, not {others!r}")
    if others and kind not in ("set", "text"):
        raise place.error(f"a {kind} has no others")
    if kind == "text" and not others:
        raise place.error("a text needs at least one other text that it could be")
    present = value if isinstance(value, tuple) else (value,)
    for other in others:
        if other in present or others.count(other) > 1:
            raise place.error(f"{other!r} stands among the others, but it isn't another value")
    return tuple(others)


def _texts(place: _Place, record: dict[str, Any], name: str) -> Text | None:
    english, japanese = f"{name}_en", f"{name}_ja"
    if english not in record and japanese not in record:
        return None
    return Text(_string(place, record, english), _string(place, record, japanese))


def _string(place: _Place, record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    if not isinstance(value, str) or not value.strip():
        raise place.error(f"{key} is missing")
    return " ".join(value.split())


def _toml(file: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FactFileError(file, "TOML", str(error)) from None
