"""What papers hand down to the check: final ones to compare with, sums of the daily one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from django.urls import reverse

from shouwang.briefs import drafting, queries
from shouwang.briefs.language import Sum
from shouwang.briefs.models import Brief
from shouwang.checking.offered import Source
from shouwang.kit import words_zh
from shouwang.orgs.scope import Scope

MOST = 60


def texts(scope: Scope, first: date, last: date) -> Iterator[Source]:
    """Yield the final papers of the days that a scope may read, the latest first."""
    finals = queries.briefs(scope).filter(state=Brief.State.FINAL, day__gte=first, day__lte=last)
    for brief in finals[:MOST]:
        title = f"{brief.unit.name} {words_zh.full_day(brief.day)} {brief.get_kind_display()}"
        url = reverse("briefs:brief", args=[brief.pk])
        yield Source(title, queries.content(brief).text(), url)


def sums() -> Mapping[str, Sum]:
    """Return the sums of the daily paper (今日新发发热 of residents and staff), by code."""
    return drafting.template(drafting.DAILY).sums
