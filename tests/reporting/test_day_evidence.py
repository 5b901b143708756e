"""Behind the day's numbers: evidence, who is missing, a figure's course, the workbook."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from openpyxl import load_workbook

from shouwang.accounts.models import AuditEvent, User
from shouwang.figures.actions import rollups
from shouwang.figures.models import Figure
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.reporting.models import Form
from tests.cast import DAY, make_unit
from tests.reporting.days import File


def test_evidence_says_who_entered_what_when_and_what_is_left_out(
    signed_in: Callable[[User], Client],
    city: User,
    zhao: User,
    qian: User,
    sun: User,
    homes: list[Unit],
    prefecture: Unit,
    file: File,
) -> None:
    file(homes[1], qian, day=DAY - timedelta(days=1), in_house=20)
    file(homes[0], zhao, in_house=46, options={"source": "phone"})
    file(homes[0], zhao, in_house=45, options={"correction_reason": "重复计数"})
    file(homes[2], sun, in_house=30)
    rollups.settle_all()
    figure = Figure.objects.get(code="in_house")
    url = f"/day/{DAY}/{prefecture.pk}/figure/{figure.pk}/"
    answer = signed_in(city).get(url, headers={"HX-Request": "true"})
    found, text = answer.context["found"], answer.content.decode()
    assert (found.shown, found.agrees, found.known.units, found.known.value) == (75, True, 1, 20)
    assert [(t.row.unit, t.corrections) for t in found.rows] == [
        ("赵家敬老院", 1),
        ("孙桥敬老院", 0),
    ]
    for words in ("行数相符", "赵填报", "电脑填报", "更正 1 次", "上次报数合计 20", "时点数"):
        assert words in text, words
    assert "<!doctype" not in text
    assert "<!doctype" in signed_in(city).get(url).content.decode()


def test_a_lowest_value_is_shown_with_who_has_it_first(
    city: User,
    zhao: User,
    sun: User,
    homes: list[Unit],
    prefecture: Unit,
    file: File,
    signed_in: Callable[[User], Client],
) -> None:
    file(homes[0], zhao, days_left=9)
    file(homes[2], sun, days_left=2)
    rollups.settle_all()
    figure = Figure.objects.get(code="days_left")
    found = signed_in(city).get(f"/day/{DAY}/{prefecture.pk}/figure/{figure.pk}/").context["found"]
    assert (found.shown, found.agrees, found.rows[0].row.unit) == (2, True, "孙桥敬老院")


def test_the_missing_are_listed_by_county_with_their_telephone(
    signed_in: Callable[[User], Client],
    city: User,
    homes: list[Unit],
    prefecture: Unit,
    tangning: Unit,
    form: Form,
) -> None:
    town = make_unit("LC/TN/T", "拾桥镇", Kind.TOWNSHIP, tangning)
    make_unit("LC/TN/T/LI", "李湾敬老院", Kind.PUBLIC_RURAL_HOME, town, phone="0899-5550001")
    answer = signed_in(city).get(f"/day/{DAY}/{prefecture.pk}/missing/")
    groups = {name: [g.unit.name for g in gaps] for name, gaps in answer.context["found"].groups}
    assert groups == {
        "棠宁区": ["赵家敬老院", "钱村托养院", "李湾敬老院"],
        "砚宁县": ["孙桥敬老院"],
    }
    assert 'href="tel:0899-5550001"' in answer.content.decode()


def test_the_course_of_a_figure_leaves_gaps_where_nothing_was_stated(
    signed_in: Callable[[User], Client],
    city: User,
    zhao: User,
    homes: list[Unit],
    prefecture: Unit,
    file: File,
) -> None:
    file(homes[0], zhao, day=DAY - timedelta(days=2), in_house=44)
    file(homes[0], zhao, in_house=46)
    rollups.settle_all()
    figure = Figure.objects.get(code="in_house")
    found = (
        signed_in(city)
        .get(f"/figures/{figure.pk}/{prefecture.pk}/?day={DAY}&days=7")
        .context["found"]
    )
    assert found.chart["series"][0]["data"] == [None, None, None, None, 44, None, 46]
    assert [(p.unit.name, p.value) for p in found.parts] == [("棠宁区", 46)]


def test_the_workbook_says_what_the_screen_says_and_is_on_record(
    signed_in: Callable[[User], Client],
    city: User,
    zhao: User,
    homes: list[Unit],
    prefecture: Unit,
    file: File,
) -> None:
    file(homes[0], zhao, in_house=46)
    rollups.settle_all()
    answer = signed_in(city).get(f"/day/{DAY}/{prefecture.pk}/export/")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = [[c.value for c in row] for row in sheet.iter_rows()]
    text = "\n".join(str(v) for row in rows for v in row if v is not None)
    assert "截至" in text
    assert "完整度 33.3%" in text
    assert rows[-1][:9] == ["合计", None, 3, 1, 0, 0, 2, 46, 0]
    assert AuditEvent.objects.get(word="reporting.day_exported").detail["what"] == "day"
    signed_in(city).get(f"/day/{DAY}/{prefecture.pk}/missing/export/")
    assert AuditEvent.objects.filter(word="reporting.day_exported").count() == 2
