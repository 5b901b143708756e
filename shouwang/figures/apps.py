from __future__ import annotations

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "shouwang.figures"
    verbose_name = "数据"
