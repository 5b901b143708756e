"""The 21 days of content.md §1, as far as reports show them, and who files when.

Everything random comes from one seed: the same story each time it is loaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random

from shouwang.demo import shifts
from shouwang.demo.forms import forms
from shouwang.demo.lives import Events, Values, first, step
from shouwang.kit import clock
from shouwang.orgs.kinds import ELDERLY_HOMES, Kind

DAY_1 = date(2020, 1, 22)
DAYS = 21
NOW = clock.at(date(2020, 2, 11), time(16, 40))
SEED = 20200122

FEVER_HOME = "砚坪镇敬老院"
# day 7: a township office pasted a chat list of five homes; day 19: snow, the queue came 22 hours
# later
CHAT_TOWNSHIP, CHAT_HOMES, _PASTED_AT = "拾桥镇", 5, time(16, 12)
SNOWED_IN = ("峤坪乡", "峦溪乡")
# day 1 of the homes: 96 by the filing time, 61 late, 22 silent
DAY_1_LATE, DAY_1_SILENT = 61, 22
# day 21 at 16:40: 23 to report, and 2 homes whose reports were returned
DAY_21_OPEN = 25
_RETURNED = (
    (time(16, 21), "on_post", -4, "在岗人数没有计入夜班，请核对后重报"),
    (time(16, 33), "masks", 300, "口罩库存比台账多 300 只，请附入库单或更正"),
)
# … and one of the open ones meant to state 无异常 over a fever
_REFUSED_AT = time(16, 24)
_REFUSED_WHY = "服务对象 1 人 16:15 测温 37.4 ℃，正在复测"
_REFUSED_IN = "LC/YN/"
_PRIVATE = (Kind.PRIVATE_URBAN_HOME, Kind.PRIVATE_RURAL_HOME)
_LOUD = ("fever_residents", "fever_staff", "sent", "deceased")
FILED, LATE, SILENT = "filed", "late", "silent"


@dataclass(frozen=True)
class Place:
    """What the story needs of an institution: its code, name, kind and township's name."""

    code: str
    name: str
    kind: str
    township: str


@dataclass(frozen=True)
class Deed:
    """One filing of the story; ``on_behalf`` when the township office did it."""

    place: Place
    day: date
    at: datetime
    values: Values
    is_zero: bool
    on_behalf: bool = False
    device_at: datetime | None = None


@dataclass(frozen=True)
class Correction:
    """A filing of an earlier day mended."""

    place: Place
    day: date
    at: datetime
    changes: Values
    reason: str


@dataclass(frozen=True)
class Return:
    """A report of the day returned by the section to be mended."""

    place: Place
    day: date
    at: datetime
    reason: str


@dataclass(frozen=True)
class Refusal:
    """A zero report that was not taken; ``why`` was written beside ``item``, which barred it."""

    place: Place
    day: date
    at: datetime
    values: Values
    item: str
    why: str


Event = Deed | Correction | Return | Refusal


class Story:
    """The institutions and their days; ``tell`` yields what happens, in the order of time."""

    def __init__(self, places: list[Place]) -> None:
        # the same story in whatever order they come
        self.places = places = sorted(places, key=lambda p: p.code)
        self.rng = Random(SEED)  # noqa: S311
        self.values = {p.code: first(p.kind, self.rng) for p in places}
        shifts.thin_out(self.values)
        self.homes = [p for p in places if p.kind in ELDERLY_HOMES]
        private = [p for p in places if p.kind in _PRIVATE]
        self.short = {p.code for p in self.rng.sample(private, 11)}
        self.feast = self._share(212, self.homes)
        of_chat = [p.code for p in self.homes if p.township == CHAT_TOWNSHIP]
        self.chat = set(sorted(of_chat)[:CHAT_HOMES])
        # the home that is mended on day 20
        self.mended = max(
            (p.code for p in self.homes if p.code.startswith(shifts.COUNTY)),
            key=lambda code: self.values[code]["staff"],
        )
        self.flagged = {p.code for p in self.rng.sample(self.homes, 5)}
        # what the story does to each on the day that was told last
        self.events: dict[str, Events] = {}
        self.moved = self._share(86, [p for p in places if p.kind == Kind.MARRIAGE_REGISTRY])

    def tell(self, number: int) -> list[Event]:
        """Return what happens on day ``number`` (from 1), sorted by time."""
        day = DAY_1 + timedelta(days=number - 1)
        habits = self._habits(number)
        deeds: list[Event] = []
        if number == shifts.DAY + 1:
            self.values[self.mended]["on_post"] += shifts.MENDED - shifts.SIGNED
        for place in self.places:
            events = self.events[place.code] = self._events(number, place)
            values = step(place.kind, number, self.values[place.code], events, self.rng)
            self.values[place.code] = values
            deed = self._deed(number, day, place, values, habits[place.code])
            if deed is not None:
                deeds.append(deed)
        if number == shifts.DAY:
            self._forget_shifts([d for d in deeds if isinstance(d, Deed)])
        deeds += self._corrections(number, day, [d for d in deeds if isinstance(d, Deed)])
        if number == DAYS:
            silent = [p for p in self.homes if habits[p.code] == SILENT and p.name != FEVER_HOME]
            for place, slip in zip(silent, _RETURNED, strict=False):
                deeds += self._returned(day, place, *slip)
            deeds.append(self._refused(day, silent[len(_RETURNED) :]))
        return sorted(deeds, key=lambda d: d.at)

    def _returned(
        self, day: date, place: Place, returned: time, code: str, slip: int, reason: str
    ) -> list[Event]:
        """Return a filing with a slip in it, and what came of it a few minutes later."""
        known = _known(place.kind)
        stated = {k: v for k, v in self.values[place.code].items() if k in known}
        stated[code] = max(stated.get("live_in", 0), stated[code] + slip)
        at = clock.at(day, returned)
        filed = Deed(place, day, at - timedelta(minutes=9), stated, is_zero=False)
        return [filed, Return(place, day, at, reason)]

    def _refused(self, day: date, silent: list[Place]) -> Refusal:
        """Return a zero report over a fever that day; of 砚宁县 where one is open there."""
        place = next((p for p in silent if p.code.startswith(_REFUSED_IN)), silent[0])
        known = _known(place.kind)
        stated = {k: v for k, v in self.values[place.code].items() if k in known}
        stated["fever_residents"] = 1
        at = clock.at(day, _REFUSED_AT)
        return Refusal(place, day, at, stated, "fever_residents", _REFUSED_WHY)

    def _deed(
        self, number: int, day: date, place: Place, values: Values, habit: str
    ) -> Deed | None:
        if habit == SILENT:
            return None
        stated = {k: v for k, v in values.items() if k in _known(place.kind)}
        quiet = not any(stated.get(k) for k in _LOUD)
        zero = quiet and "fever_residents" in stated and self.rng.random() < 0.72
        at = self._moment(number, day, habit)
        if number == 19 and place.township in SNOWED_IN:
            return Deed(place, day, at + timedelta(hours=22), stated, zero, device_at=at)
        if number == 7 and place.code in self.chat:
            return Deed(place, day, clock.at(day, _PASTED_AT), stated, zero, on_behalf=True)
        return Deed(place, day, at, stated, zero)

    def _moment(self, number: int, day: date, habit: str) -> datetime:
        if habit == LATE:
            latest = 8 if number == DAYS else 240
            minutes = 31 + self.rng.randint(0, latest)
        else:
            # what was at 16:00 is reported after it
            minutes = max(1, 25 - int(abs(self.rng.gauss(0, 9))))
        return clock.at(day, time(16, 0)) + timedelta(
            minutes=minutes, seconds=self.rng.randint(0, 59)
        )

    def _habits(self, number: int) -> dict[str, str]:
        """Return who files by the time, late, or not at all on a day."""
        habits = {p.code: FILED for p in self.places}
        if number == 1:
            chosen = self.rng.sample(self.homes, DAY_1_LATE + DAY_1_SILENT)
            late, silent = chosen[:DAY_1_LATE], chosen[DAY_1_LATE:]
        elif number == DAYS:
            others = [p for p in self.places if p.name != FEVER_HOME]
            chosen = self.rng.sample(others, DAY_21_OPEN + 5)
            late, silent = chosen[:6], chosen[6:]
            silent.append(next(p for p in self.places if p.name == FEVER_HOME))
        else:
            late = self.rng.sample(self.places, max(4, round(60 * 0.82**number)))
            silent = self.rng.sample(self.places, max(1, round(24 * 0.8**number)))
        habits |= {p.code: LATE for p in late}
        habits |= {p.code: SILENT for p in silent}
        if number == 7:
            habits |= dict.fromkeys(self.chat, FILED)
        if number == shifts.DAY:
            habits[self.mended] = FILED
        return habits

    def _events(self, number: int, place: Place) -> Events:
        events = Events()
        if number == 3:
            events.home_for_feast = self.feast.get(place.code, 0)
        if number == 4:
            events.moved = self.moved.get(place.code, 0)
        if number == 8:
            events.flagged = int(place.code in self.flagged)
        if number == 12 and place.kind == Kind.MARRIAGE_REGISTRY:
            events.turned_back = int(place.name[:2] in ("棠宁", "槐津", "荻汀"))
        if number in (11, 12, 13, 14):
            events.few_masks = place.code in self.short
        if number == 15:
            events.masks_in = 60_000 // len(self.places)
        if number == 19 and place.name == "澜川市救助管理站":
            events.intake = 4
        if place.name == FEVER_HOME:
            fever, roommates, released = {
                13: (1, 0, 0),
                14: (2, 8, 0),
                19: (0, 0, 11),
                21: (1, 3, 0),
            }.get(number, (0, 0, 0))
            events.fever, events.roommates, events.released = fever, roommates, released
        return events

    def _forget_shifts(self, deeds: list[Deed]) -> None:
        mine = [d for d in deeds if d.place.code.startswith(shifts.COUNTY)]
        stated = {d.place.code: d.values for d in mine if "on_post" in d.values}
        shifts.forget(self.mended, stated)
        for code, values in stated.items():
            self.values[code] |= {item: values[item] for item in ("on_post", "live_in")}

    def _corrections(self, number: int, day: date, deeds: list[Deed]) -> list[Correction]:
        """Return what is mended later: a few slips each day, and 荻汀市's staff on day 20."""
        found = []
        if number < DAYS - 1:
            for deed in self.rng.sample(deeds, min(2, len(deeds))):
                if "masks" in deed.values:
                    at = clock.at(day + timedelta(days=1), time(8, 20 + self.rng.randint(0, 30)))
                    masks = deed.values["masks"] + self.rng.choice((-20, 20, 40))
                    found.append(
                        Correction(deed.place, day, at, {"masks": masks}, "盘点后更正口罩库存")
                    )
        if number == shifts.DAY:
            home = next(d for d in deeds if d.place.code == self.mended)
            at = clock.at(day + timedelta(days=2), time(10, 12))
            changes = {"on_post": home.values["on_post"] + shifts.MENDED - shifts.SIGNED}
            found.append(Correction(home.place, day, at, changes, "漏统计轮班在岗职工"))
        return found

    def _share(self, total: int, places: list[Place]) -> dict[str, int]:
        """Share a number out at random; the shares add up to it."""
        shares: dict[str, int] = {}
        for _turn in range(total):
            code = self.rng.choice(places).code
            shares[code] = shares.get(code, 0) + 1
        return shares


@cache
def _known(kind: str) -> frozenset[str]:
    """Return the codes that a kind's form asks for; lives keep a few more for all."""
    form = next(f for f in forms() if kind in f.kinds)
    return frozenset(item.figure.code for item in form.draft.items)
