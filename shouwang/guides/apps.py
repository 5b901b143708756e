from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidesConfig(AppConfig):
    name = "shouwang.guides"
    verbose_name = "指南与预案"

    def ready(self) -> None:
        """Offer this app's pages to the rail and the phone, its kind and pack, the purge its
        photos, the alarms their rule."""
        from shouwang.guides import offline, retention, watching, words  # noqa: F401
        from shouwang.kit.registry import MenuEntry, PhoneTile, menu_entry, phone_tile

        menu_entry(MenuEntry("day", _("自查"), "guides:checks", (words.READ_CHECKS,), order=47))
        menu_entry(MenuEntry("orgs", _("防控指南"), "guides:list", (words.READ_GUIDES,), order=60))
        menu_entry(MenuEntry("orgs", _("一院一策"), "guides:plans", (words.READ_PLANS,), order=61))
        phone_tile(
            PhoneTile(
                _("自查"),
                "guides:phone",
                (words.DO_CHECKS,),
                order=45,
                note=_("逐条回答是、否、不适用"),
                icon="查",
                packs=("guides.lists",),
            )
        )
