from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoutinesConfig(AppConfig):
    name = "shouwang.routines"
    verbose_name = "消毒通风"

    def ready(self) -> None:
        """Offer the board to the rail, the phone its kind and pack, the ledger its counters, the
        alarms their rule."""
        from shouwang.kit.registry import MenuEntry, PhoneTile, menu_entry, phone_tile
        from shouwang.routines import figures, offline, watching, words  # noqa: F401

        menu_entry(MenuEntry("day", _("消毒通风"), "routines:board", (words.READ,), order=46))
        phone_tile(
            PhoneTile(
                _("消毒通风"),
                "routines:phone",
                (words.DO,),
                order=40,
                note=_("点场所，点完成"),
                icon="消",
                packs=("routines.places",),
            )
        )
