from __future__ import annotations

from django.apps import AppConfig


class ChasingConfig(AppConfig):
    name = "shouwang.chasing"
    verbose_name = "提醒与催报"

    def ready(self) -> None:
        """Register its permissions, sentences, kinds of work and plans."""
        from shouwang.chasing import words, works  # noqa: F401
