"""WebKit as the system has it, spoken to by WebDriver, on a screen that nobody sees."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from attrs import frozen

_PATIENCE = 600
"""Seconds until azsim has started on a busy machine."""


@frozen
class WebKit:
    """One page in a browser, which answers below *address*."""

    address: str

    def call(self, path: str, *, method: str = "POST", **parameters: Any) -> Any:
        """What comes of a command of WebDriver."""
        content = json.dumps(parameters).encode() if method == "POST" else None
        kind = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.address}{path}", content, kind, method=method)
        with urllib.request.urlopen(request, timeout=_PATIENCE) as told:
            return json.load(told)["value"]

    def open(self, address: str) -> None:
        """Show the page at *address*."""
        self.call("/url", url=address)

    def evaluate(self, expression: str) -> Any:
        """What comes of *expression*, or of the promise that it is; it has to be something like JSON."""
        script = f"Promise.resolve({expression}).then(JSON.stringify).then(arguments[0])"
        return json.loads(self.call("/execute/async", script=script, args=[]))


@contextmanager
def webkit(driver: str, display: str) -> Iterator[WebKit]:
    """The browser that the command *driver* starts, on a screen by the command *display*."""
    with ExitStack() as ends:
        shown = ends.enter_context(_running([display, "-displayfd", "1", "-nolisten", "tcp"]))
        assert shown.stdout is not None
        number, port = shown.stdout.readline().strip(), _free_port()
        # Nothing is let in from elsewhere, and a container has no other sandbox in it.
        system = {"DISPLAY": f":{number}", "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
        ends.enter_context(_running([driver, f"--port={port}", "--host=127.0.0.1"], **system))
        address = f"http://127.0.0.1:{port}/session"
        _wait_for(port)
        options = {"alwaysMatch": {"timeouts": {"script": _PATIENCE * 1000}}}
        id = WebKit(address).call("", capabilities=options)["sessionId"]
        started = WebKit(f"{address}/{id}")
        ends.callback(started.call, "", method="DELETE")
        yield started


@contextmanager
def _running(command: list[str], **system: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        command,
        env={**os.environ, **system},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    for _ in range(600):
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing listens at port {port}")
