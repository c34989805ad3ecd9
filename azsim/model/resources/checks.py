"""What the fields of a record accept: converters and validators that answer with advice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, Self

from attrs import Attribute

from azsim.text import Advice, Text, did_you_mean, is_plain, listed, quoted, spaced
from azsim.units import (
    LARGEST_PORT,
    SECOND,
    format_count,
    format_duration,
    parse_address,
    parse_network,
)

Validator = Callable[[Any, "Attribute[Any]", Any], None]

NAME = Text("name", "名前")
PORT = Text("port", "ポート")
FRONT_END_PORT = Text("front-end port", "フロントエンド ポート")
BACK_END_PORT = Text("back-end port", "バックエンド ポート")
PRIORITY = Text("priority", "優先順位")
IDLE_TIMEOUT = Text("idle timeout", "アイドル タイムアウト")
PROBE_INTERVAL = Text("probe interval", "プローブ間隔")
PROBE_TIMEOUT = Text("probe timeout", "プローブのタイムアウト")
UNHEALTHY_THRESHOLD = Text("unhealthy threshold", "異常のしきい値")


class Word(StrEnum):
    """One of the words that Azure knows for a property, whose case doesn't count.

    :raises Advice: for any other word, with the nearest one.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self:
        found = str(value)
        for each in cls:
            if each.casefold() == found.casefold():
                return each
        raise Advice(
            Text(
                '"{found}" is none of {known}.{hint}',
                "「{found}」は {known} のいずれでもない。{hint}",
            ).fill(found=found, known=listed(cls), hint=did_you_mean(found, cls))
        )


class Protocol(Word):
    """A transport protocol of a rule."""

    TCP = "TCP"
    UDP = "UDP"
    ALL = "All"


def folded(given: str | tuple[str, ...] | None) -> object:
    """What is compared in place of *given*, where case doesn't count."""
    if isinstance(given, tuple):
        return tuple(each.casefold() for each in given)
    return None if given is None else given.casefold()


def addresses(given: Iterable[str]) -> tuple[str, ...]:
    """IPv4 addresses in their canonical form, in order."""
    return tuple(parse_address(each) for each in given)


def networks(given: Iterable[str]) -> tuple[str, ...]:
    """IPv4 networks in their canonical form, in order."""
    return tuple(parse_network(each) for each in given)


def plain_name(record: Any, attribute: Attribute[str], value: str) -> None:
    """A name isn't empty, isn't a path, and stands on one line."""
    if not value.strip() or "/" in value or not is_plain(value):
        raise Advice(
            Text(
                '"{name}" is no name of a part. Write a name without "/" on one line, such as web.',
                "「{name}」は部分の名前として使えない。web のように「/」を含まない 1 行の名前を書く。",
            ).fill(name=quoted(value))
        )


def number(what: Text, least: int, most: int | None = None) -> Validator:
    """A whole number from *least* to *most*, where anything is said at all."""

    def check(record: Any, attribute: Attribute[Any], value: int | None) -> None:
        if value is None or (least <= value and (most is None or value <= most)):
            return
        expected = (
            Text(f"{format_count(least)} or more", f"{format_count(least)} 以上")
            if most is None
            else Text(
                f"from {format_count(least)} to {format_count(most)}",
                f"{format_count(least)} から {format_count(most)} まで",
            )
        )
        raise Advice(
            Text(
                'The {what} of "{name}" is {value}. It is a whole number {expected}.',
                "「{name}」の{what}が {value} である。{expected}の整数を書く。",
            ).fill(
                what=spaced("の", what, "が"),
                name=record.name,
                value=format_count(value),
                expected=expected,
            )
        )

    return check


def port_number(what: Text = PORT) -> Validator:
    """A port from 1 to 65,535."""
    return number(what, 1, LARGEST_PORT)


def port_or_zero(what: Text) -> Validator:
    """A port from 1 to 65,535, or 0 for every port."""
    return number(what, 0, LARGEST_PORT)


def duration(what: Text) -> Validator:
    """Nanoseconds, at least one, where anything is said at all."""

    def check(record: Any, attribute: Attribute[Any], value: int | None) -> None:
        if value is not None and value <= 0:
            raise Advice(
                Text(
                    'The {what} of "{name}" has to be longer than 0 seconds.',
                    "「{name}」の{what}には 0 秒より長い時間を書く。",
                ).fill(what=spaced("の", what, "に"), name=record.name)
            )

    return check


def whole_seconds(what: Text) -> Validator:
    """Nanoseconds that are a whole number of seconds, 0 included."""

    def check(record: Any, attribute: Attribute[Any], value: int | None) -> None:
        if value is not None and (value < 0 or value % SECOND):
            raise Advice(
                Text(
                    "A {what} is a whole number of seconds; this one is {value}.",
                    "{what}は整数の秒数である。指定された値は {value}である。",
                ).fill(what=spaced("", what, "は"), value=format_duration(max(value, 0)))
            )

    return check


def distinct(kind: Text) -> Validator:
    """Parts of one kind, whose names differ without case."""

    def check(record: Any, attribute: Attribute[Any], value: tuple[Any, ...] | None) -> None:
        check_names(record.name, kind, [each.name for each in value or ()])

    return check


def check_names(owner: str, kind: Text, names: Iterable[str]) -> None:
    """See that *names*, those of *owner*'s parts of one kind, differ without case.

    :raises Advice: where two don't.
    """
    seen: dict[str, str] = {}
    for name in names:
        if name.casefold() in seen:
            raise Advice(
                Text(
                    '"{owner}" has two of the same name, {kind} "{first}" and {kind} "{name}". '
                    "Capitals don't count: give each a name of its own.",
                    "「{owner}」に{kind}「{first}」と「{name}」がある。大文字と小文字は"
                    "区別されない。それぞれに別の名前を付ける。",
                ).fill(owner=owner, kind=spaced("に", kind), first=seen[name.casefold()], name=name)
            )
        seen[name.casefold()] = name


def some(kind: Text) -> Validator:
    """At least one of *kind*."""

    def check(record: Any, attribute: Attribute[Any], value: tuple[Any, ...]) -> None:
        if not value:
            raise Advice(
                Text(
                    '"{name}" has no {kind}; it needs at least one.',
                    "「{name}」に{kind}がない。少なくとも一つ必要である。",
                ).fill(name=record.name, kind=spaced("に", kind, "が"))
            )

    return check


def needs(record: Any, what: Text) -> Advice:
    """That *record* lacks *what*, one of the ways to say something that has to be said."""
    return Advice(
        Text(
            'The description of "{name}" is incomplete: {what}.',
            "「{name}」の記述が足りない。{what}。",
        ).fill(name=record.name, what=what)
    )
