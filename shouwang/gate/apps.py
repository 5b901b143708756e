from __future__ import annotations

from django.apps import AppConfig


class GateConfig(AppConfig):
    name = "shouwang.gate"
    verbose_name = "门岗"
