"""Loading the demonstration: units, people, forms and 21 days of filings, through the actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID
from zlib import crc32

from django.conf import settings
from django.db import transaction

from shouwang.accounts.actions import seals
from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.demo import (
    bulletins,
    chases,
    county,
    papers,
    planted,
    posts,
    refusals,
    responsibility,
)
from shouwang.demo import clock as demo_clock
from shouwang.demo import story as stories
from shouwang.demo.bulletins import Writing
from shouwang.demo.chases import Chase
from shouwang.demo.chat import TownshipOffice, found_office
from shouwang.demo.county import Told
from shouwang.demo.forms import forms
from shouwang.demo.life.living import Living
from shouwang.demo.lives import Values
from shouwang.demo.prefecture import ROOT, units
from shouwang.demo.signers import Round, Signers
from shouwang.demo.story import Correction, Deed, Event, Place, Refusal, Return, Story
from shouwang.demo.upward import Opening, Turn, Upward
from shouwang.figures.actions import periods, rollups
from shouwang.figures.totals import series_in
from shouwang.kit import clock
from shouwang.kit.ids import uuid7
from shouwang.orgs.actions.many_units import create_units
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import SYSTEM
from shouwang.reporting.actions import forms as form_actions
from shouwang.reporting.actions.reports import Filing, Refused, file_report
from shouwang.reporting.models import Form, Report, Submission
from shouwang.reporting.queries import values_standing
from shouwang.reporting.versions import LOCK
from shouwang.review.actions.openings import open_report
from shouwang.review.actions.verdicts import return_report

Say = Callable[[str], None]
_FOUNDED = clock.at(date(2020, 1, 21), time(9, 0))
_WHY = {
    "masks": "调拨、采购到货或集中发放",
    "on_post": "轮班调整",
    "live_in": "封闭管理后职工住院",
    "days_left": "物资到货",
    "balance": "集中拨付",
}


def silent(line: str) -> None:
    """Say nothing."""


def load(*, say: Say = silent, days: int = stories.DAYS) -> None:
    """Load the prefecture and its days into an empty database, all or nothing; the clock then
    stands at 16:40 of day 21 and runs on from there."""
    _hold_clock()
    with transaction.atomic():
        _tell(say, days)
    while seals.seal_pending(at=clock.now()):
        pass
    demo_clock.anchor()


def _hold_clock() -> None:
    """Set the clock back to 16:40: loading takes minutes, and no total is to be of a moment that
    has yet to come when it is done."""
    settings.CLOCK_SHIFT = stories.NOW - clock.machine_now()


def _tell(say: Say, days: int) -> None:
    by = system_user()
    say("机构")
    made = {u.code: u for u in create_units(units(), by=by, at=_FOUNDED)}
    root = made[ROOT]
    say("表式")
    asked = _forms(root, by)
    say("用户")
    reporters = posts.found(made, by, _FOUNDED)
    places = [_place(u, made) for u in made.values() if u.is_institution]
    story = Story(places)
    say("人员")
    living = Living(made, story, {u.username: u for u in User.objects.filter(is_demo=True)}, by)
    office = found_office(made, by, _FOUNDED)
    county.found_signers(made, by, _FOUNDED)
    signers = Signers(made, by, _FOUNDED)
    desk = _cast(root, signers, by)
    teller = _Teller(made, asked, reporters, signers, office, living, desk)
    cast = responsibility.Cast(*(User.objects.get(username=n) for n in ("bangongshi", "lingdao")))
    for number in range(1, days + 1):
        say(f"第 {number} 天")
        rounds = teller.signers.rounds(stories.DAY_1 + timedelta(days=number - 1))
        turns = teller.upward.turns(number)
        told = [*story.tell(number), *chases.chases(number), *bulletins.writings(number)]
        extra = county.tell(number, story.places)
        teller.counted = living.day(number, stories.DAY_1 + timedelta(days=number - 1), root)
        # the same moment: first what is filed, then what is signed, then what leaves
        for event in sorted([*told, *extra, *rounds, *turns], key=lambda e: e.at):
            if event.at <= stories.NOW:
                teller.do(event)
        responsibility.happen(number, made, cast)
        papers.happen(number, desk)
        _hold_clock()
        rollups.settle_all()
        planted.happen(number, desk)
    last = stories.DAY_1 + timedelta(days=days - 1)
    periods.ensure_open(series_in(SYSTEM), last, at=clock.now())


def _cast(root: Unit, signers: Signers, by: User) -> papers.Cast:
    """Return who sends papers and who receives them; nobody checks what they drafted."""
    names = ("yanglao", "bangongshi", "lingdao")
    section, office, leader = (User.objects.get(username=name) for name in names)
    drafter = posts.colleague(
        "wenmi", "办公室科员甲", root, "办公室科员", Role.CLERK, by=by, at=_FOUNDED
    )
    counties = Unit.objects.filter(path__in=signers.clerks).order_by("path")
    receive = [(unit, signers.clerks[unit.path]) for unit in counties]
    return papers.Cast(root, drafter, section, office, leader, receive)


def _forms(root: Unit, by: User) -> dict[str, Form]:
    """Create and publish the forms; return the form of each kind."""
    asked: dict[str, Form] = {}
    for order, told in enumerate(forms()):
        form = form_actions.create_form(
            owner=root,
            code=told.code,
            zh=told.zh,
            period="daily",
            kinds=told.kinds,
            starts_on=stories.DAY_1,
            number=told.number,
            paper="澜民防〔2020〕1号（演示）",
            order=order,
            by=by,
            at=_FOUNDED,
        )
        form_actions.save_draft(
            form=form, draft=told.draft, starts_on=stories.DAY_1, by=by, at=_FOUNDED
        )
        form_actions.publish(form=form, by=by, at=_FOUNDED)
        asked |= dict.fromkeys(told.kinds, form)
    return asked


def _opened(deed: Deed) -> UUID:
    """Return the id of a page that was opened some minutes before it was handed in."""
    told = f"{deed.place.code} {deed.day}".encode()
    spent = (30 if deed.is_zero else 110) + crc32(told) % 170
    return uuid7(deed.at - timedelta(seconds=spent))


def _place(unit: Unit, made: dict[str, Unit]) -> Place:
    above = next(
        (u for u in made.values() if u.kind == "township" and unit.path.startswith(u.path)), None
    )
    return Place(unit.code, unit.name, unit.kind, above.name if above else "")


class _Teller:
    """Does what the story tells, as those who would do it."""

    def __init__(
        self,
        made: dict[str, Unit],
        asked: dict[str, Form],
        reporters: dict[str, User],
        signers: Signers,
        office: TownshipOffice,
        living: Living,
        desk: papers.Cast,
    ) -> None:
        self.made, self.asked, self.reporters, self.signers = made, asked, reporters, signers
        self.office, self.living, self.desk = office, living, desk
        self.upward = Upward(signers)
        self.county = county.Desk(reporters, living.by)
        # what the ledgers say of the day, by the institution's code
        self.counted: dict[str, Values] = {}

    def do(self, event: Event | Chase | Round | Opening | Turn | Writing | Told) -> None:
        """Do one thing of the story."""
        _hold_clock()
        if isinstance(event, Chase):
            chases.do(event)
            return
        if isinstance(event, Writing):
            bulletins.write(event, self.desk)
            return
        if isinstance(event, Told):
            self.county.do(event)
            return
        if isinstance(event, Opening | Turn):
            self.upward.do(event)
            return
        if isinstance(event, Round):
            self.signers.sign(event)
            return
        unit = Unit.objects.get(pk=self.made[event.place.code].pk)
        if isinstance(event, Return):
            self._return(event, unit)
        elif isinstance(event, Refusal):
            self.living.refused(event)
            refusals.refuse(event, unit, self.asked[unit.kind], self.reporters[unit.code])
        elif isinstance(event, Correction):
            self._correct(event, unit)
        else:
            self._deed(event, unit)

    def _deed(self, deed: Deed, unit: Unit) -> None:
        counted = self.counted.get(unit.code, {})
        known = {code: value for code, value in counted.items() if code in deed.values}
        deed = replace(deed, values=deed.values | known)
        if deed.on_behalf:
            sent = self.office.filing(deed, unit, self.asked[unit.kind])
            self._file(unit, deed, sent, "", by=self.office.clerk)
            return
        sent = Filing(
            values=deed.values,
            client_id=_opened(deed),
            is_zero=deed.is_zero,
            source=Submission.Source.PHONE,
            device_at=deed.device_at,
            counted=known,
        )
        self._file(unit, deed, sent, "大雪断网，机构已在手机上填好")

    def _return(self, event: Return, unit: Unit) -> None:
        form = self.asked[unit.kind]
        report = Report.objects.select_related("unit").get(unit=unit, form=form, day=event.day)
        by = self.signers.reviewer(unit)
        return_report(report=report, reason=event.reason, by=by, at=event.at)

    def _correct(self, deed: Correction, unit: Unit) -> None:
        report = Report.objects.filter(unit=unit, form=self.asked[unit.kind], day=deed.day).first()
        if report is None:
            return
        sent = Filing(
            values={**values_standing(report), **deed.changes},
            client_id=uuid7(),
            is_zero=report.is_zero,
            correction_reason=deed.reason,
        )
        self._file(unit, deed, sent, deed.reason)

    def _file(
        self,
        unit: Unit,
        deed: Deed | Correction,
        sent: Filing,
        why: str,
        *,
        by: User | None = None,
    ) -> None:
        """File, giving the reason that the checks ask for, as a clerk would; after the lock the
        superior opens it first."""
        form, by = self.asked[unit.kind], by or self.reporters[unit.code]
        if deed.at >= clock.at(deed.day, LOCK):
            superior = self.signers.superior(unit)
            opened_at = deed.at - timedelta(minutes=6)
            open_report(unit=unit, form=form, day=deed.day, reason=why, by=superior, at=opened_at)
        try:
            file_report(unit=unit, form=form, day=deed.day, filing_=sent, by=by, at=deed.at)
        except Refused as refused:
            reasons = {
                f.code: _WHY.get(f.code, "已与台账核对")
                for f in refused.findings
                if f.severity == "reason"
            }
            if len(reasons) < len(refused.findings):
                raise
            again = Filing(**{**sent.__dict__, "reasons": reasons, "client_id": uuid7()})
            file_report(unit=unit, form=form, day=deed.day, filing_=again, by=by, at=deed.at)
