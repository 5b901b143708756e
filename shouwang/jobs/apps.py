from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "shouwang.jobs"
    verbose_name = "任务"
