from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MovementsConfig(AppConfig):
    name = "shouwang.movements"
    verbose_name = "离返院与隔离"

    def ready(self) -> None:
        """Offer the pages to rail and phone, the ledger its counters, the purge its kinds."""
        from shouwang.movements import (  # noqa: F401
            figures,
            linking,
            offline,
            offline_stays,
            retention,
            watching,
        )

        _on_the_rail()
        _on_the_phone()


def _on_the_rail() -> None:
    from shouwang.kit.registry import MenuEntry, menu_entry
    from shouwang.movements import queries, words

    seen = (words.SEE, words.COUNT)
    badge = queries.waiting_for
    menu_entry(MenuEntry("day", _("离返院"), "movements:list", seen, order=42, badge=badge))
    menu_entry(MenuEntry("day", _("隔离观察"), "movements:board", seen, order=43))


def _on_the_phone() -> None:
    from shouwang.kit.registry import PhoneTile, phone_tile
    from shouwang.movements import words

    phone_tile(
        PhoneTile(
            _("离返院"),
            "movements:phone",
            (words.REQUEST, words.PASS),
            order=30,
            note=_("外出、返院、入住、转院、退住"),
            icon="离",
            packs=("movements.house",),
        )
    )
    phone_tile(
        PhoneTile(
            _("隔离观察"),
            "movements:phone_isolation",
            (words.CHECK,),
            order=32,
            note=_("每天检查，按天提醒"),
            icon="隔",
            packs=("movements.isolation",),
        )
    )
