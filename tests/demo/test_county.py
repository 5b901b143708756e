from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from shouwang.demo import county
from shouwang.demo.county import Answer, Asked, Signed, Told
from shouwang.demo.story import DAY_1, DAYS, FEVER_HOME, NOW, SNOWED_IN
from shouwang.kit import clock
from shouwang.orgs.kinds import ELDERLY_HOMES
from shouwang.reporting import rules
from shouwang.reporting.models import Step
from tests.demo.test_story import places, specs

HOMES = [p for p in places() if p.code.startswith("LC/YN/") and p.kind in ELDERLY_HOMES]
DAY_21 = DAY_1 + timedelta(days=DAYS - 1)


@pytest.fixture(scope="module")
def told() -> list[Told]:
    """What the county asks and its homes answer, on all days."""
    return [e for number in range(1, DAYS + 1) for e in county.tell(number, places())]


@pytest.fixture(scope="module")
def answers(told: list[Told]) -> list[Answer]:
    return [e for e in told if isinstance(e, Answer)]


def test_every_answer_comes_after_its_form_is_asked_and_not_before_the_moment_of_its_figures(
    told: list[Told], answers: list[Answer]
) -> None:
    asked = {e.code: e.at for e in told if isinstance(e, Asked)}
    noon = clock.start_of(DAY_21) + timedelta(hours=12)
    for one in answers:
        moment = noon if one.code == county.HEATING else clock.start_of(one.day)
        assert max(asked[one.code], moment) < one.at <= NOW, one


def test_of_the_night_all_18_homes_answer_after_the_snow_those_of_two_townships_when_it_is_back(
    answers: list[Answer],
) -> None:
    first = [a for a in answers if a.code == county.NIGHT and a.day < DAY_21]
    assert {a.place.code for a in first} == {p.code for p in HOMES}
    assert len(first) == len(HOMES) == 18
    at_eight = clock.start_of(first[0].day) + timedelta(hours=8)
    snowed_in = {a.place.code for a in first if a.place.township in SNOWED_IN}
    late = {a.place.code for a in first if a.at > at_eight}
    assert snowed_in
    assert len(late - snowed_in) == 1
    assert late >= snowed_in


def test_on_day_21_one_home_is_silent_of_its_night_and_11_have_told_of_their_heating(
    answers: list[Answer],
) -> None:
    last = [a for a in answers if a.day == DAY_21]
    assert Counter(a.code for a in last) == {county.NIGHT: 17, county.HEATING: 11}
    heated = {a.place.name for a in last if a.code == county.HEATING}
    assert FEVER_HOME not in heated, "the accounts' own home has it before it"


def test_what_a_home_tells_of_its_heating_is_signed_by_its_director_in_large_ones_checked_before(
    told: list[Told], answers: list[Answer]
) -> None:
    filled = {a.place.name: a.at for a in answers if a.code == county.HEATING}
    signed: dict[str, list[Signed]] = {}
    for one in (e for e in told if isinstance(e, Signed)):
        signed.setdefault(one.place.name, []).append(one)
    assert signed.keys() == filled.keys()
    for name, steps in signed.items():
        moments = [filled[name], *(s.at for s in steps)]
        assert moments == sorted(set(moments))
        assert moments[-1] < NOW
        assert steps[-1].step == Step.DIRECTOR
    checked = [name for name, steps in signed.items() if len(steps) > 1]
    assert len(checked) == 4, "the large homes have somebody who checks"
    assert county.drafts()[county.HEATING][1].signing == [Step.CHECKER, Step.DIRECTOR]


def test_no_answer_to_the_county_breaks_a_rule_of_its_form(answers: list[Answer]) -> None:
    drafts = county.drafts()
    for one in answers:
        _head, draft = drafts[one.code]
        items, checks = specs(draft)
        found = rules.check(dict(one.values), {}, items, checks)
        assert [f for f in found if f.severity == rules.ERROR] == [], one
        assert set(one.values) == {i.code for i in items}
