from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "shouwang.desk"
    verbose_name = "待办与消息"

    def ready(self) -> None:
        """Offer the inbox to the rail and its count to the bell in every head."""
        from shouwang.desk import queries, task_works, words  # noqa: F401 (registers its plan)
        from shouwang.kit.registry import MenuEntry, menu_entry, show_bell

        inbox = MenuEntry(
            "day",
            _("待办与消息"),
            "desk:inbox",
            order=5,
            badge=lambda scope: queries.waiting(scope.user_id),
        )
        menu_entry(inbox)
        show_bell(inbox)
        menu_entry(MenuEntry("day", _("任务督办"), "desk:tasks", (words.READ_TASKS,), order=7))
