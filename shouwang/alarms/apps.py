from __future__ import annotations

from django.apps import AppConfig


class AlarmsConfig(AppConfig):
    name = "shouwang.alarms"
    verbose_name = "预警"
