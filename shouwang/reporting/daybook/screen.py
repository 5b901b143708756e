"""The words and small facts that the day's templates need beside the page itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from shouwang.kit import lunar
from shouwang.orgs.kinds import Kind
from shouwang.reporting.daybook.page import DayPage, attention, period_of

# heads of the table: also the labels where it reads as cards
WORDS = {
    "state": gettext_lazy("状态"),
    "progress": gettext_lazy("报送进度"),
    "filed": gettext_lazy("已报/应报"),
}


def screen(page: DayPage, *, everything: bool) -> dict[str, Any]:
    """Return the context of a day's page and of its live parts."""
    return {
        "page": page,
        "lunar": lunar_words(page.day),
        "everything": everything,
        "attention": attention(page),
        "query": "view=all" if everything else "",
        "column_ids": ids_of(page),
        "has_below": page.has_below,
        "period": period_of(page),
        "words": WORDS,
        "table_title": _("各县（市、区）") if page.unit.kind == Kind.PREFECTURE else _("各单位"),
    }


def ids_of(page: DayPage) -> str:
    """Return the ids of the columns shown, for a poll to tell whether the head still fits."""
    return ".".join(str(c.id) for c in page.shown)


def lunar_words(day: date) -> str:
    """Return the lunar day and its feast; nothing in English or outside the calendar."""
    if not (get_language() or "").startswith("zh"):
        return ""
    try:
        feast = lunar.feast(day)
        return f"{lunar.lunar_day(day)} {feast}" if feast else lunar.lunar_day(day)
    except ValueError:
        return ""
