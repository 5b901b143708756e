"""The ledger: numbers equal their rows, late records count anew, nothing is counted twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shouwang.accounts.access import OutOfScope
from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import User
from shouwang.figures import counting
from shouwang.figures.counting import Span
from shouwang.gate.actions import visits
from shouwang.gate.told import NewVisit
from shouwang.health.actions import rounds
from shouwang.health.actions.rounds import Walk
from shouwang.health.models import Temperature
from shouwang.health.readings import Reading
from shouwang.kit import clock
from shouwang.ledger import queries
from shouwang.ledger.actions import counts
from shouwang.ledger.counting import count
from shouwang.ledger.models import Count, Mark
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.people.actions import retention, stays
from shouwang.people.models import Stay
from tests.cast import DAY, at

pytestmark = pytest.mark.django_db
Admit = Callable[..., Stay]

UNTIL, SINCE = at(DAY, 16), at(DAY, 16) - timedelta(days=1)


def counted(unit: Unit) -> dict[str, object]:
    """Return what the ledger says of a unit's day."""
    return dict(queries.counted(unit.pk, since=SINCE, until=UNTIL, at=UNTIL).values)


def test_each_number_is_the_number_of_its_rows(zhao_home: Unit, admit: Admit) -> None:
    wang, li = admit(zhao_home, "王秀英"), admit(zhao_home, "李桂兰")
    admit(zhao_home, "周小妹", when=at(DAY, 9))
    stays.leave(person_id=wang.person_id, kind="medical", at=at(DAY, 10), by=system_user())
    stays.die(person_id=li.person_id, at=at(DAY, 11), by=system_user())
    found = counted(zhao_home)
    told = {k: found[k] for k in ("registered", "in_house", "away", "admitted", "left", "deceased")}
    assert told == {
        "registered": 2, "in_house": 1, "away": 1, "admitted": 1, "left": 1, "deceased": 1,
    }  # fmt: skip
    scope = scope_of(system_user(), at=UNTIL)
    for code, number in found.items():
        rows = queries.rows(scope, zhao_home, code, since=SINCE, until=UNTIL, at=UNTIL)
        assert rows.value == number
        if all(one.amount is counting.ROWS for one in counting.counters()[code]):
            assert rows.total == number == len(rows.lines)


def test_a_home_without_records_is_filled_with_nothing_rather_than_zeros(
    zhao_home: Unit, qian_home: Unit, admit: Admit
) -> None:
    admit(zhao_home, "王秀英")
    assert counted(zhao_home)["in_house"] == 1
    assert counted(qian_home) == {}


def test_what_left_after_the_statistics_moment_is_of_the_day_after(
    zhao_home: Unit, admit: Admit
) -> None:
    wang = admit(zhao_home, "王秀英")
    evening = UNTIL + timedelta(hours=1)
    stays.leave(person_id=wang.person_id, kind="leave", at=evening, by=system_user())
    today = counted(zhao_home)
    later = UNTIL + timedelta(days=1)
    tomorrow = queries.counted(zhao_home.pk, since=UNTIL, until=later, at=later).values
    assert (today["in_house"], today["left"]) == (1, 0)
    assert (tomorrow["in_house"], tomorrow["left"]) == (0, 1)


def test_a_late_record_is_counted_on_its_own_day_and_every_later_one(
    zhao_home: Unit, admit: Admit
) -> None:
    admit(zhao_home, "王秀英")
    assert counted(zhao_home)["in_house"] == 1
    yesterday = queries.counted(
        zhao_home.pk, since=SINCE - timedelta(days=1), until=SINCE, at=UNTIL
    ).values
    assert yesterday["in_house"] == 1
    admit(zhao_home, "李桂兰", when=at(DAY, 9) - timedelta(days=1))
    assert counts.settle_all(at=UNTIL) == 1
    numbers = dict(Count.objects.order_by("until").values_list("day", "values"))
    assert [v["in_house"] for v in numbers.values()] == [2, 2]
    assert [v["admitted"] for v in numbers.values()] == [1, 0]
    assert not Mark.objects.exists()


def test_opening_it_counts_what_changed_a_moment_ago(zhao_home: Unit, admit: Admit) -> None:
    admit(zhao_home, "王秀英")
    assert counted(zhao_home)["in_house"] == 1
    admit(zhao_home, "李桂兰", when=at(DAY, 9))
    assert counted(zhao_home)["in_house"] == 2


def test_counts_outlive_the_records_that_are_purged(zhao_home: Unit, admit: Admit) -> None:
    wang = admit(zhao_home, "王秀英")
    assert counted(zhao_home)["in_house"] == 1
    counts.freeze(before=DAY + timedelta(days=1), at=UNTIL)
    stays.discharge(person_id=wang.person_id, at=at(DAY, 9), by=system_user())
    assert counted(zhao_home)["in_house"] == 1


def test_one_statement_counts_everything_for_all(homes: list[Unit], admit: Admit) -> None:
    for home in homes:
        admit(home, "王秀英")
    with CaptureQueriesContext(
        connection,
    ) as told:
        found = count(Span(tuple(h.pk for h in homes), SINCE, UNTIL))
    assert len(told) == 1
    assert [found[h.pk]["in_house"] for h in homes] == [1, 1, 1]


def test_many_at_once_say_what_one_at_a_time_says(homes: list[Unit], admit: Admit) -> None:
    admit(homes[0], "王秀英")
    admit(homes[0], "李桂兰", when=at(DAY, 9))
    admit(homes[1], "周小妹", when=at(DAY, 15))
    together = count(Span(tuple(h.pk for h in homes), SINCE, UNTIL))
    assert together == {h.pk: count(Span((h.pk,), SINCE, UNTIL))[h.pk] for h in homes}


def test_the_neighbour_sees_no_row(zhao_home: Unit, qian: User, admit: Admit) -> None:
    admit(zhao_home, "王秀英")
    with pytest.raises(OutOfScope):
        queries.rows(
            scope_of(qian, at=UNTIL), zhao_home, "in_house", since=SINCE, until=UNTIL, at=UNTIL
        )


def test_rows_show_no_name_in_full(zhao_home: Unit, tang: User, admit: Admit) -> None:
    admit(zhao_home, "王秀英", room="201")
    found = queries.rows(
        scope_of(tang, at=UNTIL), zhao_home, "in_house", since=SINCE, until=UNTIL, at=UNTIL
    )
    assert "201" in found.lines[0].text
    assert "秀英" not in found.lines[0].text


def test_a_moment_is_read_as_it_is_written() -> None:
    from shouwang.ledger import spans

    moment: datetime = clock.at(DAY, UNTIL.astimezone(clock.SHANGHAI).time())
    assert spans.read(spans.written(moment)) == moment == UNTIL


def test_a_purge_takes_the_readings_and_leaves_the_day_its_number(
    system: User, zhao_home: Unit, carer: User, admit: Admit
) -> None:
    wang = admit(zhao_home, "王秀英")
    taken = [Reading(wang.person_id, at(DAY, 9), tenths=365)]
    walk = Walk(zhao_home, 1, taken, at(DAY, 8, 50), at(DAY, 9))
    rounds.record_round(walk=walk, by=carer, at=at(DAY, 9))
    assert counted(zhao_home)["temp_done"] == 1
    retention.purge(by=system, at=at(DAY) + timedelta(days=9_999))
    assert not Temperature.objects.exists()
    counts.mark([(zhao_home.pk, DAY)])
    assert counted(zhao_home)["temp_done"] == 1
    # a span that nobody had counted by then is unknown rather than less
    eve = SINCE + timedelta(hours=1)
    assert queries.counted(zhao_home.pk, since=eve, until=UNTIL, at=UNTIL).values == {}
    scope = scope_of(system, at=UNTIL)
    gone = queries.rows(scope, zhao_home, "temp_done", since=eve, until=UNTIL, at=UNTIL)
    assert gone.value is None


def test_a_home_is_filled_only_by_the_books_that_it_keeps(
    zhao_home: Unit, admit: Admit, system: User
) -> None:
    wang = admit(zhao_home, "王秀英")
    others = {
        "refused", "allowed", "disinfected", "vehicle_disinfected", "sent", "confirmed", "isolated",
        "rooms_free", "told", "fever_residents", "temp_done",
    }  # fmt: skip
    assert others.isdisjoint(counted(zhao_home))
    refuse(zhao_home, at(DAY, 9), by=system)
    found = counted(zhao_home)
    assert (found["refused"], found["allowed"]) == (2, 0)
    walk(zhao_home, wang.person_id, at(DAY, 10), by=system)
    found = counted(zhao_home)
    assert (found["temp_done"], found["fever_residents"], found["sent"]) == (1, 0, 0)
    assert (others - {"refused", "allowed", "temp_done", "fever_residents", "sent", "confirmed"}
            ).isdisjoint(found)  # fmt: skip


def test_a_book_that_was_given_up_is_not_taken_for_one_without_entries(
    zhao_home: Unit, admit: Admit, system: User
) -> None:
    admit(zhao_home, "王秀英", when=at(DAY, 8) - timedelta(days=60))
    refuse(zhao_home, at(DAY, 9) - timedelta(days=40), by=system)
    assert "refused" not in counted(zhao_home)


def refuse(unit: Unit, when: datetime, *, by: User) -> None:
    """Refuse two visitors at the gate."""
    told = NewVisit(unit, "visit", when, decision="refused", reason="fever", heads=2)
    visits.enter(new=told, by=by, at=when)


def walk(unit: Unit, person_id: UUID, when: datetime, *, by: User) -> None:
    """Walk a round that reaches one person."""
    reading = Reading(person_id, when, tenths=365)
    rounds.record_round(walk=Walk(unit, 1, [reading], when, when), by=by, at=when)


def test_an_address_with_moments_of_ones_own_keeps_no_count_and_breaks_nothing(
    client: Client, zhao_home: Unit, zhao: User, admit: Admit
) -> None:
    admit(zhao_home, "王秀英")
    client.force_login(zhao)

    def knock(since: str, until: str) -> int:
        return client.get(
            reverse("ledger:rows", args=[zhao_home.pk, since, until, "in_house"])
        ).status_code

    assert knock("202002100900", "202002110900") == 200
    backwards, for_ever, ancient = ("202002110900", "202002100900"), ("200001010000",
        "202002110900"), ("000101010000", "000101020000")  # fmt: skip
    assert [knock(*one) for one in (backwards, for_ever, ancient)] == [404, 404, 404]
    assert not Count.objects.exists()
