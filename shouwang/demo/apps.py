from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "shouwang.demo"
    verbose_name = "演示"

    def ready(self) -> None:
        """Mark every page of a demonstration."""
        from shouwang.demo import marks
        from shouwang.kit import registry

        registry.mark(marks.demonstration)
