"""The institutions living the story's days, and what their ledgers say of each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from shouwang.accounts.actions.users import create_user
from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.demo.life import days, moves, orders
from shouwang.demo.life.cluster import Cluster
from shouwang.demo.life.house import HOUSED, found
from shouwang.demo.lives import Events, Values
from shouwang.demo.prefecture import ROOT
from shouwang.demo.story import FEVER_HOME, NOW, Story
from shouwang.kit import clock
from shouwang.ledger import queries as ledger
from shouwang.ledger.actions import counts
from shouwang.orgs.actions.posts import create_post, fill_post
from shouwang.orgs.models import Unit

STATISTICS = time(16, 0)


class Living:
    """Every institution with its people; ``day`` lets one day happen and counts it."""

    def __init__(
        self, made: dict[str, Unit], story: Story, users: Mapping[str, User], by: User
    ) -> None:
        self.made, self.story, self.by = made, story, by
        institutions = [unit for unit in made.values() if unit.is_institution]
        eve = clock.at(date(2020, 1, 21), time(9, 0))
        self.houses = found(institutions, story.values, by, eve)
        home = next(house for house in self.houses if house.unit.name == FEVER_HOME)
        self.medic = _medic(made[ROOT], by, eve)
        self.cluster = Cluster(home, users["yuanzhang"], users["huli"])

    def day(self, number: int, day: date, root: Unit) -> dict[str, Values]:
        """Let a day happen; return what is counted, by the institution's code.

        The story's values say how many come and go; the ledger says what came of it.
        """
        values, housed = self.story.values, [h for h in self.houses if h.unit.kind in HOUSED]
        orders.happen(number, day, root, self.made, self.by)
        days.post(self.houses, values, day, self.by)
        for house in housed:
            events = self.story.events.get(house.unit.code, Events())
            moves.move(house, day, values[house.unit.code], events, self.by)
        self.cluster.happen(number, day)
        for turn in (1, 2):
            days.walk(self.houses, day, turn, self.by)
        days.watch(housed, day, self.by, self.medic)
        days.clean(self.houses, day, self.by)
        days.receive(housed, values, day, self.by)
        return self._counted(day)

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
