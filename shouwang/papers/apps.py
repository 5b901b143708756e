from __future__ import annotations

from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "shouwang.papers"
    verbose_name = "公文"
