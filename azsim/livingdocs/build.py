"""The files of a site: its pages, its captures, and what the pages are made with."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from importlib import resources
from pathlib import Path

from azsim.livingdocs import articles, pages, search
from azsim.livingdocs.article_parts import INDEX
from azsim.livingdocs.site import Site
from azsim.livingdocs.writing import write

Build = Callable[[Site, Path, Path], str]


def html(site: Site, captured: Path, folder: Path) -> str:
    """Write the site into *folder*; the address of its first page.

    *captured* is where the captures lie.
    """
    for page in pages.pages(site):
        write(folder, page.address, page.content)
    write(folder, f"{pages.ASSETS}/search-index.js", search.index(site))
    static = Path(str(resources.files("azsim.livingdocs").joinpath("static")))
    for path in sorted(static.iterdir()):
        write(folder, f"{pages.ASSETS}/{path.name}", path.read_bytes())
    captures(site, captured, folder)
    return "index.html"


def markdown(site: Site, captured: Path, folder: Path) -> str:
    """Write an article for each feature into *folder*; as `html`."""
    for article in articles.articles(site):
        write(folder, article.address, article.content)
    captures(site, captured, folder)
    return INDEX


def captures(site: Site, captured: Path, folder: Path) -> None:
    """Move the captures into *folder*, to the addresses that pages name."""
    for row in site.rows:
        for capture, address in row.captures:
            place = folder.joinpath(*address.split("/"))
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(captured / capture.file, place)


FORMATS: Mapping[str, Build] = {"html": html, "markdown": markdown}
