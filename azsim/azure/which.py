"""A statement about one of several flows: what is true of all, or advice to say which.

A step that opens many is often followed by a Then about "the connection". It stands where the same
is true of all of them. Where it isn't, or where chance decided and another seed would say
something else, the author is told what there was and which sentence says it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from azsim.functions.snat.masquerading import EXHAUSTED
from azsim.model.rules import Rule
from azsim.questions.instances import instance_in_step
from azsim.text import Advice, Text, listed
from azsim.units import format_count

DELIVERED = Rule("outbound.delivered", Text("delivered", "宛先に届く"))

# As many are told one by one.
_MOST_TOLD = 4

BY_CHANCE = Text(
    "Each connection comes from one of the addresses {all}, and nobody can say beforehand from "
    "which; of {count} it was, this time, {told}. What holds whichever it is: Then every "
    "connection comes from either {either}",
    "接続の送信元は接続ごとに {all} から選ばれ、どれになるかは事前には分からない"
    " (今回の {count} 本では {told})。どれが選ばれても成り立つ書き方: "
    "ならば どの接続の送信元も {either} のいずれかである",
)
ONLY_BY_LUCK = Text(
    "Whether each address carries {wanted} connections or more is left to chance; at least {certain} is "
    "as much as can be counted on here. Write that, or open more connections",
    "どのアドレスも {wanted} 本以上の接続に使われるかどうかは偶然で決まる。ここで確実と言えるのは "
    "{certain} 本以上までである。その本数に改めるか、接続を増やす",
)
SEVERAL_SOURCES = Text(
    '"The connection" is one of {count} that one step opened, and they don\'t come from the same '
    "source: {told}. {say}",
    "直前に一つのステップで {count} 本の接続が開かれ、送信元がそろっていないため、"
    "どの接続を指すか決まらない ({told})。{say}",
)
SAY_ADDRESS = Text(
    "They share the address: Then {server} sees the connection come from the address {address}",
    "アドレスは同じである: ならば {server} から見た接続の送信元アドレスは {address} である",
)
SAY_HOW_MANY = Text(
    "Say how many addresses {server} has seen: Then {server} sees connections from {count} "
    "different addresses. Or let one step open the connection that you mean",
    "{server} から見た送信元アドレスの数を書く: ならば {server} から見た接続の送信元アドレスは "
    "{count} 種類である。または、目的の接続だけを一つのステップで開く",
)
SEVERAL_FATES = Text(
    "The step before tried {count} connections, and not the same became of all: {told}. Say how "
    "many succeed: Then {succeed} {connections}{fail}",
    "直前のステップで試した {count} 本の接続は、結果がそろっていない ({told})。成功した本数を書く: "
    "ならば {succeed} 本の接続が成功する{fail}",
)
SAY_FAILED = Text(
    ", or how many fail: Then {count} {connections} because {reason}",
    "。または失敗した本数を書く: ならば {reason}ため、{count} 本の接続が失敗する",
)
SAY_EXHAUSTED = Text(
    ", or how many fail: Then {count} {connections} because SNAT ports are exhausted",
    "。または失敗した本数を書く: ならば {count} 本の接続が SNAT ポートの枯渇により失敗する",
)
SEVERAL_REQUESTS = Text(
    "The step before sent {count} requests, and not the same became of all: {told}. Say how many fail, as "
    "in: Then 1 request fails because the server doesn't answer",
    "直前のステップで送った {count} 件の要求は、結果がそろっていない ({told})。失敗した件数を書く: "
    "ならば サーバーが応答しないため、1 件の要求が失敗する",
)
SEVERAL_STATES = Text(
    '"That connection" is one of {count} that one step opened, and not the same is true of all: '
    "{told}. Say which before: When one of the connections ends with RST; or say how many: Then "
    "{count_open} {connections} of {machine} {are} still open",
    "「その接続」は一つのステップで開いた {count} 本のいずれかを指すが、状態がそろっていない ({told})。"
    "先に接続を特定する: もし RST により接続のうち 1 本が終了する。または本数を書く: "
    "ならば {machine} の接続のうち {count_open} 本は開いたままである",
)


def the_source(server: str, sources: Sequence[str], addresses: Sequence[str], seen: int) -> str:
    """The one of *sources*, of connections with those *addresses*; *server* has *seen* so many.

    :raises Advice: where there are several.
    """
    if len(set(sources)) == 1:
        return sources[0]
    if len(set(addresses)) == 1:
        say = SAY_ADDRESS.fill(server=server, address=addresses[0])
    else:
        say = SAY_HOW_MANY.fill(server=server, count=format_count(seen))
    count = format_count(len(sources))
    raise Advice(SEVERAL_SOURCES.fill(count=count, told=told(addresses), say=say))


def by_chance(candidates: Sequence[str], addresses: Sequence[str]) -> Text:
    """Connections that came from *addresses* could have come from any of *candidates*."""
    every = listed(candidates)
    either = Text(every.en.replace(" and ", " or "), every.ja)
    count = format_count(len(addresses))
    return BY_CHANCE.fill(all=every, either=either, count=count, told=told(addresses))


def at_least(drawn: int, candidates: int) -> int:
    """How many of so many *drawn* connections each of the *candidates* gets, luck aside.

    Fewer than five standard deviations below the mean are once in millions of seeds.
    """
    mean = drawn / candidates
    return max(0, math.floor(mean - 5 * math.sqrt(mean * (1 - 1 / candidates))))


def refuse_luck(wanted: int, certain: int) -> None:
    """Refuse to say that an address carries *wanted* connections or more.

    :raises Advice: where no more than *certain* is to be counted on.
    """
    if wanted > certain:
        raise Advice(ONLY_BY_LUCK.fill(wanted=format_count(wanted), certain=format_count(certain)))


def the_fate(fates: Sequence[Rule]) -> Rule:
    """What became of all of an attempt.

    :raises Advice: where not the same did.
    """
    if len(set(fates)) == 1:
        return fates[0]
    succeed = fates.count(DELIVERED)
    failures = Counter(fate for fate in fates if fate != DELIVERED)
    [(reason, failed)] = failures.most_common(1)
    say = SAY_EXHAUSTED if reason == EXHAUSTED else SAY_FAILED
    raise Advice(
        SEVERAL_FATES.fill(
            count=format_count(len(fates)),
            told=told(fate.text for fate in fates),
            succeed=format_count(succeed),
            connections="connection succeeds" if succeed == 1 else "connections succeed",
            fail=say.fill(
                count=format_count(failed),
                connections="connection fails" if failed == 1 else "connections fail",
                reason=reason.text,
            ),
        )
    )


def the_fate_of_requests(fates: Sequence[Rule]) -> Rule:
    """What became of all of the requests of clients.

    :raises Advice: where not the same did.
    """
    if len(set(fates)) == 1:
        return fates[0]
    raise Advice(
        SEVERAL_REQUESTS.fill(count=format_count(len(fates)), told=told(f.text for f in fates))
    )


def several_states(states: Sequence[Text], machine: str, still_open: int) -> Text:
    """Not the same is true of the connections that may be meant.

    So many of all that *machine*, which opened one of them, has opened are *still_open*.
    """
    return SEVERAL_STATES.fill(
        count=format_count(len(states)),
        told=told(states),
        machine=instance_in_step(machine),
        count_open=format_count(still_open),
        connections="connection" if still_open == 1 else "connections",
        are="is" if still_open == 1 else "are",
    )


def told(found: Iterable[Text | str]) -> Text:
    """How often each was found, the most frequent first."""
    counted = Counter(found).most_common()
    parts: list[object] = [
        Text("{count} × {what}", "{what} × {count}").fill(count=format_count(count), what=what)
        for what, count in counted[:_MOST_TOLD]
    ]
    if len(counted) > _MOST_TOLD:
        parts.append(Text("others", "ほか"))
    return listed(parts)
