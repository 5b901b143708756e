"""The gate's entries as phones send them: twice, late, against a measure, nonsense."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwang.gate.actions import visits
from shouwang.gate.models import Parcel, Visit
from shouwang.gate.reading import Body
from shouwang.health.models import Temperature
from shouwang.kit import offline
from shouwang.kit.offline import Conflict, Envelope, Unfit
from shouwang.orgs.scope import scope_of
from shouwang.people.models import Presence
from tests.cast import DAY, at
from tests.gate.conftest import NINE, PHONE, came, receive, sent

VISIT = {
    "purpose": "visit", "decision": "admitted", "name": "李建国", "phone": PHONE,
    "temperature": 365, "mask": True, "history": True, "heads": 1,
}  # fmt: skip


def test_the_queue_replayed_twice_leaves_one_of_each(zhao_home, keeper, wang):
    visit = sent(zhao_home, "gate.visit", VISIT | {"person": str(wang.pk)})
    parcel = sent(zhao_home, "gate.parcel", {"what": "水果", "person": str(wang.pk)})
    queue = [
        visit,
        sent(zhao_home, "gate.leave", {"visit": str(visit.id)}, at(hour=9, minute=30)),
        sent(zhao_home, "gate.refusal", {"purpose": "visit", "reason": "other", "video": True}),
        parcel,
        sent(zhao_home, "gate.parcel_step", {"parcel": str(parcel.id), "step": "disinfected"}),
        sent(zhao_home, "gate.parcel_step", {"parcel": str(parcel.id), "step": "passed"}),
    ]
    first = [receive(one, keeper, at(hour=10)) for one in queue]
    second = [receive(one, keeper, at(hour=11)) for one in queue]
    assert [one.is_new for one in first] == [True] * 6
    assert [one.is_new for one in second] == [False] * 6
    assert [str(one.text) for one in first] == [str(one.text) for one in second]
    assert (Visit.objects.count(), Parcel.objects.count()) == (2, 1)
    held = Visit.objects.get(pk=visit.id)
    assert (held.person, held.left_at) == (wang, at(hour=9, minute=30))


def test_a_visit_against_a_measure_waits_for_a_person_and_then_stands_with_the_paper(
    zhao_home, keeper, lay
):
    lay(zhao_home, "visits", number="澜疫指〔2020〕3号", starts_at=at(hour=8))
    envelope = sent(zhao_home, "gate.visit", VISIT)
    with pytest.raises(Conflict) as why:
        receive(envelope, keeper)
    assert any("澜疫指〔2020〕3号" in str(held) for held in why.value.held.values())
    kind = offline.kinds()["gate.visit"]
    assert "李建国" not in str(kind.shown(envelope))
    receive(envelope, keeper, settle=True)
    made = Visit.objects.get()
    assert (made.decision, made.measure) == ("admitted", "visits")


def test_steps_come_with_the_visit_by_our_clock_though_the_phone_is_a_day_ahead(zhao_home, keeper):
    theirs = NINE + timedelta(days=1)
    steps = [{"step": "recheck", "note": "37.8", "at": theirs.isoformat()}]
    body = VISIT | {"reason": "fever", "temperature": 376, "recheck": 378, "steps": steps}
    envelope = Envelope(uuid4(), "gate.refusal", zhao_home.pk, body, theirs, NINE)
    receive(envelope, keeper)
    assert Visit.objects.get().steps.get().happened_at == NINE


def test_a_step_beyond_the_calendars_ends_counts_from_the_visit(zhao_home, keeper):
    steps = [{"step": "recheck", "note": "37.8", "at": "9999-12-31T23:59:59-12:00"}]
    body = VISIT | {"reason": "fever", "temperature": 376, "recheck": 378, "steps": steps}
    receive(Envelope(uuid4(), "gate.refusal", zhao_home.pk, body, NINE, NINE), keeper)
    assert Visit.objects.get().steps.get().happened_at == NINE


def test_a_slip_of_the_thumb_is_taken_back_once(zhao_home, keeper):
    visit = sent(zhao_home, "gate.visit", {"purpose": "emergency"})
    back = sent(zhao_home, "gate.undo", {"visit": str(visit.id)})
    assert not receive(back, keeper).is_new
    receive(visit, keeper)
    assert receive(back, keeper).is_new
    assert Visit.objects.get().voided_at == NINE


@given(
    field=st.sampled_from(
        ["purpose", "visitor", "person", "temperature", "heads", "mask", "steps", "plate", "phone"]
    ),
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
        max_leaves=4,
    ),
)
def test_no_body_breaks_the_reading(field, value):
    body = Body(Envelope(uuid4(), "gate.visit", 1, {field: value}, NINE, NINE))
    for read in (body.text, body.number, body.flag, body.key, body.temperature):
        with suppress(Unfit):
            read(field)
    with suppress(Unfit):
        body.steps()


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("gate.visit", {}),
        ("gate.visit", VISIT | {"temperature": "97.9"}),
        ("gate.visit", VISIT | {"visitor": "x", "name": ""}),
        ("gate.refusal", {"purpose": "visit"}),
        ("gate.leave", {"visit": str(uuid4())}),
        ("gate.decide", {}),
        ("gate.step", {"visit": 5}),
        ("gate.parcel", {"what": "水果"}),
        ("gate.parcel_step", {"parcel": str(uuid4()), "step": "passed"}),
        ("gate.staff_in", {"person": str(uuid4()), "temperature": 365}),
    ],
)
def test_nonsense_is_unfit_and_leaves_nothing(zhao_home, keeper, kind, body):
    with pytest.raises(Unfit):
        receive(sent(zhao_home, kind, body), keeper)
    assert not Visit.objects.exists()
    assert not Parcel.objects.exists()


def test_staff_are_measured_and_on_post_in_one_entry_and_out_in_another(zhao_home, keeper, engage):
    person = engage(zhao_home, "孙护士").person
    body = {"person": str(person.pk), "temperature": 366}
    envelope = sent(zhao_home, "gate.staff_in", body)
    for _ in range(2):
        receive(envelope, keeper)
    taken = Temperature.objects.get()
    assert (taken.tenths, taken.context) == (366, Temperature.Context.GATE)
    assert Presence.objects.covering(at(hour=10)).get().person == person
    receive(sent(zhao_home, "gate.staff_out", {"person": str(person.pk)}, at(hour=18)), keeper,
            at(hour=18))  # fmt: skip
    assert not Presence.objects.covering(at(hour=19)).exists()


def test_staff_with_a_fever_are_not_put_on_post_and_a_case_is_opened(zhao_home, keeper, engage):
    person = engage(zhao_home, "孙护士").person
    body = {"person": str(person.pk), "temperature": 378}
    assert "不得上岗" in str(receive(sent(zhao_home, "gate.staff_in", body), keeper).text)
    assert not Presence.objects.exists()
    assert Temperature.objects.get().tenths == 378


def test_the_pack_carries_no_visitors_name_or_phone(zhao_home, keeper, wang, lay, engage, admit):
    lay(zhao_home, "visits", number="澜疫指〔2020〕3号", starts_at=at(hour=12))
    engage(zhao_home, "住院职工", state="living_in")
    engage(zhao_home, "孙护士")
    visits.enter(new=came(zhao_home, person_id=wang.pk, plate="皖A12345"), by=keeper, at=NINE)
    packed = offline.packs()["gate.desk"].build(
        scope=scope_of(keeper, at=at(hour=13)), unit=zhao_home, at=at(hour=13)
    )
    text = json.dumps(packed, ensure_ascii=False)
    assert "李建国" not in text
    assert PHONE not in text
    (visitor,) = packed["visitors"]
    assert (visitor["name"], visitor["py"], visitor["tail"]) == ("李**", "li ljg", "5678")
    assert visitor["person"] == str(wang.pk)
    assert [(one["room"], one["name"]) for one in packed["people"]] == [("201", "王秀英")]
    assert [one["name"] for one in packed["staff"]] == ["孙护士"]
    orders = {one["code"]: one["order"] for one in packed["purposes"]}
    assert "澜疫指〔2020〕3号" in orders["visit"]["refusal"]
    assert (orders["repair"], orders["emergency"]) == (None, None)
    assert packed["fever_at"] == 373
    assert [one["whom"] for one in packed["inside"]] == ["201 王秀英"]
    assert packed["day"] == DAY.isoformat()
