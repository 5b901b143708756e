"""Every door of the house: each address declares who may open it, and opens to nobody else.

The walk finds addresses by itself. An address with a parameter that is not in ``THINGS``,
``NEUTRAL`` or ``NEVER_OURS`` fails with a word on what to add.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from itertools import product
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import get_converters

from shouwang.accounts import audit, words
from shouwang.accounts.access import KEY, PUBLIC, SIGNED_IN
from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import AuditEvent, User
from shouwang.accounts.roles import Role
from shouwang.alarms.models import Alarm
from shouwang.asking.models import FormRequest
from shouwang.briefs.actions import briefs
from shouwang.briefs.models import Brief, Template
from shouwang.briefs.queries import content
from shouwang.chasing.models import ChaseRun
from shouwang.checking.models import Alias, CheckedPaper
from shouwang.desk.models import Entry, Task
from shouwang.dispatch.composing import compose
from shouwang.dispatch.design import Design
from shouwang.dispatch.models import Dispatch, Recipient
from shouwang.edge.actions.tokens import issue_token
from shouwang.edge.models import HeldEnvelope
from shouwang.epidemic.models import Case, CaseStep
from shouwang.figures.actions import freezing, rollups
from shouwang.gate.models import Parcel, Visit
from shouwang.guides.models import Checklist, Guide, PlanVersion, Sheet
from shouwang.health.actions import partitions
from shouwang.health.models import Round, Temperature
from shouwang.jobs.models import Work
from shouwang.kit import registry
from shouwang.kit.exact import dumps
from shouwang.kit.ids import uuid7
from shouwang.ledger import spans
from shouwang.movements.models import Isolation, IsolationRoom, Movement
from shouwang.orgs.actions.responsibility import assign, list_leader
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Holding, Responsibility, Unit
from shouwang.orgs.scope import SYSTEM, scope_of
from shouwang.papers.actions.drafting import draft_paper
from shouwang.papers.models import Paper
from shouwang.people.models import Absence, Contact, Person, Stay
from shouwang.reporting.actions import forms
from shouwang.reporting.actions.reports import Filing, file_report
from shouwang.reporting.models import Form, Handover, Item, Opening, Report
from shouwang.response.models import Bundle, Exemption, Order, Reopening
from shouwang.review.models import DaySign
from shouwang.routines.models import Place, Routine
from tests.cast import DAY, MORNING, START, at, make_unit, make_user

# Parameters that name a thing of some unit: each world has one of each.
THINGS: dict[str, Callable[[World], Any]] = {
    "unit_id": lambda w: w.unit.pk,
    "unit": lambda w: w.unit.code,
    "form_id": lambda w: w.form.pk,
    "figure_id": lambda w: Item.objects.filter(version__form=w.form).earliest("order").figure_id,
    "report_id": lambda w: w.report.pk,
    "user_id": lambda w: w.person.pk,
    "post_id": lambda w: w.holding.post_id,
    "holding_id": lambda w: w.holding.pk,
    "event_id": lambda w: w.event.pk,
    "work_id": lambda w: w.work.pk,
    "entry_id": lambda w: w.entry.pk,
    "run_id": lambda w: w.run.pk,
    "brief_id": lambda w: w.brief.pk,
    "template_id": lambda w: templated(w).pk,
    "leader_id": lambda w: answering(w).leader_id,
    "responsibility_id": lambda w: answering(w).pk,
    "handover_id": lambda w: on_its_way(w).pk,
    "sign_id": lambda w: signed(w).pk,
    "opening_id": lambda w: opened(w).pk,
    "alarm_id": lambda w: warned(w).pk,
    "case_id": lambda w: fallen_ill(w).pk,
    "note_id": lambda w: fallen_ill(w).steps.get(step="written_first").pk,
    "alias_id": lambda w: taught(w).pk,
    "checked_id": lambda w: kept_text(w).pk,
    "request_id": lambda w: asked_for(w).pk,
    "paper_id": lambda w: travelling(w).pk,
    "step_id": lambda w: travelling(w).steps.get().pk,
    "file_id": lambda w: travelling(w).files.get().pk,
    "recipient_id": lambda w: travelling(w).recipients.get().pk,
    "addressee_id": lambda w: sent_up(w).recipient_id,
    "dispatch_id": lambda w: sent_up(w).pk,
    "scan_id": lambda w: sent_up(w).scans.get().pk,
    "task_id": lambda w: owed(w).pk,
    "held_id": lambda w: held_back(w).pk,
    "visit_id": lambda w: came(w).pk,
    "parcel_id": lambda w: left_there(w).pk,
    "place_id": lambda w: walked(w).places[0],
    "routine_id": lambda w: walked(w).pk,
    "movement_id": lambda w: moving(w).pk,
    "isolation_id": lambda w: isolated(w).pk,
    "room_id": lambda w: isolated(w).room_id,
    "order_id": lambda w: ordered(w).pk,
    "bundle_id": lambda w: bundled(w).pk,
    "item_id": lambda w: bundled(w).items.get().pk,
    "exemption_id": lambda w: excepted(w).pk,
    "reopening_id": lambda w: reopening(w).pk,
    "person_id": lambda w: outside(w).person_id,
    "stay_id": lambda w: outside(w).stay_id,
    "absence_id": lambda w: outside(w).pk,
    "guide_id": lambda w: guided(w).pk,
    "list_id": lambda w: self_checked(w).checklist_id,
    "sheet_id": lambda w: self_checked(w).pk,
    "question_id": lambda w: self_checked(w).answers.get().item_id,
    "version_id": lambda w: planned(w).pk,
    "contact_id": lambda w: outside(w).person.contacts.get().pk,
    "round_id": lambda w: tallied(w).pk,
    "reading_id": lambda w: measured(w).pk,
}
# Parameters that name nothing of anybody's.
NEUTRAL: dict[str, Any] = {
    "day": DAY,
    # a span of the ledger
    "since": spans.written(at(DAY, 16) - timedelta(days=1)),
    "until": spans.written(at(DAY, 16)),
    "counter": "temp_done",
    "number": 1,
    "case_step": "written_follow",
    "done": 50,
    "revision": 1,
    "form": "docx",
    "stage": "county",
    "page": "filing",
    "picture": "phone-home",
    "pack": "routines.places",
    "side": "resident",
    "deed": "post",
    "code": "people.staff",
}
# Parameters that only the session that made them knows.
NEVER_OURS: dict[str, Any] = {"key": UUID(int=7)}
# What an address asks in its query to have anything to show: made of the parameters' values.
QUERIES: dict[str, Callable[[dict[str, Any]], dict[str, str]]] = {
    "isolation/case/": lambda values: {"case": str(values.get("case_id", ""))},
    "docs/<int:brief_id>/figures/": lambda values: {
        "key": list(content(Brief.objects.get(pk=values["brief_id"])).quotes)[-1]
    },
}
# Addresses at which only the bureau's own desk can be sat: asked with the bureau, not a home.
AT_THE_BUREAU = {"reports/today/sign/<day:day>/<int:unit_id>/<str:stage>/"}
# What neighbours under one bureau share.
SHARED = {"form_id", "figure_id"}


@dataclass(frozen=True)
class Door:
    """One address: its route, its view, the names of its parameters."""

    route: str
    view: Any
    parameters: dict[str, Any]

    @property
    def access(self) -> tuple[str, ...] | None:
        """Return what the view declares, None when it does not."""
        return getattr(self.view, "access", None)

    def path(self, values: dict[str, Any]) -> str:
        """Return the address with its parameters filled in."""
        path = self.route
        for name, converter in self.parameters.items():
            label = next(k for k, c in get_converters().items() if c is converter)
            filled = str(converter.to_url(values[name]))
            path = path.replace(f"<{label}:{name}>", filled).replace(f"<{name}>", filled)
        query = QUERIES[self.route](values) if self.route in QUERIES else {}
        return f"/{path}?{urlencode(query)}" if query else f"/{path}"


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

    def values(self) -> dict[str, Any]:
        """Return a value for every parameter."""
        return {name: value(self) for name, value in THINGS.items()} | NEUTRAL | NEVER_OURS


def doors(resolver: URLResolver | None = None, route: str = "") -> Iterator[Door]:
    """Yield every address of the house."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = route + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Door(here, entry.callback, dict(entry.pattern.converters))
        else:
            yield from doors(entry, here)


DOORS = list(doors())
KNOWN = {*THINGS, *NEUTRAL, *NEVER_OURS}
# the rest fails in ``test_every_parameter_is_known_to_this_walk``
WALKED = [door for door in DOORS if set(door.parameters) <= KNOWN]
WITH_THINGS = [door for door in WALKED if set(door.parameters) - set(NEUTRAL)]


def answering(of: World) -> Responsibility:
    """Return the one who answers for a world's unit, made when first asked for."""
    made = Responsibility.objects.filter(unit=of.unit).first()
    if made is not None:
        return made
    by = system_user()
    leader = list_leader(unit=of.unit, name="包保领导", phone="0550-1", by=by, at=MORNING)
    return assign(leader=leader, units=[of.unit], by=by, at=MORNING).made[0]


def on_its_way(of: World) -> Handover:
    """Return a report of a world's unit that waits to be signed, made when first asked for."""
    version = of.form.versions.first()
    kept = {"version": version, "client_id": uuid7(), "values": {}, "source": "phone"}
    kept |= {"at": at(DAY), "by": of.person, "by_name": of.person.name}
    return Handover.objects.get_or_create(unit=of.unit, form=of.form, day=START, defaults=kept)[0]


def signed(of: World) -> DaySign:
    """Return a signature under the day of a world's bureau, made when first asked for."""
    kept = {"by": of.person, "by_name": of.person.name, "at": at(DAY), "values": {}}
    kept |= {"due": 1, "filed": 1, "zero": 0, "late": 0}
    bureau = of.unit.get_parent()
    return DaySign.objects.get_or_create(unit=bureau, day=DAY, stage="county", defaults=kept)[0]


def opened(of: World) -> Opening:
    """Return a leave to correct a report of a world's unit, made when first asked for."""
    kept = {"by": of.person, "by_name": of.person.name, "at": at(DAY), "until_at": at(DAY, 23)}
    kept |= {"purpose": "correction", "reason": "漏数"}
    return Opening.objects.get_or_create(unit=of.unit, form=of.form, day=DAY, defaults=kept)[0]


def warned(of: World) -> Alarm:
    """Return an alarm about a world's unit, made when first asked for."""
    told = {"why": "漏测", "url": "/", "raised_at": at(DAY)}
    return Alarm.objects.get_or_create(unit=of.unit, code="walk", key="walk", defaults=told)[0]


def held_back(of: World) -> HeldEnvelope:
    """Return an entry of a world's unit that waits for a person, made when first asked for."""
    kept = {"kind": "health.temperature", "by": of.person, "why": "conflict"}
    kept |= {"device_at": at(DAY), "happened_at": at(DAY), "came_at": at(DAY)}
    kept["content"] = dumps({"body": {}, "text": "", "files": {}, "why": "", "held": {}})
    return HeldEnvelope.objects.get_or_create(unit=of.unit, defaults=kept | {"pk": uuid7()})[0]


def came(of: World) -> Visit:
    """Return somebody who was at the gate of a world's unit, made when first asked for."""
    kept = {"purpose": "visit", "decision": "admitted", "happened_at": at(DAY)}
    return Visit.objects.get_or_create(unit=of.unit, defaults=kept | {"recorded_at": at(DAY)})[0]


def left_there(of: World) -> Parcel:
    """Return goods left at the gate of a world's unit, made when first asked for."""
    kept = {"what": "水果", "happened_at": at(DAY), "recorded_at": at(DAY)}
    return Parcel.objects.get_or_create(unit=of.unit, defaults=kept)[0]


def walked(of: World) -> Routine:
    """Return a disinfection of one place of a world's unit, made when first asked for."""
    if made := Routine.objects.filter(unit=of.unit).first():
        return made
    hours = {"from_time": time(6), "until_time": time(20)}
    place = Place.objects.create(unit=of.unit, name="101", kind="room", made_at=at(DAY), **hours)
    kept = {"kind": "disinfection", "places": [place.pk], "place_count": 1}
    kept |= {"happened_at": at(DAY), "recorded_at": at(DAY)}
    return Routine.objects.create(unit=of.unit, **kept)


def ordered(of: World) -> Order:
    """Return an order in principle for a world's unit, made when first asked for."""
    kept = {"giver": of.unit, "strength": "principle", "starts_at": at(DAY)}
    kept |= {"given_by": of.person, "given_at": at(DAY)}
    return Order.objects.get_or_create(unit=of.unit, measure_id="leave", defaults=kept)[0]


def bundled(of: World) -> Bundle:
    """Return a bundle of a world's bureau with a measure, made when first asked for."""
    bureau = of.unit.get_parent()
    kept = {"standing": "own", "levels": [1]}
    made, is_new = Bundle.objects.get_or_create(unit=bureau, name="自拟措施包", defaults=kept)
    if is_new:
        made.items.create(measure_id="visits", strength="absolute")
    return made


def excepted(of: World) -> Exemption:
    """Return a case of a world's unit that waits for approval, made when first asked for."""
    kept = {"order": ordered(of), "measure_id": "leave", "reason": "病危"}
    kept |= {"asked_by": of.person, "asked_at": at(DAY)}
    return Exemption.objects.get_or_create(unit=of.unit, about="walk:1", defaults=kept)[0]


def reopening(of: World) -> Reopening:
    """Return an application of a world's unit to reopen, made when first asked for."""
    kept = {"measures": ["leave"], "plan": "分批", "applied_by": of.person, "applied_at": at(DAY)}
    return Reopening.objects.get_or_create(unit=of.unit, defaults=kept)[0]


def fallen_ill(of: World) -> Case:
    """Return an open case of a world's unit with a written report, made when first asked for."""
    made = Case.objects.filter(unit=of.unit).first()
    if made is None:
        told = {"unit": of.unit, "recorded_at": at(DAY, 8)}
        sick = Person.objects.create(side="resident", name="张三", room="201", **told)
        limits = {"phone_minutes": 10, "written_minutes": 30, "follow_hours": 24}
        kept = told | limits | {"happened_at": at(DAY, 8), "cause": "fever"}
        made = Case.objects.create(person=sick, **kept)
        told |= {"happened_at": at(DAY, 8), "step": "written_first", "details": "初报"}
        CaseStep.objects.create(case=made, **told)
    return made


def outside(of: World) -> Absence:
    """Return the absence of a resident of a world's unit, with a relative, made when asked for."""
    made = Absence.objects.filter(unit=of.unit).select_related("person").first()
    if made is None:
        told = {"unit": of.unit, "recorded_at": at(DAY, 8)}
        person = Person.objects.create(side="resident", name="李四", room="202", **told)
        Contact.objects.create(person=person, name="李五", recorded_at=at(DAY, 8), is_first=True)
        told |= {"person": person, "from_at": at(DAY, 8)}
        stay = Stay.objects.create(**told)
        made = Absence.objects.create(stay=stay, kind="leave", **told)
    return made


def tallied(of: World) -> Round:
    """Return the tally of a round of a world's unit, made when first asked for."""
    kept = {"number": 1, "should": 1, "measured": 1, "signer": "签字人", "recorded_at": at(DAY, 9)}
    kept |= {"started_at": at(DAY, 9), "finished_at": at(DAY, 9), "happened_at": at(DAY, 9)}
    return Round.objects.get_or_create(unit=of.unit, day=DAY, is_tally=True, defaults=kept)[0]


def measured(of: World) -> Temperature:
    """Return a reading of a world's unit, made when first asked for."""
    partitions.ensure([DAY])
    kept = {"person_id": outside(of).person_id, "happened_at": at(DAY, 9), "tenths": 365}
    kept |= {"recorded_at": at(DAY, 9), "fever_from": 373, "context": "round"}
    return Temperature.objects.get_or_create(unit=of.unit, device_on=DAY, defaults=kept)[0]


def moving(of: World) -> Movement:
    """Return a movement of a world's unit that waits, made when first asked for."""
    kept = {"person": fallen_ill(of).person, "kind": "medical", "state": "waiting"}
    kept |= {"happened_at": at(DAY, 9), "recorded_at": at(DAY, 9)}
    return Movement.objects.get_or_create(unit=of.unit, defaults=kept)[0]


def isolated(of: World) -> Isolation:
    """Return an isolation of a world's unit in a room, made when first asked for."""
    if made := Isolation.objects.filter(unit=of.unit).first():
        return made
    room = IsolationRoom.objects.create(unit=of.unit, name="隔离室1", from_at=at(DAY, 8))
    kept = {"person": fallen_ill(of).person, "room": room, "days": 14, "checks": 2}
    kept |= {"cause": "fever", "place": "house"}
    kept |= {"happened_at": at(DAY, 9), "recorded_at": at(DAY, 9)}
    return Isolation.objects.create(unit=of.unit, **kept)


def guided(of: World) -> Guide:
    """Return a guide of a world's bureau for units such as the world's, made when first asked."""
    kept = {"kinds": [of.unit.kind], "made_at": at(DAY)}
    guide, is_new = Guide.objects.get_or_create(
        issuer=of.unit.get_parent(), title=f"{of.unit.name}指南", defaults=kept
    )
    if is_new:
        kept_file = default_storage.save("guides/walk.pdf", ContentFile(b"%PDF-1.4"))
        issued = {"issued_by": of.person, "issued_at": at(DAY), "file": kept_file}
        guide.versions.create(number=1, text="正文", file_name="指南.pdf", **issued)
    return guide


def self_checked(of: World) -> Sheet:
    """Return a self-check of a world's unit by a list of its bureau, made when first asked for."""
    if made := Sheet.objects.filter(unit=of.unit).first():
        return made
    told = {"title": "自查", "kinds": [of.unit.kind], "cadence": "daily", "starts_on": DAY}
    told |= {"due_time": at(DAY, 20).time(), "made_by": of.person, "made_at": at(DAY)}
    asked = Checklist.objects.create(owner=of.unit.get_parent(), **told)
    when = {"happened_at": at(DAY), "recorded_at": at(DAY), "recorded_by": of.person}
    made = Sheet.objects.create(unit=of.unit, checklist=asked, period_on=DAY, no=1, **when)
    photo = default_storage.save("guides/walk.jpg", ContentFile(b"jpeg"))
    item = asked.items.create(order=1, text="测温")
    made.answers.create(item=item, value="no", note="漏测", photo=photo)
    return made


def planned(of: World) -> PlanVersion:
    """Return a plan of a world's unit that waits for approval, made when first asked for."""
    kept = {"state": "submitted", "saved_by": of.person, "saved_at": at(DAY)}
    kept |= {"submitted_by": of.person, "submitted_at": at(DAY)}
    return PlanVersion.objects.get_or_create(unit=of.unit, number=1, defaults=kept)[0]


def owed(of: World) -> Task:
    """Return a task that a world's unit owes, made when first asked for."""
    told = {"owner_unit": of.unit, "due_at": at(DAY, 18), "by": of.person, "at": at(DAY)}
    return Task.objects.get_or_create(about="补报台账", unit=of.unit, defaults=told)[0]


def templated(of: World) -> Template:
    """Return a template of a world's bureau, made when first asked for."""
    bureau = of.unit.get_parent()
    kept = {"kind": "daily_brief", "made_at": at(DAY)}
    made, is_new = Template.objects.get_or_create(unit=bureau, name="自拟简报", defaults=kept)
    if is_new:
        text = "% head plain\n% title 简报\n\n应报{due}。\n"
        made.versions.create(number=1, text=text, saved_at=at(DAY), published_at=at(DAY))
    return made


def taught(of: World) -> Alias:
    """Return a world's bureau's own word for a figure, made when first asked for."""
    kept = {"code": "filed", "taught_by": of.person, "taught_at": at(DAY)}
    bureau = of.unit.get_parent()
    return Alias.objects.get_or_create(unit=bureau, text="交表", defaults=kept)[0]


def kept_text(of: World) -> CheckedPaper:
    """Return a text that a world's bureau kept after checking it, made when first asked for."""
    kept = {"text": "全区在院198人。", "kept_by": of.person, "kept_at": at(DAY)}
    bureau = of.unit.get_parent()
    return CheckedPaper.objects.get_or_create(unit=bureau, day=DAY, title="汇报", defaults=kept)[0]


def asked_for(of: World) -> FormRequest:
    """Return a request for a new form of a world's bureau, made when first asked for."""
    bureau = of.unit.get_parent()
    if made := FormRequest.objects.filter(unit=bureau).first():
        return made
    kept = {"title": "一张表", "asked_by": "某局", "paper": "某函", "items": []}
    return FormRequest.objects.create(unit=bureau, by=system_user(), at=at(DAY), **kept)


def travelling(of: World) -> Paper:
    """Return a paper of a world's bureau with a step, a scan and a reader, made when asked for."""
    bureau, by = of.unit.get_parent(), system_user()
    if made := Paper.objects.filter(unit=bureau).first():
        return made
    paper = draft_paper(unit=bureau, kind="notice", title="一份通知", by=by, at=at(DAY))
    Paper.objects.filter(pk=paper.pk).update(state=Paper.State.DISTRIBUTED)
    paper.steps.create(round=0, order=1, deed="check", unit=bureau, role="clerk")
    paper.files.create(form="scan", name="a.pdf", content=b"%PDF-", digest="", by=by, at=at(DAY))
    paper.recipients.create(unit=of.unit, told_at=at(DAY))
    return paper


def sent_up(of: World) -> Dispatch:
    """Return a day's table of a world's highest bureau with a file, a figure and a scan."""
    top, by = of.unit.get_root(), system_user()
    if made := Dispatch.objects.filter(unit=top).first():
        return made
    to = Recipient.objects.create(unit=top, name="指挥部", due=at(DAY).time())
    design = Design("日报表", rows="items")
    layout = to.layouts.create(
        number=1, design=design.as_json(), saved_by=by, saved_at=at(DAY),
        state="published", published_by=by, published_at=at(DAY),
    )  # fmt: skip
    table = compose(SYSTEM, top, DAY, design, at=at(DAY)).table
    made = Dispatch.objects.create(
        unit=top, recipient=to, layout=layout, day=DAY, year=DAY.year, number=1, leader="",
        content=table.as_json(), as_of_at=at(DAY), preparer="", signed_at=at(DAY),
        made_by=by, made_at=at(DAY),
    )  # fmt: skip
    made.files.create(form="docx", content=b"PK", digest="")
    counted = freezing.Counted("filed", 1, 1, 1, 1, "")
    kept = freezing.freeze([counted], unit=top, day=DAY, as_of_at=at(DAY), at=at(DAY))
    made.figures.create(key="filed", frozen=kept[0])
    file = default_storage.save("scans/walk.pdf", ContentFile(b"%PDF-"))
    made.scans.create(
        file=file, file_name="a.pdf", kind="pdf", size=5, digest="", by=by, at=at(DAY)
    )
    return made


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


@pytest.fixture
def away(system: User) -> World:
    """A home of another prefecture, with its own form."""
    top = make_unit("XX", "远山市", Kind.PREFECTURE, None)
    home = make_unit("XX/FAR", "远山敬老院", Kind.PUBLIC_RURAL_HOME, top)
    form = forms.create_form(
        owner=top, code="away_daily", zh="远山日报", period="daily",
        kinds=[Kind.PUBLIC_RURAL_HOME], starts_on=START, by=system, at=MORNING,
    )  # fmt: skip
    spec = forms.FigureSpec("in_house", "在院", "stock")
    clock = {"statistics": "16:00", "lock": "22:00", "filing": {"institution": "16:30"}}
    draft = forms.FormDraft(items=[forms.ItemDraft(spec)], rules=[], clock=clock)
    forms.save_draft(form=form, draft=draft, starts_on=START, by=system, at=MORNING)
    forms.publish(form=form, by=system, at=MORNING)
    far = make_user("far", "远填报", home, Role.REPORTER)
    return world(home, form, far, far)


@dataclass(frozen=True)
class Visitor:
    """A user with a browser and a key."""

    user: User
    key: str

    @property
    def permissions(self) -> frozenset[str]:
        """Return what the user may do anywhere."""
        return scope_of(self.user, at=at(DAY)).permissions

    def may_knock(self, door: Door) -> bool:
        """Return whether the door opens to the user for things of their own."""
        return door.access in {(SIGNED_IN,), (KEY,)} or bool(
            self.permissions.intersection(door.access or ())
        )

    def knock(self, door: Door, values: dict[str, Any], method: str) -> tuple[int, list[str]]:
        """Return the answer's status and the words it left in the trail; undo what it did."""
        client = Client(raise_request_exception=False)
        headers = {}
        with transaction.atomic():
            if door.access == (KEY,):
                headers["Authorization"] = f"Bearer {self.key}"
            else:
                client.force_login(self.user)
            last = AuditEvent.objects.latest("pk").pk
            status = client.generic(method, door.path(values), headers=headers).status_code
            left = AuditEvent.objects.filter(pk__gt=last, by=self.user)
            told = list(left.values_list("word", flat=True)) if status < 500 else []
            transaction.set_rollback(True)
        return status, told


@pytest.fixture
def cast_of(request: pytest.FixtureRequest, zhao_home: Unit) -> Callable[[str], Visitor]:
    """Return a member of the cast as a visitor; ``director`` is made here."""

    def member(name: str) -> Visitor:
        if name == "director":
            user = make_user("director", "赵院长", zhao_home, Role.DIRECTOR)
        else:
            user = request.getfixturevalue(name)
        key = issue_token(user=user, name="walk", by=system_user(), at=MORNING)
        return Visitor(user, key)

    return member


CAST = (
    "zhao", "director", "tang", "elder", "city", "lead", "sysadmin", "secadmin", "auditor",
)  # fmt: skip
TRACES = {words.OUT_OF_SCOPE.code, words.NOT_PERMITTED.code}


def refused(visitor: Visitor, door: Door, values: dict[str, Any]) -> Iterator[str]:
    """Yield a complaint for every way in which a door does not refuse as it should."""
    statuses = []
    for method in ("GET", "POST"):
        status, left = visitor.knock(door, values, method)
        statuses.append(status)
        line = f"{method} {door.path(values)} as {visitor.user.username}: {status}"
        if status == 405:
            continue
        if status not in {403, 404}:
            yield f"{line}, not 404"
        elif not TRACES.intersection(left):
            yield f"{line} without a line in the audit trail"
    if set(statuses) == {405}:
        yield f"{door.route} takes neither GET nor POST"


def test_every_address_declares_who_may_open_it():
    bare = [door.route for door in DOORS if not door.access]
    assert not bare, (
        f"no access declared: {bare}; put @access.page(…), @access.signed_in or @access.public"
        " before the view, or wrap a view of the API in access.by_key"
    )


def test_every_declared_permission_exists():
    known = {PUBLIC, SIGNED_IN, KEY, *registry.permissions()}
    odd = {door.route: door.access for door in DOORS if set(door.access or ()) - known}
    assert odd == {}


def test_every_parameter_is_known_to_this_walk():
    unknown = {door.route: set(door.parameters) - KNOWN for door in DOORS}
    unknown = {route: names for route, names in unknown.items() if names}
    assert not unknown, (
        f"new parameters: {unknown}; add them to THINGS in tests/architecture/test_access.py with"
        " a way to find one in a world, or to NEUTRAL if they name nothing of anybody's"
    )


def test_who_is_not_signed_in_sees_only_what_is_public(away):
    wrong = []
    values = away.values()
    for door, method in product(WALKED, ("GET", "POST")):
        client = Client(raise_request_exception=False)
        answer = client.generic(method, door.path(values))
        if door.access == (PUBLIC,):
            if answer.status_code >= 500:
                wrong.append(f"{method} {door.route}: {answer.status_code}")
        elif answer.status_code not in {401, 405} and not (
            answer.status_code == 302 and answer["Location"].startswith("/sign-in/?next=")
        ):
            wrong.append(f"{method} {door.route}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize("name", CAST)
def test_no_address_opens_anything_of_another_prefecture(
    name, away, cast_of, form, zhao_home, qian
):
    visitor = cast_of(name)
    person = make_user("wang", "王填报", zhao_home, Role.REPORTER)
    own = world(zhao_home, form, person, visitor.user).values()
    foreign, wrong = away.values(), []
    for door in WITH_THINGS:
        if door.access == (PUBLIC,):
            continue
        wrong += refused(visitor, door, foreign)
        things = set(door.parameters) & set(THINGS)
        if visitor.may_knock(door) and len(things) > 1:
            # one foreign thing among one's own: the unit checked and the form forgotten, say
            for thing in sorted(things):
                wrong += refused(visitor, door, own | {thing: foreign[thing]})
    assert wrong == []


@pytest.mark.parametrize(("name", "neighbour"), [("zhao", "qian"), ("tang", "sun")])
def test_no_address_opens_anything_of_a_neighbour(name, neighbour, cast_of, form, request):
    visitor = cast_of(name)
    person = request.getfixturevalue(neighbour)
    home = request.getfixturevalue(f"{neighbour}_home")
    foreign, wrong = world(home, form, person, person).values(), []
    for door in WITH_THINGS:
        if door.access != (PUBLIC,) and set(door.parameters) - set(NEUTRAL) - SHARED:
            wrong += refused(visitor, door, foreign)
    assert wrong == []


@pytest.mark.parametrize("name", CAST)
def test_without_the_permission_a_page_is_refused_and_with_it_never_breaks(name, cast_of, system):
    visitor, wrong = cast_of(name), []
    for door, method in product(WALKED, ("GET", "POST")):
        if set(door.parameters) - set(NEUTRAL) or door.access in {(PUBLIC,), (KEY,), None}:
            continue
        status, left = visitor.knock(door, NEUTRAL, method)
        line = f"{method} /{door.route} as {name}: {status}"
        if status >= 500:
            wrong.append(line)
        elif not visitor.may_knock(door) and (
            status != 405 and (status != 403 or words.NOT_PERMITTED.code not in left)
        ):
            wrong.append(f"{line} {left}, not 403 on record")
    assert wrong == []


def test_every_address_opens_to_somebody_for_their_own(cast_of, form, zhao_home, qian):
    """The refusals above mean something: with one's own things the same doors open."""
    person = make_user("wang", "王填报", zhao_home, Role.REPORTER)
    ours = world(zhao_home, form, person, person)
    closed = {
        door.route: set() for door in WITH_THINGS if set(door.parameters).isdisjoint(NEVER_OURS)
    }
    for name in CAST:
        visitor = cast_of(name)
        work = Work.objects.create(kind="none", title="一件工作", by=visitor.user, asked_at=at(DAY))
        ChaseRun.objects.create(
            unit=zhao_home, day=DAY, kind="chase", by=visitor.user, at=at(DAY), work=work
        )
        note = Entry.objects.create(
            to=visitor.user, kind="note", key="own", text="一条消息", url="/", at=at(DAY)
        )
        values = ours.values() | {"work_id": work.pk, "entry_id": note.pk}
        for door in WITH_THINGS:
            if door.route in closed and visitor.may_knock(door):
                there = {"unit_id": zhao_home.get_parent().pk}
                asked = values | (there if door.route in AT_THE_BUREAU else {})
                statuses = {visitor.knock(door, asked, method)[0] for method in ("GET", "POST")}
                closed[door.route] |= statuses
                if statuses - {403, 404, 405, 500}:
                    del closed[door.route]
    assert closed == {}
