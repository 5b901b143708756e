from __future__ import annotations

from django.apps import AppConfig


class BriefsConfig(AppConfig):
    name = "shouwang.briefs"
    verbose_name = "文稿"
