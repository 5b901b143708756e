from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BriefsConfig(AppConfig):
    name = "shouwang.briefs"
    verbose_name = "文稿"

    def ready(self) -> None:
        """Offer this app's pages to the rail, its drafts to the sign-off chain."""
        from shouwang.briefs import for_checking, words
        from shouwang.briefs.handing_in import CODE, Desk
        from shouwang.checking import offered
        from shouwang.kit.registry import MenuEntry, menu_entry
        from shouwang.papers import sources

        sources.register(CODE, Desk())
        offered.offer(texts=for_checking.texts, sums=for_checking.sums)

        menu_entry(
            MenuEntry(
                "papers",
                pgettext_lazy("menu", "文稿"),
                "briefs:list",
                (words.READ_BRIEFS,),
                order=10,
            )
        )
        menu_entry(
            MenuEntry(
                "papers", _("文稿模板"), "briefs:templates", (words.EDIT_TEMPLATES,), order=20
            )
        )
