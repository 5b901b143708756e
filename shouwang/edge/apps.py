from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EdgeConfig(AppConfig):
    name = "shouwang.edge"
    verbose_name = "接口"

    def ready(self) -> None:
        """Offer the list of held entries in the menu and say how long they are kept."""
        from shouwang.edge import queries, retention, words  # noqa: F401
        from shouwang.kit import registry

        registry.menu_entry(
            registry.MenuEntry(
                group="day",
                label=_("待核对的手机记录"),
                url_name="edge:held",
                permissions=(words.DECIDE_HELD,),
                order=90,
                badge=queries.waiting_count,
            )
        )
