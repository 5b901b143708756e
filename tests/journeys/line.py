"""A line to the web server that can be cut in the middle of what it carries."""

from __future__ import annotations

import socket
import struct
import threading
from urllib.parse import urlsplit


class Line:
    """Carries bytes between a browser and the server, until it is told to tear."""

    def __init__(self, live: str) -> None:
        there = urlsplit(live)
        self.there = (there.hostname, there.port)
        self.limit: int | None = None
        self.carried = 0
        self.torn = 0
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.door.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def tear_after(self, limit: int | None) -> None:
        """Tear every connection once the browser has sent so many bytes more; None: hold again."""
        self.carried, self.limit = 0, limit

    def close(self) -> None:
        """Take no more connections."""
        self.door.close()

    def _serve(self) -> None:
        while True:
            try:
                near, _peer = self.door.accept()
            except OSError:
                return
            far = socket.create_connection(self.there)
            for come, go, is_up in ((near, far, True), (far, near, False)):
                threading.Thread(target=self._carry, args=(come, go, is_up), daemon=True).start()

    def _carry(self, come: socket.socket, go: socket.socket, is_up: bool) -> None:
        try:
            while data := come.recv(16384):
                self.carried += len(data) if is_up else 0
                if is_up and self.limit is not None and self.carried > self.limit:
                    self.torn += 1
                    _tear(come)
                    break
                go.sendall(data)
        except OSError:
            pass
        for end in (come, go):
            end.close()


def _tear(end: socket.socket) -> None:
    """Close a connection with a reset, as a line that dies does."""
    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
