"""Web servers on machines."""

from __future__ import annotations

from attrs import define

from azsim.deploy.control_plane import Unrefused
from azsim.deploy.machines import Machines
from azsim.hosts.web import WebServer as Application
from azsim.model.resources.servers import WebServer
from azsim.text import Advice, Text


@define(eq=False)
class WebServers(Unrefused):
    """Deploys web servers."""

    machines: Machines

    def apply(self, before: WebServer | None, after: WebServer) -> None:
        """Let the machine's web server serve as *after* says.

        :raises Advice: where there is no such machine.
        """
        application = self.machines.find(after.name).host.application
        if not isinstance(application, Application):
            raise Advice(
                Text(
                    f'"{after.name}" is no web server.',
                    f"「{after.name}」は Web サーバーではない。",
                )
            )
        application.asks_for_certificates = after.asks_for_client_certificate
