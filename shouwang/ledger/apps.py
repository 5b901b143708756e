from __future__ import annotations

from datetime import date, datetime

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "shouwang.ledger"
    verbose_name = "台账"

    def ready(self) -> None:
        """Hear of every change of records, and of purges; count again by the clock."""
        from shouwang.ledger import silence, words, works  # noqa: F401 (they register themselves)
        from shouwang.ledger.actions import counts
        from shouwang.orgs import records

        def freeze(before: date, at: datetime) -> None:
            counts.freeze(before=before, at=at)

        records.on_change(counts.mark)
        records.before_purge(freeze)
