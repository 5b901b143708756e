"""What may be counted in boxes and in 万元 beside the item's own measure."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from shouwang.accounts.models import User
from shouwang.reporting import packs, versions
from shouwang.reporting.models import Form, FormVersion
from shouwang.reporting.packs import Pack
from tests.reporting.test_forms import ITEM, Browse, editor

BOX, CASE = Pack("盒", Decimal(50)), Pack("箱", Decimal(2000))
MASKS = ITEM | {"code": "masks", "zh": "口罩库存", "measure": "只"}


def test_what_a_box_holds_is_read_as_it_is_written() -> None:
    assert packs.read("盒=50 箱=2000") == packs.read("盒＝50、箱=2000；") == (BOX, CASE)
    assert packs.read(" ") == ()


@pytest.mark.parametrize(
    ("declared", "part"),
    [
        ("盒", "盒"),
        ("盒=0", "盒=0"),
        ("盒=1", "盒=1"),
        ("盒=50 盒=60", "盒=60"),
        ("2盒=50", "2盒=50"),
        ("盒=1.5", "盒=1.5"),
        ("盒=50 a=2 b=3 c=4 d=5", "d=5"),
    ],
)
def test_what_says_no_whole_number_of_pieces_is_named(declared: str, part: str) -> None:
    with pytest.raises(ValueError, match=f"^{part}$"):
        packs.read(declared)


def test_money_needs_no_telling_in_either_direction() -> None:
    assert packs.of("元", "") == (Pack("万元", Decimal(10_000)),)
    assert packs.of("万元", "") == (Pack("元", Decimal("0.0001")),)
    assert packs.of("只", "盒=50") == (BOX,)
    assert packs.of("人", "") == ()


@pytest.mark.django_db
def test_a_form_is_published_with_what_its_boxes_hold(
    browse: Browse, sysadmin: User, form: Form
) -> None:
    client, address = browse(sysadmin), reverse("reporting:form_draft", args=(form.pk,))
    refused = client.post(address, editor(ITEM, MASKS | {"packs": "盒=许多"}))
    assert "口罩库存：整件换算“盒=许多”" in dict(refused.context["errors"])["i1-packs"]
    client.post(address, editor(ITEM, MASKS | {"packs": "盒=50 箱=2000"}))
    assert 'value="盒=50 箱=2000"' in client.get(address).content.decode()
    client.post(reverse("reporting:form_publish", args=(form.pk,)))
    version = FormVersion.objects.filter(form=form).latest("number")
    assert [item.packs for item in versions.plain(version).items] == [(), (BOX, CASE)]
