from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EpidemicConfig(AppConfig):
    name = "shouwang.epidemic"
    verbose_name = "疫情"

    def ready(self) -> None:
        """Offer this app's page to the rail."""
        from shouwang.epidemic import words
        from shouwang.kit.registry import MenuEntry, menu_entry

        menu_entry(MenuEntry("day", _("疫情数据"), "epidemic:cases", (words.READ_CASES,), order=60))
