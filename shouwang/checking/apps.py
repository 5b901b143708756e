from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CheckingConfig(AppConfig):
    name = "shouwang.checking"
    verbose_name = "核数"

    def ready(self) -> None:
        """Offer this app's page to the rail; say how long kept texts are held."""
        from shouwang.checking import retention, words  # noqa: F401
        from shouwang.kit.registry import MenuEntry, menu_entry

        menu_entry(
            MenuEntry("papers", _("核数"), "checking:check", (words.CHECK_FIGURES,), order=30)
        )
