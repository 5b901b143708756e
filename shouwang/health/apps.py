from __future__ import annotations

from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "shouwang.health"
    verbose_name = "健康监测"
