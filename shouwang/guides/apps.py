from __future__ import annotations

from django.apps import AppConfig


class GuidesConfig(AppConfig):
    name = "shouwang.guides"
    verbose_name = "指南与预案"

    def ready(self) -> None:
        """Register permissions and sentences."""
        from shouwang.guides import words  # noqa: F401
