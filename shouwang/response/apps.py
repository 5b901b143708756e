from __future__ import annotations

from django.apps import AppConfig


class ResponseConfig(AppConfig):
    name = "shouwang.response"
    verbose_name = "应急响应"

    def ready(self) -> None:
        """Declare its permissions and audit sentences."""
        from shouwang.response import words  # noqa: F401 (registers them)
