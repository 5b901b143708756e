from __future__ import annotations

from django.apps import AppConfig


class ResponseConfig(AppConfig):
    name = "shouwang.response"
    verbose_name = "应急响应"
