"""Who is told of a report that is owed, in which order, and who never hears of it again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import AuditEvent
from shouwang.accounts.roles import Role
from shouwang.chasing.actions import runs, steps
from shouwang.chasing.actions.times import set_times
from shouwang.chasing.models import Target, Told
from shouwang.desk import queries as desk
from shouwang.orgs.actions.posts import create_post, fill_post
from shouwang.orgs.kinds import ELDERLY_HOMES, Kind
from shouwang.orgs.models import Unit
from shouwang.reporting.actions import forms
from shouwang.reporting.models import Report
from shouwang.review.actions.verdicts import return_report
from tests.cast import DAY, MORNING, START, make_unit, make_user
from tests.chasing.conftest import after, answer_for, outcome, told

pytestmark = pytest.mark.django_db


def test_before_the_filing_time_it_reminds_and_after_it_it_chases(
    chase, form, tangning, zhao, qian, tang
):
    reminder = chase(tangning, tang, after(16, 0))
    assert (reminder.kind, told(zhao)) == (
        "remind",
        ["赵家敬老院：2月11日养老机构日报请在 16:30 前报送"],
    )
    chased = chase(tangning, tang, after(16, 31))
    assert chased.kind == "chase"
    assert told(qian)[1] == "钱村托养院：2月11日养老机构日报尚未报送（时限 16:30），请立即报送"


def test_who_has_filed_is_not_chased_and_who_was_returned_is(
    chase, form, file, tangning, zhao_home, zhao, qian_home, qian, tang
):
    file(zhao_home, zhao)
    file(qian_home, qian)
    assert chase(tangning, tang, after(16, 31)) is None
    report = Report.objects.get(unit=qian_home)
    return_report(report=report, reason="职工数不对", by=tang, at=after(16, 35))
    run = chase(tangning, tang, after(16, 36))
    assert list(run.targets.values_list("unit__name", flat=True)) == ["钱村托养院"]
    assert told(qian)[-1] == "钱村托养院：2月11日养老机构日报已退回，待重报，请立即报送"


def test_each_further_chase_goes_one_step_up_after_the_cool_down_until_nobody_is_left(
    chase, form, prefecture, tangning, zhao_home, zhao, director, tang, leader, city
):
    taken = []
    for minute in (31, 40, 47, 59):
        taken.append(outcome(chase(prefecture, city, after(16, minute)), zhao_home))
    for minute in (3, 20, 40):
        taken.append(outcome(chase(prefecture, city, after(17, minute)), zhao_home))
    assert taken == [
        ("told", 1), ("cooling", None), ("told", 2), ("cooling", None),
        ("told", 3), ("told", 4), ("spent", None),
    ]  # fmt: skip
    names = Told.objects.filter(unit=zhao_home).order_by("pk").values_list("name", flat=True)
    assert list(names) == ["赵填报", "赵院长", "唐科员", "李局长"]
    assert told(director) == [
        "赵家敬老院：2月11日养老机构日报尚未报送（时限 16:30），请督促本院立即报送"
    ]
    assert "请协助督促或代报" in told(tang)[0]
    assert told(leader)[0].startswith("您包保的赵家敬老院：")


def test_a_step_without_anybody_passes_to_the_next_and_says_so(
    chase, form, tangning, qian_home, tang, lead, prefecture
):
    answer_for(qian_home, prefecture, user=lead)
    run = chase(tangning, tang, after(16, 31))
    target = Target.objects.get(run=run, unit=qian_home)
    # no account at the home, no township office between it and the county that chases
    assert (target.outcome, target.step, target.passed) == ("told", 4, [1, 2, 3])
    assert len(told(lead)) == 1


def test_a_unit_without_any_account_goes_to_the_telephone(chase, form, tangning, qian_home, tang):
    assert outcome(chase(tangning, tang, after(16, 31)), qian_home) == ("call", None)


def test_an_outside_leader_is_named_for_a_call(chase, form, prefecture, tangning, qian_home, tang):
    answer_for(qian_home, prefecture, name="周副县长", phone="13800005678")
    assert outcome(chase(tangning, tang, after(16, 31)), qian_home) == ("call", 4)
    assert Told.objects.get(unit=qian_home).channel == "call"


def test_nobody_is_told_twice_though_they_stand_on_two_steps(
    chase, form, tangning, zhao_home, zhao, tang, prefecture, lead
):
    by = system_user()
    post = create_post(unit=zhao_home, name="院长", role=Role.DIRECTOR, by=by, at=MORNING)
    fill_post(post=post, user=zhao, by=by, at=MORNING)
    answer_for(zhao_home, prefecture, user=lead)
    assert outcome(chase(tangning, tang, after(16, 31)), zhao_home) == ("told", 1)
    assert outcome(chase(tangning, tang, after(16, 50)), zhao_home) == ("told", 4)
    assert (len(told(zhao)), len(told(lead))) == (1, 1)


def test_the_township_office_stands_between_the_home_and_the_county(
    chase, form, tangning, township, tang
):
    home = make_unit("LC/TN/SQ/H", "拾桥镇敬老院", Kind.PUBLIC_RURAL_HOME, township)
    clerk = make_user("sq", "桥办事员", township, Role.CLERK)
    assert outcome(chase(tangning, tang, after(16, 31)), home) == ("told", 3)
    assert (len(told(clerk)), told(tang)) == (1, [])


def test_a_reminder_stays_in_the_house_and_comes_once(
    chase, form, tangning, zhao_home, zhao, director, tang
):
    assert outcome(chase(tangning, tang, after(16, 0)), zhao_home) == ("told", 1)
    assert outcome(chase(tangning, tang, after(16, 20)), zhao_home) == ("spent", None)
    assert told(director) == []


def test_a_bureau_sets_its_own_cool_down_for_all_below(
    chase, form, prefecture, tangning, zhao_home, zhao, director, tang, city
):
    set_times(unit=prefecture, remind_minutes=20, cooldown_minutes=30, by=city, at=after(9, 0))
    chase(tangning, tang, after(16, 31))
    assert outcome(chase(tangning, tang, after(17, 0)), zhao_home) == ("cooling", None)
    assert outcome(chase(tangning, tang, after(17, 1)), zhao_home) == ("told", 2)
    with pytest.raises(NotPermitted):
        set_times(unit=tangning, remind_minutes=5, cooldown_minutes=5, by=tang, at=after(9, 0))


def test_at_night_the_duty_officer_stands_beside_the_reporter(
    chase, form, tangning, zhao_home, zhao, tang
):
    duty = make_user("duty", "值班员", zhao_home, Role.DUTY)
    chase(tangning, tang, after(16, 31))
    assert (len(told(zhao)), told(duty)) == (1, [])  # by day the reporter is there
    night = after(22, 0) + timedelta(days=1)
    run = runs.open_run(unit=tangning, day=DAY + timedelta(days=1), by=tang, at=night)
    while steps.advance(run=run, at=night):
        pass
    assert (len(told(zhao)), len(told(duty))) == (2, 1)


def test_who_files_between_the_preview_and_the_deed_hears_nothing(
    form, file, tangning, zhao_home, qian_home, zhao, qian, tang
):
    run = runs.open_run(unit=tangning, day=DAY, by=tang, at=after(16, 31))
    file(zhao_home, zhao, when=after(16, 31))
    assert steps.advance(run=run, at=after(16, 32)) == 2
    assert (outcome(run, zhao_home), told(zhao)) == (("filed", None), [])
    assert outcome(run, qian_home) == ("told", 1)


def test_the_county_s_chase_cools_the_prefecture_s(
    chase, form, prefecture, tangning, zhao_home, zhao, director, tang, city
):
    chase(tangning, tang, after(16, 31))
    assert outcome(chase(prefecture, city, after(16, 40)), zhao_home) == ("cooling", None)
    assert outcome(chase(prefecture, city, after(16, 46)), zhao_home) == ("told", 2)
    assert (len(told(zhao)), len(told(director))) == (1, 1)


def test_two_forms_due_at_once_reach_a_person_once_each_and_stand_together_in_the_inbox(
    chase, form, tangning, zhao_home, zhao, tang, client
):
    second_form(tangning)
    chase(tangning, tang, after(16, 31))
    assert sorted(told(zhao)) == [
        "赵家敬老院：2月11日养老机构日报尚未报送（时限 16:30），请立即报送",
        "赵家敬老院：2月11日物资日报尚未报送（时限 16:30），请立即报送",
    ]
    client.force_login(zhao)
    page = client.get("/m/inbox/").content.decode()
    assert page.count('class="inbox-what"') == 1
    assert "2 件" in page  # one message, two things


def second_form(owner: Unit) -> None:
    """A second daily form of the homes, due at the same hour."""
    by = system_user()
    made = forms.create_form(
        owner=owner, code="stock_daily", zh="物资日报", period="daily", kinds=list(ELDERLY_HOMES),
        starts_on=START, by=by, at=MORNING,
    )  # fmt: skip
    item = forms.ItemDraft(forms.FigureSpec("masks", "口罩库存", "stock"), carries=True)
    draft = forms.FormDraft(items=[item], rules=[], clock={"filing": {"institution": "16:30"}})
    forms.save_draft(form=made, draft=draft, starts_on=START, by=by, at=MORNING)
    forms.publish(form=made, by=by, at=MORNING)


def test_only_the_chosen_are_chased(chase, form, tangning, zhao_home, qian_home, zhao, qian, tang):
    chosen = {(qian_home.pk, form.series_id)}
    chase(tangning, tang, after(16, 31), chosen=chosen)
    assert (told(zhao), len(told(qian))) == ([], 1)


def test_what_the_person_has_waiting_is_done_when_the_report_comes(
    chase, form, file, tangning, zhao_home, zhao, tang
):
    chase(tangning, tang, after(16, 31))
    assert desk.waiting(zhao.pk) == 1
    file(zhao_home, zhao, when=after(16, 38))
    assert desk.waiting(zhao.pk) == 0


def test_a_neighbour_cannot_be_chased_nor_may_who_only_files(
    chase, form, yanning, zhao_home, tang, zhao
):
    with pytest.raises(OutOfScope):
        chase(yanning, tang, after(16, 31))
    with pytest.raises(NotPermitted):
        chase(zhao_home, zhao, after(16, 31))


def test_who_chased_how_many_stands_in_the_audit_trail(chase, form, tangning, zhao, qian, tang):
    chase(tangning, tang, after(16, 31))
    words = AuditEvent.objects.filter(by=tang, word__startswith="chasing.").order_by("pk")
    assert [(e.word, e.detail["units"]) for e in words] == [
        ("chasing.run_started", 2), ("chasing.run_finished", 2)
    ]  # fmt: skip


def test_a_chase_of_many_asks_the_database_as_often_as_one_of_few(
    chase, form, tangning, tang, zhao, django_assert_max_num_queries
):
    for n in range(60):
        home = make_unit(f"LC/TN/{n}", f"第{n}院", Kind.PUBLIC_RURAL_HOME, tangning)
        make_user(f"more{n}", f"员{n}", home, Role.REPORTER)
    with django_assert_max_num_queries(60):
        run = chase(tangning, tang, after(16, 31) + timedelta(seconds=5))
    assert run.targets.filter(outcome="told").count() == 61
    assert run.day == DAY
