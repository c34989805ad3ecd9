"""Where a page stands: short names of files in small letters and digits, which survive a chat.

A page has the name that its author declared for it, and else that of its English title; never its
line. The two languages differ in their first folder only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from zlib import crc32

from azsim.gherkin import report

LONGEST = 56

_NOT_IN_NAMES = re.compile(r"[^a-z0-9._]+")
# Names that Windows keeps for devices.
_DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(10)),
}


@cache
def slug(title: str) -> str:
    """*title* as the name of a file: small letters and digits, dots, dashes and low lines.

    Letters of other scripts would be percent signs in an address; a digest stands for them.
    """
    plain = unicodedata.normalize("NFKD", title).casefold()
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    name = _NOT_IN_NAMES.sub("-", letters).strip("-.")
    is_foreign = any(each.isalpha() and not each.isascii() for each in letters)
    if is_foreign or len(name) > LONGEST:
        name = f"{_shortened(name)}-{crc32(plain.encode('utf-8', 'replace')):08x}".lstrip("-")
    if not name or name.partition(".")[0] in _DEVICES:
        name = f"{name}-" if name else "untitled"
    return name


def _shortened(name: str) -> str:
    """*name* without the last words, as far as it is too long."""
    if len(name) <= LONGEST:
        return name
    last = name.rfind("-", LONGEST // 2, LONGEST)
    return name[: last if last > 0 else LONGEST].rstrip("-.")


def slugs(titles: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """A name for each of *titles*, each its own and none of *taken*, in their order."""
    used = set(taken)
    found = []
    for title in titles:
        name = first = slug(title)
        number = 1
        while name in used:
            number += 1
            name = f"{first}-{number}"
        used.add(name)
        found.append(name)
    return found


def page_names(headings: Sequence[report.Heading], taken: Iterable[str] = ()) -> list[str]:
    """A name for the page of each of *headings*: the declared one, else that of its English title.

    Of those that declare the same name only the first has it.
    """
    used = set(taken)
    declared = {}
    for number, heading in enumerate(headings):
        if heading.page is not None and heading.page not in used:
            used.add(heading.page)
            declared[number] = heading.page
    titles = [(each.template or each.name).en for each in headings]
    others = [each for number, each in enumerate(titles) if number not in declared]
    derived = iter(slugs(others, taken=used))
    return [declared.get(number) or next(derived) for number in range(len(headings))]


def relative(start: str, end: str) -> str:
    """The address *end* as a link on the page *start*; both from the top of the site."""
    here, there = start.split("/")[:-1], end.split("/")
    while here and len(there) > 1 and here[0] == there[0]:
        here, there = here[1:], there[1:]
    return "/".join([".."] * len(here) + there)
