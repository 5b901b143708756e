from __future__ import annotations

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "shouwang.orgs"
    verbose_name = "机构"
