"""Names as DNS carries them: labels of 1 to 63 bytes with dots between them, 253 in all at most."""

from __future__ import annotations

import re

from azsim.text import Advice, Text, quoted

LONGEST_LABEL = 63
LONGEST_NAME = 253

_HOST_LABEL = re.compile(rb"[A-Za-z0-9_-]+")


def labels(name: str) -> list[bytes]:
    """The labels of *name* as they are sent; a dot at its end changes nothing.

    Letters beyond ASCII are sent in the form that internationalized names have.

    :raises Advice: where DNS can't carry it, or no host is called so.
    """
    try:
        found = [_octets(label) for label in name.removesuffix(".").split(".")]
    except UnicodeError:
        raise _no_name(name) from None
    fits = sum(map(len, found)) + len(found) - 1 <= LONGEST_NAME
    if not fits or not all(
        len(label) <= LONGEST_LABEL and _HOST_LABEL.fullmatch(label) for label in found
    ):
        raise _no_name(name)
    return found


def check_dns_name(name: str) -> None:
    """See that DNS can carry *name*.

    :raises Advice: where it can't.
    """
    labels(name)


def _octets(label: str) -> bytes:
    return label.encode("ascii") if label.isascii() else label.encode("idna")


def _no_name(name: str) -> Advice:
    return Advice(
        Text(
            '"{name}" is not a name that DNS can carry. Write labels of 1 to {label} letters, digits '
            "and hyphens with dots between them, {most} characters in all at most, such as "
            "www.contoso.com.",
            "「{name}」は DNS の名前として送れない。www.contoso.com のように、1 文字から {label} 文字"
            "までの英数字とハイフンのラベルをピリオドで区切り、全体を {most} 文字以内で書く。",
        ).fill(name=quoted(name), label=LONGEST_LABEL, most=LONGEST_NAME)
    )
