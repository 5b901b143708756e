from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReportingConfig(AppConfig):
    name = "shouwang.reporting"
    verbose_name = "报送"

    def ready(self) -> None:
        """Offer this app's pages to the rail."""
        from shouwang.kit.registry import MenuEntry, menu_entry
        from shouwang.ledger.actions import counts
        from shouwang.reporting import (
            ledger_telling,
            prefill,
            words,
        )
        from shouwang.reporting.daybook import refused
        from shouwang.reporting.daybook.remarks import remark

        counts.changed_listeners.append(ledger_telling.tell_changed)
        counts.askers.append(prefill.spans_before)
        remark(refused.refused_zeros)
        menu_entry(MenuEntry("day", _("今日报送"), "reporting:day", (words.READ_DAY,), order=10))
        menu_entry(MenuEntry("day", _("填报"), "reporting:owed", (words.FILE_REPORT,), order=20))
        forms = MenuEntry(
            "settings",
            pgettext_lazy("menu", "表式"),
            "reporting:forms",
            (words.MANAGE_FORMS,),
            order=20,
        )
        menu_entry(forms)
