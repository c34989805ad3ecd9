"""``azsim docs``: plays feature files and writes what a reader wants to know of them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from azsim.terminal.examples import example
from azsim.terminal.language import said
from azsim.terminal.progress import progress
from azsim.text import Advice, Text

if TYPE_CHECKING:
    from azsim.livingdocs.edition import Edition

SUMMARY = Text("write the documentation site", "ドキュメントのサイトを書き出す")
DESCRIPTION = Text(
    "Play feature files and write a site in English and Japanese that shows each behaviour with its "
    "evidence and its source. Without PATH: as for azsim run.",
    "フィーチャー ファイルを実行し、すべての振る舞いを実行結果と出典とともに示すサイトを日本語と英語で書き出す。"
    "パスを省いた場合は azsim run と同じである。",
)
PATH, FOLDER = Text("PATH", "パス"), Text("DIR", "フォルダー")
AS_FOR_RUN = Text("as for azsim run", "azsim run と同じ")
OUT = Text(
    "where to write; what azsim wrote there before is replaced (default: site, or articles)",
    "書き出し先。azsim が前に書き出したものは置き換える (既定は site または articles)",
)
OPEN = Text("show it in the browser afterwards", "書き出した後にブラウザーで開く")
FORMAT = Text(
    "html, or markdown: one article for each feature (default: html)",
    "html または markdown。markdown では機能ごとに記事を一つ書き出す (既定は html)",
)
BASE_URL = Text(
    "where the site will be published: links that are pasted into a chat show a preview, with a picture "
    "where azsim[preview] is installed",
    "サイトの公開先。チャットに貼ったリンクにプレビューが表示される。azsim[preview] があれば画像も付く",
)
NO_PICTURES = Text(
    "Previews have no pictures: pip install 'azsim[preview]'",
    "プレビューに画像がない: pip install 'azsim[preview]'",
)
NO_PLAY = Text(
    "For scenarios that can be changed and played in their pages, in a copy of azsim's repository, which says "
    "what to install then: python playground/build.py",
    "シナリオをページの中で変更して実行できるようにするには、azsim のリポジトリのコピーで実行し、表示されたものをインストール"
    "する: python playground/build.py",
)
GOES_ALONG = Text(
    "The site carries these files of yours, which its scenarios need to be played in the page: {files}",
    "シナリオをページの中で実行するために、サイトには次のファイルも含まれる: {files}",
)
STAYS_HERE = Text(
    "In a page there is Python alone, so that what isn't written in it can't go along: {packages}. Scenarios "
    "whose sentences need it can't be played there, and say so.",
    "ページの中で使えるのは Python だけで書かれたものに限られるため、次のパッケージは含まれない: {packages}。"
    "これを必要とする文のシナリオはページの中では実行できず、その旨が表示される。",
)
NEEDS_JINJA = Text(
    "azsim docs needs Jinja2 beside azsim: pip install 'azsim[docs]'",
    "azsim docs には Jinja2 が要る: pip install 'azsim[docs]'",
)
BEGINS = Text("reading the scenarios", "シナリオを読み込み中")
WRITES = Text("writing the pages", "ページを書き出し中")
PLAYING = Text("Playing {paths}.", "実行する対象: {paths}")
NOTHING_PLAYED = Text(
    "There is nothing to show: no scenario was played.",
    "示すものがない。シナリオが一つも実行されなかった。",
)
WROTE = Text(
    "{holding} of {count} plays hold: {place}",
    "実行した {count} 件のうち {holding} 件を確認: {place}",
)
FAILED = Text("fails: {place}: {name}", "期待と異なる: {place}: {name}")
NOT_PLAYED = Text("can't be played: {place}", "実行できない: {place}")
NOT_PROVEN = Text(
    "Whether a scenario fails when a fact changes isn't known yet for these: azsim facts prove",
    "値を変えたときにこれらのシナリオが失敗するかどうかは、まだ確かめていない: azsim facts prove",
)


NO_BROWSER = Text(
    "No browser could be started. Open {place} yourself.",
    "ブラウザーを起動できない。{place} を自分で開く。",
)
PLACES = {"html": "site", "markdown": "articles"}


EXAMPLES = (
    example(
        "azsim docs --open", "a site, shown in the browser", "サイトを書き出してブラウザーで開く"
    ),
    example("azsim docs x.feature", "of your own scenarios only", "自分のシナリオだけのサイト"),
    example(
        "azsim docs --format markdown", "articles for GitHub and Zenn", "GitHub や Zenn の記事"
    ),
)


def add(subparsers: Any) -> None:
    """Add ``docs`` to the command line."""
    parser = subparsers.add_parser("docs", help=said(SUMMARY), description=said(DESCRIPTION))
    parser.examples = EXAMPLES
    parser.add_argument("paths", nargs="*", metavar=said(PATH), help=said(AS_FOR_RUN))
    parser.add_argument("--out", metavar=said(FOLDER), help=said(OUT))
    parser.add_argument("--open", action="store_true", help=said(OPEN))
    parser.add_argument("--format", choices=("html", "markdown"), default="html", help=said(FORMAT))
    parser.add_argument("--base-url", metavar="URL", default="", help=said(BASE_URL))
    parser.set_defaults(do=docs)


def docs(options: argparse.Namespace) -> int:
    """Write the site; 1 where something on it doesn't hold, with what that is."""
    if find_spec("jinja2") is None:
        raise Advice(NEEDS_JINJA)
    from azsim.gherkin import chosen_paths
    from azsim.livingdocs import writing
    from azsim.livingdocs.edition import edition

    place = Path(options.out or PLACES[options.format])
    this = edition(options.base_url)
    paths, shown = chosen_paths(options.paths)
    writing.check(place)
    if shown is not None:
        print(said(PLAYING.fill(paths=shown)), flush=True)
    return _write(paths, place, this, options)


def project_of(paths: Sequence[str]) -> str:
    """What the features of *paths* are called together: the project's folder."""
    named = Path(next((each for each in paths if not each.startswith("-")), ".")).resolve()
    folder = next(each for each in (named, *named.parents) if each.is_dir())
    above = (each.parent for each in (folder, *folder.parents) if each.name == "features")
    return next(above, folder).name


def _write(paths: Sequence[str], place: Path, this: Edition, options: argparse.Namespace) -> int:
    from azsim.gherkin import survey, taken_along
    from azsim.livingdocs import build, gathering, making, playground, preview, writing
    from azsim.processes import ends_cleanly
    from azsim.proving import load

    with (
        ends_cleanly(),
        TemporaryDirectory(prefix="azsim-") as folder,
        progress(said(BEGINS)) as show,
    ):
        surveyed = survey(paths)
        catalogue = surveyed.catalogue
        plays_in_page = options.format == "html" and playground.is_installed()
        project = taken_along(surveyed) if plays_in_page else None
        del surveyed
        gathered = gathering.gather(paths, Path(folder), show)
        show(0, 0, said(WRITES))
        made = making.make(gathered, catalogue, load(paths), project_of(paths))
        rows = list(made.rows)
        if not rows and made.holds:
            raise Advice(NOTHING_PLAYED)
        with writing.staged(place) as new:
            played = None if project is None else playground.Playground(made, project)
            start = build.FORMATS[options.format](made, this, Path(folder), new, played)
    for _, row in made.failures:
        told = row.shown.told
        where = f"{told.feature.shown}:{told.row or told.line}"
        print(said(FAILED.fill(place=where, name=told.name)))
    for mistake in made.mistakes:
        print(said(NOT_PLAYED.fill(place=f"{mistake.shown}:{mistake.line}")))
    for problem in made.problems:
        print(problem)
    if this.base_url and not preview.can_draw():
        print(said(NO_PICTURES))
    if options.format == "html" and project is None:
        print(said(NO_PLAY))
    if project is not None and project.own:
        print(said(GOES_ALONG.fill(files=", ".join(project.own))))
    if project is not None and project.packages.stay:
        print(said(STAYS_HERE.fill(packages=", ".join(project.packages.stay))))
    if made.proof is None:
        print(said(NOT_PROVEN))
    holding = sum(row.outcome == "passed" for row in rows)
    first = place / start
    print(said(WROTE.fill(count=len(rows), holding=holding, place=first.as_posix())))
    if options.open:
        import webbrowser

        if not webbrowser.open(first.absolute().as_uri()):
            print(said(NO_BROWSER.fill(place=first.as_posix())))
    return 0 if made.holds else 1
