from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "shouwang.figures"
    verbose_name = "数据"

    def ready(self) -> None:
        """Hear of changed placements, so that opened periods are counted anew."""
        from shouwang.figures.actions import rollups
        from shouwang.orgs.actions import units

        def recount(unit_ids: Sequence[int], since: date, at: datetime) -> None:
            rollups.mark_history(unit_ids, since=since, at=at)

        units.placement_listeners.append(recount)
