"""The cluster of 砚坪镇敬老院, days 13 to 19: from the first temperature to the final report, and
to the release on disease control's word."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from shouwang.accounts.models import User
from shouwang.alarms.actions import alarms
from shouwang.alarms.models import Alarm
from shouwang.demo.life.house import House, Staff
from shouwang.epidemic import rules
from shouwang.epidemic.actions import answers, cases, findings
from shouwang.epidemic.models import Case, CaseStep
from shouwang.health.actions import temperatures
from shouwang.health.actions.fevers import CLUSTER
from shouwang.health.readings import Reading
from shouwang.kit import clock
from shouwang.kit.ids import uuid7
from shouwang.movements.actions import isolation, releases, rooms
from shouwang.movements.actions.isolation import Observed
from shouwang.movements.kinds import Cause
from shouwang.movements.models import Isolation
from shouwang.people.models import Person

_BUREAU, _CONTROL = "砚宁县民政局 值班室", "砚宁县疾控中心 值班室"
_FIRST = (13, time(7, 20), 376)
_MORE = ((14, time(6, 52), 378), (14, time(14, 31), 375))
_WORD = "砚宁县疾控中心 2 月 8 日电话：三人均为季节性流感，聚集性疫情排除"
_RELEASE = "砚宁县疾控中心传染病防治科：流感病例症状消失，同室人员采样阴性，11 人可解除隔离"
# eleven of one corridor, four rooms of three: who falls ill sleeps in three of them
_CORRIDOR, _ILL = 11, (0, 3, 6)
_ROOMS = 10
# what a thermometer shows on the days after, below the mark of a fever
_COOLING = (372, 371, 369, 367)


@dataclass
class Cluster:
    """The people of the story's cluster, their cases, and who writes them down."""

    house: House
    hands: Staff
    superior: User
    cases: list[Case] = field(default_factory=list)
    corridor: list[UUID] = field(default_factory=list)

    def happen(self, number: int, day: date) -> None:
        """Do what happens in the house on a day, before its rounds are counted."""
        if number == _FIRST[0]:
            self.corridor = self._corridor()
            self.house.staying = set(self.corridor)
            self._first(clock.at(day, _FIRST[1]), _FIRST[2])
        for of_day, moment, tenths in _MORE:
            if of_day == number:
                self._more(clock.at(day, moment), tenths)
        if number in (15, 16, 17, 18):
            # each within a day of the one before
            self._follow(number, clock.at(day, time(6, 45 - 3 * (number - 15))))
        if number == 18:
            self._end(clock.at(day, time(15, 10)))
        if number == 19:
            self._release(clock.at(day, time(9, 10)))
        self._cool(number)

    def _first(self, at: datetime, tenths: int) -> None:
        case = self._fever(at, tenths)
        self._isolate(case, at + timedelta(minutes=5))
        self._call(case, at + timedelta(minutes=6))
        self._note(case, rules.FAMILY, at + timedelta(minutes=15), who="家属", people=1)
        written = (
            "07:20 晨检测温 37.6 ℃，复测 37.5 ℃，无咳嗽，已转入隔离室；同室 2 人暂留本室观察。"
        )
        self._report(case, rules.WRITTEN, at + timedelta(minutes=28), written)
        self._note(case, rules.SENT, at + timedelta(minutes=70), who="砚宁县人民医院发热门诊")

    def _more(self, at: datetime, tenths: int) -> None:
        case = self._fever(at, tenths)
        count = len(self.cases)
        if count == 2:
            self._make_room(at + timedelta(minutes=4))
        self._isolate(case, at + timedelta(minutes=6))
        self._call(case, at + timedelta(minutes=7))
        self._note(case, rules.FAMILY, at + timedelta(minutes=20), who="家属", people=1)
        written = f"同一走廊第 {count} 例发热，已隔离；县疾控已派人采样，正在核实。"
        self._report(case, rules.WRITTEN, at + timedelta(minutes=26), written)
        if count > 2:
            # the others of the room have been isolated as contacts since the morning
            self._note(case, rules.ROOMMATES, at + timedelta(minutes=8), people=2)
        if count == 2:
            self._roommates(case, at + timedelta(minutes=30))
            more = "本例体温 37.1 ℃，未见加重；同一走廊今晨出现第 2 例发热，已另报。"
            self._report(self.cases[0], rules.FOLLOW_UP, at + timedelta(minutes=34), more)
            self._take_notice(at + timedelta(minutes=12))
            answers.ask_follow_up(
                case=case,
                due_at=at + timedelta(hours=24),
                details="请报同走廊人员名单、隔离安排和采样结果",
                by=self.superior,
                at=at + timedelta(minutes=40),
            )

    def _fever(self, at: datetime, tenths: int) -> Case:
        unit, person = self.house.unit, self.corridor[_ILL[len(self.cases)]]
        reading = Reading(person, at, tenths, symptoms=1, id=uuid7(at))
        temperatures.take(unit=unit, reading=reading, by=self.hands.carer, at=at)
        case = Case.objects.get(person=person, closed_at=None)
        self.cases.append(case)
        again = Decimal(tenths - 1) / 10
        self._note(case, rules.RECHECK, at + timedelta(minutes=3), temperature=again)
        return case

    def _call(self, case: Case, at: datetime) -> None:
        """Call the bureau and disease control; the bureau confirms."""
        said = self._note(case, rules.PHONE_SUPERIOR, at, who=_BUREAU)
        answers.receive(step=said, by=self.superior, at=at + timedelta(minutes=1))
        self._note(case, rules.PHONE_CDC, at + timedelta(minutes=2), who=_CONTROL)

    def _report(self, case: Case, step: str, at: datetime, details: str) -> None:
        said = self._note(case, step, at, details=details)
        answers.receive(step=said, by=self.superior, at=at + timedelta(minutes=6))

    def _make_room(self, at: datetime) -> None:
        """Clear the east wing: the house has fewer isolation rooms than it needs now."""
        by = self.hands.director
        for number in range(1, _ROOMS + 1):
            name = f"东侧{number:02d}室"
            rooms.open_room(unit=self.house.unit, name=name, beds=1, by=by, at=at)

    def _roommates(self, case: Case, at: datetime) -> None:
        ill = {self.corridor[place] for place in _ILL}
        mates = [Observed(pk, Cause.CONTACT, at) for pk in self.corridor if pk not in ill]
        isolation.begin_many(unit=self.house.unit, people=mates, by=self.hands.director, at=at)
        for one in self.cases:
            self._note(one, rules.ROOMMATES, at, people=len(mates))

    def _take_notice(self, at: datetime) -> None:
        alarm = Alarm.objects.get(code=CLUSTER, unit=self.house.unit, closed_at=None)
        alarms.acknowledge(alarm=alarm, by=self.superior, at=at)

    def _isolate(self, case: Case, at: datetime) -> None:
        who = Observed(case.person_id, Cause.FEVER, at)
        isolation.begin(unit=self.house.unit, who=who, by=self.hands.director, at=at)
        self._note(case, rules.ISOLATE, at)

    def _follow(self, number: int, at: datetime) -> None:
        text = {
            15: "三人体温 36.7—37.2 ℃，一般情况可；隔离 11 人，无新增发热。",
            16: "三人体温正常；采样结果待回，隔离人员两次测温均正常。",
            17: "县疾控初步结果：甲型流感病毒核酸阳性两份，正在复核。",
            18: "三人体温正常满两天；采样复核完成，等待县疾控结论。",
        }[number]
        for case in self.cases:
            self._report(case, rules.FOLLOW_UP, at, text)

    def _end(self, at: datetime) -> None:
        final = (
            "疾控结论为季节性流感，聚集性疫情排除；11 人继续隔离，待疾控意见后解除，已终末消毒。"
        )
        for case in self.cases:
            findings.record_finding(
                case=case, status=rules.CLEARED, who=_CONTROL, details=_WORD,
                by=self.hands.medic, at=at - timedelta(minutes=50),
            )  # fmt: skip
            self._note(case, rules.DISINFECTED, at - timedelta(minutes=40))
            self._report(case, rules.FINAL, at, final)
            cases.close(
                case=case,
                outcome=Case.Outcome.EXCLUDED,
                by=self.hands.director,
                at=at + timedelta(minutes=8),
                word=_WORD,
            )
        alarm = Alarm.objects.get(code=CLUSTER, unit=self.house.unit, closed_at=None)
        outcome = "县疾控结论为季节性流感，聚集性疫情排除；终报已收，全院终末消毒"
        alarms.close(alarm=alarm, outcome=outcome, by=self.superior, at=at + timedelta(minutes=15))

    def _release(self, at: datetime) -> None:
        """Release all of them before their days, as disease control said; two sign for each."""
        open_ = Isolation.objects.filter(
            unit=self.house.unit, person__in=self.corridor, ended_at=None, voided_at=None
        )
        held = list(open_.select_related("unit").order_by("happened_at", "pk"))
        director, medic = self.hands.director, self.hands.medic
        heard_at = at + timedelta(minutes=10)
        releases.hear(isolations=held, word=_RELEASE, said_at=at, by=director, at=heard_at)
        for place, one in enumerate(held):
            signed_at = heard_at + timedelta(minutes=10 + 2 * place)
            releases.sign(isolation=one, signed_as=releases.MEDIC, by=medic, at=signed_at)
            signed_at += timedelta(minutes=30)
            releases.sign(isolation=one, signed_as=releases.DIRECTOR, by=director, at=signed_at)
        self.house.staying = set()

    def _cool(self, number: int) -> None:
        """Say what the rounds of the day measure of those who are ill."""
        since = {_ILL[0]: number - 13, _ILL[1]: number - 14, _ILL[2]: number - 14}
        self.house.warm = {
            self.corridor[place]: _COOLING[days]
            for place, days in since.items()
            if self.corridor and 0 <= days < len(_COOLING)
        }

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
    ) -> CaseStep:
        return cases.note(
            case=case, step=step, by=self.hands.director, at=at,
            who=who, details=details, people=people, temperature=temperature,
        )  # fmt: skip

    def _corridor(self) -> list[UUID]:
        """Return who lives on the corridor of the story, room by room."""
        found = Person.objects.filter(pk__in=self.house.inside).order_by("room", "bed", "pk")
        return list(found.values_list("pk", flat=True)[:_CORRIDOR])
