"""A unit with what belongs to it."""

from __future__ import annotations

from dataclasses import dataclass

from shouwang.accounts import audit, words
from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import AuditEvent, User
from shouwang.briefs.actions import briefs
from shouwang.briefs.models import Brief
from shouwang.chasing.models import ChaseRun
from shouwang.desk.models import Entry
from shouwang.figures.actions import rollups
from shouwang.jobs.models import Work
from shouwang.kit.ids import uuid7
from shouwang.orgs.models import Holding, Unit
from shouwang.reporting.actions.reports import Filing, file_report
from shouwang.reporting.models import Form, Report
from tests.cast import DAY, at


@dataclass(frozen=True)
class World:
    """A unit with what belongs to it."""

    unit: Unit
    person: User
    holding: Holding
    form: Form
    report: Report
    event: AuditEvent
    work: Work
    brief: Brief
    entry: Entry
    run: ChaseRun


def world(unit: Unit, form: Form, person: User, worker: User) -> World:
    """Make a world: a report filed by ``person``, an event and a work of ``worker``."""
    stated = {"in_house": 46, "admitted": 0, "staff": 16, "fever_residents": 0}
    if form.series.owner.code == "XX":
        stated = {"in_house": 46}
    sent = Filing(values=stated, client_id=uuid7())
    file_report(unit=unit, form=form, day=DAY, filing_=sent, by=person, at=at(DAY))
    rollups.settle_all()
    brief = briefs.create_draft(unit=unit.get_parent(), day=DAY, by=system_user(), at=at(DAY))
    return World(
        unit=unit,
        person=person,
        holding=person.holdings.get(),
        form=form,
        report=Report.objects.get(unit=unit, day=DAY),
        event=audit.record(words.SIGNED_IN, by=person, at=at(DAY), unit_id=unit.pk),
        work=Work.objects.create(kind="none", title="一件工作", by=worker, asked_at=at(DAY)),
        entry=Entry.objects.create(
            to=worker, kind="note", key="walk", text="一条消息", url="/", at=at(DAY)
        ),
        run=ChaseRun.objects.create(
            unit=unit, day=DAY, kind="chase", by=system_user(), at=at(DAY), finished_at=at(DAY)
        ),
        brief=briefs.redraft(brief=brief, by=system_user(), at=at(DAY)),
    )
