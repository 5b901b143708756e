from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "shouwang.people"
    verbose_name = "人员"

    def ready(self) -> None:
        """Declare permissions and audit sentences, and what is counted of people."""
        from shouwang.people import figures, words  # noqa: F401
