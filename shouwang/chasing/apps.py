from __future__ import annotations

from django.apps import AppConfig


class ChasingConfig(AppConfig):
    name = "shouwang.chasing"
    verbose_name = "提醒与催报"
