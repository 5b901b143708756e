"""Drafts: saved as typed, shared, never merged silently."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from shouwang.accounts.models import User
from shouwang.orgs.models import Unit
from shouwang.reporting.models import Draft, Form
from tests.reporting.test_entry import fields, place

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]


def save(client: Client, unit: Unit, form: Form, revision: int = 0, **values: str) -> Any:
    """Post a draft as autosave does."""
    sent = fields(**values) | {"revision": str(revision)}
    return client.post(place("draft", unit, form), sent)


def test_a_slip_is_kept_as_typed_and_named(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form
) -> None:
    client = browse(zhao)
    said = save(client, zhao_home, form, in_house="4六", admitted="").json()
    assert said["revision"] == 1
    assert said["saved_at"] == "16:09"
    assert list(said["errors"]) == ["item-in_house"]
    page = client.get(place("entry", zhao_home, form)).content.decode()
    assert 'value="4六"' in page
    assert "已打开草稿" in page


def test_a_draft_forgives_blanks_and_tells_what_will_be_asked(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form
) -> None:
    said = save(browse(zhao), zhao_home, form, staff="", in_house="1", admitted="3", days_left="1")
    assert said.json()["errors"] == {"item-admitted": "新入住不能多于在院"}
    assert said.json()["tells"] == {"days_left": "物资可用不足 3 天"}


def test_the_second_of_two_clerks_sees_the_first_ones_values(
    browse: Browse, zhao: User, tang: User, zhao_home: Unit, form: Form
) -> None:
    save(browse(zhao), zhao_home, form, in_house="46")
    refused = save(browse(tang), zhao_home, form, in_house="44")
    assert refused.status_code == 409
    assert refused.json()["by"] == "赵填报"
    assert refused.json()["values"]["item-in_house"] == "46"
    assert Draft.objects.get().values["in_house"] == "46"
    settled = save(browse(tang), zhao_home, form, refused.json()["revision"], in_house="44")
    assert settled.json()["revision"] == 2


def test_the_same_values_are_no_conflict(
    browse: Browse, zhao: User, tang: User, zhao_home: Unit, form: Form
) -> None:
    save(browse(zhao), zhao_home, form)
    assert save(browse(tang), zhao_home, form).status_code == 200


def test_filing_takes_the_draft_away(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form
) -> None:
    client = browse(zhao)
    save(client, zhao_home, form)
    client.post(place("entry", zhao_home, form), fields())
    assert not Draft.objects.exists()


def test_a_draft_can_be_thrown_away(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form
) -> None:
    client = browse(zhao)
    save(client, zhao_home, form, in_house="1")
    client.post(place("drop_draft", zhao_home, form))
    assert not Draft.objects.exists()


def test_a_neighbour_can_neither_save_nor_drop_a_draft(
    browse: Browse, zhao: User, qian: User, zhao_home: Unit, form: Form
) -> None:
    save(browse(zhao), zhao_home, form)
    assert save(browse(qian), zhao_home, form).status_code == 404
    assert browse(qian).post(place("drop_draft", zhao_home, form)).status_code == 404
    assert Draft.objects.count() == 1


def test_words_saved_after_another_threw_the_draft_away_are_kept(
    browse: Browse, zhao: User, tang: User, zhao_home: Unit, form: Form
) -> None:
    seen = save(browse(zhao), zhao_home, form, in_house="46").json()["revision"]
    browse(tang).post(place("drop_draft", zhao_home, form))
    again = save(browse(zhao), zhao_home, form, seen, in_house="45")
    assert (again.status_code, again.json()["revision"]) == (200, 1)
    assert Draft.objects.get().values["in_house"] == "45"


def test_a_revision_longer_than_any_of_ours_is_none(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form
) -> None:
    forged = fields() | {"revision": "9" * 5000}
    assert browse(zhao).post(place("draft", zhao_home, form), forged).json()["revision"] == 1
