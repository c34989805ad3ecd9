"""Where a page stands: names of files that stay the same as long as the titles do.

They follow the folder, the file and the title of a scenario, never its line. The two
languages differ in their first folder only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from zlib import crc32

# More letters, of up to three bytes each, wouldn't fit everywhere.
LONGEST = 56

_NOT_IN_NAMES = re.compile(r"[^\w.]+")
# Names that Windows keeps for devices.
_DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(10)),
}


def slug(title: str) -> str:
    """*title* as the name of a file: small letters and digits of any script, and dashes."""
    plain = unicodedata.normalize("NFKC", title).casefold()
    name = _NOT_IN_NAMES.sub("-", plain).strip("-.")
    if len(name) > LONGEST:
        # Where words have ends, the last of them goes as a whole.
        last = name.rfind("-", LONGEST // 2, LONGEST)
        short = name[: last if last > 0 else LONGEST].rstrip("-.")
        name = f"{short}-{crc32(plain.encode()):08x}"
    if not name or name.partition(".")[0] in _DEVICES:
        name = f"{name}-" if name else "untitled"
    return name


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


def document_address(document: str) -> str:
    """Where a document can be read: its URL, or the history of its file on GitHub."""
    if document.startswith("https://"):
        return document
    repository, _, path = document.partition(": ")
    return f"https://github.com/{repository}/commits/main/{path}"


def relative(start: str, end: str) -> str:
    """The address *end* as a link on the page *start*; both from the top of the site."""
    here, there = start.split("/")[:-1], end.split("/")
    while here and len(there) > 1 and here[0] == there[0]:
        here, there = here[1:], there[1:]
    return "/".join([".."] * len(here) + there)
