from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "shouwang.figures"
    verbose_name = "数据"

    def ready(self) -> None:
        """Hear of changed placements, so that opened periods are counted anew; give the audit
        pages the names of figures."""
        from shouwang.accounts import wording
        from shouwang.figures.actions import rollups
        from shouwang.figures.models import Figure
        from shouwang.orgs.actions import units

        def names(codes: set[str]) -> dict[str, str]:
            return dict(Figure.objects.filter(code__in=codes).values_list("code", "zh"))

        def recount(unit_ids: Sequence[int], since: date, at: datetime) -> None:
            rollups.mark_history(unit_ids, since=since, at=at)

        units.placement_listeners.append(recount)
        wording.look_up(names)
