"""填报人 → 审核人 → 负责人: a report that is signed before it is filed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from shouwang.accounts.models import AuditEvent, User
from shouwang.orgs.models import Unit
from shouwang.reporting import signers
from shouwang.reporting.actions import signing
from shouwang.reporting.actions.forms import FigureSpec, ItemDraft
from shouwang.reporting.models import Form, Handover, Report, Submission
from tests.cast import at
from tests.reporting.signing import open_entries, press, publish_again
from tests.reporting.test_entry import body, fields, place

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]


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


def test_a_director_who_fills_it_in_signs_in_the_same_breath(
    browse: Browse, director: User, zhao_home: Unit, signed_form: Form
) -> None:
    page = browse(director).post(
        place("phone_entry", zhao_home, signed_form), fields(), follow=True
    )
    assert Report.objects.get().receipt in body(page)
    assert Handover.objects.get().signatures.get().by == director


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


def test_a_neighbour_finds_no_such_paper_and_a_superior_only_reads(
    browse: Browse, qian: User, tang: User, lead: User, handed: Handover
) -> None:
    address = reverse("reporting:handover", args=(handed.pk,))
    assert browse(qian).get(address).status_code == 404
    assert browse(qian).post(address, {"deed": "sign"}).status_code == 404
    assert browse(lead).get(address).status_code == 200
    assert browse(lead).post(address, {"deed": "sign"}).status_code == 403
    assert browse(lead).post(address, {"deed": "phone"}).status_code == 403


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


def test_who_signs_is_told_in_chinese_whichever_language_the_clerk_reads(
    zhao: User, checker: User, director: User, handed: Handover
) -> None:
    with override("en"):
        signing.sign(handover=handed, by=checker, at=at(hour=16, minute=10))
        assert open_entries(director) == ["赵家敬老院养老机构日报，赵填报填报，请签"]
        signing.agree_by_phone(handover=handed, by=zhao, at=at(hour=16, minute=11))
    assert open_entries(director) == ["养老机构日报：赵填报记了您的电话同意，请补签"]
