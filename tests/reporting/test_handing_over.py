"""Handing a report over to be signed: by whom, to whom, and what is never handed over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.reporting.models import Draft, Form, Handover, Report, Submission
from shouwang.review.actions.verdicts import return_report
from tests.cast import at, make_user
from tests.reporting.signing import open_entries, press, publish_again
from tests.reporting.test_drafts import save
from tests.reporting.test_entry import body, fields, place

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]


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


def test_a_page_left_open_does_not_overwrite_what_was_taken_back(
    browse: Browse, zhao: User, tang: User, zhao_home: Unit, signed_form: Form, handed: Handover
) -> None:
    kept = save(browse(tang), zhao_home, signed_form, in_house="44").json()["revision"]
    press(browse(zhao), handed, "withdraw")
    late = save(browse(tang), zhao_home, signed_form, kept, in_house="43")
    assert (late.status_code, late.json()["values"]["item-in_house"]) == (409, "46")
    assert Draft.objects.get().values["in_house"] == "46"


def test_a_home_without_a_checker_is_signed_by_its_director_alone(
    browse: Browse, zhao: User, director: User, zhao_home: Unit, signed_form: Form
) -> None:
    browse(zhao).post(place("phone_entry", zhao_home, signed_form), fields())
    handed = Handover.objects.get()
    assert [s.step for s in handed.signatures.all()] == ["director"]
    press(browse(director), handed, "sign")
    assert Report.objects.exists()


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


def test_what_the_bureau_files_on_behalf_waits_for_no_signature(
    browse: Browse, tang: User, director: User, zhao_home: Unit, signed_form: Form
) -> None:
    sent = fields(field_source_note="电话，袁院长")
    page = browse(tang).post(place("entry", zhao_home, signed_form), sent, follow=True)
    assert Report.objects.get().receipt in body(page)


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
