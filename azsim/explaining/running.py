"""A part of a deployment as it runs, ready to be asked."""

from __future__ import annotations

from attrs import frozen

from azsim.azure.deployments import Refused
from azsim.deploy.cloud import Cloud
from azsim.explaining.gateways import GatewayAnswers
from azsim.explaining.inbound import InboundAnswers
from azsim.explaining.outbound import OutboundAnswers


@frozen(eq=False)
class Running:
    """Networks that reach one another, with all that is in them, and what of it was refused."""

    cloud: Cloud
    refused: tuple[Refused, ...]
    outbound: OutboundAnswers
    inbound: InboundAnswers
    gateways: GatewayAnswers
