from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrgsConfig(AppConfig):
    name = "shouwang.orgs"
    verbose_name = "机构"

    def ready(self) -> None:
        """Answer what the apps below ask of the unit tree; offer pages and long work."""
        from shouwang.accounts import places
        from shouwang.accounts.words import MANAGE_USERS
        from shouwang.kit.registry import MenuEntry, menu_entry
        from shouwang.orgs import words, works  # noqa: F401 (registers its kind of work)
        from shouwang.orgs.places import UnitTree

        places.register(UnitTree())
        menu_entry(
            MenuEntry(
                "orgs", pgettext_lazy("menu", "机构"), "orgs:units", (words.SEE_UNITS,), order=10
            )
        )
        menu_entry(
            MenuEntry(
                "orgs", _("包保责任"), "orgs:responsibility", (words.SEE_RESPONSIBLE,), order=20
            )
        )
        menu_entry(MenuEntry("settings", _("用户与岗位"), "orgs:users", (MANAGE_USERS,), order=10))
