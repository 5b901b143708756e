"""Disinfection and ventilation: who may enter them, what is due, what they count."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.models import AuditEvent
from shouwang.accounts.roles import Role
from shouwang.figures.counting import Span, counters
from shouwang.kit import clock, offline
from shouwang.kit.ids import uuid7
from shouwang.kit.offline import Envelope, Unfit
from shouwang.orgs import records
from shouwang.orgs.kinds import Kind
from shouwang.orgs.scope import SYSTEM, scope_of
from shouwang.routines import queries, rules, watching, words
from shouwang.routines.actions import places, routines
from shouwang.routines.actions.routines import NewRoutine
from shouwang.routines.models import Place, Routine
from tests.cast import DAY, MORNING, at, make_unit, make_user

TYPED = "一楼：101、102、走廊\n二楼：201\n救护车"


@pytest.fixture
def house(zhao_home, zhao):
    """赵家敬老院 with four places and a vehicle."""
    places.add_typed(unit=zhao_home, text=TYPED, by=zhao, at=MORNING)
    return zhao_home


@pytest.fixture
def carer(zhao_home):
    """A carer of 赵家敬老院."""
    return make_user("carer", "何护理", zhao_home, Role.CARER)


def ids(unit, *names) -> list[int]:
    found = dict(Place.objects.filter(unit=unit).values_list("name", "pk"))
    return [found[name] for name in names] if names else list(found.values())


def new(unit, *names, kind="disinfection", when=None, **more) -> NewRoutine:
    happened = when or at(hour=8)
    return NewRoutine(unit, kind, ids(unit, *names), happened, agent="含氯消毒液", **more)


def sent(unit, body, when=None, id=None, kind="routines.done") -> Envelope:
    moment = when or at(hour=8)
    return Envelope(id or uuid7(), kind, unit.pk, body, moment, moment)


def receive(envelope, by, when):
    kind = offline.kinds()[envelope.kind]
    return kind.receive(envelope, by=by, scope=scope_of(by, at=when), at=when)


def count(code, unit, day=DAY) -> int:
    span = Span((unit.pk,), clock.start_of(day), clock.start_of(day + timedelta(days=1)))
    (one,) = counters()[code]
    rows = one.rows(span)
    assert all(one.line(row).text for row in rows)
    return rows.order_by().values("unit").annotate(n=one.amount).values_list("n", flat=True)[0]


def test_a_walk_counts_each_place_and_its_vehicles(house, carer):
    routines.done(new=new(house), by=carer, at=at(hour=9))
    routines.done(new=new(house, "101"), by=carer, at=at(hour=9))
    routines.done(new=new(house, "101", kind="ventilation"), by=carer, at=at(hour=9))
    assert count("disinfected", house) == 6
    assert count("vehicle_disinfected", house) == 1


def test_the_frequency_in_force_says_what_is_done_due_and_missed(house, carer):
    routines.done(new=new(house, "101", "201"), by=carer, at=at(hour=9))
    lines = queries.lines(scope_of(carer, at=at()), house, DAY, at=at(hour=9))
    states = {line.place.name: line.standings["disinfection"] for line in lines}
    assert (states["101"].state, states["102"].state) == (rules.DONE, rules.DUE)
    assert states["101"].due == 2
    lines = queries.lines(scope_of(carer, at=at()), house, DAY, at=at(hour=14))
    states = {line.place.name: line.standings["disinfection"].state for line in lines}
    assert (states["101"], states["102"]) == (rules.DUE, rules.MISSED)


def test_a_place_is_not_missed_before_it_was_there(house, zhao, carer):
    places.add_typed(unit=house, text="新楼", by=zhao, at=at(hour=14))
    lines = queries.lines(scope_of(carer, at=at()), house, DAY, at=at(hour=15))
    found = {line.place.name: line.standings["disinfection"] for line in lines}
    assert (found["新楼"].state, found["新楼"].due) == (rules.DUE, 1)


def test_the_halls_of_a_funeral_home_are_due_by_the_hour(tangning):
    home = make_unit("LC/TN/FH", "棠宁殡仪馆", Kind.FUNERAL_HOME, tangning)
    by = make_user("fh", "殡填报", home, Role.REPORTER)
    places.add_typed(unit=home, text="告别厅1至2号、办公室", by=by, at=MORNING)
    lines = queries.lines(scope_of(by, at=at()), home, DAY, at=at(hour=9))
    due = {line.place.name: line.standings["disinfection"].due for line in lines}
    assert due == {"告别厅1号": 5, "告别厅2号": 5, "办公室": 2}


def test_a_missed_round_is_found_once_a_house_a_kind_and_a_day(house, carer):
    assert list(watching.missed(at(hour=12), None)) == []
    found = {one.key: one for one in watching.missed(at(hour=14), [house.pk])}
    assert set(found) == {f"disinfection:{DAY}", f"ventilation:{DAY}"}
    assert "5 处" in found[f"disinfection:{DAY}"].why
    routines.done(new=new(house, when=at(hour=14)), by=carer, at=at(hour=14))
    assert [one.key for one in watching.missed(at(hour=15), None)] == [f"ventilation:{DAY}"]


def test_disinfection_that_a_phone_sends_after_midnight_is_no_longer_called_undone(house, carer):
    missed = [(house.pk, f"disinfection:{DAY}"), (house.pk, f"ventilation:{DAY}")]
    assert watching.still_missed(missed) == missed
    for hour in (10, 15):
        then = at(DAY, hour)
        receive(sent(house, {"kind": "disinfection", "places": ids(house)}, then), carer,
                at(DAY + timedelta(days=1), 7))  # fmt: skip
    assert watching.still_missed(missed) == missed[1:]


def test_the_same_envelope_twice_is_one_record(house, carer):
    envelope = sent(house, {"kind": "disinfection", "places": ids(house, "101", "102")})
    first, second = receive(envelope, carer, at(hour=9)), receive(envelope, carer, at(hour=9))
    assert (first.is_new, second.is_new) == (True, False)
    assert first.text == second.text == "已登记消毒 2 处"
    assert Routine.objects.count() == 1
    assert AuditEvent.objects.filter(word="routines.done").count() == 1


def test_a_late_entry_goes_to_the_day_it_happened(house, carer, monkeypatch):
    told: list[tuple[int, object]] = []
    monkeypatch.setattr(records, "_listeners", [told.extend])
    then = at(DAY - timedelta(days=1), 22)
    receive(sent(house, {"kind": "ventilation", "places": ids(house, "101")}, then), carer, at())
    made = Routine.objects.get()
    assert (made.happened_at, made.recorded_at) == (then, at())
    assert told == [(house.pk, DAY - timedelta(days=1))]


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "disinfection", "places": []},
        {"kind": "disinfection", "places": [0]},
        {"kind": "disinfection", "places": "101"},
        {"kind": "sweeping", "places": None},
        {},
    ],
)
def test_what_names_no_place_or_no_deed_is_unfit(house, carer, body):
    with pytest.raises(Unfit):
        receive(sent(house, body), carer, at(hour=9))
    assert not Routine.objects.exists()


def test_a_place_of_the_neighbour_is_no_place_of_ours(house, carer, qian_home, qian):
    places.add_typed(unit=qian_home, text="101", by=qian, at=MORNING)
    theirs = ids(qian_home, "101")
    with pytest.raises(Unfit):
        receive(sent(house, {"kind": "disinfection", "places": theirs}), carer, at(hour=9))


def test_a_vehicle_is_not_aired_and_the_future_not_entered(house, carer):
    with pytest.raises(ValidationError):
        routines.done(new=new(house, "救护车", kind="ventilation"), by=carer, at=at(hour=9))
    with pytest.raises(ValidationError):
        routines.done(new=new(house, "101", when=at(hour=10)), by=carer, at=at(hour=9))


def test_neighbours_and_superiors_enter_nothing(house, qian, tang, carer):
    for stranger, why in ((qian, OutOfScope), (tang, NotPermitted)):
        with pytest.raises(why):
            routines.done(new=new(house, "101"), by=stranger, at=at(hour=9))
    with pytest.raises(NotPermitted):
        places.add_typed(unit=house, text="天台", by=carer, at=at(hour=9))
    with pytest.raises(OutOfScope):
        queries.lines(scope_of(qian, at=at()), house, DAY, at=at())
    assert queries.lines(scope_of(tang, at=at()), house, DAY, at=at())


def test_a_slip_of_the_thumb_is_taken_back_on_record_and_twice_is_once(house, carer):
    done = sent(house, {"kind": "disinfection", "places": ids(house, "101")})
    receive(done, carer, at(hour=9))
    back = sent(house, {"routine": str(done.id)}, kind="routines.undo")
    assert receive(back, carer, at(hour=9)).is_new
    assert not receive(back, carer, at(hour=9)).is_new
    held = Routine.objects.get()
    assert (held.voided_by, held.void_reason) == (carer, "手机上撤销")
    lines = queries.lines(scope_of(carer, at=at()), house, DAY, at=at(hour=9))
    assert {line.standings["disinfection"].done for line in lines} == {0}


def test_places_are_renamed_and_closed_never_deleted(house, zhao, carer):
    routines.done(new=new(house, "101"), by=carer, at=at(hour=9))
    place = Place.objects.get(name="101")
    with pytest.raises(ValidationError):
        places.change(place=place, name="102", by=zhao, at=at())
    places.change(place=place, name="101甲", by=zhao, at=at())
    places.close(place=place, by=zhao, at=at())
    left = [line.place.name for line in queries.lines(SYSTEM, house, DAY, at=at())]
    assert left == ["102", "走廊", "201", "救护车"]
    places.add_typed(unit=house, text="一楼：101甲", by=zhao, at=at())
    with pytest.raises(ValidationError):
        places.reopen(place=place, by=zhao, at=at())
    assert count("disinfected", house) == 1


def test_many_walks_of_many_houses_take_few_statements_and_one_line_on_record(
    house, sun_home, sun, system
):
    places.add_typed(unit=sun_home, text="101-120", by=sun, at=MORNING)

    def statements(days: int) -> int:
        entries = [
            new(home, when=at(DAY - timedelta(days=n), 8)) for n in range(days) for home in
            (house, sun_home)
        ]  # fmt: skip
        with CaptureQueriesContext(connection) as captured:
            assert len(routines.done_many(entries=entries, by=system, at=at())) == days * 2
        return len(captured)

    assert statements(20) == statements(2)
    assert AuditEvent.objects.filter(word=words.DONE.code).count() == 2


def test_the_pack_names_places_and_nobody(house, carer):
    routines.done(new=new(house, "101"), by=carer, at=at(hour=9))
    packed = offline.packs()["routines.places"].build(
        scope=scope_of(carer, at=at()), unit=house, at=at(hour=9)
    )
    assert packed["agent"] == "含氯消毒液"
    first = packed["places"][0]
    assert (first["name"], first["is"]["disinfection"]["state"]) == ("101", "done")
    assert not packed["places"][-1]["is"]["ventilation"]["here"]


def test_the_desk_does_without_a_script(client, house, zhao, tang, carer):
    client.force_login(carer)
    page = client.get(f"/routines/{house.pk}/")
    assert "漏做" in page.content.decode() or "前" in page.content.decode()
    told = {"kind": "disinfection", "place": ids(house, "101"), "agent": "酒精"}
    answer = client.post(f"/routines/{house.pk}/done/", told)
    assert answer.status_code == 302
    assert Routine.objects.get().agent == "酒精"
    client.force_login(zhao)
    assert client.get("/routines/").url == f"/routines/{house.pk}/"
    client.post(f"/routines/{house.pk}/places/", {"text": "三楼：301"})
    assert Place.objects.filter(name="301").exists()
    client.force_login(tang)
    assert house.name in client.get("/routines/").content.decode()


def test_a_neighbour_finds_no_door_of_this_house(client, house, carer, qian):
    made = routines.done(new=new(house, "101"), by=carer, at=at(hour=9))
    place = Place.objects.get(name="101")
    client.force_login(qian)
    for address in (
        f"/routines/{house.pk}/", f"/routines/{house.pk}/places/", f"/routines/places/{place.pk}/"
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address
    for address in (
        f"/routines/{house.pk}/done/", f"/routines/void/{made.pk}/",
        f"/routines/places/{place.pk}/close/", f"/routines/places/{place.pk}/reopen/",
    ):  # fmt: skip
        told = {"kind": "disinfection", "place": [place.pk], "reason": "x"}
        assert client.post(address, told).status_code == 404, address
    made.refresh_from_db()
    assert made.voided_at is None


def test_places_are_changed_on_a_plain_form(client, house, zhao):
    place = Place.objects.get(name="101")
    client.force_login(zhao)
    told = {"name": "102", "floor": "一楼", "kind": "room", "is_disinfected": "on",
            "from_time": "06:00", "until_time": "20:00"}  # fmt: skip
    address = f"/routines/places/{place.pk}/"
    assert client.post(address, told).status_code == 422
    assert client.post(address, told | {"name": "101甲"}).status_code == 302
    place.refresh_from_db()
    assert (place.name, place.is_ventilated) == ("101甲", False)
    assert client.post(f"{address}close/").status_code == 302
    assert "已停用" in client.get(f"/routines/{house.pk}/places/").content.decode()
