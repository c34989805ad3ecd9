"""Firefox as the system has it, spoken to as it speaks itself: WebDriver BiDi over a websocket."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from attrs import define, field

_LISTENS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")


@define
class Firefox:
    """One page in a browser, which answers over *socket*."""

    socket: Any
    page: str = ""
    _numbers: Iterator[int] = field(factory=itertools.count)

    def call(self, method: str, **parameters: Any) -> Any:
        """What comes of *method*, a command of WebDriver BiDi."""
        number = next(self._numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while (told := json.loads(self.socket.recv())).get("id") != number:
            pass
        assert told["type"] == "success", told
        return told["result"]

    def open(self, address: str) -> None:
        """Show the page at *address*."""
        self.call("browsingContext.navigate", context=self.page, url=address, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """What comes of *expression*, or of the promise that it is; it has to be something like JSON."""
        told = self.call(
            "script.evaluate",
            expression=f"Promise.resolve({expression}).then(JSON.stringify)",
            target={"context": self.page},
            awaitPromise=True,
        )
        assert told["type"] == "success", told
        return json.loads(told["result"]["value"])


@contextmanager
def firefox(command: str, profile: Path) -> Iterator[Firefox]:
    """The browser that *command* starts, with a *profile* of its own, which asks nobody for anything."""
    from websockets.sync.client import connect

    profile.mkdir()
    (profile / "user.js").write_text(
        'user_pref("browser.shell.checkDefaultBrowser", false);\n'
        'user_pref("datareporting.policy.dataSubmissionEnabled", false);\n'
        'user_pref("app.update.disabledForTesting", true);\n'
        'user_pref("network.captive-portal-service.enabled", false);\n'
        'user_pref("network.connectivity-service.enabled", false);\n'
    )
    started = subprocess.Popen(
        [command, "--headless", "--no-remote", "--remote-debugging-port=0", "--profile", profile],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert started.stderr is not None
        found = next(filter(None, map(_LISTENS.search, started.stderr)))
        with connect(f"{found[1]}/session", max_size=None, open_timeout=60) as socket:
            spoken = Firefox(socket)
            spoken.call("session.new", capabilities={})
            (context,) = spoken.call("browsingContext.getTree")["contexts"]
            spoken.page = context["context"]
            yield spoken
    finally:
        started.terminate()
        started.wait(60)
