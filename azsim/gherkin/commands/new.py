"""``azsim new``: a feature file that plays at once, ready to be changed."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from azsim.gherkin.vocabulary.installed import first_service, services
from azsim.terminal.examples import UsageExample
from azsim.terminal.language import WHICH_LANGUAGE, reader_language, said
from azsim.text import Advice, Language, Text

SUMMARY = Text("write a feature file to begin with", "書き始めるためのフィーチャー ファイルを作る")
DESCRIPTION = Text(
    "Write a feature file that plays at once and is there to be changed: into the folder features/ "
    "here, else into this folder.",
    "そのまま実行できる、書き換えるためのフィーチャー ファイルを作る。場所は、ここにあるフォルダー "
    "features/、なければこのフォルダーである。",
)
TITLE, NAME = Text("TITLE", "題名"), Text("NAME", "名前")
A_TITLE = Text("what the feature is about", "機能の題名")
SERVICE = Text("{services} (default: {default})", "{services} (既定は {default})")
WRITTEN = Text("Wrote {path}.", "{path} を作成した。")
PLAY = Text("To play it", "実行するには")
SEARCH = Text("To find more sentences", "ほかの文を探すには")
NO_TITLE = Text(
    'A feature needs a title, such as: azsim new "My outbound connections"',
    "機能には題名が要る。たとえば: azsim new 自分の送信接続",
)
EXISTS = Text(
    "{path} is there already, and stays as it is. Choose another title.",
    "{path} はすでにあり、上書きしない。別の題名にする。",
)
NOT_WRITTEN = Text("{path} can't be written: {reason}", "{path} に書き込めない: {reason}")


EXAMPLES = (
    UsageExample(
        Text('azsim new "My connections"', "azsim new 自分の送信接続"),
        Text("outbound connections of your own", "自分の送信接続について書き始める"),
    ),
    UsageExample(
        Text(
            'azsim new "My probes" --service load_balancer',
            "azsim new 自分のプローブ --service load_balancer",
        ),
        Text("about another service", "別のサービスについて書き始める"),
    ),
)


def add(subparsers: Any) -> None:
    """Add ``new`` to the command line."""
    parser = subparsers.add_parser("new", help=said(SUMMARY), description=said(DESCRIPTION))
    parser.examples = EXAMPLES
    parser.add_argument("title", nargs="+", metavar=said(TITLE), help=said(A_TITLE))
    parser.add_argument("--lang", choices=("en", "ja"), help=said(WHICH_LANGUAGE))
    default = first_service()
    known = SERVICE.fill(services=", ".join(services()), default=default)
    parser.add_argument("--service", default=default, metavar=said(NAME), help=said(known))
    parser.set_defaults(do=new)


def new(options: argparse.Namespace) -> int:
    """Write the file and say what to do next."""
    from azsim.gherkin.catalogue.survey import survey
    from azsim.gherkin.commands.starters import feature, file_name, starter

    reader = reader_language()
    language: Language = options.lang or reader
    # An argument may hold bytes that are no letters.
    title = " ".join(" ".join(options.title).encode("utf-8", "replace").decode().split())
    if not title:
        raise Advice(NO_TITLE)
    begun = starter(options.service, survey([]).vocabulary, language)
    text = feature(title, begun.steps, language)
    path = Path("features" if Path("features").is_dir() else "") / f"{file_name(title)}.feature"
    write(path, text.encode())
    print(WRITTEN.fill(path=path.as_posix()).to(reader))
    for name, content in begun.files.items():
        beside = path.parent / name
        # One that is there is the author's own, or of the starter before this one.
        if not beside.exists():
            write(beside, content)
            print(WRITTEN.fill(path=beside.as_posix()).to(reader))
    print(f"  {PLAY.to(reader)}: azsim run {path.as_posix()}")
    print(f"  {SEARCH.to(reader)}: azsim steps {options.service.replace('_', ' ')}")
    return 0


def write(path: Path, content: bytes) -> None:
    """Make a new file at *path* that holds *content*.

    :raises Advice: where there is one, or none can be made.
    """
    try:
        with path.open("xb", buffering=0) as file:
            try:
                file.write(content)
            except OSError:
                path.unlink()
                raise
    except FileExistsError:
        raise Advice(EXISTS.fill(path=path.as_posix())) from None
    except OSError as error:
        raise Advice(NOT_WRITTEN.fill(path=path.as_posix(), reason=error.strerror)) from None
