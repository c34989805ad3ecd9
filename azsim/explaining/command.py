"""``azsim explain`` and ``azsim diff``: what a deployment does, and what a change does to it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from azsim.explaining.answers import Explanation
from azsim.explaining.explanation import explain
from azsim.garbage import looking_rarely
from azsim.gherkin import found_path
from azsim.readers import inputs
from azsim.readers.declared import Value
from azsim.readers.formats import Side
from azsim.terminal.examples import example
from azsim.terminal.language import WHICH_LANGUAGE, reader_language, said
from azsim.terminal.wrapping import columns
from azsim.text import Advice, Language, Text

EXPLAIN = Text("tell what a deployment does", "デプロイの振る舞いを説明する")
HOW_TO_EXPLAIN = Text(
    "Reads a deployment and tells for each machine how it reaches the internet, by which addresses, with "
    "how many SNAT ports, and what reaches it; and then what will surprise. PATH is an ARM template, "
    "Bicep where its CLI is installed, what az, Resource Graph or the portal show of live resources, what "
    "az deployment group what-if --no-pretty-print prints, a Bicep snapshot, a Terraform state, what "
    "terraform show -json prints of a plan, a .cscfg with its .csdef, or a folder of these. Nothing is sent anywhere.",
    "デプロイを読み取り、マシンごとに、インターネットへの接続方法、アドレス、SNAT ポートの数、届く通信を示し、"
    "続けて注意点を示す。パスには、ARM テンプレート、Bicep (CLI がある場合)、az や Resource Graph や"
    "ポータルが示すリソース、az deployment group what-if --no-pretty-print の出力、Bicep のスナップショット、"
    "Terraform の状態ファイル、terraform show -json が示すプラン、.cscfg と .csdef、それらのあるフォルダーを指定できる。どこにも送信しない。",
)
DIFF = Text("tell what a change does", "変更が振る舞いに与える影響を示す")
HOW_TO_DIFF = Text(
    "Compares the behaviour of two deployments, not their text: before beside after, for each machine. "
    "Without NEW it is OLD as it is, and with --set, or with --parameters alone; or both states of what "
    "holds two, such as a plan of Terraform or what what-if prints. The exit code is 1 where something "
    "changes, and 0 where nothing does.",
    "二つのデプロイを、テキストではなく振る舞いで比べ、マシンごとに変更前と変更後を並べて示す。変更後を省くと、"
    "変更前のファイルそのままの場合と、--set (または --parameters だけ) を適用した場合を比べる。Terraform のプランや what-if の出力のように両方の状態を持つファイルなら、"
    "それらを比べる。変わるものがあれば終了コードは 1、なければ 0 である。",
)
PATH = Text("PATH", "パス")
A_DEPLOYMENT = Text("a file of a deployment, or a folder", "デプロイのファイル、またはフォルダー")
OLD, NEW = Text("OLD", "変更前"), Text("NEW", "変更後")
FILE = Text("FILE", "ファイル")
PARAMETERS = Text("a file of parameters for the template", "テンプレートのパラメーター ファイル")
OLD_PARAMETERS = Text(
    "the same for OLD, where it differs", "変更前のパラメーター ファイル (異なる場合)"
)
SET = Text(
    "the value of one parameter; may stand several times",
    "パラメーター一つの値。繰り返し指定できる",
)
NAME_AND_VALUE = Text("NAME=VALUE", "名前=値")
FORMAT = Text("how to write it (default: text)", "出力の形式 (既定は text)")
NO_VALUE = Text(
    "--set takes NAME=VALUE, such as instanceCount=51.",
    "--set には instanceCount=51 のような「名前=値」を指定する。",
)
EXPLAIN_EXAMPLES = (
    example(
        "azsim explain main.json",
        "each machine, and what will surprise",
        "マシンごとの説明と注意点",
    ),
    example(
        "azsim explain main.json --parameters prod.parameters.json",
        "with a file of parameters",
        "パラメーター ファイルを使う",
    ),
    example(
        "azsim explain main.json --format feature",
        "scenarios that pin what it does today",
        "現在の振る舞いを固定するシナリオを書き出す",
    ),
)
DIFF_EXAMPLES = (
    example(
        "azsim diff main.json --set instanceCount=51",
        "what another value would do",
        "値を変えるとどうなるか",
    ),
    example("azsim diff old.json new.json", "before beside after", "変更前と変更後"),
    example(
        "azsim diff plan.json",
        "what a plan of Terraform would change",
        "Terraform のプランで何が変わるか",
    ),
    example(
        "azsim diff old.json new.json --format markdown",
        "for a comment on a pull request",
        "プル リクエストのコメント用",
    ),
)
FORMATS: Final = ("text", "json", "markdown")


def add(subparsers: Any) -> None:
    """Add the two commands."""
    parser = subparsers.add_parser("explain", help=said(EXPLAIN), description=said(HOW_TO_EXPLAIN))
    parser.examples = EXPLAIN_EXAMPLES
    parser.add_argument("paths", nargs="+", type=Path, metavar=said(PATH), help=said(A_DEPLOYMENT))
    _add_options(parser, (*FORMATS, "feature"))
    parser.set_defaults(do=_explain)

    parser = subparsers.add_parser("diff", help=said(DIFF), description=said(HOW_TO_DIFF))
    parser.examples = DIFF_EXAMPLES
    parser.add_argument("old", type=Path, metavar=said(OLD), help=said(A_DEPLOYMENT))
    parser.add_argument("new", nargs="?", type=Path, metavar=said(NEW), help=said(A_DEPLOYMENT))
    _add_options(parser, FORMATS)
    parser.add_argument(
        "--old-parameters", type=Path, metavar=said(FILE), help=said(OLD_PARAMETERS)
    )
    parser.set_defaults(do=_diff)


def _add_options(parser: argparse.ArgumentParser, formats: Sequence[str]) -> None:
    parser.add_argument("--parameters", type=Path, metavar=said(FILE), help=said(PARAMETERS))
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        dest="overrides",
        metavar=said(NAME_AND_VALUE),
        help=said(SET),
    )
    parser.add_argument("--format", choices=formats, default="text", help=said(FORMAT))
    parser.add_argument("--lang", choices=("en", "ja"), help=said(WHICH_LANGUAGE))


def _explain(options: argparse.Namespace) -> int:
    language: Language = options.lang or reader_language()
    explanation = _explanation(options.paths, options.parameters, _values(options.overrides))
    for line in _told(explanation, options, language):
        print(line)
    return 0


def _told(
    explanation: Explanation, options: argparse.Namespace, language: Language
) -> Iterator[str]:
    format = options.format
    if format == "json":
        from azsim.explaining.telling.as_json import as_json

        return iter((as_json(explanation, language),))
    if format == "markdown":
        from azsim.explaining.telling.markdown import markdown

        return markdown(explanation, language)
    if format == "feature":
        from azsim.explaining.telling.feature import Source, feature

        [path, *_] = options.paths
        given = options.parameters
        parameters = None if given is None else Path(os.path.relpath(given, path.parent)).as_posix()
        # What nobody may see decides nothing here, and isn't to be kept in a file.
        values = inputs.without_secrets(_values(options.overrides), explanation.inputs, _read)
        source = Source(path.name, parameters, values)
        return feature(explanation, source, language)
    from azsim.explaining.telling.lines import lines

    return lines(explanation, language, columns())


def _diff(options: argparse.Namespace) -> int:
    from azsim.explaining.differences import differences
    from azsim.explaining.telling import changes
    from azsim.explaining.telling.as_json import differences_as_json

    language: Language = options.lang or reader_language()
    values = _values(options.overrides)
    old_parameters = options.old_parameters
    if options.new is not None:
        before = _explanation([options.old], old_parameters or options.parameters, values)
    elif values or options.parameters:
        # What is set is the change then, to what the file of parameters gives.
        given = old_parameters or (options.parameters if values else None)
        before = _explanation([options.old], given, {})
    else:
        before = _explanation([options.old], old_parameters, {}, "before")
    after = _explanation([options.new or options.old], options.parameters, values)
    found = differences(before, after)
    if options.format == "json":
        print(differences_as_json(found, language))
    elif options.format == "markdown":
        print("\n".join(changes.markdown(found, language)))
    else:
        print("\n".join(changes.lines(found, language, columns())))
    return 1 if found else 0


def _explanation(
    paths: Sequence[Path],
    parameters: Path | None,
    values: dict[str, Value],
    side: Side = "after",
) -> Explanation:
    names = inputs.files_at(paths)
    given = None if parameters is None else parameters.as_posix()
    # Nearly all of what is made here is part of the answer.
    with looking_rarely():
        return explain(inputs.read(names, _read, given, values, side), names)


def _read(name: str) -> bytes:
    """What a file holds, of those here and those that come with azsim."""
    return inputs.from_disk(found_path(name))


def _values(given: Sequence[str]) -> dict[str, Value]:
    """The values of parameters, as they were typed."""
    values: dict[str, Value] = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals or not name.strip():
            # What was typed isn't shown: it may hold a password.
            raise Advice(NO_VALUE)
        values[name.strip()] = value
    return values
