"""What Traffic Manager profiles answer, in sentences that pin it: one scenario for each that takes over."""

from __future__ import annotations

from collections.abc import Iterator

from azsim.explaining.answers import Explanation, Profile
from azsim.explaining.inbound import SOMEBODY
from azsim.explaining.telling.pinned_ways import CLIENT, NotPinned, Pinned
from azsim.text import Text

ANSWERED = Text("{endpoint} is answered", "{endpoint} が応答になる")
TAKES_OVER = Text(
    "{endpoint} takes over where {before} is degraded",
    "{before} が機能低下なら {endpoint} が引き継ぐ",
)
ENDPOINT = Text("the endpoint {endpoint}", "エンドポイント {endpoint}")
NO_PUBLIC_IP = Text(
    "it leads to no public IP address of the deployment",
    "デプロイのパブリック IP アドレスに結び付いていない",
)
DEGRADED = Text(
    'And the endpoint "{name}" is degraded', 'かつ エンドポイント "{name}" の状態は機能低下である'
)
SENDS = Text('When {client} sends a request to "{fqdn}"', 'もし {client} が "{fqdn}" に要求を送る')
ANSWER = Text(
    'Then the DNS answer is the address of the public IP "{public}"',
    'ならば DNS 応答はパブリック IP "{public}" のアドレスである',
)


def pinned_profiles(explanation: Explanation) -> Iterator[tuple[str, Pinned | NotPinned]]:
    """The scenarios of each profile, with its name; none for one whose answers aren't modelled."""
    for profile in explanation.profiles:
        for each in _turns(profile):
            yield profile.name, each


def _turns(profile: Profile) -> Iterator[Pinned | NotPinned]:
    public = {each.name: each.public_ip for each in profile.endpoints}
    for number, name in enumerate(profile.order):
        before, address = profile.order[:number], public[name]
        if address is None:
            yield NotPinned(ENDPOINT.fill(endpoint=name), NO_PUBLIC_IP)
            continue
        title = (
            TAKES_OVER.fill(endpoint=name, before=", ".join(before))
            if before
            else ANSWERED.fill(endpoint=name)
        )
        yield Pinned(
            title,
            (
                CLIENT.fill(client=SOMEBODY),
                *(DEGRADED.fill(name=each) for each in before),
                SENDS.fill(client=SOMEBODY, fqdn=profile.fqdn),
                ANSWER.fill(public=address),
            ),
        )
