"""A folder on a server of this machine, with headers of one's own."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *given: Any, headers: Mapping[str, str], directory: str) -> None:
        self._more = headers
        super().__init__(*given, directory=directory)

    def end_headers(self) -> None:
        for name, value in self._more.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *given: Any) -> None:
        """Say nothing."""


@contextmanager
def serve(folder: Path, headers: Mapping[str, str]) -> Iterator[str]:
    """The address of *folder* on a server that adds *headers* to everything."""
    handler = partial(_Handler, headers=headers, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
