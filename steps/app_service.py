"""App Service plans: how they are described and scaled."""

from __future__ import annotations

from azsim.azure import Azure
from azsim.gherkin import given, when


@given(
    "an App Service plan with {count} instance/instances",
    "App Service のインスタンス {count} 台がある",
)
def instances(azure: Azure, count: int) -> None:
    """Instances vm1, vm2 …, on each of which every app of the plan runs. They leave from one of
    several addresses that Azure gives out, at random.

    インスタンス vm1、vm2 … があり、プランのアプリは各インスタンスで動く。送信元は、Azure が割り当てた
    複数のアドレスから無作為に選ばれる。
    """
    azure.app_service.describe(count)


@given(
    "an App Service plan with {count} instance/instances and the outbound IP addresses {public_addresses}",
    "App Service のインスタンス {count} 台があり、送信 IP アドレスは {public_addresses} である",
)
def instances_with_addresses(azure: Azure, count: int, public_addresses: list[str]) -> None:
    """The instances are called vm1, vm2 …; the addresses are those that the portal shows as the
    outbound IP addresses of the app.

    インスタンスの名前は vm1、vm2 … である。アドレスは、アプリの送信 IP アドレスとしてポータルに表示される
    ものを書く。
    """
    azure.app_service.describe(count, public_addresses)


@given(
    "an App Service plan with {count} instance/instances integrated with the subnet {subnet}",
    "サブネット {subnet} と統合された App Service のインスタンス {count} 台がある",
)
def integrated_instances(azure: Azure, count: int, subnet: str) -> None:
    """Each instance has an address of the subnet, and Route All is enabled: the routes and security
    groups of the subnet hold for whatever the apps send.

    各インスタンスはサブネットのアドレスを持ち、Route All が有効である。アプリが送るすべてに、サブネットの
    ルートとセキュリティ グループが適用される。
    """
    azure.app_service.describe_integrated(count, subnet)


@when(
    "the App Service plan scales to {count} instance/instances",
    "App Service のインスタンスを {count} 台にする",
)
def scale(azure: Azure, count: int) -> None:
    """Out or in: new instances have the next numbers, and the last ones go first.

    スケールアウトでは続きの番号のインスタンスが加わり、スケールインでは番号の大きいものから削除される。
    """
    azure.app_service.scale(count)
