"""``azsim check``: everything that can be said about feature files without playing them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from azsim.gherkin.commands.paths import A_PATH, PATH, chosen_paths
from azsim.gherkin.vocabulary.installed import features, is_for_readers
from azsim.terminal.examples import example
from azsim.terminal.language import reader_language, said
from azsim.text import Advice, Language, Text, same

if TYPE_CHECKING:
    from azsim.gherkin.checking.findings import Finding

SUMMARY = Text(
    "look through feature files without playing them", "フィーチャー ファイルを実行せずに調べる"
)
DESCRIPTION = Text(
    "Say what is wrong with feature files, without playing them. Without PATH: the folder "
    "features/ here, else the feature files here or in the folders below, else those that come with azsim.",
    "フィーチャー ファイルの誤りを、実行せずに示す。パスを省くと、ここにあるフォルダー features/、"
    "なければここかその下にあるフィーチャー ファイル、それもなければ azsim に付属する機能が対象になる。",
)
FIX = Text(
    "put layout in order, and full-width characters where Gherkin reads others",
    "字下げや表を整え、Gherkin が読めない全角の文字を直す",
)

CHECKING = Text("Checking {paths}.", "調べる対象: {paths}")
MENDED = Text("{path}: put in order.", "{path}: 整えた。")
NOT_OURS = Text(
    "--fix changes files, and there is no feature file here. Name the files or folders to mend.",
    "--fix はファイルを書き換えるが、ここにフィーチャー ファイルはない。対象のファイルかフォルダーを指定する。",
)
NO_FEATURES = Text(
    "There is no feature file in {paths}.", "{paths} にフィーチャー ファイルはない。"
)
NOTHING_FOUND = Text("{files}: nothing to mend.", "{files}: 直すところはない。")
FOUND = Text("{files}: {findings}.", "{files}: {findings}。")


EXAMPLES = (
    example("azsim check", "what is wrong, without playing", "実行せずに誤りを見つける"),
    example("azsim check --fix", "mends the layout as well", "体裁も直す"),
)


def add(subparsers: Any) -> None:
    """Add ``check`` to the command line."""
    parser = subparsers.add_parser("check", help=said(SUMMARY), description=said(DESCRIPTION))
    parser.examples = EXAMPLES
    parser.add_argument("paths", nargs="*", metavar=said(PATH), help=said(A_PATH))
    parser.add_argument("--fix", action="store_true", help=said(FIX))
    parser.set_defaults(do=run)


def run(options: argparse.Namespace) -> int:
    """Print what was found; 0 where nothing was, else 1."""
    from azsim.gherkin.catalogue.survey import survey
    from azsim.gherkin.checking.findings import Finding, in_feature, in_vocabulary
    from azsim.gherkin.checking.mend import mend
    from azsim.gherkin.playing.passed_over import PASSED_OVER, beside, in_lines
    from azsim.gherkin.reading.document import of
    from azsim.gherkin.reading.source import parse

    language = reader_language()
    paths, shown = chosen_paths(options.paths)
    if shown is not None:
        if options.fix and paths == [str(folder) for folder in features()]:
            raise Advice(NOT_OURS)
        print(CHECKING.fill(paths=shown).to(language))
    surveyed = survey(paths)
    left_out = [*(beside(paths) if shown is not None else ()), *surveyed.passed_over]
    if left_out:
        print(PASSED_OVER.to(language))
        print(in_lines(left_out, Path.cwd()).to(language))
    if not surveyed.features:
        named = shown or same(", ".join(options.paths))
        raise Advice(NO_FEATURES.fill(paths=named))
    found = 0
    for vocabulary in {id(each.vocabulary): each.vocabulary for each in surveyed.features}.values():
        found += _print(in_vocabulary(vocabulary, _shown_place), language)
    for feature in surveyed.features:
        path = feature.document.path
        unwritten: list[Finding] = []
        try:
            if options.fix and mend(path, feature.vocabulary):
                print(MENDED.fill(path=feature.shown).to(language))
        except Advice as advice:
            unwritten = [Finding(feature.shown, 1, "file", advice.text)]
        source = parse(path)
        document = of(source)
        findings = in_feature(
            feature.shown,
            source,
            document,
            feature.vocabulary,
            for_readers=is_for_readers(path),
        )
        found += _print([*unwritten, *findings], document.language)
    print(_summary(len(surveyed.features), found).to(language))
    return 1 if found else 0


def _print(findings: Sequence[Finding], language: Language) -> int:
    """Show *findings*, the lines after the first of each indented; how many they were."""
    for finding in findings:
        where = f"{finding.path}:{finding.line}: " if finding.path else ""
        first, *more = f"{where}{finding.text.to(language)}".split("\n")
        print("\n    ".join([first, *(line.removeprefix("  ") for line in more)]))
    return len(findings)


def _shown_place(where: str) -> str:
    from azsim.gherkin.reading.paths import shown_path

    path, _, line = where.rpartition(":")
    return f"{shown_path(Path(path), Path.cwd())}:{line}"


def _summary(files: int, findings: int) -> Text:
    read = Text(f"{files} file{'s' * (files != 1)}", f"ファイル {files} 個")
    if not findings:
        return NOTHING_FOUND.fill(files=read)
    count = Text(f"{findings} thing{'s' * (findings != 1)} to mend", f"直すところ {findings} 件")
    return FOUND.fill(files=read, findings=count)
