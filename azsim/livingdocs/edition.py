"""When and from what a site was built, and where it will be published."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from attrs import frozen

import azsim
from azsim.text import Advice, Text

NO_EPOCH = Text(
    "SOURCE_DATE_EPOCH is {value}, which is no number of seconds since 1970. Correct it, or unset it.",
    "SOURCE_DATE_EPOCH の値 {value} は 1970 年からの秒数ではない。正しい値にするか、設定を解除する。",
)
NO_URL = Text(
    "--base-url: {value} isn't the address of a site, such as https://docs.example.com/azsim/.",
    "--base-url: {value} はサイトのアドレスではない。例: https://docs.example.com/azsim/",
)


@frozen
class Edition:
    """What distinguishes one build of a site from another.

    ``date`` is a day as ISO 8601 writes it, ``commit`` empty outside a git checkout, and
    ``base_url`` the address of the published site with a slash at its end, empty where it isn't
    known.
    """

    date: str
    version: str = azsim.__version__
    commit: str = ""
    base_url: str = ""


def edition(base_url: str = "") -> Edition:
    """The one that is built here and now.

    The day is that of ``SOURCE_DATE_EPOCH`` where it is set, as reproducible builds ask for.

    :raises Advice: where that, or *base_url*, can't be what it should be.
    """
    if base_url:
        parts = urlsplit(base_url)
        if (
            parts.scheme not in ("http", "https")
            or not parts.netloc
            or parts.query
            or parts.fragment
        ):
            raise Advice(NO_URL.fill(value=base_url))
        base_url = base_url.rstrip("/") + "/"
    return Edition(_day(), commit=_commit(), base_url=base_url)


def _day() -> str:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return date.today().isoformat()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        raise Advice(NO_EPOCH.fill(value=epoch)) from None


def _commit() -> str:
    """The commit of the current folder, with a plus where its files differ from it."""
    try:
        told = subprocess.run(
            ["git", "describe", "--always", "--abbrev=10", "--exclude=*", "--dirty=+"],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
        )
    except OSError:
        # Without git there is nothing to ask.
        return ""
    return told.stdout.strip() if told.returncode == 0 else ""
