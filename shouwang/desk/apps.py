from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "shouwang.desk"
    verbose_name = "待办与消息"
