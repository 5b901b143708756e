from __future__ import annotations

from collections import Counter
from datetime import time, timedelta

import pytest

from shouwang.demo import prefecture, shifts
from shouwang.demo.forms import forms
from shouwang.demo.story import (
    CHAT_TOWNSHIP,
    DAY_1,
    DAYS,
    FEVER_HOME,
    NOW,
    SNOWED_IN,
    Correction,
    Deed,
    Event,
    Place,
    Refusal,
    Return,
    Story,
)
from shouwang.figures.rules import Number
from shouwang.kit import clock
from shouwang.orgs.kinds import ELDERLY_HOMES, INSTITUTIONS
from shouwang.reporting import rules
from shouwang.reporting.actions.forms import FormDraft
from shouwang.reporting.rules import ItemSpec, RuleSpec


def places() -> list[Place]:
    names = {u.code: u.name for u in prefecture.units()}
    return [
        Place(u.code, u.name, u.kind, names.get(u.parent_code, ""))
        for u in prefecture.institutions()
    ]


@pytest.fixture(scope="module")
def told() -> dict[int, list[Deed]]:
    """The deeds of every day."""
    story = Story(places())
    return {
        number: [d for d in story.tell(number) if isinstance(d, Deed)]
        for number in range(1, DAYS + 1)
    }


@pytest.fixture(scope="module")
def last_day() -> list[Event]:
    """What happens on the last day."""
    story = Story(places())
    return [story.tell(number) for number in range(1, DAYS + 1)][-1]


@pytest.fixture(scope="module")
def returned(last_day: list[Event]) -> list[Return]:
    """What the section returns on the last day."""
    return [e for e in last_day if isinstance(e, Return)]


def test_the_prefecture_has_its_231_institutions_and_no_name_twice() -> None:
    units = prefecture.units()
    kinds = Counter(u.kind for u in units)
    assert sum(kinds[k] for k in ELDERLY_HOMES) == 179
    assert sum(kinds[k] for k in INSTITUTIONS) == 231
    assert (kinds["township"], kinds["county"], kinds["development_zone"]) == (60, 8, 1)
    assert len({u.name for u in units}) == len(units)


def test_every_institution_has_one_form() -> None:
    owed = Counter(kind for form in forms() for kind in form.kinds)
    assert {p.kind for p in places()} == set(owed)
    assert set(owed.values()) == {1}


def test_on_day_1_96_homes_file_by_the_time_61_late_and_22_are_silent(
    told: dict[int, list[Deed]],
) -> None:
    due = clock.at(DAY_1, clock.local(NOW).time().replace(hour=16, minute=30))
    homes = [d for d in told[1] if d.place.kind in ELDERLY_HOMES]
    late = [d for d in homes if d.at > due]
    assert (len(homes) - len(late), len(late), 179 - len(homes)) == (96, 61, 22)


def test_on_day_7_a_township_office_files_for_five_homes_at_one_go(
    told: dict[int, list[Deed]],
) -> None:
    pasted = [d for d in told[7] if d.on_behalf]
    assert {d.place.township for d in pasted} == {CHAT_TOWNSHIP}
    assert (len({d.place.code for d in pasted}), len({d.at for d in pasted})) == (5, 1)
    assert not [d for number in told for d in told[number] if d.on_behalf and number != 7]


def test_reopened_on_day_20_the_staff_on_post_of_a_countys_day_18_go_from_412_to_421() -> None:
    story = Story(places())
    days = {number: story.tell(number) for number in range(1, 21)}
    filed = {
        d.place.code: d
        for d in days[18]
        if isinstance(d, Deed) and d.place.code.startswith(shifts.COUNTY)
    }
    signed = sum(d.values.get("on_post", 0) for d in filed.values())
    (mended,) = [c for c in days[18] if isinstance(c, Correction) and "on_post" in c.changes]
    was = filed[mended.place.code]
    assert was.at < clock.at(was.day, time(22)) < mended.at, "the day was locked in between"
    assert clock.local_day(mended.at) == DAY_1 + timedelta(days=19)
    assert (signed, signed - was.values["on_post"] + mended.changes["on_post"]) == (412, 421)


def test_no_report_of_the_story_was_handed_in_before_the_moment_of_its_figures(
    told: dict[int, list[Deed]],
) -> None:
    assert all(d.at > clock.at(d.day, time(16)) for deeds in told.values() for d in deeds)


def test_212_residents_go_home_on_the_eve_of_the_feast(told: dict[int, list[Deed]]) -> None:
    story = Story(places())
    assert sum(story.feast.values()) == 212


def test_the_first_fever_comes_on_day_13_and_two_more_in_the_same_home_on_day_14(
    told: dict[int, list[Deed]],
) -> None:
    fevers = {
        number: {d.place.name: n for d in deeds if (n := d.values.get("fever_residents", 0))}
        for number, deeds in told.items()
    }
    assert {number: found for number, found in fevers.items() if found} == {
        13: {FEVER_HOME: 1},
        14: {FEVER_HOME: 2},
    }


def test_two_townships_in_the_snow_send_their_queue_22_hours_later(
    told: dict[int, list[Deed]],
) -> None:
    snowed_in = [d for d in told[19] if d.place.township in SNOWED_IN]
    assert snowed_in
    for deed in snowed_in:
        assert deed.device_at is not None
        assert deed.at - deed.device_at == timedelta(hours=22)


def test_on_day_21_at_16_40_206_reports_stand_and_2_are_returned(
    told: dict[int, list[Deed]], returned: list[Return]
) -> None:
    assert sum(d.at <= NOW for d in told[DAYS]) == 206 + 2
    filed = {d.place.code: d.at for d in told[DAYS]}
    assert len(returned) == 2
    assert all(filed[r.place.code] < r.at <= NOW for r in returned)


def test_on_day_21_one_zero_report_is_refused_by_a_37_4(
    told: dict[int, list[Deed]], last_day: list[Event]
) -> None:
    (refused,) = [e for e in last_day if isinstance(e, Refusal)]
    assert refused.at <= NOW
    assert refused.place.code.startswith("LC/YN/"), "in the county whose clerk signs in"
    assert "37.4 ℃" in refused.why
    assert refused.place.code not in {d.place.code for d in told[DAYS]}, "it is one of the 23"
    items, _checks = next(specs(f.draft) for f in forms() if refused.place.kind in f.kinds)
    codes = {i.code for i in items}
    assert set(refused.values) <= codes
    drafted = next(f for f in forms() if refused.place.kind in f.kinds).draft.items
    assert refused.item in {i.figure.code for i in drafted if i.zero_when_quiet}


def test_no_report_of_the_story_breaks_a_rule_of_its_form(told: dict[int, list[Deed]]) -> None:
    asked = {kind: specs(form.draft) for form in forms() for kind in form.kinds}
    before: dict[str, dict[str, Number]] = {}
    for number in sorted(told):
        for deed in told[number]:
            items, checks = asked[deed.place.kind]
            found = rules.check(deed.values, before.get(deed.place.code, {}), items, checks)
            errors = [f for f in found if f.severity == rules.ERROR]
            assert errors == [], (number, deed.place.name)
        before = {d.place.code: dict(d.values) for d in told[number]}


def specs(draft: FormDraft) -> tuple[list[ItemSpec], list[RuleSpec]]:
    """Return a form's items and checks as the rules take them."""
    items = [
        ItemSpec(i.figure.code, i.figure.zh, i.figure.measure, i.figure.nature) for i in draft.items
    ]
    return items, [RuleSpec(r.expression, r.severity, r.message, r.about) for r in draft.rules]
