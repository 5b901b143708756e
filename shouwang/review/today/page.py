"""A reviewer's day, put together: numbers, tree, signatures, the list in the chosen state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from shouwang.figures import totals
from shouwang.figures.actions import periods
from shouwang.figures.evidence import Missing
from shouwang.figures.models import Series
from shouwang.figures.tally import Tally
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.reporting import words as report_words
from shouwang.reporting.daybook.remarks import remarks
from shouwang.reporting.daybook.timing import Timing, timing
from shouwang.reporting.models import Review
from shouwang.reporting.returned import returned
from shouwang.review import signing, words
from shouwang.review.stages import Desk
from shouwang.review.today import listing, rows
from shouwang.review.today.desks import Signature, latest, left_over, signatures
from shouwang.review.today.extras import Extra, extras
from shouwang.review.today.listing import PER_PAGE, Counts
from shouwang.review.today.rows import Row
from shouwang.review.today.tree import Below, nodes

GAPS = ("missing", "returned")
STATES = (*GAPS, "waiting", "bad", "doubtful", "late", "zero", "filed")


@dataclass(frozen=True)
class ReviewDay:
    """What a reviewer opens: ``total`` are the counts of the day, ``counts`` those of the lists."""

    unit: Unit
    day: date
    timing: Timing
    streams: list[Series]
    total: Tally
    counts: Counts
    returned: int
    bad_words: str
    signatures: list[Signature]
    extras: list[Extra]
    may_review: bool
    may_open: bool
    # the viewer's own desks at which the day before is unsigned, told while today is under way
    left_over: list[Desk]

    @property
    def full(self) -> int:
        """Return how many filed something else than a zero report."""
        return self.total.filed - self.total.zero

    @property
    def locked_at(self) -> datetime | None:
        """Return when the day is locked."""
        first = self.timing.first
        return first.lock_at(first.start_of(self.day)) if first else None

    @property
    def is_locked(self) -> bool:
        """Return whether the lock has fallen."""
        return self.locked_at is not None and self.timing.now >= self.locked_at

    @property
    def next(self) -> date | None:
        """Return the day after, None when it has not come."""
        day = self.day + timedelta(days=1)
        return day if day <= self.timing.now.date() else None

    @property
    def previous(self) -> date:
        """Return the day before."""
        return self.day - timedelta(days=1)

    @property
    def usual_state(self) -> str:
        """Return the list that opens first: who is missing once the time is up, else what waits
        to be read."""
        if self.total.missing and self.timing.is_over():
            return "missing"
        return "waiting" if self.counts.waiting else "missing" if self.total.missing else "filed"

    @property
    def stamp(self) -> str:
        """Return what changes when the page does."""
        over, locked = int(self.timing.is_over()), int(self.is_locked)
        signed = latest(self.signatures)
        beside = ".".join(f"{x.filed}{x.is_over:d}" for x in self.extras)
        parts = (signing.stamp(self.total), self.counts.waiting, self.returned, over, locked)
        return "-".join(map(str, (*parts, signed, beside)))

    @property
    def tabs(self) -> list[tuple[str, Any, int]]:
        """Return the lists: state, words, how many."""
        counts = self.counts
        return [
            ("missing", self.timing.gap_word(), self.total.missing),
            ("returned", _("退回修改"), self.returned),
            ("waiting", _("待审核"), counts.waiting),
            ("bad", _("异常情况"), counts.bad),
            ("doubtful", _("数据待核"), counts.doubtful),
            ("late", _("迟报"), counts.late),
            ("zero", _("零报"), counts.zero),
            ("filed", _("已报"), counts.filed),
        ]


def review_day(scope: Scope, unit: Unit, day: date, *, now: datetime) -> ReviewDay:
    """Return a unit's day as its reviewers see it; opens the day's periods where nobody has.

    Raises ``OutOfScope``.
    """
    found = totals.unit_day(scope, unit, day, with_children=False)
    if found.unopened and periods.ensure_open(found.unopened, day, at=now):
        found = totals.unit_day(scope, unit, day, with_children=False)
    held = timing(found.series, day, now=now)
    bad = listing.bad_figures(found.series)
    told = [(f, found.total.values.get(f.pk)) for f in bad]
    signed = signatures(scope, unit, held)
    return ReviewDay(
        unit,
        day,
        held,
        found.series,
        found.total,
        listing.counts(scope, unit, day, found.series, bad),
        len(_back(scope, unit, day, found.series)),
        "；".join(f"{f.zh} {value} {f.measure}".strip() for f, value in told if value),
        signed,
        extras(scope, unit, found.series, held),
        may_review=scope.allows(words.REVIEW_REPORTS, unit),
        may_open=scope.allows(report_words.OPEN_DAY, unit),
        left_over=left_over(signed, found.series, day - timedelta(days=1)) if held.is_today else [],
    )


def lines(
    scope: Scope, page: ReviewDay, state: str, *, words_: str = "", number: int = 1
) -> Page[Row]:
    """Return one page of the list in a state."""
    if state in GAPS:
        return _gap_lines(scope, page, state, words_, number)
    bad = listing.bad_figures(page.streams)
    count = getattr(page.counts, state)
    number = 1 if words_ else min(max(1, number), max(1, -(-count // PER_PAGE)))
    found = listing.filed(
        scope,
        page.unit,
        page.day,
        page.streams,
        bad,
        state=state,
        words=words_,
        offset=(number - 1) * PER_PAGE,
        # what was searched for stands on one page: the counts are those of the whole list
        most=None if words_ else PER_PAGE,
    )
    made = rows.of_filed(found, bad)
    if words_:
        return Paginator(made, max(1, len(made))).page(1)
    return Paginator(_Part(made, count), PER_PAGE).page(number)


def _gap_lines(scope: Scope, page: ReviewDay, state: str, words_: str, number: int) -> Page[Row]:
    back = _back(scope, page.unit, page.day, page.streams)
    count = page.total.missing
    whole = state == "returned" or bool(words_)
    number = 1 if whole else min(max(1, number), max(1, -(-count // PER_PAGE)))
    offset, most = (0, None) if whole else ((number - 1) * PER_PAGE, PER_PAGE)
    found = listing.gaps_of(scope, page.unit, page.day, offset=offset, most=most)
    if state == "returned":
        found = [gap for gap in found if (gap.unit_id, gap.series_id) in back]
    if words_:
        found = _called(found, words_)
    said = remarks({gap.unit_id for gap in found}, page.day)
    made = rows.of_missing(found, back, str(page.timing.gap_word()), page.day, said)
    return Paginator(_Part(made, len(made) if whole else count), PER_PAGE).page(number)


def _called(found: list[Missing], typed: str) -> list[Missing]:
    """Return those of whose name or pinyin a part was typed, as in the other lists."""
    spelt = Unit.objects.filter(pk__in=[g.unit_id for g in found], pinyin__contains=typed.lower())
    ids = set(spelt.values_list("pk", flat=True))
    return [gap for gap in found if typed in gap.name or gap.unit_id in ids]


def _back(scope: Scope, unit: Unit, day: date, streams: Sequence[Series]) -> rows.Returned:
    """Return the returned reports of the units below, with the verdict that did it."""
    found = returned(unit, day, streams).filter(scope.q("unit__"))
    reports = {r.pk: r for r in found.select_related("form")}
    last: dict[int, Review] = {}
    for verdict in Review.objects.filter(report_id__in=reports, verdict="returned").order_by("at"):
        last[verdict.report_id] = verdict
    return {(r.unit_id, r.form.series_id): (r, last.get(pk)) for pk, r in reports.items()}


class _Part(list[Row]):
    """Stands for a list of known length of which one page was read."""

    def __init__(self, part: Sequence[Row], count: int) -> None:
        super().__init__(part)
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, part: Any) -> Any:
        return list(self)


def tree_of(page: ReviewDay, line: Sequence[Unit], url: Any) -> tuple[Below, list[dict[str, Any]]]:
    """Return who lies below, and the nodes of the tree for the way down to the page's unit."""
    below = Below(line, page.day, page.streams)
    return below, nodes(below, line, page.total, url, here=page.unit.pk)
