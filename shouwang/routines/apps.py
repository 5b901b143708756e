from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoutinesConfig(AppConfig):
    name = "shouwang.routines"
    verbose_name = "消毒通风"

    def ready(self) -> None:
        """Offer the board to the rail, the phone its kind and pack, the ledger its counters."""
        from shouwang.kit.registry import MenuEntry, menu_entry
        from shouwang.routines import words

        menu_entry(MenuEntry("day", _("消毒通风"), "routines:board", (words.READ,), order=46))
