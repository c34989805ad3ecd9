"""Values as people write them, in the form that the sentences take."""

from __future__ import annotations

import re

from azsim.text import Advice, is_japanese
from azsim.tools.command_line import PROGRAMS
from azsim.units import format_count, format_duration, parse_count, parse_duration, parse_endpoint

_NUMBERS = (
    ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十"),
)
_VALUE_OF = {word: value for words in _NUMBERS for value, word in enumerate(words, start=1)}
_TIMES = {"k": 1_000, "千": 1_000, "万": 10_000}
_NUMBER = rf"[0-9][0-9,.]*|{'|'.join(_VALUE_OF)}"
_COUNT = re.compile(rf"({_NUMBER}) ?([k千万])?", re.IGNORECASE)
_TIME = re.compile(rf"({_NUMBER})[ -]?([A-Za-zµμ]+|ミリ秒|マイクロ秒|ナノ秒|秒|分|時間|日)間?")
_BETWEEN_TIMES = re.compile(r"(?:,|and|と|\s)*")
_PORT = r"(?:port|on|at|number|ポート|番号?|の|\W)"
_ENDPOINT = re.compile(rf"([0-9.]+){_PORT}+([0-9]+){_PORT}*", re.IGNORECASE)


def count(words: str) -> str | None:
    """``10,000`` for ``1 万`` and ``10k``, ``3`` for ``three`` and ``三``."""
    found = _COUNT.fullmatch(words)
    if found is None:
        return None
    try:
        number = _VALUE_OF.get(found[1].lower()) or parse_count(found[1])
    except Advice:
        return None
    return format_count(number * _TIMES.get((found[2] or "").lower(), 1))


def duration(words: str) -> str | None:
    """``90 minutes`` for ``1 hour and 30 minutes``, ``5 分`` for ``五分``."""
    if not _BETWEEN_TIMES.fullmatch(_TIME.sub("", words)):
        return None
    try:
        total = sum(
            parse_duration(f"{_VALUE_OF.get(number.lower(), number)} {unit}")
            for number, unit in _TIME.findall(words)
        )
    except Advice:
        return None
    return format_duration(total).to("ja" if is_japanese(words) else "en") if total else None


def endpoint(words: str) -> str | None:
    """``198.51.100.7:443`` for ``198.51.100.7 port 443``."""
    found = _ENDPOINT.fullmatch(words)
    if found is None:
        return None
    meant = f"{found[1]}:{found[2]}"
    try:
        parse_endpoint(meant)
    except Advice:
        return None
    return meant


def command(words: str) -> str | None:
    """``"netstat -n"`` for ``netstat -n``."""
    is_one = '"' not in words and words.split()[0].lower() in PROGRAMS
    return f'"{words}"' if is_one else None
