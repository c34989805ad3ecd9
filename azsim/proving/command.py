"""``azsim facts``: lists the facts, explains one, and proves them all."""

from __future__ import annotations

import argparse
from typing import Any

from azsim.terminal.examples import UsageExample, example
from azsim.terminal.language import WHICH_LANGUAGE, reader_language, said
from azsim.terminal.progress import progress
from azsim.terminal.wrapping import columns, wrapped
from azsim.text import Advice, Language, Text

SUMMARY = Text("look documented values up", "文書に記載された値を調べる")
DESCRIPTION = Text(
    "Every value with its statement, the kind of its source and the date of that. With WORDS: those "
    "that hold all of them, in either language. A number is found in any form: 1024 and 1,024, "
    "240 seconds and 4 minutes.",
    "値を、その内容、出典の種類、出典の日付とともに示す。語を指定すると、そのすべてを日本語または英語で"
    "含む値だけを示す。数は書き方が違っても見つかる (1024 と 1,024、240 秒と 4 分)。",
)
WORDS = Text("WORDS", "語")
SOME_WORDS = Text("parts of words, in any order", "語またはその一部。順序は問わない")
EXPLAIN = Text("explain one value", "値を一つ説明する")
ALL_ABOUT_ONE = Text(
    "All that is known about one value: its source with an address, older values, contradictions "
    "between documents, and the scenarios that fail if it changes.",
    "一つの値について分かっていることをすべて示す。出典とそのアドレス、以前の値、文書間の矛盾、"
    "値が変わると失敗するシナリオを含む。",
)
A_FACT = Text("the fact, as the list names it", "値の名前 (一覧にあるもの)")
PROVE = Text(
    "see whether a scenario fails if a value changes",
    "値が変わると失敗するシナリオがあるか確かめる",
)
HOW_TO_PROVE = Text(
    "Changes one value or behaviour of the model at a time and plays the scenarios whose reason names "
    "it, then others that rest on it until one fails, so that none can change unnoticed. Nothing is "
    "watched on Azure. At the end stands for how many of the documented facts a scenario fails.",
    "モデルの値や動作を一つずつ変え、変更が見過ごされないことを確かめる。まず、理由にその名前を挙げた"
    "シナリオを実行し、次に、それに基づくほかのシナリオを、どれかが失敗するまで実行する。"
    "Azure での動作を観測するものではない。最後に、文書に記載された値のうち、変えると失敗する"
    "シナリオがあるものの件数を示す。",
)
EXAMPLES = (
    UsageExample(
        Text("azsim facts snat port", "azsim facts snat ポート"),
        Text("those about SNAT ports", "SNAT ポートについての値"),
    ),
    example("azsim facts 1024", "those of 1,024", "1,024 を含む値"),
    example("azsim facts show classic.fin-hold", "all about one", "一つの値の詳しい説明"),
    example(
        "azsim facts prove",
        "whether a scenario fails if one changes",
        "変えると失敗するシナリオがあるか確かめる",
    ),
)
TOLD = Text(
    "{count} of {all} facts. All about one: azsim facts show {id}",
    "{all} 件中 {count} 件。詳しい説明: azsim facts show {id}",
)
PATH = Text("PATH", "パス")
AS_FOR_RUN = Text("as for azsim run", "azsim run と同じ")
BEGINS = Text("reading the scenarios", "シナリオを読み込み中")
PROVING = Text(
    "Changing one fact at a time and playing {paths}.", "値を一つずつ変えて実行する対象: {paths}"
)
UNPROVEN = Text(
    "no scenario fails if this changes: {fact}", "変えても失敗するシナリオがない: {fact}"
)
UNREAD = Text("no scenario decides by it", "この値に基づくシナリオがない")
NOT_CAUGHT = Text("no scenario notices {change}", "シナリオが気付かない変更: {change}")
BROKE = Text("broke: {error}", "異常終了: {error}")
PROBLEM = Text("problem: {problem}", "問題: {problem}")
RESULT = Text(
    "For {proven} of {all} documented facts, a scenario fails if the value changes.",
    "文書に記載された {all} 件のうち {proven} 件は、変えると失敗するシナリオがある。",
)
COUNTED = "proved {proven} of {all} documented facts"


def add(subparsers: Any) -> None:
    """Add ``facts``, ``facts show`` and ``facts prove`` to the command line."""
    facts = subparsers.add_parser("facts", help=said(SUMMARY), description=said(DESCRIPTION))
    facts.examples = EXAMPLES
    facts.add_argument("words", nargs="*", metavar=said(WORDS), help=said(SOME_WORDS))
    _add_language(facts)
    facts.set_defaults(do=list_some)
    show = subparsers.add_parser("facts show", help=said(EXPLAIN), description=said(ALL_ABOUT_ONE))
    show.add_argument("id", metavar="ID", help=said(A_FACT))
    _add_language(show)
    show.set_defaults(do=explain_one)
    prove = subparsers.add_parser("facts prove", help=said(PROVE), description=said(HOW_TO_PROVE))
    prove.add_argument("paths", nargs="*", metavar=said(PATH), help=said(AS_FOR_RUN))
    _add_language(prove)
    prove.set_defaults(do=prove_all)


def _add_language(parser: Any) -> None:
    parser.add_argument("--lang", choices=("en", "ja"), help=said(WHICH_LANGUAGE))


def list_some(options: argparse.Namespace) -> int:
    """Print the facts that were asked for.

    :raises Advice: where there are none.
    """
    from azsim.facts import registry
    from azsim.proving.listing import found, list_facts

    language, limit = _language(options), columns()
    facts = found(options.words) if options.words else list(registry().values())
    told = TOLD.fill(count=len(facts), all=len(registry()), id=facts[0].id)
    lines = (*list_facts(facts, language, limit), "", *wrapped(told.to(language), limit))
    print("\n".join(lines))
    return 0


def explain_one(options: argparse.Namespace) -> int:
    """Print what is known about one fact.

    :raises Advice: where there is no such fact.
    """
    from azsim.gherkin import chosen_paths
    from azsim.proving.listing import explain, known
    from azsim.proving.store import load

    fact = known(options.id)
    paths, _ = chosen_paths([])
    print("\n".join(explain(fact, load(paths), _language(options), columns())))
    return 0


def prove_all(options: argparse.Namespace) -> int:
    """Prove the facts and say which aren't; 0 where every documented one is."""
    from azsim.gherkin import chosen_paths
    from azsim.processes import ends_cleanly
    from azsim.proving.prove import prove
    from azsim.proving.store import save

    language = _language(options)
    paths, shown = chosen_paths(options.paths)
    if shown is not None:
        print(PROVING.fill(paths=shown).to(language), flush=True)
    with ends_cleanly(), progress(said(BEGINS)) as show:
        proof = prove(paths, show)
    try:
        save(proof, paths)
    except OSError as error:
        raise Advice(
            Text(
                f"The proof can't be kept in .azsim here: {error.strerror}.",
                f"検証の結果をここの .azsim に保存できない: {error.strerror}",
            )
        ) from None
    for problem in proof.problems:
        print(PROBLEM.fill(problem=problem).to(language))
    for fact in proof.documented:
        if not fact.proven:
            print(UNPROVEN.fill(fact=fact.fact).to(language))
            if not fact.read_by:
                print(f"  {UNREAD.to(language)}")
            for change in fact.changes:
                if fact.read_by and not change.caught_by:
                    print(f"  {NOT_CAUGHT.fill(change=change.words).to(language)}")
    for broken in proof.errors:
        print(BROKE.fill(error=broken).to(language))
    documented = proof.documented
    proven = sum(fact.proven for fact in documented)
    print(RESULT.fill(proven=proven, all=len(documented)).to(language))
    # The last line is the same in every language, for whoever reads it by a script.
    print(COUNTED.format(proven=proven, all=len(documented)))
    return 0 if proof.holds else 1


def _language(options: argparse.Namespace) -> Language:
    chosen: Language | None = options.lang
    return reader_language() if chosen is None else chosen
