"""The cluster of 砚坪镇敬老院, days 13 to 18: from the first temperature to the final report."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from shouwang.accounts.models import User
from shouwang.demo.life.house import House
from shouwang.epidemic import rules
from shouwang.epidemic.actions import cases
from shouwang.epidemic.models import Case
from shouwang.health.actions import temperatures
from shouwang.health.readings import Reading
from shouwang.kit import clock
from shouwang.kit.ids import uuid7
from shouwang.movements.actions import isolation
from shouwang.movements.actions.isolation import Observed
from shouwang.movements.kinds import Cause
from shouwang.people.models import Person

_BUREAU, _CONTROL = "砚宁县民政局 值班室", "砚宁县疾控中心 值班室"
_FIRST = (13, time(7, 20), 376)
_MORE = ((14, time(6, 52), 378), (14, time(14, 31), 375))
_WORD = "砚宁县疾控中心 2 月 8 日电话：三人均为季节性流感，聚集性疫情排除"


@dataclass
class Cluster:
    """The people of the story's cluster and their cases."""

    house: House
    director: User
    carer: User
    cases: list[Case] = field(default_factory=list)

    def happen(self, number: int, day: date) -> None:
        """Do what happens in the house on a day, before its rounds are counted."""
        if number == _FIRST[0]:
            self._first(clock.at(day, _FIRST[1]), _FIRST[2])
        for of_day, moment, tenths in _MORE:
            if of_day == number:
                self._more(clock.at(day, moment), tenths)
        if number in (15, 16, 17):
            self._follow(number, clock.at(day, time(9, 20)))
        if number == 18:
            self._end(clock.at(day, time(15, 10)))

    def _fever(self, person: UUID, at: datetime, tenths: int) -> Case:
        unit = self.house.unit
        reading = Reading(person, at, tenths, symptoms=1, id=uuid7(at))
        taken = temperatures.take(unit=unit, reading=reading, by=self.carer, at=at)
        if taken.case_id is None:
            raise LookupError(f"no case was opened at {tenths} tenths")
        case = Case.objects.get(pk=taken.case_id)
        self.cases.append(case)
        self._note(case, rules.RECHECK, at + timedelta(minutes=3), temperature=_degrees(tenths))
        return case

    def _first(self, at: datetime, tenths: int) -> None:
        case = self._fever(self._corridor()[0], at, tenths)
        later = at + timedelta(minutes=5)
        self._isolate(case, later)
        self._note(case, rules.PHONE_SUPERIOR, at + timedelta(minutes=6), who=_BUREAU)
        self._note(case, rules.PHONE_CDC, at + timedelta(minutes=8), who=_CONTROL)
        self._note(case, rules.FAMILY, at + timedelta(minutes=15), who="家属", people=1)
        written = "07:20 晨检测温 37.6 ℃，复测 37.5 ℃，无咳嗽，已转入隔离室，同室 2 人一并观察。"
        self._note(case, rules.WRITTEN, at + timedelta(minutes=28), details=written)
        self._note(case, rules.SENT, at + timedelta(minutes=70), who="砚宁县人民医院发热门诊")

    def _more(self, at: datetime, tenths: int) -> None:
        case = self._fever(self._corridor()[len(self.cases)], at, tenths)
        self._isolate(case, at + timedelta(minutes=6))
        self._note(case, rules.PHONE_SUPERIOR, at + timedelta(minutes=7), who=_BUREAU)
        self._note(case, rules.PHONE_CDC, at + timedelta(minutes=9), who=_CONTROL)
        self._note(case, rules.FAMILY, at + timedelta(minutes=20), who="家属", people=1)
        count = len(self.cases)
        written = f"同一走廊第 {count} 例发热，已隔离；县疾控已派人采样，正在核实。"
        self._note(case, rules.WRITTEN, at + timedelta(minutes=26), details=written)
        if count == 2:
            mates = self._corridor()[3:11]
            observed = [Observed(pk, Cause.CONTACT, at + timedelta(minutes=30)) for pk in mates]
            isolation.begin_many(
                unit=self.house.unit,
                people=observed,
                by=self.director,
                at=at + timedelta(minutes=30),
            )
            self._note(case, rules.ROOMMATES, at + timedelta(minutes=30), people=len(mates))

    def _isolate(self, case: Case, at: datetime) -> None:
        who = Observed(case.person_id, Cause.FEVER, at)
        isolation.begin(unit=self.house.unit, who=who, by=self.director, at=at)
        self._note(case, rules.ISOLATE, at)

    def _follow(self, number: int, at: datetime) -> None:
        text = {
            15: "三人体温 36.8—37.4 ℃，一般情况可；隔离 11 人，无新增发热。",
            16: "三人体温正常；采样结果待回，隔离人员两次测温均正常。",
            17: "县疾控初步结果：甲型流感病毒核酸阳性两份，正在复核。",
        }[number]
        for case in self.cases:
            self._note(case, rules.FOLLOW_UP, at, details=text)

    def _end(self, at: datetime) -> None:
        for case in self.cases:
            final = (
                "疾控结论为季节性流感，聚集性疫情排除；隔离人员继续观察至期满，全院完成终末消毒。"
            )
            self._note(case, rules.DISINFECTED, at - timedelta(minutes=40))
            self._note(case, rules.FINAL, at, details=final)
            cases.close(
                case=case,
                outcome=Case.Outcome.EXCLUDED,
                by=self.director,
                at=at + timedelta(minutes=5),
                word=_WORD,
            )

    def _note(
        self,
        case: Case,
        step: str,
        at: datetime,
        *,
        who: str = "",
        details: str = "",
        people: int | None = None,
        temperature: Decimal | None = None,
    ) -> None:
        cases.note(
            case=case,
            step=step,
            by=self.director,
            at=at,
            who=who,
            details=details,
            people=people,
            temperature=temperature,
        )

    def _corridor(self) -> list[UUID]:
        """Return who lives on the corridor of the story, always in the same order."""
        found = Person.objects.filter(pk__in=self.house.inside).order_by("room", "bed", "pk")
        return list(found.values_list("pk", flat=True)[:11])


def _degrees(tenths: int) -> Decimal:
    return Decimal(tenths - 1) / 10
