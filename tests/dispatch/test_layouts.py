"""A recipient's table: designed by Chinese names, published once, never edited after."""

from __future__ import annotations

from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client

from shouwang.accounts.access import NotPermitted
from shouwang.accounts.models import AuditEvent
from shouwang.dispatch.actions import dispatches, recipients
from shouwang.dispatch.models import Dispatch, Layout
from shouwang.dispatch.tables.design import Design
from shouwang.dispatch.tables.references import Names
from shouwang.dispatch.tables.table import Table
from tests.cast import DAY, PASSWORD, at
from tests.dispatch.conftest import EVENING, design_of

LATER = at(hour=20)


def typed(**more):
    return {
        "title": "日报表", "rows": "items", "periods": ["today"], "line": ["l0", "l1"],
        "l0-text": "在院", "l1-text": "已报", "l1-title": "已报单位", "l1-group": "报送",
    } | more  # fmt: skip


def test_figures_are_found_by_name_part_of_a_name_and_sums(form, prefecture):
    names = Names(prefecture)
    ids = {f.code: f.pk for f in names.figures}
    assert names.read("在院") == f"figures:{ids['in_house']}"
    assert names.read("发热:服务对象") == f"figures:{ids['fever_residents']}"
    assert names.read("在院+在册职工") == f"figures:{ids['in_house']}+{ids['staff']}"
    assert names.read("报送率") == "state:rate"
    with pytest.raises(ValueError, match="没有叫“口罩”的指标"):
        names.read("口罩")
    with pytest.raises(ValueError, match="不止一项：在院、在册职工"):
        names.read("在")


def test_a_published_table_is_not_edited_a_change_is_a_new_version(
    headquarters, signed, city, prefecture
):
    first = dispatches.make(recipient=headquarters, day=DAY, by=city, at=EVENING)
    published = headquarters.layouts.get()
    for deed in ("DELETE FROM dispatch_layout", "UPDATE dispatch_layout SET number = 9"):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            connection.cursor().execute(deed)
    design = design_of(prefecture, "children", "在院", title="新表")
    recipients.save_layout(recipient=headquarters, design=design, by=city, at=LATER)
    made = recipients.publish_layout(recipient=headquarters, by=city, at=LATER)
    assert (made.number, published.number) == (2, 1)
    assert Dispatch.objects.get(pk=first.pk).layout == published
    assert Table.from_json(first.content).title == "疫情防控日报表"


def test_a_table_without_lines_is_refused_and_nothing_is_published(headquarters, city):
    with pytest.raises(ValidationError, match="至少添一栏"):
        recipients.save_layout(recipient=headquarters, design=Design("空表"), by=city, at=LATER)
    with pytest.raises(ValidationError, match="没有可发布"):
        recipients.publish_layout(recipient=headquarters, by=city, at=LATER)


def test_the_editor_keeps_what_was_typed_wrong_and_says_where(client, headquarters):
    path = f"/dispatch/recipients/{headquarters.pk}/layout/"
    refused = client.post(path, typed(**{"l0-text": "床位数"}))
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "没有叫“床位数”的指标" in page
    assert 'value="床位数"' in page
    assert 'href="#l0-text"' in page
    assert headquarters.layouts.count() == 1


def test_a_table_is_designed_and_published_on_the_page(client, headquarters):
    path = f"/dispatch/recipients/{headquarters.pk}/layout/"
    assert client.post(path, typed()).status_code == 302
    page = client.get(path).content.decode()
    assert "第 2 版草稿" in page
    assert "已报单位" in page
    client.post(f"{path}publish/")
    layout = Layout.objects.get(recipient=headquarters, number=2)
    assert layout.state == Layout.State.PUBLISHED
    lines = Design.from_json(layout.design).lines
    assert [(line.title, line.group) for line in lines] == [("", ""), ("已报单位", "报送")]


def test_two_recipients_of_one_name_are_refused_until_one_is_closed(
    headquarters, city, prefecture, lead
):
    given = {"unit": prefecture, "name": "市指挥部", "due": time(18), "by": city, "at": LATER}
    with pytest.raises(ValidationError, match="已有"):
        recipients.create_recipient(**given)
    recipients.close_recipient(recipient=headquarters, by=city, at=LATER)
    assert recipients.create_recipient(**given).pk != headquarters.pk
    with pytest.raises(NotPermitted):
        recipients.create_recipient(**{**given, "name": "别处", "by": lead})


def test_the_system_administrator_designs_and_sees_no_numbers(headquarters, sysadmin, lead):
    admin = Client()
    assert admin.login(username=sysadmin.username, password=PASSWORD)
    page = admin.get(f"/dispatch/recipients/{headquarters.pk}/layout/").content.decode()
    assert "dispatch-sheet" not in page
    assert admin.get("/dispatch/").status_code == 403


def test_a_contacts_number_stays_out_of_the_trail(headquarters, city):
    given = {"name": headquarters.name, "due": headquarters.due, "reviewer": "颜科长"}
    recipients.change_recipient(
        recipient=headquarters, phone="13900001111", by=city, at=LATER, **given
    )
    told = AuditEvent.objects.get(word="dispatch.recipient_changed").detail
    assert told["changed"] == ["phone"]
    assert "13900001111" not in str(told)
