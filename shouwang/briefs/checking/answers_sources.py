"""Texts that a checked one is compared with: final papers and texts kept before, in scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from shouwang.briefs import queries
from shouwang.briefs.checking import words
from shouwang.briefs.models import Brief, CheckedPaper
from shouwang.kit import words_zh
from shouwang.orgs.scope import Scope

WITHIN = timedelta(days=60)
MOST = 60


@dataclass(frozen=True)
class Source:
    """A text to compare with: whose it is, of which day, where it is read."""

    title: str
    text: str
    brief_id: int | None = None
    paper_id: int | None = None


def sources(scope: Scope, day: date, *, but_not: str = "") -> dict[str, Source]:
    """Return by title the papers of the two months before a day that a scope may read."""
    found: dict[str, Source] = {}
    since = day - WITHIN
    finals = queries.briefs(scope).filter(
        state=Brief.State.FINAL, day__gte=since, day__lte=day + timedelta(days=1)
    )
    for brief in finals[:MOST]:
        title = f"{brief.unit.name} {words_zh.full_day(brief.day)} {brief.get_kind_display()}"
        found[_once(title, found)] = Source(title, queries.content(brief).text(), brief.pk)
    held = scope.narrowed(words.CHECK_FIGURES)
    kept = CheckedPaper.objects.filter(
        held.q("unit__"), day__gte=since, day__lte=day + timedelta(days=1)
    )
    for paper in kept.select_related("unit").order_by("-day", "-pk")[:MOST]:
        if paper.text != but_not:
            title = f"{paper.title}（{words_zh.full_day(paper.day)}）"
            found[_once(title, found)] = Source(title, paper.text, paper_id=paper.pk)
    return found


def _once(title: str, taken: dict[str, Source]) -> str:
    number, name = 1, title
    while name in taken:
        number += 1
        name = f"{title} {number}"
    return name
