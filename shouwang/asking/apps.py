from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AskingConfig(AppConfig):
    name = "shouwang.asking"
    verbose_name = "报表准入"

    def ready(self) -> None:
        """Offer this app's page to the rail."""
        from shouwang.asking import words
        from shouwang.kit.registry import MenuEntry, menu_entry

        entry = MenuEntry("day", _("报表准入"), "asking:register", (words.READ_REGISTER,), order=70)
        menu_entry(entry)
