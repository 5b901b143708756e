from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlarmsConfig(AppConfig):
    name = "shouwang.alarms"
    verbose_name = "预警"

    def ready(self) -> None:
        """Offer the list to the rail, with how many wait for notice; hear of late records."""
        from shouwang.alarms import queries, words, works  # noqa: F401 (registers its plan)
        from shouwang.alarms.actions import correcting
        from shouwang.kit.registry import MenuEntry, menu_entry
        from shouwang.orgs import records

        records.on_change(correcting.ask_again)
        menu_entry(
            MenuEntry(
                "day",
                _("预警"),
                "alarms:alarms",
                (words.READ_ALARMS,),
                order=8,
                badge=queries.waiting,
            )
        )
