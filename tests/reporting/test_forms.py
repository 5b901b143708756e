"""Forms as data on the administrator's pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from shouwang.accounts.models import AuditEvent, User
from shouwang.figures.models import Figure
from shouwang.orgs.models import Unit
from shouwang.reporting.models import Form, FormVersion
from tests.cast import DAY

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]

ITEM = {
    "code": "in_house",
    "zh": "在院",
    "measure": "人",
    "nature": "stock",
    "aggregate": "sum",
    "decimals": "0",
    "group": "服务对象",
    "help": "",
    "required": "1",
}


def editor(
    *items: dict[str, str], rules: tuple[dict[str, str], ...] = (), **more: str
) -> dict[str, Any]:
    """Return the posted fields of the editor."""
    sent: dict[str, Any] = {"starts_on": DAY.isoformat(), "filing-institution": "16：30"} | more
    sent["item"] = [f"i{n}" for n, _row in enumerate(items)]
    sent["rule"] = [f"r{n}" for n, _row in enumerate(rules)]
    for n, row in enumerate(items):
        sent |= {f"i{n}-{name}": text for name, text in row.items()}
    for n, row in enumerate(rules):
        sent |= {f"r{n}-{name}": text for name, text in row.items()}
    return sent


def new_form(client: Client, owner: Unit, **changed: Any) -> Any:
    """Post the page of a new form."""
    given = {
        "owner": str(owner.pk),
        "zh": "殡仪馆日报",
        "code": "funeral_daily",
        "period": "daily",
        "kinds": ["funeral_home"],
        "starts_on": "2020-02-01",
        "number": "澜民统 3 表",
        "paper": "澜民〔2020〕5号",
        "completes": "1",
    }
    return client.post(reverse("reporting:form_new"), given | changed)


def test_a_form_is_created_drafted_tried_and_published(
    browse: Browse, sysadmin: User, prefecture: Unit
) -> None:
    client = browse(sysadmin)
    form = Form.objects.get(pk=new_form(client, prefecture).url.split("/")[-3])
    check = {
        "expression": "in_house < 100",
        "severity": "reason",
        "message": "超过百人",
        "about": "in_house",
    }
    draft = reverse("reporting:form_draft", args=(form.pk,))
    assert client.post(draft, editor(ITEM, rules=(check,))).status_code == 302
    tried = client.post(reverse("reporting:form_try", args=(form.pk, 1)), {"now-in_house": "120"})
    assert "须说明原因" in tried.content.decode()
    assert "超过百人" in tried.content.decode()
    client.post(reverse("reporting:form_publish", args=(form.pk,)))
    version = FormVersion.objects.get(form=form)
    assert version.state == FormVersion.State.PUBLISHED
    assert version.clock == {"filing": {"institution": "16:30"}}
    words = set(AuditEvent.objects.values_list("word", flat=True))
    assert {f"reporting.form_{deed}" for deed in ("created", "changed", "published")} <= words


def test_a_new_version_begins_as_a_copy_and_leaves_the_published_one_alone(
    browse: Browse, sysadmin: User, form: Form
) -> None:
    client, address = browse(sysadmin), reverse("reporting:form_draft", args=(form.pk,))
    copied = client.get(address).context["sheet"]
    assert [row.code for row in copied.items][:2] == ["in_house", "admitted"]
    assert form.versions.count() == 1
    client.post(address, editor(ITEM))
    first, second = form.versions.order_by("number")
    assert (first.items.count(), second.items.count()) == (5, 1)
    page = client.get(reverse("reporting:form_publish", args=(form.pk,))).context["difference"]
    assert "在册职工" in page.dropped
    assert page.changed == ["在院"]


def test_a_refused_draft_keeps_what_was_typed(browse: Browse, sysadmin: User, form: Form) -> None:
    bad = {"expression": "in_house <", "severity": "error", "message": "", "about": ""}
    response = browse(sysadmin).post(
        reverse("reporting:form_draft", args=(form.pk,)),
        editor(ITEM | {"code": "在院"}, rules=(bad,), statistics="四点"),
    )
    assert response.status_code == 422
    where = {field for field, _words in response.context["errors"]}
    assert where == {"i0-code", "r0-expression", "r0-message", "statistics"}
    assert 'value="in_house &lt;"' in response.content.decode()
    assert form.versions.count() == 1


def test_a_check_that_names_no_item_is_refused(browse: Browse, sysadmin: User, form: Form) -> None:
    rule = {"expression": "prev.beds > 1", "severity": "error", "message": "床位", "about": ""}
    response = browse(sysadmin).post(
        reverse("reporting:form_draft", args=(form.pk,)), editor(ITEM, rules=(rule,))
    )
    assert "beds" in dict(response.context["errors"])["r0-expression"]


def test_a_published_figure_keeps_its_nature_and_a_drafted_one_may_change(
    browse: Browse, sysadmin: User, form: Form
) -> None:
    client, address = browse(sysadmin), reverse("reporting:form_draft", args=(form.pk,))
    assert client.post(address, editor(ITEM | {"nature": "flow"})).status_code == 422
    visits = ITEM | {"code": "visits", "zh": "探访", "nature": "stock"}
    client.post(address, editor(ITEM, visits))
    client.post(address, editor(ITEM, visits | {"nature": "flow", "measure": "人次"}))
    figure = Figure.objects.get(code="visits")
    assert (figure.nature, figure.measure) == ("flow", "人次")
    assert Figure.objects.get(code="in_house").nature == "stock"


def test_two_versions_cannot_begin_on_one_day(browse: Browse, sysadmin: User, form: Form) -> None:
    client = browse(sysadmin)
    starts_on = form.versions.get().starts_on
    client.post(
        reverse("reporting:form_draft", args=(form.pk,)),
        editor(ITEM) | {"starts_on": starts_on.isoformat()},
    )
    refused = client.post(reverse("reporting:form_publish", args=(form.pk,)))
    assert refused.status_code == 422
    assert form.versions.filter(state="published").count() == 1


def test_a_kind_that_already_owes_a_form_is_refused_in_words(
    browse: Browse, sysadmin: User, prefecture: Unit, form: Form
) -> None:
    response = new_form(browse(sysadmin), prefecture, kinds=["public_rural_home"])
    assert response.status_code == 422
    assert "已有日报表的机构类别" in response.content.decode()


def test_a_clerk_does_not_manage_forms(browse: Browse, tang: User, form: Form) -> None:
    client = browse(tang)
    assert client.get(reverse("reporting:forms")).status_code == 403
    for name in ("form_draft", "form_publish"):
        assert client.post(reverse(f"reporting:{name}", args=(form.pk,))).status_code == 403


def test_a_version_takes_effect_from_its_day(
    browse: Browse, sysadmin: User, zhao: User, zhao_home: Unit, form: Form
) -> None:
    client = browse(sysadmin)
    client.post(reverse("reporting:form_draft", args=(form.pk,)), editor(ITEM))
    client.post(reverse("reporting:form_publish", args=(form.pk,)))
    entry = [
        browse(zhao).get(reverse("reporting:entry", args=(zhao_home.pk, form.pk, day)))
        for day in (DAY - timedelta(days=1), DAY)
    ]
    assert [len(r.context["sheet"].version.items) for r in entry] == [5, 1]
