"""Self-checks: what is asked, what a sheet must say, when it is overdue, who sees it."""

from __future__ import annotations

import io
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from shouwang.accounts.access import OutOfScope
from shouwang.accounts.roles import Role
from shouwang.guides import check_queries, retention, rules
from shouwang.guides.actions import checklists, sheets
from shouwang.guides.actions.sheets import NewSheet, Said
from shouwang.guides.models import Answer, Item, Sheet
from shouwang.kit import clock, offline
from shouwang.kit.ids import uuid7
from shouwang.kit.offline import Envelope, Unfit
from shouwang.orgs.scope import scope_of
from tests.cast import DAY, at, make_user
from tests.reporting.stage import set_clock

PHOTO = b"\xff\xd8\xff\xe0 photo"


@pytest.fixture
def daily(tangning, tang, zhao_home, qian_home):
    """The library's daily list, adopted by 棠宁区 the day before."""
    yesterday = at(DAY - timedelta(days=1), 9)
    return checklists.adopt(owner=tangning, code="home_daily", by=tang, at=yesterday)


def said(checklist, *no: int, note: str = "正在整改") -> dict[int, Said]:
    items = check_queries.asked_items([checklist])[checklist.pk]
    return {
        item.pk: Said("no", note) if place in no else Said("yes")
        for place, item in enumerate(items)
    }


def sheet(unit, checklist, *no: int, when=None, **more) -> NewSheet:
    return NewSheet(unit, checklist, said(checklist, *no), when or at(hour=9), **more)


def test_an_adopted_list_asks_what_has_a_source_and_proposals_stay_off(daily, tangning, tang):
    on = set(daily.items.filter(is_on=True).values_list("is_official", flat=True))
    off = list(daily.items.filter(is_on=False))
    assert on == {True}
    assert off
    assert not any(item.is_official or item.source for item in off)
    again = checklists.adopt(owner=tangning, code="home_daily", by=tang, at=at(hour=9))
    assert again == daily


def test_a_no_says_why_and_every_question_is_answered(daily, zhao_home, zhao):
    with pytest.raises(ValidationError, match="请说明情况"):
        sheets.fill(
            new=NewSheet(zhao_home, daily, said(daily, 0, note=" "), at(hour=9)),
            by=zhao,
            at=at(hour=9),
        )
    short = dict(list(said(daily).items())[1:])
    with pytest.raises(ValidationError, match="请回答"):
        sheets.fill(new=NewSheet(zhao_home, daily, short, at(hour=9)), by=zhao, at=at(hour=9))
    made = sheets.fill(new=sheet(zhao_home, daily, 0, 2), by=zhao, at=at(hour=9))
    assert (made.yes, made.no) == (len(said(daily)) - 2, 2)


def test_the_same_sheet_twice_is_one_and_a_later_one_of_the_day_counts(daily, zhao_home, zhao):
    new = sheet(zhao_home, daily, 0)
    sheets.fill(new=new, by=zhao, at=at(hour=9))
    sheets.fill(new=new, by=zhao, at=at(hour=10))
    assert Sheet.objects.count() == 1
    later = sheets.fill(new=sheet(zhao_home, daily, when=at(hour=12)), by=zhao, at=at(hour=12))
    (line,) = check_queries.lines(zhao_home, now=at(hour=13))
    assert (line.last, line.standing.state) == (later, rules.DONE)
    sheets.void(sheet=later, reason="误填", by=zhao, at=at(hour=14))
    (line,) = check_queries.lines(zhao_home, now=at(hour=15))
    assert line.last.pk == new.id


@pytest.mark.parametrize(
    ("cadence", "starts", "filled", "now", "state", "missed"),
    [
        ("daily", date(2020, 2, 10), [], at(date(2020, 2, 11), 19), rules.DUE, 1),
        ("daily", date(2020, 2, 10), [], at(date(2020, 2, 11), 20, 1), rules.OVERDUE, 1),
        ("daily", date(2020, 2, 10), [11, 10], at(date(2020, 2, 11), 21), rules.DONE, 0),
        ("daily", date(2020, 1, 1), [], at(date(2020, 2, 11), 9), rules.DUE, 14),
        ("daily", date(2020, 2, 12), [], at(date(2020, 2, 11), 9), rules.COMING, 0),
        # the week of Monday 10 February is due on Sunday 16
        ("weekly", date(2020, 2, 5), [3], at(date(2020, 2, 16), 19), rules.DUE, 0),
        ("weekly", date(2020, 2, 5), [], at(date(2020, 2, 16), 21), rules.OVERDUE, 1),
    ],
)
def test_a_list_is_due_then_overdue_and_past_gaps_are_counted(
    cadence, starts, filled, now, state, missed
):
    periods = {date(2020, 2, day) for day in filled}
    told = rules.standing(
        cadence, starts_on=starts, due_time=time(20), filled=periods, now=clock.local(now)
    )
    assert (told.state, told.missed) == (state, missed)


def test_a_neighbours_list_and_house_are_out_of_reach(daily, zhao, qian_home, yan, sun, sun_home):
    with pytest.raises(OutOfScope):
        sheets.fill(new=sheet(qian_home, daily), by=zhao, at=at(hour=9))
    with pytest.raises(OutOfScope):
        sheets.fill(new=sheet(sun_home, daily), by=sun, at=at(hour=9))
    with pytest.raises(OutOfScope):
        check_queries.checklist(scope_of(yan, at=at(hour=9)), daily.pk)


def sent(unit, daily, body=None, id=None, **files) -> Envelope:
    answers = {str(pk): {"value": s.value, "note": s.note} for pk, s in said(daily, 0).items()}
    told = {"list": daily.pk, "answers": answers} if body is None else body
    moment = at(hour=9)
    return Envelope(id or uuid7(), "guides.selfcheck", unit.pk, told, moment, moment, files)


def test_a_carer_sends_a_sheet_with_a_photo_and_the_replay_changes_nothing(
    daily, zhao_home, monkeypatch
):
    carer = make_user("carer", "何护理", zhao_home, Role.CARER)
    first = min(said(daily))
    receive = offline.kinds()["guides.selfcheck"].receive
    scope, key = scope_of(carer, at=at(hour=10)), uuid7()
    for is_new in (True, False):
        files = {f"photo-{first}": io.BytesIO(PHOTO)}
        envelope = sent(zhao_home, daily, id=key, **files)
        assert receive(envelope, by=carer, scope=scope, at=at(hour=10)).is_new is is_new
    answer = Answer.objects.get(sheet=key, item=first)
    assert (answer.value, answer.note, bool(answer.photo)) == ("no", "正在整改", True)
    set_clock(monkeypatch, at(hour=11))
    browser = Client()
    browser.force_login(carer)
    shown = browser.get(f"/selfchecks/sheets/{key}/photo/{first}/")
    assert b"".join(shown.streaming_content) == PHOTO
    assert retention.purge(before=DAY + timedelta(days=1), at=at(hour=12)) == 1
    assert Answer.objects.get(pk=answer.pk).note == "正在整改"


def test_what_no_phone_of_ours_sends_is_unfit(daily, zhao_home, zhao):
    receive = offline.kinds()["guides.selfcheck"].receive
    scope = scope_of(zhao, at=at(hour=10))
    for body in ({}, {"list": daily.pk}, {"list": daily.pk, "answers": {"x": 1}}):
        with pytest.raises(Unfit):
            receive(sent(zhao_home, daily, body), by=zhao, scope=scope, at=at(hour=10))


def test_the_pack_carries_the_questions_that_are_asked(daily, zhao_home, zhao):
    build = offline.packs()["guides.lists"].build
    told = build(scope=scope_of(zhao, at=at(hour=9)), unit=zhao_home, at=at(hour=9))
    (packed,) = told["lists"]
    assert {item["id"] for item in packed["items"]} == set(said(daily))
    assert (packed["state"], packed["missed"]) == (rules.DUE, 1)


def test_the_bureau_sees_overdue_houses_first_and_what_was_answered_no(
    daily, zhao, zhao_home, tang, monkeypatch
):
    set_clock(monkeypatch, at(hour=9))
    browser = Client()
    browser.force_login(zhao)
    page = f"/selfchecks/{zhao_home.pk}/fill/{daily.pk}/"
    told = {f"value-{pk}": s.value for pk, s in said(daily, 0).items()}
    assert browser.post(page, told).status_code == 422
    first = min(said(daily))
    assert browser.post(page, told | {f"note-{first}": "访客已劝返"}).status_code == 302
    set_clock(monkeypatch, at(hour=21))
    browser.force_login(tang)
    board = browser.get("/selfchecks/").content.decode()
    assert board.index("钱村托养院") < board.index("赵家敬老院")
    assert "逾期未填" in board
    assert "访客已劝返" in board


def test_a_bureau_turns_questions_on_and_off_and_adds_its_own(daily, tang, zhao_home, monkeypatch):
    set_clock(monkeypatch, at(hour=9))
    browser = Client()
    browser.force_login(tang)
    browser.post(f"/selfchecks/lists/{daily.pk}/add/", {"text": "门卫两人在岗", "group": "出入"})
    own = Item.objects.get(text="门卫两人在岗")
    told = {"item": [own.pk], "cadence": "weekly", "due_time": "18:00"}
    browser.post(f"/selfchecks/lists/{daily.pk}/change/", told)
    assert [i.pk for i in check_queries.asked_items([daily])[daily.pk]] == [own.pk]
    (line,) = check_queries.lines(zhao_home, now=at(hour=10))
    assert (line.checklist.cadence, line.standing.missed) == ("weekly", 0)
    assert "门卫两人在岗" in browser.get(f"/selfchecks/lists/{daily.pk}/").content.decode()
    browser.post(f"/selfchecks/lists/{daily.pk}/close/")
    assert check_queries.lines(zhao_home, now=at(hour=10)) == []
