"""What comes to a house besides its days: parcels, fevers, a plumber, a leave asked for."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from shouwang.accounts.models import User
from shouwang.demo.life import names
from shouwang.demo.life.house import House
from shouwang.demo.lives import CLOSED_FROM
from shouwang.epidemic import rules
from shouwang.epidemic.actions import cases
from shouwang.epidemic.models import Case
from shouwang.gate.actions import after, approvals, parcels, visits
from shouwang.gate.actions.parcels import NewParcel
from shouwang.gate.kinds import Decision, FeverStep, Purpose, Reason
from shouwang.gate.told import NewVisit, Step, Who
from shouwang.health.actions import temperatures
from shouwang.health.readings import Reading
from shouwang.kit import clock
from shouwang.kit.ids import uuid7
from shouwang.movements.actions import isolation, requests
from shouwang.movements.actions.isolation import Observed
from shouwang.movements.actions.requests import Ask, Told
from shouwang.movements.kinds import Cause, Kind
from shouwang.movements.kinds import Told as How
from shouwang.response.actions import exemptions, reopenings
from shouwang.response.models import Exemption

_GOODS = ("换洗衣物一包", "水果一箱", "成人护理垫两包", "降压药一盒", "老花镜一副", "奶粉两罐")
_HOUSES_WITH_GOODS = 40
_TENTHS = 374


def happen(number: int, day: date, home: House, county: User) -> None:
    """Do what the story tells of the home's gate and office on a day."""
    if number == 2:
        _feverish_visitor(home, clock.at(day, time(14, 22)))
    if number == 16:
        _plumber(home, clock.at(day, time(10, 5)), county)
    if number == 21:
        _leave_asked(home, clock.at(day, time(10, 40)))


def goods(number: int, day: date, houses: list[House], by: User) -> None:
    """Leave goods at the gates of closed houses; they are disinfected and passed on."""
    if number < CLOSED_FROM:
        return
    some = [house for house in houses[number % 4 :: 4] if house.inside][:_HOUSES_WITH_GOODS]
    left = [_parcel(house, day) for house in some]
    parcels.take_in_many(entries=left, by=by, at=clock.at(day, time(15, 55)))


def _parcel(house: House, day: date) -> NewParcel:
    at = clock.at(day, time(9 + house.rng.randrange(5), house.rng.randrange(60)))
    sender, phone = names.visitor(house.rng)
    return NewParcel(
        house.unit,
        house.rng.choice(_GOODS),
        at,
        person_id=house.rng.choice(house.inside),
        sender=sender,
        sender_phone=phone,
        disinfected_at=at + timedelta(minutes=8),
        passed_at=at + timedelta(minutes=55),
        id=uuid7(at),
    )


def _feverish_visitor(home: House, at: datetime) -> None:
    assert home.hands
    name, phone = names.visitor(home.rng)
    steps = [
        Step(FeverStep(step), note, at + timedelta(minutes=minutes), uuid7(at))
        for step, note, minutes in (
            ("wait", "门岗旁临时等候处", 2),
            ("report", "镇卫生院 值班电话", 6),
        )
    ]
    new = NewVisit(
        home.unit, Purpose.VISIT, at, Decision.REFUSED, Reason.FEVER, Who(name=name, phone=phone),
        person_id=home.rng.choice(home.inside), temperature=378, recheck=377, wears_mask=True,
        steps=steps, id=uuid7(at),
    )  # fmt: skip
    visits.enter(new=new, by=home.hands.gate, at=at + timedelta(minutes=8))


def _plumber(home: House, at: datetime, county: User) -> None:
    """The boiler fails in a closed house: approved by the county, let in, accompanied."""
    assert home.hands
    gate = home.hands.gate
    who = Who(name="周国强", phone="0400-5532017")
    new = NewVisit(
        home.unit, Purpose.REPAIR, at, Decision.WAITING, "", who,
        temperature=365, wears_mask=True, is_history_clear=True,
        note="锅炉停机，老人房间没有暖气", id=uuid7(at),
    )  # fmt: skip
    visit = visits.enter(new=new, by=gate, at=at)
    asked = Exemption.objects.get(pk=visit.pk)
    minutes = (timedelta(minutes=n) for n in (14, 18, 95))
    exemptions.approve(
        exemption=asked, by=county, at=at + next(minutes),
        terms=["escort", "disinfect"], conditions="只进锅炉房",
    )  # fmt: skip
    came = at + next(minutes)
    approvals.let_in(visit=visit, happened_at=came, by=gate, at=came)
    went = at + next(minutes)
    after.leave(visit=visit, happened_at=went, by=gate, at=went)


def _leave_asked(home: House, at: datetime) -> None:
    """A family asks for somebody although leaves are suspended: it waits for the county."""
    assert home.hands
    ask = Ask(
        home.rng.choice(home.inside),
        Kind.LEAVE,
        "老伴病重，家属请求回家探望半天",
        at,
        destination="家中",
        companion="儿子接送",
        planned_out_at=at + timedelta(days=1),
        planned_back_at=at + timedelta(days=1, hours=5),
        told=Told("儿子", at - timedelta(minutes=20), How.PHONE),
    )
    requests.request(unit=home.unit, ask=ask, by=home.hands.director, at=at)


def apply_to_reopen(house: House, day: date, by: User) -> None:
    """Apply to dine together again; the county has yet to come and look."""
    plan = "同一楼层分两批、一人一桌用餐，餐前测温，餐后消毒；先试行一周。"
    at = clock.at(day, time(11, 20))
    reopenings.apply(unit=house.unit, measures_=["group_dining"], plan=plan, by=by, at=at)


def fever(house: House, at: datetime, by: User) -> Case:
    """Take 37.4 ℃ of a resident and do what follows; the written report is not yet due."""
    reading = Reading(house.rng.choice(house.inside), at, _TENTHS, id=uuid7(at))
    temperatures.take(unit=house.unit, reading=reading, by=by, at=at)
    case = Case.objects.get(person=reading.person_id, closed_at=None)
    for step, minutes, who in (
        (rules.PHONE_SUPERIOR, 5, "县民政局 值班室"),
        (rules.PHONE_CDC, 7, "县疾控中心 值班室"),
    ):
        cases.note(case=case, step=step, by=by, at=at + timedelta(minutes=minutes), who=who)
    later = at + timedelta(minutes=13)
    cases.note(case=case, step=rules.RECHECK, by=by, at=later, temperature=case.temperature)
    later += timedelta(minutes=3)
    isolation.begin(
        unit=house.unit, who=Observed(case.person_id, Cause.FEVER, later), by=by, at=later
    )
    cases.note(case=case, step=rules.ISOLATE, by=by, at=later)
    return case
