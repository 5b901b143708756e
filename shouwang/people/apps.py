from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "shouwang.people"
    verbose_name = "人员"

    def ready(self) -> None:
        """Declare what is counted and kept of people; offer pages and long work."""
        from django.utils.translation import gettext_lazy as _

        from shouwang.kit.registry import MenuEntry, menu_entry
        from shouwang.people import figures, kept, words, works  # noqa: F401

        menu_entry(MenuEntry("orgs", _("人员"), "people:start", (words.SEE_PEOPLE,), order=15))
        permissions = (words.MANAGE_PRIVACY, words.SEE_LOOKS)
        menu_entry(
            MenuEntry("settings", _("个人信息保护"), "people:privacy", permissions, order=15)
        )
