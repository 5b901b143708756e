from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewConfig(AppConfig):
    name = "shouwang.review"
    verbose_name = "审核签发"

    def ready(self) -> None:
        """Offer this app's pages to the rail; a signature is an act of a leader and is told of by
        the clock where it does not come."""
        from shouwang.kit.registry import MenuEntry, menu_entry
        from shouwang.orgs.leaders import counts_as_act
        from shouwang.reporting.words import READ_DAY
        from shouwang.review import words, works  # noqa: F401

        counts_as_act(words.DAY_SIGNED.code)
        menu_entry(MenuEntry("day", _("一页看今日"), "review:leader", (READ_DAY,), order=11))
        menu_entry(MenuEntry("day", _("审核签发"), "review:today", (READ_DAY,), order=12))
