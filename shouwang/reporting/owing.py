"""What units owe: each form and period with its state, scope first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from shouwang.figures import rules as figure_rules
from shouwang.figures import streams
from shouwang.figures.models import Series
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.orgs.placing import open_on
from shouwang.orgs.scope import Scope
from shouwang.reporting import lock, moments, rules, versions, words
from shouwang.reporting.models import Draft, Form, FormVersion, Handover, Report, Review, Submission
from shouwang.reporting.versions import PlainVersion

_Key = tuple[int, int, date]

_SHOWN: dict[str, tuple[str, Any]] = {
    rules.FILED: ("ok", _("已报")),
    rules.FILED_LATE: ("warn", _("迟报")),
    rules.DRAFTED: ("info", _("草稿")),
    rules.DUE: ("none", _("待报")),
    rules.MISSING: ("none", _("未报")),
    rules.RETURNED: ("warn", _("退回修改")),
    rules.SIGNING: ("info", _("待签")),
}


@dataclass(frozen=True)
class Owed:
    """One report that a unit owes, or owed; ``report`` and ``draft`` are None without one."""

    unit: Unit
    version: PlainVersion
    day: date
    due_at: datetime | None
    report: Report | None
    draft: Draft | None
    state: str
    # where it waits to be signed
    handover: Handover | None = None
    # why it was returned, and by whom
    returned: Review | None = None

    @property
    def tone(self) -> str:
        """Return the tone of its state."""
        return _SHOWN[self.state][0]

    @property
    def word(self) -> Any:
        """Return the word of its state."""
        return _SHOWN[self.state][1]

    @property
    def args(self) -> tuple[int, int, date]:
        """Return the arguments of its addresses."""
        return (self.unit.pk, self.version.form_id, self.day)

    @property
    def statistics_words(self) -> str:
        """Return its statistics moment in words."""
        return moments.statistics(self.version, self.day, today=clock.today())

    @property
    def due_words(self) -> str:
        """Return its filing time in words."""
        return moments.due(self.version, self.day, today=clock.today())

    @property
    def corrections(self) -> int:
        """Return how often the report was corrected."""
        return self.report.current_number - 1 if self.report else 0

    @property
    def is_shut(self) -> bool:
        """Return whether its day is locked: a superior opens it first (补报, 更正)."""
        own = Submission.Source.DESK
        return lock.is_locked(self.version, self.day, source=own, at=clock.now())

    @property
    def is_open(self) -> bool:
        """Return whether it is still to be filed: never filed, or returned to be mended."""
        return self.state in (rules.DUE, rules.MISSING, rules.DRAFTED, rules.RETURNED)


@dataclass(frozen=True)
class Calendar:
    """The forms that a scope's units fill, and which version of each holds on a day."""

    forms: tuple[Form, ...]
    starts: dict[int, list[tuple[date, int]]]

    def version(self, form: Form, day: date) -> PlainVersion | None:
        """Return the version of a form that holds on a day."""
        begun = [pk for starts_on, pk in self.starts.get(form.pk, []) if starts_on <= day]
        return versions.plain_by_id(begun[-1]) if begun else None


def calendar(scope: Scope) -> Calendar:
    """Return the forms whose owner lies above or within the scope."""
    found = Form.objects.select_related("series__owner").order_by("series__order", "pk")
    forms = tuple(f for f in found if _concerns(scope, f.series.owner))
    published = FormVersion.objects.filter(
        form__in=forms, state=FormVersion.State.PUBLISHED
    ).order_by("starts_on", "number")
    starts: dict[int, list[tuple[date, int]]] = {}
    for form_id, starts_on, pk in published.values_list("form_id", "starts_on", "pk"):
        starts.setdefault(form_id, []).append((starts_on, pk))
    return Calendar(tuple(f for f in forms if f.pk in starts), starts)


def _concerns(scope: Scope, owner: Unit) -> bool:
    return scope.covers(owner) or any(s.path.startswith(owner.path) for s in scope.subtrees)


def units(scope: Scope, forms: Iterable[Form], day: date) -> QuerySet[Unit]:
    """Return the units that the scope may file for and that fill any of the forms on a day."""
    filling = Q(pk__in=[])
    for form in forms:
        path = form.series.owner.path
        filling |= Q(kind__in=form.series.kinds, path__gte=path, path__lt=path + "~")
    mine = scope.narrowed(words.FILE_REPORT).q()
    return Unit.objects.filter(mine, filling, open_on(day)).order_by("path")


def without_report(found: QuerySet[Unit], forms: Iterable[Form], day: date) -> QuerySet[Unit]:
    """Return those units of which no report stands for the periods of a day."""
    starts = {figure_rules.period_start(f.series.period, day) for f in forms}
    standing = Report.objects.filter(unit=OuterRef("pk"), day__in=starts, returned_at=None)
    # a supplement or a one-off form completes no day
    return found.filter(~Exists(standing.filter(form__series__completes=True)))


def periods(series: Series, day: date, count: int) -> list[date]:
    """Return the first days of the period of ``day`` and of those before it, the latest first.

    A form asked for once has its one day, from then on.
    """
    if series.period == figure_rules.ONCE:
        return [series.starts_on] if series.starts_on <= day else []
    starts = [figure_rules.period_start(series.period, day)]
    while len(starts) < count:
        starts.append(figure_rules.previous_start(series.period, starts[-1]))
    return [start for start in starts if streams.is_under_way(series, start)]


def owed(
    of: Sequence[Unit], known: Calendar, day: date, *, count: int, now: datetime
) -> list[Owed]:
    """Return what units owe for the period of ``day`` and the ``count`` − 1 before it.

    One statement for reports and one for drafts, however many units there are.
    """
    spans = {f.pk: periods(f.series, day, count) for f in known.forms}
    days = {form_id: starts for form_id, starts in spans.items() if starts}
    if not days:
        return []
    kept = _kept([u.pk for u in of], {start for starts in days.values() for start in starts})
    found = []
    for unit in of:
        for form in known.forms:
            if not _fills(unit, form):
                continue
            for start in days.get(form.pk, ()):
                version = known.version(form, start)
                if version is None or not _open(unit, version.period, start):
                    continue
                one = kept.owed(unit, version, start, now=now)
                if one.is_open or (day - start).days < count or version.period != figure_rules.ONCE:
                    found.append(one)
    return found


@dataclass(frozen=True)
class _Kept:
    """What is there of reports that units owe, by unit, form and the period's first day."""

    reports: Mapping[_Key, Report]
    drafts: Mapping[_Key, Draft]
    handovers: Mapping[_Key, Handover]
    returns: Mapping[int, Review]

    def owed(self, unit: Unit, version: PlainVersion, start: date, *, now: datetime) -> Owed:
        """Return one report with its state."""
        key = (unit.pk, version.form_id, start)
        report, draft = self.reports.get(key), self.drafts.get(key)
        handover = self.handovers.get(key)
        due_at = version.due_at(start)
        state = rules.state_of(
            is_filed=report is not None,
            was_late=bool(report and report.is_late),
            is_drafted=draft is not None,
            due_at=due_at,
            now=now,
            is_returned=bool(report and report.returned_at),
            is_signing=handover is not None,
        )
        returned = self.returns.get(report.pk) if report else None
        return Owed(unit, version, start, due_at, report, draft, state, handover, returned)


def _kept(units: Sequence[int], days: Collection[date]) -> _Kept:
    span = {"unit__in": units, "day__in": days}
    reports = Report.objects.filter(**span)
    drafts = Draft.objects.filter(**span).select_related("by")
    open_ = Handover.objects.filter(**span, state=Handover.State.OPEN)
    kept = {_key(r): r for r in reports}
    back = [r.pk for r in kept.values() if r.returned_at]
    said = Review.objects.filter(report__in=back, verdict=Review.Verdict.RETURNED) if back else ()
    return _Kept(
        kept,
        {_key(d): d for d in drafts},
        {_key(h): h for h in open_},
        {r.report_id: r for r in sorted(said, key=lambda r: r.at)},
    )


def return_of(report: Report | None) -> Review | None:
    """Return why a report was returned and not filed again, None where it stands."""
    if report is None or report.returned_at is None:
        return None
    back = Review.objects.filter(report=report, verdict=Review.Verdict.RETURNED)
    return back.order_by("-at", "-pk").first()


def _key(of: Report | Draft | Handover) -> _Key:
    return of.unit_id, of.form_id, of.day


def _fills(unit: Unit, form: Form) -> bool:
    return unit.kind in form.series.kinds and unit.path.startswith(form.series.owner.path)


def _open(unit: Unit, period: str, start: date) -> bool:
    begun = unit.opened_on <= figure_rules.period_end(period, start)
    return begun and (unit.closed_on is None or unit.closed_on > start)
