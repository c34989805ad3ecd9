"""Every word of the site that no author wrote, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from azsim.text import Language, Text

WORDS: Final[Mapping[str, Text]] = {
    # The whole site
    "site": Text("azsim: how Azure networking behaves", "azsim: Azure ネットワークの振る舞い"),
    "home": Text("Home", "ホーム"),
    "facts": Text("Values and sources", "仕様値と出典"),
    "sentences": Text("Sentences for steps", "ステップ一覧"),
    "skip": Text("Skip to the content", "本文へ移動"),
    "navigation": Text("Services and features", "サービスとフィーチャー"),
    "where": Text("Where this page stands", "このページの位置"),
    "main menu": Text("Main menu", "メイン メニュー"),
    "language": Text("Language", "言語"),
    "other language": Text("日本語", "English"),
    "more": Text("More", "その他"),
    "theme": Text("Colors", "配色"),
    "theme system": Text("Auto", "自動"),
    "theme light": Text("Light", "ライト"),
    "theme dark": Text("Dark", "ダーク"),
    "footer": Text(
        "Played in virtual time by azsim, which is not affiliated with Microsoft; Azure is a trademark "
        "of Microsoft.",
        "azsim が仮想時間で実行した結果です。azsim は Microsoft とは関係ありません。Azure は "
        "Microsoft の商標です。",
    ),
    "built": Text(
        "Built on {date} with azsim {version}.", "{date} に azsim {version} で作成しました。"
    ),
    "built from commit": Text(
        "Built on {date} with azsim {version}, from commit {commit}.",
        "{date} に azsim {version} で作成しました (コミット {commit})。",
    ),
    # What somebody takes along
    "take along": Text("Copy, save or play it", "コピー・保存・実行"),
    "play it": Text("Play it:", "実行するには:"),
    "copy command": Text("Copy", "コピー"),
    "copy link": Text("Copy link", "リンクをコピー"),
    "copy gherkin": Text("Copy as Gherkin", "Gherkin をコピー"),
    "copy markdown": Text("Copy as Markdown", "Markdown をコピー"),
    "save page": Text("Save as one file", "1 ファイルで保存"),
    "save picture": Text("Save as PNG", "PNG で保存"),
    "save picture of": Text("Save as PNG: {title}", "PNG で保存: {title}"),
    "copied": Text("Copied.", "コピーしました。"),
    "not copied": Text(
        "The browser allows no copying here.", "このブラウザーではコピーできません。"
    ),
    # Search
    "search": Text("Search", "検索"),
    "search for": Text(
        "A symptom, a number, a service…",
        "症状、数値、サービス名など",
    ),
    "search hint": Text(
        "Press / to search, ↓ and ↑ to move, Esc to leave.",
        "/ で検索、↓ と ↑ で移動、Esc で閉じます。",
    ),
    "results": Text("{count} found", "{count} 件"),
    "first results": Text(
        "{count} found, the first {shown} shown", "{count} 件中、先頭の {shown} 件を表示"
    ),
    "closest results": Text(
        "No page holds all of these words. The closest: {count}",
        "すべての語を含むページはありません。近いもの: {count} 件",
    ),
    "no results": Text(
        "Nothing is found. Try another word, in English or Japanese.",
        "見つかりませんでした。別の語でも検索できます (日本語、英語)。",
    ),
    "filters": Text("Narrow down", "絞り込み"),
    "kind": Text("Kind", "種類"),
    "behaviour": Text("Behaviour", "振る舞い"),
    "fact": Text("Fact", "値"),
    "sentence": Text("Sentence", "文"),
    "feature": Text("Feature", "フィーチャー"),
    "limit": Text("Not modelled", "対象外"),
    "not modelled": Text("{name}: not modelled", "{name}: モデル化していません"),
    "nearest step": Text("Nearest: {step}", "最も近い文: {step}"),
    "service": Text("Service", "サービス"),
    "status": Text("Status", "状態"),
    "grounds": Text("Rests on", "根拠"),
    "tag": Text("Tag", "タグ"),
    "source": Text("Source", "出典"),
    "platform": Text("Platform", "プラットフォーム"),
    "speaks of": Text("Speaks of {platform}", "対象: {platform}"),
    "ended": Text("ended on {date}", "{date} に廃止"),
    "still current": Text("current", "提供中"),
    "ended says": Text("Where that is announced", "廃止の告知"),
    "shown here": Text("Shown here", "これを示すページ"),
    "any": Text("any", "すべて"),
    "filter": Text("Filter", "絞り込み"),
    "shown of all": Text("{shown} of {count} shown", "{count} 件中 {shown} 件を表示"),
    # Outcomes
    "passed": Text("holds", "確認済み"),
    "failed": Text("fails", "期待と異なる"),
    "skipped": Text("not played", "未実行"),
    "xfailed": Text("fails as expected", "想定どおり失敗"),
    "xpassed": Text("holds against expectation", "想定に反して成功"),
    "unreached": Text("not reached", "未到達"),
    "rests on documented": Text(
        "Rests on documented values only", "文書に記載された値だけに基づきます"
    ),
    "rests on observed": Text("Rests on observed values as well", "観測された値にも基づきます"),
    "rests on chosen": Text(
        "Rests on assumptions of the model as well", "本モデルの仮定にも基づきます"
    ),
    "what marks mean": Text("What the marks mean", "表示の意味"),
    "incidental say": Text(
        "What the model has to choose for a scenario to run at all, such as the address of its first "
        "machine, doesn't count, unless the reason of the scenario names it.",
        "先頭のマシンのアドレスのように、シナリオを実行するために決めただけのものは、シナリオの理由で"
        "挙げていない限り数えません。",
    ),
    # The home page
    "headline": Text("How Azure networking behaves", "Azure ネットワークはどう動くか"),
    "lead": Text(
        "Why a connection fails, hangs or comes from another address: each page says what happens, "
        "shows it packet by packet, and names the document that says so. The pages are made by "
        "playing scenarios in a model of Azure, not by watching Azure itself.",
        "接続が失敗する、応答しなくなる、思わぬアドレスから届く。こうした動作の理由を、パケットの流れと"
        "根拠となる文書で説明します。結果はすべてシナリオの実行から生成したものです。Azure の実機ではなく、"
        "Azure のモデルで実行しています。",
    ),
    "own lead": Text(
        "What the scenarios of this project say of its network, and whether it holds in a model of "
        "Azure.",
        "このプロジェクトのシナリオがネットワークについて述べていることと、それが Azure のモデルで"
        "そのとおりになるかどうかを示します。",
    ),
    "own deployment": Text("Explain your own deployment", "自分のデプロイを調べる"),
    "own deployment says": Text(
        "azsim reads an ARM template, a plan of Terraform or an export, and tells of each machine which "
        "address it leaves from, how many SNAT ports it has, what reaches it, and what will surprise: "
        "before anything is deployed, and without sending anything anywhere.",
        "azsim は ARM テンプレート、Terraform のプラン、エクスポートを読み取り、マシンごとに、送信元のアドレス、"
        "SNAT ポートの数、届く通信、注意点を示します。デプロイする前に使え、データはどこにも送信しません。",
    ),
    "own change says": Text(
        "A pool grows from 50 to 51, and every machine loses half of its ports. The text of the change "
        "doesn't say so; its behaviour does:",
        "プールを 50 台から 51 台に増やすと、すべてのマシンのポートが半分になります。変更の差分からはわかりませんが、"
        "振る舞いを比べるとわかります。",
    ),
    "own change shown": Text("played step by step", "ステップごとの実行結果"),
    "own story": Text("from the pull request to the merge", "プル リクエストからマージまで"),
    "questions": Text("What is going wrong?", "どんな症状ですか"),
    "comparison says": Text(
        "Each cell leads to the page that shows it.",
        "各セルから、それを示すページに移動できます。",
    ),
    "aspect": Text("Aspect", "項目"),
    "truth": Text("How far this can be trusted", "どこまで確かか"),
    "scenarios hold": Text(
        "of {count} plays of {scenarios} scenarios hold in the model",
        "件を確認 (シナリオ {scenarios} 件、例の行を含めて全 {count} 件を実行)",
    ),
    "and limits": Text(
        "({count} more tell where the model ends)", "(ほかに、モデルの限界を示すもの {count} 件)"
    ),
    "plays hold": Text("of {count} plays hold", "件を確認 (全 {count} 件を実行)"),
    "facts pinned": Text(
        "of {count} documented values and behaviours: a scenario fails if it changes",
        "件は、変えるとシナリオが失敗 (根拠となる文書の値と動作は全 {count} 件)",
    ),
    "not proven yet": Text("not checked yet", "未確認"),
    "how to prove": Text(
        "“azsim facts prove” changes one value or behaviour at a time and sees which scenario fails.",
        "azsim facts prove は、値や動作を一つずつ変え、失敗するシナリオがあるかを確かめます。",
    ),
    "things not modelled": Text("things that aren't modelled", "件はモデル化の対象外"),
    "fails first": Text("What fails", "期待と異なる点"),
    "unproven first": Text(
        "Documented, and no scenario fails if it changes",
        "文書にあり、変えてもシナリオが失敗しないもの",
    ),
    "mistakes": Text("What couldn't be played", "実行できなかったもの"),
    "services": Text("Services", "サービス"),
    "write your own": Text("Write your own", "自分で書く"),
    "own says": Text(
        "A scenario about your own network is a few lines of plain English or Japanese; no Python is "
        "needed, and no Azure subscription.",
        "自分のネットワークについてのシナリオも、平易な日本語か英語の数行で書けます。Python も Azure の"
        "サブスクリプションも要りません。",
    ),
    "own title": Text("What my network does", "自社ネットワークの動作"),
    "all sentences": Text(
        "What steps can say, with an example of each", "ステップに書ける文の一覧 (例つき)"
    ),
    "repository": Text("The source of azsim", "azsim のソース"),
    # What the pages don't say
    "limits": Text("What isn't modelled", "モデル化していないもの"),
    "limits lead": Text(
        "No page speaks of these, and a scenario that needs them is refused rather than guessed.",
        "これらについて述べるページはありません。シナリオで必要になった場合は、推測せずに拒否します。",
    ),
    "what comes nearest": Text("What comes nearest:", "最も近い文:"),
    "refused beyond": Text("Refused beyond a size", "規模の上限"),
    "glossary": Text("What words mean here", "用語"),
    "glossary lead": Text(
        "Words that mean something particular on these pages.",
        "このサイトで特別な意味を持つ用語です。",
    ),
    "map": Text(
        "The services and how they stand between clients, Azure and on-premises",
        "クライアント、Azure、オンプレミスの間でのサービスの位置",
    ),
    "reading 1": Text(
        "The steps say what was there (Given), what happened (When) and what is true then (Then).",
        "ステップは、前提となる状態 (前提)、起きたこと (もし)、その結果 (ならば) を述べます。",
    ),
    "reading 2": Text(
        "Pictures and packet captures come from the trace of that very scenario; Wireshark opens the "
        "captures.",
        "図とパケット キャプチャは、どちらもそのシナリオのトレースから作ったものです。キャプチャは Wireshark "
        "で開けます。",
    ),
    "reading 3": Text(
        "Below a scenario stand the values that decide it, each with the text that was read. What no "
        "document states is marked as observed or as an assumption of the model.",
        "シナリオの下には、結果を決める値と、根拠とした文書へのリンクがあります。どの文書にもないものは"
        "「観測」または「本モデルの仮定」と示しています。",
    ),
    "reading 4": Text("Words that need one are explained:", "用語の説明:"),
    # Features and behaviours
    "rule": Text("Rule", "ルール"),
    "background": Text("In every scenario below", "以下のすべてのシナリオに共通"),
    "evidence": Text("What happened", "実行結果"),
    "no evidence": Text(
        "This scenario sent no packet and asked nothing of Azure.",
        "このシナリオではパケットも Azure への要求も送られていません。",
    ),
    "no play": Text("It wasn't played.", "実行されていません。"),
    "no packets": Text(
        "There is no capture, for no packet was sent.",
        "パケットが送信されていないため、キャプチャはありません。",
    ),
    "flows alone": Text(
        "There is no capture: flows opened in such numbers are followed without their packets.",
        "多数のフローをまとめて扱うシナリオのため、パケットのキャプチャはありません。",
    ),
    # Walks
    "asked about": Text("what the scenario asks about", "このシナリオで確かめる通信"),
    "not asked about": Text("everything else", "その他の通信"),
    "DNS": Text("DNS", "DNS"),
    "traffic": Text("traffic", "トラフィック"),
    "step through": Text("Step through this walk", "パケットを順にたどる"),
    "to the beginning": Text("To the beginning", "最初へ"),
    "one back": Text("Back", "前へ"),
    "one on": Text("Next", "次へ"),
    "to the end": Text("To the end", "最後へ"),
    "play": Text("Play", "再生"),
    "pause": Text("Pause", "一時停止"),
    "row of": Text("{row} of {rows}", "{row} / {rows}"),
    "translations": Text("Translation table", "アドレス変換の一覧"),
    "flow inside": Text("Flow as the instance sends it", "インスタンスから見たフロー"),
    "flow outside": Text("Public address", "変換後の送信元"),
    "flow state": Text("State", "状態"),
    "no translation": Text("No SNAT port is in use yet.", "使用中の SNAT ポートはまだありません。"),
    "as a table": Text("The same as a table", "表で見る"),
    "about this sentence": Text("About: {words}", "この文について: {words}"),
    "examples": Text("Examples", "例"),
    "row": Text("Row", "行"),
    "outcome": Text("Outcome", "結果"),
    "what failed": Text("What failed", "期待と異なる点"),
    "expected": Text("expected", "期待"),
    "actual": Text("actual", "実際"),
    "because": Text("Why:", "理由:"),
    "missing": Text("missing", "不足"),
    "extra": Text("extra", "余分"),
    "printed": Text("What the tools printed", "ツールの出力"),
    "printed at": Text("{command} on {where}, at {time}", "{where} での {command} ({time}の時点)"),
    "printed at start": Text("{command} on {where}", "{where} での {command}"),
    "captures": Text("Packet captures", "パケット キャプチャ"),
    "captures say": Text(
        "What an interface at each place saw, as pcapng, for Wireshark.",
        "各地点のインターフェイスから見たパケットです (pcapng 形式、Wireshark で開けます)。",
    ),
    "facts read": Text("The facts behind it", "根拠となる値"),
    "no facts": Text(
        "This scenario decides by no documented value.",
        "このシナリオの結果は、文書に記載された値に左右されません。",
    ),
    "beside": Text("Other facts that it read ({count})", "そのほかに使用した値 ({count} 件)"),
    "choices": Text("Assumptions of the model ({count})", "本モデルの仮定 ({count} 件)"),
    "pinned here": Text("this scenario fails if it changes", "変えるとこのシナリオが失敗"),
    "not pinned here": Text("used here", "ここで使用"),
    "value": Text("Value", "値"),
    "stands in": Text("File and line: {place}", "ファイルと行: {place}"),
    "all of": Text("{title}: overview", "{title}: 一覧"),
    "in this feature": Text("In this feature", "同じフィーチャーのシナリオ"),
    # Facts
    "fact register": Text("Values and sources", "仕様値と出典"),
    "fact register lead": Text(
        "Everything that decides what happens, with its source: values, and behaviours that have none. "
        "What no document states is observed or assumed, and says so.",
        "結果を決めるすべての値と動作を、出典とともに示します。どの文書にもないものは「観測」または"
        "「本モデルの仮定」と示しています。",
    ),
    "documented": Text("documented", "文書に記載"),
    "observed": Text("observed", "観測"),
    "chosen": Text("assumed", "本モデルの仮定"),
    "documented means": Text("A document states it.", "文書に記載があります。"),
    "observed means": Text(
        "It was printed in a source and is promised nowhere.",
        "出典に実行結果として載っている値であり、仕様としての保証はありません。",
    ),
    "chosen means": Text(
        "No document states it; the model had to choose.",
        "どの文書にも記載がないため、本モデルで仮定した値です。",
    ),
    "any platform": Text("Hosts, networks and proxies", "ホスト、ネットワーク、プロキシ"),
    "facts of it": Text("{count} values and behaviours", "{count} 件"),
    "reason": Text("Reason", "理由"),
    "id": Text("Name", "名前"),
    "sources": Text("Sources", "出典"),
    "undated": Text("undated", "日付なし"),
    "as it is today": Text("today's page", "現在のページ"),
    "as it is today of": Text("{document}: today's page", "{document}: 現在のページ"),
    "no source": Text("No document: an assumption of the model.", "文書なし (本モデルの仮定)"),
    "earlier": Text("Earlier values", "以前の値"),
    "disputed": Text("Contradictions between documents", "文書間の矛盾"),
    "pinned by": Text("Scenarios that fail if it changes", "変えると失敗するシナリオ"),
    "read by": Text("Scenarios that use it as well", "この値を使うそのほかのシナリオ"),
    "used by": Text("Scenarios that use it", "この値を使うシナリオ"),
    "scenarios of it": Text("{count} scenarios", "{count} 件"),
    "rows of it": Text("{count} rows of it", "うち {count} 行"),
    "nobody reads": Text("No scenario uses it.", "この値を使うシナリオはありません。"),
    "nobody pins": Text("No scenario fails.", "失敗するシナリオはありません。"),
    "chosen unproven": Text(
        "An assumption isn't checked: nothing outside says what is right.",
        "仮定は確認の対象ではありません。正しい値を示すものが外部にないためです。",
    ),
    "changes": Text("What happens when it changes", "変えた場合"),
    "changed to": Text("Changed to", "変更後"),
    "otherwise": Text("What would be otherwise", "そうでない場合"),
    "caught": Text("a scenario fails", "シナリオが失敗"),
    "not caught": Text("no scenario notices", "失敗するシナリオなし"),
    "proven": Text("a scenario fails if it changes", "変えるとシナリオが失敗する"),
    "unproven": Text("no scenario fails if it changes", "変えてもシナリオが失敗しない"),
    "proof": Text("Check", "確認"),
    "none": Text("none", "なし"),
    # Sentences
    "vocabulary lead": Text(
        "Scenarios are written in these sentences. Each exists in English and Japanese; ‹values› are "
        "yours to choose.",
        "シナリオはこれらの文で書きます。どの文にも日本語と英語があり、‹値› は自由に選べます。",
    ),
    "example": Text("Example", "例"),
    "keyword": Text("Keyword", "キーワード"),
    "own word": Text("port", "ポート"),
    "own sentences": Text("Sentences of this project", "このプロジェクトの文"),
    "sentences of it": Text("{count} sentences", "{count} 件"),
    "table with": Text("Table with the columns", "表の列"),
    "optional": Text("{heading} (optional)", "{heading} (省略可)"),
    "such as": Text("such as {example}", "例: {example}"),
    "given": Text("Given", "前提"),
    "when": Text("When", "もし"),
    "then": Text("Then", "ならば"),
    "used in": Text("Used in", "使用箇所"),
    # Playing in the page
    "change and play": Text("Change and play this", "変更して実行"),
    "change and play says": Text(
        "Change a number or a sentence and press Play, or Ctrl+Enter, to see what happens then. azsim "
        "itself runs in this page: {size} MB are fetched the first time, and nothing that you write "
        "leaves your computer.",
        "数値や文を変えて「実行」または Ctrl+Enter を押すと、結果がどう変わるかを確かめられます。azsim が"
        "このページの中で動きます。最初に {size} MB を読み込みますが、入力した内容がこのコンピューターの外へ"
        "送信されることはありません。",
    ),
    "change the text": Text("Change the text", "テキストを編集"),
    "text of it": Text("The scenario as text", "シナリオのテキスト"),
    "editor keys": Text(
        "Ctrl+Space proposes, F8 leads to the next mistake, Ctrl+Shift+Space tells what a step means, "
        "Ctrl+Enter plays, Tab leads out.",
        "Ctrl+Space で入力候補、F8 で次の誤り、Ctrl+Shift+Space でステップの意味、Ctrl+Enter で実行、"
        "Tab で次の項目へ移動します。",
    ),
    "do play": Text("Play", "実行"),
    "do stop": Text("Stop", "停止"),
    "do reset": Text("Reset", "元に戻す"),
    "do translate": Text("Translate (日本語 ↔ English)", "翻訳 (English ↔ 日本語)"),
    "do tidy": Text("Tidy up", "整形"),
    "result of it": Text("What it does", "変更後の結果"),
    "loading": Text("How much is loaded", "読み込みの進み具合"),
    "changed since": Text(
        "The text has changed since this was played.",
        "この結果の後にテキストが変更されています。",
    ),
    "save trace": Text("Save the trace", "トレースを保存"),
    "save feature": Text("Save as .feature", ".feature として保存"),
    "fetching": Text("Loading azsim…", "azsim を読み込み中"),
    "starting": Text("Starting azsim…", "azsim を起動中"),
    "ready": Text("Ready to play.", "実行できます。"),
    "playing": Text("Playing…", "実行中"),
    "stopped": Text("Stopped.", "停止しました。"),
    "part missing": Text(
        "{part} can't be loaded: it isn't in the folder of this site, or can't be reached.",
        "{part} を読み込めません。このサイトのフォルダーにないか、接続できません。",
    ),
    "stopped by time": Text(
        "Stopped: it had been running for {seconds} seconds, and a page isn't let run longer. azsim run "
        "has no such limit.",
        "停止しました。ページ内での実行は {seconds} 秒までです。azsim run にこの制限はありません。",
    ),
    "stopped by memory": Text(
        "Stopped: it needed more than {megabytes} MB, and a page isn't given more. azsim run has no such "
        "limit.",
        "停止しました。ページ内で使えるメモリは {megabytes} MB までです。azsim run にこの制限はありません。",
    ),
    "long": Text(
        "Playing for {seconds} seconds now. Stop ends it.",
        "{seconds} 秒以上実行しています。「停止」で終了できます。",
    ),
    "memory": Text(
        "Playing; it needs {megabytes} MB so far. Stop ends it.",
        "実行中です。メモリを {megabytes} MB 使用しています。「停止」で終了できます。",
    ),
    "no worker": Text(
        "This browser allows no workers of the kind that azsim needs, so nothing can be played in the page. "
        "azsim run plays the same text on a computer.",
        "このブラウザーでは必要な種類のワーカーが使えないため、ページ内で実行できません。同じテキストは、"
        "コンピューター上の azsim run で実行できます。",
    ),
    "no policy": Text(
        "The Content-Security-Policy of this site allows no WebAssembly, so nothing can be played in the "
        "page. It needs script-src 'wasm-unsafe-eval'.",
        "このサイトの Content-Security-Policy で WebAssembly が許可されていないため、ページ内で実行できません。"
        "script-src に 'wasm-unsafe-eval' が必要です。",
    ),
    "no webassembly": Text(
        "This browser allows no WebAssembly here, so nothing can be played in the page. azsim run plays "
        "the same text on a computer.",
        "このブラウザーでは WebAssembly が使えないため、ページ内で実行できません。同じテキストは、"
        "コンピューター上の azsim run で実行できます。",
    ),
    "went wrong": Text("That can't be done: {reason}", "実行できません: {reason}"),
    "not played": Text("The text can't be played.", "このテキストは実行できません。"),
    "all hold": Text(
        "Played: {held} of {count} hold.", "実行しました: {count} 件中 {held} 件を確認。"
    ),
    "some fail": Text(
        "Played: {failed} of {count} don't hold.",
        "実行しました: {count} 件中 {failed} 件が期待と異なります。",
    ),
    "nothing played": Text(
        "No scenario was played, so that nothing is known to hold.",
        "シナリオが一つも実行されなかったため、何も確認されていません。",
    ),
    "also mistakes": Text(
        "Played: {held} of {count} hold, and something couldn't be played.",
        "実行しました: {count} 件中 {held} 件を確認。ほかに実行できないものがあります。",
    ),
    "line": Text("Line {line}", "{line} 行目"),
    "mend": Text("Write: {words}", "修正: {words}"),
    "mend layout": Text("Tidy up these lines", "これらの行を整形"),
    "link copied": Text(
        "The link is copied. It holds the text itself.",
        "テキストを含むリンクをコピーしました。",
    ),
    "long link copied": Text(
        "The link is copied. It holds the text itself, {count} characters; a chat may cut it off.",
        "テキストを含むリンクをコピーしました。{count} 文字あり、チャットによっては途中で切れます。",
    ),
    "translated": Text("The text is translated.", "翻訳しました。"),
    "partly translated": Text(
        "The text is translated, except for {count} titles that have no words in the other language.",
        "翻訳しました。もう一方の言語の言葉がないタイトル {count} 件は、そのままです。",
    ),
    "tidied": Text("Tidied up.", "整形しました。"),
    "from a link": Text(
        "This text came with the link. Press Play to see what it does.",
        "リンクに含まれていたテキストです。「実行」を押すと結果を確かめられます。",
    ),
    "broken link": Text(
        "The link holds no text that can be read. It may have been cut off.",
        "リンクに含まれるテキストを読み取れません。リンクが途中で切れている可能性があります。",
    ),
    "write and play": Text("Write and play your own", "自分で書いて実行"),
    "write and play says": Text(
        "Begin with a scenario of a service, or drop files here: feature files, or a deployment such as an "
        "ARM template, a plan of Terraform or an export, which is explained and can be played. The files "
        "stay in this browser.",
        "サービスのシナリオから始めるか、ファイルをここにドロップします。フィーチャー ファイルのほか、ARM テンプレート、"
        "Terraform のプラン、エクスポートなどのデプロイも読み取り、説明して実行できます。ファイルがこの"
        "ブラウザーの外へ送信されることはありません。",
    ),
    "without scripts": Text(
        "Playing in the page needs JavaScript. The same is done on a computer by azsim run.",
        "ページ内での実行には JavaScript が必要です。コンピューターでは azsim run で同じことができます。",
    ),
    "begin with": Text("Begin with", "開始点"),
    "choose": Text("choose…", "選択…"),
    "add feature": Text("Another feature", "フィーチャーを追加"),
    "features of it": Text("Features", "フィーチャー"),
    "files beside": Text("Files beside them", "一緒に使うファイル"),
    "choose files": Text("Choose files", "ファイルを選択"),
    "remove": Text("Remove {name}", "{name} を削除"),
    "untitled": Text("Feature {number}", "フィーチャー {number}"),
    "add scenarios": Text("Add its scenarios", "このデプロイのシナリオを追加"),
    "explained": Text("Explained: {names}.", "説明しました: {names}"),
    "explaining": Text("Reading {names}…", "{names} を読み取り中"),
    "file too large": Text(
        "{name} is larger than {size} MB and isn't read.",
        "{name} は {size} MB を超えるため読み取りません。",
    ),
    "file no text": Text(
        "{name} isn't a text file and isn't read.",
        "{name} はテキスト ファイルではないため読み取りません。",
    ),
    "from before": Text(
        "This is what you wrote here before. Reset begins anew.",
        "前回ここで書いたものです。「元に戻す」で最初からやり直せます。",
    ),
    "exactly": Text("{label}, as a number", "{label} (数値で入力)"),
    # Articles
    "lines left out": Text("… {count} lines left out …", "… {count} 行を省略 …"),
}

# What scripts say; everything else that they show stands in the page already.
SAID_BY_SCRIPTS: Final = (
    "copied",
    "not copied",
    "results",
    "first results",
    "closest results",
    "no results",
    "service",
    "feature",
    "behaviour",
    "fact",
    "limit",
    "sentence",
    "limit",
    "passed",
    "failed",
    "skipped",
    "xfailed",
    "xpassed",
    "documented",
    "observed",
    "chosen",
)

# What is said where something is played in the page.
SAID_IN_PLAYING: Final = (
    "copied",
    "not copied",
    "fetching",
    "starting",
    "ready",
    "playing",
    "stopped",
    "part missing",
    "stopped by time",
    "stopped by memory",
    "long",
    "memory",
    "no worker",
    "no policy",
    "no webassembly",
    "went wrong",
    "not played",
    "all hold",
    "some fail",
    "nothing played",
    "also mistakes",
    "line",
    "mend",
    "mend layout",
    "link copied",
    "long link copied",
    "translated",
    "partly translated",
    "tidied",
    "from a link",
    "broken link",
    "exactly",
    "remove",
    "untitled",
    "add scenarios",
    "explained",
    "explaining",
    "file too large",
    "file no text",
    "from before",
)

# What the editor says by itself, by the English of CodeMirror.
PHRASES: Final[Mapping[Language, Mapping[str, str]]] = {
    "en": {},
    "ja": {
        "Completions": "入力候補",
        "Diagnostics": "誤り",
        "No diagnostics": "誤りはありません",
        "close": "閉じる",
        "Control character": "制御文字",
        "Selection deleted": "選択範囲を削除しました",
    },
}


def word(language: Language, name: str, **values: object) -> str:
    """The word called *name*, with *values* in its fields."""
    text = WORDS[name]
    return (text.fill(**values) if values else text).to(language)
