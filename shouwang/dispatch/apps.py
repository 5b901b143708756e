from __future__ import annotations

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "shouwang.dispatch"
    verbose_name = "报送"
