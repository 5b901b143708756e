from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "shouwang.accounts"
    verbose_name = "用户与审计"

    def ready(self) -> None:
        """Offer the audit trail to the rail."""
        from shouwang.accounts import words
        from shouwang.kit.registry import MenuEntry, menu_entry

        menu_entry(
            MenuEntry("settings", _("审计"), "accounts:audit", (words.READ_AUDIT,), order=90)
        )
