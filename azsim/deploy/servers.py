"""Web servers on machines."""

from __future__ import annotations

from attrs import define

from azsim.deploy.control_plane import Unrefused
from azsim.deploy.machines import Machines
from azsim.hosts.web import WebServer as Application
from azsim.model.resources.servers import WebServer


@define(eq=False)
class WebServers(Unrefused):
    """Deploys web servers."""

    machines: Machines

    def apply(self, before: WebServer | None, after: WebServer) -> None:
        """Let the machine's web server serve as *after* says.

        :raises Advice: where there is no such machine.
        """
        application = self.machines.find(after.name).host.application
        assert isinstance(application, Application), "every machine serves the web"
        application.asks_for_certificates = after.asks_for_client_certificate
