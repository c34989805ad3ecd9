"""What became of the requests that clients sent in the last step that sent any."""

from __future__ import annotations

from azsim.azure import hashed
from azsim.azure.clients import Clients
from azsim.azure.flows import TIMED_OUT
from azsim.deploy.cloud import Cloud
from azsim.model.events import Event
from azsim.model.rules import Rule
from azsim.questions import exchange, fates
from azsim.text import Advice, Text

NO_REQUEST = Text(
    "No step before this one sends a request.",
    "これより前に要求を送るステップがない。",
)


def last_step(cloud: Cloud) -> list[Event]:
    """The events from the first request of the last step on, no server of which a hash chose.

    :raises Advice: where no request was sent, and where a load balancer chose one of several
        servers that don't serve alike.
    """
    seen = exchange.last_step(cloud.world.trace.events)
    if not seen:
        raise Advice(NO_REQUEST)
    balanced = hashed.balancer_of(cloud.world, seen)
    if balanced is not None and not hashed.serve_alike(balanced):
        raise hashed.by_hash(balanced)
    return seen


def what_became(cloud: Cloud, said: Rule | None = None) -> list[Rule]:
    """What became of each request of the last step.

    Where a step has *said* that one has timed out, that is what the client learns once its
    operating system has given up, whatever the cause.

    :raises Advice: as :func:`last_step` does.
    """
    return [_as_said(cloud, fate, said) for fate in fates.of_requests(last_step(cloud))]


def _as_said(cloud: Cloud, fate: fates.Fate, said: Rule | None) -> Rule:
    if said == TIMED_OUT and fate.got_no_answer:
        timeout = Clients(cloud).find(fate.client).host.connect_timeout
        if cloud.world.now - fate.began >= timeout:
            return TIMED_OUT
    return fate.reason
