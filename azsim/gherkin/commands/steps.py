"""``azsim steps``: the sentences that a feature file may use, and where they are used."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from azsim.gherkin.vocabulary.installed import features
from azsim.terminal.examples import UsageExample, example
from azsim.terminal.language import WHICH_LANGUAGE, reader_language, said
from azsim.text import Language, Text

if TYPE_CHECKING:
    from azsim.gherkin.catalogue.entries import Entry
    from azsim.gherkin.catalogue.examples import Example
    from azsim.gherkin.catalogue.listing import Style
    from azsim.gherkin.catalogue.survey import Survey
    from azsim.gherkin.catalogue.uses import Places
    from azsim.gherkin.vocabulary.definition import Definition
    from azsim.gherkin.vocabulary.vocabulary import Vocabulary

NEAREST = 5

SUMMARY = Text("list and search the sentences", "使える文を一覧し、検索する")
DESCRIPTION = Text(
    "The sentences that a feature file here may use. With WORDS, those that hold all of them, in "
    "either language, with what they mean, their values and an example.",
    "ここのフィーチャー ファイルで使える文を示す。語を指定すると、そのすべてをどちらかの言語で含む文を、"
    "意味、値、例とともに示す。",
)
WORDS = Text("WORDS", "語")
SOME_WORDS = Text("parts of words, in any order", "語またはその一部。順序は問わない")
USAGE = Text(
    "every place of each sentence in the features that azsim run plays here",
    "azsim run がここで実行する機能のうち、それぞれの文を使っている箇所をすべて示す",
)
UNUSED = Text(
    "the sentences that neither these features nor those that come with azsim use",
    "それらの機能でも azsim に付属する機能でも使われていない文を示す",
)
NOT_MODELLED = Text(
    "what no sentence says, with what comes nearest",
    "どの文でも書けないことを、最も近い文とともに示す",
)
MORE = Text(
    "{count} sentences. Words show what those that hold them mean: azsim steps SNAT ports",
    "文は {count} 件ある。語を指定すると、それを含む文の意味と例を表示する: azsim steps SNAT ポート",
)
NOT_FOUND = Text(
    'No sentence holds "{words}". The nearest are',
    "「{words}」を含む文はない。近い文は次のとおり。",
)
NONE_NEAR = Text(
    'No sentence holds "{words}", and none is near. azsim steps lists all of them.',
    "「{words}」を含む文も、近い文もない。azsim steps ですべての文を一覧できる。",
)
NO_SENTENCES = Text("There are no sentences here.", "ここで使える文はない。")
NOT_LISTED = Text(
    "Nothing like that is listed as not modelled.",
    "モデル化していないものの一覧に、該当するものはない。",
)
ALL_USED = Text("Every sentence is used.", "使われていない文はない。")


EXAMPLES = (
    UsageExample(
        Text("azsim steps SNAT port", "azsim steps SNAT ポート"),
        Text("sentences about SNAT ports, explained", "SNAT ポートについての文とその説明"),
    ),
    example("azsim steps --usage", "how often each is used here", "ここで使っている箇所"),
)


def add(subparsers: Any) -> None:
    """Add ``steps`` to the command line."""
    parser = subparsers.add_parser("steps", help=said(SUMMARY), description=said(DESCRIPTION))
    parser.examples = EXAMPLES
    parser.add_argument("words", nargs="*", metavar=said(WORDS), help=said(SOME_WORDS))
    parser.add_argument("--lang", choices=("en", "ja"), help=said(WHICH_LANGUAGE))
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--usage", action="store_true", help=said(USAGE))
    kind.add_argument("--unused", action="store_true", help=said(UNUSED))
    kind.add_argument("--not-modelled", action="store_true", help=said(NOT_MODELLED))
    parser.set_defaults(do=steps)


def steps(options: argparse.Namespace) -> int:
    """Print the sentences; 1 where none was found, or one is unused."""
    from azsim.gherkin.catalogue.entries import catalogue, near, search
    from azsim.gherkin.catalogue.listing import full, short, style, usage
    from azsim.gherkin.catalogue.survey import survey
    from azsim.terminal.wrapping import columns

    look = style(options.lang or reader_language(), columns(), sys.stdout.encoding)
    surveyed = survey(_own_features() if options.usage or options.unused else [])
    entries = catalogue([surveyed.vocabulary, *(each.vocabulary for each in surveyed.features)])
    found = search(entries, options.words, surveyed.vocabulary.synonyms)
    if options.not_modelled:
        return _list_not_modelled(surveyed.vocabulary, options.words, look)
    if _tell_not_modelled(surveyed.vocabulary, options.words, look):
        if not found:
            return 1
        _print([""])
    if not entries:
        _print([NO_SENTENCES.to(look.language)])
    elif not found:
        nearest = near(entries, options.words, NEAREST)
        text = NOT_FOUND if nearest else NONE_NEAR
        _print([text.fill(words=" ".join(options.words)).to(look.language)])
        _print(short(nearest, look))
    elif options.usage:
        _print(usage(found, _places(surveyed, with_shipped=not surveyed.features), look))
    elif options.unused:
        return _unused(found, _places(surveyed, with_shipped=True), look)
    elif options.words:
        shown = _examples(found, surveyed.vocabulary, look.language)
        _print(full(found, shown, look, options.words))
    else:
        _print([*short(found, look), "", MORE.fill(count=len(found)).to(look.language)])
    return 0 if found else 1


def _unused(entries: Iterable[Entry], places: Places, look: Style) -> int:
    from azsim.gherkin.catalogue.listing import defined

    unused = [entry for entry in entries if entry.definition not in places]
    _print(defined(unused, Path.cwd(), look) if unused else [ALL_USED.to(look.language)])
    return 1 if unused else 0


def _tell_not_modelled(vocabulary: Vocabulary, words: Sequence[str], look: Style) -> bool:
    """Tell what is looked for and isn't modelled; whether there is any."""
    from azsim.gherkin.advice.not_modelled import told

    answers = told(each for each in vocabulary.not_modelled if each.is_asked_for_by(words))
    _print_answers(answers, look)
    return bool(answers)


def _list_not_modelled(vocabulary: Vocabulary, words: Sequence[str], look: Style) -> int:
    from azsim.gherkin.advice.not_modelled import told

    found = [each for each in vocabulary.not_modelled if not words or each.is_asked_for_by(words)]
    _print_answers(told(found, all_of_it=True), look)
    if not found:
        _print([NOT_LISTED.to(look.language)])
    return 0 if found else 1


def _print_answers(answers: Sequence[Text], look: Style) -> None:
    from azsim.terminal.wrapping import wrapped

    for number, answer in enumerate(answers):
        lines = answer.to(look.language).splitlines()
        _print([""] if number else [])
        for line in lines:
            # A step is there to be copied.
            _print([line] if line.startswith(" ") else wrapped(line, look.limit))


def _own_features() -> list[str]:
    """What ``azsim run`` plays here, where that isn't what comes with azsim."""
    from azsim.gherkin.commands.paths import own_paths

    own = own_paths()
    return [] if own is None else own[0]


def _places(surveyed: Survey, *, with_shipped: bool) -> Places:
    from azsim.gherkin.catalogue.uses import feature_files, places
    from azsim.gherkin.reading.document import read

    documents = [(each.document, each.vocabulary) for each in surveyed.features]
    if with_shipped:
        files = feature_files(features())
        documents += [(read(path), surveyed.vocabulary) for path in files]
    return places(documents, Path.cwd())


def _examples(
    entries: Iterable[Entry], vocabulary: Vocabulary, language: Language
) -> dict[Definition, Example]:
    """A real step for each of *entries*, and where there is none one that is made up.

    It never comes from somebody's own feature, which may fail.
    """
    from azsim.gherkin.catalogue.examples import examples
    from azsim.gherkin.catalogue.uses import feature_files

    files = feature_files(features())
    return examples(entries, vocabulary, language, files, Path.cwd())


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)
