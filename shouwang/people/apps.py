from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "shouwang.people"
    verbose_name = "人员"

    def ready(self) -> None:
        """Declare what is counted and kept of people; offer pages and long work."""
        from django.utils.translation import gettext_lazy as _

        from shouwang.kit.registry import MenuEntry, PhoneTile, menu_entry, phone_tile
        from shouwang.people import figures, packs, retention, words, works  # noqa: F401

        menu_entry(MenuEntry("orgs", _("人员"), "people:start", (words.SEE_PEOPLE,), order=15))
        phone_tile(
            PhoneTile(
                _("人员"),
                "people:phone",
                (words.SEE_NAMES,),
                order=34,
                note=_("按房间或姓名查，在院、在外、隔离"),
                icon="人",
                packs=("people.house",),
            )
        )
        permissions = (words.MANAGE_PRIVACY, words.SEE_LOOKS)
        menu_entry(
            MenuEntry("settings", _("个人信息保护"), "people:privacy", permissions, order=15)
        )
