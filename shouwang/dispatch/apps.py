from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DispatchConfig(AppConfig):
    name = "shouwang.dispatch"
    verbose_name = "报送"

    def ready(self) -> None:
        """Offer this app's pages to the rail; leave word with the office after a signature."""
        from shouwang.dispatch import words
        from shouwang.dispatch.sending import hours, telling  # noqa: F401 - hours make themselves known
        from shouwang.kit.registry import MenuEntry, menu_entry
        from shouwang.review.after import follows

        follows(telling.after_signature)
        read, design = (words.READ_DISPATCHES,), (words.MANAGE_LAYOUTS,)
        menu_entry(
            MenuEntry("papers", pgettext_lazy("upward", "报送"), "dispatch:home", read, order=5)
        )
        menu_entry(MenuEntry("settings", _("报送表样"), "dispatch:recipients", design, order=25))
