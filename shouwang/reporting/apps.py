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
        from shouwang.orgs.leaders import counts_as_act
        from shouwang.reporting import (
            ledger_telling,
            prefill,
            words,
        )
        from shouwang.reporting import verdict_words as review_words
        from shouwang.reporting.daybook import refused
        from shouwang.reporting.daybook.remarks import remark

        counts.changed_listeners.append(ledger_telling.tell_changed)
        counts.askers.append(prefill.spans_before)
        remark(refused.refused_zeros)
        counts_as_act(review_words.DAY_SIGNED.code)
        menu_entry(MenuEntry("day", _("今日报送"), "reporting:day", (words.READ_DAY,), order=10))
        review = MenuEntry("day", _("审核签发"), "reporting:today", (words.READ_DAY,), order=12)
        menu_entry(review)
        menu_entry(
            MenuEntry("day", _("一页看今日"), "reporting:leader", (words.READ_DAY,), order=11)
        )
        menu_entry(MenuEntry("day", _("填报"), "reporting:owed", (words.FILE_REPORT,), order=20))
        forms = MenuEntry(
            "settings",
            pgettext_lazy("menu", "表式"),
            "reporting:forms",
            (words.MANAGE_FORMS,),
            order=20,
        )
        menu_entry(forms)
