"""Saying what came of a file: counts, refused rows and warnings, page by page."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from shouwang.intake.works import MOST_KEPT
from shouwang.jobs.models import Work

_PER_PAGE = 50


def told(work: Work, *, show: str, number: str) -> dict[str, Any]:
    """Return what the pages of a check and of an import show.

    ``show`` is ``warnings`` for those; else refused rows come first, where there are any.
    """
    refused, warnings = (work.result.get(key, []) for key in ("refused", "warnings"))
    shows_warnings = bool(warnings) and (show == "warnings" or not refused)
    tabs = [
        (_("不能导入"), "?show=refused", not shows_warnings, len(refused)),
        (_("请留意"), "?show=warnings", shows_warnings, len(warnings)),
    ]
    return {
        "work": work,
        "counts": work.result.get("counts", {}),
        "page": Paginator(warnings if shows_warnings else refused, _PER_PAGE).get_page(number),
        "tabs": tabs if refused and warnings else [],
        "shows_warnings": shows_warnings,
        "most": MOST_KEPT,
        "is_cut": MOST_KEPT in {len(refused), len(warnings)},
        "is_barred": bool(refused) and bool(work.params.get("all_or_nothing")),
    }
