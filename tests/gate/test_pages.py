"""The gate at a desk: the register, the plain form, the export; what is purged and what stays."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection

from shouwang.accounts.models import AuditEvent
from shouwang.gate.actions import after, parcels, visits
from shouwang.gate.actions.parcels import NewParcel
from shouwang.gate.models import Parcel, Visit, Visitor
from shouwang.gate.told import Step, Who
from shouwang.kit import retention
from shouwang.response.models import Exemption
from tests.cast import DAY, at
from tests.gate.conftest import NINE, PHONE, came
from tests.reporting.stage import set_clock

FORM = {
    "name": "李建国", "phone": PHONE, "heads": "1", "temperature": "365",
    "wears_mask": "on", "is_history_clear": "on",
}  # fmt: skip


@pytest.fixture(autouse=True)
def nine(monkeypatch):
    """It is nine in the morning."""
    set_clock(monkeypatch, NINE)


def text(answer) -> str:
    return answer.content.decode()


def test_a_visit_is_entered_on_a_plain_form_and_stands_masked_in_the_register(
    client, zhao_home, keeper, wang
):
    client.force_login(keeper)
    address = f"/gate/{zhao_home.pk}/new/"
    assert "201 王秀英" in text(client.get(address))
    told = FORM | {"purpose": "visit", "deed": "admit", "person": str(wang.pk)}
    assert client.post(address, told).status_code == 302
    page = text(client.get(f"/gate/{zhao_home.pk}/"))
    assert "李**" in page
    assert "138****5678" in page
    assert "李建国" not in page
    assert PHONE not in page
    assert client.post(f"/gate/visits/{Visit.objects.get().pk}/leave/").status_code == 302
    assert Visit.objects.get().left_at


def test_the_form_answers_a_fever_and_fahrenheit_in_words(client, zhao_home, keeper):
    client.force_login(keeper)
    address = f"/gate/{zhao_home.pk}/new/"
    told = FORM | {"purpose": "visit", "deed": "admit"}
    answer = client.post(address, told | {"temperature": "97.9"})
    assert answer.status_code == 422
    assert "华氏度" in text(answer)
    answer = client.post(address, told | {"temperature": "376"})
    assert "按发热处置，谢绝并报告" in text(answer)
    client.post(address, told | {"temperature": "376", "deed": "refuse_fever"})
    assert Visit.objects.get().reason == "fever"


def test_a_closed_house_quotes_the_paper_and_refuses_with_nothing_filled_in(
    client, zhao_home, keeper, closed
):
    client.force_login(keeper)
    address = f"/gate/{zhao_home.pk}/new/"
    assert "澜疫指〔2020〕3号" in text(client.get(address))
    client.post(address, {"purpose": "visit", "deed": "refuse_video", "heads": "1"})
    made = Visit.objects.get()
    assert (made.decision, made.wants_video, made.reason) == ("refused", True, "measure")
    told = FORM | {"purpose": "business", "deed": "ask", "note": "年检"}
    client.post(address, told)
    assert Exemption.objects.get().reason == "年检"
    answer = client.post(address, FORM | {"purpose": "visit", "deed": "admit"})
    assert answer.status_code == 422


def test_an_ambulance_is_one_press_and_its_details_follow(client, zhao_home, keeper, closed):
    client.force_login(keeper)
    answer = client.post(f"/gate/{zhao_home.pk}/emergency/")
    assert "补录急救进入" in text(client.get(answer.url))
    client.post(f"{answer.url}details/", {"plate": "皖A1234应急", "heads": "3"})
    assert Visit.objects.get().plate == "皖A1234应急"


def book(answer) -> str:
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)


def test_the_export_is_masked_unless_permitted_with_a_reason_and_always_on_record(
    client, zhao_home, keeper, zhao, head
):
    visits.enter(new=came(zhao_home, plate="皖A12345"), by=keeper, at=NINE)
    address = f"/gate/{zhao_home.pk}/export/"
    days = {"from_on": DAY.isoformat(), "until_on": DAY.isoformat()}
    client.force_login(zhao)
    masked = book(client.post(address, days))
    assert "李**" in masked
    assert "12345" not in masked
    assert client.post(address, days | {"full": "1", "reason": "核查"}).status_code == 403
    client.force_login(head)
    assert client.post(address, days | {"full": "1"}).status_code == 302
    assert "李建国" in book(client.post(address, days | {"full": "1", "reason": "疾控核查"}))
    told = AuditEvent.objects.filter(word="gate.exported").order_by("pk")
    assert [event.detail["masked"] for event in told] == [True, False]
    client.force_login(keeper)
    assert client.post(address, days).status_code == 403


def test_one_visitor_in_full_is_for_the_director_with_a_reason_on_record(
    client, zhao_home, keeper, head
):
    made = visits.enter(new=came(zhao_home), by=keeper, at=NINE)
    address = f"/gate/visits/{made.pk}/full/"
    client.force_login(keeper)
    assert client.post(address, {"reason": "想看"}).status_code == 403
    client.force_login(head)
    assert client.post(address, {"reason": ""}).status_code == 302
    assert PHONE in text(client.post(address, {"reason": "疾控电话核查"}))
    assert AuditEvent.objects.get(word="gate.unmasked").detail["reason"] == "疾控电话核查"


def test_above_the_house_are_counts_and_nobody(client, zhao_home, keeper, tang, wang):
    visits.enter(new=came(zhao_home, person_id=wang.pk), by=keeper, at=NINE)
    visits.enter(new=came(zhao_home, decision="refused", reason="other"), by=keeper, at=NINE)
    client.force_login(tang)
    page = text(client.get("/gate/"))
    assert zhao_home.name in page
    assert "李" not in page
    assert client.get(f"/gate/{zhao_home.pk}/").status_code == 403


def test_a_register_asks_as_often_for_many_visits_as_for_few(
    client, zhao_home, keeper, wang, django_assert_max_num_queries
):
    client.force_login(keeper)
    for n in range(12):
        who = Who(name=f"客{n}", phone=f"138123450{n:02d}")
        visits.enter(new=came(zhao_home, who=who, person_id=wang.pk), by=keeper, at=NINE)
    client.get(f"/gate/{zhao_home.pk}/")
    with django_assert_max_num_queries(26):
        assert text(client.get(f"/gate/{zhao_home.pk}/")).count("客*") >= 12


def test_a_purge_empties_what_is_old_and_every_count_stays(zhao_home, keeper, wang):
    for n in (0, 40):
        then = NINE - timedelta(days=n)
        who = Who(name=f"客{n}", phone=f"138123456{n:02d}")
        new = came(zhao_home, happened_at=then, who=who, person_id=wang.pk, note="带孩子")
        visits.enter(new=new, by=keeper, at=NINE)
        told = {"what": "水果", "person_id": wang.pk, "sender": "李建国"}
        late = {"disinfected_at": then, "passed_at": then}
        parcels.take_in(
            new=NewParcel(zhao_home, happened_at=then, **told, **late), by=keeper, at=NINE
        )
    kept = retention.kept()
    assert len(kept["gate.visits"].about(wang.pk)) == 2
    assert len(kept["gate.parcels"].about(wang.pk)) == 2
    for code in ("gate.visits", "gate.parcels"):
        before = retention.limit(kept[code], today=DAY)
        assert kept[code].purge(before=before, at=at()) == 1
        assert kept[code].purge(before=before, at=at()) == 0
    assert (Visit.objects.count(), Parcel.objects.count()) == (2, 2)
    assert Visitor.objects.get().masked == "客*"
    old = Visit.objects.get(purged_at__isnull=False)
    assert (old.visitor, old.person, old.note, old.purpose) == (None, None, "", "visit")
    assert len(kept["gate.visits"].about(wang.pk)) == 1


def test_what_waited_or_was_a_mistake_is_purged_too_and_its_words_are_in_no_trail(
    zhao_home, keeper, wang, closed
):
    then = NINE
    new = came(zhao_home, "business", decision="waiting", note="王秀英病危")
    visit = visits.enter(new=new, by=keeper, at=then)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM response_exemption")
        assert "王秀英".encode() not in bytes(cursor.fetchone()[0])
    step = Step("report", "报告王院长", then)
    after.step(visit=visit, new=step, by=keeper, at=then)
    after.void(visit=visit, reason="认错王秀英", by=keeper, at=then)
    told = NewParcel(zhao_home, "水果", then, person_id=wang.pk, sender="李建国")
    parcel = parcels.take_in(new=told, by=keeper, at=then)
    parcels.void(parcel=parcel, reason="王秀英的登记两次", by=keeper, at=then)
    assert "王秀英" not in "".join(str(one.detail) for one in AuditEvent.objects.all())
    for code in ("gate.visits", "gate.parcels"):
        purge = retention.kept()[code].purge
        assert purge(before=DAY + timedelta(days=1), at=at()) == 1
    visit.refresh_from_db()
    parcel.refresh_from_db()
    assert (visit.void_reason, visit.steps.get().note, visit.exemption.reason) == ("", "", "")
    assert (parcel.person, parcel.sender, parcel.void_reason) == (None, "", "")


def test_a_neighbour_finds_no_door_of_this_gate(client, zhao_home, keeper, qian, wang):
    visit = visits.enter(new=came(zhao_home, "emergency", who=Who()), by=keeper, at=NINE)
    new = NewParcel(zhao_home, "水果", NINE, person_id=wang.pk)
    parcel = parcels.take_in(new=new, by=keeper, at=NINE)
    client.force_login(qian)
    house, one = f"/gate/{zhao_home.pk}/", f"/gate/visits/{visit.pk}/"
    for address in (house, f"{house}new/", f"{house}parcels/", one):
        assert client.get(address).status_code == 404, address
    for address in (
        f"{house}export/", f"{house}emergency/", f"{one}leave/", f"{one}decide/",
        f"{one}details/", f"{one}void/", f"/gate/parcels/{parcel.pk}/",
    ):  # fmt: skip
        told = {"from_on": DAY.isoformat(), "until_on": DAY.isoformat(), "reason": "x"}
        assert client.post(address, told).status_code == 404, address
    visit.refresh_from_db()
    assert (visit.left_at, visit.voided_at) == (None, None)
