"""What is counted of people for the daily report (content.md §1): each number and its rows.

A stock is as of the span's end; a flow is what happened after its beginning up to its end. The
columns are such that 在院(t) = 在院(t−1) + 入 + 返 − 离 − 亡 cannot fail:
every way in or out of the house is one row of exactly one of the flows.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.figures.counting import Counter, Line, Span, counter, keeps
from shouwang.figures.models.figure import Nature
from shouwang.kit import clock
from shouwang.people import queries
from shouwang.people.models import Absence, Care, Engagement, Former, Presence, Stay
from shouwang.people.models.period import Period

GONE = (Stay.End.DISCHARGED, Stay.End.TRANSFERRED)
Rows = Callable[[Span], QuerySet[Any]]


def on_register(span: Span) -> QuerySet[Stay]:
    """Return the stays of who is on the register at the end (在册)."""
    return queries.residents(span.unit_ids, span.until)


def in_the_house(span: Span) -> QuerySet[Stay]:
    """Return the stays of who is in the house at the end (在院)."""
    return queries.present(span.unit_ids, span.until)


def outside(span: Span) -> QuerySet[Absence]:
    """Return the absences under way at the end (离院在外)."""
    found = Absence.objects.covering(span.until).filter(unit_id__in=span.unit_ids)
    return found.select_related("person")


def admitted(span: Span) -> QuerySet[Stay]:
    """Return the stays that began (今日新入住)."""
    return _within(Stay.objects.standing(), span, "from_at")


def returned(span: Span) -> QuerySet[Absence]:
    """Return the absences that ended by coming back (今日返院)."""
    return _within(Absence.objects.standing(), span, "until_at").filter(end=Absence.End.RETURNED)


def gone_out(span: Span) -> QuerySet[Absence]:
    """Return the absences that began, whether or not they have ended (今日离院, the first part)."""
    return _within(Absence.objects.standing(), span, "from_at")


def still_in_hospital(span: Span) -> QuerySet[Absence]:
    """Return the medical absences that began and have not ended (外出就医未返)."""
    then = Q(until_at=None) | Q(until_at__gt=span.until)
    return gone_out(span).filter(then, kind=Absence.Kind.MEDICAL)


def gone_for_good(span: Span) -> QuerySet[Stay]:
    """Return the stays that ended by moving out of the house (退住, also 转出)."""
    return _ended(span).filter(was_away=False, end__in=GONE)


def died(span: Span) -> QuerySet[Stay]:
    """Return the stays that ended by a death in the house (今日院内死亡)."""
    return _ended(span).filter(was_away=False, end=Stay.End.DECEASED)


def ended_outside(span: Span) -> QuerySet[Stay]:
    """Return the stays that ended while the person was outside (在外退住或死亡)."""
    return _ended(span).filter(was_away=True)


def staff(span: Span) -> QuerySet[Engagement]:
    """Return who is on the staff at the end (在册职工)."""
    return queries.on_staff(span.unit_ids, span.until)


def on_post(span: Span) -> QuerySet[Presence]:
    """Return who of the staff is in the house at the end (在岗), living in or on a shift."""
    found = Presence.objects.covering(span.until).filter(unit_id__in=span.unit_ids)
    return found.select_related("person")


def _ended(span: Span) -> QuerySet[Stay]:
    return _within(Stay.objects.standing(), span, "until_at")


def _within(found: QuerySet[Any], span: Span, moment: str) -> QuerySet[Any]:
    when = {f"{moment}__gt": span.since, f"{moment}__lte": span.until}
    return found.filter(unit_id__in=span.unit_ids, **when).select_related("person")


def _with(rows: Rows, **condition: Any) -> Rows:
    return lambda span: rows(span).filter(**condition)


def _looked_after(**condition: Any) -> Rows:
    """Return who is in the house and was looked after so at the end: what the file says now, or
    what it said then of who has changed since."""

    def rows(span: Span) -> QuerySet[Stay]:
        later = Former.objects.filter(person=OuterRef("person"), until_at__gt=span.until)
        then = later.filter(Q(from_at=None) | Q(from_at__lte=span.until), **condition)
        now = {f"person__{name}": value for name, value in condition.items()}
        return in_the_house(span).filter(Q(~Exists(later), **now) | Q(Exists(then)))

    return rows


def _aged(least: int, most: int | None) -> Rows:
    """Return who is in the house and between two ages, both included, on the day of the end."""

    def rows(span: Span) -> QuerySet[Stay]:
        today = clock.local_day(span.until)
        found = in_the_house(span).filter(person__born_on__lte=_years_before(today, least))
        if most is not None:
            found = found.filter(person__born_on__gt=_years_before(today, most + 1))
        return found

    return rows


def _years_before(day: date, years: int) -> date:
    """Return the birthday of who turns ``years`` on a day; of 29 February, on 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


@keeps
def _resident_known(span: Span) -> QuerySet[Any]:
    return Stay.objects.standing().filter(unit_id__in=span.unit_ids, from_at__lte=span.until)


@keeps
def _staff_known(span: Span) -> QuerySet[Any]:
    return Engagement.objects.standing().filter(unit_id__in=span.unit_ids, from_at__lte=span.until)


def _line(moment: str, says: Callable[[Any], str]) -> Callable[[Any], Line]:
    """Return how a row is shown: its moment, the masked person with the room, what happened."""

    def line(row: Period) -> Line:
        person = row.person  # type: ignore[attr-defined]
        words = (person.masked, person.place or person.job, says(row))
        at = getattr(row, moment)
        url = reverse("people:person", args=[person.pk])
        return Line(at, " · ".join(part for part in words if part), url)

    return line


def _kind(row: Any) -> str:
    return row.get_kind_display() if isinstance(row, Absence) else str(row.get_end_display())


_since = _line("from_at", lambda row: _("入住"))
_out = _line("from_at", _kind)
_came = _line("until_at", lambda row: str(row.get_kind_display()) + _("返院"))
_went = _line("until_at", _kind)
_hired = _line("from_at", lambda row: _("登记职工"))
_at_post = _line("from_at", lambda row: str(row.get_state_display()))

STOCK, FLOW = Nature.STOCK, Nature.FLOW
MEN = "人"
_away_text = gettext_lazy("在册而不在院的人，请假和就医都在内")

# code, name, nature, rows, how a row is shown, definition
_OF_RESIDENTS: tuple[tuple[str, Any, Nature, Rows, Any, Any], ...] = (
    ("registered", gettext_lazy("在册服务对象"), STOCK, on_register, _since, ""),
    ("enrolled", gettext_lazy("签约老人"), STOCK, on_register, _since, ""),
    ("in_house", gettext_lazy("在院"), STOCK, in_the_house, _since, ""),
    ("inpatients", gettext_lazy("住院"), STOCK, in_the_house, _since, ""),
    ("in_station", gettext_lazy("在站"), STOCK, on_register, _since, ""),
    (
        "destitute",
        gettext_lazy("特困供养"),
        STOCK,
        _looked_after(is_destitute=True),
        _since,
        "",
    ),
    (
        "disabled",
        gettext_lazy("失能半失能"),
        STOCK,
        _looked_after(care__in=(Care.SEMI, Care.FULL)),
        _since,
        "",
    ),
    ("age0_6", gettext_lazy("0—6 岁"), STOCK, _aged(0, 6), _since, ""),
    ("age7_17", gettext_lazy("7—17 岁"), STOCK, _aged(7, 17), _since, ""),
    ("age18", gettext_lazy("18 岁及以上"), STOCK, _aged(18, None), _since, ""),
    ("away", gettext_lazy("离院在外"), STOCK, outside, _out, _away_text),
    ("admitted", gettext_lazy("今日新入住"), FLOW, admitted, _since, ""),
    ("intake", gettext_lazy("新入站"), FLOW, admitted, _since, ""),
    ("returned", gettext_lazy("今日返院"), FLOW, returned, _came, ""),
    # 今日离院 = who went out and who moved out: two counters of one code are added up
    ("left", gettext_lazy("今日离院"), FLOW, gone_out, _out, ""),
    ("left", gettext_lazy("今日离院"), FLOW, gone_for_good, _went, ""),
    ("left_medical", gettext_lazy("外出就医未返"), FLOW, still_in_hospital, _out, ""),
    ("discharged", gettext_lazy("退住"), FLOW, gone_for_good, _went, ""),
    ("deceased", gettext_lazy("今日院内死亡"), FLOW, died, _went, ""),
    ("departed", gettext_lazy("离站"), FLOW, _ended, _went, ""),
    ("away_closed", gettext_lazy("在外退住或死亡"), FLOW, ended_outside, _went, ""),
)
_OF_STAFF: tuple[tuple[str, Any, Nature, Rows, Any], ...] = (
    ("staff", gettext_lazy("在册职工"), STOCK, staff, _hired),
    ("on_post", gettext_lazy("在岗"), STOCK, on_post, _at_post),
    (
        "live_in",
        gettext_lazy("封闭住院"),
        STOCK,
        _with(on_post, state=Presence.State.LIVING_IN),
        _at_post,
    ),
)

for _code, _zh, _nature, _rows, _shown, _text in _OF_RESIDENTS:
    counter(
        Counter(_code, _zh, MEN, _nature, _rows, _shown, known=_resident_known, definition=_text)
    )
for _code, _zh, _nature, _rows, _shown in _OF_STAFF:
    counter(Counter(_code, _zh, MEN, _nature, _rows, _shown, known=_staff_known))
