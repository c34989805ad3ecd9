"""``azsim translate``: feature files in the other language, beside those that are there."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

from azsim.files.written import write_whole
from azsim.gherkin.commands.paths import A_PATH, PATH, check
from azsim.terminal.examples import example
from azsim.terminal.language import reader_language, said
from azsim.text import Advice, Language, Text, same

if TYPE_CHECKING:
    from azsim.gherkin.catalogue.survey import Surveyed
    from azsim.gherkin.translating.translate import Translation

SUMMARY = Text(
    "write feature files in the other language", "フィーチャー ファイルをもう一方の言語で書く"
)
DESCRIPTION = Text(
    "Write feature files in the other language, each beside the one that is there: x_ja.feature "
    "beside x.feature. Sentences, values and tables are translated; titles and descriptions are "
    "kept and marked.",
    "フィーチャー ファイルをもう一方の言語で書き、元のファイルと並べて置く。たとえば x.feature の隣に "
    "x_ja.feature を置く。文、値、表は訳し、題名と説明は元のまま残して印を付ける。",
)
INTO = Text("the language to translate into", "訳文の言語")
EXISTS = Text(
    "{path} is there already, and stays as it is. Move or delete it to have it written anew.",
    "{path} はすでにあり、上書きしない。新しく書くには、移動するか削除する。",
)
IS_THERE = Text("{path}: {other} is there already.", "{path}: {other} はすでにある。")
IS_IN = Text("{path} is in {language} already.", "{path} はすでに{language}である。")
NO_FEATURES = Text(
    "There is no feature file in {paths}.", "{paths} にフィーチャー ファイルはない。"
)
NOT_WRITTEN = Text("{path} can't be written: {reason}", "{path} に書き込めない: {reason}")
NOTHING_WRITTEN = Text(
    "Nothing was written. Put this right first.", "ファイルは作成していない。先にこれを直す。"
)
WROTE = Text("Wrote {path}.", "{path} を作成した。")
TITLES = Text(
    "Wrote {path}. Its titles and descriptions are still to be translated, where it says {mark}:",
    "{path} を作成した。題名と説明は {mark} の箇所がまだ訳されていない:",
)


@frozen
class Work:
    """One feature file that is to be written."""

    path: Path
    shown: str
    translation: Translation


EXAMPLES = (
    example("azsim translate x.feature --to ja", "writes x_ja.feature", "x_ja.feature を書き出す"),
)


def add(subparsers: Any) -> None:
    """Add ``translate`` to the command line."""
    parser = subparsers.add_parser("translate", help=said(SUMMARY), description=said(DESCRIPTION))
    parser.examples = EXAMPLES
    parser.add_argument("paths", nargs="+", metavar=said(PATH), help=said(A_PATH))
    parser.add_argument("--to", choices=("en", "ja"), required=True, help=said(INTO))
    parser.set_defaults(do=run)


def run(options: argparse.Namespace) -> int:
    """Write the files; 1 where some can't be translated, and none is written then."""
    from azsim.gherkin.catalogue.survey import survey

    for path in options.paths:
        check(path)
    found = survey(options.paths).features
    if not found:
        raise Advice(NO_FEATURES.fill(paths=same(", ".join(options.paths))))
    named = {Path(path).resolve() for path in options.paths}
    works: list[Work] = []
    for feature in found:
        is_named = feature.document.path.resolve() in named
        work = _work(feature, options.to, works, is_named=is_named)
        if work is not None:
            works.append(work)
    if any(work.translation.mistakes for work in works):
        print(NOTHING_WRITTEN.to(reader_language()))
        return 1
    for work in works:
        _write(work)
        _print_written(work, options.to)
    return 0


def translated_name(name: str, to: Language) -> str:
    """What the translation of a feature file is called: ``x_ja`` for ``x``, and back."""
    stem = name.removesuffix(".feature")
    other = "_en" if to == "ja" else "_ja"
    if to == "en" and stem.endswith(other):
        return f"{stem.removesuffix(other)}.feature"
    return f"{stem.removesuffix(other)}_{to}.feature"


def _work(
    feature: Surveyed, to: Language, others: Iterable[Work], *, is_named: bool
) -> Work | None:
    """What to write for *feature* beside *others*; a mistake in it is shown at once.

    None where there is nothing to do: in a folder, that isn't an error.

    :raises Advice: where the file was named.
    """
    from azsim.gherkin.reading.source import parse
    from azsim.gherkin.translating.sentences import LANGUAGES
    from azsim.gherkin.translating.translate import translate

    source = parse(feature.document.path)
    translation = translate(source, feature.vocabulary, to)
    path = source.path.with_name(translated_name(source.path.name, to))
    shown = Path(feature.shown).with_name(path.name).as_posix()
    for mistake in translation.mistakes:
        first, *more = mistake.text.to(source.language).split("\n")
        print(f"{feature.shown}:{mistake.line}: {first}", *more, sep="\n  ")
    if translation.mistakes:
        return Work(path, shown, translation)
    if translation.text == source.text:
        advice = skipped = IS_IN.fill(path=feature.shown, language=LANGUAGES[to])
    elif path.exists() or path.is_symlink() or any(path == other.path for other in others):
        advice, skipped = EXISTS.fill(path=shown), IS_THERE.fill(path=feature.shown, other=shown)
    else:
        return Work(path, shown, translation)
    if is_named:
        raise Advice(advice)
    print(skipped.to(reader_language()))
    return None


def _write(work: Work) -> None:
    try:
        write_whole(work.path, work.translation.text.encode())
    except OSError as error:
        reason = error.strerror or error
        raise Advice(NOT_WRITTEN.fill(path=work.shown, reason=reason)) from None


def _print_written(work: Work, to: Language) -> None:
    from azsim.gherkin.translating.translate import UNTRANSLATED

    titles = work.translation.untranslated
    text = TITLES if titles else WROTE
    print(text.fill(path=work.shown, mark=UNTRANSLATED.to(to)).to(reader_language()))
    for title in titles:
        print(f"  {work.shown}:{title.line}: {title.text}")
