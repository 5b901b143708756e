from __future__ import annotations

from django.apps import AppConfig


class GuidesConfig(AppConfig):
    name = "shouwang.guides"
    verbose_name = "指南与预案"
