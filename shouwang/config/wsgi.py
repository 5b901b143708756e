"""The WSGI entry point for gunicorn."""

from __future__ import annotations

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwang.config.settings")
application = get_wsgi_application()

# A page being rendered holds the interpreter for 5 ms at a time; a filing beside it asks for it
# after each word with the database, and would wait longer for its turns than it works.
sys.setswitchinterval(0.001)


def _load() -> None:
    """Import every page now, and let the collector pass over what stays for good."""
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018 - reading it imports them
    gc.collect()
    gc.freeze()


_load()
