"""Audit sentences of jobs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.kit import registry

WORK_STARTED = registry.word("jobs.work_started", _("开始处理"))
WORK_CANCELLED = registry.word("jobs.work_cancelled", _("取消处理"))
