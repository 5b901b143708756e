from __future__ import annotations

from django.apps import AppConfig


class RoutinesConfig(AppConfig):
    name = "shouwang.routines"
    verbose_name = "消毒通风"
