"""Every word of the site that no author wrote, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from azsim.text import Language, Text

WORDS: Final[Mapping[str, Text]] = {
    # The whole site
    "site": Text("azsim: how Azure networking behaves", "azsim: Azure ネットワークの振る舞い"),
    "home": Text("Home", "ホーム"),
    "facts": Text("Facts", "値と出典"),
    "sentences": Text("Sentences", "使える文"),
    "skip": Text("Skip to the content", "本文へ移動"),
    "navigation": Text("Services and features", "サービスと機能"),
    "where": Text("Where this page stands", "このページの位置"),
    "main menu": Text("Main menu", "メイン メニュー"),
    "language": Text("Language", "言語"),
    "other language": Text("日本語", "English"),
    "footer": Text(
        "Played in virtual time by azsim {version}. azsim is not affiliated with Microsoft; Azure "
        "is a trademark of Microsoft.",
        "azsim {version} が仮想時間で実行した結果である。azsim は Microsoft と関係がない。Azure は "
        "Microsoft の商標である。",
    ),
    # Search
    "search": Text("Search", "検索"),
    "search for": Text(
        "Behaviours, facts and sentences in either language",
        "振る舞い、値、文を日本語でも英語でも検索",
    ),
    "search hint": Text(
        "Press / to search, ↓ and ↑ to move, Esc to leave.",
        "/ で検索、↓ と ↑ で移動、Esc で閉じる。",
    ),
    "results": Text("{count} found", "{count} 件"),
    "first results": Text(
        "{count} found, the first {shown} shown", "{count} 件中、先頭の {shown} 件を表示"
    ),
    "no results": Text("Nothing is found. Try fewer letters.", "該当なし。文字を減らすとよい。"),
    "kind": Text("Kind", "種類"),
    "behaviour": Text("Behaviour", "振る舞い"),
    "fact": Text("Fact", "値"),
    "sentence": Text("Sentence", "文"),
    "service": Text("Service", "サービス"),
    "status": Text("Status", "状態"),
    "tag": Text("Tag", "タグ"),
    "source": Text("Source", "出典"),
    "any": Text("any", "すべて"),
    "filter": Text("Filter", "絞り込み"),
    "shown of all": Text("{shown} of {count} shown", "{count} 件中 {shown} 件を表示"),
    # Outcomes
    "passed": Text("holds", "成立"),
    "failed": Text("fails", "不成立"),
    "skipped": Text("not played", "未実行"),
    "xfailed": Text("fails as expected", "想定どおり不成立"),
    "xpassed": Text("holds against expectation", "想定に反して成立"),
    "unreached": Text("not reached", "未到達"),
    # The home page
    "headline": Text("How Azure networking behaves", "Azure ネットワークの振る舞い"),
    "lead": Text(
        "Each page states what is true in plain sentences, shows it happening packet by packet, and "
        "names the document that it rests on. azsim plays every scenario in virtual time; nothing "
        "here was typed in by hand.",
        "各ページでは、事実を平易な文で述べ、それが起きる様子をパケットごとに示し、根拠となる文書を"
        "挙げる。すべてのシナリオは azsim が仮想時間で実行したものであり、手で書き込んだ結果はない。",
    ),
    "behaviours hold": Text("of {count} behaviours hold", "件の振る舞いが成立 (全 {count} 件)"),
    "facts proven": Text(
        "of {count} documented facts behind them proven",
        "件の値を検証済み (根拠となる文書の値は全 {count} 件)",
    ),
    "not proven yet": Text("not proven yet", "未検証"),
    "how to prove": Text(
        "“azsim facts prove” changes one value or behaviour at a time and sees which scenario fails.",
        "azsim facts prove は、値や動作を一つずつ変え、失敗するシナリオがあるかを確かめる。",
    ),
    "fails first": Text("What fails", "不成立の振る舞い"),
    "unproven first": Text(
        "Documented facts that no scenario pins", "どのシナリオも検証していない文書の値"
    ),
    "mistakes": Text("What couldn't be played", "実行できなかったもの"),
    "services": Text("Services", "サービス"),
    "map": Text(
        "The services and how they stand between clients, Azure and on-premises",
        "クライアント、Azure、オンプレミスの間でのサービスの位置",
    ),
    "behaviours": Text("{count} behaviours", "振る舞い {count} 件"),
    "read further": Text("How to read a page", "ページの読み方"),
    "reading 1": Text(
        "The steps say what was there (Given), what happened (When) and what is true then (Then). "
        "Each sentence leads to its explanation.",
        "ステップは、前提となる状態 (前提)、起きたこと (もし)、その結果 (ならば) を述べる。"
        "どの文からもその説明に移動できる。",
    ),
    "reading 2": Text(
        "The pictures are drawn from the trace of that very scenario, and so are the packet captures, "
        "which Wireshark opens.",
        "図はそのシナリオのトレースから描いたものである。パケット キャプチャも同じであり、Wireshark で"
        "開ける。",
    ),
    "reading 3": Text(
        "The facts below a scenario are the values that decided it. A fact is pinned by the "
        "scenarios that fail when it changes.",
        "シナリオの下にある値は、その結果を決めたものである。値を変えると失敗するシナリオが、その値を"
        "検証している。",
    ),
    # Features and behaviours
    "rule": Text("Rule", "ルール"),
    "background": Text("In every scenario below", "以下のすべてのシナリオに共通"),
    "evidence": Text("Evidence", "証拠"),
    "no evidence": Text(
        "This scenario sent no packet and asked nothing of Azure.",
        "このシナリオではパケットも Azure への要求も送られていない。",
    ),
    "no play": Text("It wasn't played.", "実行されていない。"),
    "no captures": Text(
        "There is no capture: no packet was sent, or flows opened in such numbers that they are "
        "followed without their packets.",
        "キャプチャはない。パケットが送られなかったか、多数のフローを一度に開いたため、パケットが"
        "記録されていない。",
    ),
    "as a table": Text("The same as a table", "表で見る"),
    "about this sentence": Text("About: {words}", "この文について: {words}"),
    "examples": Text("Examples", "例"),
    "row": Text("Row", "行"),
    "outcome": Text("Outcome", "結果"),
    "what failed": Text("What failed", "不成立の箇所"),
    "expected": Text("expected", "期待"),
    "actual": Text("actual", "実際"),
    "missing": Text("missing", "不足"),
    "extra": Text("extra", "余分"),
    "printed": Text("What the tools printed", "ツールの出力"),
    "printed at": Text("{command} on {where}, at {time}", "{where} での {command} ({time}の時点)"),
    "printed at start": Text("{command} on {where}", "{where} での {command}"),
    "captures": Text("Packet captures", "パケット キャプチャ"),
    "captures say": Text(
        "What an interface at each place saw, as pcapng, for Wireshark.",
        "各地点のインターフェイスから見たパケットである (pcapng 形式、Wireshark で開ける)。",
    ),
    "facts read": Text("The facts behind it", "根拠となる値"),
    "no facts": Text(
        "This scenario decides by no documented value.",
        "このシナリオの結果は、文書に記載された値に左右されない。",
    ),
    "choices": Text("Choices of the model ({count})", "モデルの選択 ({count} 件)"),
    "pinned here": Text("pinned here", "ここで検証"),
    "not pinned here": Text("read here", "ここで使用"),
    "value": Text("Value", "値"),
    "statement": Text("Statement", "内容"),
    "stands in": Text("Stands in {place}", "ファイルと行: {place}"),
    "all of": Text("All of: {title}", "一覧: {title}"),
    "in this feature": Text("In this feature", "この機能の振る舞い"),
    # Facts
    "fact register": Text("Facts", "値の一覧"),
    "fact register lead": Text(
        "Everything that decides what happens, with its source: values, and behaviours that have none. "
        "What no document states is observed or chosen, and says so.",
        "結果を決めるすべての値と動作を出典とともに示す。どの文書にもないものは「観測」か"
        "「モデルの選択」であり、そのように明記する。",
    ),
    "documented": Text("documented", "文書に記載"),
    "observed": Text("observed", "観測"),
    "chosen": Text("chosen", "モデルの選択"),
    "documented means": Text("A document states it.", "文書に記載がある。"),
    "observed means": Text(
        "It was printed in a source and is promised nowhere.",
        "出典に現れた値であり、どこにも保証はない。",
    ),
    "chosen means": Text(
        "No document states it; the model had to choose.",
        "どの文書にも記載がないため、モデルが選んだ値である。",
    ),
    "reason": Text("Reason", "理由"),
    "id": Text("Fact", "値の名前"),
    "sources": Text("Sources", "出典"),
    "undated": Text("undated", "日付なし"),
    "no source": Text("No document: a choice of the model.", "文書なし (モデルの選択)"),
    "earlier": Text("Earlier values", "以前の値"),
    "disputed": Text("Contradictions between documents", "文書間の矛盾"),
    "pinned by": Text("Pinned by", "検証するシナリオ"),
    "read by": Text("Read by", "使用するシナリオ"),
    "nobody reads": Text("No scenario decides by it.", "この値を使用するシナリオはない。"),
    "nobody pins": Text("No scenario pins it.", "この値を検証するシナリオはない。"),
    "chosen unproven": Text(
        "A choice of the model isn't proven: nothing outside says what it is.",
        "モデルの選択は検証の対象ではない。正しい値を示すものが外部にないからである。",
    ),
    "changes": Text("What happens when it changes", "変えた場合"),
    "changed to": Text("Changed to", "変更後"),
    "otherwise": Text("What would be otherwise", "そうでない場合"),
    "caught": Text("{count} scenarios fail", "{count} 件のシナリオが失敗する"),
    "caught once": Text("1 scenario fails", "1 件のシナリオが失敗する"),
    "not caught": Text("no scenario notices", "失敗するシナリオはない"),
    "proven": Text("proven", "検証済み"),
    "unproven": Text("not proven", "未検証"),
    "proof": Text("Proof", "検証"),
    "none": Text("none", "なし"),
    # Sentences
    "vocabulary lead": Text(
        "Scenarios are written in these sentences. Each exists in English and Japanese; ‹values› are "
        "yours to choose.",
        "シナリオはこれらの文で書く。どの文にも日本語と英語があり、‹値› は自由に選べる。",
    ),
    "example": Text("Example", "例"),
    "table with": Text("Table with the columns", "表の列"),
    "optional": Text("{heading} (optional)", "{heading} (省略可)"),
    "such as": Text("such as {example}", "例: {example}"),
    "given": Text("Given", "前提"),
    "when": Text("When", "もし"),
    "then": Text("Then", "ならば"),
    "used in": Text("Used in", "使用箇所"),
    # Articles
    "row shown": Text("The row shown here", "ここに示す行"),
    "lines left out": Text("… {count} lines left out …", "… {count} 行を省略 …"),
}

# What scripts say; everything else that they show stands in the page already.
SAID_BY_SCRIPTS: Final = (
    "results",
    "first results",
    "no results",
    "behaviour",
    "fact",
    "sentence",
    "passed",
    "failed",
    "skipped",
    "xfailed",
    "xpassed",
    "documented",
    "observed",
    "chosen",
)


def word(language: Language, name: str, **values: object) -> str:
    """The word called *name*, with *values* in its fields."""
    text = WORDS[name]
    return (text.fill(**values) if values else text).to(language)
