"""What the pages of privacy show: kinds kept, who looked at whom, all that is held of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from shouwang.accounts.models import AuditEvent
from shouwang.kit import clock, registry, retention
from shouwang.kit.retention import Kept
from shouwang.kit.sheets.write import Column, workbook
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.people import words
from shouwang.people.models import Person, PurgeRun, RetentionDays
from shouwang.people.reasons import Reason


@dataclass(frozen=True)
class KindLine:
    """One kind of personal data as the page lists it."""

    kind: Kept
    days: int
    is_own: bool
    until: date
    last: PurgeRun | None


def kinds(today: date) -> list[KindLine]:
    """Return every kind of personal data with its days and last purge, sensitive ones first."""
    own = dict(RetentionDays.objects.values_list("code", "days"))
    runs = PurgeRun.objects.order_by("code", "-at", "-pk").distinct("code")
    last = {run.code: run for run in runs}
    found = []
    for code, kind in retention.kept().items():
        days = own.get(code, kind.days)
        until = retention.limit(kind, today=today, days=days)
        found.append(KindLine(kind, days, code in own, until, last.get(code)))
    return sorted(found, key=lambda line: (not line.kind.sensitive, line.kind.code))


LOOKS = (words.VIEWED, words.UNMASKED, words.EXPORTED)


@dataclass(frozen=True)
class Look:
    """One look at one person: who, when, at whom (masked), unmasked or not, for what."""

    event: AuditEvent
    sentence: Any
    why: str
    unit: str

    @property
    def is_unmasked(self) -> bool:
        """Return whether the person was seen in the clear."""
        return self.event.word != words.VIEWED.code


def looks(scope: Scope, *, days: int, unmasked: bool, now: datetime) -> QuerySet[AuditEvent]:
    """Return who looked at personal data of the scope's units within days, the latest first."""
    within = scope.narrowed(words.SEE_LOOKS)
    told = LOOKS[1:] if unmasked else LOOKS
    units = Unit.objects.filter(within.q()).values("pk")
    since = clock.start_of(date.fromordinal(clock.local_day(now).toordinal() - days + 1))
    found = AuditEvent.objects.filter(
        word__in=[word.code for word in told], at__gte=since, unit_id__in=units
    )
    return found.order_by("-at", "-pk")


def shown(events: list[AuditEvent]) -> list[Look]:
    """Return events as the page lists them."""
    units = Unit.objects.in_bulk([event.unit_id for event in events if event.unit_id])
    sentences = {word.code: word.zh for word in LOOKS}
    reasons = dict(Reason.choices)
    return [
        Look(
            event,
            sentences[event.word],
            str(reasons.get(event.detail.get("why", ""), "")),
            units[event.unit_id].name if event.unit_id in units else "",
        )
        for event in events
    ]


def held(person: Person) -> Iterator[tuple[str, str, str]]:
    """Yield all that is held about one person as (kind, moment, words), in the clear."""
    basics = (
        (_("姓名"), person.name),
        (_("证件号码"), person.id_number),
        (_("电话"), person.phone),
        (_("性别"), str(person.get_sex_display())),
        (_("出生"), str(person.born_on or person.birth_year or "")),
        (_("房间床位"), person.place),
        (_("岗位"), person.job),
        (_("护理等级"), str(person.get_care_display())),
        (_("机构"), person.unit.name),
    )
    for label, text in basics:
        if text:
            yield _("档案"), "", f"{label}：{text}"
    for _code, kind in sorted(retention.kept().items()):
        for moment, text in kind.about(person.pk) if kind.about else ():
            yield str(kind.zh), f"{clock.local(moment):%Y-%m-%d %H:%M}", str(text)
    about = {"about_kind": "people.person", "about_id": str(person.pk)}
    for event in AuditEvent.objects.filter(**about).order_by("at", "pk"):
        word = registry.words().get(event.word)
        text = f"{word.zh if word else event.word} {event.by_name}".strip()
        yield _("查看与办理记录"), f"{clock.local(event.at):%Y-%m-%d %H:%M}", text


def as_workbook(person: Person, *, at: datetime) -> bytes:
    """Return all that is held about one person as an Excel file."""
    columns = [
        Column("kind", _("类别"), width=18),
        Column("at", _("时间"), width=18),
        Column("text", _("内容"), width=70),
    ]
    notes = [
        _("截至 %(at)s；只供本人或监护人，按规定交付") % {"at": f"{clock.local(at):%Y-%m-%d %H:%M}"}
    ]
    marks = [str(mark) for mark in registry.marks()]
    rows = [list(line) for line in held(person)]
    title = _("个人信息副本")
    return workbook(columns=columns, rows=rows, title=title, notes=notes, marks=marks)


def as_data(person: Person, *, at: datetime) -> dict[str, Any]:
    """Return all that is held about one person as plain data for JSON."""
    lines = [{"kind": k, "at": m, "text": t} for k, m, t in held(person)]
    return {"as_of": at.isoformat(), "person": str(person.pk), "held": lines}
