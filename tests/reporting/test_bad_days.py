"""A day on which the form is renewed, or the home closed or moved, while somebody fills it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from shouwang.accounts.models import User
from shouwang.orgs.actions.units import close_unit, move_unit
from shouwang.orgs.models import Unit
from shouwang.reporting.actions.forms import FigureSpec, ItemDraft
from shouwang.reporting.actions.reports import Receipt
from shouwang.reporting.models import Draft, Form, Report
from tests.cast import DAY, at
from tests.reporting.signing import publish_again
from tests.reporting.test_drafts import save
from tests.reporting.test_entry import body, fields, place

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]


def renew(form: Form) -> None:
    """Publish the form at noon anew: 在岗 comes, 在册职工 and days_left go."""
    items = [
        ItemDraft(FigureSpec("in_house", "在院", "stock"), carries=True),
        ItemDraft(FigureSpec("admitted", "今日新入住", "flow")),
        ItemDraft(FigureSpec("on_post", "在岗", "stock"), carries=True),
        ItemDraft(FigureSpec("fever_residents", "今日新发发热：服务对象", "flow"),
                  zero_when_quiet=True),
    ]  # fmt: skip
    publish_again(form, items=items, rules=[])


def test_a_draft_of_the_version_before_keeps_its_numbers_and_says_what_came_and_went(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form
) -> None:
    client = browse(zhao)
    save(client, zhao_home, form, in_house="45", staff="16", days_left="9")
    renew(form)
    for name in ("phone_entry", "entry"):
        page = body(client.get(place(name, zhao_home, form)))
        assert "表式换了新版本" in page
        assert "新增：在岗。" in page
        assert "不再填：在册职工、" in page
        assert 'value="45"' in page
    # saved once more it is a draft of this version, and the page has nothing left to tell
    sent = fields(in_house="45", on_post="15")
    mine = {k: v for k, v in sent.items() if k not in ("item-staff", "item-days_left")}
    client.post(place("draft", zhao_home, form), mine | {"revision": "1"})
    assert "表式换了新版本" not in body(client.get(place("phone_entry", zhao_home, form)))
    assert Draft.objects.get().values["on_post"] == "15"


def test_what_a_new_version_carries_is_offered_in_an_old_draft_and_a_blank_of_it_stays_blank(
    browse: Browse,
    zhao: User,
    zhao_home: Unit,
    form: Form,
    file: Callable[..., Receipt],
) -> None:
    yesterday = DAY - timedelta(days=1)
    file(zhao_home, zhao, day=yesterday, when=at(yesterday), staff=16)
    client = browse(zhao)
    sent = {k: v for k, v in fields(in_house="").items() if k != "item-staff"}
    client.post(place("draft", zhao_home, form), sent | {"revision": "0"})
    context = client.get(place("entry", zhao_home, form)).context
    lines = {x.item.code: x for group in context["groups"] for x in group.lines}
    assert (lines["staff"].text, lines["staff"].is_carried) == ("16", True)
    assert (lines["in_house"].text, lines["in_house"].before) == ("", 46)


@pytest.mark.parametrize("signing", [(), ("director",)])
def test_an_open_page_is_told_first_that_the_form_is_new_then_what_it_lacks(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form, signing: tuple[str, ...]
) -> None:
    """The new version only adds: nothing of the old page is unknown to it."""
    client = browse(zhao)
    old = fields()
    more = (ItemDraft(FigureSpec("on_post", "在岗", "stock")),)
    publish_again(form, signing=signing, added=more)
    page = client.post(place("phone_entry", zhao_home, form), old | {"item-days_left": "9"})
    assert page.status_code == 422
    assert [words for _where, words in page.context["errors"]] == [
        "表式刚刚换了新版本，请核对新的项目后再提交",
        "在岗：未填（没有请填 0）",
    ]
    assert "新增：在岗。" in body(page)
    assert 'value="46"' in body(page)


def test_a_home_closed_at_noon_is_told_so_on_its_open_page_and_on_its_first_one(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form, system: User
) -> None:
    client = browse(zhao)
    assert save(client, zhao_home, form).status_code == 200
    close_unit(unit=zhao_home, closed_on=DAY, by=system, at=at(hour=12))
    page = client.post(place("phone_entry", zhao_home, form), fields())
    assert page.status_code == 422
    assert "赵家敬老院当日未开办或已关闭" in body(page)
    assert 'value="46"' in body(page)
    for name in ("owed", "phone"):
        page = body(client.get(reverse(f"reporting:{name}")))
        assert "赵家敬老院已于 2 月 11 日 星期二 关闭" in page
    assert not Report.objects.exists()


def test_a_home_moved_at_noon_goes_on_with_its_draft_and_counts_where_it_lies_now(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form, yanning: Unit, system: User
) -> None:
    client = browse(zhao)
    save(client, zhao_home, form, in_house="45")
    move_unit(unit=zhao_home, to=yanning, from_on=DAY, by=system, at=at(hour=12))
    assert 'value="45"' in body(client.get(place("phone_entry", zhao_home, form)))
    client.post(place("phone_entry", zhao_home, form), fields(in_house="45"))
    report = Report.objects.get()
    assert (report.placed_in_id, report.current_number) == (yanning.pk, 1)
    assert not Draft.objects.exists()
