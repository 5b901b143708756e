from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PapersConfig(AppConfig):
    name = "shouwang.papers"
    verbose_name = "公文"

    def ready(self) -> None:
        """Offer this app's pages to the rail."""
        from shouwang.kit.registry import MenuEntry, menu_entry
        from shouwang.papers import words

        papers = MenuEntry("papers", _("公文"), "papers:list", (words.READ_PAPERS,), order=40)
        menu_entry(papers)
        arrived = MenuEntry(
            "papers", _("收文"), "papers:received", (words.RECEIVE_PAPERS,), order=45
        )
        menu_entry(arrived)
