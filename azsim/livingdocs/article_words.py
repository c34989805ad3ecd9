"""What an article says around its scenarios, and what stands above it for Zenn."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from azsim.facts import Status
from azsim.text import Text

INTRODUCTION = Text("Introduction", "はじめに")
ABOUT = Text(
    "This article goes through {count} one by one. azsim, a model of what Microsoft's documents say, "
    "has played each in virtual time: the steps, the pictures and the figures come from that run, "
    "and the documents stand at the end. None of it was watched on Azure itself.",
    "この記事では、{count}を一つずつ見ていきます。どれも、Microsoft の文書の記載をモデルにした azsim で、仮想時間により"
    "実行したものです。手順、図、数値はその実行から生成しており、根拠とした文書は最後にまとめました。実際の Azure で"
    "観測した結果ではありません。",
)
PLATFORM = Text("It is about {name}.", "対象は{name}です。")
ENDED = Text("It is about {name}, which ended on DATE.", "対象は、DATE に廃止された{name}です。")
RESTS_ON: Mapping[Status | None, Text] = {
    "observed": Text(
        "This rests on values that were only observed.",
        "この動作は、文書に実行結果として載っているだけの値にも基づいています。",
    ),
    "chosen": Text(
        "This rests on assumptions of the model as well.",
        "この動作は、本モデルの仮定にも基づいています。",
    ),
}
BEHAVIOURS = Text("{count} behaviours", "{count} 件の動作")
ONE_BEHAVIOUR = Text("one behaviour", "一つの動作")
SET_UP = Text("All of this happens in one set-up:", "以下では、次の構成を前提とします。")
CASES = Text("So it is in each of these cases:", "次のそれぞれの条件で確かめました。")
OUTCOMES = Text("This is how each case went:", "条件ごとの結果は次のとおりです。")
STEPS_OF_ONE = Text(
    "These are the steps of the first case:", "1 行目の条件では、次の手順になります。"
)
STEPS_OF_FAILED = Text(
    "These are the steps of the first case that fails:",
    "期待と異なった最初の条件の手順です。",
)
GROUNDS = Text("What it rests on", "根拠とした文書と仮定")
BY_STATUS = {
    "documented": Text("Documents say so:", "文書に記載がある値と動作です。"),
    "observed": Text(
        "Documents print it, and promise it nowhere:",
        "文書に実行結果として載っているだけで、仕様としての記載はないものです。",
    ),
    "chosen": Text(
        "No document says so; the model has to choose:",
        "文書に記載がなく、本モデルで仮定したものです。",
    ),
}
YOURSELF = Text("Try it yourself", "手元で確かめる")
PLAY = Text(
    "One command plays all of this on your own machine, without a subscription. Change a number in "
    "the file, and see what becomes of it.",
    "ここで取り上げた動作は、サブスクリプションがなくても、手元のコンピューターで次のコマンドを実行すれば"
    "再現できます。ファイルの数値を書き換えて、結果がどう変わるかも試してみてください。",
)


@frozen
class Topic:
    """How Zenn files an article away: an emoji, and topics of which it takes five."""

    emoji: str
    topics: tuple[str, ...]


_TOPICS: Mapping[str, Topic] = {
    "outbound": Topic("🚪", ("azure", "network", "snat", "loadbalancer")),
    "load_balancer": Topic("⚖️", ("azure", "network", "loadbalancer")),
    "application_gateway": Topic("🔀", ("azure", "network", "applicationgateway", "tls")),
    "traffic_manager": Topic("🧭", ("azure", "network", "trafficmanager", "dns")),
    "expressroute": Topic("⚡", ("azure", "network", "expressroute")),
}


def topic_of(service: str) -> Topic:
    """Where the articles of a folder of features belong."""
    return _TOPICS.get(service, Topic("🌐", ("azure", "network")))
