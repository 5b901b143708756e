"""Reads of the register: forms in use, what they cost to fill, requests for more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from shouwang.accounts.access import OutOfScope
from shouwang.asking import words
from shouwang.asking.models import FormRequest
from shouwang.asking.rules import Known
from shouwang.figures.models import Figure, Series
from shouwang.orgs.kinds import INSTITUTIONS, Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.reporting.models import Form, FormVersion, Item

# a page open for longer was left lying; one that takes no time was sent by a machine
LONGEST_S = 3_600
MEASURED_DAYS = 7
TREND_DAYS = 30

# how long the page was open: the client's id was made with it (UUIDv7 begins with milliseconds)
_SECONDS = """
extract(epoch FROM s.at)
    - ('x' || substr(replace(s.client_id::text, '-', ''), 1, 12))::bit(48)::bigint / 1000.0
"""

_MINUTES = f"""
SELECT form_id, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY took)
           FILTER (WHERE took BETWEEN 1 AND %(longest)s)
FROM (
    SELECT r.form_id, {_SECONDS} AS took
    FROM reporting_report r JOIN orgs_unit u ON u.id = r.unit_id
    JOIN reporting_submission s ON s.report_id = r.id AND s.number = 1
    WHERE r.form_id = ANY(%(forms)s) AND r.day BETWEEN %(since)s AND %(until)s
      AND u.path >= %(path)s AND u.path < %(path)s || '~'
) AS filled GROUP BY form_id
"""  # noqa: S608 - our own text

# what a unit's institutions typed day by day: values that did not stand there yesterday already
_BURDEN = f"""
SELECT day, count(DISTINCT unit_id), count(*), sum(typed), sum(took) FILTER (WHERE took > 0),
       count(took) FILTER (WHERE took > 0)
FROM (
    SELECT r.day, r.unit_id,
           (SELECT count(*) FROM jsonb_each(s.values) v
            WHERE NOT (v.key = ANY(%(carried)s) AND coalesce(p.values -> v.key = v.value, false)))
               AS typed,
           CASE WHEN {_SECONDS} BETWEEN 1 AND %(longest)s THEN {_SECONDS} END AS took
    FROM reporting_report r JOIN orgs_unit u ON u.id = r.unit_id
    JOIN reporting_submission s ON s.report_id = r.id AND s.number = 1
    JOIN reporting_form f ON f.id = r.form_id JOIN figures_series e ON e.id = f.series_id
    LEFT JOIN figures_fact p ON p.unit_id = r.unit_id AND p.series_id = f.series_id
                            AND p.day = r.day - CASE e.period WHEN 'weekly' THEN 7 ELSE 1 END
    WHERE r.day BETWEEN %(since)s AND %(until)s AND s.source <> 'import'
      AND u.path >= %(path)s AND u.path < %(path)s || '~'
) AS filled GROUP BY day ORDER BY day
"""  # noqa: S608 - our own text


@dataclass(frozen=True)
class Line:
    """A form in use: who asks, how much, of whom, how long it takes."""

    form: Form
    items: int
    kinds: list[str]
    filed: int
    median_s: float | None
    is_over: bool

    @property
    def minutes(self) -> float | None:
        """Return the median minutes to fill it, None where none could be measured."""
        return None if self.median_s is None else round(self.median_s / 60, 1)


@dataclass(frozen=True)
class Burden:
    """What institutions filled on one day: how many of them, forms, items typed, minutes."""

    day: date
    institutions: int
    forms: int
    items: int
    minutes: float | None

    @property
    def items_each(self) -> float:
        """Return the items that an institution typed."""
        return round(self.items / self.institutions, 1) if self.institutions else 0.0

    @property
    def forms_each(self) -> float:
        """Return the forms that an institution filed."""
        return round(self.forms / self.institutions, 1) if self.institutions else 0.0


@dataclass(frozen=True)
class Trend:
    """The burden of a unit's institutions over days, the last of them first in mind."""

    unit: Unit
    days: list[Burden] = field(default_factory=list)

    @property
    def last(self) -> Burden | None:
        """Return the last day on which anybody filed."""
        return self.days[-1] if self.days else None


def series_asked(unit: Unit) -> QuerySet[Series]:
    """Return the series that institutions under a unit owe: its own, its superiors', those of
    units below."""
    steps = range(unit.steplen, len(unit.path) + 1, unit.steplen)
    above = Q(owner__path__in=[unit.path[:n] for n in steps])
    below = Q(owner__path__gte=unit.path, owner__path__lt=unit.path + "~")
    return Series.objects.filter(above | below)


def register(unit: Unit, *, on: date) -> list[Line]:
    """Return the forms that institutions under a unit are asked for, those in use first."""
    forms = list(
        Form.objects.filter(series__in=series_asked(unit), versions__state="published")
        .select_related("series__owner")
        .distinct()
        .order_by("series__owner__path", "series__order", "pk")
    )
    counts = _items(forms, on)
    told = _minutes(forms, unit, on)
    lines = [
        Line(
            form=form,
            items=counts.get(form.pk, 0),
            kinds=[str(Kind(k).label) for k in form.series.kinds if k in Kind.values],
            filed=told.get(form.pk, (0, None))[0],
            median_s=told.get(form.pk, (0, None))[1],
            is_over=form.series.ends_on is not None and form.series.ends_on <= on,
        )
        for form in forms
    ]
    return sorted(lines, key=lambda line: line.is_over)


def _items(forms: Iterable[Form], on: date) -> dict[int, int]:
    """Return how many items the version in force of each form has."""
    versions: dict[int, int] = {}
    published = FormVersion.objects.filter(
        form__in=list(forms), state=FormVersion.State.PUBLISHED, starts_on__lte=on
    )
    for pk, form_id in published.order_by("starts_on").values_list("pk", "form_id"):
        versions[form_id] = pk
    rows = Item.objects.filter(version__in=versions.values()).values_list("version_id", flat=True)
    numbers: dict[int, int] = {}
    for version in rows:
        numbers[version] = numbers.get(version, 0) + 1
    return {form: numbers.get(version, 0) for form, version in versions.items()}


def _minutes(forms: list[Form], unit: Unit, on: date) -> dict[int, tuple[int, float | None]]:
    given: dict[str, Any] = {
        "forms": [form.pk for form in forms],
        "since": on - timedelta(days=MEASURED_DAYS - 1),
        "until": on,
        "path": unit.path,
        "longest": LONGEST_S,
    }
    with connection.cursor() as cursor:
        cursor.execute(_MINUTES, given)
        return {form: (number, median) for form, number, median in cursor.fetchall()}


def burden(unit: Unit, *, until: date, days: int = TREND_DAYS) -> Trend:
    """Return what the institutions under a unit typed on each day that anybody filed."""
    carried = Item.objects.filter(carries=True, version__form__series__in=series_asked(unit))
    given: dict[str, Any] = {
        "since": until - timedelta(days=days - 1),
        "until": until,
        "path": unit.path,
        "longest": LONGEST_S,
        "carried": sorted({str(key) for key in carried.values_list("figure_id", flat=True)}),
    }
    with connection.cursor() as cursor:
        cursor.execute(_BURDEN, given)
        rows = cursor.fetchall()
    return Trend(unit, [_burden(*row) for row in rows])


def _burden(
    day: date, units: int, forms: int, items: int | None, took: float | None, measured: int
) -> Burden:
    minutes = round(float(took) / measured / 60, 1) if took and measured else None
    return Burden(day, units, forms, int(items or 0), minutes)


def kinds_below(unit: Unit, *, on: date) -> list[Kind]:
    """Return the kinds of institution that are open under a unit, in the order of kinds."""
    found = Unit.objects.filter(path__gte=unit.path, path__lt=unit.path + "~")
    still_open = found.filter(Q(closed_on=None) | Q(closed_on__gt=on))
    held = set(still_open.values_list("kind", flat=True).distinct())
    return [kind for kind in INSTITUTIONS if kind in held]


def known(unit: Unit, *, on: date) -> list[Known]:
    """Return the figures that institutions under a unit report already."""
    in_use = series_asked(unit).filter(Q(ends_on=None) | Q(ends_on__gt=on))
    asked = Item.objects.filter(
        version__form__series__in=in_use, version__state=FormVersion.State.PUBLISHED
    )
    figures = Figure.objects.filter(pk__in=asked.values("figure")).order_by("order", "pk")
    return [Known(f.pk, f.zh, tuple(f.aliases), f.measure) for f in figures]


def form(scope: Scope, form_id: int) -> Form:
    """Return a form of an owner within the scope; raises ``OutOfScope`` for another's."""
    owned = Form.objects.filter(scope.narrowed(words.READ_REGISTER).q("series__owner__"))
    found = owned.select_related("series__owner").filter(pk=form_id).first()
    if found is None:
        raise OutOfScope(f"form {form_id}")
    return found


def requests(scope: Scope) -> QuerySet[FormRequest]:
    """Return the requests of the scope's units, those that wait first."""
    held = scope.narrowed(words.READ_REGISTER)
    found = FormRequest.objects.filter(held.q("unit__")).select_related(
        "unit", "by", "decided_by", "form__series"
    )
    return found.order_by("decided_at", "-at", "-pk")


def request(scope: Scope, request_id: int) -> FormRequest:
    """Return one request; raises ``OutOfScope`` (404) outside the scope."""
    found = requests(scope).filter(pk=request_id).first()
    if found is None:
        raise OutOfScope(f"request {request_id}")
    return found
