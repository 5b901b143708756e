"""The backend itself; Django finds it by this module's name (``ENGINE``)."""

from __future__ import annotations

import select
import sys
from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL through psycopg; a kept connection is looked at, not asked, before a request."""

    def get_connection_params(self) -> dict[str, Any]:
        """Return how to connect: statements are prepared where ``kit.prepared`` asks for it only.

        Django's own value, None, makes psycopg pass over ``prepare=True`` without a word.
        """
        asked = "prepare_threshold" in self.settings_dict["OPTIONS"]
        params = super().get_connection_params()
        if not asked:
            params["prepare_threshold"] = sys.maxsize
        return params

    def is_usable(self) -> bool:
        """Return whether the connection still works.

        A server that stopped or restarted has closed its end, which makes the socket readable.
        Only then is it asked with a statement: an idle, healthy one has nothing to say, and a
        question to it before every request was a fifth of what filing a report waits for.
        """
        if self.connection is None or self.connection.closed:
            return False
        look = select.poll()
        look.register(self.connection.pgconn.socket, select.POLLIN)
        return not look.poll(0) or super().is_usable()
