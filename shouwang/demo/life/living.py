"""The institutions living the story's days, and what their ledgers say of each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from shouwang.accounts.actions.users import create_user
from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.alarms.actions import alarms, watching
from shouwang.alarms.models import Alarm
from shouwang.demo.life import days, errands, moves, orders, paperwork
from shouwang.demo.life.cluster import Cluster
from shouwang.demo.life.house import HOUSED, Staff, found
from shouwang.demo.lives import Events, Values
from shouwang.demo.prefecture import ROOT
from shouwang.demo.story import FEVER_HOME, NOW, SNOWED_IN, Refusal, Story
from shouwang.kit import clock
from shouwang.ledger import queries as ledger
from shouwang.ledger.actions import counts
from shouwang.movements.watching import ROOMS_FULL
from shouwang.orgs.actions.posts import create_post, fill_post
from shouwang.orgs.kinds import ELDERLY_HOMES
from shouwang.orgs.models import Unit

STATISTICS = time(16, 0)
_COUNTY = "LC/YN/"


class Living:
    """Every institution with its people; ``day`` lets one day happen and counts it."""

    def __init__(
        self, made: dict[str, Unit], story: Story, users: Mapping[str, User], by: User
    ) -> None:
        self.made, self.story, self.by = made, story, by
        self.office, self.county = users["bangongshi"], users["xianju"]
        institutions = [unit for unit in made.values() if unit.is_institution]
        eve = clock.at(date(2020, 1, 21), time(9, 0))
        self.houses = found(institutions, story.values, by, eve)
        self.housed = [house for house in self.houses if house.unit.kind in HOUSED]
        self.home = next(house for house in self.houses if house.unit.name == FEVER_HOME)
        hands = (users[name] for name in ("yuanzhang", "huli", "yihu", "menwei"))
        self.home.hands = Staff(*hands)
        self.medic = _medic(made[ROOT], by, eve)
        self.cluster = Cluster(self.home, self.home.hands, self.county)
        self.snowed_in = {p.code for p in story.places if p.township in SNOWED_IN}

    def day(self, number: int, day: date, root: Unit) -> dict[str, Values]:
        """Let a day happen; return what is counted, by the institution's code.

        The story's values say how many come and go; the ledger says what came of it.
        """
        values, offline = self.story.values, self.snowed_in if number == 19 else ()
        orders.happen(number, day, root, self.made, self.office)
        days.post(self.houses, values, day, self.by)
        for house in self.housed:
            events = self.story.events.get(house.unit.code, Events())
            moves.move(house, day, values[house.unit.code], events, self.by)
        self.cluster.happen(number, day)
        for turn in (1, 2):
            days.walk(self.houses, day, turn, self.by, offline=offline)
        days.watch(self.housed, day, self.by, self.medic)
        days.clean(self.houses, day, self.by, offline=offline)
        days.receive(self.housed, values, day, self.by)
        self._else(number, day, root)
        return self._counted(day)

    def refused(self, told: Refusal) -> None:
        """Take the temperature over which a zero report is about to be refused."""
        house = next(house for house in self.houses if house.unit.code == told.place.code)
        errands.fever(house, told.at - timedelta(minutes=9), self.by)

    def _else(self, number: int, day: date, root: Unit) -> None:
        errands.happen(number, day, self.home, self.county)
        errands.goods(number, day, self.housed, self.by)
        paperwork.happen(number, day, root, self.houses, self.office, self.by)
        near = [house for house in self.housed if house.unit.code.startswith(_COUNTY)]
        others = [h for h in near if h is not self.home and h.unit.kind in ELDERLY_HOMES]
        if number == 7:
            paperwork.plan(self.home, day, self.by, self.county)
        if number == 20:
            paperwork.plan(others[0], day, self.by, None)
            errands.apply_to_reopen(others[1], day, self.by)
        self._clear(clock.at(day, time(15, 58)))
        if clock.at(day, time(15, 59)) < NOW - timedelta(days=1):
            self._take_notice(clock.at(day, time(15, 59)))

    def _clear(self, at: datetime) -> None:
        """Look whether houses whose isolation rooms were full have one again; close the warning."""
        open_ = Alarm.objects.filter(code=ROOMS_FULL, closed_at=None)
        units = set(open_.values_list("unit_id", flat=True))
        if not units:
            return
        watching.look(at=at, unit_ids=units, codes=[ROOMS_FULL])
        for alarm in open_.filter(gone_at__isnull=False).order_by("pk"):
            alarms.close(alarm=alarm, outcome="隔离室已有空余", by=self.by, at=at)

    def _take_notice(self, at: datetime) -> None:
        """Let the county, elsewhere the prefecture, acknowledge what a day warned of; what the last
        day warns of is left to the reader."""
        open_ = Alarm.objects.filter(acknowledged_at=None, closed_at=None, raised_at__lte=at)
        for alarm in open_.select_related("unit").order_by("pk"):
            by = self.county if alarm.unit.code.startswith(_COUNTY) else self.office
            alarms.acknowledge(alarm=alarm, by=by, at=at)

    def _counted(self, day: date) -> dict[str, Values]:
        until = clock.at(day, STATISTICS)
        since = until - timedelta(days=1)
        ids = {house.unit.pk: house.unit.code for house in self.houses}
        counts.fill(list(ids), since=since, until=until, at=min(until, NOW))
        kept = ledger.kept(list(ids), since=since, until=until)
        return {ids[pk]: {c: int(v) for c, v in one.values.items()} for pk, one in kept.items()}


def _medic(root: Unit, by: User, at: datetime) -> User:
    """Return the physician who goes round the homes and signs releases; nobody signs in as them."""
    user = create_user(username="xunyi", name="巡诊医生", password=None, by=by, at=at, is_demo=True)
    post = create_post(unit=root, name="巡诊", role=Role.MEDIC, by=by, at=at)
    fill_post(post=post, user=user, by=by, at=at)
    return user
