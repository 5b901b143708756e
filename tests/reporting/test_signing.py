"""填报人 → 审核人 → 负责人: a report that is signed before it is filed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import AuditEvent, User
from shouwang.accounts.roles import Role
from shouwang.desk.models import Entry
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.reporting import blueprint, signers
from shouwang.reporting.actions import forms
from shouwang.reporting.actions.forms import FigureSpec, ItemDraft
from shouwang.reporting.models import Draft, Form, FormVersion, Handover, Report, Submission
from shouwang.review.actions.verdicts import return_report
from tests.cast import DAY, MORNING, at, make_user
from tests.reporting.test_entry import body, fields, place

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]


def publish_again(
    form: Form, *, signing: tuple[str, ...] = (), starts_on: date = DAY, **changed: Any
) -> FormVersion:
    """Publish the form anew from a day on, with its drawing or its draft changed."""
    last = form.versions.order_by("-number").first()
    drawn = blueprint.of_version(last, starts_on=starts_on)
    draft, _day, _problems = blueprint.read(replace(drawn, signing=signing))
    by = system_user()
    draft = replace(draft, **changed)
    forms.save_draft(form=form, draft=draft, starts_on=starts_on, by=by, at=MORNING)
    return forms.publish(form=form, by=by, at=MORNING)


@pytest.fixture
def signed_form(form: Form) -> Form:
    """The homes' daily report, signed by 审核人 and 负责人."""
    publish_again(form, signing=("checker", "director"), starts_on=DAY - timedelta(days=1))
    return form


@pytest.fixture
def checker(zhao_home: Unit) -> User:
    """审核人 of 赵家敬老院."""
    return make_user("checker", "沈审核", zhao_home, Role.CHECKER)


@pytest.fixture
def director(zhao_home: Unit) -> User:
    """院长 of 赵家敬老院."""
    return make_user("director", "袁院长", zhao_home, Role.DIRECTOR)


@pytest.fixture
def handed(
    browse: Browse, zhao: User, checker: User, director: User, zhao_home: Unit, signed_form: Form
) -> Handover:
    """A report that zhao handed over at 16:09."""
    browse(zhao).post(place("phone_entry", zhao_home, signed_form), fields(field_is_zero="1"))
    return Handover.objects.get()


def press(client: Client, of: Handover, deed: str, **more: str):
    """Press one of the four buttons."""
    address = reverse("reporting:handover", args=(of.pk,))
    return client.post(address, {"deed": deed, **more}, follow=True)


def open_entries(user: User) -> list[str]:
    """Return what waits in an inbox."""
    return list(Entry.objects.filter(to=user, done_at=None).values_list("text", flat=True))


def test_nothing_is_filed_before_the_last_signature_and_then_everything_is_on_the_receipt(
    browse: Browse,
    story_clock: Callable[..., None],
    checker: User,
    director: User,
    handed: Handover,
) -> None:
    assert not Report.objects.exists()
    assert open_entries(checker) == ["赵家敬老院养老机构日报，赵填报填报，请签"]
    assert open_entries(director) == []
    assert "待我签" in body(browse(checker).get(reverse("reporting:phone")))
    story_clock(at(hour=16, minute=15))
    press(browse(checker), handed, "sign")
    assert not Report.objects.exists()
    assert open_entries(checker) == []
    assert len(open_entries(director)) == 1
    story_clock(at(hour=16, minute=20))
    page = body(press(browse(director), handed, "sign"))
    report, made = Report.objects.get(), Submission.objects.get()
    assert report.receipt in page
    for words in ("赵填报", "沈审核", "2020-02-11 16:15", "袁院长", "2020-02-11 16:20"):
        assert words in page
    assert (made.by_name, made.is_zero, report.is_late) == ("赵填报", True, False)
    told = AuditEvent.objects.filter(about_kind="reporting.handover").order_by("pk")
    assert [e.word.removeprefix("reporting.") for e in told] == [
        "report_handed_over",
        "report_signed",
        "report_signed",
    ]


def test_the_director_does_not_sign_before_the_checker(
    browse: Browse, director: User, handed: Handover
) -> None:
    page = press(browse(director), handed, "sign")
    assert page.status_code == 422
    assert "还轮不到您签" in body(page)


def test_the_second_press_changes_nothing(browse: Browse, checker: User, handed: Handover) -> None:
    client = browse(checker)
    press(client, handed, "sign")
    first = handed.signatures.get(step="checker").at
    assert press(client, handed, "sign").status_code == 200
    assert handed.signatures.get(step="checker").at == first


def test_what_is_handed_over_is_frozen_until_it_is_withdrawn(
    browse: Browse, zhao: User, zhao_home: Unit, signed_form: Form, handed: Handover
) -> None:
    client, address = browse(zhao), place("phone_entry", zhao_home, signed_form)
    assert client.get(address).url == reverse("reporting:handover", args=(handed.pk,))
    refused = client.post(address, fields(in_house="40"))
    assert "已把这份表送审" in body(refused)
    again = client.post(address, fields(field_is_zero="1"))
    assert again.url == reverse("reporting:handover", args=(handed.pk,))
    press(client, handed, "withdraw")
    assert Handover.objects.get().state == "withdrawn"
    assert Draft.objects.get().values["in_house"] == "46"
    # the old page, come back to by the browser's arrow, hands over anew
    client.post(address, fields(in_house="47", field_client_id=str(handed.client_id)))
    assert Handover.objects.filter(state="open").get().values["in_house"] == 47


def test_a_report_returned_unsigned_shows_why_and_keeps_its_numbers(
    browse: Browse,
    zhao: User,
    checker: User,
    zhao_home: Unit,
    signed_form: Form,
    handed: Handover,
) -> None:
    assert "请写明退回的原因" in body(press(browse(checker), handed, "return"))
    press(browse(checker), handed, "return", why="东楼少数了两人")
    assert open_entries(zhao) == ["养老机构日报没有签，退回修改：东楼少数了两人"]
    page = body(browse(zhao).get(place("phone_entry", zhao_home, signed_form)))
    assert "东楼少数了两人" in page
    assert 'value="46"' in page
    assert "退回修改" in body(browse(checker).get(reverse("reporting:handover", args=(handed.pk,))))


def test_an_agreement_by_telephone_files_at_once_and_the_signature_stays_owed(
    browse: Browse,
    story_clock: Callable[..., None],
    zhao: User,
    checker: User,
    director: User,
    handed: Handover,
) -> None:
    press(browse(checker), handed, "sign")
    page = body(press(browse(zhao), handed, "phone"))
    assert Report.objects.get().receipt in page
    assert "电话同意（赵填报记），待补签" in page
    assert "袁院长" in page
    assert open_entries(director) == ["养老机构日报：赵填报记了您的电话同意，请补签"]
    story_clock(at(hour=20))
    client = browse(director)
    assert "待补签" in body(client.get(reverse("reporting:phone"), {"all": "1"}))
    page = body(press(client, handed, "sign"))
    assert "2020-02-11 20:00 补签（先由赵填报记电话同意）" in page
    assert open_entries(director) == []
    assert Submission.objects.count() == 1
    assert not signers.waiting_for(client.get(reverse("reporting:phone")).wsgi_request.scope)


def test_a_home_without_a_checker_is_signed_by_its_director_alone(
    browse: Browse, zhao: User, director: User, zhao_home: Unit, signed_form: Form
) -> None:
    browse(zhao).post(place("phone_entry", zhao_home, signed_form), fields())
    handed = Handover.objects.get()
    assert [s.step for s in handed.signatures.all()] == ["director"]
    press(browse(director), handed, "sign")
    assert Report.objects.exists()


def test_a_director_who_fills_it_in_signs_in_the_same_breath(
    browse: Browse, director: User, zhao_home: Unit, signed_form: Form
) -> None:
    page = browse(director).post(
        place("phone_entry", zhao_home, signed_form), fields(), follow=True
    )
    assert Report.objects.get().receipt in body(page)
    assert Handover.objects.get().signatures.get().by == director


def test_where_nobody_signs_the_report_is_filed_as_ever(
    browse: Browse, zhao: User, zhao_home: Unit, signed_form: Form
) -> None:
    page = browse(zhao).post(place("phone_entry", zhao_home, signed_form), fields(), follow=True)
    assert Report.objects.get().receipt in body(page)


def test_what_could_not_be_filed_is_not_handed_over(
    browse: Browse, zhao: User, director: User, zhao_home: Unit, signed_form: Form
) -> None:
    sent = fields(fever_residents="1", field_is_zero="1")
    page = browse(zhao).post(place("phone_entry", zhao_home, signed_form), sent)
    assert page.status_code == 422
    assert "不能零报告" in body(page)
    assert not Handover.objects.exists()


def test_a_version_published_at_noon_lets_nobody_sign_what_it_no_longer_asks(
    browse: Browse, checker: User, director: User, handed: Handover, signed_form: Form
) -> None:
    press(browse(checker), handed, "sign")
    items = [ItemDraft(FigureSpec("in_house", "在院", "stock"))]
    publish_again(signed_form, signing=("checker", "director"), items=items, rules=[])
    page = press(browse(director), handed, "sign")
    assert page.status_code == 422
    assert "表式刚刚换了新版本" in body(page)
    assert not Report.objects.exists()
    assert handed.signatures.get(step="director").at is None


def test_at_night_the_duty_officer_hands_over_and_the_director_signs_in_the_morning(
    browse: Browse, story_clock: Callable[..., None], director: User, zhao_home: Unit, form: Form
) -> None:
    clock_ = {"statistics": "24:00", "filing": {"institution": "08:00"}, "lock": "22:00"}
    publish_again(form, signing=("director",), clock=clock_)
    watch = make_user("watch", "魏值班", zhao_home, Role.DUTY)
    story_clock(at(hour=7, minute=30))
    browse(watch).post(place("phone_entry", zhao_home, form), fields())
    story_clock(at(hour=9))
    press(browse(director), Handover.objects.get(), "sign")
    made = Submission.objects.select_related("report").get()
    assert (made.by_name, made.report.is_late) == ("魏值班", True)
    assert clock.local(made.at).hour == 9


def test_a_neighbour_finds_no_such_paper_and_a_superior_only_reads(
    browse: Browse, qian: User, tang: User, lead: User, handed: Handover
) -> None:
    address = reverse("reporting:handover", args=(handed.pk,))
    assert browse(qian).get(address).status_code == 404
    assert browse(qian).post(address, {"deed": "sign"}).status_code == 404
    assert browse(lead).get(address).status_code == 200
    assert browse(lead).post(address, {"deed": "sign"}).status_code == 403
    assert browse(lead).post(address, {"deed": "phone"}).status_code == 403


def test_what_the_bureau_files_on_behalf_waits_for_no_signature(
    browse: Browse, tang: User, director: User, zhao_home: Unit, signed_form: Form
) -> None:
    sent = fields(field_source_note="电话，袁院长")
    page = browse(tang).post(place("entry", zhao_home, signed_form), sent, follow=True)
    assert Report.objects.get().receipt in body(page)


def test_the_database_itself_refuses_to_change_what_was_signed(
    browse: Browse, checker: User, handed: Handover
) -> None:
    press(browse(checker), handed, "sign")
    for change in (
        lambda: Handover.objects.filter(pk=handed.pk).update(values={"in_house": 1}),
        lambda: handed.signatures.filter(step="checker").update(by_name="别人"),
        lambda: handed.signatures.filter(step="director").update(step="x"),
        lambda: handed.signatures.filter(step="director").delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_nobody_is_asked_to_sign_what_another_report_stands_against(
    browse: Browse,
    zhao: User,
    tang: User,
    director: User,
    zhao_home: Unit,
    signed_form: Form,
    file: Callable[..., Any],
) -> None:
    """The bureau filed for the home by telephone while its page was open."""
    receipt = file(zhao_home, tang, options={"source": "on_behalf"})
    client, address = browse(zhao), place("phone_entry", zhao_home, signed_form)
    other = client.post(address, fields(in_house="40"))
    assert other.status_code == 409
    same = client.post(address, fields(in_house="46", staff="16"), follow=True)
    assert receipt.number in body(same)
    assert not Handover.objects.exists()
    assert open_entries(director) == []


def test_nobody_is_asked_to_sign_what_was_returned_and_is_not_mended(
    browse: Browse,
    zhao: User,
    tang: User,
    director: User,
    zhao_home: Unit,
    signed_form: Form,
    file: Callable[..., Any],
) -> None:
    file(zhao_home, tang, options={"source": "on_behalf"})
    report = Report.objects.select_related("unit").get()
    return_report(report=report, reason="与名册不符", by=tang, at=at(hour=16, minute=5))
    client, address = browse(zhao), place("phone_correct", zhao_home, signed_form)
    usual = {"field_correction_reason": "按退回意见修改"}
    refused = client.post(address, fields(in_house="46", staff="16", **usual))
    assert "数字没有改动" in body(refused)
    assert not Handover.objects.exists()
    client.post(address, fields(in_house="45", staff="16", **usual))
    assert Handover.objects.get().state == Handover.State.OPEN
