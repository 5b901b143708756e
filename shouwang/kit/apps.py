from __future__ import annotations

from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "shouwang.kit"
    verbose_name = "基础"
