from __future__ import annotations

import json
from datetime import timedelta

import pytest

from shouwang.epidemic.models import Case
from shouwang.health import words
from shouwang.health.models import Round, Temperature
from shouwang.kit import offline
from shouwang.kit.ids import uuid7
from shouwang.kit.offline import Conflict, Envelope, Unfit
from shouwang.orgs.scope import scope_of
from shouwang.people.actions import stays
from tests.cast import DAY, at
from tests.health.conftest import AWAY, LIVES_IN, NAMES


def envelope(house, kind, body, *, when=None, skew=timedelta(), id=None) -> Envelope:
    moment = when or at(DAY, 8, 30)
    return Envelope(id or uuid7(), kind, house.unit.pk, body, moment + skew, moment)


def receive(sent, by, when=None, how="receive"):
    moment = when or at(DAY, 18)
    kind = offline.kinds()[sent.kind]
    return getattr(kind, how)(sent, by=by, scope=scope_of(by, at=moment), at=moment)


def round_body(house, rows, *, begun=None, finished=True):
    told = [{"id": str(uuid7()), "at": (begun or at(DAY, 8)).isoformat(), **row} for row in rows]
    return {"number": 1, "started": (begun or at(DAY, 8)).isoformat(), "finished": finished,
            "site": "forehead", "rows": told}  # fmt: skip


def test_a_round_comes_late_from_the_queue_and_its_fever_opens_the_case_at_its_moment(
    house, carer
) -> None:
    rows = [{"person": str(house["王秀英"]), "t": 376, "symptoms": ["cough"]},
            {"person": str(house["李桂兰"]), "absent": "asleep"}]  # fmt: skip
    sent = envelope(house, "health.round", round_body(house, rows))
    taken = receive(sent, carer, at(DAY, 22))
    assert (taken.text, taken.is_new) == ("第1轮：1 人已测，发热 1 人", True)
    case = Case.objects.get()
    assert (case.happened_at, case.recorded_at) == (at(DAY, 8), at(DAY, 22))
    assert not receive(sent, carer, at(DAY, 23)).is_new
    assert (Temperature.objects.count(), Round.objects.count()) == (2, 1)


def test_a_phone_whose_clock_is_wrong_by_a_day_is_set_right_row_by_row(house, carer) -> None:
    skew = timedelta(days=1)
    body = round_body(house, [{"person": str(house["王秀英"]), "t": 365}], begun=at(DAY, 8) + skew)
    receive(envelope(house, "health.round", body, skew=skew), carer)
    stored = Temperature.objects.get()
    assert stored.happened_at == at(DAY, 8)
    assert stored.device_at == at(DAY, 8) + skew
    assert Round.objects.get().day == DAY


def test_a_single_reading_is_taken_once_and_a_recheck_is_another(house, carer) -> None:
    body = {"person": str(house["王秀英"]), "t": 376, "number": 1, "context": "round"}
    sent = envelope(house, "health.temperature", body)
    assert receive(sent, carer).text == "37.6 ℃，发热，已建个案"
    assert not receive(sent, carer).is_new
    receive(envelope(house, "health.temperature", body | {"t": 368, "context": "recheck"}), carer)
    assert sorted(Temperature.objects.values_list("context", flat=True)) == ["recheck", "round"]
    assert Case.objects.count() == 1


def test_a_recheck_stands_on_the_card_of_the_case_once(house, carer) -> None:
    body = {"person": str(house["王秀英"]), "t": 376, "number": 1, "context": "round"}
    receive(envelope(house, "health.temperature", body), carer)
    again = body | {"t": 381, "context": "recheck"}
    sent = envelope(house, "health.temperature", again, when=at(DAY, 8, 40))
    for _ in range(2):
        receive(sent, carer)
    step = Case.objects.get().steps.get()
    assert (step.step, str(step.temperature), step.happened_at) == (
        "recheck",
        "38.1",
        at(DAY, 8, 40),
    )


def test_one_discharged_meanwhile_waits_for_a_person_who_may_let_it_stand(
    house, carer, system
) -> None:
    stays.discharge(person_id=house["王秀英"], at=at(DAY, 7), by=system)
    body = {"person": str(house["王秀英"]), "t": 365, "context": "round"}
    sent = envelope(house, "health.temperature", body)
    with pytest.raises(Conflict) as conflict:
        receive(sent, carer)
    assert "王**" in "".join(map(str, conflict.value.held.values()))
    assert "王秀英" not in str(conflict.value.why)
    assert receive(sent, carer, how="settle").is_new


@pytest.mark.parametrize(
    "body",
    [{"t": 979}, {"t": "36.5"}, {"t": 365, "absent": "out"}, {}, {"t": 365, "symptoms": ["flu"]},
     {"t": 365, "context": "tally"}, {"t": 365, "person": "nobody"}, {"t": 365, "number": 99}],
)  # fmt: skip
def test_what_cannot_stand_is_unfit_with_a_reason(house, carer, body) -> None:
    sent = envelope(house, "health.temperature", {"person": str(house["王秀英"])} | body)
    with pytest.raises(Unfit) as unfit:
        receive(sent, carer)
    assert all(str(why) for why in unfit.value.findings.values())
    assert Temperature.objects.count() == 0


def test_the_pack_names_whom_to_measure_and_nothing_more(house, carer) -> None:
    house.round(carer, 王秀英=365, finished=False)
    moment = at(DAY, 8, 40)
    built = offline.packs()["health.round"]
    scope = scope_of(carer, at=moment)
    data = json.loads(json.dumps(built.build(scope=scope, unit=house.unit, at=moment)))
    assert {one["name"] for one in data["people"]} == {*NAMES, AWAY, LIVES_IN}
    assert set(data["people"][0]) == {"id", "name", "room", "bed", "side", "out"}
    assert (data["fever"], data["now"]) == (373, 1)
    first = data["rounds"][0]
    assert (first["reached"], first["done"]) == ([str(house["王秀英"])], False)
    assert built.permission == words.WALK
