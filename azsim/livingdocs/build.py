"""The files of a site: its pages, its captures, and what the pages are made with."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from importlib import resources
from pathlib import Path

from azsim.livingdocs import articles, pages, preview, search
from azsim.livingdocs.article_parts import INDEX
from azsim.livingdocs.edition import Edition
from azsim.livingdocs.playground import Playground
from azsim.livingdocs.site import Site
from azsim.livingdocs.writing import write

Build = Callable[[Site, Edition, Path, Path, Playground | None], str]


def html(
    site: Site, edition: Edition, captured: Path, folder: Path, playground: Playground | None = None
) -> str:
    """Write an *edition* of the site into *folder*; the address of its first page.

    *captured* is where the captures lie. With a *playground*, scenarios can be played in their pages.
    """
    for page in pages.pages(site, edition, playground):
        write(folder, page.address, page.content)
    previews(site, edition, folder)
    write(folder, f"{pages.ASSETS}/search-index.js", search.index(site))
    static = Path(str(resources.files("azsim.livingdocs").joinpath("static")))
    for path in sorted(static.rglob("*.*")):
        address = path.relative_to(static).as_posix()
        if playground or not address.startswith(f"{pages.PLAYING}/"):
            write(folder, f"{pages.ASSETS}/{address}", path.read_bytes())
    write(folder, f"{pages.ASSETS}/style-text.js", style_text(static / "style.css"))
    captures(site, captured, folder)
    if playground is not None:
        playground.write(folder)
    return "index.html"


def markdown(
    site: Site, edition: Edition, captured: Path, folder: Path, playground: Playground | None = None
) -> str:
    """Write an article for each feature into *folder*; as `html`, but without captures and playground."""
    for article in articles.articles(site):
        write(folder, article.address, article.content)
    return INDEX


def previews(site: Site, edition: Edition, folder: Path) -> None:
    """Write the pictures that previews of pages show, where the site will be published."""
    for service, _, behaviour in site.behaviours:
        for language in pages.LANGUAGES:
            address = preview.address(behaviour, language, edition)
            if address is not None:
                write(folder, address, preview.png(service, behaviour, language))


def style_text(sheet: Path) -> bytes:
    """The style sheet as a script: a page that is opened from a folder can't read it otherwise."""
    return f"azsimStyle({json.dumps(sheet.read_text('utf-8'))});\n".encode()


def captures(site: Site, captured: Path, folder: Path) -> None:
    """Move the captures into *folder*, to the addresses that pages name."""
    for row in site.rows:
        for capture, address in row.captures:
            place = folder.joinpath(*address.split("/"))
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(captured / capture.file, place)


FORMATS: Mapping[str, Build] = {"html": html, "markdown": markdown}
