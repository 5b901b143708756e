from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EpidemicConfig(AppConfig):
    name = "shouwang.epidemic"
    verbose_name = "疫情"

    def ready(self) -> None:
        """Offer this app's pages to the rail, its counters, its alarm rule, what it keeps."""
        from shouwang.epidemic import (  # noqa: F401 (they declare themselves)
            case_queries,
            figures,
            offline,
            overdue,
            retention,
            words,
        )
        from shouwang.kit.registry import MenuEntry, PhoneTile, menu_entry, phone_tile

        menu_entry(
            MenuEntry(
                "day",
                _("紧急报告"),
                "epidemic:emergencies",
                (words.READ_EMERGENCIES,),
                order=9,
                badge=case_queries.waiting,
            )
        )
        menu_entry(MenuEntry("day", _("疫情数据"), "epidemic:cases", (words.READ_CASES,), order=60))
        phone_tile(
            PhoneTile(
                _("紧急情况"),
                "epidemic:phone",
                (words.NOTE_CASE,),
                order=15,
                note=_("发热、急病：先送医，再报告"),
                icon="急",
                packs=("epidemic.cases",),
            )
        )
