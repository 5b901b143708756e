"""What the office has of a world: reports, signatures, papers, tables."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from shouwang.accounts.actions.users import system_user
from shouwang.asking.models import FormRequest
from shouwang.briefs import queries
from shouwang.briefs.charts import making
from shouwang.briefs.language import ChartSpec
from shouwang.briefs.models import Brief, Template
from shouwang.checking.models import Alias, CheckedPaper
from shouwang.desk.models import Task
from shouwang.dispatch.actions.books import upload_book
from shouwang.dispatch.models import Dispatch, Recipient
from shouwang.dispatch.tables.composing import compose_table
from shouwang.dispatch.tables.design import Design
from shouwang.figures.actions import freezing
from shouwang.kit.ids import uuid7
from shouwang.orgs.actions.responsibility import assign, list_leader
from shouwang.orgs.models import Responsibility
from shouwang.orgs.scope import SYSTEM
from shouwang.papers.actions.drafting import draft_paper
from shouwang.papers.models import Paper
from shouwang.reporting.models import Handover, Opening
from shouwang.review.models import DaySign
from tests.architecture.walk.world import World
from tests.cast import DAY, MORNING, START, at
from tests.dispatch.superiors import sheet_of


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
    """Return a day's table of a world's highest bureau with a file, a figure and a scan; whose
    recipient has a workbook of its own as a draft."""
    top, by = of.unit.get_root(), system_user()
    if made := Dispatch.objects.filter(unit=top).first():
        return made
    to = Recipient.objects.create(unit=top, name="指挥部", due=at(DAY).time())
    design = Design("日报表", rows="items")
    layout = to.layouts.create(
        number=1, design=design.as_json(), saved_by=by, saved_at=at(DAY),
        state="published", published_by=by, published_at=at(DAY),
    )  # fmt: skip
    table = compose_table(SYSTEM, top, DAY, design, at=at(DAY)).table
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
    upload_book(recipient=to, content=sheet_of(), file_name="上级的表.xlsx", by=by, at=at(DAY))
    return made


def drawn(brief_id: int) -> str:
    """Put a chart into a paper; return its key."""
    brief = Brief.objects.get(pk=brief_id)
    source = queries.source(SYSTEM, brief, at(DAY))
    graph = making.made(source, ChartSpec("days", 7, ("in_house",)), "chart1")
    brief.content["charts"] = {graph.key: graph.to_json()}
    brief.save()
    return graph.key
