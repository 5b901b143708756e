"""What units owe: each form and period with its state, scope first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from shouwang.figures import rules as figure_rules
from shouwang.orgs.models import Unit
from shouwang.orgs.placing import open_on
from shouwang.orgs.scope import Scope
from shouwang.reporting import rules, versions, words
from shouwang.reporting.models import Draft, Form, FormVersion, Report
from shouwang.reporting.versions import PlainVersion

_SHOWN: dict[str, tuple[str, Any]] = {
    rules.FILED: ("ok", _("已报")),
    rules.FILED_LATE: ("warn", _("迟报")),
    rules.DRAFTED: ("info", _("草稿")),
    rules.DUE: ("none", _("待报")),
    rules.MISSING: ("none", _("未报")),
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

    @property
    def tone(self) -> str:
        """Return the tone of its state."""
        return _SHOWN[self.state][0]

    @property
    def word(self) -> Any:
        """Return the word of its state."""
        return _SHOWN[self.state][1]

    @property
    def corrections(self) -> int:
        """Return how often the report was corrected."""
        return self.report.current_number - 1 if self.report else 0

    @property
    def is_open(self) -> bool:
        """Return whether it is still to be filed."""
        return self.report is None


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
    return found.filter(~Exists(Report.objects.filter(unit=OuterRef("pk"), day__in=starts)))


def periods(period: str, day: date, count: int) -> list[date]:
    """Return the first days of the period of ``day`` and of those before it, the latest first."""
    starts = [figure_rules.period_start(period, day)]
    while len(starts) < count:
        starts.append(figure_rules.previous_start(period, starts[-1]))
    return starts


def owed(
    of: Sequence[Unit], known: Calendar, day: date, *, count: int, now: datetime
) -> list[Owed]:
    """Return what units owe for the period of ``day`` and the ``count`` − 1 before it.

    One statement for reports and one for drafts, however many units there are.
    """
    days = {f.pk: periods(f.series.period, day, count) for f in known.forms}
    if not days:
        return []
    first = min(min(d) for d in days.values())
    span = {"unit__in": [u.pk for u in of], "day__gte": first, "day__lte": day}
    reports = {(r.unit_id, r.form_id, r.day): r for r in Report.objects.filter(**span)}
    drafts = {
        (d.unit_id, d.form_id, d.day): d for d in Draft.objects.filter(**span).select_related("by")
    }
    found = []
    for unit in of:
        for form in known.forms:
            if not _fills(unit, form):
                continue
            for start in days[form.pk]:
                version = known.version(form, start)
                if version is None or not _open(unit, version.period, start):
                    continue
                key = (unit.pk, form.pk, start)
                report, draft = reports.get(key), drafts.get(key)
                due_at = version.due_at(start)
                state = rules.state_of(
                    is_filed=report is not None,
                    was_late=bool(report and report.is_late),
                    is_drafted=draft is not None,
                    due_at=due_at,
                    now=now,
                )
                found.append(Owed(unit, version, start, due_at, report, draft, state))
    return found


def _fills(unit: Unit, form: Form) -> bool:
    return unit.kind in form.series.kinds and unit.path.startswith(form.series.owner.path)


def _open(unit: Unit, period: str, start: date) -> bool:
    begun = unit.opened_on <= figure_rules.period_end(period, start)
    return begun and (unit.closed_on is None or unit.closed_on > start)
