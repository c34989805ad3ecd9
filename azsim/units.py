"""Durations, counts, ports and addresses: read and written, in English and Japanese.

Inside azsim a duration is a whole number of nanoseconds, a count and a port are
whole numbers, and an address is dotted text in its one canonical form.
"""

from __future__ import annotations

import ipaddress
import re
from decimal import Decimal

from azsim.text import Advice, Language, Text, is_japanese, quoted

NANOSECOND = 1
MICROSECOND = 1_000
MILLISECOND = 1_000_000
SECOND = 1_000_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

LARGEST_PORT = 65_535
MOST_DIGITS = 18
"""Of a number that a scenario names."""

_UNITS = {
    "ns": NANOSECOND, "nanosecond": NANOSECOND, "nanoseconds": NANOSECOND, "ナノ秒": NANOSECOND,
    "us": MICROSECOND, "µs": MICROSECOND, "μs": MICROSECOND, "microsecond": MICROSECOND, "microseconds": MICROSECOND,
    "マイクロ秒": MICROSECOND,
    "ms": MILLISECOND, "millisecond": MILLISECOND, "milliseconds": MILLISECOND, "ミリ秒": MILLISECOND,
    "s": SECOND, "sec": SECOND, "second": SECOND, "seconds": SECOND, "秒": SECOND,
    "min": MINUTE, "minute": MINUTE, "minutes": MINUTE, "分": MINUTE,
    "h": HOUR, "hour": HOUR, "hours": HOUR, "時間": HOUR,
    "day": DAY, "days": DAY, "日": DAY,
}  # fmt: skip

_DURATION = re.compile(r"([-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)\s*(\D+)")
_COUNT = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+")

# The largest unit first. Above a second a value is written in the largest unit
# that divides it, below in the largest that it reaches.
_LONG = (
    (HOUR, Text("hour", "時間")),
    (MINUTE, Text("minute", "分")),
    (SECOND, Text("second", "秒")),
)
_SHORT = (
    (MILLISECOND, Text("ms", "ミリ秒")),
    (MICROSECOND, Text("µs", "マイクロ秒")),
    (NANOSECOND, Text("ns", "ナノ秒")),
)
_NAMES = {DAY: Text("day", "日"), **dict(_LONG), **dict(_SHORT)}


def parse_duration(text: str) -> int:
    """Nanoseconds in a text such as ``15 seconds``, ``1.5 ms`` or ``4 分``.

    >>> parse_duration("1.5 ms"), parse_duration("4 分") == 4 * MINUTE
    (1500000, True)

    :raises Advice: for a negative or unreadable duration, or an unknown unit.
    """
    match = _DURATION.fullmatch(text.strip())
    unit = _UNITS.get(match[2].strip().lower()) if match else None
    if match is None or unit is None:
        raise Advice(
            Text(
                '"{text}" is not a duration. Write a number and a unit, such as '
                "15 seconds, 4 minutes, 1 hour or 1.5 ms.",
                "「{text}」は時間の長さとして読めない。15 秒、4 分、1 時間、1.5 ミリ秒のように"
                "数と単位で書く。",
            ).fill(text=quoted(text))
        )
    check_digits(match[1])
    amount = Decimal(match[1].replace(",", ""))
    if amount < 0:
        raise Advice(
            Text(
                f'"{text}" is negative. Time only moves forward: write 0 seconds or more.',
                f"「{text}」は負である。時間は前にしか進まない。0 秒以上を書く。",
            )
        )
    exact = amount * unit
    if exact != int(exact):
        raise Advice(
            Text(
                f'"{text}" is finer than one nanosecond, the smallest step of the clock.',
                f"「{text}」は時計の最小単位である 1 ナノ秒より細かい。",
            )
        )
    return int(exact)


def format_duration(nanoseconds: int) -> Text:
    """The duration in words, in the largest unit that fits.

    >>> format_duration(4 * MINUTE), format_duration(204_800 * MILLISECOND).en
    (Text(en='4 minutes', ja='4 分'), '204.8 seconds')
    """
    if nanoseconds == 0 or nanoseconds >= SECOND:
        whole = (unit for unit in _LONG if nanoseconds and nanoseconds % unit[0] == 0)
        size, name = next(whole, _LONG[-1])
    else:
        size, name = next(unit for unit in _SHORT if nanoseconds >= unit[0])
    amount = f"{(Decimal(nanoseconds) / size).normalize():,f}"
    plural = "s" if amount != "1" and size >= SECOND else ""
    return Text(f"{amount} {name.en}{plural}", f"{amount} {name.ja}")


def duration_in(words: str, language: Language) -> str:
    """The duration *words* with the same number and unit.

    Words that are in *language* already, or that aren't a duration, stay as they are.

    >>> duration_in("90 seconds", "ja"), duration_in("90 秒", "ja"), duration_in("later", "ja")
    ('90 秒', '90 秒', 'later')
    """
    match = _DURATION.fullmatch(words.strip())
    size = _UNITS.get(match[2].strip().lower()) if match else None
    if match is None or size is None or is_japanese(match[2]) == (language == "ja"):
        return words
    plural = "s" if language == "en" and size >= SECOND and match[1] != "1" else ""
    return f"{match[1]} {_NAMES[size].to(language)}{plural}"


def format_milliseconds(nanoseconds: float) -> Text:
    """``4.63 ms`` and ``4.63 ミリ秒``, rounded half up to two decimals."""
    amount = round_half_up(Decimal(nanoseconds) / MILLISECOND)
    return Text(f"{amount} ms", f"{amount} ミリ秒")


def round_half_up(value: Decimal, places: str = "0.01") -> Decimal:
    """*value* rounded as people do by hand: 4.345 becomes 4.35."""
    from decimal import ROUND_HALF_UP

    return value.quantize(Decimal(places), rounding=ROUND_HALF_UP)


def parse_count(text: str) -> int:
    """A whole number, with or without thousands separators: ``1,025`` or ``1025``.

    :raises Advice: for anything else, ``1,02`` and ``-3`` included.
    """
    if not _COUNT.fullmatch(text):
        raise Advice(
            Text(
                '"{text}" is not a whole number. Write digits, with a comma before each '
                "three if you like: 1024 or 1,024.",
                "「{text}」は整数ではない。1024 または 1,024 のように書く。",
            ).fill(text=quoted(text))
        )
    check_digits(text)
    return int(text.replace(",", ""))


def format_count(count: int) -> str:
    """The number with thousands separators, the same in both languages."""
    return f"{count:,}"


def parse_port(text: str) -> int:
    """A TCP or UDP port from 1 to 65,535.

    :raises Advice: for anything else.
    """
    is_short = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    if not is_short or not 1 <= int(text) <= LARGEST_PORT:
        raise Advice(
            Text(
                '"{text}" is not a port. A port is a whole number from 1 to {largest}.',
                "「{text}」はポートではない。ポートは 1 から {largest} までの整数である。",
            ).fill(text=quoted(text), largest=LARGEST_PORT)
        )
    return int(text)


def parse_address(text: str) -> str:
    """An IPv4 address in its canonical form.

    :raises Advice: where *text* is no IPv4 address, such as ``10.0.0.256``.
    """
    try:
        return str(ipaddress.IPv4Address(text))
    except ValueError:
        raise Advice(
            Text(
                f'"{text}" is not an IPv4 address. Write four numbers from 0 to 255 with '
                "dots between them, such as 198.51.100.7.",
                f"「{text}」は IPv4 アドレスではない。198.51.100.7 のように、0 から 255 までの"
                "数を四つ、ピリオドで区切って書く。",
            )
        ) from None


def parse_network(text: str) -> str:
    """An IPv4 network with its prefix length, such as ``10.0.0.0/16``, in its canonical form.

    :raises Advice: where *text* is none, or where its address lies within the network instead
        of beginning it.
    """
    try:
        loose = ipaddress.IPv4Network(text, strict=False)
    except ValueError:
        loose = None
    if loose is None or "/" not in text:
        raise Advice(
            Text(
                f'"{text}" is not an IPv4 network. Write its first address, a slash and the '
                "prefix length, such as 10.0.0.0/16.",
                f"「{text}」は IPv4 ネットワークではない。10.0.0.0/16 のように、先頭のアドレス、"
                "スラッシュ、プレフィックス長の順に書く。",
            )
        )
    if loose.network_address != ipaddress.IPv4Address(text.partition("/")[0]):
        raise Advice(
            Text(
                f'"{text}" doesn\'t begin with the first address of its network: write {loose}.',
                f"「{text}」はネットワークの先頭のアドレスで始まっていない。{loose} と書く。",
            )
        )
    return str(loose)


def parse_endpoint(text: str) -> tuple[str, int]:
    """The address and the port of a text.

    >>> parse_endpoint("198.51.100.7:443")
    ('198.51.100.7', 443)

    :raises Advice: where either part is wrong or missing.
    """
    address, colon, port = text.partition(":")
    if not colon:
        raise Advice(
            Text(
                f'"{text}" has no port. Write the address, a colon and the port, such as {text}:443.',
                f"「{text}」にはポートがない。{text}:443 のように、アドレス、コロン、ポートの順に書く。",
            )
        )
    return parse_address(address), parse_port(port)


def within(address: str, networks: tuple[str, ...]) -> bool:
    """Whether *address* lies in one of *networks*, each as ``10.0.0.0/8``."""
    value = ipaddress.IPv4Address(address)
    return any(value in ipaddress.IPv4Network(network) for network in networks)


class Within(dict[str, bool]):
    """Of each address, whether it lies in one of *networks*, found out when it is first asked."""

    def __init__(self, networks: tuple[str, ...]) -> None:
        super().__init__()
        self._networks = networks

    def __missing__(self, address: str) -> bool:
        found = self[address] = within(address, self._networks)
        return found


_SHARED = ("100.64.0.0/10",)


def is_on_the_internet(address: str) -> bool:
    """Whether a server on the internet may have *address*, documentation ranges included."""
    value = ipaddress.IPv4Address(address)
    return not (
        value.is_loopback
        or value.is_link_local
        or value.is_multicast
        or value.is_unspecified
        or value.is_reserved
        or within(address, ("0.0.0.0/8", *_SHARED))
    )


def check_digits(number: str) -> None:
    """See that *number* is one that somebody may have meant, before anything reckons with it.

    :raises Advice: where it has more than :data:`MOST_DIGITS` digits.
    """
    digits = sum(map(str.isdigit, number))
    if digits > MOST_DIGITS:
        raise Advice(
            Text(
                '"{number}" has {digits} digits; {most} are enough.',
                "「{number}」は {digits} 桁ある。{most} 桁までにする。",
            ).fill(number=quoted(number, 24), digits=f"{digits:,}", most=MOST_DIGITS)
        )
