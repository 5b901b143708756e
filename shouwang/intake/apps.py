from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    name = "shouwang.intake"
    verbose_name = "导入与代报"

    def ready(self) -> None:
        """Offer this app's pages to the rail and register its kinds of work."""
        from shouwang.intake import words, works  # noqa: F401 (registers its kinds of work)
        from shouwang.kit.registry import MenuEntry, menu_entry

        menu_entry(MenuEntry("day", _("代报"), "intake:behalf", (words.FILE_ON_BEHALF,), order=25))
        menu_entry(
            MenuEntry("day", _("导入报表"), "intake:import", (words.IMPORT_REPORTS,), order=30)
        )
