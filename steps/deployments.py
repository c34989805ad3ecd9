"""Whole deployments, as a template or an export has them."""

from __future__ import annotations

from azsim.azure import Azure
from azsim.gherkin import Column, Rows, Scenario, expect, given, parameter_type, then, when
from azsim.model.rules import words
from azsim.model.web_address import WebAddress, parse_web_address
from azsim.readers import inputs
from azsim.readers.arm import too_many_turns
from azsim.steps.types import unquoted
from azsim.steps.world import ANSWER
from azsim.text import Text

PARAMETERS = (
    Column("parameter", Text("parameter", "パラメーター")),
    Column("value", Text("value", "値")),
)

parameter_type(
    name="deployment_file",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text(
        "a file of a deployment, as seen from the feature file",
        "フィーチャー ファイルから見たデプロイのファイル",
    ),
    example=Text('"main.json"', '"main.json"'),
    reads=inputs.check,
)
parameter_type(
    name="parameter_file",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text("a file of parameters", "パラメーター ファイル"),
    example=Text('"main.parameters.json"', '"main.parameters.json"'),
    reads=inputs.check,
)
parameter_type(
    name="template_parameter",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text("the name of a parameter", "パラメーターの名前"),
    example=Text('"instanceCount"', '"instanceCount"'),
)
parameter_type(
    name="parameter_value",
    regexp='"[^"]*"|[0-9]+|true|false',
    transformer=lambda text: text.strip('"'),
    meaning=Text(
        "the value of a parameter: a number, true, false, or a text between quotation marks",
        "パラメーターの値。数、true、false、または引用符で囲んだ文字列",
    ),
    example=Text("51", "51"),
)
parameter_type(
    name="public_ip_name",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text("a public IP address, by its name", "パブリック IP アドレスの名前"),
    example=Text('"nat-ip"', '"nat-ip"'),
)


parameter_type(
    name="front_end",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text(
        "a front end of a load balancer, by its name", "ロード バランサーのフロントエンドの名前"
    ),
    example=Text('"front"', '"front"'),
)
parameter_type(
    name="cloud_service",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text("a cloud service, by its name", "クラウド サービスの名前"),
    example=Text('"Shop"', '"Shop"'),
)
parameter_type(
    name="ip_configuration",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text(
        "an IP configuration of a network interface, by its name",
        "ネットワーク インターフェイスの IP 構成の名前",
    ),
    example=Text('"ipconfig2"', '"ipconfig2"'),
)
parameter_type(
    name="public_ip_prefix",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text("a public IP prefix, by its name", "パブリック IP プレフィックスの名前"),
    example=Text('"out-prefix"', '"out-prefix"'),
)
parameter_type(
    name="web_address",
    regexp='"https?://[^"]*"',
    transformer=lambda text: parse_web_address(unquoted(text)),
    meaning=Text(
        "a web address: how to ask, the host name and the path",
        "URL (スキーム、ホスト名、パス)",
    ),
    example=Text('"http://shop.example.com/images/"', '"http://shop.example.com/images/"'),
)


@given("the deployment in {deployment_file}", "{deployment_file} のデプロイがある")
def deployment(azure: Azure, scenario: Scenario, deployment_file: str) -> None:
    """All that an ARM template or an export declares. Machines have the names that they have there.

    ARM テンプレートやエクスポートにあるすべて。マシンはそこに書かれた名前で呼ぶ。
    """
    azure.deployments.describe(scenario.read, deployment_file)


@given(
    "the deployment in {deployment_file} with the parameters in {parameter_file}",
    "{parameter_file} のパラメーターを使った {deployment_file} のデプロイがある",
)
def deployment_with_file(
    azure: Azure, scenario: Scenario, deployment_file: str, parameter_file: str
) -> None:
    """A template with a file of parameters.

    パラメーター ファイルを使ったテンプレート。
    """
    azure.deployments.describe(scenario.read, deployment_file, parameter_file)


@given(
    "the deployment in {deployment_file} with {template_parameter} set to {parameter_value}",
    "{template_parameter} を {parameter_value} にした {deployment_file} のデプロイがある",
)
def deployment_with_value(
    azure: Azure,
    scenario: Scenario,
    deployment_file: str,
    template_parameter: str,
    parameter_value: str,
) -> None:
    """A template with one parameter that has another value than its default.

    一つのパラメーターに既定値ではない値を指定したテンプレート。
    """
    overrides = {template_parameter: parameter_value}
    azure.deployments.describe(scenario.read, deployment_file, None, overrides)


@given(
    "the deployment in {deployment_file} with the parameters in {parameter_file} and {template_parameter} set to {parameter_value}",
    "{parameter_file} のパラメーターを使い {template_parameter} を {parameter_value} にした {deployment_file} のデプロイがある",
)
def deployment_with_file_and_value(
    azure: Azure,
    scenario: Scenario,
    deployment_file: str,
    parameter_file: str,
    template_parameter: str,
    parameter_value: str,
) -> None:
    """A template with a file of parameters, one of which has another value.

    パラメーター ファイルを使い、そのうち一つの値を変えたテンプレート。
    """
    overrides = {template_parameter: parameter_value}
    azure.deployments.describe(scenario.read, deployment_file, parameter_file, overrides)


@given(
    "the deployment in {deployment_file} with the parameters:",
    "次のパラメーターを使った {deployment_file} のデプロイがある:",
    table=PARAMETERS,
)
def deployment_with_values(
    azure: Azure, scenario: Scenario, deployment_file: str, datatable: Rows
) -> None:
    """A template with the values of several parameters.

    複数のパラメーターの値を指定したテンプレート。
    """
    overrides = {str(row["parameter"]): str(row["value"]) for row in datatable}
    azure.deployments.describe(scenario.read, deployment_file, None, overrides)


@then(
    "the request is refused because a copy loop takes at most {count} turns",
    "コピー ループの繰り返しは {count} 回までであるため、要求は拒否される",
)
def refused_for_turns(azure: Azure, count: int) -> None:
    """Azure refuses a template with a copy loop of more turns.

    コピー ループの繰り返しがこの回数を超えるテンプレートを、Azure が拒否する。
    """
    expect.equal(ANSWER, too_many_turns(count), azure.world.requests.answer(), show=words)


@when(
    "{client} opens a TCP connection to port {port} of the public IP {public_ip_name}",
    "{client} がパブリック IP {public_ip_name} のポート {port} へ TCP 接続を開く",
)
def client_opens_tcp_to(azure: Azure, client: str, port: int, public_ip_name: str) -> None:
    """A client's connection to whatever address the resource has.

    リソースの持つアドレスへのクライアントの接続。アドレスの値は問わない。
    """
    address = azure.deployments.address_of(public_ip_name)
    azure.outbound.open_as_client(client, "TCP", address, port)


@when(
    "{client} opens a UDP flow to port {port} of the public IP {public_ip_name}",
    "{client} がパブリック IP {public_ip_name} のポート {port} へ UDP フローを開始する",
)
def client_opens_udp_to(azure: Azure, client: str, port: int, public_ip_name: str) -> None:
    """A client's UDP flow to whatever address the resource has.

    リソースの持つアドレスへのクライアントの UDP フロー。アドレスの値は問わない。
    """
    address = azure.deployments.address_of(public_ip_name)
    azure.outbound.open_as_client(client, "UDP", address, port)


@when(
    "{client} opens a TCP connection to port {port} of the public IP {public_ip_name}, and the load balancer chooses {vm}",
    "{client} がパブリック IP {public_ip_name} のポート {port} へ TCP 接続を開き、ロード バランサーが {vm} を選ぶ",
)
def client_opens_tcp_to_chosen(
    azure: Azure, client: str, port: int, public_ip_name: str, vm: str
) -> None:
    """The same where several servers might get it: this time that one, if it is one of them.

    複数のサーバーのいずれかに届く場合に、今回選ばれるサーバーを示す。候補でないサーバーは選べない。
    """
    address = azure.deployments.address_of(public_ip_name)
    azure.outbound.open_as_client_to(client, "TCP", address, port, vm)


@when(
    "{client} opens a UDP flow to port {port} of the public IP {public_ip_name}, and the load balancer chooses {vm}",
    "{client} がパブリック IP {public_ip_name} のポート {port} へ UDP フローを開始し、ロード バランサーが {vm} を選ぶ",
)
def client_opens_udp_to_chosen(
    azure: Azure, client: str, port: int, public_ip_name: str, vm: str
) -> None:
    """The same where several servers might get it: this time that one, if it is one of them.

    複数のサーバーのいずれかに届く場合に、今回選ばれるサーバーを示す。候補でないサーバーは選べない。
    """
    address = azure.deployments.address_of(public_ip_name)
    azure.outbound.open_as_client_to(client, "UDP", address, port, vm)


@when(
    "{client} sends {count} request/requests for {web_address} to the public IP {public_ip_name}",
    "{client} がパブリック IP {public_ip_name} に {web_address} の要求を {count} 件送る",
)
def sends_requests_for(
    azure: Azure, client: str, count: int, web_address: WebAddress, public_ip_name: str
) -> None:
    """Requests for a host name and a path, one after the other, to whatever address the resource has.

    ホスト名とパスを指定した要求を、リソースの持つアドレスに 1 件ずつ送る。アドレスの値は問わない。
    """
    address = azure.deployments.address_of(public_ip_name)
    azure.load_balancing.send_requests_for(client, web_address, address, count)


@then(
    "{internet_server} sees the connection come from the public IP {public_ip_name}",
    "{internet_server} から見た接続の送信元はパブリック IP {public_ip_name} である",
)
def seen_public_ip(azure: Azure, internet_server: str, public_ip_name: str) -> None:
    """The resource whose address the last connection arrived from, whatever address it has.

    最後に届いた接続の送信元アドレスを持つリソース。アドレスの値は問わない。
    """
    what = Text("source of the connection", "接続の送信元")
    seen = azure.seen.last_source_address(internet_server)
    expect.equal(what, azure.deployments.address_of(public_ip_name), seen)


@when(
    "{vm} opens a TCP connection to port {port} of the front end {front_end} of {load_balancer}",
    "{vm} が {load_balancer} のフロントエンド {front_end} のポート {port} へ TCP 接続を開く",
)
def machine_opens_tcp_to(
    azure: Azure, vm: str, port: int, front_end: str, load_balancer: str
) -> None:
    """A machine's connection to whatever address the front end has.

    マシンからフロントエンドのアドレスへの接続。アドレスの値は問わない。
    """
    address = azure.deployments.front_end_address(load_balancer, front_end)
    azure.outbound.open_connection(vm, "TCP", address, port)


@when(
    "{vm} opens a TCP connection to port {port} of the front end {front_end} of {load_balancer}, and the load balancer chooses {any_server}",
    "{vm} が {load_balancer} のフロントエンド {front_end} のポート {port} へ TCP 接続を開き、ロード バランサーが {any_server} を選ぶ",
)
def machine_opens_tcp_to_chosen(
    azure: Azure, vm: str, port: int, front_end: str, load_balancer: str, any_server: str
) -> None:
    """The same where several servers might get it: this time that one, if it is one of them.

    複数のサーバーのいずれかに届く場合に、今回選ばれるサーバーを示す。候補でないサーバーは選べない。
    """
    address = azure.deployments.front_end_address(load_balancer, front_end)
    azure.outbound.open_connection_to(vm, "TCP", address, port, any_server)


@when(
    "{client} opens a TCP connection to port {port} of the cloud service {cloud_service}",
    "{client} がクラウド サービス {cloud_service} のポート {port} へ TCP 接続を開く",
)
def client_opens_tcp_to_service(azure: Azure, client: str, port: int, cloud_service: str) -> None:
    """A client's connection to whatever address the service has.

    クラウド サービスのアドレスへのクライアントの接続。アドレスの値は問わない。
    """
    address = azure.deployments.service_address(cloud_service)
    azure.outbound.open_as_client(client, "TCP", address, port)


@when(
    "{vm} opens a UDP flow to port {port} of the front end {front_end} of {load_balancer}",
    "{vm} が {load_balancer} のフロントエンド {front_end} のポート {port} へ UDP フローを開始する",
)
def machine_opens_udp_to(
    azure: Azure, vm: str, port: int, front_end: str, load_balancer: str
) -> None:
    """A machine's UDP flow to whatever address the front end has.

    マシンからフロントエンドのアドレスへの UDP フロー。アドレスの値は問わない。
    """
    address = azure.deployments.front_end_address(load_balancer, front_end)
    azure.outbound.open_connection(vm, "UDP", address, port)


@when(
    "{vm} opens a UDP flow to port {port} of the front end {front_end} of {load_balancer}, and the load balancer chooses {any_server}",
    "{vm} が {load_balancer} のフロントエンド {front_end} のポート {port} へ UDP フローを開始し、ロード バランサーが {any_server} を選ぶ",
)
def machine_opens_udp_to_chosen(
    azure: Azure, vm: str, port: int, front_end: str, load_balancer: str, any_server: str
) -> None:
    """The same where several servers might get it: this time that one, if it is one of them.

    複数のサーバーのいずれかに届く場合に、今回選ばれるサーバーを示す。候補でないサーバーは選べない。
    """
    address = azure.deployments.front_end_address(load_balancer, front_end)
    azure.outbound.open_connection_to(vm, "UDP", address, port, any_server)


@when(
    "{client} opens a UDP flow to port {port} of the cloud service {cloud_service}",
    "{client} がクラウド サービス {cloud_service} のポート {port} へ UDP フローを開始する",
)
def client_opens_udp_to_service(azure: Azure, client: str, port: int, cloud_service: str) -> None:
    """A client's UDP flow to whatever address the service has.

    クラウド サービスのアドレスへのクライアントの UDP フロー。アドレスの値は問わない。
    """
    address = azure.deployments.service_address(cloud_service)
    azure.outbound.open_as_client(client, "UDP", address, port)


@when(
    "{vm} opens a TCP connection from the IP configuration {ip_configuration} of its network interface {network_interface} to {destination}",
    "{vm} が自身のネットワーク インターフェイス {network_interface} の IP 構成 {ip_configuration} から {destination} へ TCP 接続を開く",
)
def machine_opens_from(
    azure: Azure,
    vm: str,
    ip_configuration: str,
    network_interface: str,
    destination: tuple[str, int],
) -> None:
    """A program binds the private address of that IP configuration, whatever it is.

    プログラムがその IP 構成のプライベート アドレスをバインドする。アドレスの値は問わない。
    """
    source = azure.deployments.configuration_address(vm, network_interface, ip_configuration)
    azure.outbound.open_connection(vm, "TCP", *destination, source=source)


@then(
    "{internet_server} sees the connection come from the public IP prefix {public_ip_prefix}",
    "{internet_server} から見た接続の送信元はパブリック IP プレフィックス {public_ip_prefix} のアドレスである",
)
def seen_public_ip_prefix(azure: Azure, internet_server: str, public_ip_prefix: str) -> None:
    """The last connection arrived from one of its addresses, whatever they are, and could have from no other.

    最後に届いた接続の送信元はこのプレフィックスのアドレスであり、ほかのアドレスにはならない。アドレスの値は問わない。
    """
    what = Text("sources beside that prefix", "そのプレフィックス以外の送信元")
    expect.equal(what, [], azure.seen.sources_outside_prefix(internet_server, public_ip_prefix))
