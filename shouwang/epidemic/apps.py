from __future__ import annotations

from django.apps import AppConfig


class EpidemicConfig(AppConfig):
    name = "shouwang.epidemic"
    verbose_name = "疫情"
