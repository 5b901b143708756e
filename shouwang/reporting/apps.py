from __future__ import annotations

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "shouwang.reporting"
    verbose_name = "报送"
