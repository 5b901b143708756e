from __future__ import annotations

from django.apps import AppConfig


class ChasingConfig(AppConfig):
    name = "shouwang.chasing"
    verbose_name = "提醒与催报"

    def ready(self) -> None:
        """Register its permissions, sentences, kinds of work and plans; say who was chased."""
        from shouwang.chasing import remarks, words, works  # noqa: F401
        from shouwang.reporting.daybook.remarks import remark

        remark(remarks.last_steps)
        from shouwang.orgs.leaders import counts_as_act

        counts_as_act(words.CALL_NOTED.code, words.RUN_STARTED.code)
