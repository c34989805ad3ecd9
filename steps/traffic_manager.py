"""Traffic Manager: DNS answers, caches, and requests that never pass through it."""

from __future__ import annotations

from azsim.azure import Azure
from azsim.azure.traffic_manager import AFTER_QUERY, WITHOUT_QUERY
from azsim.deploy.names import priority_refusal, ttl_refusal
from azsim.functions.traffic_manager import NAME
from azsim.gherkin import Column, Rows, expect, given, parameter_type, then, when
from azsim.model.rules import words
from azsim.questions import dns_answers
from azsim.steps.types import unquoted
from azsim.steps.world import ANSWER
from azsim.text import Text, listed
from azsim.units import parse_address, parse_count

parameter_type(
    name="profile",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text(
        "a Traffic Manager profile, by its DNS name", "Traffic Manager プロファイルの DNS 名"
    ),
    example=Text('"test.trafficmanager.net"', '"test.trafficmanager.net"'),
)
parameter_type(
    name="dns_name",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text("a DNS name", "DNS 名"),
    example=Text('"test.trafficmanager.net"', '"test.trafficmanager.net"'),
)
parameter_type(
    name="endpoint_name",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text(
        "an endpoint, by its DNS name; in a deployment, by its name in the profile",
        "エンドポイントの DNS 名。デプロイでは、プロファイルでのエンドポイントの名前",
    ),
    example=Text('"test01.japaneast.cloudapp.azure.com"', '"test01.japaneast.cloudapp.azure.com"'),
)

ENDPOINTS = (
    Column("name", Text("endpoint", "エンドポイント")),
    Column("address", Text("address", "アドレス"), parse=parse_address),
    Column("priority", Text("priority", "優先順位"), parse=parse_count),
)
PRINTED = (Column("address", Text("address", "アドレス"), parse=parse_address),)
RECORDS = (
    Column("name", dns_answers.COLUMNS[0]),
    Column("type", dns_answers.COLUMNS[1]),
    Column("data", dns_answers.COLUMNS[2]),
)

DNS_ANSWER = Text("the DNS answer", "DNS 応答")
NO_ADDRESS = Text("no address", "アドレスなし")
REQUEST_GOES = Text("where the request goes", "要求の届く先")
PLACES = Text("the places that the request and its response pass", "要求とその応答が経由した場所")
NOT_THROUGH = Text("places other than Traffic Manager", "Traffic Manager 以外の場所")
NO_PLACE = Text("none: no request was sent", "なし。要求は送られていない")
PROBED_FROM = Text("the addresses that {server} is probed from", "{server} へのプローブの送信元")
PUBLISHED = Text("published addresses only", "公開されているアドレスだけ")
NOT_PROBED = Text("no probe", "プローブなし")
LAST_PRINTED = Text(
    "the addresses last printed for Traffic Manager, where the probes of {server} come from",
    "{server} へのプローブの送信元を含む、Traffic Manager について文書に最後に掲載されたアドレス",
)


def endpoints(datatable: Rows) -> list[tuple[str, str, int]]:
    """Names, addresses and priorities, row by row."""
    return [(str(row["name"]), str(row["address"]), int(str(row["priority"]))) for row in datatable]


# Given


@given(
    "a Traffic Manager profile {profile} with priority routing, a TTL of {duration} and endpoints:",
    "TTL が {duration}で優先順位ルーティングの Traffic Manager プロファイル {profile} があり、エンドポイントは次のとおり:",
    table=ENDPOINTS,
)
def a_profile(azure: Azure, profile: str, duration: int, datatable: Rows) -> None:
    """Endpoints start online.

    エンドポイントは最初はオンラインである。
    """
    azure.traffic_manager.add_profile(profile, endpoints(datatable), duration)


@given(
    "a Traffic Manager profile {profile} with priority routing, the default TTL and endpoints:",
    "TTL が既定値で優先順位ルーティングの Traffic Manager プロファイル {profile} があり、エンドポイントは次のとおり:",
    table=ENDPOINTS,
)
def a_profile_with_the_default_ttl(azure: Azure, profile: str, datatable: Rows) -> None:
    """Nobody has set a TTL; endpoints start online.

    TTL を設定していないプロファイルで、エンドポイントは最初はオンラインである。
    """
    azure.traffic_manager.add_profile(profile, endpoints(datatable))


@given(
    "{client} has just resolved {dns_name}",
    "{client} は {dns_name} の名前解決を終えたばかりである",
)
def has_just_resolved(azure: Azure, client: str, dns_name: str) -> None:
    """The answer is in the client's cache from this instant on.

    この時点から、応答がクライアントのキャッシュにある。
    """
    azure.traffic_manager.resolve(client, dns_name)


@given(
    "the endpoint {endpoint_name} is degraded from then on",
    "その後エンドポイント {endpoint_name} は機能低下のままである",
)
def is_degraded(azure: Azure, endpoint_name: str) -> None:
    """Traffic Manager knows that the endpoint fails its probes.

    エンドポイントがプローブに失敗していることを、Traffic Manager が把握している。
    """
    azure.traffic_manager.degrade(endpoint_name)


@given(
    "the endpoint {endpoint_name} is degraded",
    "エンドポイント {endpoint_name} の状態は機能低下である",
)
def is_degraded_from_the_start(azure: Azure, endpoint_name: str) -> None:
    """From the start, Traffic Manager knows that the endpoint fails its probes.

    エンドポイントがプローブに失敗していることを、Traffic Manager が最初から把握している。
    """
    azure.traffic_manager.degrade(endpoint_name)


# When


@when("{client} sends a request to {dns_name}", "{client} が {dns_name} に要求を送る")
def sends_a_request(azure: Azure, client: str, dns_name: str) -> None:
    """An HTTP request; the client resolves the name first where its cache has no answer.

    HTTP 要求を送る。キャッシュに応答がなければ、クライアントは先に名前解決を行う。
    """
    azure.traffic_manager.send_request(client, dns_name)


@when("the TTL of {profile} is set to {duration}", "{profile} の TTL を {duration}に設定する")
def set_the_ttl(azure: Azure, profile: str, duration: int) -> None:
    """A request to Azure, which may refuse it.

    TTL を変えるよう Azure に要求する。拒否されることもある。
    """
    azure.traffic_manager.set_ttl(profile, duration)


@when(
    "the priority of {endpoint_name} is set to {count}",
    "{endpoint_name} の優先順位を {count} に設定する",
)
def set_the_priority(azure: Azure, endpoint_name: str, count: int) -> None:
    """A request to Azure, which may refuse it.

    優先順位を変えるよう Azure に要求する。拒否されることもある。
    """
    azure.traffic_manager.set_priority(endpoint_name, count)


# Then


@then("the DNS answer is:", "DNS 応答は次のとおり:", table=RECORDS)
def the_answer_is(azure: Azure, datatable: Rows) -> None:
    """Every record of the last DNS answer, in order.

    最後の DNS 応答のすべてのレコードを、その順に示す。
    """
    expected = [tuple(row.values()) for row in datatable]
    actual = [(each.name, each.type, each.data) for each in azure.traffic_manager.answer()]
    expect.rows(DNS_ANSWER, dns_answers.COLUMNS, expected, actual)


@then("the DNS answer is {address}", "DNS 応答は {address} である")
def the_answer_is_the_address(azure: Azure, address: str) -> None:
    """The address in the last DNS answer, whoever asked for it.

    誰が問い合わせたかにかかわらず、最後の DNS 応答に含まれるアドレスである。
    """
    found = dns_answers.addresses(azure.traffic_manager.answer())
    expect.equal(DNS_ANSWER, listed([address]), listed(found) if found else NO_ADDRESS)


@then(
    "the DNS answer is the address of the public IP {public_ip_name}",
    "DNS 応答はパブリック IP {public_ip_name} のアドレスである",
)
def the_answer_is_the_public_ip(azure: Azure, public_ip_name: str) -> None:
    """The resource whose address is in the last DNS answer, whatever address it has.

    最後の DNS 応答に含まれるアドレスを持つリソース。アドレスの値は問わない。
    """
    address = azure.deployments.address_of(public_ip_name)
    found = dns_answers.addresses(azure.traffic_manager.answer())
    expect.equal(DNS_ANSWER, listed([address]), listed(found) if found else NO_ADDRESS)


@then(
    "the request goes to {address} without a DNS query",
    "要求は DNS クエリなしで {address} に届く",
)
def goes_without_a_query(azure: Azure, address: str) -> None:
    """The client still had an answer in its cache.

    クライアントのキャッシュに、まだ応答があった。
    """
    expected = WITHOUT_QUERY.fill(address=address)
    expect.equal(REQUEST_GOES, expected, azure.traffic_manager.went())


@then(
    "the request goes to {address} after a DNS query",
    "要求は DNS クエリの後に {address} に届く",
)
def goes_after_a_query(azure: Azure, address: str) -> None:
    """The client had to ask first.

    クライアントは先に問い合わせなければならなかった。
    """
    expected = AFTER_QUERY.fill(address=address)
    expect.equal(REQUEST_GOES, expected, azure.traffic_manager.went())


@then(
    "the request doesn't pass through Traffic Manager",
    "要求は Traffic Manager を経由しない",
)
def does_not_pass_through(azure: Azure) -> None:
    """Neither the request nor its response is seen there.

    要求もその応答も、そこには現れない。
    """
    found = azure.traffic_manager.places()
    actual = listed(found) if found else NO_PLACE
    expect.holds(PLACES, actual, bool(found) and NAME not in found, expected=NOT_THROUGH)


@then(
    "{server} is probed from the published Traffic Manager probe ranges only",
    "{server} へのプローブの送信元は公開されている Traffic Manager のプローブ IP アドレス範囲だけである",
)
def is_probed_from_published_ranges(azure: Azure, server: str) -> None:
    """From addresses of the published list, of which at least one is seen; the list changes.

    A firewall takes the service tag AzureTrafficManager in place of a copy of it.

    公開された一覧にあるアドレスだけからプローブが届き、少なくとも一つは観察される。一覧は変わるため、
    ファイアウォールでは一覧の写しではなくサービス タグ AzureTrafficManager を許可する。
    """
    found = azure.traffic_manager.probe_sources(server)
    known = set(azure.traffic_manager.published_sources())
    what = PROBED_FROM.fill(server=server)
    actual = listed(found) if found else NOT_PROBED
    expect.holds(what, actual, bool(found) and known.issuperset(found), expected=PUBLISHED)


@then(
    "{server} is probed from addresses among those last printed for Traffic Manager:",
    "{server} へのプローブの送信元は、Traffic Manager について文書に最後に掲載された次のアドレスのいずれかである:",
    table=PRINTED,
)
def is_probed_from_printed_addresses(azure: Azure, server: str, datatable: Rows) -> None:
    """The whole list as it was printed in 2017, in any order; today's is another one.

    2017 年に文書に掲載された一覧の全体を挙げる。順序は問わない。現在の一覧はこれとは異なる。
    """
    expected = sorted(tuple(row.values()) for row in datatable)
    actual = [(address,) for address in sorted(azure.traffic_manager.printed_sources(server))]
    expect.rows(LAST_PRINTED.fill(server=server), [PRINTED[0].heading], expected, actual)


@then(
    "the request is refused because the largest TTL is {duration}",
    "TTL の最大値は {duration}であるため、要求は拒否される",
)
def refused_for_the_largest_ttl(azure: Azure, duration: int) -> None:
    """Azure refuses a TTL above the largest that a profile accepts.

    プロファイルが受け付ける最大値を超える TTL を、Azure が拒否する。
    """
    expect.equal(ANSWER, ttl_refusal(duration), azure.world.requests.answer(), show=words)


@then(
    "the request is refused because the largest priority is {count}",
    "優先順位の最大値は {count} であるため、要求は拒否される",
)
def refused_for_the_largest_priority(azure: Azure, count: int) -> None:
    """Azure refuses a priority above the largest that an endpoint accepts.

    エンドポイントが受け付ける最大値を超える優先順位を、Azure が拒否する。
    """
    expect.equal(ANSWER, priority_refusal(count), azure.world.requests.answer(), show=words)
