"""``azsim facts``: lists the facts, explains one, and proves them all."""

from __future__ import annotations

import argparse
from typing import Any

from azsim.terminal.language import WHICH_LANGUAGE, reader_language, said
from azsim.terminal.progress import progress
from azsim.text import Advice, Language, Text

SUMMARY = Text(
    "list, explain and prove the documented values", "文書に記載された値を一覧し、説明し、検証する"
)
DESCRIPTION = Text(
    "Without a further word: list every fact with its value and source.",
    "コマンドを省くと、すべての値を出典とともに一覧する。",
)
EXPLAIN = Text("explain one fact", "値を一つ説明する")
A_FACT = Text("the fact, as the list names it", "値の名前 (一覧にあるもの)")
PROVE = Text(
    "change one fact at a time and see which scenario fails",
    "値や動作を一つずつ変え、失敗するシナリオがあるか確かめる",
)
HOW_TO_PROVE = Text(
    "Changes one fact at a time and plays the scenarios that read it. The last line says how many "
    "of the documented facts are proven.",
    "値や動作を一つずつ変え、それに基づくシナリオを実行する。最後の行に、文書に記載された値のうち何件を"
    "検証できたかを示す。",
)
PATH = Text("PATH", "パス")
AS_FOR_RUN = Text("as for azsim run", "azsim run と同じ")
BEGINS = Text("reading the scenarios", "シナリオを読み込み中")
PROVING = Text("Proving the facts by {paths}.", "値の検証に使う対象: {paths}")
UNPROVEN = Text("not proven: {fact}", "未検証: {fact}")
UNREAD = Text("no scenario decides by it", "この値に基づくシナリオがない")
NOT_CAUGHT = Text("no scenario notices {change}", "シナリオが気付かない変更: {change}")
BROKE = Text("broke: {error}", "異常終了: {error}")
PROBLEM = Text("problem: {problem}", "問題: {problem}")
RESULT = Text(
    "proved {proven} of {all} documented facts",
    "文書に記載された {all} 件の値のうち {proven} 件を検証した",
)


def add(subparsers: Any) -> None:
    """Add ``facts`` to the command line."""
    parser = subparsers.add_parser("facts", help=said(SUMMARY), description=said(DESCRIPTION))
    _add_language(parser)
    parser.set_defaults(do=list_all)
    further = parser.add_subparsers(metavar="show|prove")
    show = further.add_parser("show", help=said(EXPLAIN))
    show.add_argument("id", metavar="ID", help=said(A_FACT))
    _add_language(show)
    show.set_defaults(do=explain_one)
    prove = further.add_parser("prove", help=said(PROVE), description=said(HOW_TO_PROVE))
    prove.add_argument("paths", nargs="*", metavar=said(PATH), help=said(AS_FOR_RUN))
    _add_language(prove)
    prove.set_defaults(do=prove_all)


def _add_language(parser: Any) -> None:
    parser.add_argument("--lang", choices=("en", "ja"), help=said(WHICH_LANGUAGE))


def list_all(options: argparse.Namespace) -> int:
    """Print the table of all facts."""
    from azsim.facts.command import list_facts

    print(list_facts(_language(options)))
    return 0


def explain_one(options: argparse.Namespace) -> int:
    """Print what is known about one fact.

    :raises Advice: where there is no such fact.
    """
    from azsim.facts.command import explain

    print(explain(options.id, _language(options)))
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
    # The last line is the same in every language, for whoever reads it by a script.
    print(RESULT.fill(proven=proven, all=len(documented)).en)
    return 0 if proof.holds else 1


def _language(options: argparse.Namespace) -> Language:
    chosen: Language | None = options.lang
    return reader_language() if chosen is None else chosen
