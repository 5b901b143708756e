from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HealthConfig(AppConfig):
    name = "shouwang.health"
    verbose_name = "健康监测"

    def ready(self) -> None:
        """Offer the pages to rail and phone, the kinds of entry to edge, the counters to the
        ledger, the rules to the alarms, what is kept to the purge, the months to the clock."""
        from shouwang.epidemic import symptoms
        from shouwang.health import (  # noqa: F401
            figures,
            linking,
            offline,
            readings,
            retention,
            watching,
            words,
            works,
        )
        from shouwang.kit.registry import MenuEntry, PhoneTile, menu_entry, phone_tile

        symptoms.name(readings.SYMPTOMS)
        menu_entry(MenuEntry("day", _("体温监测"), "health:board", (words.READ_COUNTS,), order=42))
        phone_tile(
            PhoneTile(
                _("巡测体温"),
                "health:phone",
                (words.WALK,),
                order=20,
                note=_("逐房测，按三下进下一位"),
                icon="温",
                packs=("health.round",),
            )
        )
