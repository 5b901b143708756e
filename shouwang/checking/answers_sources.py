"""Texts that a checked one is compared with: final papers and texts kept before, in scope."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse

from shouwang.checking import words
from shouwang.checking.models import CheckedPaper
from shouwang.checking.offered import Source, texts
from shouwang.kit import words_zh
from shouwang.orgs.scope import Scope

WITHIN = timedelta(days=60)
MOST = 60


def sources(scope: Scope, day: date, *, but_not: str = "") -> dict[str, Source]:
    """Return by title the papers of the two months before a day that a scope may read."""
    found: dict[str, Source] = {}
    since, last = day - WITHIN, day + timedelta(days=1)
    for source in texts(scope, since, last):
        found[_once(source.title, found)] = source
    held = scope.narrowed(words.CHECK_FIGURES)
    kept = CheckedPaper.objects.filter(held.q("unit__"), day__gte=since, day__lte=last)
    for paper in kept.select_related("unit").order_by("-day", "-pk")[:MOST]:
        if paper.text != but_not:
            title = f"{paper.title}（{words_zh.full_day(paper.day)}）"
            found[_once(title, found)] = Source(title, paper.text, _url(paper))
    return found


def _url(paper: CheckedPaper) -> str:
    return reverse("checking:checked_paper", args=[paper.pk])


def _once(title: str, taken: dict[str, Source]) -> str:
    number, name = 1, title
    while name in taken:
        number += 1
        name = f"{title} {number}"
    return name
