"""在院(t) = 在院(t−1) + 入 + 返 − 离 − 亡 holds by construction, whatever happened."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouwang.accounts.actions.users import system_user
from shouwang.figures.counting import Counter, Span, counters
from shouwang.orgs.models import Unit
from shouwang.people.actions import admissions, corrections, persons, stays
from shouwang.people.checks import NewPerson
from shouwang.people.models import Former, Stay
from tests.cast import DAY, at

PEOPLE = [UUID(int=n) for n in range(1, 5)]
START = at(DAY, 16) - timedelta(days=3)
# (hour of 72, whom, what): more than one thing an hour and a person is refused, as it should be
HAPPENINGS = st.lists(
    st.tuples(
        st.integers(0, 71),
        st.sampled_from(PEOPLE),
        st.sampled_from(["admit", "leave", "medical", "back", "discharge", "die", "move", "mend"]),
    ),
    max_size=40,
)


def counted(code: str, unit: Unit, span: Span) -> int:
    """Count as the ledger does: the counters of one code are added up."""
    return sum(_rows(one, unit, span) for one in counters()[code] if _ours(one))


def _rows(one: Counter, unit: Unit, span: Span) -> int:
    return one.rows(span).filter(**{one.unit: unit.pk}).count()


def _ours(one: Counter) -> bool:
    return one.rows.__module__ == "shouwang.people.figures"


def happen(unit: Unit, hour: int, whom: UUID, what: str) -> None:
    """Do one thing, or be refused."""
    moment, by = START + timedelta(hours=hour), system_user()
    now = at(DAY, 16)
    told = {"person_id": whom, "at": moment, "by": by, "now": now}
    if what == "admit":
        known = Stay.objects.filter(person_id=whom).exists()
        person = whom if known else NewPerson(f"人{whom.int}", id=whom)
        admissions.admit(unit=unit, person=person, at=moment, by=by, now=now)
    elif what in {"leave", "medical"}:
        stays.leave(kind=what, **told)
    elif what == "mend":
        stay = Stay.objects.filter(person_id=whom).earliest("from_at")
        corrections.correct_stay(stay_id=stay.pk, from_at=moment, reason="更正", by=by, now=now)
    else:
        deeds = {"back": stays.come_back, "discharge": stays.discharge, "die": stays.die}
        deeds.get(what, admissions.transfer)(**told)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happenings=HAPPENINGS)
def test_the_identities_hold_over_any_history(zhao_home, happenings):
    with transaction.atomic():
        for hour, whom, what in sorted(happenings):
            try:
                with transaction.atomic():
                    happen(zhao_home, hour, whom, what)
            except (ValidationError, Stay.DoesNotExist):
                pass  # refused: what did not happen is not counted
        before = {"in_house": 0, "registered": 0, "away": 0}
        for day in range(4):
            until = START + timedelta(days=day)
            span = Span((zhao_home.pk,), until - timedelta(days=1), until)
            n = {code: counted(code, zhao_home, span) for code in CODES}
            assert n["in_house"] == (
                before["in_house"] + n["admitted"] + n["returned"] - n["left"] - n["deceased"]
            )
            assert n["registered"] == (
                before["registered"] + n["admitted"]
                - n["discharged"] - n["deceased"] - n["away_closed"]
            )  # fmt: skip
            assert n["away"] == n["registered"] - n["in_house"]
            assert n["left"] >= n["left_medical"] + n["discharged"]
            assert n["away_closed"] <= before["away"] + n["left"]
            before = n
        transaction.set_rollback(True)


CODES = (
    *("in_house", "registered", "away", "admitted", "returned", "left", "left_medical"),
    *("discharged", "deceased", "away_closed"),
)


def test_who_is_destitute_or_disabled_is_counted_in_the_house_only(zhao_home, zhao, admit):
    admit(zhao_home, "王秀英", is_destitute=True, care="full")
    out = admit(zhao_home, "李大山", is_destitute=True, care="semi")
    admit(zhao_home, "周福生", care="self")
    stays.leave(person_id=out.person_id, kind="leave", at=at(DAY, 9), by=zhao)
    span = Span((zhao_home.pk,), at(DAY, 16) - timedelta(days=1), at(DAY, 16))
    told = {c: counted(c, zhao_home, span) for c in ("destitute", "disabled", "in_house", "away")}
    assert told == {"destitute": 1, "disabled": 1, "in_house": 2, "away": 1}


def test_a_past_day_counts_how_somebody_was_looked_after_then(zhao_home, zhao, admit):
    person = admit(zhao_home, "王秀英", care="self").person
    for days, care, is_destitute in ((0, "semi", True), (1, "full", True), (2, "full", False)):
        new = NewPerson("王秀英", care=care, is_destitute=is_destitute)
        moment = at(DAY, 9) + timedelta(days=days)
        persons.change_person(person_id=person.pk, new=new, by=zhao, at=moment)
    stays.discharge(person_id=person.pk, at=at(DAY, 9) + timedelta(days=4), by=zhao)
    again = NewPerson("王秀英", id=person.pk, care="self")
    later = at(DAY, 9) + timedelta(days=5)
    admissions.admit(unit=zhao_home, person=again, at=later, by=zhao)
    told = []
    for days in (-1, 0, 1, 2, 3, 4, 5):
        until = at(DAY, 16) + timedelta(days=days)
        span = Span((zhao_home.pk,), until - timedelta(days=1), until)
        told.append(tuple(counted(code, zhao_home, span) for code in ("disabled", "destitute")))
    assert told == [(0, 0), (1, 1), (1, 1), (1, 0), (1, 0), (0, 0), (0, 0)]


def test_a_change_told_late_counts_from_its_day_until_the_next_known_one(zhao_home, zhao, admit):
    person = admit(zhao_home, "王秀英", care="self").person
    for days, care in ((2, "full"), (4, "self"), (1, "semi"), (2, "semi"), (3, "full")):
        moment = at(DAY, 9) + timedelta(days=days)
        persons.change_person(
            person_id=person.pk, new=NewPerson("王秀英", care=care), by=zhao, at=moment
        )
    person.refresh_from_db()
    assert person.care == "self", "what came to hold last stands today"
    told = []
    for days in range(6):
        until = at(DAY, 16) + timedelta(days=days)
        span = Span((zhao_home.pk,), until - timedelta(days=1), until)
        told.append(counted("disabled", zhao_home, span))
    assert told == [0, 1, 1, 1, 0, 0]
    held = Former.objects.filter(person=person).order_by("until_at")
    assert [one.care for one in held] == ["self", "semi", "semi", "full"]
    assert [one.from_at for one in held][1:] == [one.until_at for one in held][:-1]


def test_children_are_counted_by_their_age_on_that_day(childrens_home, admit):
    for name, born in (
        ("甲", date(2013, 2, 12)),
        ("乙", date(2013, 2, 11)),
        ("丙", date(2002, 2, 11)),
    ):
        admit(childrens_home, name, born_on=born)
    span = Span((childrens_home.pk,), at(DAY, 16) - timedelta(days=1), at(DAY, 16))
    told = [counted(code, childrens_home, span) for code in ("age0_6", "age7_17", "age18")]
    assert told == [1, 1, 1]


def test_staff_on_post_and_living_in(zhao_home, engage):
    engage(zhao_home, "孙护士", state="living_in")
    engage(zhao_home, "吴师傅", state="on_post")
    engage(zhao_home, "郑会计")
    span = Span((zhao_home.pk,), at(DAY, 16) - timedelta(days=1), at(DAY, 16))
    assert [counted(c, zhao_home, span) for c in ("staff", "on_post", "live_in")] == [3, 2, 1]


@pytest.mark.parametrize("code", ["registered", "admitted", "staff"])
def test_a_house_without_anybody_on_file_is_unknown_rather_than_empty(zhao_home, qian_home, code,
                                                                      admit, engage):  # fmt: skip
    admit(zhao_home, "王秀英")
    engage(zhao_home, "孙护士")
    span = Span((zhao_home.pk, qian_home.pk), at(DAY, 15), at(DAY, 16))
    (one,) = counters()[code]
    assert {row.unit_id for row in one.known(span)} == {zhao_home.pk}


def test_a_row_is_shown_masked_and_leads_to_the_person(zhao_home, admit):
    stay = admit(zhao_home, "王秀英", room="201", bed="3")
    span = Span((zhao_home.pk,), at(DAY, 15), at(DAY, 16))
    (one,) = counters()["registered"]
    line = one.line(one.rows(span).get())
    assert line.text == "王** · 201-3 · 入住"
    assert line.url == f"/people/{stay.person_id}/"
