"""The phone's pages: the same report for a thumb."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from shouwang.accounts.models import User
from shouwang.orgs.models import Unit
from shouwang.reporting.actions.reports import Receipt
from shouwang.reporting.models import Draft, Form, Submission
from tests.reporting.test_entry import fields, place

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]
BUILT = Path(settings.BASE_DIR) / "shouwang" / "kit" / "static" / "build"
MOST_BYTES = 75 * 1024


def test_whoever_owes_one_report_is_led_straight_to_it(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form
) -> None:
    response = browse(zhao).get(reverse("reporting:phone"))
    assert response.url == place("phone_entry", zhao_home, form)


def test_what_was_filed_shows_its_receipt_on_the_first_page(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form, file: Callable[..., Receipt]
) -> None:
    receipt = file(zhao_home, zhao)
    assert receipt.number in browse(zhao).get(reverse("reporting:phone")).content.decode()


def test_a_report_filed_on_the_phone_is_marked_so(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form
) -> None:
    sent = fields(field_device_at="2020-02-11T08:08:00.000Z")
    response = browse(zhao).post(place("phone_entry", zhao_home, form), sent, follow=True)
    made = Submission.objects.get()
    assert made.source == Submission.Source.PHONE
    assert made.device_at.isoformat() == "2020-02-11T08:08:00+00:00"
    assert made.report.receipt in response.content.decode()


def test_a_draft_begun_at_the_desk_goes_on_on_the_phone(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form
) -> None:
    client = browse(zhao)
    client.post(place("draft", zhao_home, form), fields(in_house="45") | {"revision": "0"})
    page = client.get(place("phone_entry", zhao_home, form)).content.decode()
    assert 'value="45"' in page
    assert 'name="revision" value="1"' in page
    assert Draft.objects.count() == 1


def test_the_first_page_with_all_it_loads_weighs_little(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form
) -> None:
    page = browse(zhao).get(place("phone_entry", zhao_home, form)).content
    loaded = [(BUILT / name).read_bytes() for name in ("phone.js", "phone.css", "boot.js")]
    assert sum(len(gzip.compress(part)) for part in [page, *loaded]) < MOST_BYTES
