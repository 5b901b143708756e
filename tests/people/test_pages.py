"""The pages of people: whom one sees by name, and what is never in an address."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from shouwang.accounts.models import AuditEvent
from shouwang.jobs.actions import works
from shouwang.jobs.models import Work
from shouwang.kit import clock
from shouwang.people import queries
from shouwang.people.models import Contact, Person, Stay
from tests.people.conftest import LI_ID, WANG_ID

PHONE, FAMILY = "13912345678", "13887654321"


@pytest.fixture
def sign_in():
    """Sign a user in: ``sign_in(zhao)``."""

    def _sign_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return _sign_in


@pytest.fixture
def wang(zhao_home, admit) -> Person:
    """王秀英 of 赵家敬老院, room 201."""
    more = {"id_number": WANG_ID, "phone": PHONE, "room": "201", "bed": "3"}
    return admit(zhao_home, "王秀英", **more).person


def test_the_house_sees_names_by_room_and_a_bureau_only_counts(zhao, tang, zhao_home, wang,
                                                               sign_in):  # fmt: skip
    here = sign_in(zhao).get("/people/", follow=True).content.decode()
    assert "王秀英" in here
    assert WANG_ID not in here
    above = sign_in(tang)
    assert "赵家敬老院" in above.get("/people/").content.decode()
    page = above.get(f"/people/at/{zhao_home.pk}/").content.decode()
    assert "王秀英" not in page
    assert "王**" not in page
    one = above.get(f"/people/{wang.pk}/").content.decode()
    assert "王**" in one
    assert "王秀英" not in one


@pytest.mark.parametrize("end", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_roll_of_a_moment_beyond_the_calendars_ends_is_todays(
    zhao, zhao_home, wang, sign_in, end
):
    page = sign_in(zhao).get(f"/people/at/{zhao_home.pk}/", {"at": end})
    assert page.status_code == 200
    assert "王秀英" in page.content.decode()


@pytest.mark.parametrize("typed", ["秀英", "wangxiuying", "wxy", "201", "5678", "002x"])
def test_somebody_is_found_by_what_is_posted(typed, zhao, zhao_home, wang, admit, sign_in):
    admit(zhao_home, "李大山", room="102")
    answer = sign_in(zhao).post(f"/people/at/{zhao_home.pk}/", {"q": typed}).content.decode()
    assert "王秀英" in answer
    assert "李大山" not in answer


def test_a_number_is_shown_once_for_a_reason_and_that_is_on_record(zhao, wang, sign_in):
    client = sign_in(zhao)
    page = client.get(f"/people/{wang.pk}/").content.decode()
    assert "110105********002X" in page
    assert WANG_ID not in page
    refused = client.post(f"/people/{wang.pk}/unmask/", {"reason": ""})
    assert refused.status_code == 422
    assert WANG_ID not in refused.content.decode()
    shown = client.post(f"/people/{wang.pk}/unmask/", {"reason": "hospital"})
    assert WANG_ID in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert WANG_ID not in client.get(f"/people/{wang.pk}/").content.decode()
    told = AuditEvent.objects.get(word="people.unmasked")
    assert (told.by, told.about_text, told.detail) == (zhao, "王**", {"why": "hospital"})


def test_a_carer_sees_no_number_in_the_clear(carer, wang, sign_in):
    client = sign_in(carer)
    assert client.get(f"/people/{wang.pk}/").status_code == 200
    answer = client.post(f"/people/{wang.pk}/unmask/", {"reason": "hospital"})
    assert answer.status_code == 403


def test_somebody_is_put_on_file_changed_and_discharged(zhao, zhao_home, sign_in):
    client, now = sign_in(zhao), f"{clock.now():%Y-%m-%dT%H:%M}"
    typed = {"name": "李大山", "id_number": "341202194005120012", "at": now, "phone": PHONE}
    form = f"/people/at/{zhao_home.pk}/new/resident/"
    refused = client.post(form, typed)
    assert refused.status_code == 422
    assert "校验位" in refused.content.decode()
    typed |= {"id_number": LI_ID, "contact_name": "李小山", "contact_phone": FAMILY}
    assert client.post(form, typed).status_code == 302
    li = Person.objects.get()
    assert (li.name, li.sex, li.birth_year, li.born_on) == ("李大山", "m", 1940, None)
    assert Contact.objects.get().phone == FAMILY
    client.post(f"/people/{li.pk}/edit/", {"name": "李大山", "room": "305", "care": "semi"})
    li.refresh_from_db()
    assert (li.room, li.id_number, li.phone) == ("305", LI_ID, PHONE)
    detail = AuditEvent.objects.get(word="people.person_changed").detail
    assert sorted(detail["fields"]) == ["care", "room"]


def test_an_import_says_row_column_and_value_then_takes_the_sound_rows(
    zhao, zhao_home, wang, sign_in
):
    rows = [
        "姓名,身份证号,入住日期,房间,护理等级",
        f"李大山,{LI_ID},2020-01-05,102,失能",
        f"王秀英,{WANG_ID},2020-01-05,201,自理",
        "周福生,341202194005120012,2020-01-05,103,",
        "吴小妹,,2020-13-05,104,很好",
    ]
    file = BytesIO("\n".join(rows).encode())
    file.name = "名单.csv"
    client = sign_in(zhao)
    checked = client.post(
        f"/people/at/{zhao_home.pk}/import/resident/", {"file": file}, follow=True
    )
    page = checked.content.decode()
    for told in ("341202194005120012", "校验位", "2020-13-05", "很好"):
        assert told in page
    assert Stay.objects.count() == 1
    assert client.post(checked.request["PATH_INFO"], {"go": "1"}).status_code == 302
    work = Work.objects.get(kind="people.import")
    works.run(work.pk)
    work.refresh_from_db()
    assert work.state == "done"
    assert (work.result["new"], work.result["known"], work.result["refused"]) == (1, 1, 2)
    assert "341202194005120012" not in str(work.result)
    assert queries.registered([zhao_home.pk], clock.now()) == {zhao_home.pk: 2}


def test_the_template_can_be_read_back(zhao, zhao_home, sign_in):
    answer = sign_in(zhao).get(f"/people/at/{zhao_home.pk}/import/staff/template/")
    sheet = load_workbook(BytesIO(answer.content)).active
    heads = [cell.value for row in sheet.iter_rows(max_row=6) for cell in row]
    assert {"姓名", "到岗日期", "现在"} <= set(heads)


def test_no_admission_is_typed_while_admissions_are_suspended(zhao, zhao_home, prefecture, sign_in,
                                                              monkeypatch):  # fmt: skip
    from shouwang.people import filing

    class _Order:
        refusal = "一律暂停新入住：澜川市 澜疫指〔2020〕3号"

    def forbidden(measure: str, **_asked: object) -> _Order:
        assert measure == "admission"
        return _Order()

    monkeypatch.setattr(filing.measures, "forbidden", forbidden)
    typed = {"name": "李大山", "at": f"{clock.now():%Y-%m-%dT%H:%M}"}
    answer = sign_in(zhao).post(f"/people/at/{zhao_home.pk}/new/resident/", typed)
    assert answer.status_code == 422
    assert "澜疫指〔2020〕3号" in answer.content.decode()
    assert Stay.objects.count() == 0


def test_above_a_childrens_home_no_digit_is_shown(childrens_home, tang, admit, sign_in):
    born = "110105201403070021"
    child = admit(childrens_home, "陈小满", id_number=_sound(born[:17]), phone=PHONE).person
    page = sign_in(tang).get(f"/people/{child.pk}/").content.decode()
    for told in ("陈", "110105", "139****5678"):
        assert told not in page


def _sound(digits: str) -> str:
    """Return the 17 digits with their check character (GB 11643)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(w * int(d) for w, d in zip(weights, digits, strict=True))
    return digits + "10X98765432"[total % 11]
