from __future__ import annotations

from django.apps import AppConfig


class MovementsConfig(AppConfig):
    name = "shouwang.movements"
    verbose_name = "离返院与隔离"

    def ready(self) -> None:
        """Declare permissions and audit sentences."""
        from shouwang.movements import words  # noqa: F401
