from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResponseConfig(AppConfig):
    name = "shouwang.response"
    verbose_name = "应急响应"

    def ready(self) -> None:
        """Offer levels and measures to the rail, the house's measures to the phone."""
        from shouwang.kit.registry import MenuEntry, PhoneTile, menu_entry, phone_tile
        from shouwang.response import exempted, retention, words  # noqa: F401

        menu_entry(MenuEntry("day", _("应急响应"), "response:levels", (words.READ,), order=30))
        menu_entry(
            MenuEntry(
                "day",
                _("防控措施"),
                "response:measures",
                (words.READ,),
                order=32,
                badge=lambda scope: len(exempted.waiting(scope)),
            )
        )
        phone_tile(
            PhoneTile(
                _("现行要求"),
                "response:phone",
                (words.READ,),
                order=90,
                note=_("封闭、探视、返院的规定和依据"),
                icon="令",
            )
        )
