from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest
from django.conf import LazySettings

from shouwang.accounts.actions import seals
from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import AuditEvent, User
from shouwang.accounts.roles import Role
from shouwang.briefs.models import Brief
from shouwang.demo import accounts, bulletins, county, load, papers, responsibility, upward
from shouwang.demo import clock as demo_clock
from shouwang.demo.chat import TownshipOffice, homes_of
from shouwang.demo.story import DAY_1, NOW, Deed, Story
from shouwang.dispatch.models import Dispatch
from shouwang.dispatch.sending import board
from shouwang.dispatch.sending.rules import UNSIGNED
from shouwang.figures.actions import periods, rollups
from shouwang.figures.evidence import evidence, missing
from shouwang.figures.models import Rollup
from shouwang.figures.totals import series_in, unit_day
from shouwang.kit import clock, registry
from shouwang.ledger import queries as ledger
from shouwang.ledger.actions import counts
from shouwang.orgs.coverage import coverage
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import SYSTEM
from shouwang.papers import fonts
from shouwang.papers.models import Paper
from shouwang.reporting import signers
from shouwang.reporting.models import Form, Handover, Report, Submission
from shouwang.reporting.queries import values_standing
from tests.demo.test_story import places

pytestmark = pytest.mark.django_db


def test_the_demonstration_loads_through_the_actions_and_its_totals_equal_their_rows(
    settings: LazySettings, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR = tmp_path
    # the tables of days 19 and 20 leave as early as day 1 here
    monkeypatch.setattr(upward, "DAYS", (1,))
    fonts.build()
    load.load(days=1)
    root = Unit.objects.get(code="LC")
    found = unit_day(SYSTEM, root, DAY_1)
    assert (found.total.due, found.total.filed) == (231, 209)
    assert len(missing(SYSTEM, root, DAY_1)) == 22
    for figure in found.figures[:6]:
        assert evidence(SYSTEM, root, figure, DAY_1).total == found.total.values[figure.pk]
    _what_is_filed_is_what_the_ledger_counts_or_a_reason_stands()
    assert seals.verify().is_sound
    assert any("bangongshi" in line for line in accounts.listing())
    assert "演示数据" in [str(mark) for mark in registry.marks()]
    _the_notice_of_day_1_is_signed_for_by_nine_of_nine()
    _two_offices_sent_their_signed_day_to_two_recipients_each()
    _the_desks_bulletin_leaves_by_other_hands_than_wrote_it(root)
    _day_7s_chat_is_read_as_it_was_meant(root)
    _what_a_county_asks_beside_the_daily_report_completes_no_day(root)
    _the_last_homes_get_their_leader_on_day_16(root)
    assert clock.now() < NOW + timedelta(minutes=1), "whatever loading took"
    demo_clock.anchor()
    assert not Rollup.objects.filter(computed_at__gt=clock.now()).exists()
    last = AuditEvent.objects.latest("at").at
    assert last < clock.now() < last + timedelta(days=21), "no deed lies in the future"


def _what_is_filed_is_what_the_ledger_counts_or_a_reason_stands() -> None:
    """Counted again from the records, so that a number kept too early would show."""
    until = clock.at(DAY_1, time(16))
    filed = Submission.objects.filter(report__day=DAY_1).select_related("report__unit")
    units = [of.report.unit_id for of in filed]
    counts.fill(units, since=until - timedelta(days=1), until=until, at=clock.now())
    kept = ledger.kept(units, since=until - timedelta(days=1), until=until)
    compared = 0
    for of in filed:
        stated, counted = values_standing(of.report), kept[of.report.unit_id].values
        other = {code for code in stated.keys() & counted.keys() if stated[code] != counted[code]}
        assert other <= of.reasons.keys(), of.report.unit.name
        compared += len(stated.keys() & counted.keys())
    assert compared > 209 * 8, "most of what an institution reports is counted"


def _the_notice_of_day_1_is_signed_for_by_nine_of_nine() -> None:
    notice = Paper.objects.get(kind="notice")
    received = notice.recipients.filter(received_at__lt=clock.at(DAY_1, time(18)))
    assert (received.count(), notice.recipients.count()) == (9, 9)


def _two_offices_sent_their_signed_day_to_two_recipients_each() -> None:
    """The prefecture's and one county's, each by its own hand under its own leader's name."""
    first = Dispatch.objects.filter(amendment=0).order_by("made_at")
    assert list(
        first.values_list("unit__name", "recipient__name", "number", "sending__by__username")
    ) == [
        ("砚宁县", "砚宁县疫情防控指挥部", 1, "xianban"),
        ("砚宁县", "澜川市民政局", 1, "xianban"),
        ("澜川市", "澜川市疫情防控指挥部", 1, "bangongshi"),
        ("澜川市", "省民政厅", 1, "bangongshi"),
    ]
    for one in first.select_related("recipient"):
        assert one.signed_at < one.made_at < one.sending.sent_at
        assert one.sending.sent_at <= clock.at(DAY_1, one.recipient.due), "by its hour"
    assert set(first.filter(unit__name="砚宁县").values_list("leader", flat=True)) == {"县局领导甲"}
    unit = Unit.objects.get(name="砚宁县")
    waiting = board.entries(unit, DAY_1 + timedelta(days=1), now=clock.now())
    assert [one.state for one in waiting] == [UNSIGNED, UNSIGNED]


def _the_desks_bulletin_leaves_by_other_hands_than_wrote_it(root: Unit) -> None:
    """That of day 1, written as those of days 19 and 20 are: drafted, checked, signed, issued."""
    names = ("wenmi", "yanglao", "bangongshi", "lingdao")
    cast = papers.Cast(root, *(User.objects.get(username=n) for n in names), counties=[])
    home = root.get_children().filter(kind="county").order_by("path")[0]
    clerk = User.objects.filter(holdings__post__unit=home, holdings__post__role="clerk")[0]
    cast = replace(cast, counties=[(home, clerk)])
    written_at = clock.at(DAY_1, time(22, 30))
    bulletins.write(bulletins.Writing(DAY_1, written_at), cast)
    (brief,) = Brief.objects.all()
    assert (brief.state, brief.issue, brief.signed_by) == ("final", 1, cast.leader)
    assert sorted(brief.files.values_list("form", flat=True)) == ["docx", "json", "pdf"]
    paper = Paper.objects.get(kind="bulletin")
    assert (paper.number, paper.state) == ("第1期", "distributed")
    for one in Paper.objects.all():
        checked = one.steps.get(deed="check", state="done")
        assert checked.by != one.drafted_by, f"{one.title} was checked by who wrote it"


def _day_7s_chat_is_read_as_it_was_meant(root: Unit) -> None:
    """Five homes, each line through the reader of chats, or it raises."""
    made = {u.code: u for u in Unit.objects.filter(path__startswith=root.path).order_by("path")}
    office = TownshipOffice(system_user(), homes_of(made))
    story = Story([load._place(u, made) for u in made.values() if u.is_institution])
    pasted = [
        deed
        for number in range(1, 8)
        for deed in story.tell(number)
        if isinstance(deed, Deed) and deed.on_behalf
    ]
    assert len(pasted) == 5
    form = Form.objects.get(series__code="elderly_daily")
    for deed in pasted:
        sent = office.filing(deed, made[deed.place.code], form)
        assert (sent.values, sent.is_zero) == (deed.values, deed.is_zero)
        assert deed.place.name in sent.source_note


def _what_a_county_asks_beside_the_daily_report_completes_no_day(root: Unit) -> None:
    """The night of day 20 is reported by 18 homes: the prefecture has still all 231 to come."""
    homes = Unit.objects.filter(code__startswith=f"{county.COUNTY}/H")
    reporters = {
        home.code: User.objects.get(
            holdings__post__unit=home, holdings__post__role=Role.REPORTER, holdings__until_at=None
        )
        for home in homes
    }
    desk = county.Desk(reporters, system_user())
    for number in (19, 20, 21):
        for told in sorted(county.tell(number, places()), key=lambda e: e.at):
            desk.do(told)
    day = DAY_1 + timedelta(days=19)
    periods.ensure_open(series_in(SYSTEM), day, at=clock.now())
    rollups.settle_all()
    night = Report.objects.filter(form__series__code="yn_night", day=day)
    assert (night.count(), night.filter(is_late=True).count()) == (18, 3)
    total = unit_day(SYSTEM, root, day).total
    assert (total.due, total.filed) == (231, 0)
    _what_is_told_of_the_heating_is_filed_by_the_last_signature()


def _what_is_told_of_the_heating_is_filed_by_the_last_signature() -> None:
    handed = Handover.objects.filter(form__series__code="yn_heating")
    assert handed.filter(state="filed").count() == handed.count() == 11
    for one in handed.select_related("report"):
        filled, *steps = signers.of_report(one.report)
        last = one.signatures.latest("order")
        assert (filled.name, last.step) == (one.by_name, "director")
        assert one.at < last.at == one.ended_at
        assert Submission.objects.get(report=one.report).at == last.at
        assert len({one.by_name, *(s.name for s in steps)}) == 1 + len(steps), "each another"
    assert handed.filter(signatures__step="checker").count() == 4


def _the_last_homes_get_their_leader_on_day_16(root: Unit) -> None:
    made = {u.code: u for u in Unit.objects.filter(path__startswith=root.path).order_by("path")}
    cast = responsibility.Cast(*(User.objects.get(username=n) for n in ("bangongshi", "lingdao")))
    without = []
    for number in (2, 9, 16):
        responsibility.happen(number, made, cast)
        day = DAY_1 + timedelta(days=number - 1)
        for hour in (12, 23):
            found = coverage(SYSTEM, root, at=clock.at(day, time(hour)))
            without.append(found.unassigned)
    assert without == [14, 14, 14, 14, 4, 0]
    bureau = [line for line in found.leaders if line.leader.unit_id == root.pk]
    assert (len(bureau), sum(len(line.areas) for line in bureau)) == (5, 9)
